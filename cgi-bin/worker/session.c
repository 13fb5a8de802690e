#include "gen/worker/session_sql.h"
#include "lib/job/job.h"
#include "worker/worker.h"

enum { MOST = 100 };

/* Holds and requests run out, sessions start and end, feedback shows.  What is
 * left over when much fell due at once goes on in a job of its own. */
enum work_result
session_tick_do(struct work *w)
{
	struct session_tick_row row;

	if (session_tick(w->db, MOST, &row) && row.done != 0)
		job_enqueue(w->db, &(struct job){ .kind = "session.tick",
				       .unique = "session.tick" });
	return WORK_DONE;
}

enum work_result
session_remind_do(struct work *w)
{
	session_remind(w->db, work_id(w, "session_id"), work_id(w, "sequence"),
	    work_text(w, "what"));
	return WORK_DONE;
}

/* Told to areas that are not there yet. */
enum work_result
session_nothing(struct work *w)
{
	(void)w;
	return WORK_DONE;
}

enum work_result
expert_listing_do(struct work *w)
{
	expert_listing_refresh(w->db, work_id(w, "expert_id"));
	return WORK_DONE;
}

/* Slots pass by themselves: listings are made anew by the clock too. */
enum work_result
expert_listings_do(struct work *w)
{
	struct expert_listing_tick_row row;

	if (expert_listing_tick(w->db, MOST, &row) && row.done == MOST)
		job_enqueue(w->db, &(struct job){ .kind = "expert.listings",
				       .unique = "expert.listings" });
	return WORK_DONE;
}
