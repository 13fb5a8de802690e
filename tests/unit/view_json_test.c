#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "lib/view/view.h"

struct city {
	const char *name;
	const struct city *twin;
};
struct item {
	int64_t id;
	const char **tags;
	size_t ntags;
};
struct values {
	int64_t count, id;
	const char *text;
	bool on;
	struct instant at;
	struct date day;
	struct minute opens;
	double rate;
	struct maybe_int few;
	struct maybe_real grade;
	struct money price;
	struct html bio;
	const char *only_json;
	const char *only_html;
};
struct nest {
	struct city city;
	const struct city *other;
	struct item *items;
	size_t nitems;
	struct instant *starts;
	size_t nstarts;
	int64_t *ids;
	size_t nids;
	struct upload *file;
};

static const struct field city_fields[] = {
	FIELD(struct city, name),
	FIELD_POINTER(struct city, twin, city_fields),
	FIELD_END,
};
static const struct field item_fields[] = {
	FIELD_ID(struct item, id),
	FIELD_TEXTS(struct item, tags, ntags),
	FIELD_END,
};
static const struct field value_fields[] = {
	FIELD(struct values, count),
	FIELD_ID(struct values, id),
	FIELD(struct values, text),
	FIELD(struct values, on),
	FIELD(struct values, at),
	FIELD(struct values, day),
	FIELD(struct values, opens),
	FIELD(struct values, rate),
	FIELD(struct values, few),
	FIELD(struct values, grade),
	FIELD(struct values, price),
	FIELD(struct values, bio),
	FIELD_ONLY(struct values, only_json, ONLY_JSON),
	FIELD_ONLY(struct values, only_html, ONLY_HTML),
	FIELD_END,
};
static const struct field nest_fields[] = {
	FIELD_OBJECT(struct nest, city, city_fields),
	FIELD_POINTER(struct nest, other, city_fields),
	FIELD_LIST(struct nest, items, nitems, item_fields),
	{ "starts", KIND_INSTANTS, offsetof(struct nest, starts), NULL,
	    sizeof(struct instant), offsetof(struct nest, nstarts), 0 },
	{ "ids", KIND_IDS, offsetof(struct nest, ids), NULL, sizeof(int64_t),
	    offsetof(struct nest, nids), 0 },
	FIELD(struct nest, file),
	FIELD_END,
};

static void
expect(const struct field *fields, const void *model, const char *expected)
{
	struct arena *arena = arena_new(1024 * 1024);
	struct json_object *parsed;
	struct buf out;

	buf_init(&out, arena, 0);
	view_json(fields, model, &out);
	assert_string_equal(out.data, expected);
	parsed = json_tokener_parse(out.data);
	if (model != NULL)
		assert_non_null(parsed);
	json_object_put(parsed);
	arena_free(arena);
}

static void
test_values(void **state)
{
	const struct values v = {
		.count = -42,
		.id = 9007199254740993,
		.text = "a \"b\" </script> \u2028\n",
		.on = true,
		.at = { INT64_C(1804492800250000) },
		.day = { 2027, 3, 8 },
		.opens = { 540, true },
		.rate = 0.1,
		.few = { 3, true },
		.grade = { 4.125, true },
		.price = { -4720, "USD" },
		.bio = { "<p>Hi" },
		.only_json = "j",
		.only_html = "h",
	};

	(void)state;
	expect(value_fields, &v,
	    "{\"count\":-42,\"id\":\"9007199254740993\","
	    "\"text\":\"a \\\"b\\\" \\u003c/script\\u003e \\u2028\\n\","
	    "\"on\":true,\"at\":\"2027-03-08T08:00:00.25Z\","
	    "\"day\":\"2027-03-08\",\"opens\":\"09:00\",\"rate\":0.1,"
	    "\"few\":3,\"grade\":4.125,"
	    "\"price\":{\"amount\":-4720,\"currency\":\"USD\"},"
	    "\"bio\":\"\\u003cp\\u003eHi\",\"only_json\":\"j\"}");
}

static void
test_absent(void **state)
{
	const struct values none = { .count = 0 };

	(void)state;
	expect(value_fields, &none,
	    "{\"count\":0,\"id\":null,\"text\":null,\"on\":false,"
	    "\"at\":null,\"day\":null,\"opens\":null,\"rate\":0,"
	    "\"few\":null,\"grade\":null,\"price\":null,\"bio\":null,"
	    "\"only_json\":null}");
	expect(value_fields, NULL, "null");
}

static void
test_nesting(void **state)
{
	static const char *tags[] = { "c", NULL, "" };
	static struct instant starts[] = { { 1 }, { 0 } };
	static int64_t ids[] = { 7, 8 };
	struct item items[] = { { 1, tags, 3 }, { 2, NULL, 0 } };
	const struct city porto = { "Porto", NULL };
	const struct nest full = { .city = { "Lisbon", &porto },
		.other = &porto,
		.items = items,
		.nitems = 2,
		.starts = starts,
		.nstarts = 2,
		.ids = ids,
		.nids = 2 };
	const struct nest empty = { .nitems = 0 };

	(void)state;
	expect(nest_fields, &full,
	    "{\"city\":{\"name\":\"Lisbon\",\"twin\":{\"name\":\"Porto\","
	    "\"twin\":null}},\"other\":{\"name\":\"Porto\",\"twin\":null},"
	    "\"items\":[{\"id\":\"1\",\"tags\":[\"c\",null,\"\"]},"
	    "{\"id\":\"2\",\"tags\":[]}],"
	    "\"starts\":[\"1970-01-01T00:00:00.000001Z\",null],"
	    "\"ids\":[\"7\",\"8\"]}");
	expect(nest_fields, &empty,
	    "{\"city\":{\"name\":null,\"twin\":null},\"other\":null,"
	    "\"items\":[],\"starts\":[],\"ids\":[]}");
}

/* Two that point to each other must not take the process along. */
static void
test_ring(void **state)
{
	struct city ring = { "Ring", NULL };
	struct arena *arena = arena_new(1024 * 1024);
	struct json_object *parsed;
	struct buf out;

	(void)state;
	ring.twin = &ring;
	buf_init(&out, arena, 0);
	view_json(city_fields, &ring, &out);
	parsed = json_tokener_parse(out.data);
	assert_non_null(parsed);
	json_object_put(parsed);
	arena_free(arena);
}

static void
test_reals(void **state)
{
	static const struct {
		double value;
		const char *shown;
	} examples[] = {
		{ 0, "0" },
		{ -0.25, "-0.25" },
		{ 4.5, "4.5" },
		{ 100, "100" },
		{ 12345678.9, "12345678.9" },
		{ 0.001, "0.001" },
		{ 1 / 3.0, "0.3333333333333333" },
		{ 1e300, "1e+300" },
		{ 9007199254740993.0, "9007199254740992" },
	};
	struct arena *arena = arena_new(1024 * 1024);
	struct values v = { .count = 0 };
	struct buf out;
	char *at;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(examples) / sizeof(*examples); i++) {
		v.rate = examples[i].value;
		buf_init(&out, arena, 0);
		view_json(value_fields, &v, &out);
		at = strstr(out.data, "\"rate\":");
		assert_non_null(at);
		*strchr(at, ',') = '\0';
		assert_string_equal(at + 7, examples[i].shown);
	}
	arena_free(arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_absent),
		cmocka_unit_test(test_nesting),
		cmocka_unit_test(test_ring),
		cmocka_unit_test(test_reals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
