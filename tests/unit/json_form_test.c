#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h needs setjmp, stdarg, stddef and stdint first. */
#include <cmocka.h>

#include "lib/base/buf.h"
#include "lib/form/form.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

struct window {
	struct minute start, end;
};
static const struct form_field window_fields[] = {
	FORM_FIELD(struct window, start, REQUIRED, 0, 0),
	FORM_FIELD(struct window, end, REQUIRED, 0, 0),
};
static const struct form window_form = FORM(struct window, window_fields);

struct override {
	struct date date;
	const struct window *windows;
	size_t nwindows;
};
static const struct form_field override_fields[] = {
	FORM_FIELD(struct override, date, REQUIRED, 0, 0),
	FORM_LIST(struct override, windows, nwindows, 3, &window_form),
};
static const struct form override_form = FORM(struct override, override_fields);

struct sample {
	int64_t n, id;
	const char *text;
	bool on;
	struct maybe_int limit;
	const struct override *overrides;
	size_t noverrides;
	const char **tags;
	size_t ntags;
	const int64_t *ids;
	size_t nids;
};
static const struct form_field fields[] = {
	FORM_FIELD(struct sample, n, OPTIONAL, -100, 1000),
	FORM_ID(struct sample, id, OPTIONAL),
	FORM_FIELD(struct sample, text, OPTIONAL, 0, 10),
	FORM_FIELD(struct sample, on, OPTIONAL, 0, 0),
	FORM_FIELD(struct sample, limit, OPTIONAL, 0, 9),
	FORM_LIST(struct sample, overrides, noverrides, 5, &override_form),
	FORM_TEXTS(struct sample, tags, ntags, 3),
	FORM_IDS(struct sample, ids, nids, 3),
};
static const struct form form = FORM(struct sample, fields);

static enum form_fault
read_pairs(struct pairs *pairs, struct arena *a, const char *json)
{
	pairs_init(pairs, a);
	return pairs_from_json(pairs, json, strlen(json));
}

static void
refuses_what_is_not_json(void **state)
{
	static const char *const bad[] = { "", " ", "null", "1", "\"a\"", "[]",
		"[{}]", "{", "{}}", "{} x", "{}{}", "{\"a\":1,}", "{,}",
		"{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{\"a\":1 \"b\":2}",
		"{a:1}", "{'a':1}", "{\"a\":'b'}", "{\"a\":NaN}",
		"{\"a\":Infinity}", "{\"a\":-Infinity}", "{\"a\":01}",
		"{\"a\":-00}", "{\"a\":1.}", "{\"a\":.5}", "{\"a\":+1}",
		"{\"a\":1e}", "{\"a\":-}", "{\"a\":0x1}", "{\"a\":True}",
		"{\"a\":nul}", "/**/{}", "{\"a\":\"\x01\"}", "{\"a\":\"b\nc\"}",
		"{\"a\":\"\\x41\"}", "{\"a\":\"\\u12\"}", "{\"a\":\"\\ud800\"}",
		"{\"a\":\"\\udc00\"}", "{\"a\":\"\\ud800\\u0041\"}",
		"{\"a\":\"\\ud800\\ud800\"}", "{\"a\":\"\\u0000\"}",
		"{\"\\u0000\":1}", "{\"a\":\"\xff\"}", "{\"\xc0\x80\":1}",
		"{\"a\":\"\xed\xa0\x80\"}", "\xef\xbb\xbf{}", "{\"a\":\"",
		"{\"a\":\"\\", "{\"a\":[1}", "{\"a\":1,\"a\":1}",
		"{\"a\":{\"b\":1,\"b\":2}}",
		"{\"a\":[{\"b\":1},{\"c\":1,\"c\":1}]}",
		"{\"a\":{\"x\":1},\"a\":{\"y\":{\"z\":\":\"}}}",
		"{\"a\":1,\"\\u0061\":2}" };
	struct pairs pairs;
	size_t i;

	for (i = 0; i < COUNT(bad); i++)
		if (read_pairs(&pairs, *state, bad[i]) != FORM_MALFORMED)
			fail_msg("%s", bad[i]);
	pairs_init(&pairs, *state);
	assert_int_equal(pairs_from_json(&pairs, "{}\0", 3), FORM_MALFORMED);
}

static void
accepts_what_is_json(void **state)
{
	static const char *const good[] = { "{}", " \t\r\n{ } \n",
		"{\"a\":\":\\\":\\\\\"}", "{\"a:b\":1,\":\":\"{:}\"}",
		"{\"a\":\"\\ud83d\\ude00\\/\\b\\f\\u00e9\"}",
		"{\"a\":-0.5e+10}", "{\"a\":{\"b\":1},\"c\":{\"b\":1}}",
		"{\"a\":\"\x7f\xc3\xa9'NI.\"}", "{\"\":1}" };
	struct pairs pairs;
	size_t i;

	for (i = 0; i < COUNT(good); i++)
		if (read_pairs(&pairs, *state, good[i]) != FORM_FINE)
			fail_msg("%s", good[i]);
}

static void
bounds_depth_and_number(void **state)
{
	struct arena *a = *state;
	struct pairs pairs;
	struct buf b;
	int i;

	assert_int_equal(
	    read_pairs(&pairs, a, "{\"a\":[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]}"),
	    FORM_FINE);
	assert_int_equal(
	    read_pairs(&pairs, a, "{\"a\":[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]}"),
	    FORM_TOO_MUCH);
	buf_init(&b, a, 0);
	buf_puts(&b, "{\"a\":[0");
	for (i = 1; i < 1000; i++)
		buf_puts(&b, ",0");
	assert_int_equal(
	    read_pairs(&pairs, a, arena_printf(a, "%s]}", b.data)), FORM_FINE);
	assert_int_equal(pairs.n, 1000);
	assert_int_equal(
	    read_pairs(&pairs, a, arena_printf(a, "%s,0]}", b.data)),
	    FORM_TOO_MUCH);
}

/* One long key above a thousand members would be copied a thousand times. */
static void
bounds_names(void **state)
{
	struct arena *a = *state;
	struct pairs pairs;
	char key[201];

	memset(key, 'k', sizeof(key));
	key[197] = '\0';
	assert_int_equal(
	    read_pairs(&pairs, a, arena_printf(a, "{\"%s\":{\"ab\":1}}", key)),
	    FORM_FINE);
	assert_int_equal(
	    read_pairs(&pairs, a, arena_printf(a, "{\"%s\":{\"abc\":1}}", key)),
	    FORM_TOO_MUCH);
	key[197] = 'k';
	key[200] = '\0';
	assert_int_equal(
	    read_pairs(&pairs, a, arena_printf(a, "{\"%s\":1}", key)),
	    FORM_TOO_MUCH);
}

static void
flattens(void **state)
{
	static const struct {
		const char *name, *value;
		enum pair_from from;
		bool in_list;
	} expected[] = {
		{ "a", "1", PAIR_NUMBER, false },
		{ "b.c", "x", PAIR_STRING, false },
		{ "b.d", "true", PAIR_BOOL, false },
		{ "e", "1.50", PAIR_NUMBER, true },
		{ "e", "", PAIR_NULL, true },
		{ "e.2.f", "y", PAIR_STRING, false },
		{ "e.3", "z", PAIR_STRING, true },
		{ "g", "", PAIR_EMPTY_LIST, false },
		{ "h", "", PAIR_EMPTY_OBJECT, false },
		{ "i", "", PAIR_NULL, false },
	};
	struct pairs pairs;
	size_t i;

	assert_int_equal(read_pairs(&pairs, *state,
			     "{\"a\":1,\"b\":{\"c\":\"x\",\"d\":true},"
			     "\"e\":[1.50,null,{\"f\":\"y\"},[\"z\"]],"
			     "\"g\":[],\"h\":{},\"i\":null}"),
	    FORM_FINE);
	assert_int_equal(pairs.n, COUNT(expected));
	for (i = 0; i < pairs.n; i++) {
		assert_string_equal(pairs.items[i].name, expected[i].name);
		assert_string_equal(pairs.items[i].value, expected[i].value);
		assert_int_equal(pairs.items[i].len, strlen(expected[i].value));
		assert_int_equal(pairs.items[i].from, expected[i].from);
		assert_int_equal(pairs.items[i].in_list, expected[i].in_list);
	}
}

static struct form_result
parse(struct arena *a, const char *json)
{
	struct form_result result;
	struct pairs pairs;

	if (read_pairs(&pairs, a, json) != FORM_FINE)
		fail_msg("%s", json);
	form_parse(&form, &pairs, a, false, &result);
	return result;
}

static const struct sample *
good(struct arena *a, const char *json)
{
	struct form_result r = parse(a, json);

	if (r.nmessages != 0)
		fail_msg("%s: %s: %s", json, r.messages[0].field,
		    r.messages[0].text);
	return r.values;
}

static void
is_strict_about_types(void **state)
{
	static const struct {
		const char *json, *field, *words;
	} table[] = {
		{ "{\"n\":\"5\"}", "n", "Enter a whole number." },
		{ "{\"n\":1.5}", "n", "Enter a whole number." },
		{ "{\"n\":1.0}", "n", "Enter a whole number." },
		{ "{\"n\":1e2}", "n", "Enter a whole number." },
		{ "{\"n\":true}", "n", "Enter a whole number." },
		{ "{\"n\":[5]}", "n", "Enter a whole number." },
		{ "{\"n\":[5,6]}", "n", "Give this only once." },
		{ "{\"n\":[]}", "n", "Enter a whole number." },
		{ "{\"n\":{}}", "n", "Enter a whole number." },
		{ "{\"n\":{\"a\":1}}", "n", "Enter a whole number." },
		{ "{\"n\":1001}", "n",
		    "Enter an amount between -100 and 1000." },
		{ "{\"n\":99999999999999999999}", "n",
		    "Enter an amount between -100 and 1000." },
		{ "{\"n\":-99999999999999999999}", "n",
		    "Enter an amount between -100 and 1000." },
		{ "{\"id\":0}", "id", "Choose one of the list." },
		{ "{\"id\":-1}", "id", "Choose one of the list." },
		{ "{\"id\":1.5}", "id", "Choose one of the list." },
		{ "{\"id\":true}", "id", "Choose one of the list." },
		{ "{\"text\":5}", "text", "Enter text." },
		{ "{\"text\":false}", "text", "Enter text." },
		{ "{\"text\":[\"a\"]}", "text", "Enter text." },
		{ "{\"text\":\"a\\u0001\"}", "text",
		    "Remove the control characters." },
		{ "{\"on\":1}", "on", "Choose yes or no." },
		{ "{\"on\":\"true\"}", "on", "Choose yes or no." },
		{ "{\"tags\":\"a\"}", "tags", "Enter a list." },
		{ "{\"tags\":[1]}", "tags", "Enter text." },
		{ "{\"tags\":[null]}", "tags", "This is needed." },
		{ "{\"tags\":[\"\"]}", "tags", "This is needed." },
		{ "{\"tags\":[[\"a\"]]}", "tags", "Enter a list." },
		{ "{\"tags\":[{\"a\":1}]}", "tags", "Enter a list." },
		{ "{\"tags\":{}}", "tags", "Enter a list." },
		{ "{\"tags\":[\"a\",\"b\",\"c\",\"d\"]}", "tags",
		    "Give at most 3 of these." },
		{ "{\"ids\":[1,\"x\"]}", "ids", "Choose one of the list." },
		{ "{\"overrides\":5}", "overrides", "Enter a list." },
		{ "{\"overrides\":[5]}", "overrides", "Enter a list." },
		{ "{\"overrides\":[null]}", "overrides", "Enter a list." },
		{ "{\"overrides\":{}}", "overrides", "Enter a list." },
		{ "{\"overrides\":[{}]}", "overrides.0.date",
		    "This is needed." },
		{ "{\"overrides\":[[]]}", "overrides.0", "Enter a list." },
		{ "{\"overrides\":[{\"date\":\"2027-03-14\",\"windows\":"
		  "[{\"start\":\"09:00\",\"end\":\"9\"}]}]}",
		    "overrides.0.windows.0.end",
		    "Enter a time such as 09:30." },
	};
	struct form_result r;
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		r = parse(*state, table[i].json);
		if (r.nmessages != 1 || r.values != NULL ||
		    strcmp(r.messages[0].field, table[i].field) != 0 ||
		    strcmp(r.messages[0].text, table[i].words) != 0)
			fail_msg("%s: %zu: %s: %s", table[i].json, r.nmessages,
			    r.nmessages ? r.messages[0].field : "-",
			    r.nmessages ? r.messages[0].text : "-");
	}
}

static void
fills_the_struct(void **state)
{
	const struct sample *s = good(*state,
	    "{\"n\":-0,\"id\":\"42\",\"text\":\" a\\r\\nb \",\"on\":true,"
	    "\"limit\":0,\"unknown\":[{\"x\":[1]}],"
	    "\"overrides\":[{\"date\":\"2027-03-14\",\"windows\":[]},"
	    "{\"date\":\"2027-03-15\",\"windows\":[{\"start\":\"09:00\","
	    "\"end\":\"24:00\"},{\"start\":\"07:00\",\"end\":\"08:00\"}]}],"
	    "\"tags\":[\"b\",\"a\"],\"ids\":[7,\"8\"]}");

	assert_int_equal(s->n, 0);
	assert_int_equal(s->id, 42);
	assert_string_equal(s->text, "a\nb");
	assert_true(s->on);
	assert_true(s->limit.set);
	assert_int_equal(s->noverrides, 2);
	assert_int_equal(s->overrides[0].date.day, 14);
	assert_int_equal(s->overrides[0].nwindows, 0);
	assert_int_equal(s->overrides[1].nwindows, 2);
	assert_int_equal(s->overrides[1].windows[0].end.of_day, 1440);
	assert_int_equal(s->overrides[1].windows[1].start.of_day, 420);
	assert_string_equal(s->tags[1], "a");
	assert_int_equal(s->ids[0], 7);
	assert_int_equal(s->ids[1], 8);
	assert_int_equal(good(*state, "{\"id\":42}")->id, 42);
	assert_false(good(*state, "{\"on\":false}")->on);
}

static void
takes_null_as_absent(void **state)
{
	const struct sample *s = good(*state,
	    "{\"n\":null,\"id\":null,\"text\":null,\"on\":null,\"limit\":null,"
	    "\"overrides\":null,\"tags\":null,\"ids\":[]}");
	struct form_result r = parse(*state, "{\"text\":null}");

	assert_null(s->text);
	assert_false(s->limit.set);
	assert_int_equal(s->noverrides + s->ntags + s->nids, 0);
	assert_true(form_has(&form, &r, "text"));
	assert_false(form_has(&form, &r, "n"));
}

static int
setup(void **state)
{
	*state = arena_new(4 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(refuses_what_is_not_json),
		TEST(accepts_what_is_json),
		TEST(bounds_depth_and_number),
		TEST(bounds_names),
		TEST(flattens),
		TEST(is_strict_about_types),
		TEST(fills_the_struct),
		TEST(takes_null_as_absent),
	};

	return cmocka_run_group_tests_name("json_form", tests, NULL, NULL);
}
