#include <string.h>

#include "billing/payout.h"
#include "gen/billing/payout_sql.h"
#include "lib/base/words.h"
#include "lib/domain/chart.h"
#include "lib/domain/money.h"
#include "lib/domain/payout_words.h"
#include "lib/domain/period.h"
#include "lib/domain/when.h"

enum { PAGE = 20 };

struct payout_input {
	int64_t after;
};

static const struct form_field payout_input_fields[] = {
	FORM_ID(struct payout_input, after, OPTIONAL),
};
const struct form payout_form = FORM(struct payout_input, payout_input_fields);

/* The same page for each kind of work: by its address. */
static const struct face_of_page {
	const char *path, *type, *title;
} faces[] = {
	{ "/payouts", NULL, WORDS("Payouts") },
	{ "/interviewer/payouts", "interviewer", WORDS("Interview earnings") },
	{ "/mentor/revenue", "mentor", WORDS("Mentoring revenue") },
	{ "/concierge/revenue", "concierge", WORDS("Concierge revenue") },
	{ "/creator/revenue", "creator", WORDS("Creator revenue") },
};

static const struct face_of_page *
face(const struct request *r)
{
	for (size_t i = 1; i < sizeof(faces) / sizeof(faces[0]); i++)
		if (strcmp(r->route->path, faces[i].path) == 0)
			return &faces[i];
	return &faces[0];
}

struct balance {
	struct money available, pending, frozen, in_payout, expected, minimum;
	bool can_ask; /* on the page: now, and not only by the calendar */
	bool is_debt, has_frozen;
	const char *currency, *available_words, *pending_words, *frozen_words,
	    *in_payout_words, *expected_words, *minimum_words;
};

#define HTML(m) FIELD_ONLY(struct balance, m, ONLY_HTML)

static const struct field balance_fields[] = {
	FIELD(struct balance, available),
	FIELD(struct balance, pending),
	FIELD(struct balance, frozen),
	FIELD(struct balance, in_payout),
	FIELD(struct balance, expected),
	FIELD(struct balance, minimum),
	FIELD(struct balance, can_ask),
	FIELD(struct balance, is_debt),
	HTML(has_frozen),
	HTML(currency),
	HTML(available_words),
	HTML(pending_words),
	HTML(frozen_words),
	HTML(in_payout_words),
	HTML(expected_words),
	HTML(minimum_words),
	FIELD_END,
};
#undef HTML

struct account {
	const char *status, *provider, *hint, *reason;
	const char **needs, **need_words; /* each in words, once */
	size_t nneeds, nneed_words;
	bool weekly;
	/* on the page */
	const char *status_words, *tone, *way, *held;
	bool is_ready, is_stripe;
};

static const struct field account_fields[] = {
	FIELD(struct account, status),
	FIELD(struct account, provider),
	FIELD(struct account, hint),
	FIELD(struct account, reason),
	FIELD_TEXTS(struct account, needs, nneeds),
	FIELD(struct account, weekly),
	FIELD_TEXTS(struct account, need_words, nneed_words),
	FIELD_ONLY(struct account, status_words, ONLY_HTML),
	FIELD_ONLY(struct account, tone, ONLY_HTML),
	FIELD_ONLY(struct account, way, ONLY_HTML),
	FIELD_ONLY(struct account, held, ONLY_HTML),
	FIELD_ONLY(struct account, is_ready, ONLY_HTML),
	FIELD_ONLY(struct account, is_stripe, ONLY_HTML),
	FIELD_END,
};

struct payout_item {
	int64_t id, lines;
	const char *kind, *period, *status, *provider, *destination, *failure;
	struct money amount, fee;
	struct instant created_at, completed_at;
	/* on the page */
	const char *href, *kind_words, *period_words, *status_words, *tone,
	    *amount_words, *day;
};

#define HTML(m) FIELD_ONLY(struct payout_item, m, ONLY_HTML)

static const struct field payout_item_fields[] = {
	FIELD_ID(struct payout_item, id),
	FIELD(struct payout_item, kind),
	FIELD(struct payout_item, period),
	FIELD(struct payout_item, status),
	FIELD(struct payout_item, provider),
	FIELD(struct payout_item, destination),
	FIELD(struct payout_item, failure),
	FIELD(struct payout_item, amount),
	FIELD(struct payout_item, fee),
	FIELD(struct payout_item, lines),
	FIELD(struct payout_item, created_at),
	FIELD(struct payout_item, completed_at),
	HTML(href),
	HTML(kind_words),
	HTML(period_words),
	HTML(status_words),
	HTML(tone),
	HTML(amount_words),
	HTML(day),
	FIELD_END,
};
#undef HTML

/* What each kind of work brought in twelve months. */
struct part {
	const char *type, *type_words, *words;
	struct money amount;
};

static const struct field part_fields[] = {
	FIELD(struct part, type),
	FIELD(struct part, amount),
	FIELD_ONLY(struct part, type_words, ONLY_HTML),
	FIELD_ONLY(struct part, words, ONLY_HTML),
	FIELD_END,
};

struct payout_view {
	const char *type, *next;
	struct instant next_at;
	struct balance *balances;
	struct payout_item *items;
	struct part *parts;
	size_t nbalances, nitems, nparts;
	struct account *account;
	/* on the page */
	const char *title, *next_day, *csv_href;
	struct chart *chart;
	struct pager *pager;
	bool is_all;
};

#define HTML(m) FIELD_ONLY(struct payout_view, m, ONLY_HTML)

static const struct field payout_fields[] = {
	FIELD(struct payout_view, type),
	FIELD_LIST(struct payout_view, balances, nbalances, balance_fields),
	FIELD(struct payout_view, next_at),
	FIELD_POINTER(struct payout_view, account, account_fields),
	FIELD_LIST(struct payout_view, items, nitems, payout_item_fields),
	FIELD_LIST(struct payout_view, parts, nparts, part_fields),
	FIELD_ONLY(struct payout_view, next, ONLY_JSON),
	HTML(title),
	HTML(next_day),
	HTML(csv_href),
	HTML(is_all),
	FIELD_POINTER_ONLY(struct payout_view, chart, chart_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(struct payout_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
#undef HTML
struct page payout_page = { .path = "billing/payouts",
	.fields = payout_fields };

const char *
payout_day(struct request *r, struct instant at)
{
	if (at.us == 0)
		return NULL;
	return when_date(r->arena, when_local(at, r->session->timezone).date);
}

/* --- what there is ------------------------------------------------------------------- */

static struct date
year_ago(const struct request *r)
{
	struct date d = when_local(r->now, "UTC").date;

	d.month = d.month % 12 + 1;
	d.year -= d.month == 1 ? 0 : 1;
	d.day = 1;
	return d;
}

void
payout_read(struct request *r)
{
	const struct payout_input *in = r->form;
	const char *type = face(r)->type;

	payout_balance_list_send(r->db, type);
	payout_account_find_send(r->db);
	payout_month_list_send(r->db, type, year_ago(r));
	payout_list_send(r->db, in != NULL ? in->after : 0, PAGE + 1);
}

static void
fill_balance(struct request *r, struct balance *b,
    const struct payout_balance_list_row *row)
{
	*b = (struct balance){
		.available = { row->available, row->currency },
		.pending = { row->pending, row->currency },
		.frozen = { row->frozen, row->currency },
		.in_payout = { row->in_payout, row->currency },
		.expected = { row->expected, row->currency },
		.minimum = { row->minimum, row->currency },
		.currency = row->currency,
		.is_debt = row->available < 0,
		.has_frozen = row->frozen != 0,
	};
	b->available_words = money_text(r->arena, b->available);
	b->pending_words = money_text(r->arena, b->pending);
	b->frozen_words = money_text(r->arena, b->frozen);
	b->in_payout_words = money_text(r->arena, b->in_payout);
	b->expected_words = money_text(r->arena, b->expected);
	b->minimum_words = money_text(r->arena, b->minimum);
}

static void
fill_balances(struct request *r, struct payout_view *v)
{
	struct payout_balance_list_row *rows =
	    payout_balance_list_get(r->db, &v->nbalances);

	v->balances = arena_alloc(r->arena, v->nbalances, sizeof(*v->balances));
	for (size_t i = 0; i < v->nbalances; i++)
		fill_balance(r, &v->balances[i], &rows[i]);
}

static void
fill_needs(struct request *r, struct account *a)
{
	const char *said;
	size_t at;

	a->need_words =
	    arena_alloc(r->arena, a->nneeds, sizeof(*a->need_words));
	for (size_t i = 0; i < a->nneeds; i++) {
		said = payout_need_words(a->needs[i]);
		for (at = 0; at < a->nneed_words; at++)
			if (strcmp(a->need_words[at], said) == 0)
				break;
		if (at == a->nneed_words)
			a->need_words[a->nneed_words++] = said;
	}
}

static void
fill_account(struct request *r, struct payout_view *v)
{
	struct payout_account_find_row row = { .status = NULL };
	struct account *a;

	payout_account_find_get(r->db, &row);
	v->next_at = row.next_at;
	v->next_day = payout_day(r, row.next_at);
	if (row.status == NULL)
		return;
	v->account = a = arena_alloc(r->arena, 1, sizeof(*a));
	*a = (struct account){ .status = row.status,
		.provider = row.provider,
		.hint = row.hint,
		.reason = row.reason,
		.needs = row.needs,
		.nneeds = row.nneeds,
		.weekly = row.weekly,
		.status_words = payout_account_words(row.status),
		.tone = payout_account_tone(row.status),
		.way = payout_way_words(row.provider),
		.held = row.held_reason,
		.is_stripe = strcmp(row.provider, "stripe") == 0 };
	fill_needs(r, a);
	a->is_ready =
	    strcmp(row.status, "verified") == 0 && row.held_reason == NULL;
	for (size_t i = 0; i < v->nbalances; i++)
		v->balances[i].can_ask = a->is_ready && !row.asked_today &&
					 face(r)->type == NULL &&
					 v->balances[i].available.amount > 0 &&
					 v->balances[i].available.amount >=
					     v->balances[i].minimum.amount;
}

/* --- months and kinds of work ----------------------------------------------------------- */

static void
fill_parts(struct request *r, struct payout_view *v,
    const struct payout_month_list_row *rows, size_t n)
{
	struct part *p;
	size_t at;

	v->parts = arena_alloc(r->arena, n, sizeof(*v->parts));
	for (size_t i = 0; i < n; i++) {
		for (at = 0; at < v->nparts; at++)
			if (strcmp(v->parts[at].type, rows[i].type) == 0 &&
			    strcmp(v->parts[at].amount.currency,
				rows[i].currency) == 0)
				break;
		p = &v->parts[at];
		if (at == v->nparts) {
			v->nparts++;
			*p = (struct part){ .type = rows[i].type,
				.type_words = earning_type_words(rows[i].type),
				.amount = { 0, rows[i].currency } };
		}
		p->amount.amount += rows[i].amount;
	}
	for (size_t i = 0; i < v->nparts; i++)
		v->parts[i].words = money_text(r->arena, v->parts[i].amount);
}

/* The currency in which most lines are. */
static const char *
main_currency(const struct payout_month_list_row *rows, size_t n)
{
	size_t count, best = 0;
	const char *found = NULL;

	for (size_t i = 0; i < n; i++) {
		count = 0;
		for (size_t j = 0; j < n; j++)
			count +=
			    strcmp(rows[i].currency, rows[j].currency) == 0;
		if (count > best) {
			best = count;
			found = rows[i].currency;
		}
	}
	return found;
}

static void
fill_chart(struct request *r, struct payout_view *v,
    const struct payout_month_list_row *rows, size_t n)
{
	struct chart_about about = {
		.title = tr("Earned by month"),
		.finding = tr("What was earned in each of the last twelve "
			      "months; the table has every number."),
		.first = tr("Month"),
		.currency = main_currency(rows, n),
		.nseries = 1,
	};
	struct period *months;
	struct chart_point *points;
	size_t nmonths, at;

	if (about.currency == NULL || r->json)
		return;
	about.series[0] = about.currency;
	months = periods_until(r->arena, BY_MONTH,
	    when_local(r->now, r->session->timezone).date, &nmonths);
	points = arena_alloc(r->arena, nmonths, sizeof(*points));
	for (size_t i = 0; i < nmonths; i++) {
		points[i].label = months[i].label;
		points[i].mark = months[i].mark;
	}
	for (size_t i = 0; i < n; i++) {
		at = periods_find(months, nmonths, rows[i].month);
		if (at < nmonths &&
		    strcmp(rows[i].currency, about.currency) == 0)
			points[at].values[0] += rows[i].amount;
	}
	v->chart = arena_alloc(r->arena, 1, sizeof(*v->chart));
	chart_make(r->arena, v->chart, &about, points, nmonths);
}

/* --- those that were ---------------------------------------------------------------------- */

static void
fill_item(
    struct request *r, struct payout_item *p, const struct payout_list_row *row)
{
	*p = (struct payout_item){
		.id = row->id,
		.lines = row->lines,
		.kind = row->kind,
		.period = row->period,
		.status = row->status,
		.provider = row->provider,
		.destination = row->destination,
		.failure = row->failure,
		.amount = { row->amount, row->currency },
		.fee = { row->fee_amount, row->currency },
		.created_at = row->created_at,
		.completed_at = row->completed_at,
		.href =
		    arena_printf(r->arena, "/payouts/%lld", (long long)row->id),
		.kind_words = payout_kind_words(row->kind),
		.period_words = payout_period_words(r->arena, row->period),
		.status_words = payout_state_words(row->status),
		.tone = payout_tone(row->status),
		.day = payout_day(r, row->created_at),
	};
	p->amount_words = money_text(r->arena, p->amount);
}

static void
fill_pager(struct request *r, struct payout_view *v, bool has_more)
{
	const struct payout_input *in = r->form;
	const char *path = face(r)->path;

	if (in->after == 0 && !has_more)
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    in->after != 0 ? tr("Earlier ones") : tr("The newest");
	v->pager->first = in->after != 0 ? path : NULL;
	if (!has_more)
		return;
	v->next = arena_printf(r->arena, "/api%s?after=%lld", path,
	    (long long)v->items[v->nitems - 1].id);
	v->pager->next = v->next + 4;
}

static void
fill_items(struct request *r, struct payout_view *v)
{
	struct payout_list_row *rows = payout_list_get(r->db, &v->nitems);
	bool has_more = v->nitems > PAGE;

	v->nitems = has_more ? PAGE : v->nitems;
	v->items = arena_alloc(r->arena, v->nitems, sizeof(*v->items));
	for (size_t i = 0; i < v->nitems; i++)
		fill_item(r, &v->items[i], &rows[i]);
	if (v->nitems != 0)
		fill_pager(r, v, has_more);
}

enum status
payout_show(struct request *r)
{
	struct payout_view v = { .type = face(r)->type };
	struct payout_month_list_row *months;
	size_t n;

	fill_balances(r, &v);
	fill_account(r, &v);
	months = payout_month_list_get(r->db, &n);
	fill_parts(r, &v, months, n);
	fill_chart(r, &v, months, n);
	fill_items(r, &v);
	v.title = tr(face(r)->title);
	v.is_all = v.type == NULL;
	v.csv_href = v.is_all ? "/payouts/earnings.csv"
			      : arena_printf(r->arena,
				    "/payouts/earnings.csv?type=%s", v.type);
	return request_render(r, &payout_page, &v);
}
