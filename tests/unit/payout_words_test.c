#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/domain/payout_words.h"

static int
setup(void **state)
{
	*state = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static void
numbers(void **state)
{
	static const struct {
		const char *typed, *number, *hint;
	} all[] = {
		{ "PT50 0002 0123 1234 5678 9015 4",
		    "PT50000201231234567890154", "•••• 0154" },
		{ "gb29 nwbk 6016 1331 9268 19", "GB29NWBK60161331926819",
		    "•••• 6819" },
		{ "PT50 0002 0123 1234 5678 9015 5", NULL, NULL },
		{ "GB00NWBK60161331926819", NULL, NULL },
		{ "12-34-56 12345678", "12345612345678", "•••• 5678" },
		{ "1234", NULL, NULL },
		{ "12345/6", NULL, NULL },
		{ "", NULL, NULL },
		{ "1234567890123456789012345678901234567890", NULL, NULL },
	};
	const char *got;

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		got = bank_number(*state, all[i].typed);
		if (all[i].number == NULL) {
			assert_null(got);
			continue;
		}
		assert_string_equal(got, all[i].number);
		assert_string_equal(bank_hint(*state, got), all[i].hint);
	}
	assert_string_equal(
	    bank_hint(*state, "ada@example.com"), "a•••@example.com");
}

static void
periods(void **state)
{
	static const struct {
		const char *period, *words;
	} all[] = {
		{ "2026-11", "November 2026" },
		{ "2026-W07", "Week 7, 2026" },
		{ "2026-11-21", "21 November 2026" },
		{ "2026-13", "2026-13" },
		{ "whenever", "whenever" },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		assert_string_equal(
		    payout_period_words(*state, all[i].period), all[i].words);
}

static void
words(void **state)
{
	(void)state;
	assert_string_equal(payout_state_words("second"), "Second approval");
	assert_string_equal(payout_tone("completed"), "good");
	assert_null(payout_tone("canceled"));
	for (size_t i = 0; payout_states[i] != NULL; i++)
		assert_string_not_equal(
		    payout_state_words(payout_states[i]), payout_states[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers),
		cmocka_unit_test(periods),
		cmocka_unit_test(words),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
