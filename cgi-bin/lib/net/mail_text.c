#include <string.h>

#include "lib/net/mail_text.h"

enum { LINE = 76, WORD_AROUND = 12 }; /* =?UTF-8?B??= */

static void
put_base64_run(struct buf *b, const char *data, size_t len)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=";
	const unsigned char *in = (const unsigned char *)data;
	unsigned int bits;
	char out[4];

	for (; len > 0; in += 3) {
		bits = (unsigned int)in[0] << 16;
		bits |= len > 1 ? (unsigned int)in[1] << 8 : 0;
		bits |= len > 2 ? in[2] : 0;
		out[0] = digits[bits >> 18];
		out[1] = digits[bits >> 12 & 63];
		out[2] = digits[len > 1 ? bits >> 6 & 63 : 64];
		out[3] = digits[len > 2 ? bits & 63 : 64];
		buf_put(b, out, 4);
		len -= len < 3 ? len : 3;
	}
}

void
mail_put_base64(struct buf *b, const char *data, size_t len)
{
	enum { RUN = LINE / 4 * 3 };
	size_t n;

	for (; len > 0; data += n, len -= n) {
		n = len < RUN ? len : RUN;
		put_base64_run(b, data, n);
		buf_puts(b, "\r\n");
	}
}

/* --- quoted-printable ----------------------------------------------------- */

/* The length of the line end at s; 0: none is there. */
static size_t
line_end(const char *s, const char *end)
{
	if (s < end && *s == '\n')
		return 1;
	if (s < end && *s == '\r')
		return s + 1 < end && s[1] == '\n' ? 2 : 1;
	return 0;
}

static bool
is_literal(const char *s, const char *end)
{
	if (*s == ' ' || *s == '\t')
		return s + 1 < end && line_end(s + 1, end) == 0;
	return *s > ' ' && *s <= '~' && *s != '=';
}

void
mail_put_quoted_printable(struct buf *b, const char *s, size_t len)
{
	static const char hex[] = "0123456789ABCDEF";
	const char *end = s + len;
	size_t column = 0, skip, width;

	while (s < end) {
		if ((skip = line_end(s, end)) != 0) {
			buf_puts(b, "\r\n");
			s += skip;
			column = 0;
			continue;
		}
		width = is_literal(s, end) ? 1 : 3;
		if (column + width >= LINE) {
			buf_puts(b, "=\r\n");
			column = 0;
		}
		if (width == 3) {
			buf_putc(b, '=');
			buf_putc(b, hex[(unsigned char)*s >> 4]);
			buf_putc(b, hex[*s & 15]);
		} else
			buf_putc(b, *s);
		column += width;
		s++;
	}
	if (column != 0)
		buf_puts(b, "\r\n");
}

/* --- headers --------------------------------------------------------------- */

static bool
is_control(char c)
{
	return (unsigned char)c < ' ' || c == 0x7f;
}

/* Printable ASCII that fits `room` and can't be taken for an encoded word. */
static bool
is_plain(const char *text, size_t len, size_t room)
{
	if (len > room)
		return false;
	for (size_t i = 0; i < len; i++)
		if (text[i] < ' ' || text[i] > '~' ||
		    (text[i] == '=' && i + 1 < len && text[i + 1] == '?'))
			return false;
	return true;
}

/* A copy on one line, without spaces around it. */
static const char *
one_line(struct arena *a, const char *text, size_t len)
{
	char *copy, *end;

	while (len > 0 && (is_control(*text) || *text == ' ')) {
		text++;
		len--;
	}
	copy = arena_strndup(a, text, len);
	for (end = copy; *end != '\0'; end++)
		if (is_control(*end))
			*end = ' ';
	while (end > copy && end[-1] == ' ')
		*--end = '\0';
	return copy;
}

/* The most bytes up to `most` that end with a whole UTF-8 character. */
static size_t
whole_characters(const char *text, size_t len, size_t most)
{
	size_t n = most;

	if (len <= most)
		return len;
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return n == 0 ? most : n;
}

/* Encoded words from this column on, one a line; the column afterwards. */
static size_t
put_encoded_words(struct buf *b, const char *text, size_t column)
{
	size_t len = strlen(text), n;

	while (len > 0) {
		n = (LINE - 1 - column - WORD_AROUND) / 4 * 3;
		n = whole_characters(text, len, n);
		buf_puts(b, "=?UTF-8?B?");
		put_base64_run(b, text, n);
		buf_puts(b, "?=");
		column += WORD_AROUND + (n + 2) / 3 * 4;
		text += n;
		len -= n;
		if (len > 0) {
			buf_puts(b, "\r\n ");
			column = 1;
		}
	}
	return column;
}

void
mail_put_header(struct buf *b, const char *name, const char *text)
{
	size_t column = strlen(name) + 2;

	text = one_line(b->arena, text, strlen(text));
	buf_puts(b, name);
	buf_puts(b, ": ");
	if (is_plain(text, strlen(text), LINE - column))
		buf_puts(b, text);
	else
		put_encoded_words(b, text, column);
	buf_puts(b, "\r\n");
}

void
mail_put_raw_header(struct buf *b, const char *name, const char *text)
{
	buf_puts(b, name);
	buf_puts(b, ": ");
	for (; *text != '\0'; text++)
		if (*text >= ' ' && *text <= '~')
			buf_putc(b, *text);
	buf_puts(b, "\r\n");
}

/* --- mailboxes ------------------------------------------------------------- */

/* Where the last <…> of the text begins; NULL: it does not end with one. */
static const char *
angle(const char *mailbox)
{
	size_t len = strlen(mailbox);

	return len > 2 && mailbox[len - 1] == '>' ? strrchr(mailbox, '<')
						  : NULL;
}

static bool
is_address(const char *s, size_t len)
{
	const char *at = memchr(s, '@', len);

	if (at == NULL || at == s || at == s + len - 1 || s[0] == '-' ||
	    len > 254)
		return false;
	for (size_t i = 0; i < len; i++)
		if (s[i] <= ' ' || s[i] > '~' ||
		    strchr("<>()[]\\,;:\"", s[i]) != NULL)
			return false;
	return memchr(at + 1, '@', (size_t)(s + len - at - 1)) == NULL;
}

bool
mail_address(const char *mailbox, char out[MAIL_ADDRESS_SIZE])
{
	const char *open = angle(mailbox);
	const char *s = open == NULL ? mailbox : open + 1;
	size_t len = strlen(s) - (open != NULL);

	if (!is_address(s, len))
		return false;
	memcpy(out, s, len);
	out[len] = '\0';
	return true;
}

static void
put_quoted(struct buf *b, const char *text)
{
	buf_putc(b, '"');
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			buf_putc(b, '\\');
		buf_putc(b, *text);
	}
	buf_putc(b, '"');
}

/* Returns the column after it. */
static size_t
put_name(struct buf *b, const char *name, size_t column)
{
	size_t before = b->len;

	if (!is_plain(name, strlen(name), 40))
		return put_encoded_words(b, name, column);
	put_quoted(b, name);
	return column + b->len - before;
}

void
mail_put_mailbox(struct buf *b, const char *header, const char *mailbox)
{
	const char *open = angle(mailbox), *name;
	char address[MAIL_ADDRESS_SIZE];
	size_t column = strlen(header) + 2;

	if (!mail_address(mailbox, address))
		return;
	name = open == NULL
		   ? ""
		   : one_line(b->arena, mailbox, (size_t)(open - mailbox));
	buf_puts(b, header);
	buf_puts(b, ": ");
	if (*name != '\0') {
		column = put_name(b, name, column);
		buf_puts(
		    b, column + strlen(address) + 3 > LINE ? "\r\n <" : " <");
		buf_puts(b, address);
		buf_puts(b, ">\r\n");
		return;
	}
	buf_puts(b, address);
	buf_puts(b, "\r\n");
}

void
mail_put_parameter(struct buf *b, const char *name, const char *text)
{
	text = one_line(b->arena, text, strlen(text));
	buf_printf(b, ";\r\n %s", name);
	if (is_plain(text, strlen(text), LINE - 20)) {
		buf_putc(b, '=');
		put_quoted(b, text);
		return;
	}
	buf_puts(b, "*=UTF-8''");
	buf_put_url(b, text, whole_characters(text, strlen(text), 120));
}

bool
mail_is_id(const char *id)
{
	size_t len = id == NULL ? 0 : strlen(id);
	const char *at;

	if (len < 5 || len > 200 || id[0] != '<' || id[1] == '.' ||
	    id[len - 1] != '>')
		return false;
	at = memchr(id, '@', len);
	return at != NULL && at != id + 1 && at != id + len - 2 &&
	       strspn(id + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstu"
			      "vwxyz0123456789.-_+=@") == len - 2;
}
