#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/domain/chart.h"
#include "lib/domain/csv.h"
#include "lib/domain/period.h"

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
draw(struct arena *a, struct chart *c, const int64_t *values, size_t n)
{
	static const struct chart_about about = { .title = "Fees",
		.finding = "They grow.",
		.first = "Month",
		.currency = "USD",
		.series = { "Fees" },
		.nseries = 1 };
	struct chart_point points[8] = { { .label = "x", .mark = "x" } };

	for (size_t i = 0; i < n; i++)
		points[i] =
		    (struct chart_point){ "label", "mark", { values[i] } };
	chart_make(a, c, &about, points, n);
}

static void
test_scale(void **state)
{
	static const struct {
		int64_t value;
		const char *low, *high;
	} cases[] = {
		{ 0, "0", "1" },
		{ 1, "0", "1" },
		{ 1999, "0", "20" },
		{ 12345, "0", "150" },
		{ 99999999, "0", "1M" },
		{ 150000, "0", "1.5k" },
		{ -4200, "−60", "0" },
	};
	struct chart c;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		draw(*state, &c, &cases[i].value, 1);
		assert_string_equal(c.lines[0].label, cases[i].low);
		assert_string_equal(c.lines[c.nlines - 1].label, cases[i].high);
		assert_true(c.nlines >= 2 && c.nlines <= 6);
	}
}

/* Every column stands inside of the plot, on or below the line of nought, and
 * what is not nought is seen. */
static void
test_bars(void **state)
{
	const int64_t values[] = { 100, 0, -2500, 10000, 1 };
	int64_t zero = 0;
	struct chart c;

	draw(*state, &c, values, 5);
	assert_int_equal(c.nbars, 4);
	for (size_t i = 0; i < c.nlines; i++)
		if (strcmp(c.lines[i].label, "0") == 0)
			zero = c.lines[i].y;
	for (size_t i = 0; i < c.nbars; i++) {
		assert_true(c.bars[i].height >= 1);
		assert_true(c.bars[i].y >= 0);
		assert_true(c.bars[i].x >= 44);
		assert_true(c.bars[i].x + c.bars[i].width <= c.width);
		assert_true(i == 1 ? c.bars[i].y == zero
				   : c.bars[i].y + c.bars[i].height == zero);
	}
}

static void
test_table(void **state)
{
	const int64_t values[] = { 100, 250 };
	struct chart c;

	draw(*state, &c, values, 2);
	assert_int_equal(c.nrows, 2);
	assert_string_equal(c.rows[0].cells[0], "USD 2.50");
	assert_string_equal(c.rows[1].cells[0], "USD 1.00");
	assert_string_equal(c.totals[0], "USD 3.50");
	assert_false(c.has_keys);
	draw(*state, &c, values, 0);
	assert_int_equal(c.nbars, 0);
	assert_string_equal(c.totals[0], "USD 0.00");
}

static void
test_periods(void **state)
{
	static const struct {
		enum period_by by;
		const char *first, *last, *mark;
		size_t n;
	} cases[] = {
		{ BY_MONTH, "March 2026", "February 2027", "Feb", 12 },
		{ BY_QUARTER, "Q2 2025", "Q1 2027", "Q1", 8 },
		{ BY_YEAR, "2023", "2027", "2027", 5 },
	};
	const struct date today = { 2027, 2, 28 };

	for (size_t i = 0; i < 3; i++) {
		size_t n, last;
		struct period *p =
		    periods_until(*state, cases[i].by, today, &n);

		assert_int_equal(n, cases[i].n);
		last = n - 1;
		assert_string_equal(p[0].label, cases[i].first);
		assert_string_equal(p[last].label, cases[i].last);
		assert_string_equal(p[last].mark, cases[i].mark);
		for (size_t j = 1; j < n; j++)
			assert_int_equal(periods_find(p, n, p[j - 1].until), j);
		assert_int_equal(
		    periods_find(p, n, (struct date){ 1999, 1, 1 }), n);
	}
	assert_int_equal(period_by_name(NULL), BY_MONTH);
	assert_int_equal(period_by_name("odd"), BY_MONTH);
	assert_int_equal(period_by_name("year"), BY_YEAR);
}

static void
test_csv(void **state)
{
	const char *cells[] = { "a", "say \"hi\", twice", NULL, "=1+1", "-5.20",
		"-5+1" };
	struct buf b;

	buf_init(&b, *state, 64);
	csv_put_row(&b, cells, 6);
	assert_string_equal(b.data,
	    "\"a\",\"say \"\"hi\"\", twice\",,\"'=1+1\",\"-5.20\",\"'-5+1\"\r\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_scale, setup, teardown),
		cmocka_unit_test_setup_teardown(test_bars, setup, teardown),
		cmocka_unit_test_setup_teardown(test_table, setup, teardown),
		cmocka_unit_test_setup_teardown(test_periods, setup, teardown),
		cmocka_unit_test_setup_teardown(test_csv, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
