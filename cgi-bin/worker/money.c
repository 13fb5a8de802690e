#include "gen/worker/money_sql.h"
#include "lib/base/log.h"
#include "lib/job/job.h"
#include "worker/worker.h"

enum { MOST = 100 };

/* Orders run out or are delivered after all, earnings become due, payments by
 * hand wait no longer.  What is left over goes on in a job of its own. */
enum work_result
money_tick_do(struct work *w)
{
	struct money_tick_row row;

	if (money_tick(w->db, MOST, &row) && row.done != 0)
		job_enqueue(w->db, &(struct job){ .kind = "money.tick",
				       .unique = "money.tick" });
	return WORK_DONE;
}

/* Admins are told by the function; the log is for who watches the machine. */
enum work_result
money_nightly_do(struct work *w)
{
	struct money_nightly_row row;

	if (money_nightly(w->db, &row) && row.problems != 0)
		log_error("the books do not add up: %lld problems",
		    (long long)row.problems);
	return WORK_DONE;
}

enum work_result
money_figures_do(struct work *w)
{
	struct money_roll_row row;

	money_roll(w->db, &row);
	affiliate_clean(w->db);
	return WORK_DONE;
}
