#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/auth/secret.h"
#include "lib/domain/google.h"
#include "lib/domain/when.h"

static int
setup(void **state)
{
	*state = arena_new((size_t)16 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* What one event comes to: "START END", "free", or "not understood". */
static const char *
taken(struct arena *a, const char *event, const char *zone)
{
	const char *json =
	    arena_printf(a, "{\"items\":[{\"id\":\"x\",%s}]}", event);
	struct google_page page;
	char start[32], end[32];

	assert_true(google_page_read(a, json, strlen(json), zone, &page));
	if (page.skipped != 0)
		return "not understood";
	assert_int_equal(page.n, 1);
	if (page.items[0].start.us == 0)
		return "free";
	instant_print_rfc3339(page.items[0].start, start);
	instant_print_rfc3339(page.items[0].end, end);
	return arena_printf(a, "%s %s", start, end);
}

#define AT(start, end)                                                        \
	"\"start\":{\"dateTime\":\"" start "\"},\"end\":{\"dateTime\":\"" end \
	"\"}"
#define HOUR AT("2026-03-16T09:00:00Z", "2026-03-16T10:00:00Z")
static const char hour[] = "2026-03-16T09:00:00Z 2026-03-16T10:00:00Z";

static void
test_times(void **state)
{
	static const struct {
		const char *event, *zone, *expected;
	} cases[] = {
		{ HOUR, "Asia/Tokyo", hour },
		{ AT("2026-03-16T14:45:00+05:45", "2026-03-16T15:45:00+05:45"),
		    "Asia/Tokyo", hour },
		{ AT("2026-03-16T04:00:00.000-05:00",
		      "2026-03-16T05:00:00.000-05:00"),
		    NULL, hour },
		/* floating: the event's zone, else the calendar's; their
		 * fractions of a second don't count */
		{ AT("2026-03-16T18:00:00", "2026-03-16T19:00:00"),
		    "Asia/Tokyo", hour },
		{ "\"start\":{\"dateTime\":\"2026-03-16T10:00:00\","
		  "\"timeZone\":\"Europe/Berlin\"},\"end\":{\"dateTime\":"
		  "\"2026-03-16T11:00:00\",\"timeZone\":\"Europe/Berlin\"}",
		    "Asia/Tokyo", hour },
		{ "\"start\":{\"dateTime\":\"2026-03-16T18:00:00\","
		  "\"timeZone\":\"Mars/Olympus\"},\"end\":{\"dateTime\":"
		  "\"2026-03-16T19:00:00.5\"}",
		    "Asia/Tokyo", hour },
		/* whole days, on either side of a clock change */
		{ "\"start\":{\"date\":\"2026-03-29\"},"
		  "\"end\":{\"date\":\"2026-03-30\"}",
		    "Europe/Berlin",
		    "2026-03-28T23:00:00Z 2026-03-29T22:00:00Z" },
		{ "\"start\":{\"date\":\"2026-10-25\"},"
		  "\"end\":{\"date\":\"2026-10-26\"}",
		    "Europe/Berlin",
		    "2026-10-24T22:00:00Z 2026-10-25T23:00:00Z" },
		{ "\"start\":{\"date\":\"2026-10-25\"},"
		  "\"end\":{\"date\":\"2026-10-26\"}",
		    "no zone", "2026-10-25T00:00:00Z 2026-10-26T00:00:00Z" },
		/* a skipped hour by the offset before it */
		{ AT("2026-03-29T02:30:00", "2026-03-29T04:00:00"),
		    "Europe/Berlin",
		    "2026-03-29T01:30:00Z 2026-03-29T02:00:00Z" },
		{ AT("2026-03-16T09:00:00Z", "2026-03-16T09:00:00Z"), "UTC",
		    "free" },
		{ AT("2026-03-16T09:00:00Z", "2026-03-16T08:00:00Z"), "UTC",
		    "not understood" },
		{ AT("2026-03-16T25:00:00", "2026-03-16T26:00:00"), "UTC",
		    "not understood" },
		{ AT("2026-02-30T09:00:00", "2026-02-30T10:00:00"), "UTC",
		    "not understood" },
		{ "\"start\":{\"date\":\"2026-02-30\"},"
		  "\"end\":{\"date\":\"2026-03-02\"}",
		    "UTC", "not understood" },
		{ "\"start\":{}", "UTC", "not understood" },
		{ "\"start\":7,\"end\":[]", "UTC", "not understood" },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    taken(*state, cases[i].event, cases[i].zone),
		    cases[i].expected);
}

static void
test_what_is_free(void **state)
{
	static const struct {
		const char *event, *expected;
	} cases[] = {
		{ HOUR ",\"status\":\"confirmed\"", hour },
		{ HOUR ",\"status\":\"tentative\"", hour },
		{ HOUR ",\"transparency\":\"opaque\"", hour },
		{ HOUR ",\"eventType\":\"outOfOffice\"", hour },
		{ HOUR ",\"eventType\":\"focusTime\"", hour },
		{ HOUR ",\"eventType\":\"workingLocation\"", "free" },
		{ HOUR ",\"transparency\":\"transparent\"", "free" },
		{ HOUR ",\"status\":\"cancelled\"", "free" },
		{ "\"status\":\"cancelled\"", "free" },
		{ HOUR ",\"attendees\":[{\"self\":true,"
		       "\"responseStatus\":\"declined\"}]",
		    "free" },
		{ HOUR ",\"attendees\":[{\"responseStatus\":\"declined\"},"
		       "{\"self\":true,\"responseStatus\":\"accepted\"}]",
		    hour },
		{ HOUR ",\"attendees\":[{\"self\":false,"
		       "\"responseStatus\":\"declined\"},7,null]",
		    hour },
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(
		    taken(*state, cases[i].event, "UTC"), cases[i].expected);
}

static void
test_page(void **state)
{
	static const char json[] =
	    "{\"timeZone\":\"Europe/Lisbon\",\"nextSyncToken\":\"s=\","
	    "\"items\":[{\"id\":\"a\",\"status\":\"cancelled\"},{\"id\":\"\"},"
	    "{\"id\":\"b\\\"<\",\"extendedProperties\":{\"private\":"
	    "{\"belay\":\"12\"}}," HOUR "},7]}";
	struct google_page page;
	struct buf b;

	assert_true(google_page_read(
	    *state, json, sizeof(json) - 1, "Asia/Tokyo", &page));
	assert_int_equal(page.n, 2);
	assert_int_equal(page.skipped, 2);
	assert_string_equal(page.zone, "Europe/Lisbon");
	assert_null(page.next_page);
	assert_string_equal(page.next_sync, "s=");
	assert_string_equal(page.items[1].session, "12");
	buf_init(&b, *state, 0);
	google_items_json(&page, &b);
	assert_string_equal(b.data,
	    "{\"id\":\"a\"},{\"id\":\"b\\\"\\u003c\","
	    "\"start\":\"2026-03-16T09:00:00Z\","
	    "\"end\":\"2026-03-16T10:00:00Z\",\"belay\":\"12\"}");
}

static void
test_no_page(void **state)
{
	static const char *const texts[] = { "", "{", "[]", "{}", "7",
		"{\"items\":{}}", "{\"items\":[\"\xff\"]}", "{\"error\":{}}" };
	struct google_page page;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_false(google_page_read(
		    *state, texts[i], strlen(texts[i]), "UTC", &page));
	assert_true(
	    google_page_read(*state, "{\"items\":[]}", 12, "UTC", &page));
	assert_int_equal(page.n, 0);
}

static void
test_trouble(void **state)
{
#define API(reason) "{\"error\":{\"errors\":[{\"reason\":\"" reason "\"}]}}"
	static const struct {
		int64_t status;
		const char *body;
		enum google_trouble expected;
	} cases[] = {
		{ 200, "{}", GOOGLE_FINE },
		{ 204, "", GOOGLE_FINE },
		{ 0, "", GOOGLE_LATER },
		{ 302, "", GOOGLE_REFUSED },
		{ 400, API("invalid"), GOOGLE_REFUSED },
		{ 400, "{\"error\":{\"message\":\"Invalid sequence value.\"}}",
		    GOOGLE_CHANGED },
		{ 400, "{\"error\":\"invalid_grant\"}", GOOGLE_NO_GRANT },
		{ 401, "{\"error\":\"invalid_client\"}", GOOGLE_NO_TOKEN },
		{ 401, API("authError"), GOOGLE_NO_TOKEN },
		{ 403, API("rateLimitExceeded"), GOOGLE_LATER },
		{ 403, API("userRateLimitExceeded"), GOOGLE_LATER },
		{ 403, API("quotaExceeded"), GOOGLE_LATER },
		{ 403, API("insufficientPermissions"), GOOGLE_NO_GRANT },
		{ 403, API("forbidden"), GOOGLE_REFUSED },
		{ 403, "not JSON", GOOGLE_REFUSED },
		{ 404, "", GOOGLE_GONE },
		{ 409, API("duplicate"), GOOGLE_EXISTS },
		{ 410, API("fullSyncRequired"), GOOGLE_GONE },
		{ 412, "", GOOGLE_CHANGED },
		{ 429, API("rateLimitExceeded"), GOOGLE_LATER },
		{ 500, "", GOOGLE_LATER },
		{ 503, "<html>", GOOGLE_LATER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(google_trouble_of(cases[i].status,
				     cases[i].body, strlen(cases[i].body)),
		    cases[i].expected);
}

static void
test_tokens(void **state)
{
#define EVENTS "https://www.googleapis.com/auth/calendar.events"
	static const struct {
		const char *json;
		bool is_read, can_write, has_refresh;
		int64_t lasts;
	} cases[] = {
		{ "{\"access_token\":\"a\",\"expires_in\":3599,"
		  "\"refresh_token\":\"r\",\"scope\":\"x " EVENTS "\"}",
		    true, true, true, 3599 },
		{ "{\"access_token\":\"a\",\"expires_in\":3599}", true, true,
		    false, 3599 },
		{ "{\"access_token\":\"a\",\"scope\":\"" EVENTS ".readonly\"}",
		    true, false, false, 60 },
		{ "{\"access_token\":\"a\",\"scope\":\"\"}", true, false, false,
		    60 },
		{ "{\"access_token\":\"a\",\"expires_in\":-5}", true, true,
		    false, 60 },
		{ "{\"access_token\":\"\"}", false, true, false, 60 },
		{ "{\"access_token\":7}", false, true, false, 60 },
	};
	struct google_tokens t;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(google_tokens_read(*state, cases[i].json,
				     strlen(cases[i].json), &t),
		    cases[i].is_read);
		assert_int_equal(t.can_write, cases[i].can_write);
		assert_int_equal(t.refresh != NULL, cases[i].has_refresh);
		assert_int_equal(t.lasts_seconds, cases[i].lasts);
	}
}

static void
test_event(void **state)
{
	const struct google_event e = { .id = "b12",
		.session_id = 5,
		.sequence = 1,
		.least_sequence = 3,
		.start = instant_from_rfc3339("2026-03-16T09:00:00Z"),
		.end = instant_from_rfc3339("2026-03-16T10:00:00Z"),
		.summary = "Say \"hi\"\n",
		.url = "https://x.test/sessions/5" };

	assert_string_equal(google_event_json(*state, &e),
	    "{\"status\":\"confirmed\",\"id\":\"b12\",\"sequence\":3,"
	    "\"start\":{\"dateTime\":\"2026-03-16T09:00:00Z\","
	    "\"timeZone\":\"UTC\"},"
	    "\"end\":{\"dateTime\":\"2026-03-16T10:00:00Z\","
	    "\"timeZone\":\"UTC\"},"
	    "\"summary\":\"Say \\\"hi\\\"\\n\",\"description\":\"\","
	    "\"source\":{\"title\":\"Belay\",\"url\":"
	    "\"https://x.test/sessions/5\"},"
	    "\"extendedProperties\":{\"private\":{\"belay\":\"5\"}}}");
}

/* A key that was changed still opens, and seals nothing more. */
static void
test_keys(void **state)
{
	static const char one[] = "00000000000000000000000000000000"
				  "00000000000000000000000000000001";
	static const char two[] = "00000000000000000000000000000000"
				  "00000000000000000000000000000002";
	const char *before, *after;

	assert_true(secret_init(one));
	assert_true(secret_init_old(NULL));
	before = secret_seal(*state, "token");
	assert_true(secret_init(two));
	assert_null(secret_open(*state, before));
	assert_false(secret_init_old("00"));
	assert_true(secret_init_old(one));
	assert_string_equal(secret_open(*state, before), "token");
	after = secret_seal(*state, "token");
	assert_true(secret_init_old(NULL));
	assert_string_equal(secret_open(*state, after), "token");
	assert_null(secret_open(*state, before));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_times, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    test_what_is_free, setup, teardown),
		cmocka_unit_test_setup_teardown(test_page, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_page, setup, teardown),
		cmocka_unit_test_setup_teardown(test_trouble, setup, teardown),
		cmocka_unit_test_setup_teardown(test_tokens, setup, teardown),
		cmocka_unit_test_setup_teardown(test_event, setup, teardown),
		cmocka_unit_test_setup_teardown(test_keys, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
