#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A tool of one file: the test takes it whole, but for its main. */
int catalogue_main(int, char **);
#define main catalogue_main
#include "tool/catalogue.c"
#undef main

struct found {
	const char *msgid, *files;
	bool code;
};

/* All of them, in order; the list ends with a NULL msgid. */
static void
expect(const struct catalogue *c, const struct found *found)
{
	const struct entry *e = c->first;

	for (; found->msgid != NULL; found++, e = e->next) {
		assert_non_null(e);
		assert_string_equal(e->msgid, found->msgid);
		assert_string_equal(e->files.data, found->files);
		assert_int_equal(e->code, found->code);
	}
	assert_null(e);
}

static void
test_code(void **state)
{
	static const struct found found[] = {
		{ "yes %s", " a.c", true },
		{ "a b \u2212 \"q\"\n\\", " a.c", true },
		{ "b", " a.c", true },
		{ "c", " a.c", true },
		{ NULL, NULL, false },
	};
	struct catalogue c = { .arena = arena_new(MEMORY), .tail = &c.first };

	(void)state;
	read_code(&c, "a.c",
	    "/* tr(\"no\") */ const char *tr(const char *); // tr(\"no\")\n"
	    "x = str(\"no\"), y = \"tr(\\\"no\\\")\", '\"', tr(\"yes %s\"),\n"
	    "tr(\"a\" /* c */\n \" b \\u2212 \\\"q\\\"\\n\\\\\"), tr(w)\n"
	    "tr (\"a b \u2212 \\\"q\\\"\\n\\\\\") tr(\"a\" X) tr(\"\") "
	    "tr(\"\\x20\") { WORDS(\"b\"), words( \"c\") } WORD(\"no\") "
	    "swords(\"no\") tr(\"open\\");
	expect(&c, found);
	arena_free(c.arena);
}

static void
test_template(void **state)
{
	static const struct found found[] = {
		{ "Say \"hi\" {{name}}", " a", false },
		{ "Two lines", " a b", false },
		{ NULL, NULL, false },
	};
	struct catalogue c = { .arena = arena_new(MEMORY), .tail = &c.first };

	(void)state;
	assert_true(read_template(&c, "a",
	    "{{! {{#t}}no}}\n{{<l}}{{$title}}{{#t}}Say \"hi\" {{name}}{{/t}}"
	    "{{/title}}{{/l}}\n{{#t}}\n  Two\n  lines\n{{/t}}{{#x}}{{^y}}"
	    "{{#t}}Two lines{{/t}}{{/y}}{{/x}}{{#t}} {{/t}}"));
	assert_true(
	    read_template(&c, "b", "{{=| |=}}|#t|Two\nlines|/t|{{#t}}no"));
	expect(&c, found);
	arena_free(c.arena);
}

static void
test_list(void **state)
{
	static const struct found found[] = {
		{ "A session is booked", " a.txt", false },
		{ "Law", " a.txt", false },
		{ NULL, NULL, false },
	};
	struct catalogue c = { .arena = arena_new(MEMORY), .tail = &c.first };

	(void)state;
	read_list(
	    &c, "a.txt", "# What rows say.\n\nA session is booked\nLaw\n\nLaw");
	expect(&c, found);
	arena_free(c.arena);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_code),
		cmocka_unit_test(test_template),
		cmocka_unit_test(test_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
