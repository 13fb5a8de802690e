#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tool/sqlgen_emit.c"
#include "tool/sqlgen_parse.c"
#include "tool/sqlgen_scan.c"

static void
assert_slice(struct sql_slice s, const char *expected)
{
	assert_int_equal(s.len, strlen(expected));
	assert_memory_equal(s.s, expected, s.len);
}

static void
test_a_statement_is_read(void **state)
{
	static const char text[] =
	    "-- Slots: what can be booked.\r\n\n"
	    "-- slot_find(id id, note text?) one\n"
	    "-- id id, mentor text, note text?, starts instant, tags texts?\n"
	    "-- Why: a comment behind the columns.\n"
	    "SELECT $1, $2 /* $9; /* nested */ */;\t -- done\n"
	    "-- slot_end() exec\nDELETE FROM slot;\n  -- indented\n";
	struct sql_file f;
	const struct sql_stmt *st;

	(void)state;
	if (!sql_parse(&f, text, strlen(text)))
		fail_msg("%d: %s", f.line, f.why);
	st = f.stmts;
	assert_int_equal(f.n, 2);
	assert_int_equal(f.stmts[1].line, 7);
	assert_int_equal(st->line, 3);
	assert_slice(st->name, "slot_find");
	assert_int_equal(st->verb, SQL_ONE);
	assert_int_equal(st->nparams, 2);
	assert_false(st->params[0].is_nullable);
	assert_true(st->params[1].is_nullable);
	assert_int_equal(st->ncolumns, 5);
	assert_slice(st->columns[4].name, "tags");
	assert_slice(st->sql, "SELECT $1, $2 /* $9; /* nested */ */");
	sql_release(&f);
}

static void
test_lists_may_be_wrapped(void **state)
{
	static const char text[] = "-- a(x int,\n"
				   "--     y int?,\n--z text\n-- )\n--   many\n"
				   "-- p int,\n-- q\n--   text?\n"
				   "SELECT $1 + $2, $3;";
	struct sql_file f;

	(void)state;
	if (!sql_parse(&f, text, strlen(text)))
		fail_msg("%d: %s", f.line, f.why);
	assert_int_equal(f.stmts[0].nparams, 3);
	assert_int_equal(f.stmts[0].ncolumns, 2);
	assert_int_equal(f.stmts[0].verb, SQL_MANY);
	assert_true(f.stmts[0].columns[1].is_nullable);
	sql_release(&f);
}

/* SQL behind "-- a(x int) exec", and what becomes of it. */
static void
test_quotes_and_comments_are_seen(void **state)
{
	static const struct {
		const char *sql;
		bool is_fine;
	} examples[] = {
		{ "SELECT $1;", true },
		{ "SELECT $1 ;  ", true },
		{ "SELECT\n\n$1\n;\n", true },
		{ "SELECT $1, ';';", true },
		{ "SELECT $1, 'it''s; $2';", true },
		{ "SELECT $1, E'it\\'s; $2';", true },
		{ "SELECT $1, e'\\\\';", true },
		{ "SELECT $1, type'a\\';", true },
		{ "SELECT $1, \";$2\"\"\";", true },
		{ "SELECT $1, $$;\n$2;$$;", true },
		{ "SELECT $1, $q$;$$;$2$q$;", true },
		{ "SELECT $1, a$2 FROM a;", true },
		{ "SELECT $1 -- ; $2\n;", true },
		{ "SELECT $1::text, $1;", true },
		{ "SELECT $01;", true },
		{ "SELECT $1 - - 1;", true },
		{ "", false },
		{ ";", false },
		{ " -- only this\n;", false },
		{ "SELECT $1", false },
		{ "SELECT $1; SELECT 2;", false },
		{ "SELECT $2;", false },
		{ "SELECT $0, $1;", false },
		{ "SELECT $1, $99999999999999999999999999;", false },
		{ "SELECT 1;", false },
		{ "SELECT '$1';", false },
		{ "SELECT 1 -- $1\n;", false },
		{ "SELECT 1 /* $1 */;", false },
		{ "SELECT $1, ';", false },
		{ "SELECT $1, E'\\';", false },
		{ "SELECT $1, E'\\", false },
		{ "SELECT $1, \";", false },
		{ "SELECT $1 /* /* */;", false },
		{ "SELECT $1, $$;", false },
		{ "SELECT $1, $a$;$b$;", false },
		{ "SELECT $1\n-- b(x int) exec\nSELECT $1;", false },
		{ "-- b(x int) exec\nSELECT $1;", false },
	};
	char text[200];
	struct sql_file f;

	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		snprintf(text, sizeof(text), "-- a(x int) exec\n%s",
		    examples[i].sql);
		if (sql_parse(&f, text, strlen(text)) != examples[i].is_fine)
			fail_msg("%s: %s", examples[i].sql, f.why);
		sql_release(&f);
	}
}

static void
test_mistakes_are_told(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *why;
	} examples[] = {
		{ "", 1, "no statement" },
		{ "-- nothing\n\n", 3, "no statement" },
		{ "SELECT 1;", 1, "no head, -- name(...) verb, above this" },
		{ "-- a(x money) exec\nSELECT $1;", 1, "money is not a type" },
		{ "\n-- a(x) exec\nSELECT $1;", 2, "x has no type" },
		{ "-- a(x int int) exec\nSELECT $1;", 1,
		    "no ) after the parameters" },
		{ "-- a(x int,) exec\nSELECT $1;", 1,
		    "a parameter or column has no name" },
		{ "-- a(x int, x text) exec\nSELECT $1;", 1,
		    "x is there twice" },
		{ "-- a(x texts) exec\nSELECT $1;", 1,
		    "texts can't be a parameter" },
		{ "-- a(x bool?) exec\nSELECT $1;", 1,
		    "bool? can't be a parameter: no value of it is NULL" },
		{ "-- a()\nSELECT 1;", 1, "a has no verb: one, many or exec" },
		{ "-- a() ones\nSELECT 1;", 1,
		    "a has no verb: one, many or exec" },
		{ "-- a() exec it\nSELECT 1;", 1, "more text behind exec" },
		{ "-- a() one\nSELECT 1;", 1, "a has no line of columns" },
		{ "-- a() one", 1, "a has no line of columns" },
		{ "-- a() one\n-- x int y int\nSELECT 1;", 2,
		    "no comma between two columns" },
		{ "-- a() one\n-- x int, x int\nSELECT 1;", 2,
		    "x is there twice" },
		{ "-- a() one\n-- tags texts, ntags int\nSELECT 1;", 2,
		    "ntags is there twice" },
		{ "-- a() one\n-- ntags int, tags texts\nSELECT 1;", 2,
		    "tags is there twice" },
		{ "-- a() one\n-- default int\nSELECT 1;", 2,
		    "default is a word of C" },
		{ "-- a() one\n-- x_ int\nSELECT 1;", 2,
		    "x_ is no name: it ends with _" },
		{ "-- a() one\n-- 1x int\nSELECT 1;", 2,
		    "1x is no name: it begins with a digit" },
		{ "-- a() one\n-- Name text\nSELECT 1;", 2,
		    "a parameter or column has no name" },
		{ "-- a() exec\nSELECT 1;\n-- a() exec\nSELECT 1;", 3,
		    "a is there twice" },
		{ "-- a(x int, y int) exec\nSELECT $1;", 1,
		    "$2 y is not used" },
		{ "-- a(x int) exec\nSELECT $1,\n $2;", 3,
		    "a has 1 parameters, but the SQL wants another" },
		{ "-- a() exec\nSELECT 1; SELECT 2;", 2,
		    "; is not at the end of a line" },
		{ "-- a() exec\n-- b() exec\nSELECT 1;", 1, "a has no SQL" },
		{ "-- a() exec\nSELECT 1\n-- b() exec\nSELECT 1;", 1,
		    "a does not end with ;" },
		{ "-- a() exec\nSELECT\n'", 3, "a quoted text is not closed" },
	};
	struct sql_file f;

	(void)state;
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++) {
		assert_false(
		    sql_parse(&f, examples[i].text, strlen(examples[i].text)));
		assert_string_equal(f.why, examples[i].why);
		assert_int_equal(f.line, examples[i].line);
		sql_release(&f);
	}
	assert_false(sql_parse(&f, "-- a() exec\n\0;", 14));
	assert_string_equal(f.why, "a NUL byte");
	assert_int_equal(f.line, 2);
}

static void
test_limits_hold(void **state)
{
	char text[4000] = "-- a(";
	struct sql_file f;
	size_t len = strlen(text);

	(void)state;
	for (int i = 0; i <= SQL_MAX_PARAMS; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len,
		    "%sp%d int", i > 0 ? ", " : "", i);
	assert_false(sql_parse(&f, text, len));
	assert_string_equal(f.why, "more than 64 in one list");
	sql_release(&f);
	memset(text + 3, 'x', 1000);
	memcpy(text + 1003, "() exec\n", 8);
	assert_false(sql_parse(&f, text, 1011));
	assert_string_equal(f.why, "a name is longer than 63 bytes");
	sql_release(&f);
}

static char *
emitted(const char *text, bool is_header)
{
	struct sql_file f;
	char *out = NULL;
	size_t size;
	FILE *to = open_memstream(&out, &size);

	if (!sql_parse(&f, text, strlen(text)))
		fail_msg("%d: %s", f.line, f.why);
	if (is_header)
		sql_emit_header(to, &f, "booking/slot");
	else
		sql_emit_source(to, &f, "booking/slot");
	fclose(to);
	sql_release(&f);
	return out;
}

static const char example[] =
    "-- slot_find(id id, note text?, size int?) one\n"
    "-- id id, size int?, tags texts\n"
    "SELECT id, size, \"tags\"\nFROM slot WHERE id = $1 AND note ?? $2 $3;\n"
    "-- slot_clear() exec\nDELETE FROM slot;\n";

static void
test_the_header(void **state)
{
	char *out = emitted(example, true);

	(void)state;
	assert_string_equal(out,
	    "#ifndef GEN_BOOKING_SLOT_SQL_H\n"
	    "#define GEN_BOOKING_SLOT_SQL_H\n\n"
	    "/* Made from booking/slot.sql by sqlgen. */\n"
	    "#include \"lib/db/db.h\"\n\n"
	    "struct slot_find_row {\n"
	    "\tint64_t id;\n"
	    "\tstruct maybe_int size;\n"
	    "\tconst char **tags;\n"
	    "\tsize_t ntags;\n"
	    "};\n"
	    "extern const struct field slot_find_fields[];\n"
	    "bool slot_find(struct db *db_, int64_t id, const char *note, "
	    "struct maybe_int size, struct slot_find_row *row_);\n"
	    "void slot_find_send(struct db *db_, int64_t id, const char *note, "
	    "struct maybe_int size);\n"
	    "bool slot_find_get(struct db *db_, struct slot_find_row *row_);\n"
	    "\n"
	    "int64_t slot_clear(struct db *db_);\n"
	    "void slot_clear_send(struct db *db_);\n"
	    "int64_t slot_clear_get(struct db *db_);\n\n"
	    "extern const struct stmt *const booking_slot_stmts[];\n\n"
	    "#endif\n");
	free(out);
}

static void
assert_has(const char *out, const char *part)
{
	if (strstr(out, part) == NULL)
		fail_msg("not there: %s\n%s", part, out);
}

static void
test_the_source(void **state)
{
	char *out = emitted(example, false);

	(void)state;
	assert_has(out, "#include \"gen/booking/slot_sql.h\"\n");
	assert_has(out, "\t.sql = \"SELECT id, size, \\\"tags\\\"\\n\"\n"
			"\t\"FROM slot WHERE id = $1 AND note \\?\\? $2 $3\","
			"\n\t.nparams = 3,\n");
	assert_has(out, "\t\t{ .kind = KIND_ID, .number = id },\n"
			"\t\t{ .kind = KIND_TEXT, .text = note, "
			".null = note == NULL },\n"
			"\t\t{ .kind = KIND_INT, .number = size.value, "
			".null = !size.set },\n");
	assert_has(out, "\t.count_offset = offsetof(struct slot_find_row, "
			"ntags) },\n\tFIELD_END\n" +
			    1);
	assert_has(out, "slot_find_nullable[] = { false, true, false, };");
	assert_has(out, "return db_exec(db_, &slot_clear_stmt, NULL);");
	assert_has(out, "const struct stmt *const booking_slot_stmts[] = {\n"
			"\t&slot_find_stmt,\n\t&slot_clear_stmt,\n\tNULL\n};");
	assert_null(strstr(out, "overlength"));
	free(out);
}

static void
test_long_and_odd_texts(void **state)
{
	char text[6000] = "-- a() exec\nSELECT '\\\x01"
			  "1\xc3\xa9";
	char *out;

	(void)state;
	memset(text + strlen(text), 'x', 5000);
	memcpy(text + strlen(text), "';", 3);
	out = emitted(text, false);
	assert_has(out, "#pragma GCC diagnostic ignored "
			"\"-Woverlength-strings\"\n");
	assert_has(out, "SELECT '\\\\\\0011\xc3\xa9xx");
	free(out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_statement_is_read),
		cmocka_unit_test(test_lists_may_be_wrapped),
		cmocka_unit_test(test_quotes_and_comments_are_seen),
		cmocka_unit_test(test_mistakes_are_told),
		cmocka_unit_test(test_limits_hold),
		cmocka_unit_test(test_the_header),
		cmocka_unit_test(test_the_source),
		cmocka_unit_test(test_long_and_odd_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
