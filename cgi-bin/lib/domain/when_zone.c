#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/domain/when.h"

/*
 * libc knows one zone at a time, and changing it reads a file.  So a year of a
 * zone is asked for at once: the offsets of about 388 days and the seconds they
 * change at are kept, and what follows is arithmetic.  TZ is set only while a
 * year is read, and put back.
 */
enum {
	YEAR_BITS = 25, /* 2^25 seconds */
	STEP = 86400,   /* zones never changed twice within it */
	ZONE_SIZE = 48, /* the longest IANA name has 32 bytes */
	SPANS = 16,     /* changes in 388 days; the most is 6 */
	YEARS = 256,
	DAY = 86400
};

struct span {
	int64_t from; /* seconds since 1970 */
	int32_t offset;
};

struct zone_year {
	char zone[ZONE_SIZE];
	int64_t year;
	size_t nspans;
	struct span spans[SPANS];
};

static struct {
	struct zone_year years[YEARS];
} state;

static bool
is_name(const char *zone)
{
	size_t len = strlen(zone);

	return len > 0 && len < ZONE_SIZE && zone[0] != '/' &&
	       strspn(zone, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvw"
			    "xyz0123456789_+-/") == len;
}

/* Files of the folder that are no IANA zone. */
static bool
is_other_file(const char *zone)
{
	return strncmp(zone, "posix/", 6) == 0 ||
	       strncmp(zone, "right/", 6) == 0 ||
	       strcmp(zone, "posixrules") == 0 ||
	       strcmp(zone, "localtime") == 0 || strcmp(zone, "Factory") == 0;
}

static bool
is_zone_file(const char *zone)
{
	char path[ZONE_SIZE + 32], magic[4];
	bool known;
	int fd;

	if (!is_name(zone) || is_other_file(zone))
		return false;
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", zone);
	if ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0)
		return false;
	known = read(fd, magic, sizeof(magic)) == (ssize_t)sizeof(magic) &&
		memcmp(magic, "TZif", sizeof(magic)) == 0;
	close(fd);
	return known;
}

bool
when_zone_is_known(const char *zone)
{
	static const char *const ambiguous[] = { "CET", "EET", "MET", "WET" };

	if (zone == NULL || !is_zone_file(zone))
		return false;
	for (size_t i = 0; i < sizeof(ambiguous) / sizeof(*ambiguous); i++)
		if (strcmp(zone, ambiguous[i]) == 0)
			return false;
	return true;
}

/* By the zone that TZ names now. */
static int32_t
libc_offset(int64_t seconds)
{
	time_t t = (time_t)seconds;
	struct tm tm;

	return localtime_r(&t, &tm) == NULL ? 0 : (int32_t)tm.tm_gmtoff;
}

/* The first second after `low` that has not its offset; `high` is one. */
static int64_t
change_between(int64_t low, int64_t high)
{
	int32_t offset = libc_offset(low);
	int64_t middle;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (libc_offset(middle) == offset)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static void
read_year(struct zone_year *y)
{
	int64_t at = y->year * (1 << YEAR_BITS);
	int64_t end = at + (1 << YEAR_BITS), next;
	int32_t offset = libc_offset(at), then;

	y->spans[0] = (struct span){ at, offset };
	y->nspans = 1;
	for (; at < end && y->nspans < SPANS; at = next, offset = then) {
		next = at + STEP < end ? at + STEP : end;
		if ((then = libc_offset(next)) == offset)
			continue;
		y->spans[y->nspans++] =
		    (struct span){ change_between(at, next), then };
	}
}

static void
set_tz(const char *value)
{
	if ((value == NULL ? unsetenv("TZ") : setenv("TZ", value, 1)) != 0)
		log_fatal("when: out of memory");
	tzset();
}

static void
fill_year(struct zone_year *y)
{
	char name[ZONE_SIZE + 1], *before = getenv("TZ");

	if (!is_zone_file(y->zone)) {
		y->spans[0] = (struct span){ INT64_MIN, 0 };
		y->nspans = 1;
		return;
	}
	if (before != NULL && (before = strdup(before)) == NULL)
		log_fatal("when: out of memory");
	snprintf(name, sizeof(name), ":%s", y->zone);
	set_tz(name);
	read_year(y);
	set_tz(before);
	free(before);
}

static const struct zone_year *
find_year(const char *zone, int64_t seconds)
{
	int64_t year = seconds >> YEAR_BITS;
	uint64_t hash = 14695981039346656037u ^ (uint64_t)year;
	struct zone_year *y;
	const char *c;

	for (c = zone; *c != '\0'; c++)
		hash = (hash ^ (unsigned char)*c) * 1099511628211u;
	y = &state.years[(hash ^ hash >> 32) % YEARS];
	if (y->nspans != 0 && y->year == year && strcmp(y->zone, zone) == 0)
		return y;
	snprintf(y->zone, sizeof(y->zone), "%s", zone);
	y->year = year;
	fill_year(y);
	return y;
}

static int32_t
offset_at(int64_t seconds, const char *zone)
{
	const struct zone_year *y;
	size_t i;

	if (zone == NULL || strcmp(zone, "UTC") == 0 || !is_name(zone))
		return 0;
	y = find_year(zone, seconds);
	for (i = y->nspans - 1; i > 0 && y->spans[i].from > seconds; i--)
		;
	return y->spans[i].offset;
}

struct local_time
when_local(struct instant at, const char *zone)
{
	int64_t seconds = at.us / 1000000 - (at.us % 1000000 < 0);
	int32_t offset = offset_at(seconds, zone), of_day;
	int64_t local = seconds + offset;
	int64_t days = local / DAY - (local % DAY < 0);
	struct local_time t;

	of_day = (int32_t)(local - days * DAY);
	t.date = date_from_days(days);
	t.hour = of_day / 3600;
	t.minute = of_day / 60 % 60;
	t.second = of_day % 60;
	t.weekday = date_weekday(t.date);
	t.offset_seconds = offset;
	return t;
}

struct instant
when_instant_by(const struct local_time *t,
    int32_t (*offset)(const void *data, int64_t seconds), const void *data)
{
	int32_t of_day = t->hour * 3600 + t->minute * 60 + t->second;
	int64_t local = date_to_days(t->date) * DAY + of_day;
	int32_t before = offset(data, local - DAY);
	int32_t after = offset(data, local + DAY);

	/* Without a change nearby the two are the same; in a gap neither fits
	 * itself, and the one before counts. */
	if (offset(data, local - before) != before &&
	    offset(data, local - after) == after)
		before = after;
	return (struct instant){ (local - before) * 1000000 };
}

static int32_t
offset_of_zone(const void *zone, int64_t seconds)
{
	return offset_at(seconds, zone);
}

struct instant
when_instant(const struct local_time *t, const char *zone)
{
	return when_instant_by(t, offset_of_zone, zone);
}
