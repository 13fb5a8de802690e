#include "lib/job/job.h"
#include "gen/lib/job/job_sql.h"

void
job_enqueue(struct db *db, const struct job *j)
{
	job_put(db, j->kind, j->payload, j->unique, j->run_at);
}

void
notice_send(struct db *db, const struct notice *n)
{
	notice_put(db, n->user_id, n->type, n->link, n->data, n->unique);
}

void
audit_write(struct db *db, const struct audit *a)
{
	audit_put(db, a->action, a->target_kind, a->target_id, a->detail,
	    a->remote_addr, a->request_id);
}

void
mail_queue(struct db *db, const struct queued_mail *m)
{
	mail_put(db, m->user_id, m->address, m->template, m->data, m->unique,
	    m->calendar, m->calendar_method);
}

bool
audit_is_written(struct db *db)
{
	struct audit_look_row row;

	return audit_look(db, &row) && row.is_written;
}
