#include <string.h>

#include "gen/worker/webhook_sql.h"
#include "lib/base/log.h"
#include "worker/worker.h"

/* The attempt is counted in a transaction of its own, so that an event that ends
 * its worker comes to an end too. */
enum work_result
webhook_load(struct work *w)
{
	struct webhook_claim_row row = { .due = false };

	webhook_claim(w->db, work_id(w, "webhook_id"), &row);
	w->state = row.due ? w : NULL;
	return WORK_DONE;
}

/* What it does and the mark that it is done are one transaction.  An event that
 * fails queues its next attempt itself: this job is done either way. */
enum work_result
webhook_finish(struct work *w)
{
	struct webhook_apply_row row = { .status = NULL };
	int64_t id = work_id(w, "webhook_id");

	if (w->state == NULL)
		return WORK_DONE;
	if (webhook_apply(w->db, id, &row) && row.status != NULL &&
	    strcmp(row.status, "done") != 0)
		log_warn("webhook %lld: %s", (long long)id, row.status);
	return WORK_DONE;
}

enum work_result
webhook_tick_do(struct work *w)
{
	struct webhook_tick_row row;

	webhook_tick(w->db, &row);
	return WORK_DONE;
}

enum work_result
webhook_clean_do(struct work *w)
{
	struct webhook_clean_row row;

	webhook_clean(w->db, &row);
	return WORK_DONE;
}
