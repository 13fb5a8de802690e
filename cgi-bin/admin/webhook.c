#include <string.h>

#include "admin/admin.h"
#include "gen/admin/webhook_sql.h"

/* /admin/webhooks/:id: what another system told, and what came of it; once more,
 * or all dead ones of a provider at once. */

enum { MOST_AT_ONCE = 1000 };

struct webhook_view {
	struct desk desk;
	int64_t id, attempts;
	const char *provider, *provider_words, *event_id, *kind, *status,
	    *status_words, *tone, *body, *error, *applied_by, *received, *due,
	    *finished;
	struct instant received_at, next_at, finished_at;
	bool may_again, is_kept, is_cleared;
};

#define BOTH(m) FIELD(struct webhook_view, m)
#define HTML(m) FIELD_ONLY(struct webhook_view, m, ONLY_HTML)

static const struct field webhook_fields[] = {
	DESK_FIELD(struct webhook_view),
	FIELD_ID(struct webhook_view, id),
	BOTH(provider),
	BOTH(event_id),
	BOTH(kind),
	BOTH(status),
	BOTH(attempts),
	BOTH(error),
	BOTH(applied_by),
	BOTH(body),
	BOTH(received_at),
	BOTH(next_at),
	BOTH(finished_at),
	HTML(provider_words),
	HTML(status_words),
	HTML(tone),
	HTML(received),
	HTML(due),
	HTML(finished),
	HTML(may_again),
	HTML(is_kept),
	HTML(is_cleared),
	FIELD_END,
};
struct page webhook_page = { .path = "admin/webhook",
	.fields = webhook_fields };

void
webhook_read(struct request *r)
{
	const struct id_input *in = r->form;

	webhook_find_send(r->db, in->id);
}

/* As webhook_again() in the database decides. */
static bool
may_again(const struct webhook_find_row *row)
{
	if (strcmp(row->status, "done") == 0)
		return row->applied_by == NULL && row->is_known &&
		       !row->is_cleared;
	return strcmp(row->status, "processing") != 0;
}

static enum status
render_webhook(struct request *r, const struct webhook_find_row *row)
{
	struct webhook_view v = {
		.id = row->id,
		.provider = row->provider,
		.provider_words = provider_words(row->provider),
		.event_id = row->event_id,
		.kind = row->kind,
		.status = row->status,
		.status_words = webhook_words(row->status),
		.tone = webhook_tone(row->status),
		.attempts = row->attempts,
		.body = row->body,
		.error = row->error,
		.applied_by = row->applied_by,
		.received_at = row->received_at,
		.next_at = row->next_at,
		.finished_at = row->finished_at,
		.received = moment(r, row->received_at),
		.due = moment(r, row->next_at),
		.finished = moment(r, row->finished_at),
		.is_kept =
		    strcmp(row->status, "done") == 0 && row->applied_by == NULL,
		.is_cleared = row->is_cleared,
		.may_again = may_again(row),
	};

	if (v.is_kept) {
		v.status_words = tr("Kept");
		v.tone = NULL;
	}
	desk_fill(r, &v.desk);
	return request_render(r, &webhook_page, &v);
}

enum status
webhook_show(struct request *r)
{
	struct webhook_find_row row;

	return webhook_find_get(r->db, &row) ? render_webhook(r, &row)
					     : NOT_FOUND;
}

enum status
webhook_refused(struct request *r)
{
	struct webhook_find_row row;

	return webhook_find(r->db, typed_id(r, "id"), &row)
		   ? render_webhook(r, &row)
		   : NOT_FOUND;
}

enum status
webhook_again_post(struct request *r)
{
	const struct id_input *in = r->form;

	webhook_again(r->db, in->id);
	request_audit(
	    r, &(struct deed){ "webhook.again", "webhook", in->id, NULL });
	request_flash(r, tr("The webhook is applied again."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/webhooks/%lld", (long long)in->id);
}

/* --- all dead ones of a provider ------------------------------------------------- */

struct webhook_provider_input {
	const char *provider;
};

static const struct form_field webhook_provider_fields[] = {
	FORM_ONE_OF(struct webhook_provider_input, provider, REQUIRED,
	    webhook_providers),
};
const struct form webhook_provider_form =
    FORM(struct webhook_provider_input, webhook_provider_fields);

enum status
webhook_again_all_post(struct request *r)
{
	const struct webhook_provider_input *in = r->form;
	struct webhook_again_all_row done = { .n = 0 };
	const char *n;

	webhook_again_all(r->db, in->provider, MOST_AT_ONCE, &done);
	n = arena_printf(r->arena, "%lld", (long long)done.n);
	request_audit(r, &(struct deed){ "webhook.again_all", "webhook", 0,
			     json_of(r->arena, TEXTS("provider", in->provider,
						   "webhooks", n)) });
	request_flash(r, arena_printf(r->arena,
			     tr("Webhooks that are applied again: %s"), n));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/webhooks?provider=%s", in->provider);
}
