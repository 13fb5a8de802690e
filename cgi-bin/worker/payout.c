#include "gen/worker/payout_sql.h"
#include "lib/job/job.h"
#include "worker/worker.h"

/* What is left over goes on in a job of its own. */
enum work_result
payout_tick_do(struct work *w)
{
	struct payout_tick_row row;

	if (payout_tick(w->db, &row) && row.done != 0)
		job_enqueue(w->db, &(struct job){ .kind = "payout.tick",
				       .unique = "payout.tick" });
	return WORK_DONE;
}

/* One person's payout of a period: each is a transaction of its own. */
enum work_result
payout_make_do(struct work *w)
{
	payout_make(w->db, work_id(w, "user_id"), work_text(w, "currency"),
	    work_text(w, "kind"), work_text(w, "period"), work_id(w, "until"));
	return WORK_DONE;
}
