#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/buf.h"
#include "webhooks/rules_event.h"

static const struct event_shape shape = { "id", "type" };

static int
setup(void **state)
{
	*state = arena_new(16 * 1024 * 1024);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static const char *
read_text(struct arena *a, const char *body, struct event *e)
{
	return event_read(a, body, strlen(body), &shape, e);
}

static void
events_say_what_they_are(void **state)
{
	struct event e = { .id = NULL };

	assert_null(read_text(*state,
	    "{\"type\": \"charge.refunded\",\n \"id\": \"evt_1\", \"x\": [{}]}",
	    &e));
	assert_string_equal(e.id, "evt_1");
	assert_string_equal(e.kind, "charge.refunded");
	assert_string_equal(e.text,
	    "{\"type\": \"charge.refunded\",\n \"id\": \"evt_1\", \"x\": [{}]}");
}

static void
what_is_told_elsewhere_is_not_asked_for(void **state)
{
	static const struct event_shape only_kind = { NULL, "type" },
					only_id = { "id", NULL };
	struct event e = { .id = "header" };

	assert_null(event_read(*state, "{\"type\":\"k\"}", 12, &only_kind, &e));
	assert_string_equal(e.id, "header");
	assert_null(event_read(*state, "{\"id\":\"i\"}", 10, &only_id, &e));
	assert_string_equal(e.id, "i");
}

static void
what_is_no_event_is_refused(void **state)
{
	static const char *const wrong[] = { "", " ", "{", "}", "null", "[]",
		"7", "\"x\"", "{}", "{\"id\":\"a\"}", "{\"type\":\"b\"}",
		"{\"id\":\"\",\"type\":\"b\"}", "{\"id\":\"a\",\"type\":\"\"}",
		"{\"id\":1,\"type\":\"b\"}", "{\"id\":\"a\",\"type\":null}",
		"{\"id\":\"a\",\"type\":\"b\"}x",
		"{\"id\":\"a\",\"type\":\"b\",}", "{'id':'a','type':'b'}",
		"{\"id\":\"a\",\"type\":\"b\",\"x\":NaN}",
		"{\"id\":\"a\",\"type\":\"b\",\"x\":01}",
		"{\"id\":\"a\",\"type\":\"b\",\"x\":\"\xff\"}",
		"{\"id\":\"a\",\"type\":\"b\",\"x\":\"\\x\"}",
		"{\"id\":\"a\",\"type\":\"b\",\"x\":\"\\ud8\"}",
		"{\"id\":\"a\",\"type\":\"b\",\"x\":\"\n\"}",
		"\xef\xbb\xbf{\"id\":\"a\",\"type\":\"b\"}" };
	struct event e;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (read_text(*state, wrong[i], &e) == NULL)
			fail_msg("%s", wrong[i]);
	assert_non_null(event_read(
	    *state, "{\"id\":\"a\",\"type\":\"b\"}\0", 22, &shape, &e));
}

static void
names_have_an_end(void **state)
{
	char id[EVENT_ID_MAX + 2], kind[EVENT_KIND_MAX + 2];
	struct arena *a = *state;
	struct event e;

	memset(id, 'i', sizeof(id));
	memset(kind, 'k', sizeof(kind));
	id[EVENT_ID_MAX] = kind[EVENT_KIND_MAX] = '\0';
	assert_null(read_text(a,
	    arena_printf(a, "{\"id\":\"%s\",\"type\":\"%s\"}", id, kind), &e));
	id[EVENT_ID_MAX] = 'i';
	id[EVENT_ID_MAX + 1] = '\0';
	assert_non_null(read_text(
	    a, arena_printf(a, "{\"id\":\"%s\",\"type\":\"k\"}", id), &e));
	kind[EVENT_KIND_MAX] = 'k';
	kind[EVENT_KIND_MAX + 1] = '\0';
	assert_non_null(read_text(
	    a, arena_printf(a, "{\"id\":\"i\",\"type\":\"%s\"}", kind), &e));
}

static const char *
nested(struct arena *a, int depth)
{
	struct buf b;

	buf_init(&b, a, 256);
	buf_puts(&b, "{\"id\":\"a\",\"type\":\"b\",\"x\":");
	for (int i = 0; i < depth; i++)
		buf_putc(&b, '[');
	for (int i = 0; i < depth; i++)
		buf_putc(&b, ']');
	buf_putc(&b, '}');
	return b.data;
}

static void
depth_has_an_end(void **state)
{
	struct event e;

	assert_null(read_text(*state, nested(*state, 40), &e));
	assert_non_null(read_text(*state, nested(*state, 80), &e));
}

/* A provider lets people write what PostgreSQL's JSON can't hold. */
static void
odd_escapes_are_mended(void **state)
{
	static const struct {
		const char *is, *becomes;
	} cases[] = {
		{ "a\\u0000b", "a\\ufffdb" },
		{ "\\ud800", "\\ufffd" },
		{ "\\udc00", "\\ufffd" },
		{ "\\ud83d\\ude00", "\\ud83d\\ude00" },
		{ "\\uD83D\\uDE00", "\\uD83D\\uDE00" },
		{ "\\ud83d\\ud83d\\ude00", "\\ufffd\\ud83d\\ude00" },
		{ "\\ud83dx", "\\ufffdx" },
		{ "\\ud83d\\n", "\\ufffd\\n" },
		{ "\\\\u0000", "\\\\u0000" },
		{ "\\\\\\u0000", "\\\\\\ufffd" },
		{ "\\\"\\u0000", "\\\"\\ufffd" },
		{ "\\u0001\\/\\t", "\\u0001\\/\\t" },
	};
	struct arena *a = *state;
	struct event e;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_null(read_text(a,
		    arena_printf(a,
			"{\"id\":\"a\",\"type\":\"b\",\"x\":\"%s\"}",
			cases[i].is),
		    &e));
		assert_string_equal(
		    e.text, arena_printf(a,
				"{\"id\":\"a\",\"type\":\"b\",\"x\":\"%s\"}",
				cases[i].becomes));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(events_say_what_they_are),
		TEST(what_is_told_elsewhere_is_not_asked_for),
		TEST(what_is_no_event_is_refused),
		TEST(names_have_an_end),
		TEST(depth_has_an_end),
		TEST(odd_escapes_are_mended),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
