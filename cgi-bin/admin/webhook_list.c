#include <string.h>

#include "admin/admin.h"
#include "gen/admin/webhook_sql.h"
#include "lib/domain/when.h"

/* /admin/webhooks: what other systems told, by provider, state and kind. */

struct webhook_list_input {
	const char *provider, *status, *kind;
	int64_t after;
};

static const struct form_field webhook_list_form_fields[] = {
	FORM_ONE_OF(
	    struct webhook_list_input, provider, OPTIONAL, webhook_providers),
	FORM_ONE_OF(
	    struct webhook_list_input, status, OPTIONAL, webhook_states),
	FORM_FIELD(struct webhook_list_input, kind, OPTIONAL, 1, 100),
	FORM_ID(struct webhook_list_input, after, OPTIONAL),
};
const struct form webhook_list_form =
    FORM(struct webhook_list_input, webhook_list_form_fields);

struct webhook_item {
	int64_t id, attempts;
	const char *provider, *provider_words, *event_id, *kind, *status,
	    *status_words, *tone, *when, *applied_by, *error;
	struct instant received_at, next_at, finished_at;
};

static const struct field webhook_item_fields[] = {
	FIELD_ID(struct webhook_item, id),
	FIELD(struct webhook_item, provider),
	FIELD(struct webhook_item, event_id),
	FIELD(struct webhook_item, kind),
	FIELD(struct webhook_item, status),
	FIELD(struct webhook_item, attempts),
	FIELD(struct webhook_item, received_at),
	FIELD(struct webhook_item, next_at),
	FIELD(struct webhook_item, finished_at),
	FIELD(struct webhook_item, applied_by),
	FIELD(struct webhook_item, error),
	FIELD_ONLY(struct webhook_item, provider_words, ONLY_HTML),
	FIELD_ONLY(struct webhook_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct webhook_item, tone, ONLY_HTML),
	FIELD_ONLY(struct webhook_item, when, ONLY_HTML),
	FIELD_END,
};

struct provider_item {
	const char *provider, *label, *last;
	int64_t waiting, dead;
	struct instant last_at;
};

static const struct field provider_item_fields[] = {
	FIELD(struct provider_item, provider),
	FIELD(struct provider_item, waiting),
	FIELD(struct provider_item, dead),
	FIELD(struct provider_item, last_at),
	FIELD_ONLY(struct provider_item, label, ONLY_HTML),
	FIELD_ONLY(struct provider_item, last, ONLY_HTML),
	FIELD_END,
};

struct webhook_list_view {
	struct desk desk;
	struct webhook_item *items;
	struct provider_item *providers;
	size_t nitems, nproviders;
	const char *next;
	struct choice *senders, *states;
	size_t nsenders, nstates;
	struct pager *pager;
};

static const struct field webhook_list_view_fields[] = {
	DESK_FIELD(struct webhook_list_view),
	FIELD_LIST(
	    struct webhook_list_view, items, nitems, webhook_item_fields),
	FIELD_LIST(struct webhook_list_view, providers, nproviders,
	    provider_item_fields),
	FIELD_ONLY(struct webhook_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(struct webhook_list_view, senders, nsenders,
	    choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct webhook_list_view, states, nstates,
	    choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct webhook_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page webhook_list_page = { .path = "admin/webhook_list",
	.fields = webhook_list_view_fields,
	.form = &webhook_list_form };

void
webhook_list_read(struct request *r)
{
	const struct webhook_list_input *in = r->form;

	webhook_list_send(r->db, in->provider, in->status, in->kind, in->after,
	    LIST_PAGE + 1);
	webhook_senders_send(r->db);
}

static void
fill_item(struct request *r, struct webhook_item *w,
    const struct webhook_list_row *row)
{
	*w = (struct webhook_item){
		.id = row->id,
		.provider = row->provider,
		.provider_words = provider_words(row->provider),
		.event_id = row->event_id,
		.kind = row->kind,
		.status = row->status,
		.status_words = webhook_words(row->status),
		.tone = webhook_tone(row->status),
		.attempts = row->attempts,
		.received_at = row->received_at,
		.next_at = row->next_at,
		.finished_at = row->finished_at,
		.applied_by = row->applied_by,
		.error = row->error,
		.when = when_ago(r->arena, row->received_at, r->now),
	};
	if (row->applied_by == NULL && strcmp(row->status, "done") == 0) {
		w->status_words = tr("Kept");
		w->tone = NULL;
	}
}

static void
fill_providers(struct request *r, struct webhook_list_view *v)
{
	struct webhook_senders_row *rows =
	    webhook_senders_get(r->db, &v->nproviders);

	v->providers =
	    arena_alloc(r->arena, v->nproviders, sizeof(*v->providers));
	for (size_t i = 0; i < v->nproviders; i++)
		v->providers[i] = (struct provider_item){
			.provider = rows[i].provider,
			.label = provider_words(rows[i].provider),
			.waiting = rows[i].waiting,
			.dead = rows[i].dead,
			.last_at = rows[i].last_at,
			.last =
			    rows[i].last_at.us != 0
				? when_ago(r->arena, rows[i].last_at, r->now)
				: NULL,
		};
}

enum status
webhook_list_show(struct request *r)
{
	struct list_end end = { .base = "/admin/webhooks" };
	struct webhook_list_view v = { .nitems = 0 };
	struct webhook_list_row *rows;
	size_t n;

	rows = webhook_list_get(r->db, &n);
	fill_providers(r, &v);
	end.n = v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill_item(r, &v.items[i], &rows[i]);
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	desk_fill(r, &v.desk);
	v.senders = filter_choices(
	    r, "provider", webhook_providers, provider_words, &v.nsenders);
	v.states = filter_choices(
	    r, "status", webhook_states, webhook_words, &v.nstates);
	return request_render(r, &webhook_list_page, &v);
}
