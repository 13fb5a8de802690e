#include <ctype.h>

#include "lib/form/json_scan.h"
#include "lib/form/percent.h"
#include "lib/form/utf8.h"

/* The code unit of a \uXXXX at s, -1 when there is none. */
static int
code_unit(const char *s, const char *end)
{
	int i, digit, unit = 0;

	if (end - s < 6 || s[0] != '\\' || s[1] != 'u')
		return -1;
	for (i = 2; i < 6; i++) {
		if ((digit = hex_value(s[i])) < 0)
			return -1;
		unit = unit << 4 | digit;
	}
	return unit;
}

/* The end of the escape at s, NULL for NUL, a lone surrogate, one cut short. */
static const char *
skip_escape(const char *s, const char *end)
{
	int unit, next;

	if (end - s < 2)
		return NULL;
	if (s[1] != 'u')
		return s + 2;
	unit = code_unit(s, end);
	if (unit <= 0 || (unit >= 0xdc00 && unit <= 0xdfff))
		return NULL;
	if (unit < 0xd800 || unit > 0xdfff)
		return s + 6;
	next = code_unit(s + 6, end);
	return next >= 0xdc00 && next <= 0xdfff ? s + 12 : NULL;
}

/* Past the closing quote of the string whose inside begins at s, or NULL. */
static const char *
skip_string(const char *s, const char *end)
{
	while (s != NULL && s < end && *s != '"') {
		if ((unsigned char)*s < ' ')
			return NULL;
		s = *s == '\\' ? skip_escape(s, end) : s + 1;
	}
	return s == NULL || s == end ? NULL : s + 1;
}

/* A byte outside of strings that no JSON has there, or not before the next. */
static bool
is_wrong(const char *s, const char *end)
{
	bool more = end - s > 1;

	if (*s == '.')
		return !more || !isdigit((unsigned char)s[1]);
	if (*s == '-' && more && s[1] == '0')
		return end - s > 2 && isdigit((unsigned char)s[2]);
	return *s == '\'' || *s == 'N' || *s == 'I';
}

bool
json_scan(const char *text, size_t len, struct json_count *count)
{
	const char *s = text, *end = text + len;

	*count = (struct json_count){ 0, 1 };
	if (!utf8_is_text(text, len))
		return false;
	while (s < end) {
		if (*s == '"') {
			if ((s = skip_string(s + 1, end)) == NULL)
				return false;
			continue;
		}
		if (is_wrong(s, end))
			return false;
		count->members += *s == ':';
		count->leaves += *s == ',';
		s++;
	}
	return true;
}
