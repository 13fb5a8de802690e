#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/base/words.h"

static int
setup(void **state)
{
	*state = arena_new(64 * 1024);
	words_set(NULL);
	return 0;
}

static int
teardown(void **state)
{
	words_set(NULL);
	arena_free(*state);
	return 0;
}

static const char *
german(const char *english)
{
	return strcmp(english, "Open") == 0 ? "Offen" : english;
}

static void
machine_words_are_said(void **state)
{
	static const struct word list[] = { { "open", "Open" },
		{ "done", "Done" }, { NULL, NULL } };

	(void)state;
	assert_string_equal(word_of(list, "open"), "Open");
	assert_string_equal(word_of(list, "done"), "Done");
	assert_string_equal(word_of(list, "lost"), "lost");
	assert_null(word_of(list, NULL));
	words_set(german);
	assert_string_equal(word_of(list, "open"), "Offen");
	assert_string_equal(word_of(list, "done"), "Done");
}

static void
places_are_filled(void **state)
{
	assert_string_equal(
	    words_with(*state, "{name}, hello {name}", "name", "Zoë"),
	    "Zoë, hello Zoë");
	assert_string_equal(
	    words_with(*state, "{na} {name", "name", "x"), "{na} {name");
	assert_string_equal(
	    words_with(*state, "{name}", "name", "{name}"), "{name}");
	assert_string_equal(words_with(*state, "none", "name", "x"), "none");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    machine_words_are_said, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    places_are_filled, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
