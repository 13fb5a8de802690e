#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "lib/domain/alias.h"

static int
setup(void **state)
{
	*state = arena_new(16 * 1024 * 1024);
	return sodium_init() < 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static bool
is_word(const char *word)
{
	size_t len = strlen(word);

	return len >= 3 && len <= 12 && word[0] >= 'A' && word[0] <= 'Z' &&
	       1 + strspn(word + 1, "abcdefghijklmnopqrstuvwxyz") == len;
}

static void
words_differ(void **state)
{
	uint32_t i, j;

	(void)state;
	for (i = 0; i < ALIAS_ADJECTIVES; i++) {
		assert_true(is_word(alias_adjective(i)));
		for (j = 0; j < i; j++)
			assert_string_not_equal(
			    alias_adjective(i), alias_adjective(j));
	}
	for (i = 0; i < ALIAS_ANIMALS; i++) {
		assert_true(is_word(alias_animal(i)));
		for (j = 0; j < i; j++)
			assert_string_not_equal(
			    alias_animal(i), alias_animal(j));
	}
}

static void
a_seed_keeps_its_name(void **state)
{
	const char *name = alias_of_seed(*state, 41);

	assert_string_equal(name, alias_of_seed(*state, 41));
	assert_string_not_equal(name, alias_of_seed(*state, 42));
	assert_true(alias_is(name));
}

/* 2,000 of 1.5 million: about one clash by chance, far fewer than ten. */
static void
seeds_spread(void **state)
{
	enum { MANY = 2000 };
	const char *names[MANY];
	unsigned clashes = 0;
	uint64_t i, j;

	for (i = 0; i < MANY; i++) {
		names[i] = alias_of_seed(*state, i);
		assert_true(alias_is(names[i]));
		for (j = 0; j < i; j++)
			clashes += strcmp(names[i], names[j]) == 0;
	}
	assert_true(clashes < 10);
}

static void
new_ones_are_new(void **state)
{
	const char *a = alias_new(*state), *b = alias_new(*state),
		   *c = alias_new(*state);

	assert_true(alias_is(a) && alias_is(b) && alias_is(c));
	assert_false(strcmp(a, b) == 0 && strcmp(b, c) == 0);
}

static void
other_names_are_no_alias(void **state)
{
	static const char *const others[] = { "", "Patient Heron",
		"Patient Heron 4", "Patient Heron 041", "Patient Heron 410",
		"Patient Heron 4x", "patient heron 41", "Patient  Heron 41",
		"Heron Patient 41", "Ines Okafor 41", " Patient Heron 41",
		"Patient Heron 41 ", "Patient" };
	size_t i;

	(void)state;
	assert_true(alias_is("Patient Heron 41"));
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		assert_false(alias_is(others[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_differ),
		cmocka_unit_test(a_seed_keeps_its_name),
		cmocka_unit_test(seeds_spread),
		cmocka_unit_test(new_ones_are_new),
		cmocka_unit_test(other_names_are_no_alias),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
