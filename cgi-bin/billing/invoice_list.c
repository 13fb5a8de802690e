#include <stdlib.h>
#include <string.h>

#include "billing/invoice.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

enum { PAGE = 20 };

struct paper_list_input {
	const char *after;
};

static const struct form_field paper_list_input_fields[] = {
	FORM_FIELD(struct paper_list_input, after, OPTIONAL, 1, 60),
};
const struct form paper_list_form =
    FORM(struct paper_list_input, paper_list_input_fields);

#define HTML(m) FIELD_ONLY(struct paper_item, m, ONLY_HTML)

const struct field paper_item_fields[] = {
	FIELD_ID(struct paper_item, id),
	FIELD(struct paper_item, kind),
	FIELD(struct paper_item, number),
	FIELD(struct paper_item, title),
	FIELD(struct paper_item, status),
	FIELD(struct paper_item, total),
	FIELD(struct paper_item, issued_at),
	FIELD(struct paper_item, href),
	FIELD(struct paper_item, pdf),
	HTML(day),
	HTML(amount),
	HTML(status_words),
	HTML(is_credit),
	FIELD_END,
};

struct invoice_list_view {
	struct paper_item *items;
	size_t nitems;
	const char *next;
	struct pager *pager;
};

static const struct field invoice_list_fields[] = {
	FIELD_LIST(struct invoice_list_view, items, nitems, paper_item_fields),
	FIELD_ONLY(struct invoice_list_view, next, ONLY_JSON),
	FIELD_POINTER_ONLY(
	    struct invoice_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page invoice_list_page = { .path = "billing/invoice_list",
	.fields = invoice_list_fields };

static const struct word states[] = {
	{ "open", WORDS("Open") },
	{ "paid", WORDS("Paid") },
	{ "void", WORDS("Void") },
	{ "uncollectible", WORDS("Not collectible") },
	{ NULL, NULL },
};

struct paper_item *
paper_items(struct request *r, const struct paper_list_row *rows, size_t n)
{
	struct paper_item *items = arena_alloc(r->arena, n, sizeof(*items));

	for (size_t i = 0; i < n; i++) {
		items[i] = (struct paper_item){
			.id = rows[i].id,
			.kind = rows[i].is_credit ? "credit_note" : "invoice",
			.number = rows[i].number,
			.title = rows[i].title,
			.status = rows[i].status,
			.total = { rows[i].total_amount, rows[i].currency },
			.issued_at = rows[i].issued_at,
			.href = arena_printf(r->arena, "/billing/%s/%lld",
			    rows[i].is_credit ? "credit-notes" : "invoices",
			    (long long)rows[i].id),
			.day = when_date(r->arena,
			    when_local(rows[i].issued_at, r->session->timezone)
				.date),
			.status_words = rows[i].is_credit
					    ? tr("Credit note")
					    : word_of(states, rows[i].status),
			.is_credit = rows[i].is_credit,
		};
		items[i].amount = money_text(r->arena,
		    (struct money){ rows[i].is_credit ? -rows[i].total_amount
						      : rows[i].total_amount,
			rows[i].currency });
		items[i].pdf = arena_printf(r->arena, "%s/pdf", items[i].href);
	}
	return items;
}

/* "MICROSECONDS~NUMBER" of the last row of the page before. */
static const char *
read_after(const char *after, struct instant *at)
{
	char *end;

	at->us = after != NULL ? strtoll(after, &end, 10) : 0;
	if (after == NULL || end == after || *end != '~' || at->us == 0) {
		at->us = 0;
		return NULL;
	}
	return end + 1;
}

static void
fill_pager(struct request *r, struct invoice_list_view *v,
    const struct paper_list_row *last, bool has_more)
{
	const struct paper_list_input *in = r->form;

	if (in->after == NULL && !has_more)
		return; /* it is all on one page */
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    in->after != NULL ? tr("Earlier ones") : tr("The newest");
	v->pager->first = in->after != NULL ? "/billing/invoices" : NULL;
	if (!has_more)
		return;
	v->next = arena_printf(r->arena, "/api/billing/invoices?after=%lld~%s",
	    (long long)last->issued_at.us, last->number);
	v->pager->next = v->next + strlen("/api");
}

void
invoice_list_read(struct request *r)
{
	const struct paper_list_input *in = r->form;
	struct instant at;
	const char *number = read_after(in->after, &at);

	paper_list_send(r->db, at, number, PAGE + 1);
}

enum status
invoice_list_show(struct request *r)
{
	struct invoice_list_view v = { .nitems = 0 };
	struct paper_list_row *rows = paper_list_get(r->db, &v.nitems);
	bool has_more = v.nitems > PAGE;

	v.nitems = has_more ? PAGE : v.nitems;
	v.items = paper_items(r, rows, v.nitems);
	if (v.nitems != 0)
		fill_pager(r, &v, &rows[v.nitems - 1], has_more);
	return request_render(r, &invoice_list_page, &v);
}
