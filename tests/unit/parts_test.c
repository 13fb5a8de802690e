#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/view/parts.h"

static const char *const words[] = { "best", "rating", "price", NULL };
static const char *const labels[] = { "Best match", "Rating", "Price" };

static int
setup(void **state)
{
	*state = arena_new(1024 * 1024);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static void
the_chosen_one_is_marked(void **state)
{
	struct choice *choices;
	size_t n;

	choices = choices_make(*state, words, labels, "rating", &n);
	assert_int_equal(n, 3);
	assert_string_equal(choices[0].value, "best");
	assert_string_equal(choices[0].label, "Best match");
	assert_false(choices[0].chosen);
	assert_true(choices[1].chosen);
	assert_true(choices_pick(choices, n, "price"));
	assert_false(choices[1].chosen);
	assert_true(choices[2].chosen);
}

static void
nothing_may_be_chosen(void **state)
{
	struct choice *choices;
	size_t n;

	choices = choices_make(*state, words, NULL, NULL, &n);
	assert_string_equal(choices[2].label, "price");
	assert_false(choices[0].chosen || choices[1].chosen);
	assert_false(choices_pick(choices, n, "cheapest"));
	assert_false(choices_pick(choices, n, NULL));
	choices = choices_make(*state, words + 3, NULL, "x", &n);
	assert_int_equal(n, 0);
	assert_non_null(choices);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_chosen_one_is_marked),
		cmocka_unit_test(nothing_may_be_chosen),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
