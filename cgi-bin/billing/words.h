#ifndef BILLING_WORDS_H
#define BILLING_WORDS_H

#include "lib/app/app.h"

/* What is said of orders wherever they are shown. */

/* The kinds of order; ends with NULL. */
extern const char *const order_kinds[];
/* "Session", "Session pack" */
const char *order_kind_words(const char *kind);
/* "Paid", "Ran out" */
const char *order_status_words(const char *status);
/* "Sent", "Declined" of a refund. */
const char *refund_status_words(const char *status);
/* "A payment came too late" of refund.reason. */
const char *refund_reason_words(const char *reason);

/* What comes back until when, as it is frozen on the order. */
struct policy {
	const char *kind, *person;
	struct instant starts_at; /* of a session; or absent */
	struct maybe_int free_hours, late_return_percent, days;
};
const char *policy_words(struct request *, const struct policy *);

/* "Tuesday 24 November, 18:00, Lisbon" for who asks. */
const char *moment(struct request *, struct instant);
/* The words of a machine word in the program's refusals. */
const char *refusal_words(const char *code);

/* A line of what is paid, and its table. */
struct price_line {
	const char *label, *amount;
	bool is_total;
};
extern const struct field price_line_fields[];
/* What a price is made of. */
struct price_parts {
	const char *title, *currency, *code, *tax_name;
	int64_t list, price, discount, tax, total;
	struct maybe_int tax_bp;
	bool is_over; /* nobody is asked to pay it any more */
};
/* Its lines, the last the total; *n is their number. */
struct price_line *
price_lines(struct request *, const struct price_parts *, size_t *n);

#endif
