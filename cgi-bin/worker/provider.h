#ifndef WORKER_PROVIDER_H
#define WORKER_PROVIDER_H

#include "lib/domain/payment_provider.h"
#include "worker/rules_provider.h"
#include "worker/worker.h"

/*
 * The payment providers' wire.  What is asked of them (a checkout, a capture, a
 * refund, a transfer, …) is decided in SQL, in the transaction whose reason it
 * is: a row of provider_call for what changes something there, a look
 * (provider_object) for how something is.  Here it is sent and the answer
 * handed back.  A provider is its functions there (payment_provider) and one of
 * these.
 */
struct provider_question {
	const char *method, *resource; /* "/v1/refunds", with its query */
	const char *key;     /* the same for the same wish; NULL: only reads */
	const char *account; /* in whose name; NULL: ourselves */
	struct json_object *body; /* NULL: none */
};

struct provider {
	const char *name;
	/* Ask once, with nothing repeated that may have been done. */
	void (*ask)(struct arena *, const struct provider_question *,
	    struct net_answer *);
};
extern const struct provider stripe_provider; /* stripe.c */
extern const struct provider paypal_provider; /* paypal.c */

enum { PROVIDER_TIMEOUT_MS = 20000 };

#endif
