#include <string.h>

#include "../support/instant.h"
#include "lib/base/words.h"

static int
setup(void **state)
{
	*state = arena_new((size_t)8 << 20);
	return 0;
}

static int
teardown(void **state)
{
	words_set(NULL);
	arena_free(*state);
	return 0;
}

/* --- dates and RFC 3339 ---------------------------------------------------- */

static void
dates_count(void **state)
{
	static const char *const no_dates[] = { "", "2026-1-01", "2026-13-01",
		"2026-00-01", "2026-01-00", "2026-02-29", "2026-04-31",
		"0000-01-01", "2026-01-01x", "2026-01-1", "20260101",
		"2026/01/01", "-026-01-01", " 2026-01-01" };
	struct date leap = date_from_text("2028-02-29"), d;

	(void)state;
	for (size_t i = 0; i < sizeof(no_dates) / sizeof(no_dates[0]); i++)
		assert_int_equal(date_from_text(no_dates[i]).year, 0);
	assert_int_equal(leap.day, 29);
	d = date_add_days(leap, 1);
	assert_int_equal(d.month * 100 + d.day, 301);
	d = date_add_days(leap, -366);
	assert_int_equal(d.year * 10000 + d.month * 100 + d.day, 20270228);
	assert_int_equal(
	    date_days_between(leap, date_from_text("2028-12-31")), 306);
	assert_int_equal(
	    date_days_between(date_from_text("2028-12-31"), leap), -306);
	assert_int_equal(date_weekday(leap), 2);
	assert_int_equal(date_weekday(date_from_text("1900-01-01")), 1);
	assert_int_equal(date_weekday(date_from_text("2026-11-22")), 7);
	for (int64_t n = -800000; n < 3000000; n += 97)
		assert_int_equal(date_to_days(date_from_days(n)), n);
}

static const struct {
	const char *text;
	int64_t us;
} stamps[] = {
	{ "1970-01-01T00:00:01Z", 1000000 },
	{ "1969-12-31T23:59:59.5Z", -500000 },
	{ "2026-11-24T18:00:00Z", 1795543200000000 },
	{ "2026-11-24t18:00:00z", 1795543200000000 },
	{ "2026-11-24 18:00:00Z", 1795543200000000 },
	{ "2026-11-24T19:00:00+01:00", 1795543200000000 },
	{ "2026-11-24T12:30:00-05:30", 1795543200000000 },
	{ "2026-11-24T18:00:00.123456Z", 1795543200123456 },
	{ "2026-11-24T18:00:00.1234569Z", 1795543200123456 },
	{ "", 0 },
	{ "2026-11-24", 0 },
	{ "2026-11-24T18:00Z", 0 },
	{ "2026-11-24T18:00:00", 0 },
	{ "2026-11-24T18:00:00.Z", 0 },
	{ "2026-11-24T18:00:00Zx", 0 },
	{ "2026-11-24T24:00:00Z", 0 },
	{ "2026-11-24T18:60:00Z", 0 },
	{ "2026-11-24T18:00:60Z", 0 },
	{ "2026-11-31T18:00:00Z", 0 },
	{ "2026-11-24T18:00:00+24:00", 0 },
	{ "2026-11-24T18:00:00+01", 0 },
	{ "2026-11-24T18:00:00 +01:00", 0 },
	{ "0000-01-01T00:00:00Z", 0 },
};

static void
rfc3339_is_read_and_written(void **state)
{
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof(stamps) / sizeof(stamps[0]); i++)
		assert_int_equal(
		    instant_from_rfc3339(stamps[i].text).us, stamps[i].us);
	instant_print_rfc3339((struct instant){ 1795543200000000 }, text);
	assert_string_equal(text, "2026-11-24T18:00:00Z");
	instant_print_rfc3339((struct instant){ 1795543200000007 }, text);
	assert_string_equal(text, "2026-11-24T18:00:00.000007Z");
	instant_print_rfc3339((struct instant){ -1 }, text);
	assert_string_equal(text, "1969-12-31T23:59:59.999999Z");
	instant_print_rfc3339((struct instant){ INT64_MIN }, text);
	instant_print_rfc3339((struct instant){ INT64_MAX }, text);
}

/* --- words ----------------------------------------------------------------- */

static void
days_and_clocks_read_well(void **state)
{
	struct instant t = at("2026-11-24T23:30:00Z"), none = { 0 };
	struct instant now = at("2026-11-20T00:00:00Z");
	struct arena *a = *state;

	assert_string_equal(
	    when_day(a, t, "Europe/Lisbon", now), "Tuesday 24 November");
	assert_string_equal(
	    when_day(a, t, "Asia/Tokyo", now), "Wednesday 25 November");
	assert_string_equal(when_day(a, at("2027-01-03T00:00:00Z"), "UTC", now),
	    "Sunday 3 January 2027");
	/* the viewer's year counts */
	assert_string_equal(when_day(a, at("2026-12-31T23:30:00Z"),
				"Europe/Berlin", at("2027-06-01T00:00:00Z")),
	    "Friday 1 January");
	assert_string_equal(when_clock(a, t, "Asia/Kolkata"), "05:00");
	assert_string_equal(
	    when_date(a, date_from_text("2026-11-24")), "24 November 2026");
	assert_string_equal(when_date(a, (struct date){ 0, 0, 0 }), "");
	assert_string_equal(when_day(a, none, "UTC", now), "");
	assert_string_equal(when_clock(a, none, "UTC"), "");
	assert_string_equal(when_range(a, t, none, "UTC"), "");
	assert_string_equal(when_ago(a, none, now), "");
}

static const struct {
	const char *start, *end, *zone, *text;
} ranges[] = {
	{ "2026-11-24T18:00:00Z", "2026-11-24T18:45:00Z", "Europe/Lisbon",
	    "18:00 to 18:45, Lisbon" },
	{ "2026-11-24T18:00:00Z", "2026-11-24T18:45:00Z", "America/New_York",
	    "13:00 to 13:45, New York" },
	{ "2026-11-24T23:30:00Z", "2026-11-25T00:15:00Z", "UTC",
	    "23:30 to 00:15 the next day, UTC" },
	{ "2026-11-24T10:00:00Z", "2026-11-27T10:00:00Z", "UTC",
	    "10:00 to 10:00 on 27 November 2026, UTC" },
	{ "2026-10-25T00:30:00Z", "2026-10-25T01:15:00Z", "Europe/Berlin",
	    "02:30 to 02:15 (the clocks change), Berlin" },
};

static void
ranges_read_well(void **state)
{
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		assert_string_equal(when_range(*state, at(ranges[i].start),
					at(ranges[i].end), ranges[i].zone),
		    ranges[i].text);
}

#define DAY INT64_C(86400)

static const struct {
	int64_t seconds;
	const char *text;
} agos[] = {
	{ 0, "now" },
	{ 59, "now" },
	{ -59, "now" },
	{ 60, "1 minute ago" },
	{ -60, "in 1 minute" },
	{ 3599, "59 minutes ago" },
	{ 3600, "1 hour ago" },
	{ -10800, "in 3 hours" },
	{ 86399, "23 hours ago" },
	{ 172800, "2 days ago" },
	{ -86400, "in 1 day" },
	{ 29 * DAY, "29 days ago" },
	{ 30 * DAY, "1 month ago" },
	{ 364 * DAY, "12 months ago" },
	{ 365 * DAY, "1 year ago" },
	{ -800 * DAY, "in 2 years" },
};

static void
distances_read_well(void **state)
{
	struct instant now = at("2026-11-24T18:00:00Z");

	for (size_t i = 0; i < sizeof(agos) / sizeof(agos[0]); i++)
		assert_string_equal(
		    when_ago(*state,
			(struct instant){ now.us - agos[i].seconds * 1000000 },
			now),
		    agos[i].text);
}

static void
cities_read_well(void **state)
{
	static const char *const cities[][2] = { { "Europe/Lisbon", "Lisbon" },
		{ "America/Argentina/Buenos_Aires", "Buenos Aires" },
		{ "America/North_Dakota/New_Salem", "New Salem" },
		{ "UTC", "UTC" }, { "Etc/UTC", "UTC" }, { "Etc/GMT0", "UTC" },
		{ "Etc/GMT+5", "UTC−5" }, { "Etc/GMT-14", "UTC+14" },
		{ "Etc/GMT+0", "UTC" }, { "Japan", "Japan" },
		{ "Nowhere/Land", "UTC" } };

	for (size_t i = 0; i < sizeof(cities) / sizeof(cities[0]); i++)
		assert_string_equal(
		    zone_city(*state, cities[i][0]), cities[i][1]);
	assert_string_equal(zone_city(*state, NULL), "UTC");
}

static const char *
german(const char *english)
{
	static const char *const catalogue[][2] = { { "Tuesday", "Dienstag" },
		{ "{weekday} {day} {month}", "{weekday}, {day}. {month}" },
		{ "in {n} hours", "in {n} Stunden {x} {" } };

	for (size_t i = 0; i < sizeof(catalogue) / sizeof(*catalogue); i++)
		if (strcmp(english, catalogue[i][0]) == 0)
			return catalogue[i][1];
	return english;
}

static void
days_and_months_have_two_names(void **state)
{
	(void)state;
	words_set(NULL);
	assert_string_equal(weekday_name(1), "Monday");
	assert_string_equal(weekday_short(7), "Sun");
	assert_string_equal(month_name(12), "December");
	assert_string_equal(month_short(1), "Jan");
}

static void
words_are_translated(void **state)
{
	struct instant now = at("2026-11-24T18:00:00Z");

	words_set(german);
	assert_string_equal(
	    when_day(*state, now, "UTC", now), "Dienstag, 24. November");
	assert_string_equal(when_ago(*state, at("2026-11-24T20:00:00Z"), now),
	    "in 2 Stunden {x} {");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(dates_count),
		TEST(rfc3339_is_read_and_written),
		TEST(days_and_clocks_read_well),
		TEST(ranges_read_well),
		TEST(distances_read_well),
		TEST(cities_read_well),
		TEST(days_and_months_have_two_names),
		TEST(words_are_translated),
	};

	return cmocka_run_group_tests_name("when_words", tests, NULL, NULL);
}
