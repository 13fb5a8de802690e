#include "lib/journey/decimal.h"

enum { WHOLE_DIGITS = 12 };
static const int64_t million = 1000000;

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
decimal_read(const char *s, struct decimal *d)
{
	bool minus = *s == '-';
	int64_t whole = 0, part = 0, place = million / 10;
	int digits = 0;

	*d = (struct decimal){ 0, 0 };
	for (s += *s == '-' || *s == '+'; is_digit(*s); s++) {
		digits += digits > 0 || *s != '0';
		if (digits > WHOLE_DIGITS)
			return false;
		whole = whole * 10 + (*s - '0');
		d->scale = -1; /* there is a digit */
	}
	if (d->scale == 0)
		return false;
	d->scale = 0;
	if (*s == '.') {
		for (s++; is_digit(*s) && place > 0; s++, place /= 10) {
			part += (*s - '0') * place;
			d->scale++;
		}
		if (d->scale == 0)
			return false;
	}
	d->micro = whole * million + part;
	if (minus)
		d->micro = -d->micro;
	return *s == '\0';
}

const char *
decimal_text(struct arena *a, struct decimal d)
{
	uint64_t n = d.micro < 0 ? 0 - (uint64_t)d.micro : (uint64_t)d.micro;
	char digits[DECIMAL_PLACES + 1];
	int i;

	for (i = DECIMAL_PLACES - 1; i >= 0; i--, n /= 10)
		digits[i] = (char)('0' + n % 10);
	digits[d.scale] = '\0';
	return arena_printf(a, "%s%llu%s%s", d.micro < 0 ? "-" : "",
	    (unsigned long long)n, d.scale > 0 ? "." : "", digits);
}
