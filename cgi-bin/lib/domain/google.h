#ifndef LIB_DOMAIN_GOOGLE_H
#define LIB_DOMAIN_GOOGLE_H

#include "lib/base/buf.h"
#include "lib/base/kind.h"
#include "lib/base/setting.h"

/*
 * Google Calendar without its network: addresses, what is sent and what comes
 * back.  The pages send people to the consent, the worker makes the calls.
 *
 * A program that uses it declares google_settings.
 */
extern const struct setting google_settings[];
/* Has the site a client of Google's? */
bool google_is_configured(void);

/* --- consent: authorization code with PKCE (RFC 6749, RFC 7636) ------------- */

/* Where people are sent; state and verifier are random tokens. */
const char *
google_consent_url(struct arena *, const char *state, const char *verifier);
/* Its origin, for a policy that must let a form lead there. */
const char *google_consent_origin(struct arena *);
const char *google_token_url(struct arena *);
const char *google_revoke_url(struct arena *);
/* Form bodies for the token address. */
const char *
google_code_body(struct arena *, const char *code, const char *verifier);
const char *google_refresh_body(struct arena *, const char *refresh_token);

struct google_tokens {
	const char *access;
	const char *refresh; /* NULL: the one there is stays */
	int64_t lasts_seconds;
	bool can_write; /* events were granted, not only asked for */
};
bool google_tokens_read(
    struct arena *, const char *json, size_t len, struct google_tokens *);

/* --- the calendar ------------------------------------------------------------ */

/* "/calendars/primary", "/calendars/primary/events/ID" and so on. */
const char *google_api_url(struct arena *, const char *path);

/* A session as an event.  Instead of people it names nobody who is hidden, and
 * it invites nobody. */
struct google_event {
	const char *id; /* NULL in a change */
	int64_t session_id, sequence;
	int64_t least_sequence; /* Google refuses one below its own */
	struct instant start, end;
	const char *summary, *description, *location, *url; /* or NULL */
};
const char *google_event_json(struct arena *, const struct google_event *);
/* What an event's resource says of itself. */
struct google_remote {
	const char *id, *etag;
	int64_t sequence;
};
bool google_remote_read(
    struct arena *, const char *json, size_t len, struct google_remote *);
/* The address and zone of a calendar; false when it is none. */
struct google_calendar {
	const char *id, *zone;
};
bool google_calendar_read(
    struct arena *, const char *json, size_t len, struct google_calendar *);

/* One page of a list of events (singleEvents): the times that are taken.  An
 * event without times is free: cancelled, transparent, declined, of no length,
 * or a place of work. */
struct google_item {
	const char *id;
	struct instant start, end;
	const char *session; /* its private mark of ours; or NULL */
};
struct google_page {
	struct google_item *items;
	size_t n, skipped; /* skipped: not understood, left as they were */
	const char *zone;  /* the calendar's */
	const char *next_page, *next_sync; /* or NULL */
};
/* All-day and floating times are the calendar's: what the page says, or else
 * `zone`.  False when it is no such page. */
bool google_page_read(struct arena *, const char *json, size_t len,
    const char *zone, struct google_page *);
/* The items as google_apply() of the database takes them: {…},{…} without
 * brackets. */
void google_items_json(const struct google_page *, struct buf *);

/* --- refusals ------------------------------------------------------------------ */

enum google_trouble {
	GOOGLE_FINE,
	GOOGLE_LATER,    /* too often, too slow, broken: try again */
	GOOGLE_NO_TOKEN, /* 401: the access token is not taken */
	GOOGLE_NO_GRANT, /* the consent is gone, or does not reach so far */
	GOOGLE_EXISTS,   /* 409 */
	GOOGLE_CHANGED,  /* 412, or a sequence that is behind */
	GOOGLE_GONE,     /* 404, 410 */
	GOOGLE_REFUSED   /* a mistake of ours, or of the settings */
};
/* Of an API's or the token address's answer; status 0 is none at all. */
enum google_trouble
google_trouble_of(int64_t status, const char *body, size_t len);
/* The answer's own word ("rateLimitExceeded", "invalid_grant") or "". */
const char *google_reason(struct arena *, const char *body, size_t len);

#endif
