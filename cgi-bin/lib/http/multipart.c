#include <string.h>

#include "lib/http/multipart.h"
#include "lib/http/part.h"

enum {
	BOUNDARY_MAX = 70,
	HEAD_MAX = 8 * 1024,
	WINDOW = 32 * 1024,
	FILES_MAX = 50
};

struct multipart {
	struct pairs *pairs;
	const char *tmp_dir;
	enum body_fault fault;
	enum { PREAMBLE, BEHIND_BOUNDARY, HEAD, CONTENT, EPILOGUE } state;
	char delimiter[BOUNDARY_MAX + 5]; /* \r\n--boundary */
	size_t delimiter_len;
	char window[WINDOW]; /* what was fed last, behind what was left */
	const char *at;      /* in it: not yet consumed, len bytes */
	size_t len;
	struct part part;
	size_t texts; /* bytes of all texts so far */
	int files;
};

static bool
is_boundary(const char *s)
{
	size_t len = strlen(s);

	return len > 0 && len <= BOUNDARY_MAX && s[len - 1] != ' ' &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "0123456789'()+_,-./:=? ") == len;
}

struct multipart *
multipart_new(const char *boundary, const char *tmp_dir, struct pairs *pairs)
{
	struct multipart *m;
	size_t len;

	if (boundary == NULL || !is_boundary(boundary))
		return NULL;
	m = arena_alloc(pairs->arena, 1, sizeof(*m));
	m->pairs = pairs;
	m->tmp_dir = tmp_dir;
	len = strlen(boundary);
	memcpy(m->delimiter, "\r\n--", 4);
	memcpy(m->delimiter + 4, boundary, len);
	m->delimiter_len = len + 4;
	/* The first boundary may stand without a line end before it. */
	memcpy(m->window, "\r\n", 2);
	m->at = m->window;
	m->len = 2;
	return m;
}

/* The bytes before the delimiter, and in *whole whether it is there; otherwise
 * those that can't be its beginning. */
static size_t
before_delimiter(const struct multipart *m, bool *whole)
{
	const char *at = memmem(m->at, m->len, m->delimiter, m->delimiter_len);

	*whole = at != NULL;
	if (at != NULL)
		return (size_t)(at - m->at);
	return m->len < m->delimiter_len ? 0 : m->len - m->delimiter_len + 1;
}

static size_t
step_preamble(struct multipart *m)
{
	bool whole;
	size_t n = before_delimiter(m, &whole);

	if (!whole)
		return n;
	m->state = BEHIND_BOUNDARY;
	return n + m->delimiter_len;
}

static size_t
step_behind_boundary(struct multipart *m)
{
	if (m->at[0] == ' ' || m->at[0] == '\t')
		return 1;
	if (m->len < 2)
		return 0;
	if (memcmp(m->at, "\r\n", 2) == 0)
		m->state = HEAD;
	else if (memcmp(m->at, "--", 2) == 0)
		m->state = EPILOGUE;
	else
		m->fault = BODY_MALFORMED;
	return 2;
}

static size_t
step_head(struct multipart *m)
{
	size_t len = m->len < HEAD_MAX ? m->len : HEAD_MAX;
	const char *end = memmem(m->at, len, "\r\n\r\n", 4);

	if (end == NULL) {
		if (len == HEAD_MAX)
			m->fault = BODY_MALFORMED;
		return 0;
	}
	len = (size_t)(end - m->at);
	m->fault = part_begin(&m->part, m->pairs->arena, m->at, len);
	if (m->part.filename != NULL && ++m->files > FILES_MAX)
		m->fault = BODY_TOO_MANY;
	m->state = CONTENT;
	return len + 4;
}

static enum body_fault
write_content(struct multipart *m, size_t n)
{
	if (m->part.filename == NULL && (m->texts += n) > BODY_MEMORY_MAX)
		return BODY_TOO_LARGE;
	return part_write(&m->part, m->pairs->arena, m->tmp_dir, m->at, n);
}

static size_t
step_content(struct multipart *m)
{
	bool whole;
	size_t n = before_delimiter(m, &whole);

	m->fault = write_content(m, n);
	if (!whole || m->fault != BODY_FINE)
		return n;
	m->fault = part_end(&m->part, m->tmp_dir, m->pairs);
	m->state = BEHIND_BOUNDARY;
	return n + m->delimiter_len;
}

/* Bytes of the window that are done with; 0: more must come. */
static size_t
step(struct multipart *m)
{
	switch (m->state) {
	case PREAMBLE:
		return step_preamble(m);
	case BEHIND_BOUNDARY:
		return step_behind_boundary(m);
	case HEAD:
		return step_head(m);
	case CONTENT:
		return step_content(m);
	case EPILOGUE:
		break;
	}
	return m->len;
}

static void
consume(struct multipart *m)
{
	size_t n;

	m->at = m->window;
	while (m->fault == BODY_FINE && m->len > 0 && (n = step(m)) > 0) {
		m->at += n;
		m->len -= n;
	}
	memmove(m->window, m->at, m->len);
}

enum body_fault
multipart_feed(struct multipart *m, const char *data, size_t len)
{
	size_t n;

	while (len > 0 && m->fault == BODY_FINE) {
		n = WINDOW - m->len < len ? WINDOW - m->len : len;
		memcpy(m->window + m->len, data, n);
		m->len += n;
		data += n;
		len -= n;
		consume(m);
	}
	return m->fault;
}

enum body_fault
multipart_end(struct multipart *m)
{
	if (m->fault == BODY_FINE && m->state != EPILOGUE)
		m->fault = BODY_MALFORMED;
	return m->fault;
}

enum body_fault
multipart_parse(const char *body, size_t len, const char *boundary,
    const char *tmp_dir, struct pairs *pairs)
{
	struct multipart *m = multipart_new(boundary, tmp_dir, pairs);

	if (m == NULL)
		return BODY_MALFORMED;
	multipart_feed(m, body, len);
	return multipart_end(m);
}
