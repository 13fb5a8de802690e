#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../support/instant.h"
#include "lib/domain/ical.h"

static int
setup(void **state)
{
	*state = arena_new((size_t)128 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static void
release(void *o)
{
	json_object_put(o);
}

static struct json_object *
get(struct json_object *o, const char *path)
{
	struct json_object *found = NULL;

	if (json_pointer_get(o, path, &found) != 0)
		fail_msg("no %s", path);
	return found;
}

static const char *
text_of(struct json_object *o, const char *path)
{
	return json_object_get_string(get(o, path));
}

static const char *
busy_between(struct arena *a, const char *ics, const struct ical_window *w,
    struct ical_busy *busy)
{
	return ical_read(a, ics, strlen(ics), w, busy);
}

/* "20260316T080000Z" as the vectors write it. */
static struct instant
stamp(const char *s)
{
	struct local_time t = { .date = { 0, 0, 0 } };
	int n = sscanf(s, "%4d%2d%2dT%2d%2d%2dZ", &t.date.year, &t.date.month,
	    &t.date.day, &t.hour, &t.minute, &t.second);

	assert_int_equal(n, 6);
	return when_instant(&t, NULL);
}

/* starts_utc is by dateutil with the system's zones; where ical.js differs
 * (the skipped and the repeated hour, 29 February), RFC 5545 is with these. */
static void
expands_as_expected(struct arena *a, struct json_object *c)
{
	struct ical_window w = { at("2020-01-01T00:00:00Z"),
		at("2040-01-01T00:00:00Z"), "UTC", 0 };
	struct json_object *starts = get(c, "/starts_utc");
	struct ical_busy busy;

	assert_null(busy_between(a, text_of(c, "/ics"), &w, &busy));
	assert_int_equal(busy.skipped, 0);
	if (busy.n != json_object_array_length(starts))
		fail_msg("%s: %zu", text_of(c, "/name"), busy.n);
	for (size_t i = 0; i < busy.n; i++) {
		assert_int_equal(busy.ranges[i].start.us,
		    stamp(json_object_get_string(
			      json_object_array_get_idx(starts, i)))
			.us);
		assert_int_equal(
		    busy.ranges[i].end.us - busy.ranges[i].start.us,
		    3600000000);
	}
}

static void
vectors_are_expanded(void **state)
{
	struct json_object *o =
	    json_object_from_file("tests/support/vectors/icalendar.json");
	struct json_object *cases, *c;
	size_t expanded = 0;

	assert_non_null(o);
	arena_defer(*state, release, o);
	cases = get(o, "/cases");
	for (size_t i = 0; i < json_object_array_length(cases); i++) {
		c = json_object_array_get_idx(cases, i);
		if (strcmp(text_of(c, "/kind"), "expand") != 0)
			continue;
		expands_as_expected(*state, c);
		expanded++;
	}
	assert_int_equal(expanded, 11);
}

#define EVENT(lines)                                         \
	"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\n" lines \
	"END:VEVENT\r\nEND:VCALENDAR\r\n"
#define START "DTSTART:20260601T100000Z\r\n"
#define HOUR  START "DTEND:20260601T110000Z\r\n"

/* Outlook's way: names of its own, defined in the file. */
#define OUTLOOK                                                            \
	"BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:W. Europe Standard "   \
	"Time\r\nBEGIN:STANDARD\r\nDTSTART:16010101T030000\r\n"            \
	"TZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nRRULE:FREQ=YEARLY;"     \
	"INTERVAL=1;BYDAY=-1SU;BYMONTH=10\r\nEND:STANDARD\r\n"             \
	"BEGIN:DAYLIGHT\r\nDTSTART:16010101T020000\r\nTZOFFSETFROM:+0100"  \
	"\r\nTZOFFSETTO:+0200\r\nRRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;" \
	"BYMONTH=3\r\nEND:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
#define OUTLOOK_EVENT(start, end)                                           \
	OUTLOOK "BEGIN:VEVENT\r\nUID:u\r\nDTSTART;TZID=W. Europe Standard " \
		"Time:" start                                               \
		"\r\nDTEND;TZID=\"W. Europe Standard Time\":" end           \
		"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

/* The window is 2026 and the owner's zone Asia/Kolkata. */
static const struct {
	const char *name, *ics, *ranges;
	size_t skipped;
} calendars[] = {
	{ "UTC", EVENT(HOUR), "0601T1000-0601T1100", 0 },
	{ "IANA name",
	    EVENT("DTSTART;TZID=America/New_York:20260601T100000\n"
		  "DTEND;TZID=America/New_York:20260601T110000\n"),
	    "0601T1400-0601T1500", 0 },
	{ "prefixed name",
	    EVENT("DTSTART;TZID=/x.example/2024a/Europe/Berlin:20260601T100000"
		  "\r\nDURATION:PT30M\r\n"),
	    "0601T0800-0601T0830", 0 },
	{ "own zone, summer",
	    OUTLOOK_EVENT("20260601T100000", "20260601T110000"),
	    "0601T0800-0601T0900", 0 },
	{ "own zone, winter",
	    OUTLOOK_EVENT("20260115T100000", "20260115T110000"),
	    "0115T0900-0115T1000", 0 },
	{ "own zone, skipped hour",
	    OUTLOOK_EVENT("20260329T023000", "20260329T040000"),
	    "0329T0130-0329T0200", 0 },
	{ "own zone, repeated hour",
	    OUTLOOK_EVENT("20261025T023000", "20261025T033000"),
	    "1025T0030-1025T0230", 0 },
	{ "unknown zone",
	    EVENT("DTSTART;TZID=Nowhere:20260601T100000\r\n"
		  "DURATION:PT1H\r\n"),
	    "", 1 },
	{ "floating", EVENT("DTSTART:20260601T100000\r\nDURATION:PT1H\r\n"),
	    "0601T0430-0601T0530", 0 },
	{ "all day", EVENT("DTSTART;VALUE=DATE:20260601\r\n"),
	    "0531T1830-0601T1830", 0 },
	{ "two days",
	    EVENT("DTSTART;VALUE=DATE:20260601\r\n"
		  "DTEND;VALUE=DATE:20260603\r\n"),
	    "0531T1830-0602T1830", 0 },
	{ "all day, weekly",
	    EVENT("DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=WEEKLY;COUNT=2\r"
		  "\nEXDATE;VALUE=DATE:20260608\r\n"),
	    "0531T1830-0601T1830", 0 },
	{ "a day over the change is 25 hours",
	    EVENT("DTSTART;TZID=Europe/Berlin:20261024T120000\r\n"
		  "DURATION:P1D\r\n"),
	    "1024T1000-1025T1100", 0 },
	{ "24 hours over the change are 24",
	    EVENT("DTSTART;TZID=Europe/Berlin:20261024T120000\r\n"
		  "DURATION:PT24H\r\n"),
	    "1024T1000-1025T1000", 0 },
	{ "no end", EVENT(START), "", 0 },
	{ "end before start", EVENT(START "DTEND:20260601T090000Z\r\n"), "",
	    1 },
	{ "negative duration", EVENT(START "DURATION:-PT1H\r\n"), "", 1 },
	{ "no start", EVENT("DTEND:20260601T090000Z\r\n"), "", 1 },
	{ "no date", EVENT("DTSTART:20260231T100000Z\r\nDURATION:PT1H\r\n"), "",
	    1 },
	{ "cancelled", EVENT(HOUR "STATUS:CANCELLED\r\n"), "", 0 },
	{ "transparent", EVENT(HOUR "TRANSP:TRANSPARENT\r\n"), "", 0 },
	{ "opaque", EVENT(HOUR "TRANSP:OPAQUE\r\nSTATUS:TENTATIVE\r\n"),
	    "0601T1000-0601T1100", 0 },
	{ "free for Outlook", EVENT(HOUR "X-MICROSOFT-CDO-BUSYSTATUS:FREE\r\n"),
	    "", 0 },
	{ "before the window",
	    EVENT("DTSTART:20251231T220000Z\r\nDTEND:20260101T000000Z\r\n"), "",
	    0 },
	{ "into the window",
	    EVENT("DTSTART:20251231T230000Z\r\nDTEND:20260101T000001Z\r\n"),
	    "1231T2300-0101T0000", 0 },
	{ "after the window",
	    EVENT("DTSTART:20270101T000000Z\r\nDURATION:PT1H\r\n"), "", 0 },
	{ "for ever, at the window's end",
	    EVENT("DTSTART:20201230T100000Z\r\nDURATION:PT1H\r\n"
		  "RRULE:FREQ=YEARLY\r\n"),
	    "1230T1000-1230T1100", 0 },
	{ "dates listed",
	    EVENT(HOUR "RDATE:20260603T100000Z,20260602T100000Z\r\n"),
	    "0601T1000-0601T1100 0602T1000-0602T1100 0603T1000-0603T1100", 0 },
	{ "by the hour", EVENT(HOUR "RRULE:FREQ=HOURLY;INTERVAL=5;COUNT=3\r\n"),
	    "0601T1000-0601T1100 0601T1500-0601T1600 0601T2000-0601T2100", 0 },
	{ "by the second", EVENT(HOUR "RRULE:FREQ=SECONDLY\r\n"), "", 1 },
	{ "never", EVENT(HOUR "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\r\n"),
	    "", 0 },
	{ "folded anywhere",
	    "BEGIN:VCAL\r\n ENDAR\r\nBEG\n\tIN:VEVENT\nDTSTART:2026\r\n "
	    "0601T100000Z\r\nDURATION:PT1H\r\nEND:VEVENT\r\nEND:VCALENDAR",
	    "0601T1000-0601T1100", 0 },
	{ "small letters",
	    "begin:vcalendar\nbegin:vevent\ndtstart:20260601T100000Z\n"
	    "duration:PT1H\nend:vevent\nend:vcalendar\n",
	    "0601T1000-0601T1100", 0 },
	{ "two calendars", EVENT(HOUR) EVENT(HOUR),
	    "0601T1000-0601T1100 0601T1000-0601T1100", 0 },
	{ "other lines",
	    EVENT(HOUR "DESCRIPTION:x\\nBEGIN:VEVENT\r\nATTACH;VALUE=BINARY;"
		       "ENCODING=BASE64:AAAA\r\nBEGIN:VALARM\r\nTRIGGER:-PT1H"
		       "\r\nDURATION:PT9H\r\nEND:VALARM\r\n"),
	    "0601T1000-0601T1100", 0 },
	{ "published busy times",
	    "BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\nFREEBUSY;FBTYPE=BUSY:"
	    "20260601T100000Z/20260601T110000Z,20260602T100000Z/PT30M\r\n"
	    "FREEBUSY;FBTYPE=FREE:20260603T100000Z/PT1H\r\n"
	    "FREEBUSY:20260604T100000Z/PT1H\r\nEND:VFREEBUSY\r\n"
	    "END:VCALENDAR\r\n",
	    "0601T1000-0601T1100 0602T1000-0602T1030 0604T1000-0604T1100", 0 },
	{ "an instance moved, one cancelled",
	    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:u\r\nDTSTART;TZID=Europe/"
	    "Berlin:20260601T100000\r\nDURATION:PT1H\r\nRRULE:FREQ=DAILY;"
	    "COUNT=4\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID:20260602T080000Z\r\n"
	    "DTSTART:20260602T150000Z\r\nDURATION:PT2H\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:u\r\nRECURRENCE-ID;TZID=Europe/Berlin:"
	    "20260603T100000\r\nDTSTART:20260603T080000Z\r\nDURATION:PT1H\r\n"
	    "STATUS:CANCELLED\r\nEND:VEVENT\r\n"
	    "BEGIN:VEVENT\r\nUID:other\r\nRECURRENCE-ID:20260604T080000Z\r\n"
	    "STATUS:CANCELLED\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
	    "0601T0800-0601T0900 0602T1500-0602T1700 0604T0800-0604T0900", 0 },
	{ "empty", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "", 0 },
};

static const char *
ranges_text(struct arena *a, const struct ical_busy *busy)
{
	struct local_time t;
	struct buf b;

	buf_init(&b, a, 256);
	buf_put(&b, "", 0);
	for (size_t i = 0; i < busy->n; i++) {
		t = when_local(busy->ranges[i].start, NULL);
		buf_printf(&b, "%s%02d%02dT%02d%02d-", i == 0 ? "" : " ",
		    t.date.month, t.date.day, t.hour, t.minute);
		t = when_local(busy->ranges[i].end, NULL);
		buf_printf(&b, "%02d%02dT%02d%02d", t.date.month, t.date.day,
		    t.hour, t.minute);
	}
	return b.data;
}

static void
calendars_are_read(void **state)
{
	struct ical_window w = { at("2026-01-01T00:00:00Z"),
		at("2027-01-01T00:00:00Z"), "Asia/Kolkata", 0 };
	struct ical_busy busy;
	const char *text;

	for (size_t i = 0; i < sizeof(calendars) / sizeof(calendars[0]); i++) {
		assert_null(busy_between(*state, calendars[i].ics, &w, &busy));
		text = ranges_text(*state, &busy);
		if (strcmp(text, calendars[i].ranges) != 0 ||
		    busy.skipped != calendars[i].skipped)
			fail_msg("%s: %s, %zu skipped", calendars[i].name, text,
			    busy.skipped);
	}
}

static void
who_and_what_is_told(void **state)
{
	struct ical_window w = { at("2026-01-01T00:00:00Z"),
		at("2027-01-01T00:00:00Z"), NULL, 0 };
	struct ical_busy busy;

	assert_null(busy_between(*state,
	    EVENT(HOUR "SUMMARY:A\\, B\\; C \\\\ D\\nE ;VALUE=x\r\n"), &w,
	    &busy));
	assert_string_equal(busy.ranges[0].uid, "u");
	assert_string_equal(busy.ranges[0].summary, "A, B; C \\ D\nE ;VALUE=x");
}

/* --- limits ------------------------------------------------------------------------ */

/* head, then part n times, then tail. */
static const char *
repeated(struct arena *a, const char *head, const char *part, size_t n,
    const char *tail)
{
	struct buf b;

	buf_init(&b, a, strlen(head) + n * strlen(part) + strlen(tail) + 1);
	buf_puts(&b, head);
	while (n-- > 0)
		buf_puts(&b, part);
	buf_puts(&b, tail);
	return b.data;
}

static void
limits_are_kept(void **state)
{
	struct ical_window w = { at("2026-01-01T00:00:00Z"),
		at("2027-01-01T00:00:00Z"), "UTC", 0 };
	struct arena *a = *state;
	struct ical_busy busy;
	const char *ics;

	assert_string_equal(
	    busy_between(a, "", &w, &busy), "it is no calendar");
	assert_string_equal(
	    busy_between(a, "<!doctype html>", &w, &busy), "it is no calendar");
	assert_non_null(
	    busy_between(a, "BEGIN:VEVENT\nEND:VEVENT\n", &w, &busy));
	assert_string_equal(
	    ical_read(a, "UID:a\0b\n", 8, &w, &busy), "there is a zero byte");
	ics = repeated(a, "", "BEGIN:VEVENT\n", 9, "");
	assert_string_equal(
	    busy_between(a, ics, &w, &busy), "components are nested too deep");
	assert_string_equal(busy_between(a, "END:VCALENDAR\n", &w, &busy),
	    "a component ends before it begins");
	ics = repeated(a, "", "BEGIN:X\nEND:X\n", 60000, "");
	assert_string_equal(
	    busy_between(a, ics, &w, &busy), "there are too many components");
	ics = repeated(a, "UID:", "x", 70000, "");
	assert_string_equal(
	    busy_between(a, ics, &w, &busy), "a line is too long");
	ics = repeated(a, "", "x", ICAL_LONGEST + 1, "");
	assert_string_equal(
	    busy_between(a, ics, &w, &busy), "the calendar is too long");
	ics = EVENT("DTSTART;VALUE=TEXT:x\r\n");
	assert_string_equal(
	    busy_between(a, ics, &w, &busy), "a property has another type");
	w.most = 9;
	ics = EVENT(HOUR "RRULE:FREQ=DAILY;COUNT=9\r\n");
	assert_null(busy_between(a, ics, &w, &busy));
	assert_int_equal(busy.n, 9);
	ics = EVENT(HOUR "RRULE:FREQ=DAILY;COUNT=10\r\n");
	assert_string_equal(
	    busy_between(a, ics, &w, &busy), "there are too many busy times");
}

/* Calendars that made the parser or a rule search for minutes. */
static void
wasted_time_is_bounded(void **state)
{
	static const char *const rules[] = {
		"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30\n",
		"RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30\n",
		"RRULE:FREQ=MINUTELY\n",
	};
	struct ical_window w = { at("2026-01-01T00:00:00Z"),
		at("2027-01-01T00:00:00Z"), "UTC", 0 };
	struct timespec from, to;
	struct ical_busy busy;
	const char *event;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		event = arena_printf(*state,
		    "BEGIN:VEVENT\nDTSTART:19000101T100000Z\nDURATION:PT1H\n"
		    "%sEND:VEVENT\n",
		    rules[i]);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		busy_between(*state,
		    repeated(*state, "BEGIN:VCALENDAR\n", event, 1000,
			"END:VCALENDAR\n"),
		    &w, &busy);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		assert_true(to.tv_sec - from.tv_sec < 30);
		arena_reset(*state);
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(vectors_are_expanded),
		TEST(calendars_are_read),
		TEST(who_and_what_is_told),
		TEST(limits_are_kept),
		TEST(wasted_time_is_bounded),
	};

	return cmocka_run_group_tests_name("ical_busy", tests, NULL, NULL);
}
