#include "gen/worker/review_sql.h"
#include "lib/job/job.h"
#include "worker/worker.h"

enum { MOST = 100 };

/* Reviews are offered on, go back to the queue, are asked about again, end and
 * close.  What is left over goes on in a job of its own. */
enum work_result
review_tick_do(struct work *w)
{
	struct review_tick_row row;

	if (review_tick(w->db, MOST, &row) && row.done == MOST)
		job_enqueue(w->db, &(struct job){ .kind = "review.tick",
				       .unique = "review.tick" });
	return WORK_DONE;
}
