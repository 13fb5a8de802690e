#ifndef LIB_APP_APP_H
#define LIB_APP_APP_H

#include "lib/app/catalogue.h"
#include "lib/auth/session.h"
#include "lib/base/buf.h"
#include "lib/db/db.h"
#include "lib/form/form.h"
#include "lib/http/http.h"
#include "lib/view/parts.h"
#include "lib/view/view.h"

/*
 * The only flow of a request: accept, find the route, open the session, check
 * access, CSRF and form, run the handler in a transaction, commit, send, reset
 * the arena.  A handler is a function of the request and a database snapshot to
 * a status and database writes; it never touches the network, and it may be run
 * again from its start (serialization failure), so it keeps nothing outside
 * `struct request`.  A status of 400 or more rolls its writes back.
 */
struct request;

enum status {
	OK = 200,
	CREATED = 201,
	ACCEPTED = 202,
	NO_CONTENT = 204,
	SEE_OTHER = 303,
	NOT_MODIFIED = 304,
	BAD_REQUEST = 400,
	UNAUTHORIZED = 401,
	FORBIDDEN = 403,
	NOT_FOUND = 404,
	METHOD_NOT_ALLOWED = 405,
	CONFLICT = 409,
	GONE = 410,
	TOO_LARGE = 413,
	UNSUPPORTED_TYPE = 415,
	INVALID = 422,
	TOO_MANY = 429,
	INTERNAL_ERROR = 500,
	UNAVAILABLE = 503
};

/* Who may call a route.  The zero value lets nobody in. */
enum access {
	NOBODY,
	PUBLIC,     /* anyone; a session is opened when there is a cookie */
	SIGNED_OUT, /* sign-up, sign-in: a member is sent to the dashboard */
	MEMBER,     /* signed in and active, address verified or not */
	VERIFIED,   /* MEMBER whose address is verified */
	STAFF /* VERIFIED with a second factor: admin and moderator pages */
};

/* nginx limits each class by client address (see nginx/README in site.conf). */
enum rate {
	RATE_PAGE,
	RATE_WRITE,
	RATE_SIGN_IN,
	RATE_MAIL,
	RATE_UPLOAD,
	RATE_PROVIDER /* other systems' calls: in bursts, and never as a page */
};

/* Whether the call is read from the database only, and how it ends. */
enum route_flags {
	ROUTE_SUDO = 1,      /* asks for the password again after 15 minutes */
	ROUTE_NO_CSRF = 2,   /* one-click unsubscribe, webhooks: own proof */
	ROUTE_JSON_ONLY = 4, /* no page: always answers JSON */
	ROUTE_SERIALIZABLE = 8,
	ROUTE_OPEN = 16,   /* the handler queries beyond .reads */
	ROUTE_CACHED = 32, /* public page: ETag, nginx may keep it 10 s when
				   there is no session cookie */
	ROUTE_WRITES = 64, /* a GET that must write (export download, …) */
	ROUTE_JSON_NO_CSRF =
	    128,               /* JSON sign-in: no cookie is there yet to bind
				     a token to; Origin is checked all the same */
	ROUTE_SUSPENDED = 256, /* open to suspended members too */
	ROUTE_IMPERSONATED = 512, /* an admin acting as another may call it */
	ROUTE_IN_PERSON = 1024,   /* about the browser's own session: no token's
				  business */
	ROUTE_SAVES = 4096, /* its .reads write, in the session's own round
			       trip: CSRF is checked before, and what they call
			       lets nobody in but acting_member(); it writes
			       nothing for a refused call but by rule */
	ROUTE_RAW = 2048    /* a call whose body is signed: it is in r->raw as
			     it came, whatever its type; no form, no session
			     and no CSRF, always JSON */
};

/*
 * One row per method and path; `:name` in the path fills the form field of that
 * name.  Each path answers under /api too, and HEAD like GET.  Exact segments
 * win over `:name`.
 */
struct route {
	const char *method, *path;
	enum status (*handle)(struct request *);
	const struct form *form;
	enum access access;
	const char *permission; /* beside access, such as "people.suspend" */
	enum rate rate;
	unsigned flags;
	/* Queues statements behind session_open in the same round trip; handle
	 * fetches them in order.  Never writes. */
	void (*reads)(struct request *);
	/* The rare call to the outside whose answer the page needs.  Runs before
	 * the transaction and before it is known who asks, on a form that is
	 * valid: it reads no database, decides nothing, and leaves what it found
	 * in r->prepared.  Not run again with the handler. */
	void (*before)(struct request *);
	/* Shows the form again after a 422 or 409 of this route (HTML). */
	enum status (*refused)(struct request *);
	size_t body_max; /* bytes; 0 means 64 KiB */
};

/* A page: its template, the table of the struct it shows, and the form (if any)
 * whose fields it shows as {{#form.name}}. */
struct page {
	const char *path; /* below templates/, without .mustache */
	const struct field *fields;
	const struct form *form;
	/* made at start */
	struct view *views[MOST_LANGUAGES];
	struct field form_scope[2];
};

struct chrome; /* what the layout shows: chrome.h */

struct request {
	struct arena *arena;
	struct db *db;
	const struct route *route;
	const void *form;          /* the route's struct, valid; or NULL */
	struct form_result parsed; /* messages, states, presence */
	void *prepared;            /* of the route's .before; or NULL */
	const struct buf *raw;     /* the body of a ROUTE_RAW call; or NULL */
	const struct pairs *sent; /* what came, before any check: for pages that
				     show the rows of a list again */
	const struct session *session; /* never NULL; user_id 0 is nobody */
	const char *browser_zone;      /* as its script says; never NULL */
	const char *visitor_zone;      /* of who is not signed in: what was
					  chosen, else the browser's */
	struct instant now; /* app_now(): one value for the request */
	const struct http_request *http;
	const char *area;   /* the program's name */
	bool json;          /* the answer is to be JSON */
	enum status status; /* of the page being rendered */
	struct buf *body;
	/* for the layout; a handler may set title-less parts */
	const char *refusal; /* words of a 409 or 403, shown as a note */
	/* private to lib/app */
	struct response *out;
	const struct app *app;
	const char *problem_type;
	const struct field *extra_fields;
	const void *extra;
	const char *problem_detail; /* JSON members from a SQL refusal */
	const struct visit *visit;
	const struct stream *stream; /* what is sent in place of the body */
	struct moderated *moderated; /* texts that were checked: moderate.h */
	const char *fresh_token; /* the session's, from this page on; or NULL */
	void (*after)(struct request *, void *);
	void *after_data;
};

/* --- what was typed ----------------------------------------------------- */

/* Into a field of the form, "" for nothing; whether or not the form as a whole
 * was valid. */
const char *typed(const struct request *, const char *field);
/* The same as a number, such as the id in the path. */
int64_t typed_id(const struct request *, const char *field);
/* Pick the choices that were sent under this name, as ticks are. */
void pick_ticked(
    const struct request *, const char *name, struct choice *, size_t n);

/* --- answers ------------------------------------------------------------ */

/* 200 (or the status of the refusal being shown) with the page, or its JSON. */
enum status
request_render(struct request *, const struct page *, const void *view);
/* JSON from a table, with this status, whatever was asked for. */
enum status request_json(
    struct request *, enum status, const struct field *, const void *view);
/* After a write.  HTML: 303 to the printf'd address on this site.  JSON: the
 * status and the view (NULL view: 204). */
struct outcome {
	enum status status;
	const struct field *fields;
	const void *view;
};
enum status request_done(struct request *, const struct outcome *,
    const char *location, ...) __attribute__((format(printf, 3, 4)));
/* 303 for both HTML and JSON callers: only where the page itself moves. */
enum status request_redirect(struct request *, const char *location, ...)
    __attribute__((format(printf, 2, 3)));
/* Words to show once, on the page after the redirect (a toast). */
void request_flash(struct request *, const char *words);
/* Refuse with words (already translated).  HTML: the route's `refused` page
 * with r->refusal set, else the error page.  JSON: a problem document. */
enum status request_refuse(struct request *, enum status, const char *words);
/* Further members of the problem document that follows ("alternatives",
 * "allowed"), by table. */
void
request_problem_extra(struct request *, const struct field *, const void *view);
/* Add a field message; returns INVALID for the handler to return. */
enum status
request_invalid(struct request *, const char *field, const char *words);
/* Show these values in the page's form (a GET that edits): struct of the form's
 * type. */
void request_fill(struct request *, const struct form *, const void *values);
/* Hand a file to nginx (X-Accel-Redirect); path is below the media folder. */
struct download {
	const char *path, *type, *filename;
	bool inline_ok; /* else Content-Disposition: attachment */
};
enum status request_file(struct request *, const struct download *);
/* Text of another type (calendar feed, CSV, SVG). */
enum status request_text(struct request *, const char *type,
    const char *filename, const struct buf *);
/*
 * A text that may be too long to keep (CSV of everything): after the handler's
 * transaction, next() is called until it gives false, each time in a read-only
 * transaction and with memory of its own, and what it appends is sent before the
 * next call.  What it keeps in between is in `data`, in the memory of the
 * request that made it.  A failure breaks the answer off.
 */
struct stream {
	const char *type, *filename;
	bool (*next)(struct request *, void *data, struct buf *);
	void *data;
};
enum status request_stream(struct request *, const struct stream *);
void request_header(struct request *, const char *name, const char *value);
void request_cookie(struct request *, const struct cookie *);

/* A row of the audit log, with the address and number of this request. */
struct deed {
	const char *action;      /* "role.grant" */
	const char *target_kind; /* "user"; NULL: of nothing */
	int64_t target_id;
	const char *detail; /* JSON object, or NULL */
};
void request_audit(struct request *, const struct deed *);

/* Words that outlive a refusal (throttle counters, audit, owner notices): fn
 * runs in its own transaction after the handler's was rolled back. */
void after_refusal(
    struct request *, void (*fn)(struct request *, void *), void *data);

/* The words for English text in the language that is spoken (catalogue.h);
 * extracted by `make catalogue`. */
const char *tr(const char *english) __attribute__((format_arg(1)));

/* Words for the machine words that SQL functions raise (SQLSTATE BL409 and its
 * kin): `slot_taken` becomes a problem type and a sentence. */
struct refusal {
	const char *code, *english;
};
/* The words of a code: the program's own, else those that all programs share;
 * NULL when nobody wrote any. */
const char *words_of_refusal(const struct refusal *own, const char *code);

/* The cookies: the session, and what a visitor's forms are bound to. */
#define SESSION_COOKIE "__Host-belay"
enum { SESSION_COOKIE_SECONDS = 30 * 24 * 3600 };
#define VISIT_COOKIE "__Host-visit"
#define FLASH_COOKIE "__Host-flash"
/* An admin's own session, while the other is of whom they look as. */
#define OWN_COOKIE "__Host-own"
/* A visitor's choice of looks: "theme:text_size:zone". */
#define LOOK_COOKIE "__Host-look"
/* The affiliate's link that a visitor followed last: "CODE.SECONDS". */
#define REFERRAL_COOKIE "__Host-ref"
/* The browser's time zone, set by static/js/app.js. */
#define ZONE_COOKIE "__Host-zone"

/* --- an executable --------------------------------------------------------- */

struct app {
	const char *name;           /* folder, role belay_NAME, socket */
	const struct route *routes; /* ends with a NULL method */
	const struct stmt *const *const
	    *stmts;                /* tables of sqlgen, ends with NULL */
	struct page *const *pages; /* ends with NULL */
	const struct setting *const
	    *settings; /* tables, ends with NULL; may be NULL */
	const struct refusal *refusals; /* ends with a NULL code; may be NULL */
};

/*
 * main() returns this.  Without an option: serve FastCGI on fd 0 or --socket
 * PATH with --processes N.  --routes prints the route table, --check compiles
 * every template, --contract checks every statement as the role,
 * --settings prints the documented settings.
 */
int app_run(const struct app *, int argc, char **argv);

/* Connection words for a program's role, clock offset included. */
const char *app_conninfo(struct arena *, const char *program);

#endif
