#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/view/view.h"

/* What stops the start: every mistake that the compiler knows, and its words. */
struct owner {
	const char *name;
};
struct item {
	const char *name;
};
struct page {
	const char *title, *secret;
	bool on, off;
	struct html bio;
	struct owner owner;
	const struct owner *friend;
	struct item *items;
	size_t nitems;
	const char **words;
	size_t nwords;
	struct upload *upload;
};

static const struct field owner_fields[] = {
	FIELD(struct owner, name),
	FIELD_END,
};
static const struct field item_fields[] = {
	FIELD(struct item, name),
	FIELD_END,
};
static const struct field page_fields[] = {
	FIELD(struct page, title),
	FIELD_ONLY(struct page, secret, ONLY_JSON),
	FIELD(struct page, on),
	FIELD(struct page, off),
	FIELD(struct page, bio),
	FIELD_OBJECT(struct page, owner, owner_fields),
	FIELD_POINTER(struct page, friend, owner_fields),
	FIELD_LIST(struct page, items, nitems, item_fields),
	FIELD_TEXTS(struct page, words, nwords),
	FIELD(struct page, upload),
	FIELD_END,
};

/* Templates: name, text, … ending with NULL. */
static char *
load(void *data, const char *name)
{
	const char *const *t;

	for (t = data; *t != NULL; t += 2)
		if (strcmp(*t, name) == 0)
			return strdup(t[1]);
	return NULL;
}

static const char *
translate(void *data, const char *msgid)
{
	(void)data;
	if (strcmp(msgid, "Broken") == 0)
		return "Kaputt {{nowhere}}";
	return msgid;
}

static const char *
asset(void *data, const char *path)
{
	(void)data;
	return strcmp(path, "css/site.css") == 0 ? "/s/site.1f&2.css" : NULL;
}

static struct view *
compile(const char *const *templates, char *why, size_t size)
{
	union {
		const char *const *from;
		void *to;
	} data = { templates };
	const struct view_source source = { load, translate, asset, data.to };
	const struct view_scope scopes[] = { { page_fields } };

	why[0] = '\0';
	return view_compile("a", &source, scopes, 1, why, size);
}

struct example {
	const char *template, *expected;
};

static void
expect_mistake(const char *const *templates, const char *expected)
{
	char why[200];

	assert_null(compile(templates, why, sizeof(why)));
	assert_string_equal(why, expected);
}

static void
test_mistakes(void **state)
{
	static const struct example examples[] = {
		{ "\n\n{{mentro}}", "3: {{mentro}} is not in the view" },
		{ "{{#items}}\n{{tilte}}{{/items}}",
		    "2: {{tilte}} is not in the view" },
		{ "{{owner.nmae}}", "1: {{owner.nmae}} is not in the view" },
		{ "{{owner.name.}}", "1: {{owner.name.}} is not in the view" },
		{ "{{.title}}", "1: {{.title}} is not in the view" },
		{ "{{title.x}}", "1: {{title.x}} is not in the view" },
		{ "{{items.name}}", "1: {{items.name}} is not in the view" },
		{ "{{#title}}{{name}}{{/title}}",
		    "1: {{name}} is not in the view" },
		{ "{{items}}", "1: {{items}} is a list: write {{#name}}" },
		{ "{{words}}", "1: {{words}} is a list: write {{#name}}" },
		{ "{{owner}}", "1: {{owner}} is not a single value" },
		{ "{{friend}}", "1: {{friend}} is not a single value" },
		{ "{{upload}}", "1: {{upload}} is not a single value" },
		{ "{{#items}}{{.}}{{/items}}",
		    "1: {{.}} is not a single value here" },
		{ "{{.}}", "1: {{.}} is not a single value here" },
		{ "{{&title}}", "1: {{&title}} is not HTML: write {{name}}" },
		{ "{{{title}}}", "1: {{{title}}} is not HTML: write {{name}}" },
		{ "{{bio}}", "1: {{bio}} is HTML: write {{&name}}" },
		{ "{{secret}}", "1: {{secret}} is in the view for JSON only" },
		{ "{{#secret}}{{/secret}}",
		    "1: {{#secret}} is in the view for JSON only" },
		{ "{{asset.css/sit.css}}",
		    "1: {{asset.css/sit.css}} is not a static file" },
		{ "{{t}}", "1: {{t}} is a reserved name" },
		{ "{{^t}}{{/t}}", "1: {{^t}} is a reserved name" },
		{ "\n{{#t}}Broken{{/t}}", "2: {{nowhere}} is not in the view" },
		{ "{{#t}}a {{#t}}b{{/t}}{{/t}}",
		    "1: {{#t}} is inside another {{#t}}" },
		{ "{{#on}}\n\n{{#off}}{{/off}}", "1: {{#on}} is not closed" },
		{ "{{#on}}\n{{/off}}", "2: {{/off}} closes {{#on}} of line 1" },
		{ "x{{/on}}", "1: {{/on}} closes nothing" },
		{ "a\n{{on}\nb", "2: {{on} is not closed" },
		{ "{{}}", "1: {{}} names nothing" },
		{ "{{a b}}", "1: {{a b}} has a space in its name" },
		{ "{{=x=}}", "1: {{=x=}} does not set two delimiters" },
		{ "{{>nothere}}", "1: {{>nothere}} has no template" },
		{ "{{>a}}", "1: {{>a}} is shown within itself" },
		{ NULL, NULL },
	};
	const struct example *e;
	char expected[200];

	(void)state;
	for (e = examples; e->template != NULL; e++) {
		snprintf(expected, sizeof(expected), "templates/a.mustache:%s",
		    e->expected);
		expect_mistake(
		    (const char *[]){ "a", e->template, NULL }, expected);
	}
}

static void
test_mistakes_elsewhere(void **state)
{
	(void)state;
	expect_mistake((const char *[]){ NULL },
	    "templates/a.mustache:1: there is no such template");
	expect_mistake((const char *[]){ "a", "{{>b}}", "b", "\n{{x}}", NULL },
	    "templates/b.mustache:2: {{x}} is not in the view");
	expect_mistake((const char *[]){ "a", "{{>b}}", "b", "{{>a}}", NULL },
	    "templates/b.mustache:1: {{>a}} is shown within itself");
	expect_mistake(
	    (const char *[]){ "a", "{{<l}}\n{{$tilte}}x{{/tilte}}{{/l}}", "l",
		"{{$title}}{{/title}}", NULL },
	    "templates/a.mustache:2: {{$tilte}} is no block of l");
	expect_mistake(
	    (const char *[]){ "a", "{{<l}}{{$title}}\n{{x}}{{/title}}{{/l}}",
		"l", "{{$title}}{{/title}}", NULL },
	    "templates/a.mustache:2: {{x}} is not in the view");
	expect_mistake((const char *[]){ "a", "{{<l}}x{{/l}}", "l", "", NULL },
	    "templates/a.mustache:1: {{<l}} has text outside its blocks");
	expect_mistake(
	    (const char *[]){ "a", "{{<l}}{{title}}{{/l}}", "l", "", NULL },
	    "templates/a.mustache:1: {{title}} is in no block of the parent, "
	    "so never shown");
}

static void
test_depth(void **state)
{
	char text[4096] = "", why[200];
	size_t i, len = 0;

	(void)state;
	for (i = 0; i < 40; i++)
		len += (size_t)snprintf(
		    text + len, sizeof(text) - len, "{{#items}}");
	for (i = 0; i < 40; i++)
		len += (size_t)snprintf(
		    text + len, sizeof(text) - len, "{{/items}}");
	assert_null(
	    compile((const char *[]){ "a", text, NULL }, why, sizeof(why)));
	assert_string_equal(
	    why, "templates/a.mustache:1: {{#items}} is nested too deep");
	assert_null(compile((const char *[]){ "a", text, NULL }, why, 10));
	assert_string_equal(why, "templates");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_mistakes_elsewhere),
		cmocka_unit_test(test_depth),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
