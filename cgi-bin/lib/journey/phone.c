#include <string.h>

#include "lib/base/buf.h"
#include "lib/journey/phone.h"
#include "lib/journey/phone_country.h"

enum { LEAST_DIGITS = 8, MOST_DIGITS = 15 };

/* Digits of what was typed, "+" first where it began so; NULL for other signs. */
static const char *
digits_of(struct arena *a, const char *s)
{
	struct buf b;

	buf_init(&b, a, MOST_DIGITS + 2);
	if (*s == '+') {
		buf_putc(&b, *s++);
	} else if (strncmp(s, "00", 2) == 0) {
		buf_putc(&b, '+');
		s += 2;
	}
	for (; *s != '\0'; s++) {
		if (strncmp(s, "(0)", 3) == 0 && b.len > 1)
			s += 2;
		else if (*s >= '0' && *s <= '9')
			buf_putc(&b, *s);
		else if (strchr(" ()-./", *s) == NULL)
			return NULL;
	}
	return b.len > 0 ? b.data : NULL;
}

static bool
begins_so(const struct phone_country *c, const char *national)
{
	const char *s = c->first;
	size_t len;

	if (s == NULL)
		return true;
	for (; *s != '\0'; s += len + (s[len] == ' ')) {
		len = strcspn(s, " ");
		if (strncmp(national, s, len) == 0)
			return true;
	}
	return false;
}

static bool
is_of(const struct phone_country *c, const char *e164)
{
	size_t code = strlen(c->code), len = strlen(e164);

	return *e164 == '+' && strncmp(e164 + 1, c->code, code) == 0 &&
	       len > code + 1 && (c->lengths & (1u << (len - code - 1))) != 0 &&
	       begins_so(c, e164 + 1 + code);
}

bool
phone_fits(const char *e164)
{
	const struct phone_country *c;
	size_t digits = strlen(e164) - 1;

	if (*e164 != '+' || digits < LEAST_DIGITS || digits > MOST_DIGITS ||
	    strspn(e164 + 1, "0123456789") != digits)
		return false;
	for (c = phone_countries; c->country != NULL; c++)
		if (is_of(c, e164))
			return true;
	return false;
}

static const char *
from_inside(struct arena *a, const char *digits, const char *country)
{
	const struct phone_country *c = phone_countries;
	size_t trunk;

	while (c->country != NULL && strcmp(c->country, country) != 0)
		c++;
	if (c->country == NULL)
		return NULL;
	trunk = strlen(c->trunk);
	if (trunk > 0 && strncmp(digits, c->trunk, trunk) == 0)
		digits += trunk;
	return arena_printf(a, "+%s%s", c->code, digits);
}

const char *
phone_e164(struct arena *a, const char *typed, const char *country)
{
	const char *number = digits_of(a, typed);

	if (number != NULL && *number != '+')
		number =
		    country == NULL ? NULL : from_inside(a, number, country);
	return number != NULL && phone_fits(number) ? number : NULL;
}

bool
phone_is_of(const char *e164, const struct rule_list *countries)
{
	const struct phone_country *c;
	size_t i;

	for (c = phone_countries; c->country != NULL; c++)
		for (i = 0; i < countries->n; i++)
			if (strcmp(c->country, countries->items[i]) == 0 &&
			    is_of(c, e164))
				return true;
	return countries->n == 0;
}
