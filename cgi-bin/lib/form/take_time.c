#include <ctype.h>
#include <string.h>

#include "lib/form/take.h"
#include "lib/form/words.h"

/* Exactly n digits at *s, which moves past them; -1 when there are fewer. */
static int32_t
digits(const char **s, int n)
{
	int32_t value = 0;

	for (; n > 0; n--, ++*s) {
		if (!isdigit((unsigned char)**s))
			return -1;
		value = value * 10 + (**s - '0');
	}
	return value;
}

static bool
skip(const char **s, char c)
{
	if (**s != c)
		return false;
	++*s;
	return true;
}

static int32_t
days_in_month(int32_t year, int32_t month)
{
	static const int32_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
		30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return month == 2 && leap ? 29 : days[month - 1];
}

static bool
read_date(const char **s, struct date *d)
{
	d->year = digits(s, 4);
	if (d->year < 1 || !skip(s, '-'))
		return false;
	d->month = digits(s, 2);
	if (d->month < 1 || d->month > 12 || !skip(s, '-'))
		return false;
	d->day = digits(s, 2);
	return d->day >= 1 && d->day <= days_in_month(d->year, d->month);
}

const char *
taking_date(const struct taking *t, struct date *to)
{
	const char *s = t->text;

	return read_date(&s, to) && *s == '\0' ? NULL : word_text(WORD_DATE);
}

/* HH:MM as minutes, -1 when it is none; 24:00 only with `midnight`. */
static int32_t
read_minute(const char **s, bool midnight)
{
	int32_t hour = digits(s, 2), minute;

	if (hour < 0 || !skip(s, ':'))
		return -1;
	minute = digits(s, 2);
	if (minute < 0 || minute > 59)
		return -1;
	if (midnight && hour == 24 && minute == 0)
		return 1440;
	return hour > 23 ? -1 : hour * 60 + minute;
}

const char *
taking_minute(const struct taking *t, struct minute *to)
{
	const char *s = t->text;

	to->of_day = read_minute(&s, true);
	to->set = true;
	return to->of_day >= 0 && *s == '\0' ? NULL : word_text(WORD_MINUTE);
}

/* Days since 1970-01-01 (Howard Hinnant's days_from_civil, years from 1). */
static int64_t
days_since_epoch(const struct date *d)
{
	int64_t year = d->year - (d->month <= 2), era = year / 400;
	int64_t of_era = year - era * 400;
	int64_t of_year =
	    (153 * (d->month + (d->month > 2 ? -3 : 9)) + 2) / 5 + d->day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

/* .123456789 as microseconds, what is finer cut off; 0 without a point. */
static bool
read_fraction(const char **s, int64_t *us)
{
	int64_t unit = 100000;

	*us = 0;
	if (!skip(s, '.'))
		return true;
	if (!isdigit((unsigned char)**s))
		return false;
	for (; isdigit((unsigned char)**s); ++*s, unit /= 10)
		*us += unit * (**s - '0');
	return true;
}

/* Z, or the offset from UTC in minutes. */
static bool
read_offset(const char **s, int32_t *minutes)
{
	bool west = **s == '-';

	*minutes = 0;
	if (skip(s, 'Z') || skip(s, 'z'))
		return true;
	if (!skip(s, '+') && !skip(s, '-'))
		return false;
	*minutes = read_minute(s, false);
	if (*minutes < 0)
		return false;
	if (west)
		*minutes = -*minutes;
	return true;
}

/* RFC 3339.  The instant 0 would be "absent", so it is refused. */
static bool
read_instant(const char *s, struct instant *to)
{
	struct date date;
	int64_t us;
	int32_t minute, second, offset;

	if (!read_date(&s, &date) || (!skip(&s, 'T') && !skip(&s, 't')))
		return false;
	if ((minute = read_minute(&s, false)) < 0 || !skip(&s, ':'))
		return false;
	second = digits(&s, 2);
	if (second < 0 || second > 59 || !read_fraction(&s, &us))
		return false;
	if (!read_offset(&s, &offset) || *s != '\0')
		return false;
	us +=
	    ((days_since_epoch(&date) * 1440 + minute - offset) * 60 + second) *
	    1000000;
	to->us = us;
	return us != 0;
}

const char *
taking_instant(const struct taking *t, struct instant *to)
{
	return read_instant(t->text, to) ? NULL : word_text(WORD_INSTANT);
}
