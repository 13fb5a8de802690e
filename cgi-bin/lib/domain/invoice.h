#ifndef LIB_DOMAIN_INVOICE_H
#define LIB_DOMAIN_INVOICE_H

#include "lib/base/buf.h"
#include "lib/base/field.h"
#include "lib/db/db.h"

/*
 * Invoices and credit notes: names and addresses as they were, what for, and
 * the sums; as a page's view, as JSON and as PDF.  Days are those of the
 * platform's zone, by which the numbers count the years.  A program that reads
 * them prepares lib_domain_invoice_stmts, and sees what its role may.
 */
struct paper_party {
	const char *name, *address, *country, *tax_id;
	const char *country_name;
};
struct paper_line {
	const char *title, *period;
	int64_t quantity;
	struct money amount;
};
struct paper {
	int64_t id;
	const char *number, *status; /* status NULL: of a credit note */
	const char *order_number, *order_ref;
	struct paper_party seller, buyer;
	struct paper_line *lines;
	size_t nlines;
	struct money net, tax, total;
	const char *tax_name; /* "VAT (21 %)"; NULL: there is none */
	struct instant issued_at, due_at, paid_at;
	int64_t invoice_id; /* of a credit note: what it corrects */
	const char *invoice_number;
	/* ready to be read */
	const char *kind_words, *issued_day, *paid_day, *state_words;
	const char *net_words, *tax_words, *total_words;
};
extern const struct field paper_party_fields[], paper_line_fields[];
/* The rows of the table of a struct that begins with a paper. */
// clang-format off
#define PAPER_FIELDS \
	FIELD_ID(struct paper, id), \
	FIELD(struct paper, number), \
	FIELD(struct paper, status), \
	FIELD(struct paper, order_number), \
	FIELD(struct paper, order_ref), \
	FIELD_OBJECT(struct paper, seller, paper_party_fields), \
	FIELD_OBJECT(struct paper, buyer, paper_party_fields), \
	FIELD_LIST(struct paper, lines, nlines, paper_line_fields), \
	FIELD(struct paper, net), \
	FIELD(struct paper, tax), \
	FIELD(struct paper, total), \
	FIELD(struct paper, tax_name), \
	FIELD(struct paper, issued_at), \
	FIELD(struct paper, due_at), \
	FIELD(struct paper, paid_at), \
	FIELD_ID(struct paper, invoice_id), \
	FIELD(struct paper, invoice_number), \
	FIELD_ONLY(struct paper, issued_day, ONLY_HTML), \
	FIELD_ONLY(struct paper, paid_day, ONLY_HTML), \
	FIELD_ONLY(struct paper, state_words, ONLY_HTML), \
	FIELD_ONLY(struct paper, net_words, ONLY_HTML), \
	FIELD_ONLY(struct paper, tax_words, ONLY_HTML), \
	FIELD_ONLY(struct paper, total_words, ONLY_HTML)
// clang-format on

/* In the reader's language ("en" for NULL); false when there is none that the
 * asking role may see. */
bool invoice_find(struct db *, struct arena *, int64_t id, const char *language,
    struct paper *);
bool credit_note_find(struct db *, struct arena *, int64_t id,
    const char *language, struct paper *);
/* "B-2026-000001.pdf" */
const char *paper_filename(struct arena *, const struct paper *);
bool paper_pdf(struct arena *, const struct paper *, struct buf *);

#endif
