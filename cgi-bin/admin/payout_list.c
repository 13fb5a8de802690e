#include <string.h>

#include "admin/payout.h"
#include "gen/admin/payout_sql.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

/* /admin/payouts: batches with their totals, what waits, and each payout. */

enum { BATCHES = 8, CHECKING = 20, MOST_AT_ONCE = 100 };

static const struct form_field payout_list_form_fields[] = {
	FORM_ONE_OF(struct payout_list_input, status, OPTIONAL, payout_states),
	FORM_ONE_OF(struct payout_list_input, kind, OPTIONAL, payout_kinds),
	FORM_FIELD(struct payout_list_input, period, OPTIONAL, 1, 20),
	FORM_ID(struct payout_list_input, after, OPTIONAL),
};
const struct form payout_list_form =
    FORM(struct payout_list_input, payout_list_form_fields);

static const char *const deeds[] = { "approve", "send", NULL };

struct payout_batch_input {
	const char *what;
	int64_t *ids;
	size_t nids;
};

static const struct form_field payout_batch_fields[] = {
	{ .name = "do",
	    .kind = KIND_TEXT,
	    .offset = offsetof(struct payout_batch_input, what),
	    .required = true,
	    .max = 20,
	    .check = CHECK_ONE_OF,
	    .names = deeds },
	FORM_IDS(struct payout_batch_input, ids, nids, MOST_AT_ONCE),
};
const struct form payout_batch_form =
    FORM(struct payout_batch_input, payout_batch_fields);

struct payout_item {
	int64_t id, user_id, lines;
	const char *name, *kind, *period, *status, *provider, *failure;
	struct money amount, fee;
	bool is_held, is_ready;
	/* on the page */
	const char *kind_words, *period_words, *status_words, *tone, *gross,
	    *minus, *sum, *way;
	bool can_pick;
};

#define BOTH(m) FIELD(struct payout_item, m)
#define HTML(m) FIELD_ONLY(struct payout_item, m, ONLY_HTML)

static const struct field payout_item_fields[] = {
	FIELD_ID(struct payout_item, id),
	FIELD_ID(struct payout_item, user_id),
	BOTH(name),
	BOTH(kind),
	BOTH(period),
	BOTH(lines),
	BOTH(amount),
	BOTH(fee),
	BOTH(status),
	BOTH(provider),
	BOTH(failure),
	BOTH(is_held),
	BOTH(is_ready),
	HTML(kind_words),
	HTML(period_words),
	HTML(status_words),
	HTML(tone),
	HTML(gross),
	HTML(minus),
	HTML(sum),
	HTML(way),
	HTML(can_pick),
	FIELD_END,
};
#undef BOTH
#undef HTML

struct batch {
	const char *kind, *period, *words, *href;
	int64_t payouts, pending;
	struct money amount;
};

static const struct field batch_fields[] = {
	FIELD(struct batch, kind),
	FIELD(struct batch, period),
	FIELD(struct batch, payouts),
	FIELD(struct batch, pending),
	FIELD(struct batch, amount),
	FIELD_ONLY(struct batch, words, ONLY_HTML),
	FIELD_ONLY(struct batch, href, ONLY_HTML),
	FIELD_END,
};

struct tab {
	const char *href, *label;
	int64_t count;
	bool current;
};

static const struct field tab_fields[] = {
	FIELD(struct tab, href),
	FIELD(struct tab, label),
	FIELD(struct tab, count),
	FIELD(struct tab, current),
	FIELD_END,
};

/* What all payouts of the filter come to, in one currency. */
struct total {
	const char *currency, *gross, *minus, *sum, *open;
	struct money amount, fee;
	int64_t payouts;
	int64_t waiting; /* minor units not paid out yet */
};

static const struct field total_fields[] = {
	FIELD(struct total, currency),
	FIELD(struct total, payouts),
	FIELD(struct total, amount),
	FIELD(struct total, fee),
	FIELD_ONLY(struct total, gross, ONLY_HTML),
	FIELD_ONLY(struct total, minus, ONLY_HTML),
	FIELD_ONLY(struct total, sum, ONLY_HTML),
	FIELD_ONLY(struct total, open, ONLY_HTML),
	FIELD_END,
};

struct checking {
	int64_t user_id;
	const char *name, *way, *hint, *when;
};

static const struct field checking_fields[] = {
	FIELD_ID(struct checking, user_id),
	FIELD(struct checking, name),
	FIELD(struct checking, way),
	FIELD(struct checking, hint),
	FIELD_ONLY(struct checking, when, ONLY_HTML),
	FIELD_END,
};

struct payout_list_view {
	struct desk desk;
	struct payout_item *items;
	struct batch *batches;
	struct total *totals;
	struct tab *tabs;
	struct checking *checking;
	size_t nitems, nbatches, ntotals, ntabs, nchecking;
	const char *next, *csv_href, *tax_href, *period, *period_words;
	struct choice *kinds;
	size_t nkinds;
	struct pager *pager;
	bool has_ticks;
};

static const struct field payout_list_view_fields[] = {
	DESK_FIELD(struct payout_list_view),
	FIELD_LIST(struct payout_list_view, items, nitems, payout_item_fields),
	FIELD_LIST(struct payout_list_view, batches, nbatches, batch_fields),
	FIELD_LIST(struct payout_list_view, totals, ntotals, total_fields),
	FIELD_LIST(
	    struct payout_list_view, checking, nchecking, checking_fields),
	FIELD_ONLY(struct payout_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(
	    struct payout_list_view, tabs, ntabs, tab_fields, ONLY_HTML),
	FIELD_ONLY(struct payout_list_view, csv_href, ONLY_HTML),
	FIELD_ONLY(struct payout_list_view, tax_href, ONLY_HTML),
	FIELD_ONLY(struct payout_list_view, period, ONLY_HTML),
	FIELD_ONLY(struct payout_list_view, period_words, ONLY_HTML),
	FIELD_ONLY(struct payout_list_view, has_ticks, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct payout_list_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct payout_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page payout_list_page = { .path = "admin/payout_list",
	.fields = payout_list_view_fields,
	.form = &payout_list_form };

const char *
payout_money(struct request *r, int64_t amount, const char *unit)
{
	return money_text(r->arena, (struct money){ amount, unit });
}

void
payout_list_read(struct request *r)
{
	const struct payout_list_input *in = r->form;

	payout_list_send(
	    r->db, in->status, in->kind, in->period, in->after, LIST_PAGE + 1);
	payout_total_list_send(r->db, in->kind, in->period);
	payout_batch_list_send(r->db, BATCHES);
	payout_checking_list_send(r->db, CHECKING);
}

/* --- rows ------------------------------------------------------------------------- */

static void
fill_item(
    struct request *r, struct payout_item *p, const struct payout_list_row *row)
{
	bool is_pending = strcmp(row->status, "pending") == 0;

	*p = (struct payout_item){
		.id = row->id,
		.user_id = row->user_id,
		.lines = row->lines,
		.name = row->name,
		.kind = row->kind,
		.period = row->period,
		.status = row->status,
		.provider = row->provider,
		.failure = row->failure,
		.amount = { row->amount, row->currency },
		.fee = { row->fee_amount, row->currency },
		.is_held = row->is_held,
		.is_ready = row->is_ready,
		.kind_words = payout_kind_words(row->kind),
		.period_words = payout_period_words(r->arena, row->period),
		.status_words = payout_state_words(
		    is_pending && row->has_first ? "second" : row->status),
		.tone = payout_tone(row->status),
		.gross = payout_money(
		    r, row->amount + row->fee_amount, row->currency),
		.minus = payout_money(r, -row->fee_amount, row->currency),
		.sum = payout_money(r, row->amount, row->currency),
		.way = row->provider != NULL ? payout_way_words(row->provider)
					     : NULL,
	};
	p->can_pick =
	    !row->is_held && ((is_pending && !row->is_mine) ||
				 strcmp(row->status, "approved") == 0);
}

static void
fill_items(struct request *r, struct payout_list_view *v)
{
	struct list_end end = { .base = "/admin/payouts" };
	struct payout_list_row *rows;
	size_t n;

	rows = payout_list_get(r->db, &n);
	end.n = v->nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v->items = arena_alloc(r->arena, v->nitems, sizeof(*v->items));
	for (size_t i = 0; i < v->nitems; i++) {
		fill_item(r, &v->items[i], &rows[i]);
		v->has_ticks |= v->items[i].can_pick;
	}
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v->pager = list_pager(r, &end, &v->next);
}

/* --- totals and tabs ------------------------------------------------------------------ */

static struct total *
total_of(struct payout_list_view *v, const char *currency)
{
	struct total *t;

	for (t = v->totals; t < v->totals + v->ntotals; t++)
		if (strcmp(t->currency, currency) == 0)
			return t;
	v->ntotals++;
	*t = (struct total){ .currency = currency,
		.amount = { 0, currency },
		.fee = { 0, currency } };
	return t;
}

static void
fill_tabs(struct request *r, struct payout_list_view *v,
    const struct payout_total_list_row *rows, size_t n)
{
	const struct payout_list_input *in = r->form;
	size_t count = 0;
	struct tab *t;
	struct buf b;

	while (payout_states[count] != NULL)
		count++;
	v->tabs = arena_alloc(r->arena, count + 1, sizeof(*v->tabs));
	for (size_t i = 0; i <= count; i++) {
		const char *state = i == 0 ? NULL : payout_states[i - 1];

		t = &v->tabs[v->ntabs++];
		buf_init(&b, r->arena, 64);
		buf_puts(&b, "/admin/payouts");
		buf_put_query(&b, "status", state);
		buf_put_query(&b, "kind", in->kind);
		buf_put_query(&b, "period", in->period);
		t->href = b.data;
		t->label =
		    state == NULL ? tr("All") : payout_state_words(state);
		t->current = state == NULL ? in->status == NULL
					   : in->status != NULL &&
						 strcmp(state, in->status) == 0;
		for (size_t j = 0; j < n; j++)
			if (state == NULL || strcmp(state, rows[j].status) == 0)
				t->count += rows[j].payouts;
	}
}

static void
fill_totals(struct request *r, struct payout_list_view *v)
{
	struct payout_total_list_row *rows;
	struct total *t;
	size_t n;

	rows = payout_total_list_get(r->db, &n);
	v->totals = arena_alloc(r->arena, n, sizeof(*v->totals));
	for (size_t i = 0; i < n; i++) {
		if (strcmp(rows[i].status, "canceled") == 0)
			continue;
		t = total_of(v, rows[i].currency);
		t->payouts += rows[i].payouts;
		t->amount.amount += rows[i].amount;
		t->fee.amount += rows[i].fee_amount;
		if (strcmp(rows[i].status, "completed") != 0)
			t->waiting += rows[i].amount;
	}
	for (t = v->totals; t < v->totals + v->ntotals; t++) {
		t->gross = payout_money(
		    r, t->amount.amount + t->fee.amount, t->currency);
		t->minus = payout_money(r, -t->fee.amount, t->currency);
		t->sum = payout_money(r, t->amount.amount, t->currency);
		t->open = payout_money(r, t->waiting, t->currency);
	}
	fill_tabs(r, v, rows, n);
}

static void
fill_batches(struct request *r, struct payout_list_view *v)
{
	struct payout_batch_list_row *rows =
	    payout_batch_list_get(r->db, &v->nbatches);

	v->batches = arena_alloc(r->arena, v->nbatches, sizeof(*v->batches));
	for (size_t i = 0; i < v->nbatches; i++)
		v->batches[i] = (struct batch){
			.kind = rows[i].kind,
			.period = rows[i].period,
			.words = payout_period_words(r->arena, rows[i].period),
			.href = arena_printf(r->arena,
			    "/admin/payouts?kind=%s&period=%s", rows[i].kind,
			    rows[i].period),
			.payouts = rows[i].payouts,
			.pending = rows[i].pending,
			.amount = { rows[i].amount, rows[i].currency },
		};
}

static void
fill_checking(struct request *r, struct payout_list_view *v)
{
	struct payout_checking_list_row *rows =
	    payout_checking_list_get(r->db, &v->nchecking);

	v->checking = arena_alloc(r->arena, v->nchecking, sizeof(*v->checking));
	for (size_t i = 0; i < v->nchecking; i++)
		v->checking[i] = (struct checking){
			.user_id = rows[i].user_id,
			.name = rows[i].name,
			.way = payout_way_words(rows[i].provider),
			.hint = rows[i].hint,
			.when = when_ago(r->arena, rows[i].changed_at, r->now),
		};
}

enum status
payout_list_show(struct request *r)
{
	const struct payout_list_input *in = r->form;
	struct payout_list_view v = { .period = in->period };

	fill_items(r, &v);
	fill_totals(r, &v);
	fill_batches(r, &v);
	fill_checking(r, &v);
	if (in->period != NULL)
		v.period_words = payout_period_words(r->arena, in->period);
	v.csv_href = list_address(r, "/admin/payouts.csv", NULL);
	v.tax_href = arena_printf(r->arena, "/admin/payouts/tax.csv?year=%d",
	    (int)when_local(r->now, "UTC").date.year);
	desk_fill(r, &v.desk);
	v.kinds = filter_choices(
	    r, "kind", payout_kinds, payout_kind_words, &v.nkinds);
	return request_render(r, &payout_list_page, &v);
}

/* --- several at once ---------------------------------------------------------------- */

static const char *
numbers(struct request *r, const struct payout_batch_input *in)
{
	struct buf b;

	buf_init(&b, r->arena, 256);
	for (size_t i = 0; i < in->nids; i++)
		buf_printf(
		    &b, "%s%lld", i == 0 ? "" : ",", (long long)in->ids[i]);
	return b.data;
}

static const char *
approve(struct request *r, const char *ids)
{
	struct payout_approve_all_row done = { .approved = 0 };

	payout_approve_all(r->db, ids, &done);
	return arena_printf(r->arena,
	    tr("Approved: %lld. A second admin is wanted for: %lld. Left as "
	       "they are: %lld."),
	    (long long)done.approved, (long long)done.waiting,
	    (long long)done.refused);
}

enum status
payout_batch_post(struct request *r)
{
	const struct payout_batch_input *in = r->form;
	struct payout_send_all_row sent = { .sent = 0 };
	const char *ids = numbers(r, in), *words;

	if (in->nids == 0)
		return request_refuse(
		    r, CONFLICT, tr("Choose at least one payout."));
	if (strcmp(in->what, "approve") == 0) {
		words = approve(r, ids);
	} else {
		payout_send_all(r->db, ids, &sent);
		words = arena_printf(r->arena, tr("Sent to Stripe: %lld."),
		    (long long)sent.sent);
	}
	request_audit(
	    r, &(struct deed){ arena_printf(r->arena, "payout.%s", in->what),
		   "payout", 0, json_of(r->arena, TEXTS("payouts", ids)) });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    strcmp(in->what, "approve") == 0
		? "/admin/payouts?status=pending"
		: "/admin/payouts?status=approved");
}
