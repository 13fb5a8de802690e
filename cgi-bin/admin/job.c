#include <string.h>

#include "admin/admin.h"
#include "gen/admin/job_sql.h"

/* /admin/jobs/:id: one job; again, or not at all.  Many dead ones at once. */

enum { MOST_AT_ONCE = 1000 };

struct job_view {
	struct desk desk;
	int64_t id, attempts, max_attempts;
	const char *kind, *state, *state_words, *payload, *unique_key,
	    *last_error, *runs, *leased, *created, *finished;
	struct instant run_at, created_at, finished_at;
	bool may_again, may_discard;
};

#define BOTH(m) FIELD(struct job_view, m)
#define HTML(m) FIELD_ONLY(struct job_view, m, ONLY_HTML)

static const struct field job_fields[] = {
	DESK_FIELD(struct job_view),
	FIELD_ID(struct job_view, id),
	BOTH(kind),
	BOTH(state),
	BOTH(attempts),
	BOTH(max_attempts),
	BOTH(payload),
	BOTH(unique_key),
	BOTH(last_error),
	BOTH(run_at),
	BOTH(created_at),
	BOTH(finished_at),
	HTML(state_words),
	HTML(runs),
	HTML(leased),
	HTML(created),
	HTML(finished),
	HTML(may_again),
	HTML(may_discard),
	FIELD_END,
};
struct page job_page = { .path = "admin/job", .fields = job_fields };

void
job_read(struct request *r)
{
	const struct id_input *in = r->form;

	job_find_send(r->db, in->id);
}

static enum status
render_job(struct request *r, const struct job_find_row *row)
{
	bool is_dead = strcmp(row->state, "dead") == 0;
	struct job_view v = {
		.id = row->id,
		.kind = row->kind,
		.state = row->state,
		.state_words = job_words(row->state),
		.payload = row->payload,
		.unique_key = row->unique_key,
		.attempts = row->attempts,
		.max_attempts = row->max_attempts,
		.last_error = row->last_error,
		.run_at = row->run_at,
		.created_at = row->created_at,
		.finished_at = row->finished_at,
		.runs = moment(r, row->run_at),
		.leased = moment(r, row->lease_until),
		.created = moment(r, row->created_at),
		.finished = moment(r, row->finished_at),
		.may_again = is_dead || strcmp(row->state, "waiting") == 0,
		.may_discard = is_dead,
	};

	desk_fill(r, &v.desk);
	return request_render(r, &job_page, &v);
}

enum status
job_show(struct request *r)
{
	struct job_find_row row;

	return job_find_get(r->db, &row) ? render_job(r, &row) : NOT_FOUND;
}

enum status
job_refused(struct request *r)
{
	struct job_find_row row;

	return job_find(r->db, typed_id(r, "id"), &row) ? render_job(r, &row)
							: NOT_FOUND;
}

enum status
job_again_post(struct request *r)
{
	const struct id_input *in = r->form;

	job_again(r->db, in->id);
	request_audit(r, &(struct deed){ "job.again", "job", in->id, NULL });
	request_flash(r, tr("The job runs again."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/admin/jobs");
}

/* The row is gone afterwards: the log keeps what it was. */
enum status
job_discard_post(struct request *r)
{
	const struct id_input *in = r->form;
	struct job_find_row row;

	if (!job_find(r->db, in->id, &row))
		return NOT_FOUND;
	job_discard(r->db, in->id);
	request_audit(r,
	    &(struct deed){ "job.discard", "job", in->id,
		json_of(r->arena, TEXTS("kind", row.kind, "payload",
				      row.payload, "error", row.last_error)) });
	request_flash(r, tr("The job is discarded."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/admin/jobs");
}

/* --- all dead ones of a kind ---------------------------------------------------- */

struct job_kind_input {
	const char *kind;
};

static const struct form_field job_kind_fields[] = {
	FORM_FIELD(struct job_kind_input, kind, REQUIRED, 1, 60),
};
const struct form job_kind_form = FORM(struct job_kind_input, job_kind_fields);

enum status
job_again_all_post(struct request *r)
{
	const struct job_kind_input *in = r->form;
	struct job_again_all_row done = { .n = 0 };

	job_again_all(r->db, in->kind, MOST_AT_ONCE, &done);
	request_audit(r,
	    &(struct deed){ "job.again_all", "job", 0,
		json_of(r->arena,
		    TEXTS("kind", in->kind, "jobs",
			arena_printf(r->arena, "%lld", (long long)done.n))) });
	request_flash(r,
	    arena_printf(r->arena, tr("Jobs that run again: %d"), (int)done.n));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/admin/jobs");
}
