#include <string.h>
#include <strings.h>

#include "lib/base/log.h"
#include "lib/http/cookie.h"
#include "lib/http/etag.h"
#include "lib/http/server.h"

enum {
	HEADERS_MAX = 40,
	COOKIES_MAX = 20,
	BODY_HINT = 64 * 1024, /* most pages; copied when they outgrow it */
	HEAD_HINT = 1024
};

struct header {
	const char *name, *value;
};

struct headers {
	struct header items[HEADERS_MAX];
	size_t n;
};

struct response {
	struct arena *arena;
	int status;
	struct headers headers;
	struct headers cookies; /* by the cookie's name */
	struct buf body;
};

struct response *
response_new(struct arena *a)
{
	struct response *r = arena_alloc(a, 1, sizeof(*r));

	r->arena = a;
	r->status = 200;
	buf_init(&r->body, a, BODY_HINT);
	return r;
}

struct buf *
response_body(struct response *r)
{
	return &r->body;
}

void
response_status(struct response *r, int status)
{
	r->status = status;
}

int
response_status_of(const struct response *r)
{
	return r->status;
}

void
response_reset(struct response *r)
{
	r->status = 200;
	r->headers.n = 0;
	r->cookies.n = 0;
	r->body.len = 0;
}

static void
put_header(struct headers *all, size_t most, struct header header)
{
	size_t i;

	for (i = 0; i < all->n; i++)
		if (strcasecmp(all->items[i].name, header.name) == 0)
			break;
	if (i == most)
		log_fatal("http: too many headers");
	all->items[i] = header;
	if (i == all->n)
		all->n++;
}

void
response_header(struct response *r, const char *name, const char *value)
{
	struct header header = { name, arena_strdup(r->arena, value) };

	if (strpbrk(name, "\r\n:") != NULL || strpbrk(value, "\r\n") != NULL)
		log_fatal("http: header %s has a line end", name);
	put_header(&r->headers, HEADERS_MAX, header);
}

void
response_cookie(struct response *r, const struct cookie *c)
{
	struct header header = { arena_strdup(r->arena, c->name),
		cookie_line(r->arena, c) };

	put_header(&r->cookies, COOKIES_MAX, header);
}

static const char *
reason(int status)
{
	static const struct {
		int status;
		const char *reason;
	} reasons[] = { { 200, "OK" }, { 201, "Created" }, { 202, "Accepted" },
		{ 204, "No Content" }, { 303, "See Other" },
		{ 304, "Not Modified" }, { 400, "Bad Request" },
		{ 401, "Unauthorized" }, { 403, "Forbidden" },
		{ 404, "Not Found" }, { 405, "Method Not Allowed" },
		{ 409, "Conflict" }, { 410, "Gone" },
		{ 413, "Content Too Large" }, { 415, "Unsupported Media Type" },
		{ 422, "Unprocessable Content" }, { 429, "Too Many Requests" },
		{ 500, "Internal Server Error" },
		{ 503, "Service Unavailable" } };
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(reasons[0]); i++)
		if (reasons[i].status == status)
			return reasons[i].reason;
	return "";
}

static bool
has_body(int status)
{
	return status >= 200 && status != 204 && status != 304;
}

static void
put_line(struct buf *b, const char *name, const char *value)
{
	buf_puts(b, name);
	buf_put(b, ": ", 2);
	buf_puts(b, value);
	buf_put(b, "\r\n", 2);
}

/* What describes a body is left out where there is none. */
static bool
describes_body(const char *name)
{
	return strncasecmp(name, "Content-", 8) == 0;
}

static void
put_head(struct response *r, struct buf *b, bool has_length)
{
	bool body = has_body(r->status), typed = false;
	const struct header *h;

	buf_printf(b, "Status: %d %s\r\n", r->status, reason(r->status));
	for (h = r->headers.items; h < r->headers.items + r->headers.n; h++) {
		typed = typed || strcasecmp(h->name, "Content-Type") == 0;
		if (body || !describes_body(h->name))
			put_line(b, h->name, h->value);
	}
	for (h = r->cookies.items; h < r->cookies.items + r->cookies.n; h++)
		put_line(b, "Set-Cookie", h->value);
	if (body && !typed)
		put_line(b, "Content-Type", "text/html; charset=utf-8");
	if (body && has_length)
		buf_printf(b, "Content-Length: %zu\r\n", r->body.len);
	buf_put(b, "\r\n", 2);
}

static void
tag(struct response *r, const struct http_request *http)
{
	const char *tag = etag_of(r->arena, r->body.data, r->body.len);

	response_header(r, "ETag", tag);
	if (etag_matches(http->if_none_match, tag))
		r->status = 304;
}

bool
response_send(struct response *r, const struct http_request *http, bool etag)
{
	struct http_server *s = http->transport;
	struct slice body = { 0 };
	struct buf head;
	bool sent;

	if (s == NULL || s->fcgi.ipcFd < 0)
		return false;
	if (etag && r->status == 200)
		tag(r, http);
	buf_init(&head, r->arena, HEAD_HINT);
	put_head(r, &head, true);
	if (has_body(r->status) && !http->is_head)
		body = (struct slice){ r->body.data, r->body.len };
	sent = server_write(
	    s, (struct slice){ head.data, head.len }, body, r->arena);
	server_hang_up(s);
	return sent;
}

bool
response_start(struct response *r, const struct http_request *http)
{
	struct http_server *s = http->transport;
	struct buf head;

	if (s == NULL || s->fcgi.ipcFd < 0)
		return false;
	buf_init(&head, r->arena, HEAD_HINT);
	put_head(r, &head, false);
	return server_put(s, (struct slice){ head.data, head.len }, r->arena);
}

bool
response_piece(const struct http_request *http, const struct buf *b)
{
	if (http->is_head || b->len == 0)
		return true;
	return server_put(
	    http->transport, (struct slice){ b->data, b->len }, b->arena);
}

bool
response_finish(const struct http_request *http)
{
	bool sent = server_end(http->transport);

	server_hang_up(http->transport);
	return sent;
}
