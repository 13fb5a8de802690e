#include <string.h>

#include "billing/payout.h"
#include "gen/billing/tax_sql.h"
#include "lib/domain/csv.h"
#include "lib/domain/document.h"
#include "lib/domain/money.h"
#include "lib/domain/payout_words.h"

enum { FIRST_YEAR = 2000, LAST_YEAR = 2999 };

struct tax_input {
	int64_t year;
};

static const struct form_field tax_inputs[] = {
	FORM_FIELD(struct tax_input, year, OPTIONAL, FIRST_YEAR, LAST_YEAR),
};
const struct form tax_form = FORM(struct tax_input, tax_inputs);

struct tax_item {
	const char *type, *type_words, *words;
	struct money amount;
	int64_t payouts;
};

static const struct field tax_item_fields[] = {
	FIELD(struct tax_item, type),
	FIELD(struct tax_item, amount),
	FIELD(struct tax_item, payouts),
	FIELD_ONLY(struct tax_item, type_words, ONLY_HTML),
	FIELD_ONLY(struct tax_item, words, ONLY_HTML),
	FIELD_END,
};

struct tax_year {
	int64_t year;
	const char *href;
	bool current;
};

static const struct field tax_year_fields[] = {
	FIELD(struct tax_year, year),
	FIELD_ONLY(struct tax_year, href, ONLY_HTML),
	FIELD_ONLY(struct tax_year, current, ONLY_HTML),
	FIELD_END,
};

struct tax_view {
	int64_t year;
	struct tax_item *items;
	struct tax_year *years;
	size_t nitems, nyears;
	const char *name, *address, *country, *tax_id;
	/* on the page */
	const char *csv, *pdf;
	bool is_running;
};

static const struct field tax_fields[] = {
	FIELD(struct tax_view, year),
	FIELD_LIST(struct tax_view, items, nitems, tax_item_fields),
	FIELD_LIST(struct tax_view, years, nyears, tax_year_fields),
	FIELD(struct tax_view, name),
	FIELD(struct tax_view, address),
	FIELD(struct tax_view, country),
	FIELD(struct tax_view, tax_id),
	FIELD_ONLY(struct tax_view, csv, ONLY_HTML),
	FIELD_ONLY(struct tax_view, pdf, ONLY_HTML),
	FIELD_ONLY(struct tax_view, is_running, ONLY_HTML),
	FIELD_END,
};
struct page tax_page = { .path = "billing/tax", .fields = tax_fields };

static bool
find(struct request *r, struct tax_view *v, struct tax_party_find_row *who)
{
	const struct tax_input *in = r->form;
	struct tax_list_row *rows;

	if (!tax_party_find(r->db, who))
		return false;
	v->year = in->year != 0 ? in->year : who->this_year;
	v->is_running = v->year == who->this_year;
	v->name = who->payee;
	v->address = who->payee_address;
	v->country = who->payee_country;
	v->tax_id = who->payee_tax_id;
	rows = tax_list(r->db, v->year, &v->nitems);
	v->items = arena_alloc(r->arena, v->nitems, sizeof(*v->items));
	for (size_t i = 0; i < v->nitems; i++) {
		v->items[i] = (struct tax_item){
			.type = rows[i].type,
			.type_words = earning_type_words(rows[i].type),
			.amount = { rows[i].amount, rows[i].currency },
			.payouts = rows[i].payouts,
		};
		v->items[i].words = money_text(r->arena, v->items[i].amount);
	}
	return true;
}

static void
fill_years(struct request *r, struct tax_view *v)
{
	struct tax_year_list_row *rows = tax_year_list(r->db, &v->nyears);

	v->years = arena_alloc(r->arena, v->nyears, sizeof(*v->years));
	for (size_t i = 0; i < v->nyears; i++)
		v->years[i] = (struct tax_year){ rows[i].year,
			arena_printf(r->arena, "/payouts/tax?year=%lld",
			    (long long)rows[i].year),
			rows[i].year == v->year };
}

enum status
tax_show(struct request *r)
{
	struct tax_party_find_row who;
	struct tax_view v = { .nitems = 0 };

	if (!find(r, &v, &who))
		return NOT_FOUND;
	fill_years(r, &v);
	v.csv = arena_printf(
	    r->arena, "/payouts/tax.csv?year=%lld", (long long)v.year);
	v.pdf = arena_printf(
	    r->arena, "/payouts/tax.pdf?year=%lld", (long long)v.year);
	return request_render(r, &tax_page, &v);
}

enum status
tax_csv(struct request *r)
{
	static const char *const heads[] = { "year", "payer", "payer_tax_id",
		"recipient", "address", "country", "tax_id", "type", "currency",
		"amount", "payouts" };
	struct tax_party_find_row who;
	struct tax_view v = { .nitems = 0 };
	const char *year;
	struct buf b;

	if (!find(r, &v, &who))
		return NOT_FOUND;
	year = arena_printf(r->arena, "%lld", (long long)v.year);
	buf_init(&b, r->arena, 1024);
	csv_put_row(&b, heads, sizeof(heads) / sizeof(heads[0]));
	for (size_t i = 0; i < v.nitems; i++) {
		const char *cells[] = { year, who.payer, who.payer_tax_id,
			v.name, v.address, v.country, v.tax_id, v.items[i].type,
			v.items[i].amount.currency,
			money_decimal(r->arena, v.items[i].amount),
			arena_printf(
			    r->arena, "%lld", (long long)v.items[i].payouts) };

		csv_put_row(&b, cells, sizeof(cells) / sizeof(cells[0]));
	}
	return request_text(
	    r, CSV_TYPE, arena_printf(r->arena, "earnings-%s.csv", year), &b);
}

static const char *
lines(struct request *r, const char *name, const char *address,
    const char *country, const char *tax_id)
{
	const char *const all[] = { address, country, tax_id };
	struct buf b;

	buf_init(&b, r->arena, 256);
	buf_puts(&b, name);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (all[i] != NULL && *all[i] != '\0')
			buf_printf(&b, "\n%s", all[i]);
	return b.data;
}

static void
put_items(struct request *r, struct document *d, const struct tax_view *v)
{
	const struct document_column columns[] = { { tr("Kind of work"), 0.5,
						       false },
		{ tr("Payouts"), 0.2, true }, { tr("Paid"), 0.3, true } };
	enum { COLUMNS = 3 };
	const char **cells =
	    arena_alloc(r->arena, v->nitems * COLUMNS + 1, sizeof(*cells));
	struct money sum;

	for (size_t i = 0; i < v->nitems; i++) {
		cells[i * COLUMNS] = v->items[i].type_words;
		cells[i * COLUMNS + 1] = arena_printf(
		    r->arena, "%lld", (long long)v->items[i].payouts);
		cells[i * COLUMNS + 2] = v->items[i].words;
	}
	document_table(d, columns, COLUMNS, cells, v->nitems);
	/* by currency: the items are in its order */
	for (size_t i = 0; i < v->nitems;) {
		sum = (struct money){ 0, v->items[i].amount.currency };
		while (i < v->nitems &&
		       strcmp(v->items[i].amount.currency, sum.currency) == 0)
			sum.amount += v->items[i++].amount.amount;
		document_sum(d, tr("Total"), money_text(r->arena, sum), true);
	}
}

enum status
tax_pdf(struct request *r)
{
	struct tax_party_find_row who;
	struct tax_view v = { .nitems = 0 };
	struct document *d;
	const char *title;
	struct buf file;

	if (!find(r, &v, &who))
		return NOT_FOUND;
	title = arena_printf(
	    r->arena, tr("Payments of the year %lld"), (long long)v.year);
	d = document_new(
	    r->arena, &(struct document_about){ title, who.payer });
	document_title(d, title);
	document_text(
	    d, tr("What was paid in this calendar year, by the day on "
		  "which it was paid, for non-employee work (as in "
		  "box 1 of form 1099-NEC)."));
	document_sides(d,
	    &(struct document_side){
		tr("Paid by"), lines(r, who.payer, who.payer_address, NULL,
				   who.payer_tax_id) },
	    &(struct document_side){ tr("Paid to"),
		lines(r, v.name, v.address, v.country, v.tax_id) });
	put_items(r, d, &v);
	buf_init(&file, r->arena, (size_t)32 * 1024);
	if (!document_end(d, &file))
		return INTERNAL_ERROR;
	return request_text(r, PDF_TYPE,
	    arena_printf(r->arena, "earnings-%lld.pdf", (long long)v.year),
	    &file);
}
