#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "admin/rules_message.h"
#include "lib/base/buf.h"
#include "lib/form/utf8.h"

enum { MOST_HEADERS = 64, MOST_DEPTH = 4, MOST_PARTS = 32 };

struct piece {
	const char *s;
	size_t len;
};

/* --- decoding ----------------------------------------------------------------- */

/* Invalid bytes become question marks. */
static const char *
as_text(struct arena *a, const char *s, size_t len)
{
	struct buf out;
	size_t used;

	buf_init(&out, a, len + 1);
	for (; len > 0; s += used, len -= used) {
		if (utf8_next(s, len, &used) <= 0)
			buf_putc(&out, '?');
		else
			buf_put(&out, s, used);
	}
	return out.data != NULL ? out.data : "";
}

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)tolower((unsigned char)c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* in_word: the Q encoding of RFC 2047, where _ is a space. */
static void
put_quoted(struct buf *b, struct piece in, bool in_word)
{
	const char *end = in.s + in.len;
	int hi, lo;

	for (; in.s < end; in.s++) {
		if (in_word && *in.s == '_') {
			buf_putc(b, ' ');
			continue;
		}
		if (*in.s != '=') {
			buf_putc(b, *in.s);
			continue;
		}
		if (in.s + 1 < end && in.s[1] == '\n') {
			in.s++;
			continue;
		}
		if (in.s + 2 >= end)
			continue;
		hi = hex_digit(in.s[1]);
		lo = hex_digit(in.s[2]);
		if (hi >= 0 && lo >= 0)
			buf_putc(b, (char)(hi << 4 | lo));
		in.s += 2; /* also over the line's end after a soft break */
	}
}

static int
base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static void
put_base64(struct buf *b, struct piece in)
{
	unsigned bits = 0, n = 0;

	for (size_t i = 0; i < in.len && in.s[i] != '='; i++) {
		int digit = base64_digit(in.s[i]);

		if (digit < 0)
			continue;
		bits = bits << 6 | (unsigned)digit;
		if ((n += 6) >= 8) {
			n -= 8;
			buf_putc(b, (char)(bits >> n & 0xff));
		}
	}
}

/* One =?charset?B?…?= at *s; false when there is none. */
static bool
take_word(struct buf *b, const char **s, const char *end)
{
	const char *charset = *s + 2, *kind, *text, *stop;

	if (end - *s < 8 || memcmp(*s, "=?", 2) != 0 ||
	    (kind = memchr(charset, '?', (size_t)(end - charset))) == NULL ||
	    end - kind < 4 || kind[2] != '?')
		return false;
	text = kind + 3;
	for (stop = text; stop + 1 < end && memcmp(stop, "?=", 2) != 0; stop++)
		;
	if (stop + 1 >= end)
		return false;
	if (toupper((unsigned char)kind[1]) == 'B')
		put_base64(b, (struct piece){ text, (size_t)(stop - text) });
	else
		put_quoted(
		    b, (struct piece){ text, (size_t)(stop - text) }, true);
	*s = stop + 2;
	return true;
}

/* The space between two encoded words is none: where the next one begins, or
 * `s` when no such word follows. */
static const char *
after_gap(const char *s, const char *end)
{
	const char *word = s;

	while (word < end && strchr(" \t\r\n", *word) != NULL)
		word++;
	return end - word > 2 && memcmp(word, "=?", 2) == 0 ? word : s;
}

/* A header's value: lines joined, encoded words decoded. */
static const char *
header_text(struct arena *a, struct piece in)
{
	const char *s = in.s, *end = in.s + in.len;
	struct buf b;

	buf_init(&b, a, in.len + 1);
	while (s < end) {
		if (take_word(&b, &s, end)) {
			s = after_gap(s, end);
			continue;
		}
		if (*s == '\t')
			buf_putc(&b, ' ');
		else if (*s != '\r' && *s != '\n')
			buf_putc(&b, *s);
		s++;
	}
	return as_text(a, b.data != NULL ? b.data : "", b.len);
}

/* --- the parts -------------------------------------------------------------------- */

struct part {
	struct message_header *headers;
	size_t nheaders;
	struct piece body;
};

static const char *
find(const struct message_header *h, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcasecmp(h[i].name, name) == 0)
			return h[i].value;
	return NULL;
}

/* The next line, without its end; moves past it. */
static struct piece
take_line(struct piece *in)
{
	const char *nl = memchr(in->s, '\n', in->len);
	struct piece line = { in->s,
		nl != NULL ? (size_t)(nl - in->s) : in->len };
	size_t used = nl != NULL ? line.len + 1 : line.len;

	in->s += used;
	in->len -= used;
	if (line.len > 0 && line.s[line.len - 1] == '\r')
		line.len--;
	return line;
}

static bool
goes_on(struct piece in)
{
	return in.len > 0 && (*in.s == ' ' || *in.s == '\t');
}

static void
read_part(struct arena *a, struct piece in, struct part *p)
{
	struct piece line, value;
	const char *colon;

	p->headers = arena_alloc(a, MOST_HEADERS, sizeof(*p->headers));
	p->nheaders = 0;
	while (in.len > 0) {
		line = take_line(&in);
		if (line.len == 0)
			break;
		while (goes_on(in)) {
			value = take_line(&in);
			line.len = (size_t)(value.s + value.len - line.s);
		}
		colon = memchr(line.s, ':', line.len);
		if (colon == NULL || p->nheaders == MOST_HEADERS)
			continue;
		value.s = colon + 1;
		value.len = (size_t)(line.s + line.len - value.s);
		while (value.len > 0 && *value.s == ' ') {
			value.s++;
			value.len--;
		}
		p->headers[p->nheaders++] = (struct message_header){
			as_text(a, line.s, (size_t)(colon - line.s)),
			header_text(a, value)
		};
	}
	p->body = in;
}

static const char *
body_text(struct arena *a, const struct part *p)
{
	const char *how =
	    find(p->headers, p->nheaders, "Content-Transfer-Encoding");
	struct buf b;

	buf_init(&b, a, p->body.len + 1);
	if (how != NULL && strcasecmp(how, "quoted-printable") == 0)
		put_quoted(&b, p->body, false);
	else if (how != NULL && strcasecmp(how, "base64") == 0)
		put_base64(&b, p->body);
	else
		buf_put(&b, p->body.s, p->body.len);
	return as_text(a, b.data != NULL ? b.data : "", b.len);
}

/* The boundary of a multipart type, as "--…"; NULL when it is none. */
static const char *
boundary_of(struct arena *a, const char *type)
{
	const char *s;

	if (strncasecmp(type, "multipart/", 10) != 0 ||
	    (s = strcasestr(type, "boundary=")) == NULL)
		return NULL;
	s += strlen("boundary=");
	if (*s == '"')
		return arena_printf(
		    a, "--%.*s", (int)strcspn(s + 1, "\""), s + 1);
	return arena_printf(a, "--%.*s", (int)strcspn(s, "; \t"), s);
}

static void take_part(struct arena *, struct message *, struct piece, int);

static bool
begins(struct piece line, const char *mark)
{
	size_t len = strlen(mark);

	return line.len >= len && memcmp(line.s, mark, len) == 0;
}

static void
take_parts(struct arena *a, struct message *m, struct piece in,
    const char *boundary, int depth)
{
	struct piece line, part = { NULL, 0 };

	while (in.len > 0) {
		line = take_line(&in);
		if (!begins(line, boundary))
			continue;
		if (part.s != NULL) {
			part.len = (size_t)(line.s - part.s);
			take_part(a, m, part, depth + 1);
		}
		part.s = in.s;
	}
}

static void
take_part(struct arena *a, struct message *m, struct piece in, int depth)
{
	struct part p;
	const char *type, *boundary;

	if (depth > MOST_DEPTH || ++m->nparts > MOST_PARTS)
		return;
	read_part(a, in, &p);
	if (depth == 0) {
		m->headers = p.headers;
		m->nheaders = p.nheaders;
	}
	type = find(p.headers, p.nheaders, "Content-Type");
	if (type == NULL)
		type = "text/plain";
	if ((boundary = boundary_of(a, type)) != NULL)
		take_parts(a, m, p.body, boundary, depth);
	else if (strncasecmp(type, "text/plain", 10) == 0 && m->text == NULL)
		m->text = body_text(a, &p);
	else if (strncasecmp(type, "text/html", 9) == 0 && m->html == NULL)
		m->html = body_text(a, &p);
}

void
message_read(struct arena *a, const char *data, size_t len, struct message *m)
{
	*m = (struct message){ .nheaders = 0 };
	take_part(a, m, (struct piece){ data, len }, 0);
}

const char *
message_header(const struct message *m, const char *name)
{
	return find(m->headers, m->nheaders, name);
}
