#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "lib/view/view.h"

/* The official examples: tests/support/mustache/README.md. */
struct spec_file {
	const char *name;
	size_t examples;
};

static const char *
text_of(struct json_object *example, const char *name)
{
	return json_object_get_string(json_object_object_get(example, name));
}

static char *
load_partial(void *data, const char *name)
{
	struct json_object *text;

	if (!json_object_object_get_ex(data, name, &text))
		return NULL;
	return strdup(json_object_get_string(text));
}

static bool
passes(struct json_object *example, struct arena *arena)
{
	const struct view_source partials = { .load = load_partial,
		.data = json_object_object_get(example, "partials") };
	const struct view_dynamic in = { .source = text_of(example, "template"),
		.partials = partials.data == NULL ? NULL : &partials,
		.data = json_object_object_get(example, "data"),
		.limit = 4096 };
	const char *expected = text_of(example, "expected");
	char why[256] = "";
	struct buf out;

	buf_init(&out, arena, 0);
	if (view_render_dynamic(&in, &out, why, sizeof(why)) &&
	    strcmp(out.data, expected) == 0)
		return true;
	print_error("%s: %s\n[%s]\nnot\n[%s]\n", text_of(example, "name"), why,
	    out.data, expected);
	return false;
}

static void
test_file(void **state)
{
	const struct spec_file *file = *state;
	struct json_object *spec, *examples;
	struct arena *arena = arena_new(1024 * 1024);
	size_t i, failed = 0;

	spec = json_object_from_file(
	    arena_printf(arena, "tests/support/mustache/%s.json", file->name));
	assert_non_null(spec);
	examples = json_object_object_get(spec, "tests");
	assert_int_equal(json_object_array_length(examples), file->examples);
	for (i = 0; i < file->examples; i++, arena_reset(arena))
		failed +=
		    !passes(json_object_array_get_idx(examples, i), arena);
	json_object_put(spec);
	arena_free(arena);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	static struct spec_file files[] = {
		{ "comments", 12 },
		{ "delimiters", 14 },
		{ "interpolation", 42 },
		{ "inverted", 22 },
		{ "partials", 12 },
		{ "sections", 34 },
		{ "~inheritance", 27 },
	};
	struct CMUnitTest tests[sizeof(files) / sizeof(files[0])] = { 0 };
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		tests[i].name = files[i].name;
		tests[i].test_func = test_file;
		tests[i].initial_state = &files[i];
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
