#ifndef BILLING_INVOICE_H
#define BILLING_INVOICE_H

#include "gen/billing/invoice_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/* invoice.c: one paper, as a page, as JSON and as PDF. */
struct paper_input {
	int64_t id;
};
extern const struct form paper_form;
extern struct page invoice_page;
enum status invoice_show(struct request *);
enum status invoice_pdf_show(struct request *);
enum status credit_note_show(struct request *);
enum status credit_note_pdf_show(struct request *);

/* invoice_list.c: all of them. */
struct paper_item {
	int64_t id;
	const char *kind, *number, *title, *status;
	struct money total;
	struct instant issued_at;
	const char *href, *pdf;
	/* on the page only */
	const char *day, *amount, *status_words;
	bool is_credit;
};
extern const struct field paper_item_fields[];
struct paper_item *
paper_items(struct request *, const struct paper_list_row *, size_t n);
extern const struct form paper_list_form;
extern struct page invoice_list_page;
void invoice_list_read(struct request *);
enum status invoice_list_show(struct request *);

#endif
