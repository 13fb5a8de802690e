#ifndef ADMIN_ORDER_H
#define ADMIN_ORDER_H

#include "admin/money.h"
#include "gen/admin/order_sql.h"

/* What order.c and order_parts.c share: the parts of an order's page. */

struct share_item {
	const char *kind, *words, *person, *ref;
	int64_t user_id;
	struct money amount, back, used;
};
struct payment_item {
	int64_t id;
	const char *provider, *provider_words, *status, *status_words, *tone,
	    *ref, *failure, *when;
	struct money amount, returned, fee;
};
struct mark_item {
	int64_t id;
	const char *words, *status, *tone, *marker, *decider, *when, *due;
	struct money amount;
	bool is_waiting, is_mine;
};
struct back_item {
	int64_t id;
	const char *status, *status_words, *tone, *reason, *reason_words, *when;
	struct money amount;
};
struct past_item {
	const char *when, *side, *actor, *event, *to_status, *to_words, *tone,
	    *words;
	struct instant at;
};
struct book_item {
	int64_t id;
	const char *when, *kind, *account, *person, *ref, *words;
	struct money debit, credit;
	bool is_first; /* of its transaction */
};
struct call_item {
	int64_t id, attempts;
	const char *what, *key, *status, *tone, *error, *when;
	bool may_retry;
};

struct order_parts {
	struct share_item *shares;
	struct payment_item *payments;
	struct mark_item *receipts;
	struct back_item *refunds, *disputes;
	struct past_item *history;
	struct book_item *books;
	struct call_item *calls;
	size_t nshares, npayments, nreceipts, nrefunds, ndisputes, nhistory,
	    nbooks, ncalls;
	bool has_receipts, has_refunds, has_disputes, has_calls;
};
extern const struct field order_parts_fields[];

/* Queue their statements behind the order's, and fetch them in the same
 * order. */
void order_parts_send(struct request *, int64_t id);
void
order_parts_get(struct request *, struct order_parts *, const char *currency);

#endif
