#include <json-c/json.h>

#include "../support/instant.h"
#include "../support/peer.h"
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

/* --- what is written, by another parser's eyes --------------------------------- */

static struct json_object *
read_back(struct arena *a, const struct ical_calendar *calendar)
{
	char dir[PEER_PATH], *line = NULL;
	struct json_object *o;
	const char *path;
	size_t size = 0;
	struct buf b;
	pid_t pid;
	FILE *f;

	buf_init(&b, a, 4096);
	ical_write(calendar, &b);
	peer_folder(dir);
	path = arena_printf(a, "%s/x.ics", dir);
	f = fopen(path, "we");
	assert_non_null(f);
	assert_int_equal(fwrite(b.data, 1, b.len, f), b.len);
	fclose(f);
	f = peer_run((const char *[]){ "ical_read.mjs", path, NULL }, &pid);
	assert_true(getline(&line, &size, f) > 0);
	fclose(f);
	waitpid(pid, NULL, 0);
	peer_remove(dir);
	o = json_tokener_parse(line);
	free(line);
	assert_non_null(o);
	arena_defer(a, release, o);
	return o;
}

static const struct ical_person people[] = {
	{ "Zoë \"Z\"; Ångström, Dr.: x", "zoe@example.org", false },
	{ NULL, "a+b_c@example.org", true },
};

static struct ical_event
session(void)
{
	return (struct ical_event){
		.uid = "session-41@belay.example",
		.sequence = 3,
		.stamp = at("2026-11-20T09:00:00Z"),
		.start = at("2026-11-24T18:00:00Z"),
		.end = at("2026-11-24T18:45:00Z"),
		.summary = "Interview: A, B; C \\ D",
		.description =
		    "First\r\nsecond, \\n; third\n\nä€日本語ä€日本語ä€日"
		    "本語ä€日本語ä€日本語ä€日本語ä€日本語ä€日本語",
		.location = "Room “1”, \\ Lisbon",
		.url = "https://belay.example/s/1?a=1,2;3&b=%20",
		.organizer = { "Belay", "noreply@belay.example", false },
		.attendees = people,
		.nattendees = 2,
		.alarm_minutes = 60,
	};
}

static void
assert_well_formed(struct json_object *o)
{
	assert_string_equal(text_of(o, "/version"), "2.0");
	assert_string_equal(text_of(o, "/bareLineEnd"), "false");
	assert_string_equal(text_of(o, "/splitCharacter"), "false");
	assert_true(json_object_get_int(get(o, "/longestLine")) <= 75);
}

static void
request_reads_back(void **state)
{
	struct ical_event e = session();
	struct ical_calendar c = { CALENDAR_REQUEST, NULL, &e, 1 };
	struct json_object *o = read_back(*state, &c), *event;

	assert_well_formed(o);
	assert_string_equal(text_of(o, "/method"), "REQUEST");
	event = get(o, "/events/0");
	assert_string_equal(text_of(event, "/uid"), e.uid);
	assert_string_equal(text_of(event, "/sequence"), "3");
	assert_string_equal(text_of(event, "/stamp"), "2026-11-20T09:00:00Z");
	assert_string_equal(text_of(event, "/start"), "2026-11-24T18:00:00Z");
	assert_string_equal(text_of(event, "/end"), "2026-11-24T18:45:00Z");
	assert_string_equal(text_of(event, "/summary"), e.summary);
	assert_string_equal(text_of(event, "/description"),
	    "First\nsecond, \\n; third\n\nä€日本語ä€日本語ä€日本語ä€日本語ä€日"
	    "本語ä€日本語ä€日本語ä€日本語");
	assert_string_equal(text_of(event, "/location"), e.location);
	assert_string_equal(text_of(event, "/url"), e.url);
	assert_string_equal(text_of(event, "/status"), "CONFIRMED");
	assert_string_equal(text_of(event, "/transparency"), "OPAQUE");
	assert_string_equal(text_of(event, "/organizer/address"),
	    "mailto:noreply@belay.example");
	assert_string_equal(text_of(event, "/organizer/cn"), "Belay");
	assert_string_equal(
	    text_of(event, "/attendees/0/address"), "mailto:zoe@example.org");
	assert_string_equal(
	    text_of(event, "/attendees/0/cn"), "Zoë 'Z'; Ångström, Dr.: x");
	assert_string_equal(
	    text_of(event, "/attendees/0/partstat"), "NEEDS-ACTION");
	assert_string_equal(text_of(event, "/attendees/0/rsvp"), "TRUE");
	assert_string_equal(
	    text_of(event, "/attendees/1/address"), "mailto:a+b_c@example.org");
	assert_string_equal(
	    text_of(event, "/attendees/1/partstat"), "ACCEPTED");
	assert_string_equal(text_of(event, "/alarms/0"), "-PT60M");
}

static void
cancel_keeps_the_uid(void **state)
{
	struct ical_event e = session();
	struct ical_calendar c = { CALENDAR_CANCEL, NULL, &e, 1 };
	struct json_object *o;

	e.sequence = 4;
	o = read_back(*state, &c);
	assert_well_formed(o);
	assert_string_equal(text_of(o, "/method"), "CANCEL");
	assert_string_equal(text_of(o, "/events/0/uid"), e.uid);
	assert_string_equal(text_of(o, "/events/0/sequence"), "4");
	assert_string_equal(text_of(o, "/events/0/status"), "CANCELLED");
	assert_int_equal(
	    json_object_array_length(get(o, "/events/0/attendees")), 2);
	assert_int_equal(
	    json_object_array_length(get(o, "/events/0/alarms")), 0);
}

static void
feed_reads_back(void **state)
{
	struct ical_event events[300];
	struct ical_calendar c = { CALENDAR_PUBLISH, "Belay: Zoë", events,
		300 };
	struct json_object *o;

	for (size_t i = 0; i < 300; i++) {
		events[i] = session();
		events[i].uid = arena_printf(*state, "s%zu@x", i);
		events[i].start.us += (int64_t)i * 86400000000;
		events[i].end.us += (int64_t)i * 86400000000;
	}
	events[1].cancelled = true;
	events[2].tentative = true;
	o = read_back(*state, &c);
	assert_well_formed(o);
	assert_string_equal(text_of(o, "/method"), "PUBLISH");
	assert_string_equal(text_of(o, "/name"), "Belay: Zoë");
	assert_string_equal(text_of(o, "/refresh"), "PT1H");
	assert_int_equal(json_object_array_length(get(o, "/events")), 300);
	assert_string_equal(text_of(o, "/events/299/uid"), "s299@x");
	assert_string_equal(
	    text_of(o, "/events/299/start"), "2027-09-19T18:00:00Z");
	assert_string_equal(text_of(o, "/events/1/status"), "CANCELLED");
	assert_string_equal(text_of(o, "/events/2/status"), "TENTATIVE");
	assert_int_equal(
	    json_object_array_length(get(o, "/events/0/attendees")), 0);
}

static void
values_cannot_add_lines(void **state)
{
	static const char evil[] = "x\r\nATTENDEE:mailto:e@x\nEND:VEVENT\r"
				   "BEGIN:VEVENT\x01\x7f\"";
	struct ical_person who = { evil, evil, false };
	struct ical_event e = session();
	struct ical_calendar c = { CALENDAR_REQUEST, evil, &e, 1 };
	struct json_object *o;

	e.uid = e.summary = e.description = e.location = e.url = evil;
	e.organizer = who;
	e.attendees = &who;
	e.nattendees = 1;
	o = read_back(*state, &c);
	assert_well_formed(o);
	assert_int_equal(json_object_array_length(get(o, "/events")), 1);
	assert_int_equal(
	    json_object_array_length(get(o, "/events/0/attendees")), 1);
	assert_null(text_of(o, "/events/0/url"));
	assert_string_equal(text_of(o, "/events/0/summary"),
	    "x ATTENDEE:mailto:e@x END:VEVENT BEGIN:VEVENT  \"");
}

static void
little_is_enough(void **state)
{
	struct ical_event e = { .uid = "u@x",
		.start = at("2026-01-01T00:00:00Z"),
		.end = at("2026-01-01T01:00:00Z") };
	struct ical_calendar c = { CALENDAR_PUBLISH, NULL, &e, 1 };
	struct ical_calendar none = { CALENDAR_PUBLISH, NULL, NULL, 0 };
	struct json_object *o = read_back(*state, &c);

	assert_well_formed(o);
	assert_string_equal(text_of(o, "/events/0/summary"), "");
	assert_null(text_of(o, "/events/0/description"));
	assert_null(text_of(o, "/events/0/organizer"));
	o = read_back(*state, &none);
	assert_int_equal(json_object_array_length(get(o, "/events")), 0);
}

/* What is written is read. */
static void
own_calendars_are_read(void **state)
{
	struct ical_window w = { at("2026-01-01T00:00:00Z"),
		at("2027-01-01T00:00:00Z"), NULL, 0 };
	struct ical_event e = session();
	struct ical_calendar c = { CALENDAR_REQUEST, NULL, &e, 1 };
	struct ical_busy busy;
	struct buf b;

	buf_init(&b, *state, 4096);
	ical_write(&c, &b);
	assert_null(ical_read(*state, b.data, b.len, &w, &busy));
	assert_int_equal(busy.n, 1);
	assert_int_equal(busy.ranges[0].start.us, e.start.us);
	assert_int_equal(busy.ranges[0].end.us, e.end.us);
	assert_string_equal(busy.ranges[0].uid, e.uid);
	assert_string_equal(busy.ranges[0].summary, e.summary);
	c.method = CALENDAR_CANCEL;
	b.len = 0;
	ical_write(&c, &b);
	assert_null(ical_read(*state, b.data, b.len, &w, &busy));
	assert_int_equal(busy.n, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(request_reads_back),
		TEST(cancel_keeps_the_uid),
		TEST(feed_reads_back),
		TEST(values_cannot_add_lines),
		TEST(little_is_enough),
		TEST(own_calendars_are_read),
	};

	return cmocka_run_group_tests_name("ical", tests, NULL, NULL);
}
