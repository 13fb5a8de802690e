#ifndef LIB_HTTP_HTTP_H
#define LIB_HTTP_HTTP_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/form/form.h"

/*
 * One HTTP request in and one response out, over FastCGI.  This is the only
 * folder that includes fcgiapp.h; handlers never see it.  The response is
 * buffered whole and written once, with its length.
 *
 * Every string of a request is valid UTF-8 (a header's invalid bytes became ?),
 * except query, which is as it came; NULL when the header is missing or empty.
 * They live until the next http_accept().
 */
struct http_server;
struct response;

struct http_request {
	const char *method; /* GET for HEAD, with is_head set */
	const char *path;   /* decoded, no query, no /api prefix; see is_api */
	const char *query;  /* raw, never NULL */
	const char *uri;    /* as the browser sent it, for `next` */
	const char *host, *scheme, *remote_addr, *user_agent;
	const char *request_id; /* REQUEST_ID, else made here; 32 hex digits */
	const char *content_type, *accept, *accept_language, *cookie;
	const char *authorization, *origin, *sec_fetch_site, *csrf_header;
	const char *if_none_match, *idempotency_key;
	int64_t content_length; /* -1: none given */
	bool is_head, is_api;
	enum { PATH_FINE, PATH_MALFORMED } path_fault;
	struct http_server *transport; /* private to lib/http */
};

/* Listen on fd 0 (path NULL) or make the unix socket `path`, mode 0660. */
struct http_server *http_listen(const char *path);
void http_close(struct http_server *);

/* Wait for the next request; NULL after http_stop() or when the socket fails. */
const struct http_request *http_accept(struct http_server *, struct arena *);
/* For a signal handler: http_accept() gives NULL from now on, also the one that
 * waits; a signal just before it is not lost.  The request that was accepted is
 * still read to its end: SIGTERM, SIGINT and SIGHUP wait meanwhile. */
void http_stop(void);

/* Any header of the request by its name, such as "Stripe-Signature". */
const char *http_header(const struct http_request *, const char *name);

enum body_fault {
	BODY_FINE,
	BODY_SHORT,      /* 400: fewer bytes than CONTENT_LENGTH */
	BODY_TOO_LARGE,  /* 413 */
	BODY_MALFORMED,  /* 400 */
	BODY_TOO_MANY,   /* 413: pairs, parts, depth */
	BODY_UNSUPPORTED /* 415: content type */
};
/* Read and parse the body into pairs by its Content-Type: urlencoded,
 * multipart (files go to private temporary files under `tmp_dir`, which are
 * deleted with the arena), JSON.  *is_json tells which.  What is not a file is
 * kept in memory and may have BODY_MEMORY_MAX bytes, however large max_bytes
 * is.  An empty body is fine whatever its type. */
enum { BODY_MEMORY_MAX = 1024 * 1024 };
struct body_limits {
	size_t max_bytes;
	const char *tmp_dir; /* NULL: a file is BODY_UNSUPPORTED */
};
enum body_fault http_read_body(const struct http_request *,
    const struct body_limits *, struct pairs *, bool *is_json);

/* The body as it came, whatever its type, for calls that are signed. */
enum body_fault
http_read_raw(const struct http_request *, size_t max_bytes, struct buf *);

/* The parsers behind it, on memory (fuzzed; also used for tests). */
enum body_fault multipart_parse(const char *body, size_t len,
    const char *boundary, const char *tmp_dir, struct pairs *);

struct cookie {
	const char *name, *value;
	int64_t max_age_seconds; /* 0: until the browser ends; -1: delete now */
	bool readable_by_script;
};
/* The value of a cookie by exact name, without quotes around it; NULL when
 * missing, given twice or longer than 4096 bytes. */
const char *cookie_find(struct arena *, const char *header, const char *name);

/* Does Accept prefer application/json over text/html? */
bool http_prefers_json(const char *accept);
/* Which of n languages (codes such as "en") Accept-Language, or NULL, asks for:
 * its number; 0 when it names none of them. */
size_t
http_language(const char *accept_language, const char *const *codes, size_t n);
/* `next` is safe to follow: one leading slash, a path on this site, no control
 * characters, no backslash, not /login or /logout. */
bool http_is_local_path(const char *next);

/* --- the answer -------------------------------------------------------- */
struct response *response_new(struct arena *);
struct buf *response_body(struct response *);
void response_status(struct response *, int status);
/* A later value for the same name replaces the earlier.  CR, LF, NUL in a value
 * is a programming mistake and ends the process. */
void response_header(struct response *, const char *name, const char *value);
/* Set-Cookie with Secure, SameSite=Lax and Path=/, HttpOnly unless scripts may
 * read it.  A later cookie of the name replaces the earlier.  A byte that no
 * cookie may hold (space, comma, semicolon, quote, backslash, beyond ASCII)
 * ends the process: encode what people wrote. */
void response_cookie(struct response *, const struct cookie *);
/* Start the response over (the handler is run again). */
void response_reset(struct response *);
int response_status_of(const struct response *);
/* Send it; adds Content-Length, a strong ETag and 304 when `etag` is true.
 * False when the peer went away. */
bool response_send(struct response *, const struct http_request *, bool etag);
/* In pieces, for a body too long to keep: its head without a length, any number
 * of pieces (a HEAD request gets none of them), and its end.  Without the end
 * the peer knows that it broke off.  False when the peer went away. */
bool response_start(struct response *, const struct http_request *);
bool response_piece(const struct http_request *, const struct buf *);
bool response_finish(const struct http_request *);

#endif
