#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "lib/http/http.h"

/* How much a media type is wanted: q in thousandths, and how exactly it was
 * named: 3 by itself, 2 any of its kind, 1 anything, 0 not at all. */
struct wish {
	int q, exactness;
};

/* RFC 9110, 12.4.2: 0 to 1 with at most three decimals; -1 for anything else. */
static int
read_q(const char *s, size_t len)
{
	int q, unit = 100;
	size_t i;

	if (len == 0 || len > 5 || (s[0] != '0' && s[0] != '1'))
		return -1;
	q = (s[0] - '0') * 1000;
	if (len > 1 && s[1] != '.')
		return -1;
	for (i = 2; i < len; i++, unit /= 10) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		q += (s[i] - '0') * unit;
	}
	return q > 1000 ? -1 : q;
}

/* The q of one range of the list, 1000 when it says none. */
static int
q_of(const char *range, size_t len)
{
	const char *end = range + len, *s = memchr(range, ';', len), *value;
	size_t n;

	while (s != NULL && s < end) {
		s++;
		s += strspn(s, " \t");
		n = strcspn(s, ";,");
		value = s;
		s += n;
		if (n < 2 || (value[0] | 0x20) != 'q' || value[1] != '=')
			continue;
		while (n > 2 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
			n--;
		return read_q(value + 2, n - 2);
	}
	return 1000;
}

static int
exactness(const char *range, size_t len, const char *type)
{
	size_t top = strcspn(type, "/") + 1;

	if (len == 3 && memcmp(range, "*/*", 3) == 0)
		return 1;
	if (len == top + 1 && range[top] == '*' &&
	    strncasecmp(range, type, top) == 0)
		return 2;
	return len == strlen(type) && strncasecmp(range, type, len) == 0 ? 3
									 : 0;
}

/* The most exact range that matches decides, as RFC 9110 12.5.1 says. */
static struct wish
wish_for(const char *accept, const char *type)
{
	struct wish wish = { 0, 0 };
	size_t len, name;
	int exact, q;

	for (; *accept != '\0'; accept += accept[0] == ',') {
		accept += strspn(accept, " \t");
		len = strcspn(accept, ",");
		name = strcspn(accept, ",; \t");
		exact = exactness(accept, name, type);
		q = q_of(accept, len);
		if (exact > wish.exactness && q >= 0)
			wish = (struct wish){ q, exact };
		accept += len;
	}
	return wish;
}

/* A tie goes to JSON only where JSON was named and HTML was not: scripts send
 * JSON, plain text and anything, all with the same q. */
bool
http_prefers_json(const char *accept)
{
	struct wish json, html;

	if (accept == NULL)
		return false;
	json = wish_for(accept, "application/json");
	html = wish_for(accept, "text/html");
	if (json.q != html.q)
		return json.q > html.q;
	return json.q > 0 && json.exactness == 3 && html.exactness < 3;
}

/* The number of the language a range such as "de-AT" names; n: none. */
static size_t
language_named(
    const char *range, size_t len, const char *const *codes, size_t n)
{
	size_t i = 0;

	while (i < n && (strlen(codes[i]) != len ||
			    strncasecmp(codes[i], range, len) != 0))
		i++;
	return i;
}

size_t
http_language(const char *wanted, const char *const *codes, size_t n)
{
	size_t best = 0, found;
	int best_q = 0, q;

	while (wanted != NULL && *wanted != '\0') {
		wanted += strspn(wanted, ", \t");
		found =
		    language_named(wanted, strcspn(wanted, "-;, \t"), codes, n);
		q = q_of(wanted, strcspn(wanted, ","));
		if (found < n && q > best_q) {
			best = found;
			best_q = q;
		}
		wanted += strcspn(wanted, ",");
	}
	return best;
}
