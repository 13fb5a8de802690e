#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/view/out.h"
#include "lib/view/value.h"

enum { SECOND = 1000 * 1000 };

/* Digits of n, at least `width` of them. */
static char *
put_digits(char *at, uint64_t n, int width)
{
	char digits[24];
	int len = 0;

	do
		digits[len++] = (char)('0' + n % 10);
	while ((n /= 10) != 0 || len < width);
	while (len > 0)
		*at++ = digits[--len];
	return at;
}

static uint64_t
magnitude(int64_t n)
{
	return n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
}

static void
put_hundredths(struct buf *out, long long n)
{
	char text[32], *at = text;
	uint64_t whole = magnitude(n);

	if (n < 0)
		*at++ = '-';
	at = put_digits(at, whole / 100, 1);
	whole %= 100;
	if (whole != 0) {
		*at++ = '.';
		at = whole % 10 == 0 ? put_digits(at, whole / 10, 1)
				     : put_digits(at, whole, 2);
	}
	out_put(out, text, (size_t)(at - text));
}

/* Hundredths are exact below this. */
static const double most_exact = 1e13;

void
value_put_real(struct buf *out, double x)
{
	if (!isfinite(x))
		return;
	if (fabs(x) < most_exact)
		put_hundredths(out, llround(x * 100));
	else
		buf_printf(out, "%.0f", x);
}

void
value_put_number(struct buf *out, double x)
{
	char text[40], *comma;
	int digits;

	if (!isfinite(x)) {
		buf_puts(out, "null");
		return;
	}
	if (fabs(x) < most_exact && (double)llround(x * 100) / 100 == x) {
		put_hundredths(out, llround(x * 100));
		return;
	}
	for (digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, x);
		if (strtod(text, NULL) == x)
			break;
	}
	/* a locale's decimal comma */
	if ((comma = strchr(text, ',')) != NULL)
		*comma = '.';
	buf_puts(out, text);
}

static char *
put_date(char *at, struct date d)
{
	if (d.year < 0)
		*at++ = '-';
	at = put_digits(at, magnitude(d.year), 4);
	*at++ = '-';
	at = put_digits(at, magnitude(d.month), 2);
	*at++ = '-';
	return put_digits(at, magnitude(d.day), 2);
}

/* Days since 1970-01-01, by eras of 400 years from 1 March of year 0. */
static struct date
date_of_day(int64_t day)
{
	int64_t era, of_era, year, of_year, month;

	day += 719468;
	era = (day >= 0 ? day : day - 146096) / 146097;
	of_era = day - era * 146097;
	year =
	    (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	of_year = of_era - (365 * year + year / 4 - year / 100);
	month = (5 * of_year + 2) / 153;
	year += era * 400 + (month >= 10);
	return (struct date){ (int32_t)year,
		(int32_t)(month < 10 ? month + 3 : month - 9),
		(int32_t)(of_year - (153 * month + 2) / 5 + 1) };
}

static char *
put_fraction(char *at, uint64_t us)
{
	int width = 6;

	if (us == 0)
		return at;
	for (; us % 10 == 0; us /= 10)
		width--;
	*at++ = '.';
	return put_digits(at, us, width);
}

void
value_put_instant(struct buf *out, struct instant i)
{
	const int64_t day_us = INT64_C(86400) * SECOND;
	int64_t day = i.us / day_us, us = i.us % day_us;
	uint64_t seconds;
	char text[64], *at;

	if (us < 0) {
		us += day_us;
		day--;
	}
	seconds = (uint64_t)us / SECOND;
	at = put_date(text, date_of_day(day));
	*at++ = 'T';
	at = put_digits(at, seconds / 3600, 2);
	*at++ = ':';
	at = put_digits(at, seconds / 60 % 60, 2);
	*at++ = ':';
	at = put_digits(at, seconds % 60, 2);
	at = put_fraction(at, (uint64_t)us % SECOND);
	*at++ = 'Z';
	out_put(out, text, (size_t)(at - text));
}

void
value_put_date(struct buf *out, struct date d)
{
	char text[64];
	const char *end = put_date(text, d);

	out_put(out, text, (size_t)(end - text));
}

void
value_put_minute(struct buf *out, struct minute m)
{
	char text[64], *at;

	at = put_digits(text, magnitude(m.of_day) / 60, 2);
	*at++ = ':';
	at = put_digits(at, magnitude(m.of_day) % 60, 2);
	out_put(out, text, (size_t)(at - text));
}

static int
currency_digits(const char *currency)
{
	static const char none[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF "
				   "UGX VND VUV XAF XOF XPF ";
	static const char three[] = "BHD IQD JOD KWD LYD OMR TND ";

	if (strlen(currency) != 3)
		return 2;
	if (strstr(none, currency) != NULL)
		return 0;
	return strstr(three, currency) != NULL ? 3 : 2;
}

void
value_put_money(struct buf *out, struct money m)
{
	int digits = currency_digits(m.currency);
	uint64_t unit = digits == 0 ? 1 : digits == 2 ? 100 : 1000;
	uint64_t amount = magnitude(m.amount);
	char text[64], *at = text;

	out_html(out, m.currency);
	buf_puts(out, m.amount < 0 ? " \u2212" : " ");
	at = put_digits(at, amount / unit, 1);
	if (digits > 0) {
		*at++ = '.';
		at = put_digits(at, amount % unit, digits);
	}
	out_put(out, text, (size_t)(at - text));
}

bool
value_is_true(enum kind kind, const void *at)
{
	const char *text;

	switch (kind) {
	case KIND_INT:
	case KIND_ID:
		return *(const int64_t *)at != 0;
	case KIND_TEXT:
	case KIND_HTML:
		text = *(const char *const *)at;
		return text != NULL && *text != '\0';
	case KIND_BOOL:
		return *(const bool *)at;
	case KIND_INSTANT:
		return ((const struct instant *)at)->us != 0;
	case KIND_DATE:
		return ((const struct date *)at)->year != 0;
	case KIND_MINUTE:
		return ((const struct minute *)at)->set;
	case KIND_REAL:
		return *(const double *)at != 0;
	case KIND_MAYBE_INT:
		return ((const struct maybe_int *)at)->set;
	case KIND_MAYBE_REAL:
		return ((const struct maybe_real *)at)->set;
	case KIND_MONEY:
		return ((const struct money *)at)->currency != NULL;
	case KIND_FILE:
	case KIND_POINTER:
		return *(const void *const *)at != NULL;
	default:
		return true;
	}
}

bool
value_is_shown(enum kind kind)
{
	return kind != KIND_HTML && kind < KIND_JSON;
}

void
value_show(enum kind kind, const void *at, struct buf *out)
{
	const char *text;

	if (kind == KIND_INT)
		out_int(out, *(const int64_t *)at);
	else if (kind == KIND_BOOL)
		buf_puts(out, *(const bool *)at ? "true" : "false");
	else if (kind == KIND_REAL)
		value_put_real(out, *(const double *)at);
	else if (!value_is_true(kind, at))
		return;
	switch (kind) {
	case KIND_ID:
		out_int(out, *(const int64_t *)at);
		break;
	case KIND_TEXT:
		text = *(const char *const *)at;
		out_html(out, text);
		break;
	case KIND_INSTANT:
		value_put_instant(out, *(const struct instant *)at);
		break;
	case KIND_DATE:
		value_put_date(out, *(const struct date *)at);
		break;
	case KIND_MINUTE:
		value_put_minute(out, *(const struct minute *)at);
		break;
	case KIND_MAYBE_INT:
		out_int(out, ((const struct maybe_int *)at)->value);
		break;
	case KIND_MAYBE_REAL:
		value_put_real(out, ((const struct maybe_real *)at)->value);
		break;
	case KIND_MONEY:
		value_put_money(out, *(const struct money *)at);
		break;
	default:
		break;
	}
}
