#include "lib/form/utf8.h"

static bool
is_tail(const char *s, size_t n)
{
	for (; n > 0; n--, s++)
		if ((*s & 0xc0) != 0x80)
			return false;
	return true;
}

int32_t
utf8_next(const char *s, size_t len, size_t *used)
{
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char lead = (unsigned char)*s;
	size_t i, n = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
	int32_t c;

	*used = 1;
	if (lead < 0x80)
		return lead;
	if (lead < 0xc2 || lead > 0xf4 || len < n || !is_tail(s + 1, n - 1))
		return -1;
	c = lead & (0xff >> (n + 1));
	for (i = 1; i < n; i++)
		c = c << 6 | (s[i] & 0x3f);
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return -1;
	*used = n;
	return c;
}

bool
utf8_is_text(const char *s, size_t len)
{
	const char *end = s + len;
	size_t used;

	for (; s < end; s += used) {
		used = 1;
		if ((unsigned char)*s - 1U < 0x7f)
			continue;
		if (utf8_next(s, (size_t)(end - s), &used) <= 0)
			return false;
	}
	return true;
}

int64_t
utf8_length(const char *s, size_t len)
{
	int64_t n = 0;

	for (; len > 0; len--, s++)
		n += (*s & 0xc0) != 0x80;
	return n;
}
