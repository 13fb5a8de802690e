#include "worker/provider.h"

/* Objects have the shape of this version, wherever the account stands. */
#define STRIPE_VERSION "2023-08-16"

enum { MOST_HEADERS = 6 };

static void
put_headers(
    struct net_header *h, struct arena *a, const struct provider_question *q)
{
	*h++ = (struct net_header){ "Authorization",
		arena_printf(
		    a, "Bearer %s", setting_text("STRIPE_SECRET_KEY")) };
	*h++ = (struct net_header){ "Stripe-Version", STRIPE_VERSION };
	if (q->key != NULL)
		*h++ = (struct net_header){ "Idempotency-Key", q->key };
	if (q->account != NULL)
		*h++ = (struct net_header){ "Stripe-Account", q->account };
	if (q->body != NULL)
		*h = (struct net_header){ "Content-Type",
			"application/x-www-form-urlencoded" };
}

static void
stripe_ask(struct arena *a, const struct provider_question *q,
    struct net_answer *answer)
{
	struct net_header headers[MOST_HEADERS] = { { NULL, NULL } };
	struct buf form;

	put_headers(headers, a, q);
	buf_init(&form, a, 512);
	if (q->body != NULL)
		provider_form(&form, q->body);
	net_fetch(a,
	    &(struct net_call){ .method = q->method,
		.url = arena_printf(
		    a, "%s%s", payment_provider_url(a, "stripe"), q->resource),
		.headers = headers,
		.body = q->body != NULL ? form.data : NULL,
		.body_len = form.len,
		.timeout_ms = PROVIDER_TIMEOUT_MS },
	    answer);
}

const struct provider stripe_provider = { "stripe", stripe_ask };
