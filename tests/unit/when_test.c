#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "../support/instant.h"
#include "lib/base/buf.h"

static int
setup(void **state)
{
	*state = arena_new((size_t)8 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* "2026-11-24 18:00:00 +0000 2" */
static const char *
local_text(struct arena *a, struct instant i, const char *zone)
{
	struct local_time t = when_local(i, zone);

	return arena_printf(a, "%04d-%02d-%02d %02d:%02d:%02d %+d %d",
	    t.date.year, t.date.month, t.date.day, t.hour, t.minute, t.second,
	    t.offset_seconds, t.weekday);
}

static const struct {
	const char *instant, *zone, *local;
} locals[] = {
	{ "2026-11-24T18:00:00Z", "UTC", "2026-11-24 18:00:00 +0 2" },
	{ "2026-11-24T18:00:00Z", NULL, "2026-11-24 18:00:00 +0 2" },
	{ "2026-11-24T18:00:00Z", "Mars/Olympus", "2026-11-24 18:00:00 +0 2" },
	{ "2026-11-24T18:00:00Z", "Europe/Lisbon", "2026-11-24 18:00:00 +0 2" },
	/* both edges, to the second */
	{ "2026-03-29T00:59:59Z", "Europe/Berlin",
	    "2026-03-29 01:59:59 +3600 7" },
	{ "2026-03-29T01:00:00Z", "Europe/Berlin",
	    "2026-03-29 03:00:00 +7200 7" },
	{ "2026-10-25T00:59:59Z", "Europe/Berlin",
	    "2026-10-25 02:59:59 +7200 7" },
	{ "2026-10-25T01:00:00Z", "Europe/Berlin",
	    "2026-10-25 02:00:00 +3600 7" },
	{ "2026-03-08T06:59:59Z", "America/New_York",
	    "2026-03-08 01:59:59 -18000 7" },
	{ "2026-03-08T07:00:00Z", "America/New_York",
	    "2026-03-08 03:00:00 -14400 7" },
	{ "2026-06-01T00:00:00Z", "CET", "2026-06-01 02:00:00 +7200 1" },
	/* half and quarter hours, half an hour of summer, DST at midnight */
	{ "2026-06-01T00:00:00Z", "Asia/Kolkata",
	    "2026-06-01 05:30:00 +19800 1" },
	{ "2026-06-01T00:00:00Z", "Asia/Kathmandu",
	    "2026-06-01 05:45:00 +20700 1" },
	{ "2026-04-04T14:59:59Z", "Australia/Lord_Howe",
	    "2026-04-05 01:59:59 +39600 7" },
	{ "2026-04-04T15:00:00Z", "Australia/Lord_Howe",
	    "2026-04-05 01:30:00 +37800 7" },
	{ "2026-04-23T21:59:59Z", "Africa/Cairo",
	    "2026-04-23 23:59:59 +7200 4" },
	{ "2026-04-23T22:00:00Z", "Africa/Cairo",
	    "2026-04-24 01:00:00 +10800 5" },
	/* no summer time any more: far dates follow the last rule */
	{ "2199-07-01T12:00:00Z", "Europe/Paris",
	    "2199-07-01 14:00:00 +7200 1" },
	{ "9999-12-31T23:00:00Z", "Asia/Tokyo",
	    "10000-01-01 08:00:00 +32400 6" },
	/* before zones had hours */
	{ "1850-01-01T00:00:00Z", "Europe/Paris",
	    "1850-01-01 00:09:21 +561 2" },
	{ "1969-12-31T23:59:59Z", "Etc/GMT+5", "1969-12-31 18:59:59 -18000 3" },
	/* a day that did not exist */
	{ "2011-12-30T09:59:59Z", "Pacific/Apia",
	    "2011-12-29 23:59:59 -36000 4" },
	{ "2011-12-30T10:00:00Z", "Pacific/Apia",
	    "2011-12-31 00:00:00 +50400 6" },
};

static void
local_times_are_right(void **state)
{
	for (size_t i = 0; i < sizeof(locals) / sizeof(locals[0]); i++)
		assert_string_equal(
		    local_text(*state, at(locals[i].instant), locals[i].zone),
		    locals[i].local);
	assert_string_equal(
	    local_text(*state, (struct instant){ -1 }, "Europe/London"),
	    "1970-01-01 00:59:59 +3600 4");
}

/* Instants that would overflow something if they could. */
static void
no_instant_is_too_far(void **state)
{
	(void)state;
	assert_int_equal(
	    when_local((struct instant){ INT64_MAX }, "Asia/Tokyo").date.year,
	    294247);
	assert_int_equal(
	    when_local((struct instant){ INT64_MIN }, "Asia/Tokyo").date.year,
	    -290308);
}

static void
zone_names(void **state)
{
	static const char *const unknown[] = { "", "Berlin", "europe/berlin",
		"Europe/", "/Europe/Berlin", "Europe/../Europe/Berlin",
		"../zoneinfo/Europe/Berlin", "posix/Europe/Berlin", "CET",
		"WET", "right/Europe/Berlin", "posixrules", "localtime",
		"Factory", ":Europe/Berlin", "tzdata.zi", "zone.tab", "Europe",
		"CET-1", "Europe/Berlin\n",
		"Europe/Berlinxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" };

	(void)state;
	for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		if (when_zone_is_known(unknown[i]))
			fail_msg("%s is known", unknown[i]);
	assert_false(when_zone_is_known(NULL));
}

/* --- every zone of the system --------------------------------------------- */

struct zones {
	char names[700][48];
	size_t n;
};

static void
read_zones(struct zones *z)
{
	FILE *f = fopen("/usr/share/zoneinfo/tzdata.zi", "re");
	char line[256], name[48];

	z->n = 0;
	assert_non_null(f);
	while (fgets(line, sizeof(line), f) != NULL)
		if ((sscanf(line, "Z %47s", name) == 1 ||
			sscanf(line, "L %*s %47s", name) == 1) &&
		    strcmp(name, "Factory") != 0)
			snprintf(z->names[z->n++], 48, "%s", name);
	fclose(f);
}

/* xorshift: the same instants in every run. */
static int64_t
random_second(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (int64_t)(*seed % 10000000000) - 4000000000;
}

enum { PER_ZONE = 6 };

static void
agrees_with_libc(const char *zone, uint64_t *seed)
{
	int64_t seconds[PER_ZONE], offsets[PER_ZONE];
	struct tm tm;
	time_t t;

	setenv("TZ", zone, 1);
	tzset();
	for (int i = 0; i < PER_ZONE; i++) {
		t = (time_t)(seconds[i] = random_second(seed));
		assert_non_null(localtime_r(&t, &tm));
		offsets[i] = tm.tm_gmtoff;
	}
	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	for (int i = 0; i < PER_ZONE; i++)
		assert_int_equal(
		    when_local((struct instant){ seconds[i] * 1000000 }, zone)
			.offset_seconds,
		    offsets[i]);
}

static void
all_zones_load_and_tz_stays(void **state)
{
	struct zones *z = arena_alloc(*state, 1, sizeof(*z));
	uint64_t seed = 88172645463325252u;
	time_t zero = 0;
	size_t known = 0;
	struct tm tm;

	read_zones(z);
	print_message("%zu zones\n", z->n);
	assert_true(z->n >= 590);
	setenv("TZ", "Asia/Tokyo", 1);
	tzset();
	for (size_t i = 0; i < z->n; i++) {
		known += when_zone_is_known(z->names[i]);
		agrees_with_libc(z->names[i], &seed);
	}
	assert_int_equal(known, z->n - 4); /* CET, EET, MET, WET */
	assert_string_equal(getenv("TZ"), "Asia/Tokyo");
	assert_int_equal(localtime_r(&zero, &tm)->tm_hour, 9);
	unsetenv("TZ");
	tzset();
	when_local((struct instant){ 1 }, "Europe/Berlin");
	assert_null(getenv("TZ"));
}

/* Names that are abbreviations too mean those to PostgreSQL. */
static const char local_query[] =
    "select name, t, extract(epoch from ((timestamptz 'epoch' + t * interval "
    "'1 second') at time zone name)) ::bigint from pg_timezone_names, "
    "unnest($1::bigint[]) t where name not in ('Factory', 'posixrules', "
    "'localtime') and name !~ '^(posix|right)/' and name not in "
    "(select abbrev from pg_timezone_abbrevs)";

/* Pages and the database show the same clock: in every zone, 40 instants. */
static void
agrees_with_postgresql(void **state)
{
	const char *conninfo = getenv("BELAY_TEST_DATABASE"), *param;
	uint64_t seed = 2463534242u;
	struct local_time here;
	int64_t t;
	struct arena *a = *state;
	struct buf list;
	PGresult *r;
	PGconn *c;

	if (conninfo == NULL)
		skip();
	c = PQconnectdb(conninfo);
	assert_int_equal(PQstatus(c), CONNECTION_OK);
	buf_init(&list, a, 8192);
	for (int i = 0; i < 40; i++)
		buf_printf(&list, "%c%lld", i == 0 ? '{' : ',',
		    (long long)random_second(&seed));
	buf_puts(&list, "}");
	param = list.data;
	r = PQexecParams(c, local_query, 1, NULL, &param, NULL, NULL, 0);
	assert_int_equal(PQresultStatus(r), PGRES_TUPLES_OK);
	assert_true(PQntuples(r) > 40 * 580);
	for (int i = 0; i < PQntuples(r); i++) {
		t = strtoll(PQgetvalue(r, i, 1), NULL, 10);
		here = when_local(
		    (struct instant){ t * 1000000 }, PQgetvalue(r, i, 0));
		if (here.offset_seconds + t !=
		    strtoll(PQgetvalue(r, i, 2), NULL, 10))
			fail_msg("%s differs at %lld", PQgetvalue(r, i, 0),
			    (long long)t);
	}
	print_message("%d local times agree\n", PQntuples(r));
	PQclear(r);
	PQfinish(c);
}

/* --- from wall clocks ------------------------------------------------------ */

static const struct {
	const char *wall, *zone, *instant;
} walls[] = {
	{ "2026-11-24T18:00:00Z", "UTC", "2026-11-24T18:00:00Z" },
	{ "2026-06-01T09:00:00Z", "Europe/Berlin", "2026-06-01T07:00:00Z" },
	{ "2026-03-29T01:59:59Z", "Europe/Berlin", "2026-03-29T00:59:59Z" },
	/* the gap: by the offset before it */
	{ "2026-03-29T02:00:00Z", "Europe/Berlin", "2026-03-29T01:00:00Z" },
	{ "2026-03-29T02:30:00Z", "Europe/Berlin", "2026-03-29T01:30:00Z" },
	{ "2026-03-29T03:00:00Z", "Europe/Berlin", "2026-03-29T01:00:00Z" },
	/* the repeated hour: its first */
	{ "2026-10-25T01:59:59Z", "Europe/Berlin", "2026-10-24T23:59:59Z" },
	{ "2026-10-25T02:30:00Z", "Europe/Berlin", "2026-10-25T00:30:00Z" },
	{ "2026-10-25T03:00:00Z", "Europe/Berlin", "2026-10-25T02:00:00Z" },
	{ "2026-04-05T01:45:00Z", "Australia/Lord_Howe",
	    "2026-04-04T14:45:00Z" },
	{ "2026-10-04T02:15:00Z", "Australia/Lord_Howe",
	    "2026-10-03T15:45:00Z" },
	{ "2026-04-24T00:30:00Z", "Africa/Cairo", "2026-04-23T22:30:00Z" },
	{ "2011-12-31T00:00:00Z", "Pacific/Apia", "2011-12-30T10:00:00Z" },
	{ "2026-01-01T00:00:00Z", "Asia/Kathmandu", "2025-12-31T18:15:00Z" },
};

static void
wall_clocks_become_instants(void **state)
{
	struct local_time t;
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof(walls) / sizeof(walls[0]); i++) {
		t = when_local(at(walls[i].wall), "UTC");
		instant_print_rfc3339(when_instant(&t, walls[i].zone), text);
		assert_string_equal(text, walls[i].instant);
	}
}

/* Whatever the zone: an instant's wall clock gives it back, unless that clock
 * showed the same earlier. */
static void
wall_clocks_round_trip(void **state)
{
	struct zones *z = arena_alloc(*state, 1, sizeof(*z));
	uint64_t seed = 362436069u;
	struct local_time t, again;
	struct instant i, back;

	read_zones(z);
	for (size_t n = 0; n < 3000; n++) {
		const char *zone = z->names[z->n == 0 ? 0 : n % z->n];

		i.us = random_second(&seed) * 1000000;
		t = when_local(i, zone);
		back = when_instant(&t, zone);
		again = when_local(back, zone);
		assert_true(back.us <= i.us);
		assert_int_equal(again.hour, t.hour);
		assert_int_equal(again.minute, t.minute);
		assert_int_equal(again.date.day, t.date.day);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(local_times_are_right),
		TEST(no_instant_is_too_far),
		TEST(zone_names),
		TEST(all_zones_load_and_tz_stays),
		TEST(agrees_with_postgresql),
		TEST(wall_clocks_become_instants),
		TEST(wall_clocks_round_trip),
	};

	return cmocka_run_group_tests_name("when", tests, NULL, NULL);
}
