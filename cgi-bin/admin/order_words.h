#ifndef ADMIN_ORDER_WORDS_H
#define ADMIN_ORDER_WORDS_H

/* What admins call orders and what belongs to them; buyers read others.  The
 * lists end with NULL; an unknown name is its own word. */

extern const char *const order_kinds[],
    *const order_states[], *const order_providers[],
			       *const refund_states[], *const dispute_states[];

/* "Session pack" */
const char *order_kind_words(const char *kind);
/* "Partly refunded" */
const char *order_status_words(const char *status);
/* "By hand", "Stripe" */
const char *order_provider_words(const char *provider);
/* "Sent" */
const char *refund_status_words(const char *status);
/* "The policy" */
const char *refund_reason_words(const char *reason);
const char *dispute_status_words(const char *status);
const char *payment_status_words(const char *status);
/* "Platform fee": who a share of an order is for (order_share.kind). */
const char *share_words(const char *kind);
/* good, info, warn, bad of a pill; NULL: none. */
const char *order_tone(const char *status);

#endif
