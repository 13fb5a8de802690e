#include <stdio.h>
#include <string.h>

#include "lib/http/content_type.h"
#include "lib/http/multipart.h"
#include "lib/http/server.h"

enum { CHUNK = 16 * 1024, BODY_SECONDS = 60 };

/* Where the pieces of a body go. */
struct sink {
	struct buf *buf;
	struct multipart *multipart; /* when buf is NULL */
};

static enum body_fault
put(const struct sink *sink, const char *data, size_t len)
{
	if (sink->buf == NULL)
		return multipart_feed(sink->multipart, data, len);
	buf_put(sink->buf, data, len);
	return BODY_FINE;
}

/* Everything came: nothing is left, and as much as was announced is there. */
static enum body_fault
check_end(struct http_server *s, const struct http_request *r, size_t got)
{
	if (r->content_length >= 0 && got < (size_t)r->content_length)
		return BODY_SHORT;
	if (r->content_length < 0 && FCGX_GetError(s->fcgi.in) != 0)
		return BODY_SHORT;
	if (FCGX_GetChar(s->fcgi.in) != EOF)
		return BODY_MALFORMED;
	s->body_is_read = true;
	return BODY_FINE;
}

/* Up to `left` bytes into the sink; what came is added to *got. */
static enum body_fault
fill(struct http_server *s, size_t left, const struct sink *sink, size_t *got)
{
	enum body_fault fault = BODY_FINE;
	char chunk[CHUNK];
	size_t want, n;

	do {
		want = left < sizeof(chunk) ? left : sizeof(chunk);
		n = (size_t)FCGX_GetStr(chunk, (int)want, s->fcgi.in);
		fault = put(sink, chunk, n);
		*got += n;
		left -= n;
	} while (fault == BODY_FINE && n == want && left > 0);
	return fault;
}

/* The whole body into the sink, at most `most` bytes; one byte more is asked
 * for when no length was announced, to see that there is none. */
static enum body_fault
pump(const struct http_request *r, size_t most, const struct sink *sink)
{
	struct http_server *s = r->transport;
	bool known = r->content_length >= 0;
	size_t left = known ? (size_t)r->content_length : most + 1, got = 0;
	enum body_fault fault;
	sigset_t before;

	if (known && left > most)
		return BODY_TOO_LARGE;
	server_set_patience(s->fcgi.ipcFd, BODY_SECONDS);
	server_hold_signals(&before);
	fault = fill(s, left, sink, &got);
	if (fault == BODY_FINE)
		fault = got > most ? BODY_TOO_LARGE : check_end(s, r, got);
	server_release_signals(&before);
	return fault;
}

static size_t
at_most(size_t a, size_t b)
{
	return a < b ? a : b;
}

enum body_fault
http_read_raw(const struct http_request *r, size_t max_bytes, struct buf *b)
{
	struct sink sink = { .buf = b };

	buf_reserve(b, 1);
	*(b->data + b->len) = '\0';
	if (r->transport == NULL || r->transport->fcgi.in == NULL)
		return BODY_SHORT;
	if (r->content_length > 0 && (size_t)r->content_length <= max_bytes)
		buf_reserve(b, (size_t)r->content_length);
	return pump(r, max_bytes, &sink);
}

enum type { URLENCODED, MULTIPART, JSON, NO_TYPE, OTHER };

static enum type
type_of(const char *value)
{
	if (value == NULL)
		return NO_TYPE;
	if (value_is(value, "application/x-www-form-urlencoded"))
		return URLENCODED;
	if (value_is(value, "multipart/form-data"))
		return MULTIPART;
	return value_is(value, "application/json") ? JSON : OTHER;
}

static bool
is_utf8(const char *value, struct arena *a)
{
	const char *charset = value_param(a, value, "charset");

	return charset == NULL || value_is(charset, "utf-8") ||
	       value_is(charset, "utf8");
}

static enum body_fault
read_multipart(const struct http_request *r, const struct body_limits *limits,
    struct pairs *pairs)
{
	struct sink sink = { .buf = NULL };
	enum body_fault fault;

	sink.multipart = multipart_new(
	    value_param(pairs->arena, r->content_type, "boundary"),
	    limits->tmp_dir, pairs);
	if (sink.multipart == NULL)
		return BODY_MALFORMED;
	fault = pump(r, limits->max_bytes, &sink);
	return fault != BODY_FINE ? fault : multipart_end(sink.multipart);
}

static enum body_fault
read_text(const struct http_request *r, size_t most, enum type type,
    struct pairs *pairs)
{
	static const enum body_fault faults[] = { [FORM_FINE] = BODY_FINE,
		[FORM_MALFORMED] = BODY_MALFORMED,
		[FORM_TOO_MUCH] = BODY_TOO_MANY };
	enum body_fault fault;
	struct buf body;

	buf_init(&body, pairs->arena, 0);
	fault = http_read_raw(r, at_most(most, BODY_MEMORY_MAX), &body);
	if (fault != BODY_FINE || body.len == 0)
		return fault;
	if (type == JSON)
		return faults[pairs_from_json(pairs, body.data, body.len)];
	if (type == URLENCODED)
		return faults[pairs_from_urlencoded(
		    pairs, body.data, body.len)];
	return BODY_UNSUPPORTED;
}

/* Without a type, and of another one, only an empty body is fine. */
enum body_fault
http_read_body(const struct http_request *r, const struct body_limits *limits,
    struct pairs *pairs, bool *is_json)
{
	enum type type = type_of(r->content_type);

	*is_json = type == JSON;
	if (r->content_length == 0)
		return BODY_FINE;
	if (r->transport == NULL || r->transport->fcgi.in == NULL)
		return BODY_SHORT;
	if (r->content_length > 0 && (type == OTHER || type == NO_TYPE))
		return BODY_UNSUPPORTED;
	if (r->content_length > 0 &&
	    (uint64_t)r->content_length > limits->max_bytes)
		return BODY_TOO_LARGE;
	if (r->content_type != NULL && !is_utf8(r->content_type, pairs->arena))
		return BODY_UNSUPPORTED;
	if (type == MULTIPART)
		return read_multipart(r, limits, pairs);
	return read_text(r, limits->max_bytes, type, pairs);
}
