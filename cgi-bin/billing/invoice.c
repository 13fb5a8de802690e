#include <string.h>

#include "billing/invoice.h"
#include "lib/domain/invoice.h"
#include "lib/domain/money.h"

static const struct form_field paper_form_fields[] = {
	FORM_ID(struct paper_input, id, REQUIRED),
};
const struct form paper_form = FORM(struct paper_input, paper_form_fields);

struct correction {
	const char *href, *number;
	struct money total;
};

static const struct field correction_fields[] = {
	FIELD(struct correction, href),
	FIELD(struct correction, number),
	FIELD(struct correction, total),
	FIELD_END,
};

struct invoice_view {
	struct paper paper; /* first: its table is part of this one's */
	struct correction *corrections;
	size_t ncorrections;
	const char *pdf;
	/* on the page only */
	const char *heading, *order_href, *invoice_href;
};

static const struct field invoice_view_fields[] = {
	PAPER_FIELDS,
	FIELD_LIST(
	    struct invoice_view, corrections, ncorrections, correction_fields),
	FIELD(struct invoice_view, pdf),
	FIELD_ONLY(struct invoice_view, heading, ONLY_HTML),
	FIELD_ONLY(struct invoice_view, order_href, ONLY_HTML),
	FIELD_ONLY(struct invoice_view, invoice_href, ONLY_HTML),
	FIELD_END,
};
struct page invoice_page = { .path = "billing/invoice",
	.fields = invoice_view_fields };

typedef bool paper_find(struct db *, struct arena *, int64_t id,
    const char *language, struct paper *);

static enum status
pdf(struct request *r, paper_find *find)
{
	const struct paper_input *in = r->form;
	struct paper p;
	struct buf file;

	if (!find(r->db, r->arena, in->id, r->session->language, &p))
		return NOT_FOUND;
	buf_init(&file, r->arena, (size_t)32 * 1024);
	if (!paper_pdf(r->arena, &p, &file))
		return INTERNAL_ERROR;
	return request_text(
	    r, "application/pdf", paper_filename(r->arena, &p), &file);
}

static void
fill_corrections(struct request *r, struct invoice_view *v)
{
	struct paper_credit_list_row *rows =
	    paper_credit_list(r->db, v->paper.id, &v->ncorrections);

	v->corrections =
	    arena_alloc(r->arena, v->ncorrections, sizeof(*v->corrections));
	for (size_t i = 0; i < v->ncorrections; i++)
		v->corrections[i] = (struct correction){
			.href =
			    arena_printf(r->arena, "/billing/credit-notes/%lld",
				(long long)rows[i].id),
			.number = rows[i].number,
			.total = { rows[i].total_amount, rows[i].currency },
		};
}

/* Who asks for PDF gets it at the page's own address too. */
static bool
wants_pdf(const struct request *r)
{
	const char *accept = r->http->accept;

	return accept != NULL && strncmp(accept, "application/pdf",
				     strlen("application/pdf")) == 0;
}

static enum status
show(struct request *r, paper_find *find, const char *base)
{
	const struct paper_input *in = r->form;
	struct invoice_view v = { .ncorrections = 0 };

	if (wants_pdf(r))
		return pdf(r, find);
	if (!find(r->db, r->arena, in->id, r->session->language, &v.paper))
		return NOT_FOUND;
	v.pdf = arena_printf(r->arena, "%s/%lld/pdf", base, (long long)in->id);
	v.heading =
	    arena_printf(r->arena, "%s %s", v.paper.kind_words, v.paper.number);
	v.order_href =
	    arena_printf(r->arena, "/checkout/order/%s", v.paper.order_ref);
	if (v.paper.invoice_id != 0)
		v.invoice_href = arena_printf(r->arena,
		    "/billing/invoices/%lld", (long long)v.paper.invoice_id);
	else
		fill_corrections(r, &v);
	return request_render(r, &invoice_page, &v);
}

enum status
invoice_show(struct request *r)
{
	return show(r, invoice_find, "/billing/invoices");
}

enum status
invoice_pdf_show(struct request *r)
{
	return pdf(r, invoice_find);
}

enum status
credit_note_show(struct request *r)
{
	return show(r, credit_note_find, "/billing/credit-notes");
}

enum status
credit_note_pdf_show(struct request *r)
{
	return pdf(r, credit_note_find);
}
