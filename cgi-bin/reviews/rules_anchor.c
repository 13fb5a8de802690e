#include "reviews/rules_anchor.h"

#include <string.h>

/* How many bytes at the end of [text, text + len) are the end of `before`. */
static size_t
common_end(const char *text, size_t len, const char *before)
{
	size_t n = 0, most = before != NULL ? strlen(before) : 0;

	while (n < len && n < most && text[len - 1 - n] == before[most - 1 - n])
		n++;
	return n;
}

static size_t
common_start(const char *text, const char *after)
{
	size_t n = 0;

	while (after != NULL && text[n] != '\0' && text[n] == after[n])
		n++;
	return n;
}

static bool
find_quote(const char *text, const struct anchor *a, struct span *out)
{
	size_t len = strlen(a->quote), best = 0, score;
	const char *at;
	bool found = false;

	for (at = strstr(text, a->quote); at != NULL;
	     at = strstr(at + 1, a->quote)) {
		score = 1 + common_end(text, (size_t)(at - text), a->before) +
			common_start(at + len, a->after);
		if (score <= best)
			continue;
		best = score;
		*out = (struct span){ (size_t)(at - text), len };
		found = true;
	}
	return found;
}

/* The words that stand between what stood before and after; at a text's end
 * there may be nothing on one side. */
static bool
find_around(const char *text, const struct anchor *a, struct span *out)
{
	bool has_before = a->before != NULL && *a->before != '\0',
	     has_after = a->after != NULL && *a->after != '\0';
	const char *from = text, *to;

	if (!has_before && !has_after)
		return false;
	if (has_before) {
		from = strstr(text, a->before);
		if (from == NULL)
			return false;
		from += strlen(a->before);
	}
	to = has_after ? strstr(from, a->after) : from + strlen(from);
	if (to == NULL || to == from ||
	    (size_t)(to - from) > 3 * strlen(a->quote) + 40)
		return false;
	*out = (struct span){ (size_t)(from - text), (size_t)(to - from) };
	return true;
}

enum anchor_found
anchor_find(const char *text, const struct anchor *a, struct span *out)
{
	*out = (struct span){ 0, 0 };
	if (a->quote == NULL || *a->quote == '\0')
		return ANCHOR_GONE;
	if (find_quote(text, a, out))
		return ANCHOR_THERE;
	return find_around(text, a, out) ? ANCHOR_CHANGED : ANCHOR_GONE;
}

static bool
begins_character(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

struct span
anchor_before(const char *text, struct span s)
{
	size_t at = s.at, n = 0;

	while (at > 0 && n < ANCHOR_AROUND) {
		at--;
		if (begins_character(text[at]))
			n++;
	}
	return (struct span){ at, s.at - at };
}

struct span
anchor_after(const char *text, struct span s)
{
	size_t from = s.at + s.len, at = from, n = 0;

	while (text[at] != '\0' && n < ANCHOR_AROUND) {
		at++;
		while (text[at] != '\0' && !begins_character(text[at]))
			at++;
		n++;
	}
	return (struct span){ from, at - from };
}
