#include "billing/payout.h"
#include "gen/billing/payout_sql.h"
#include "gen/billing/tax_sql.h"
#include "lib/domain/document.h"
#include "lib/domain/money.h"
#include "lib/domain/payout_words.h"

enum { MOST_LINES = 2000 };

static const struct form_field payout_one_fields[] = {
	FORM_ID(struct payout_one_input, id, REQUIRED),
};
const struct form payout_one_form =
    FORM(struct payout_one_input, payout_one_fields);

struct payout_line {
	struct instant at;
	const char *type, *title, *day, *type_words, *words;
	bool is_debt;
	struct money amount;
};

static const struct field payout_line_fields[] = {
	FIELD(struct payout_line, at),
	FIELD(struct payout_line, type),
	FIELD(struct payout_line, title),
	FIELD(struct payout_line, is_debt),
	FIELD(struct payout_line, amount),
	FIELD_ONLY(struct payout_line, day, ONLY_HTML),
	FIELD_ONLY(struct payout_line, type_words, ONLY_HTML),
	FIELD_ONLY(struct payout_line, words, ONLY_HTML),
	FIELD_END,
};

struct payout_one_view {
	int64_t id;
	const char *kind, *period, *status, *provider, *destination, *failure,
	    *reference;
	struct money amount, fee;
	struct instant created_at, sent_at, completed_at;
	struct payout_line *lines;
	size_t nlines;
	/* on the page */
	const char *kind_words, *period_words, *status_words, *tone, *words,
	    *fee_words, *gross_words, *made, *sent, *completed, *way, *pdf;
	bool has_fee;
};

#define BOTH(m) FIELD(struct payout_one_view, m)
#define HTML(m) FIELD_ONLY(struct payout_one_view, m, ONLY_HTML)

static const struct field payout_one_view_fields[] = {
	FIELD_ID(struct payout_one_view, id),
	BOTH(kind),
	BOTH(period),
	BOTH(status),
	BOTH(provider),
	BOTH(destination),
	BOTH(reference),
	BOTH(failure),
	BOTH(amount),
	BOTH(fee),
	BOTH(created_at),
	BOTH(sent_at),
	BOTH(completed_at),
	FIELD_LIST(struct payout_one_view, lines, nlines, payout_line_fields),
	BOTH(pdf),
	HTML(kind_words),
	HTML(period_words),
	HTML(status_words),
	HTML(tone),
	HTML(words),
	HTML(fee_words),
	HTML(gross_words),
	HTML(made),
	HTML(sent),
	HTML(completed),
	HTML(way),
	HTML(has_fee),
	FIELD_END,
};
struct page payout_one_page = { .path = "billing/payout",
	.fields = payout_one_view_fields };

static void
fill_words(struct request *r, struct payout_one_view *v)
{
	struct money gross = v->amount;

	gross.amount += v->fee.amount;
	v->kind_words = payout_kind_words(v->kind);
	v->period_words = payout_period_words(r->arena, v->period);
	v->status_words = payout_state_words(v->status);
	v->tone = payout_tone(v->status);
	v->words = money_text(r->arena, v->amount);
	v->fee_words = money_text(
	    r->arena, (struct money){ -v->fee.amount, v->fee.currency });
	v->gross_words = money_text(r->arena, gross);
	v->has_fee = v->fee.amount != 0;
	v->made = payout_day(r, v->created_at);
	v->sent = payout_day(r, v->sent_at);
	v->completed = payout_day(r, v->completed_at);
	v->way = v->provider != NULL ? payout_way_words(v->provider) : NULL;
	v->pdf =
	    arena_printf(r->arena, "/payouts/%lld/statement", (long long)v->id);
}

static void
fill_lines(struct request *r, struct payout_one_view *v)
{
	struct payout_line_list_row *rows =
	    payout_line_list(r->db, v->id, MOST_LINES, &v->nlines);

	v->lines = arena_alloc(r->arena, v->nlines, sizeof(*v->lines));
	for (size_t i = 0; i < v->nlines; i++) {
		v->lines[i] = (struct payout_line){
			.at = rows[i].at,
			.type = rows[i].type,
			.title = rows[i].title,
			.is_debt = rows[i].is_debt,
			.amount = { rows[i].amount, rows[i].currency },
			.day = payout_day(r, rows[i].at),
			.type_words = earning_type_words(rows[i].type),
		};
		v->lines[i].words = money_text(r->arena, v->lines[i].amount);
	}
}

static bool
find(struct request *r, struct payout_one_view *v)
{
	const struct payout_one_input *in = r->form;
	struct payout_find_row row;

	if (!payout_find(r->db, in->id, &row))
		return false;
	*v = (struct payout_one_view){
		.id = row.id,
		.kind = row.kind,
		.period = row.period,
		.status = row.status,
		.provider = row.provider,
		.destination = row.destination,
		.reference = row.provider_ref,
		.failure = row.failure,
		.amount = { row.amount, row.currency },
		.fee = { row.fee_amount, row.currency },
		.created_at = row.created_at,
		.sent_at = row.sent_at,
		.completed_at = row.completed_at,
	};
	fill_words(r, v);
	fill_lines(r, v);
	return true;
}

enum status
payout_one_show(struct request *r)
{
	struct payout_one_view v;

	return find(r, &v) ? request_render(r, &payout_one_page, &v)
			   : NOT_FOUND;
}

/* --- as a document ----------------------------------------------------------------- */

static const char *
party(struct request *r, const char *name, const char *address,
    const char *tax_id)
{
	struct buf b;

	buf_init(&b, r->arena, 256);
	buf_puts(&b, name);
	if (address != NULL && *address != '\0')
		buf_printf(&b, "\n%s", address);
	if (tax_id != NULL && *tax_id != '\0')
		buf_printf(&b, "\n%s %s", tr("Tax number"), tax_id);
	return b.data;
}

static void
put_lines(
    struct request *r, struct document *d, const struct payout_one_view *v)
{
	const struct document_column columns[] = { { tr("Day"), 0.2, false },
		{ tr("What"), 0.4, false }, { tr("Kind"), 0.2, false },
		{ v->amount.currency, 0.2, true } };
	enum { COLUMNS = 4 };
	const char **cells =
	    arena_alloc(r->arena, v->nlines * COLUMNS + 1, sizeof(*cells));
	const char **cell = cells;

	for (size_t i = 0; i < v->nlines; i++) {
		*cell++ = v->lines[i].day;
		*cell++ = v->lines[i].is_debt
			      ? arena_printf(r->arena, tr("%s (taken back)"),
				    v->lines[i].title)
			      : v->lines[i].title;
		*cell++ = v->lines[i].type_words;
		*cell++ = money_decimal(r->arena, v->lines[i].amount);
	}
	document_table(d, columns, COLUMNS, cells, v->nlines);
	if (v->has_fee) {
		document_sum(
		    d, tr("Before the platform's fee"), v->gross_words, false);
		document_sum(d, tr("Platform fee"), v->fee_words, false);
	}
	document_sum(d, tr("Paid to you"), v->words, true);
}

enum status
payout_statement(struct request *r)
{
	struct payout_one_view v;
	struct tax_party_find_row who;
	struct document *d;
	struct buf file;

	if (!find(r, &v) || !tax_party_find(r->db, &who))
		return NOT_FOUND;
	d = document_new(r->arena,
	    &(struct document_about){ tr("Payout statement"), who.payer });
	document_title(d, tr("Payout statement"));
	document_sides(d,
	    &(struct document_side){ tr("Paid by"),
		party(r, who.payer, who.payer_address, who.payer_tax_id) },
	    &(struct document_side){ tr("Paid to"),
		party(r, who.payee, who.payee_address, who.payee_tax_id) });
	document_fact(d, tr("Number"),
	    arena_printf(r->arena, "P-%06lld", (long long)v.id));
	document_fact(d, tr("For"), v.period_words);
	document_fact(d, tr("State"), v.status_words);
	document_fact(d, tr("Made"), v.made);
	if (v.completed != NULL)
		document_fact(d, tr("Paid out"), v.completed);
	if (v.way != NULL)
		document_fact(d, tr("To"),
		    arena_printf(r->arena, "%s %s", v.way,
			v.destination != NULL ? v.destination : ""));
	put_lines(r, d, &v);
	buf_init(&file, r->arena, (size_t)32 * 1024);
	if (!document_end(d, &file))
		return INTERNAL_ERROR;
	return request_text(r, PDF_TYPE,
	    arena_printf(r->arena, "payout-%lld.pdf", (long long)v.id), &file);
}
