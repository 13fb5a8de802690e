#include <string.h>

#include "admin/revenue.h"
#include "lib/base/words.h"
#include "lib/domain/csv.h"
#include "lib/domain/document.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

/* The financial report behind /admin/revenue, and the same as CSV and PDF. */

int64_t
revenue_net(const struct revenue *v)
{
	return v->fees - v->returned;
}

int64_t
revenue_left(const struct revenue *v)
{
	return revenue_net(v) - v->promotions - v->providers;
}

const char *
revenue_currency(struct request *r, const char *asked)
{
	size_t n;
	struct revenue_currencies_row *rows = revenue_currencies(r->db, &n);

	for (size_t i = 0; asked != NULL && i < n; i++)
		if (strcmp(rows[i].code, asked) == 0)
			return rows[i].code;
	return n > 0 ? rows[0].code : "USD";
}

static void
load_kinds(struct request *r, struct revenue_span *s, struct date since)
{
	struct revenue_report_row *rows;
	size_t n, at;

	rows = revenue_report(r->db, s->by, since, s->currency, &n);
	s->kinds = arena_alloc(r->arena, n, sizeof(*s->kinds));
	for (size_t i = 0; i < n; i++) {
		at = periods_find(s->periods, s->nperiods, rows[i].start);
		if (at == s->nperiods)
			continue;
		s->kinds[s->nkinds++] = (struct revenue){
			.period = at,
			.kind = rows[i].order_kind,
			.sales = rows[i].sales,
			.taken = rows[i].taken,
			.fees = rows[i].fees,
			.returned = rows[i].returned,
		};
	}
}

static void
load_costs(struct request *r, struct revenue_span *s, struct date since)
{
	struct revenue_costs_row *rows;
	size_t n, at;

	rows = revenue_costs(r->db, s->by, since, s->currency, &n);
	for (size_t i = 0; i < n; i++) {
		at = periods_find(s->periods, s->nperiods, rows[i].start);
		if (at == s->nperiods)
			continue;
		s->sums[at].promotions = rows[i].promotions;
		s->sums[at].providers = rows[i].providers;
		s->sums[at].tax = rows[i].tax;
	}
}

void
revenue_load(
    struct request *r, struct revenue_span *s, const char *by, const char *unit)
{
	enum period_by step = period_by_name(by);
	struct revenue_today_row now;

	*s = (struct revenue_span){ .by = period_name(step), .currency = unit };
	if (!revenue_today(r->db, &now))
		return;
	s->today = now.today;
	s->periods = periods_until(r->arena, step, now.today, &s->nperiods);
	s->sums = arena_alloc(r->arena, s->nperiods, sizeof(*s->sums));
	load_kinds(r, s, s->periods[0].from);
	load_costs(r, s, s->periods[0].from);
	for (size_t i = 0; i < s->nkinds; i++) {
		struct revenue *sum = &s->sums[s->kinds[i].period];

		sum->sales += s->kinds[i].sales;
		sum->taken += s->kinds[i].taken;
		sum->fees += s->kinds[i].fees;
		sum->returned += s->kinds[i].returned;
	}
	for (size_t i = 0; i < s->nperiods; i++)
		s->sums[i].period = i;
}

/* --- CSV ------------------------------------------------------------------------- */

static const char *
number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

static void
put_row(struct request *r, struct buf *b, const struct revenue_span *s,
    const struct revenue *v)
{
	const int64_t amounts[] = { v->taken, v->fees, v->returned,
		revenue_net(v), v->promotions, v->providers, revenue_left(v),
		v->tax };
	enum { NAMOUNTS = sizeof(amounts) / sizeof(amounts[0]), FIRST = 5 };
	const struct period *p = &s->periods[v->period];
	const char *cells[FIRST + NAMOUNTS] = { p->label, NULL,
		v->kind != NULL ? v->kind : "all", s->currency,
		number(r->arena, v->sales) };
	size_t n = v->kind != NULL ? 4 : NAMOUNTS;

	cells[1] = arena_printf(r->arena, "%04d-%02d-%02d", p->from.year,
	    p->from.month, p->from.day);
	for (size_t i = 0; i < n; i++)
		cells[FIRST + i] = money_decimal(
		    r->arena, (struct money){ amounts[i], s->currency });
	csv_put_row(b, cells, FIRST + NAMOUNTS);
}

enum status
revenue_csv(struct request *r)
{
	static const char *const heads[] = { "period", "from", "type",
		"currency", "sales", "taken", "fees", "fees_returned",
		"fees_net", "promotion_cost", "provider_fees", "left", "tax" };
	const struct revenue_input *in = r->form;
	struct revenue_span s;
	struct buf b;

	revenue_load(r, &s, in->by, revenue_currency(r, in->currency));
	buf_init(&b, r->arena, 4096);
	csv_put_row(&b, heads, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = s.nperiods; i-- > 0;) {
		put_row(r, &b, &s, &s.sums[i]);
		for (size_t j = 0; j < s.nkinds; j++)
			if (s.kinds[j].period == i)
				put_row(r, &b, &s, &s.kinds[j]);
	}
	export_logged(r, "revenue.export", "revenue");
	return request_text(r, "text/csv; charset=utf-8", "revenue.csv", &b);
}

/* --- PDF ------------------------------------------------------------------------- */

static const char *
amount(struct request *r, const struct revenue_span *s, int64_t n)
{
	return money_text(r->arena, (struct money){ n, s->currency });
}

/* Each period's sums as a row. */
static void
put_periods(struct request *r, struct document *d, const struct revenue_span *s)
{
	const struct document_column columns[] = {
		{ tr("Period"), 0.22, false }, { tr("Sales"), 0.1, true },
		{ tr("Taken"), 0.17, true }, { tr("Fees"), 0.17, true },
		{ tr("Went back"), 0.17, true }, { tr("Left"), 0.17, true }
	};
	enum { N = sizeof(columns) / sizeof(columns[0]) };
	const char **cells =
		       arena_alloc(r->arena, s->nperiods * N, sizeof(*cells)),
		   **at = cells;

	for (size_t i = s->nperiods; i-- > 0; at += N) {
		const struct revenue *v = &s->sums[i];

		at[0] = s->periods[i].label;
		at[1] = number(r->arena, v->sales);
		at[2] = amount(r, s, v->taken);
		at[3] = amount(r, s, v->fees);
		at[4] = amount(r, s, v->returned);
		at[5] = amount(r, s, revenue_left(v));
	}
	document_table(d, columns, N, cells, s->nperiods);
}

static void
put_kinds(struct request *r, struct document *d, const struct revenue_span *s)
{
	const struct document_column columns[] = { { tr("Period"), 0.25,
						       false },
		{ tr("Type"), 0.3, false }, { tr("Sales"), 0.1, true },
		{ tr("Fees"), 0.175, true }, { tr("Went back"), 0.175, true } };
	enum { N = sizeof(columns) / sizeof(columns[0]) };
	const char **cells =
	    arena_alloc(r->arena, s->nkinds * N + N, sizeof(*cells));

	for (size_t i = 0; i < s->nkinds; i++) {
		const struct revenue *v = &s->kinds[i];

		cells[i * N] = s->periods[v->period].label;
		cells[i * N + 1] = order_kind_words(v->kind);
		cells[i * N + 2] = number(r->arena, v->sales);
		cells[i * N + 3] = amount(r, s, v->fees);
		cells[i * N + 4] = amount(r, s, v->returned);
	}
	document_table(d, columns, N, cells, s->nkinds);
}

static void
put_sums(struct request *r, struct document *d, const struct revenue_span *s)
{
	struct revenue all = { .sales = 0 };

	for (size_t i = 0; i < s->nperiods; i++) {
		all.fees += s->sums[i].fees;
		all.returned += s->sums[i].returned;
		all.promotions += s->sums[i].promotions;
		all.providers += s->sums[i].providers;
	}
	document_sum(d, tr("Platform fees"), amount(r, s, all.fees), false);
	document_sum(d, tr("Went back"), amount(r, s, -all.returned), false);
	document_sum(d, tr("Codes of the platform"),
	    amount(r, s, -all.promotions), false);
	document_sum(
	    d, tr("Kept by providers"), amount(r, s, -all.providers), false);
	document_sum(d, tr("Left"), amount(r, s, revenue_left(&all)), true);
}

enum status
revenue_pdf(struct request *r)
{
	const struct revenue_input *in = r->form;
	struct revenue_span s;
	struct document *d;
	struct buf b;

	revenue_load(r, &s, in->by, revenue_currency(r, in->currency));
	if (s.nperiods == 0)
		return NOT_FOUND;
	d = document_new(
	    r->arena, &(struct document_about){ tr("Financial report"), NULL });
	document_title(d, tr("Financial report"));
	document_text(
	    d, arena_printf(r->arena, tr("%s to %s, in %s, as of %s"),
		   s.periods[0].label, s.periods[s.nperiods - 1].label,
		   s.currency, when_date(r->arena, s.today)));
	document_heading(d, tr("By period"));
	put_periods(r, d, &s);
	put_sums(r, d, &s);
	document_heading(d, tr("By type"));
	put_kinds(r, d, &s);
	buf_init(&b, r->arena, (size_t)64 * 1024);
	if (!document_end(d, &b))
		return INTERNAL_ERROR;
	export_logged(r, "revenue.export", "revenue");
	return request_text(r, "application/pdf", "revenue.pdf", &b);
}
