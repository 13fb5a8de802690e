#include "db_fixture.h"

static void
test_values_come_back(void **state)
{
	struct fixture *f = *state;
	struct thing_add_row made;
	struct thing_find_row row;

	assert_true(thing_add(f->db, "pen", (struct maybe_int){ -7, true },
	    (struct maybe_real){ 1.25, true },
	    (struct instant){ 1700000000123456 }, (struct date){ 2024, 2, 29 },
	    (struct minute){ 1440, true }, true, 42, "{\"a\": \"\xc3\xa9\"}",
	    &made));
	assert_true(thing_find(f->db, made.id, &row));
	assert_int_equal(row.id, made.id);
	assert_string_equal(row.name, "pen");
	assert_true(row.size.set && row.size.value == -7);
	assert_true(row.price.set && row.price.value == 1.25);
	assert_int_equal(row.at.us, 1700000000123456);
	assert_int_equal(
	    row.day.year * 10000 + row.day.month * 100 + row.day.day, 20240229);
	assert_true(row.alarm.set && row.alarm.of_day == 1440);
	assert_true(row.done);
	assert_int_equal(row.owner, 42);
	assert_string_equal(row.data, "{\"a\": \"\xc3\xa9\"}");
	assert_int_equal(row.ntags + row.nfriends + row.ntimes, 0);
}

static void
test_null_comes_back_as_absent(void **state)
{
	struct fixture *f = *state;
	struct thing_find_row row;

	memset(&row, 0x55, sizeof(row));
	assert_true(thing_find(f->db, add(f->db, "nothing", 0), &row));
	assert_false(row.size.set || row.price.set || row.alarm.set);
	assert_int_equal(row.at.us, 0);
	assert_int_equal(row.day.year, 0);
	assert_int_equal(row.owner, 0);
	assert_null(row.data);
	assert_null(row.friends);
}

static void
test_dates_are_postgres_dates(void **state)
{
	static const struct {
		struct date date;
		const char *text;
	} examples[] = {
		{ { 1, 1, 1 }, "0001-01-01" },
		{ { 1600, 2, 29 }, "1600-02-29" },
		{ { 1900, 3, 1 }, "1900-03-01" },
		{ { 1969, 12, 31 }, "1969-12-31" },
		{ { 1999, 12, 31 }, "1999-12-31" },
		{ { 2000, 1, 1 }, "2000-01-01" },
		{ { 2000, 2, 29 }, "2000-02-29" },
		{ { 2024, 12, 31 }, "2024-12-31" },
		{ { 2100, 3, 1 }, "2100-03-01" },
		{ { 9999, 12, 31 }, "9999-12-31" },
	};
	struct fixture *f = *state;
	struct date_text_row text;
	struct echo_row echoed;

	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		assert_true(date_text(f->db, examples[i].date, &text));
		assert_string_equal(text.s, examples[i].text);
		assert_true(echo(f->db, 1, true, 0.5, (struct instant){ 1 },
		    examples[i].date, (struct minute){ 1, true }, "", &echoed));
		assert_memory_equal(
		    &echoed.d, &examples[i].date, sizeof(echoed.d));
	}
	assert_false(date_text(f->db, (struct date){ INT32_MAX, 1, 1 }, &text));
	assert_string_equal(db_error(f->db), "22008");
}

static void
test_instants_are_postgres_instants(void **state)
{
	static const struct {
		int64_t us;
		const char *text;
	} examples[] = {
		{ 1, "1970-01-01 00:00:00.000001" },
		{ -1, "1969-12-31 23:59:59.999999" },
		{ 946684800000000, "2000-01-01 00:00:00" },
		{ 253402300799999999, "9999-12-31 23:59:59.999999" },
		{ INT64_MAX, "infinity" },
		{ INT64_MIN, "-infinity" },
	};
	struct fixture *f = *state;
	struct instant_text_row text;
	struct echo_row echoed;

	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		struct instant t = { examples[i].us };

		assert_true(instant_text(f->db, t, &text));
		assert_string_equal(text.s, examples[i].text);
		assert_true(echo(f->db, INT64_MIN, false, -0.5, t,
		    (struct date){ 1, 1, 1 }, (struct minute){ 0, true }, "x",
		    &echoed));
		assert_int_equal(echoed.t.us, t.us);
		assert_true(echoed.i == INT64_MIN && !echoed.b);
	}
}

static void
test_minutes_are_times_of_day(void **state)
{
	struct fixture *f = *state;
	struct minute_text_row text;

	assert_true(minute_text(f->db, (struct minute){ 605, true }, &text));
	assert_string_equal(text.s, "10:05:00");
	assert_true(minute_text(f->db, (struct minute){ 1440, true }, &text));
	assert_string_equal(text.s, "24:00:00");
	assert_false(minute_text(f->db, (struct minute){ 1441, true }, &text));
}

static void
test_arrays_come_back(void **state)
{
	struct fixture *f = *state;
	struct thing_find_row row;
	int64_t id = add(f->db, "box", 0);

	assert_int_equal(thing_tag(f->db, id, "{red,\"\",\"a,b\"}", "{7,-8}",
			     "{1970-01-01 00:00:01+00}"),
	    1);
	assert_true(thing_find(f->db, id, &row));
	assert_int_equal(row.ntags, 3);
	assert_string_equal(row.tags[0], "red");
	assert_string_equal(row.tags[1], "");
	assert_string_equal(row.tags[2], "a,b");
	assert_int_equal(row.nfriends, 2);
	assert_int_equal(row.friends[1], -8);
	assert_int_equal(row.ntimes, 1);
	assert_int_equal(row.times[0].us, 1000000);

	assert_int_equal(thing_tag(f->db, id, "{{a,b},{c,d}}", NULL, "{}"), 1);
	assert_true(thing_find(f->db, id, &row));
	assert_int_equal(row.ntags, 4);
	assert_string_equal(row.tags[3], "d");
	assert_int_equal(row.nfriends + row.ntimes, 0);

	assert_int_equal(thing_tag(f->db, id, "{a,NULL}", NULL, NULL), 1);
	assert_false(thing_find(f->db, id, &row));
	assert_string_equal(db_error(f->db), "XX000");
}

static void
test_rows_are_listed(void **state)
{
	struct fixture *f = *state;
	struct thing_list_row *rows;
	char name[16];
	size_t n = 9;

	assert_null(thing_list(f->db, 0, &n));
	assert_int_equal(n, 0);
	for (int i = 1; i <= 100; i++) {
		snprintf(name, sizeof(name), "n%d", i);
		add(f->db, name, i);
	}
	rows = thing_list(f->db, 2, &n);
	assert_int_equal(n, 99);
	assert_string_equal(rows[0].name, "n2");
	assert_string_equal(rows[98].name, "n100");
	assert_null(db_error(f->db));
}

/* --- what is not as declared ------------------------------------------------ */

static void
test_null_where_none_may_be(void **state)
{
	struct fixture *f = *state;
	struct thing_size_row row;
	int64_t id;

	db_begin(f->db, DB_READ_WRITE);
	id = add(f->db, "sizeless", 0);
	assert_false(thing_size(f->db, id, &row));
	assert_string_equal(db_error(f->db), "XX000");
	assert_false(db_commit(f->db));
	assert_false(has_thing(f, "sizeless"));
}

static void
test_absent_parameter(void **state)
{
	struct fixture *f = *state;
	struct date_text_row text;

	assert_int_equal(thing_rename(f->db, 1, NULL), 0);
	assert_string_equal(db_error(f->db), "XX000");
	assert_false(date_text(f->db, (struct date){ 0, 1, 1 }, &text));
	assert_string_equal(db_error(f->db), "XX000");
	assert_true(date_text(f->db, (struct date){ 1, 1, 1 }, &text));
	assert_null(db_error(f->db));
}

static void
test_more_rows_than_one(void **state)
{
	struct fixture *f = *state;
	struct thing_all_row row;

	assert_false(thing_all(f->db, &row));
	assert_null(db_error(f->db));
	add(f->db, "a", 0);
	assert_true(thing_all(f->db, &row));
	add(f->db, "b", 0);
	assert_false(thing_all(f->db, &row));
	assert_string_equal(db_error(f->db), "XX000");
}

static void
test_fetched_but_not_sent(void **state)
{
	struct fixture *f = *state;
	struct thing_all_row row;

	db_begin(f->db, DB_READ_ONLY);
	assert_false(thing_all_get(f->db, &row));
	assert_string_equal(db_error(f->db), "XX000");
	db_rollback(f->db);
}

static void
test_sent_behind_the_commit(void **state)
{
	struct fixture *f = *state;
	struct thing_all_row row;

	db_begin_send(f->db, DB_READ_ONLY);
	thing_all_send(f->db);
	db_commit_send(f->db);
	assert_false(thing_all_get(f->db, &row));
	assert_null(db_error(f->db));
	assert_false(thing_all(f->db, &row));
	assert_string_equal(db_error(f->db), "XX000");
	assert_false(db_finish(f->db));
}

static int
run(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_values_come_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_null_comes_back_as_absent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_dates_are_postgres_dates, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_instants_are_postgres_instants, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_minutes_are_times_of_day, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_arrays_come_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_rows_are_listed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_null_where_none_may_be, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_absent_parameter, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_more_rows_than_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_fetched_but_not_sent, set_up, tear_down),
		cmocka_unit_test_setup_teardown(
		    test_sent_behind_the_commit, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

int
main(void)
{
	return run_against_database(run);
}
