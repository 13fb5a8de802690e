#include <string.h>

#include "admin/revenue.h"
#include "lib/base/words.h"
#include "lib/domain/chart.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

/* /admin/revenue: what the platform makes, by period, by what is sold, by whom
 * and for which journey; what it owes. */

enum { MOST = 10 };

static const struct form_field revenue_form_fields[] = {
	FORM_ONE_OF(struct revenue_input, by, OPTIONAL, period_names),
	FORM_FIELD(struct revenue_input, currency, OPTIONAL, 3, 3),
};
const struct form revenue_form =
    FORM(struct revenue_input, revenue_form_fields);

struct kind_item {
	const char *kind, *kind_words;
	int64_t sales;
	struct money fees, returned, net;
};

static const struct field kind_item_fields[] = {
	FIELD(struct kind_item, kind),
	FIELD_ONLY(struct kind_item, kind_words, ONLY_HTML),
	FIELD(struct kind_item, sales),
	FIELD(struct kind_item, fees),
	FIELD(struct kind_item, returned),
	FIELD(struct kind_item, net),
	FIELD_END,
};

struct seller_item {
	int64_t person_id;
	const char *name;
	struct money fees, earned;
};

static const struct field seller_item_fields[] = {
	FIELD_ID(struct seller_item, person_id),
	FIELD(struct seller_item, name),
	FIELD(struct seller_item, fees),
	FIELD(struct seller_item, earned),
	FIELD_END,
};

struct journey_item {
	int64_t journey_id, sales;
	const char *title, *tier;
	struct money fees;
};

static const struct field journey_item_fields[] = {
	FIELD_ID(struct journey_item, journey_id),
	FIELD(struct journey_item, title),
	FIELD(struct journey_item, tier),
	FIELD(struct journey_item, sales),
	FIELD(struct journey_item, fees),
	FIELD_END,
};

/* One period's figures, for programs. */
struct period_item {
	const char *label;
	struct date from;
	int64_t sales;
	struct money taken, fees, returned, net, promotions, providers, left;
};

static const struct field period_item_fields[] = {
	FIELD(struct period_item, label),
	FIELD(struct period_item, from),
	FIELD(struct period_item, sales),
	FIELD(struct period_item, taken),
	FIELD(struct period_item, fees),
	FIELD(struct period_item, returned),
	FIELD(struct period_item, net),
	FIELD(struct period_item, promotions),
	FIELD(struct period_item, providers),
	FIELD(struct period_item, left),
	FIELD_END,
};

struct revenue_view {
	struct desk desk;
	const char *currency, *by, *this_label, *all_label, *csv_href,
	    *pdf_href;
	int64_t sales, renewals;
	struct money this_fees, this_left, before_fees, owed, waiting, sending,
	    reserved, coming;
	struct chart chart;
	struct period_item *periods;
	struct kind_item *kinds;
	struct seller_item *sellers;
	struct journey_item *journeys;
	size_t nperiods, nkinds, nsellers, njourneys;
	bool has_journeys, has_currencies;
	struct choice *spans, *currencies;
	size_t nspans, ncurrencies;
};

#define BOTH(m) FIELD(struct revenue_view, m)
#define HTML(m) FIELD_ONLY(struct revenue_view, m, ONLY_HTML)

static const struct field revenue_fields[] = {
	DESK_FIELD(struct revenue_view),
	BOTH(currency),
	BOTH(by),
	BOTH(this_fees),
	BOTH(this_left),
	BOTH(before_fees),
	BOTH(owed),
	BOTH(waiting),
	BOTH(sending),
	BOTH(reserved),
	BOTH(coming),
	BOTH(renewals),
	BOTH(sales),
	FIELD_LIST(struct revenue_view, kinds, nkinds, kind_item_fields),
	FIELD_LIST(struct revenue_view, sellers, nsellers, seller_item_fields),
	FIELD_LIST(
	    struct revenue_view, journeys, njourneys, journey_item_fields),
	FIELD_LIST(struct revenue_view, periods, nperiods, period_item_fields),
	FIELD_OBJECT_ONLY(struct revenue_view, chart, chart_fields, ONLY_HTML),
	HTML(this_label),
	HTML(all_label),
	HTML(csv_href),
	HTML(pdf_href),
	HTML(has_journeys),
	HTML(has_currencies),
	FIELD_LIST_ONLY(
	    struct revenue_view, spans, nspans, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct revenue_view, currencies, ncurrencies,
	    choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page revenue_page = { .path = "admin/revenue",
	.fields = revenue_fields,
	.form = &revenue_form };

static struct money
money(const struct revenue_view *v, int64_t amount)
{
	return (struct money){ amount, v->currency };
}

/* "USD 120.00 in November 2026, USD 90.00 the month before." */
static void
draw(struct request *r, struct revenue_view *v, const struct revenue_span *s)
{
	struct chart_point *points =
	    arena_alloc(r->arena, s->nperiods, sizeof(*points));
	struct chart_about about = { .title = tr("Platform fees"),
		.first = tr("Period"),
		.currency = s->currency,
		.series = { tr("Fees"), tr("Went back"),
		    tr("Left after costs") },
		.nseries = 3 };

	for (size_t i = 0; i < s->nperiods; i++)
		points[i] = (struct chart_point){ s->periods[i].label,
			s->periods[i].mark,
			{ s->sums[i].fees, s->sums[i].returned,
			    revenue_left(&s->sums[i]) } };
	about.finding = arena_printf(r->arena,
	    tr("Fees of %s in %s, %s in the period before."),
	    money_text(r->arena, v->this_fees), v->this_label,
	    money_text(r->arena, v->before_fees));
	chart_make(r->arena, &v->chart, &about, points, s->nperiods);
}

static void
fill_periods(
    struct request *r, struct revenue_view *v, const struct revenue_span *s)
{
	const struct revenue *now = &s->sums[s->nperiods - 1];

	v->this_label = s->periods[s->nperiods - 1].label;
	v->all_label = arena_printf(
	    r->arena, tr("%s to %s"), s->periods[0].label, v->this_label);
	v->sales = now->sales;
	v->this_fees = money(v, revenue_net(now));
	v->this_left = money(v, revenue_left(now));
	v->before_fees = money(v, revenue_net(now - 1));
	v->nperiods = s->nperiods;
	v->periods = arena_alloc(r->arena, s->nperiods, sizeof(*v->periods));
	for (size_t i = 0; i < s->nperiods; i++) {
		const struct revenue *sum = &s->sums[s->nperiods - 1 - i];
		const struct period *p = &s->periods[sum->period];

		v->periods[i] = (struct period_item){
			.label = p->label,
			.from = p->from,
			.sales = sum->sales,
			.taken = money(v, sum->taken),
			.fees = money(v, sum->fees),
			.returned = money(v, sum->returned),
			.net = money(v, revenue_net(sum)),
			.promotions = money(v, sum->promotions),
			.providers = money(v, sum->providers),
			.left = money(v, revenue_left(sum)),
		};
	}
}

/* Of the whole span, by what was sold. */
static void
fill_kinds(
    struct request *r, struct revenue_view *v, const struct revenue_span *s)
{
	size_t k = 0;

	v->kinds = arena_alloc(r->arena, s->nkinds, sizeof(*v->kinds));
	for (size_t i = 0; i < s->nkinds; i++) {
		const struct revenue *row = &s->kinds[i];

		for (k = 0; k < v->nkinds; k++)
			if (strcmp(v->kinds[k].kind, row->kind) == 0)
				break;
		if (k == v->nkinds)
			v->kinds[v->nkinds++] = (struct kind_item){
				.kind = row->kind,
				.kind_words = order_kind_words(row->kind),
				.fees = money(v, 0),
				.returned = money(v, 0),
				.net = money(v, 0),
			};
		v->kinds[k].sales += row->sales;
		v->kinds[k].fees.amount += row->fees;
		v->kinds[k].returned.amount += row->returned;
		v->kinds[k].net.amount += revenue_net(row);
	}
}

static void
fill_sellers(struct request *r, struct revenue_view *v, struct date since)
{
	struct revenue_sellers_row *rows =
	    revenue_sellers(r->db, since, v->currency, MOST, &v->nsellers);

	v->sellers = arena_alloc(r->arena, v->nsellers, sizeof(*v->sellers));
	for (size_t i = 0; i < v->nsellers; i++)
		v->sellers[i] = (struct seller_item){
			.person_id = rows[i].person_id,
			.name = rows[i].name,
			.fees = money(v, rows[i].fees),
			.earned = money(v, rows[i].earned),
		};
}

static void
fill_journeys(struct request *r, struct revenue_view *v, struct date since)
{
	struct revenue_journeys_row *rows =
	    revenue_journeys(r->db, since, v->currency, MOST, &v->njourneys);

	v->has_journeys = v->njourneys > 0;
	v->journeys = arena_alloc(r->arena, v->njourneys, sizeof(*v->journeys));
	for (size_t i = 0; i < v->njourneys; i++)
		v->journeys[i] = (struct journey_item){
			.journey_id = rows[i].journey_id,
			.title = rows[i].title,
			.tier = rows[i].tier,
			.sales = rows[i].sales,
			.fees = money(v, rows[i].fees),
		};
}

static void
fill_owed(struct request *r, struct revenue_view *v, struct date until)
{
	struct revenue_owed_row owed = { .owed = 0 };
	struct revenue_coming_row coming = { .renewals = 0 };

	revenue_owed(r->db, v->currency, &owed);
	revenue_coming(r->db, until, v->currency, &coming);
	v->owed = money(v, owed.owed);
	v->waiting = money(v, owed.waiting);
	v->sending = money(v, owed.sending);
	v->reserved = money(v, owed.reserved);
	v->coming = money(v, coming.amount);
	v->renewals = coming.renewals;
}

static void
fill_filters(struct request *r, struct revenue_view *v)
{
	struct revenue_currencies_row *rows =
	    revenue_currencies(r->db, &v->ncurrencies);
	const char *labels[3];

	v->has_currencies = v->ncurrencies > 1;
	v->currencies =
	    arena_alloc(r->arena, v->ncurrencies, sizeof(*v->currencies));
	for (size_t i = 0; i < v->ncurrencies; i++)
		v->currencies[i] = (struct choice){ .value = rows[i].code,
			.label = rows[i].code };
	choices_pick(v->currencies, v->ncurrencies, v->currency);
	for (size_t i = 0; i < 3; i++)
		labels[i] = period_words(period_names[i]);
	v->spans =
	    choices_make(r->arena, period_names, labels, v->by, &v->nspans);
	v->csv_href = list_address(r, "/admin/revenue.csv", NULL);
	v->pdf_href = list_address(r, "/admin/revenue.pdf", NULL);
}

enum status
revenue_show(struct request *r)
{
	const struct revenue_input *in = r->form;
	struct revenue_view v = { .currency =
				      revenue_currency(r, in->currency) };
	struct revenue_span s;
	struct period month;

	revenue_load(r, &s, in->by, v.currency);
	if (s.nperiods == 0)
		return INTERNAL_ERROR;
	v.by = s.by;
	month = period_of(r->arena, BY_MONTH, s.today);
	fill_periods(r, &v, &s);
	fill_kinds(r, &v, &s);
	draw(r, &v, &s);
	fill_sellers(r, &v, s.periods[0].from);
	fill_journeys(r, &v, s.periods[0].from);
	fill_owed(r, &v, month.until);
	fill_filters(r, &v);
	desk_fill(r, &v.desk);
	return request_render(r, &revenue_page, &v);
}
