#ifndef BILLING_CHECKOUT_API_H
#define BILLING_CHECKOUT_API_H

#include "lib/app/app.h"

/* Buying by programs.  What they are given is an order and the address where a
 * browser pays it: {"order_id", "url", "status", "provider"}. */
extern const struct form purchase_form, verify_form, capture_form;
enum status purchase_post(struct request *);        /* provider: as asked */
enum status purchase_stripe_post(struct request *); /* … Stripe */
enum status purchase_paypal_post(struct request *); /* … PayPal */
/* Is it paid?  Asks the provider again. */
enum status verify_show(struct request *);
enum status capture_post(struct request *);

/* The answer after an order is begun, for other pages that begin one. */
struct purchase {
	int64_t order_id;
	const char *ref, *status, *provider;
};
enum status purchase_answer(struct request *, const struct purchase *);

#endif
