#include "admin/money.h"
#include "gen/admin/refund_sql.h"
#include "lib/base/words.h"

/* /admin/refunds: money on its way back, by state and provider. */

struct refund_list_input {
	const char *status, *provider;
	int64_t after;
};

static const struct form_field refund_list_form_fields[] = {
	FORM_ONE_OF(struct refund_list_input, status, OPTIONAL, refund_states),
	FORM_ONE_OF(
	    struct refund_list_input, provider, OPTIONAL, order_providers),
	FORM_ID(struct refund_list_input, after, OPTIONAL),
};
const struct form refund_list_form =
    FORM(struct refund_list_input, refund_list_form_fields);

struct refund_item {
	int64_t id, order_id, buyer_id;
	const char *title, *status, *status_words, *tone, *reason,
	    *reason_words, *provider, *provider_words, *buyer, *when;
	struct money amount;
	struct instant created_at, decided_at;
};

#define HTML(m) FIELD_ONLY(struct refund_item, m, ONLY_HTML)

static const struct field refund_item_fields[] = {
	FIELD_ID(struct refund_item, id),
	FIELD_ID(struct refund_item, order_id),
	FIELD(struct refund_item, title),
	FIELD(struct refund_item, status),
	FIELD(struct refund_item, amount),
	FIELD(struct refund_item, reason),
	FIELD(struct refund_item, provider),
	FIELD_ID(struct refund_item, buyer_id),
	FIELD(struct refund_item, buyer),
	FIELD(struct refund_item, created_at),
	FIELD(struct refund_item, decided_at),
	HTML(status_words),
	HTML(tone),
	HTML(reason_words),
	HTML(provider_words),
	HTML(when),
	FIELD_END,
};

struct refund_list_view {
	struct desk desk;
	struct refund_item *items;
	size_t nitems;
	int64_t asked, by_hand, failed;
	const char *next;
	struct choice *states, *providers;
	size_t nstates, nproviders;
	struct pager *pager;
};

static const struct field refund_list_view_fields[] = {
	DESK_FIELD(struct refund_list_view),
	FIELD_LIST(struct refund_list_view, items, nitems, refund_item_fields),
	FIELD(struct refund_list_view, asked),
	FIELD(struct refund_list_view, by_hand),
	FIELD(struct refund_list_view, failed),
	FIELD_ONLY(struct refund_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(
	    struct refund_list_view, states, nstates, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct refund_list_view, providers, nproviders,
	    choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct refund_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page refund_list_page = { .path = "admin/refund_list",
	.fields = refund_list_view_fields,
	.form = &refund_list_form };

void
refund_list_read(struct request *r)
{
	const struct refund_list_input *in = r->form;

	refund_list_send(
	    r->db, in->status, in->provider, in->after, LIST_PAGE + 1);
	refund_counts_send(r->db);
}

static void
fill_item(struct request *r, struct refund_item *item,
    const struct refund_list_row *row)
{
	*item = (struct refund_item){
		.id = row->id,
		.order_id = row->order_id,
		.title = row->title,
		.status = row->status,
		.status_words = refund_status_words(row->status),
		.tone = order_tone(row->status),
		.amount = { row->amount, row->currency },
		.reason = row->reason,
		.reason_words = refund_reason_words(row->reason),
		.provider = row->provider,
		.provider_words = order_provider_words(row->provider),
		.buyer_id = row->buyer_id,
		.buyer = row->buyer,
		.created_at = row->created_at,
		.decided_at = row->decided_at,
		.when = moment(r, row->created_at),
	};
}

enum status
refund_list_show(struct request *r)
{
	struct list_end end = { .base = "/admin/refunds" };
	struct refund_list_view v = { .nitems = 0 };
	struct refund_counts_row counts = { 0 };
	struct refund_list_row *rows;
	size_t n;

	rows = refund_list_get(r->db, &n);
	refund_counts_get(r->db, &counts);
	v.asked = counts.asked;
	v.by_hand = counts.by_hand;
	v.failed = counts.failed;
	end.n = v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		fill_item(r, &v.items[i], &rows[i]);
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	desk_fill(r, &v.desk);
	v.states = filter_choices(
	    r, "status", refund_states, refund_status_words, &v.nstates);
	v.providers = filter_choices(r, "provider", order_providers,
	    order_provider_words, &v.nproviders);
	return request_render(r, &refund_list_page, &v);
}
