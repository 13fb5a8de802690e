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

/* The inside of a quoted string that begins behind s; its end in *end, where
 * the closing quote is or the text ends. */
static char *
unquote(struct arena *a, const char *s, const char **end)
{
	char *out = arena_alloc(a, strlen(s) + 1, 1), *to = out;

	for (; *s != '\0' && *s != '"'; s++) {
		if (*s == '\\' && (s[1] == '"' || s[1] == '\\'))
			s++;
		if (strncmp(s, "%22", 3) == 0) {
			*to++ = '"';
			s += 2;
			continue;
		}
		*to++ = *s;
	}
	*end = s;
	return out;
}

const char *
value_param(struct arena *a, const char *value, const char *name)
{
	size_t len;
	const char *found;
	bool matches;

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
			found = unquote(a, value + 1, &value);
			value += *value == '"';
		} else {
			len = strcspn(value, "; \t");
			found = arena_strndup(a, value, len);
			value += len;
		}
		if (matches)
			return found;
		value += strcspn(value, ";");
	}
	return NULL;
}
