#include "lib/form/percent.h"
#include "lib/form/utf8.h"

int
hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that %XX stands for, -1 when it is cut short or not hex. */
static int
escaped_byte(const char *s, const char *end)
{
	int high, low;

	if (end - s < 3)
		return -1;
	high = hex_value(s[1]);
	low = hex_value(s[2]);
	return high < 0 || low < 0 ? -1 : high << 4 | low;
}

char *
percent_decode(
    struct arena *a, const char *s, size_t len, bool plus, size_t *out_len)
{
	char *out = arena_alloc(a, len + 1, 1), *to = out;
	const char *end = s + len;
	int byte;

	for (; s < end; s++) {
		if (*s != '%') {
			*to++ = *s;
			if (plus && *s == '+')
				to[-1] = ' ';
			continue;
		}
		if ((byte = escaped_byte(s, end)) < 0)
			return NULL;
		*to++ = (char)byte;
		s += 2;
	}
	if (!utf8_is_text(out, (size_t)(to - out)))
		return NULL;
	if (out_len != NULL)
		*out_len = (size_t)(to - out);
	return out;
}
