#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/form/utf8.h"
#include "lib/journey/text.h"

bool
text_is_space(int32_t c)
{
	return (c >= 0x09 && c <= 0x0d) || c == ' ' || c == 0xa0 ||
	       c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
	       c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000 ||
	       c == 0xfeff;
}

static bool
is_control(int32_t c, bool lines)
{
	if (lines && (c == '\n' || c == '\t'))
		return false;
	return c < 0x20 || (c >= 0x7f && c < 0xa0);
}

/* \r\n and \r are \n. */
static const char *
line_ends(struct arena *a, const char *s, size_t *len)
{
	struct buf b;
	size_t i;

	if (memchr(s, '\r', *len) == NULL)
		return s;
	buf_init(&b, a, *len + 1);
	for (i = 0; i < *len; i++) {
		if (s[i] != '\r')
			buf_putc(&b, s[i]);
		else if (i + 1 == *len || s[i + 1] != '\n')
			buf_putc(&b, '\n');
	}
	*len = b.len;
	return b.data;
}

static void
trim(const char **s, size_t *len)
{
	size_t used, at = 0, start = *len, end = 0;

	for (; at < *len; at += used) {
		if (text_is_space(utf8_next(*s + at, *len - at, &used)))
			continue;
		if (start > at)
			start = at;
		end = at + used;
	}
	*s += end > start ? start : *len;
	*len = end > start ? end - start : 0;
}

static bool
is_ascii(const char *s, size_t len)
{
	for (; len > 0; s++, len--)
		if ((unsigned char)*s >= 0x80)
			return false;
	return true;
}

/* The UTF-16 form needs no more units than UTF-8 bytes; composing makes text
 * three times as long at most.  Most text is composed already. */
static const char *
composed(struct arena *a, const char *s, size_t len)
{
	UErrorCode status = U_ZERO_ERROR;
	const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
	UChar *units = malloc((4 * len + 1) * sizeof(*units)), *to;
	int32_t n = 0;
	char *out = NULL;

	if (units == NULL)
		log_fatal("no memory for text");
	to = units + len;
	u_strFromUTF8(units, (int32_t)len, &n, s, (int32_t)len, &status);
	if (unorm2_isNormalized(nfc, units, n, &status)) {
		out = arena_strndup(a, s, len);
	} else {
		n = unorm2_normalize(
		    nfc, units, n, to, (int32_t)(3 * len + 1), &status);
		out = arena_room(a, 3 * (size_t)n + 1);
		u_strToUTF8(out, 3 * n + 1, NULL, to, n, &status);
	}
	free(units);
	return U_FAILURE(status) ? NULL : out;
}

const char *
text_kept(struct arena *a, const char *s, size_t len, bool lines)
{
	size_t at, used;

	if (!utf8_is_text(s, len))
		return NULL;
	if (lines)
		s = line_ends(a, s, &len);
	trim(&s, &len);
	for (at = 0; at < len; at += used)
		if (is_control(utf8_next(s + at, len - at, &used), lines))
			return NULL;
	if (is_ascii(s, len))
		return s[len] == '\0' ? s : arena_strndup(a, s, len);
	return composed(a, s, len);
}

int64_t
text_length(const char *s)
{
	return utf8_length(s, strlen(s));
}

const char *
text_lower(struct arena *a, const char *s)
{
	char *out = arena_strdup(a, s), *c;

	for (c = out; *c != '\0'; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return out;
}
