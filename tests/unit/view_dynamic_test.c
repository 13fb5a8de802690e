#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "lib/view/view.h"

/* What the official examples leave open: limits, mistakes, the house's names. */
static char *
load(void *data, const char *name)
{
	(void)data;
	if (strcmp(name, "again") == 0)
		return strdup("x{{>again}}");
	if (strcmp(name, "broken") == 0)
		return strdup("\n{{#a}}");
	if (strcmp(name, "wide") == 0)
		return strdup("a\nb\n\nc");
	return NULL;
}

static const char *
translate(void *data, const char *msgid)
{
	(void)data;
	return strcmp(msgid, "Dear {{name}}") == 0 ? "Hallo {{name}}," : msgid;
}

static const char *
asset(void *data, const char *path)
{
	(void)data;
	return strcmp(path, "a.png") == 0 ? "/s/a.1.png" : NULL;
}

static const struct view_source source = { load, translate, asset, NULL };

/* What it shows, or the mistake. */
static void
expect_within(
    size_t limit, const char *template, const char *data, const char *expected)
{
	struct view_dynamic in = { template, &source, NULL, limit };
	struct arena *arena = arena_new(1024 * 1024);
	char why[200] = "";
	struct buf out;
	bool fine;

	buf_init(&out, arena, 0);
	buf_puts(&out, "before:");
	in.data = json_tokener_parse(data);
	fine = view_render_dynamic(&in, &out, why, sizeof(why));
	if (fine)
		assert_string_equal(out.data + 7, expected);
	else
		assert_string_equal(why, expected);
	if (!fine)
		assert_string_equal(out.data, "before:");
	json_object_put(in.data);
	arena_free(arena);
}

static void
expect(const char *template, const char *data, const char *expected)
{
	expect_within(1000, template, data, expected);
}

static void
test_values(void **state)
{
	(void)state;
	expect("{{a}} {{b}} {{c}}", "{\"a\":true,\"b\":-3,\"c\":0.1}",
	    "true -3 0.1");
	expect("[{{a}}{{b}}{{c}}]", "{\"a\":{},\"b\":[1],\"c\":null}", "[]");
	expect("{{a.b.c}}", "{\"a\":{\"b\":{\"c\":\"<\"}}}", "&lt;");
	expect("{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\":\"\"}", "y");
	expect("{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\":0}", "y");
	expect("{{#a}}x{{/a}}{{^a}}y{{/a}}", "{\"a\":0.0}", "y");
	expect("{{.}}", "\"text\"", "text");
	expect("{{x}}{{#x}}y{{/x}}", "null", "");
}

static void
test_house_names(void **state)
{
	(void)state;
	expect("{{#t}} Dear\n {{name}} {{/t}}", "{\"name\":\"A&B\"}",
	    "Hallo A&amp;B,");
	expect("{{#l}}{{#t}}Dear {{name}}{{/t}}{{/l}}",
	    "{\"l\":[{\"name\":\"A\"},{\"name\":\"B\"}]}", "Hallo A,Hallo B,");
	expect("{{asset.a.png}}", "{}", "/s/a.1.png");
	expect("\n{{asset.b.png}}", "{}",
	    "template:2: {{asset.b.png}} is not a static file");
}

static void
test_mistakes(void **state)
{
	(void)state;
	expect("a\n{{#b}}", "{}", "template:2: {{#b}} is not closed");
	expect("{{>broken}}", "{}", "broken:2: {{#a}} is not closed");
	expect(
	    "{{#a}}{{/b}}", "{}", "template:1: {{/b}} closes {{#a}} of line 1");
	expect("{{#t}}{{#t}}{{/t}}{{/t}}", "{}",
	    "template:1: {{#t}} is inside another {{#t}}");
}

static void
test_limits(void **state)
{
	(void)state;
	expect_within(5, "12345", "{}", "12345");
	expect_within(
	    5, "123456", "{}", "template:1: the output is longer than 5 bytes");
	expect_within(5, "\n{{a}}", "{\"a\":\"12345\"}",
	    "template:2: the output is longer than 5 bytes");
	expect_within(5, "{{a}}", "{\"a\":\"<<\"}",
	    "template:1: the output is longer than 5 bytes");
	expect_within(5, "{{{a}}}", "{\"a\":\"123456\"}",
	    "template:1: the output is longer than 5 bytes");
	expect_within(8, "   {{>wide}}\n", "{}",
	    "wide:1: the output is longer than 8 bytes");
	expect("{{>again}}", "{}", "again:1: this text is nested too deep");
	expect("{{^n}}{{>again}}{{/n}}", "{}",
	    "again:1: this text is nested too deep");
}

/* Lists of lists make a loop without output as long as the universe. */
static void
test_loops(void **state)
{
	char template[2000] = "", data[400];
	size_t i, len = 0;

	(void)state;
	for (i = 0; i < 20; i++)
		len += (size_t)snprintf(
		    template + len, sizeof(template) - len, "{{#a}}");
	for (i = 0; i < 20; i++)
		len += (size_t)snprintf(
		    template + len, sizeof(template) - len, "{{/a}}");
	snprintf(data, sizeof(data), "{\"a\":[1,1,1,1,1,1,1,1,1]}");
	expect(template, data, "template:1: {{#a}} is shown too often");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_house_names),
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_loops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
