#include "gen/worker/pack_sql.h"
#include "lib/job/job.h"
#include "worker/worker.h"

enum { MOST = 100 };

/* Packs end, seats are warned about and released, and offered to who waits.
 * What is left over goes on in a job of its own. */
enum work_result
pack_tick_do(struct work *w)
{
	struct pack_tick_row row;

	if (pack_tick(w->db, MOST, &row) && row.done != 0)
		job_enqueue(w->db, &(struct job){ .kind = "pack.tick",
				       .unique = "pack.tick" });
	return WORK_DONE;
}
