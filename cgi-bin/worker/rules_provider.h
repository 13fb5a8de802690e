#ifndef WORKER_RULES_PROVIDER_H
#define WORKER_RULES_PROVIDER_H

#include <json-c/json.h>

#include "lib/base/buf.h"
#include "lib/net/net.h"

/* Talking to payment providers, without their network. */

/* A JSON object as Stripe's forms have it: a[b][0][c]=value, in the object's
 * order; null is left out. */
void provider_form(struct buf *, struct json_object *);

enum provider_verdict {
	PROVIDER_DONE,
	PROVIDER_AGAIN,  /* nobody knows whether it was done: the same again */
	PROVIDER_REFUSED /* an answer, and it is no */
};
/* What an answer means.  A key that is not taken is the site's mistake: it may be
 * set right while the request waits. */
enum provider_verdict provider_judge(const struct net_answer *);
/* Words for the log and the row: the status and the answer's own word, nothing of
 * anybody's. */
const char *provider_why(
    struct arena *, const struct net_answer *, struct json_object *said);

#endif
