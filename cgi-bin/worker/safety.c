#include "gen/worker/safety_sql.h"
#include "lib/job/job.h"
#include "worker/worker.h"

enum { MOST = 100 };

static void
go_on(struct work *w, const char *kind)
{
	job_enqueue(w->db, &(struct job){ .kind = kind, .unique = kind });
}

/* Moderators' leases and what was decided for some days.  What is left over when
 * much fell due at once goes on in a job of its own. */
enum work_result
safety_tick_do(struct work *w)
{
	struct safety_tick_row row;

	if (safety_tick(w->db, MOST, &row) && row.done >= MOST)
		go_on(w, "safety.tick");
	return WORK_DONE;
}

enum work_result
trust_refresh_do(struct work *w)
{
	trust_refresh(w->db, work_id(w, "person_id"));
	return WORK_DONE;
}

/* Time alone changes trust: everybody's, once a night. */
enum work_result
trust_nightly_do(struct work *w)
{
	struct trust_nightly_row row;

	if (trust_nightly(w->db, MOST, &row) && row.done == MOST)
		go_on(w, "trust.nightly");
	return WORK_DONE;
}
