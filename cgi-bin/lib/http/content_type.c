#include <string.h>
#include <strings.h>

#include "lib/http/content_type.h"

static const char *
skip_space(const char *s)
{
	return s + strspn(s, " \t");
}

bool
value_is(const char *value, const char *word)
{
	size_t len = strlen(word);

	value = skip_space(value);
	if (strncasecmp(value, word, len) != 0)
		return false;
	value = skip_space(value + len);
	return *value == '\0' || *value == ';';
}

/* Is the byte at s a backslash that hides the next? */
static bool
is_escape(const char *s)
{
	return *s == '\\' && (s[1] == '"' || s[1] == '\\');
}

/* The closing quote of the string whose inside begins at s, or the end. */
static const char *
closing_quote(const char *s)
{
	while (*s != '\0' && *s != '"')
		s += is_escape(s) ? 2 : 1;
	return s;
}

static const char *
unquote(struct arena *a, const char *s, const char *end)
{
	char *out = arena_alloc(a, (size_t)(end - s) + 1, 1), *to = out;

	while (s < end) {
		if (end - s >= 3 && memcmp(s, "%22", 3) == 0) {
			*to++ = '"';
			s += 3;
			continue;
		}
		s += is_escape(s);
		*to++ = *s++;
	}
	return out;
}

/* Nothing is copied for the parameters that are passed over: a header may have
 * thousands of them. */
const char *
value_param(struct arena *a, const char *value, const char *name)
{
	const char *end;
	bool matches;
	size_t len;

	value += strcspn(value, ";");
	while (*value == ';') {
		value = skip_space(value + 1);
		len = strcspn(value, "=; \t");
		matches =
		    strlen(name) == len && strncasecmp(value, name, len) == 0;
		value = skip_space(value + len);
		if (*value != '=')
			continue;
		value = skip_space(value + 1);
		if (*value == '"') {
			end = closing_quote(++value);
			if (matches)
				return unquote(a, value, end);
		} else {
			end = value + strcspn(value, "; \t");
			if (matches)
				return arena_strndup(
				    a, value, (size_t)(end - value));
		}
		value = end + strcspn(end, ";");
	}
	return NULL;
}
