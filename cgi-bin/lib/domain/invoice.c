#include <string.h>

#include "gen/lib/domain/invoice_sql.h"
#include "lib/base/words.h"
#include "lib/domain/country.h"
#include "lib/domain/document.h"
#include "lib/domain/invoice.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

const struct field paper_party_fields[] = {
	FIELD(struct paper_party, name),
	FIELD(struct paper_party, address),
	FIELD(struct paper_party, country),
	FIELD(struct paper_party, tax_id),
	FIELD_ONLY(struct paper_party, country_name, ONLY_HTML),
	FIELD_END,
};

const struct field paper_line_fields[] = {
	FIELD(struct paper_line, title),
	FIELD(struct paper_line, period),
	FIELD(struct paper_line, quantity),
	FIELD(struct paper_line, amount),
	FIELD_END,
};

static const struct word states[] = {
	{ "open", WORDS("Open") },
	{ "paid", WORDS("Paid") },
	{ "void", WORDS("Void") },
	{ "uncollectible", WORDS("Not collectible") },
	{ NULL, NULL },
};

/* --- reading ----------------------------------------------------------------------- */

static const char *
day(struct arena *a, struct instant at, const char *zone)
{
	return at.us == 0 ? NULL : when_date(a, when_local(at, zone).date);
}

static const char *
tax_words(struct arena *a, const char *name, int64_t bp)
{
	if (name == NULL)
		return NULL;
	if (bp % 100 == 0)
		return arena_printf(a, "%s (%d %%)", name, (int)(bp / 100));
	return arena_printf(
	    a, "%s (%d.%02d %%)", name, (int)(bp / 100), (int)(bp % 100));
}

/* Nothing is what an address that was left empty says. */
static const char *
said(const char *text)
{
	return text == NULL || *text == '\0' ? NULL : text;
}

static void
fill_sums(struct arena *a, struct paper *p, const char *zone)
{
	p->net_words = money_text(a, p->net);
	p->tax_words = money_text(a, p->tax);
	p->total_words = money_text(a, p->total);
	p->issued_day = day(a, p->issued_at, zone);
	p->paid_day = day(a, p->paid_at, zone);
}

static const char *
period(struct arena *a, const char *first, const char *last)
{
	const struct words_place places[] = { { "first", first },
		{ "last", last }, { NULL, NULL } };
	struct buf b;

	buf_init(&b, a, 64);
	words_fill(&b, words("{first} to {last}"), places);
	return b.data;
}

static void
fill_lines(struct db *db, struct arena *a, struct paper *p, const char *zone)
{
	struct invoice_paper_line_list_row *rows =
	    invoice_paper_line_list(db, p->id, &p->nlines);
	struct instant last;

	p->lines = arena_alloc(a, p->nlines, sizeof(*p->lines));
	for (size_t i = 0; i < p->nlines; i++) {
		p->lines[i] = (struct paper_line){ .title = rows[i].title,
			.quantity = rows[i].quantity,
			.amount = { rows[i].amount, p->net.currency } };
		if (rows[i].from_at.us == 0 || rows[i].until_at.us == 0)
			continue;
		last.us = rows[i].until_at.us - 1;
		p->lines[i].period = period(
		    a, day(a, rows[i].from_at, zone), day(a, last, zone));
	}
}

bool
invoice_find(struct db *db, struct arena *a, int64_t id, const char *language,
    struct paper *p)
{
	struct invoice_paper_row row;

	if (!invoice_paper(db, id, &row))
		return false;
	*p = (struct paper){ .id = row.id,
		.number = row.number,
		.status = row.status,
		.order_number = row.order_number,
		.order_ref = row.order_ref,
		.seller = { row.seller_name, said(row.seller_address), NULL,
		    said(row.seller_tax_id), NULL },
		.buyer = { row.buyer_name, said(row.buyer_address),
		    row.buyer_country, said(row.buyer_tax_id),
		    country_name(a, language, row.buyer_country) },
		.net = { row.net_amount, row.currency },
		.tax = { row.tax_amount, row.currency },
		.total = { row.total_amount, row.currency },
		.tax_name = tax_words(a, row.tax_name, row.tax_bp.value),
		.issued_at = row.issued_at,
		.due_at = row.due_at,
		.paid_at = row.paid_at,
		.kind_words = words("Invoice"),
		.state_words = word_of(states, row.status) };
	fill_sums(a, p, row.zone);
	fill_lines(db, a, p, row.zone);
	return true;
}

bool
credit_note_find(struct db *db, struct arena *a, int64_t id,
    const char *language, struct paper *p)
{
	struct credit_paper_row row;

	if (!credit_paper(db, id, &row))
		return false;
	*p = (struct paper){ .id = row.id,
		.number = row.number,
		.order_number = row.order_number,
		.order_ref = row.order_ref,
		.seller = { row.seller_name, said(row.seller_address), NULL,
		    said(row.seller_tax_id), NULL },
		.buyer = { row.buyer_name, said(row.buyer_address),
		    row.buyer_country, said(row.buyer_tax_id),
		    country_name(a, language, row.buyer_country) },
		.net = { row.net_amount, row.currency },
		.tax = { row.tax_amount, row.currency },
		.total = { row.total_amount, row.currency },
		.tax_name = tax_words(a, row.tax_name, row.tax_bp.value),
		.issued_at = row.issued_at,
		.invoice_id = row.invoice_id,
		.invoice_number = row.invoice_number,
		.kind_words = words("Credit note"),
		.nlines = 1 };
	fill_sums(a, p, row.zone);
	p->lines = arena_alloc(a, 1, sizeof(*p->lines));
	*p->lines = (struct paper_line){
		.title = row.title, .quantity = 1, .amount = p->net
	};
	return true;
}

/* --- printing ------------------------------------------------------------------------ */

const char *
paper_filename(struct arena *a, const struct paper *p)
{
	return arena_printf(a, "%s.pdf", p->number);
}

static void
put_line(struct buf *b, const char *text)
{
	if (text == NULL)
		return;
	if (b->len > 0)
		buf_putc(b, '\n');
	buf_puts(b, text);
}

static const char *
party_words(struct arena *a, const struct paper_party *p)
{
	struct buf b;

	buf_init(&b, a, 256);
	put_line(&b, p->name);
	put_line(&b, p->address);
	put_line(&b, p->country_name);
	if (p->tax_id != NULL)
		put_line(&b,
		    words_with(a, words("Tax number: {id}"), "id", p->tax_id));
	return b.data != NULL ? b.data : "";
}

static void
put_head(struct document *d, struct arena *a, const struct paper *p)
{
	const struct document_side seller = { words("From"),
		party_words(a, &p->seller) };
	const struct document_side buyer = { words("To"),
		party_words(a, &p->buyer) };

	document_title(d, arena_printf(a, "%s %s", p->kind_words, p->number));
	document_sides(d, &seller, &buyer);
	document_fact(d, words("Date"), p->issued_day);
	document_fact(d, words("Order"), p->order_number);
	document_fact(d, words("Corrects invoice"), p->invoice_number);
	document_fact(d, words("Paid on"), p->paid_day);
}

static void
put_lines(struct document *d, struct arena *a, const struct paper *p)
{
	const struct document_column columns[] = {
		{ words("What"), 0.6, false },
		{ words("Number"), 0.12, true },
		{ words("Amount"), 0.28, true },
	};
	const char **cells = arena_alloc(a, 3 * p->nlines, sizeof(*cells));

	for (size_t i = 0; i < p->nlines; i++) {
		const struct paper_line *l = &p->lines[i];

		cells[3 * i] = l->period == NULL ? l->title
						 : arena_printf(a, "%s\n%s",
						       l->title, l->period);
		cells[3 * i + 1] =
		    arena_printf(a, "%lld", (long long)l->quantity);
		cells[3 * i + 2] = money_text(a, l->amount);
	}
	document_table(d, columns, 3, cells, p->nlines);
}

bool
paper_pdf(struct arena *a, const struct paper *p, struct buf *out)
{
	struct document *d = document_new(
	    a, &(struct document_about){
		   .title = arena_printf(a, "%s %s", p->kind_words, p->number),
		   .footer = p->seller.name });

	put_head(d, a, p);
	put_lines(d, a, p);
	document_sum(d, words("Before tax"), p->net_words, false);
	if (p->tax_name != NULL || p->tax.amount != 0)
		document_sum(d,
		    p->tax_name != NULL ? p->tax_name : words("Tax"),
		    p->tax_words, false);
	document_sum(d, words("Total"), p->total_words, true);
	if (p->status != NULL && strcmp(p->status, "paid") == 0)
		document_text(d, words("Paid. Thank you."));
	return document_end(d, out);
}
