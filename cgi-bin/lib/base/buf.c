#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"

enum { SMALLEST = 32, LINE = 256 };

void
buf_init(struct buf *b, struct arena *arena, size_t size_hint)
{
	*b = (struct buf){ .arena = arena };
	if (size_hint != 0)
		buf_reserve(b, size_hint);
}

char *
buf_reserve(struct buf *b, size_t n)
{
	size_t size = b->size < SMALLEST ? SMALLEST : b->size;
	char *data;

	if (b->data != NULL && b->size - b->len > n)
		return b->data + b->len;
	while (size - b->len <= n)
		size *= 2;
	data = arena_room(b->arena, size);
	if (b->data != NULL)
		memcpy(data, b->data, b->len);
	data[b->len] = '\0';
	b->data = data;
	b->size = size;
	return data + b->len;
}

void
buf_put(struct buf *b, const char *s, size_t len)
{
	char *to = buf_reserve(b, len);

	if (len != 0)
		memcpy(to, s, len);
	to[len] = '\0';
	b->len += len;
}

void
buf_puts(struct buf *b, const char *s)
{
	if (s != NULL)
		buf_put(b, s, strlen(s));
}

void
buf_putc(struct buf *b, char c)
{
	buf_put(b, &c, 1);
}

void
buf_put_int(struct buf *b, int64_t n)
{
	char digits[24], *at = digits + sizeof(digits);
	uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	do
		*--at = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	if (n < 0)
		*--at = '-';
	buf_put(b, at, (size_t)(digits + sizeof(digits) - at));
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	char *to = buf_reserve(b, LINE);
	size_t room = b->size - b->len;
	va_list ap, again;
	int len;

	va_start(ap, fmt);
	va_copy(again, ap);
	len = vsnprintf(to, room, fmt, again);
	va_end(again);
	if (len < 0)
		log_fatal("buf: bad format");
	if ((size_t)len >= room)
		vsnprintf(
		    buf_reserve(b, (size_t)len + 1), (size_t)len + 1, fmt, ap);
	va_end(ap);
	b->len += (size_t)len;
}

/* What a byte becomes; NULL: itself. */
static const char *const html_escape[256] = {
	['&'] = "&amp;",
	['<'] = "&lt;",
	['>'] = "&gt;",
	['"'] = "&quot;",
	['\''] = "&#39;",
};

static const char *const json_escape[256] = {
	['"'] = "\\\"",
	['\\'] = "\\\\",
	['<'] = "\\u003c",
	['>'] = "\\u003e",
	['&'] = "\\u0026",
	['\n'] = "\\n",
	['\r'] = "\\r",
	['\t'] = "\\t",
	['\b'] = "\\b",
	['\f'] = "\\f",
	[0] = "\\u0000",
	[1] = "\\u0001",
	[2] = "\\u0002",
	[3] = "\\u0003",
	[4] = "\\u0004",
	[5] = "\\u0005",
	[6] = "\\u0006",
	[7] = "\\u0007",
	[11] = "\\u000b",
	[14] = "\\u000e",
	[15] = "\\u000f",
	[16] = "\\u0010",
	[17] = "\\u0011",
	[18] = "\\u0012",
	[19] = "\\u0013",
	[20] = "\\u0014",
	[21] = "\\u0015",
	[22] = "\\u0016",
	[23] = "\\u0017",
	[24] = "\\u0018",
	[25] = "\\u0019",
	[26] = "\\u001a",
	[27] = "\\u001b",
	[28] = "\\u001c",
	[29] = "\\u001d",
	[30] = "\\u001e",
	[31] = "\\u001f",
	[127] = "\\u007f",
};

/* Copy runs of plain bytes whole, and what the table names by its text. */
static void
put_escaped(struct buf *b, const char *s, size_t len, const char *const table[])
{
	const char *end = s + len, *run = s, *by;

	for (; s < end; s++) {
		if ((by = table[(unsigned char)*s]) == NULL)
			continue;
		buf_put(b, run, (size_t)(s - run));
		buf_puts(b, by);
		run = s + 1;
	}
	buf_put(b, run, (size_t)(end - run));
}

void
buf_put_html(struct buf *b, const char *s, size_t len)
{
	put_escaped(b, s, len, html_escape);
}

/* U+2028 and U+2029 end a line in old JavaScript: E2 80 A8 and E2 80 A9. */
static const char *
line_separator(const char *s, const char *end)
{
	for (; (s = memchr(s, 0xe2, (size_t)(end - s))) != NULL; s++)
		if (end - s > 2 && s[1] == (char)0x80 &&
		    (s[2] == (char)0xa8 || s[2] == (char)0xa9))
			return s;
	return NULL;
}

void
buf_put_json(struct buf *b, const char *s, size_t len)
{
	const char *end = s + len, *at;

	while ((at = line_separator(s, end)) != NULL) {
		put_escaped(b, s, (size_t)(at - s), json_escape);
		buf_puts(b, at[2] == (char)0xa8 ? "\\u2028" : "\\u2029");
		s = at + 3;
	}
	put_escaped(b, s, (size_t)(end - s), json_escape);
}

static bool
is_unreserved(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
	       c == '~';
}

void
buf_put_url(struct buf *b, const char *s, size_t len)
{
	static const char hex[] = "0123456789ABCDEF";
	const char *end = s + len;

	for (; s < end; s++) {
		if (is_unreserved(*s)) {
			buf_putc(b, *s);
			continue;
		}
		buf_putc(b, '%');
		buf_putc(b, hex[(unsigned char)*s >> 4]);
		buf_putc(b, hex[*s & 15]);
	}
}

void
buf_put_query(struct buf *b, const char *name, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	buf_putc(b, b->len != 0 && strchr(b->data, '?') != NULL ? '&' : '?');
	buf_puts(b, name);
	buf_putc(b, '=');
	buf_put_url(b, value, strlen(value));
}
