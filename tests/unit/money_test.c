#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "lib/domain/money.h"

static int
setup(void **state)
{
	*state = arena_new((size_t)8 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static const struct {
	struct money money;
	const char *text, *decimal;
} amounts[] = {
	{ { 4720, "USD" }, "USD 47.20", "47.20" },
	{ { -300, "USD" }, "USD −3.00", "-3.00" },
	{ { 0, "USD" }, "USD 0.00", "0.00" },
	{ { 7, "EUR" }, "EUR 0.07", "0.07" },
	{ { -7, "EUR" }, "EUR −0.07", "-0.07" },
	{ { 99999, "USD" }, "USD 999.99", "999.99" },
	{ { 100000, "USD" }, "USD 1,000.00", "1000.00" },
	{ { 1423665, "USD" }, "USD 14,236.65", "14236.65" },
	{ { 123456789012, "USD" }, "USD 1,234,567,890.12", "1234567890.12" },
	{ { 500, "JPY" }, "JPY 500", "500" },
	{ { 1500000, "KRW" }, "KRW 1,500,000", "1500000" },
	{ { 12345, "KWD" }, "KWD 12.345", "12.345" },
	{ { 12345, "CLF" }, "CLF 1.2345", "1.2345" },
	{ { INT64_MIN, "USD" }, "USD −92,233,720,368,547,758.08",
	    "-92233720368547758.08" },
	{ { INT64_MAX, "CLF" }, "CLF 922,337,203,685,477.5807",
	    "922337203685477.5807" },
};

static void
amounts_read_well(void **state)
{
	for (size_t i = 0; i < sizeof(amounts) / sizeof(amounts[0]); i++) {
		assert_string_equal(
		    money_text(*state, amounts[i].money), amounts[i].text);
		assert_string_equal(money_decimal(*state, amounts[i].money),
		    amounts[i].decimal);
	}
	assert_string_equal(money_text(*state, (struct money){ 5, NULL }), "");
}

static const struct {
	const char *text, *currency;
	int64_t amount; /* -1: refused */
} typed[] = {
	{ "47.20", "USD", 4720 },
	{ "47.2", "USD", 4720 },
	{ "47", "USD", 4700 },
	{ "0", "USD", 0 },
	{ "007.00", "USD", 700 },
	{ "1,247.20", "USD", 124720 },
	{ "1,000,000", "JPY", 1000000 },
	{ "12.345", "KWD", 12345 },
	{ "10000000000000.00", "USD", 1000000000000000 },
	{ "10000000000000.01", "USD", -1 },
	{ "99999999999999999999", "USD", -1 },
	{ "1000000000000000", "USD", -1 },
	{ "", "USD", -1 },
	{ ".5", "USD", -1 },
	{ "5.", "USD", -1 },
	{ "47.201", "USD", -1 },
	{ "5.0", "JPY", -1 },
	{ "1,24", "USD", -1 },
	{ "1,2345", "USD", -1 },
	{ "1.234,50", "USD", -1 },
	{ "1e3", "USD", -1 },
	{ "+5", "USD", -1 },
	{ " 5", "USD", -1 },
	{ "5 ", "USD", -1 },
	{ "--5", "USD", -1 },
	{ "-", "USD", -1 },
	{ "0x10", "USD", -1 },
};

static void
typed_amounts_are_read(void **state)
{
	int64_t amount;

	(void)state;
	for (size_t i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		amount = -1;
		if (money_from_decimal(typed[i].text, typed[i].currency,
			&amount) != (typed[i].amount >= 0) ||
		    amount != typed[i].amount)
			fail_msg(
			    "%s is %lld", typed[i].text, (long long)amount);
	}
	assert_true(money_from_decimal("-3.00", "USD", &amount));
	assert_int_equal(amount, -300);
}

static void
what_is_written_is_read(void **state)
{
	static const char *const currencies[] = { "USD", "JPY", "BHD", "UYW" };
	struct money m;
	int64_t back;

	for (size_t i = 0; i < 4; i++)
		for (int64_t n = -100003; n < 100003; n += 377) {
			m = (struct money){ n, currencies[i] };
			assert_true(money_from_decimal(
			    money_decimal(*state, m), m.currency, &back));
			assert_int_equal(back, n);
		}
}

static void
digits_are_of_iso_4217(void **state)
{
	(void)state;
	assert_int_equal(money_digits("USD"), 2);
	assert_int_equal(money_digits("JPY"), 0);
	assert_int_equal(money_digits("BHD"), 3);
	assert_int_equal(money_digits("UYW"), 4);
	assert_int_equal(money_digits("XXX"), 2);
	assert_int_equal(money_digits(""), 2);
	assert_int_equal(money_digits("F C"), 2);
	assert_int_equal(money_digits(NULL), 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(amounts_read_well),
		TEST(typed_amounts_are_read),
		TEST(what_is_written_is_read),
		TEST(digits_are_of_iso_4217),
	};

	return cmocka_run_group_tests_name("money", tests, NULL, NULL);
}
