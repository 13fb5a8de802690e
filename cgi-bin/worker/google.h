#ifndef WORKER_GOOGLE_H
#define WORKER_GOOGLE_H

#include "gen/worker/google_sql.h"
#include "lib/domain/google.h"
#include "lib/net/net.h"
#include "worker/worker.h"

/*
 * A person's connection to Google, for the length of a job: calls with a token
 * that is refreshed a minute early, and once more when it is refused.  A
 * consent that is gone ends the connection and tells its owner.  All outside of
 * transactions.
 */
struct google {
	struct work *work;
	struct google_account_find_row row;
	const char *access;
	bool is_retried; /* the token was refreshed because of a 401 */
	bool is_lost;    /* no connection (any more): nothing is to be done */
};

/* False when there is none, or it can't be used now; then `is_lost`, or
 * work->why and the answer's Retry-After. */
bool google_open(
    struct google *, struct work *, int64_t user_id, struct net_answer *);

struct google_call {
	const char *method, *path; /* "/calendars/…", with its query */
	const char *body;          /* JSON; or NULL */
	const char *etag;          /* If-Match; or NULL */
	size_t answer_max;
};
/* The answer stays in the arena.  GOOGLE_NO_GRANT: `is_lost` is set. */
enum google_trouble google_do(struct google *, struct arena *,
    const struct google_call *, struct net_answer *);

/* A POST of a form to the token addresses. */
enum google_trouble google_post_form(
    struct work *, const char *url, const char *body, struct net_answer *);
/* Words for the log: the status and the answer's own word, nothing else. */
const char *
google_why(struct work *, const char *what, const struct net_answer *);
/* "/calendars/ID" and what follows. */
const char *google_calendar_path(const struct google *, const char *rest);

#endif
