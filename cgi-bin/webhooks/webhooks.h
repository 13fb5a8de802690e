#ifndef WEBHOOKS_WEBHOOKS_H
#define WEBHOOKS_WEBHOOKS_H

#include "lib/app/app.h"
#include "lib/auth/signature.h"
#include "lib/base/setting.h"
#include "webhooks/rules_event.h"

/*
 * Calls of other systems.  Before the transaction a call is checked by its
 * signature, over the bytes as they came, and read; in it the event is stored,
 * once by its id.  The worker applies it later.  What can't be believed or read
 * leaves a line in the log and nothing else.
 */
struct delivery {
	const char *provider;
	struct event event;
	const char *why;  /* it is refused; NULL: it is fine.  For the log */
	bool is_verified; /* the signature was fine, whatever the rest is */
	bool is_away;     /* what would prove it can't be had just now */
	bool is_foreign;  /* signed, but not about this platform */
};

/* delivery.c: what all have in common. */
enum { DELIVERY_BYTES = 1024 * 1024 };
/* The one in r->prepared; its body as signatures want it. */
struct delivery *
delivery_new(struct request *, const char *provider, struct signed_body *);
/* Take what the check of the signature said, and read the event. */
void delivery_judge(struct request *, struct delivery *, const char *why,
    const struct event_shape *);
/* The handler: store and acknowledge. */
enum status delivery_store(struct request *);
/* Refuse with this status; the reason goes to the log. */
enum status delivery_refuse(struct request *, enum status);
/* Store it; false: the database does not take it for JSON. */
bool delivery_keep(struct request *, bool *is_fresh);

/* stripe.c: the platform's own account, and those connected to it. */
void stripe_check(struct request *);
void stripe_connect_check(struct request *);
extern const struct setting stripe_settings[];

/* paypal.c, paypal_certificate.c */
void paypal_check(struct request *);
extern const struct setting paypal_settings[];
/* The certificate and its chain as PEM, from the disk or from PayPal; NULL when
 * it is not to be believed (*why), or can't be had now (*why is NULL). */
const char *paypal_certificate(struct arena *, const char *url,
    const struct paypal_trust *, const char **why);

/* livekit.c, resend.c */
void livekit_check(struct request *);
extern const struct setting livekit_settings[];
void resend_check(struct request *);
extern const struct setting resend_settings[];

/* discord.c: interactions are answered at once. */
void discord_check(struct request *);
enum status discord_answer(struct request *);
extern const struct setting discord_settings[];

#endif
