#include <stdio.h>
#include <string.h>

#include "lib/domain/when.h"

/*
 * The proleptic Gregorian calendar in whole days, after Howard Hinnant's
 * "chrono-compatible low-level date algorithms": years start in March, so that
 * the leap day is a year's last, and 400 years are 146,097 days.
 */
enum { ERA_DAYS = 146097, DAYS_TO_1970 = 719468 };

static const int64_t second_us = 1000000;

static int64_t
floor_div(int64_t n, int64_t by)
{
	return n / by - (n % by < 0);
}

int64_t
date_to_days(struct date d)
{
	int64_t y = (int64_t)d.year - (d.month <= 2);
	int64_t era = floor_div(y, 400), of_era = y - era * 400;
	int64_t month = d.month + (d.month > 2 ? -3 : 9);
	int64_t of_year = (153 * month + 2) / 5 + d.day - 1;

	return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - DAYS_TO_1970;
}

struct date
date_from_days(int64_t days)
{
	int64_t era = floor_div(days + DAYS_TO_1970, ERA_DAYS);
	int64_t in = days + DAYS_TO_1970 - era * ERA_DAYS;
	int64_t y = (in - in / 1460 + in / 36524 - in / 146096) / 365;
	int64_t of_year = in - (365 * y + y / 4 - y / 100);
	int64_t m = (5 * of_year + 2) / 153;
	struct date d;

	d.day = (int32_t)(of_year - (153 * m + 2) / 5 + 1);
	d.month = (int32_t)(m < 10 ? m + 3 : m - 9);
	d.year = (int32_t)(y + era * 400 + (d.month <= 2));
	return d;
}

struct date
date_add_days(struct date d, int32_t days)
{
	return date_from_days(date_to_days(d) + days);
}

int32_t
date_days_between(struct date from, struct date to)
{
	return (int32_t)(date_to_days(to) - date_to_days(from));
}

int32_t
date_weekday(struct date d)
{
	int64_t days = date_to_days(d) + 3; /* 1970-01-01 was a Thursday */

	return (int32_t)(days - floor_div(days, 7) * 7 + 1);
}

/* n digits, or -1. */
static int32_t
digits(const char *s, int n)
{
	int32_t value = 0;

	for (; n > 0; n--, s++) {
		if (*s < '0' || *s > '9')
			return -1;
		value = value * 10 + (*s - '0');
	}
	return value;
}

/* A real day at the start of the text; nothing is said of what follows. */
static struct date
read_date(const char *s)
{
	struct date d, none = { 0, 0, 0 };

	if ((d.year = digits(s, 4)) <= 0 || s[4] != '-' ||
	    (d.month = digits(s + 5, 2)) < 0 || s[7] != '-' ||
	    (d.day = digits(s + 8, 2)) < 0)
		return none;
	if (d.month < 1 || d.month > 12 || d.day < 1 || d.day > 31 ||
	    date_from_days(date_to_days(d)).day != d.day)
		return none;
	return d;
}

struct date
date_from_text(const char *s)
{
	struct date d = read_date(s);

	return d.year != 0 && s[10] == '\0' ? d : (struct date){ 0, 0, 0 };
}

/* "18:00:59" in seconds, or -1. */
static int64_t
read_clock(const char *s)
{
	int32_t hour = digits(s, 2), minute, second;

	if (hour < 0 || hour > 23 || s[2] != ':' ||
	    (minute = digits(s + 3, 2)) < 0 || minute > 59 || s[5] != ':' ||
	    (second = digits(s + 6, 2)) < 0 || second > 59)
		return -1;
	return hour * 3600 + minute * 60 + second;
}

/* ".123" in microseconds, further digits ignored; NULL: a point and no digit.
 * Returns what follows. */
static const char *
read_fraction(const char *s, int64_t *us)
{
	int64_t unit = second_us / 10;

	if (*s != '.')
		return s;
	if (digits(++s, 1) < 0)
		return NULL;
	for (; digits(s, 1) >= 0; s++, unit /= 10)
		*us += digits(s, 1) * unit;
	return s;
}

/* "Z" or "+02:00" at the end of the text, in seconds east. */
static bool
read_offset(const char *s, int64_t *seconds)
{
	int32_t hour, minute;

	if ((*s == 'Z' || *s == 'z') && s[1] == '\0')
		return true;
	if ((*s != '+' && *s != '-') || (hour = digits(s + 1, 2)) < 0 ||
	    hour > 23 || s[3] != ':' || (minute = digits(s + 4, 2)) < 0 ||
	    minute > 59 || s[6] != '\0')
		return false;
	*seconds = hour * 3600 + minute * 60;
	if (*s == '-')
		*seconds = -*seconds;
	return true;
}

struct instant
instant_from_rfc3339(const char *s)
{
	struct instant none = { 0 };
	int64_t us = 0, clock, offset = 0;
	struct date d = read_date(s);

	if (d.year == 0 || (s[10] != 'T' && s[10] != 't' && s[10] != ' ') ||
	    (clock = read_clock(s + 11)) < 0 ||
	    (s = read_fraction(s + 19, &us)) == NULL ||
	    !read_offset(s, &offset))
		return none;
	us += (date_to_days(d) * 86400 + clock - offset) * second_us;
	return (struct instant){ us };
}

/* The last digits of n, each in its place. */
static void
put_digits(char *at, int n, int width)
{
	while (width-- > 0) {
		at[width] = (char)('0' + n % 10);
		n /= 10;
	}
}

void
instant_print_rfc3339(struct instant at, char out[32])
{
	static const char shape[] = "0000-00-00T00:00:00.000000Z";
	int64_t seconds = floor_div(at.us, second_us);
	int64_t days = floor_div(seconds, 86400);
	int us = (int)(at.us - seconds * second_us);
	int of_day = (int)(seconds - days * 86400);
	struct date d = date_from_days(days);

	if (d.year < 0 || d.year > 9999) {
		snprintf(
		    out, 32, "%d-%02d-%02dT00:00:00Z", d.year, d.month, d.day);
		return;
	}
	memcpy(out, shape, sizeof(shape));
	put_digits(out, d.year, 4);
	put_digits(out + 5, d.month, 2);
	put_digits(out + 8, d.day, 2);
	put_digits(out + 11, of_day / 3600, 2);
	put_digits(out + 14, of_day / 60 % 60, 2);
	put_digits(out + 17, of_day % 60, 2);
	if (us != 0)
		put_digits(out + 20, us, 6);
	else
		memcpy(out + 19, "Z", 2);
}
