#include <setjmp.h>
#include <stdarg.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* The tool itself, against a real PostgreSQL (BELAY_TEST_DATABASE). */
int migrate_main(int argc, char **argv);
#define main migrate_main
#include "tool/migrate.c"
#undef main

struct fixture {
	char dir[32], conninfo[512];
	PGconn *conn;
};

static const char *
asked(struct fixture *f, const char *sql)
{
	static char answer[256];
	PGresult *res = PQexec(f->conn, sql);

	if (PQresultStatus(res) != PGRES_TUPLES_OK &&
	    PQresultStatus(res) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQresultErrorMessage(res));
	snprintf(answer, sizeof(answer), "%s",
	    PQntuples(res) > 0 ? PQgetvalue(res, 0, 0) : "");
	PQclear(res);
	return answer;
}

static void
write_to(struct fixture *f, const char *name, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

static void
delete_from(struct fixture *f, const char *name)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", f->dir, name);
	assert_int_equal(unlink(path), 0);
}

static int
run(struct fixture *f)
{
	char name[] = "migrate";
	char *argv[] = { name, f->conninfo, f->dir, NULL };

	return migrate_main(3, argv);
}

static int
set_up(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	*state = f;
	snprintf(f->dir, sizeof(f->dir), "/tmp/migrate_test.XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->conninfo, sizeof(f->conninfo),
	    "%s options='-c search_path=migrate_test'",
	    getenv("BELAY_TEST_DATABASE"));
	f->conn = PQconnectdb(f->conninfo);
	asked(f, "SET client_min_messages = error");
	asked(f, "DROP SCHEMA IF EXISTS migrate_test CASCADE");
	asked(f, "CREATE SCHEMA migrate_test");
	return 0;
}

static int
tear_down(void **state)
{
	struct fixture *f = *state;
	struct dirent *e;
	DIR *d = opendir(f->dir);

	while ((e = readdir(d)) != NULL)
		if (e->d_name[0] != '.')
			delete_from(f, e->d_name);
	closedir(d);
	rmdir(f->dir);
	asked(f, "DROP SCHEMA migrate_test CASCADE");
	PQfinish(f->conn);
	free(f);
	return 0;
}

static void
test_files_are_applied_once_in_order(void **state)
{
	struct fixture *f = *state;

	write_to(f, "0002_b.sql", "INSERT INTO t VALUES (2);\n");
	write_to(f, "0001_a.sql",
	    "CREATE TABLE t (n int); INSERT INTO t "
	    "VALUES (1);\nSET search_path = pg_catalog;");
	write_to(f, "README", "not a migration");
	assert_int_equal(run(f), 0);
	assert_int_equal(run(f), 0);
	assert_string_equal(asked(f, "SELECT array_agg(n) FROM t"), "{1,2}");
	write_to(f, "0003_c.sql", "INSERT INTO t VALUES (3);");
	assert_int_equal(run(f), 0);
	assert_string_equal(asked(f, "SELECT array_agg(n) FROM t"), "{1,2,3}");
	assert_string_equal(
	    asked(f, "SELECT string_agg(name, ' ' ORDER BY name) "
		     "FROM schema_migration WHERE length(checksum) = 64"),
	    "0001_a.sql 0002_b.sql 0003_c.sql");
}

static void
test_the_checksum_is_sha256(void **state)
{
	struct fixture *f = *state;

	write_to(f, "0001_a.sql", "SELECT 1;");
	assert_int_equal(run(f), 0);
	assert_string_equal(
	    asked(f, "SELECT checksum = encode(sha256('SELECT 1;'), 'hex') "
		     "FROM schema_migration"),
	    "t");
}

static void
test_a_changed_or_missing_file_stops(void **state)
{
	struct fixture *f = *state;

	write_to(f, "0001_a.sql", "CREATE TABLE t (n int);");
	write_to(f, "0002_b.sql", "SELECT 1;");
	assert_int_equal(run(f), 0);
	write_to(f, "0003_c.sql", "CREATE TABLE u (n int);");
	write_to(f, "0001_a.sql", "CREATE TABLE t (n bigint);");
	assert_int_equal(run(f), 1);
	write_to(f, "0001_a.sql", "CREATE TABLE t (n int);");
	delete_from(f, "0002_b.sql");
	assert_int_equal(run(f), 1);
	assert_string_equal(asked(f, "SELECT to_regclass('u') IS NULL"), "t");
	write_to(f, "0002_b.sql", "SELECT 1;");
	assert_int_equal(run(f), 0);
	assert_string_equal(asked(f, "SELECT to_regclass('u')"), "u");
}

static void
test_a_failing_file_leaves_nothing(void **state)
{
	struct fixture *f = *state;

	write_to(f, "0001_a.sql", "CREATE TABLE t (n int);");
	write_to(f, "0002_b.sql", "CREATE TABLE u (n int);\nSELECT 1 / 0;");
	write_to(f, "0003_c.sql", "CREATE TABLE v (n int);");
	assert_int_equal(run(f), 1);
	assert_string_equal(
	    asked(f, "SELECT to_regclass('t') IS NOT NULL AND to_regclass('u') "
		     "IS NULL AND to_regclass('v') IS NULL"),
	    "t");
	assert_string_equal(
	    asked(f, "SELECT count(*) FROM schema_migration"), "1");
}

static void
test_a_file_may_not_end_its_transaction(void **state)
{
	struct fixture *f = *state;

	write_to(f, "0001_a.sql", "CREATE TABLE t (n int); COMMIT;");
	assert_int_equal(run(f), 1);
	assert_string_equal(
	    asked(f, "SELECT count(*) FROM schema_migration"), "0");
}

static void
test_names_are_checked(void **state)
{
	static const char *const wrong[] = { "1_a.sql", "00001_a.sql",
		"0001a.sql", "0001_.sql", "0001_A.sql", "a.sql",
		"0002_same.sql" };
	struct fixture *f = *state;

	write_to(f, "0002_b.sql", "SELECT 1;");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		write_to(f, wrong[i], "SELECT 1;");
		if (run(f) != 1)
			fail_msg("%s", wrong[i]);
		delete_from(f, wrong[i]);
	}
	assert_int_equal(run(f), 0);
}

static void
test_without_a_transaction(void **state)
{
	struct fixture *f = *state;

	write_to(f, "0001_a.sql", "CREATE TABLE t (n int);");
	write_to(f, "0002_b.sql",
	    "-- no transaction\nCREATE INDEX CONCURRENTLY t_n ON t (n);\n"
	    "CREATE INDEX CONCURRENTLY t_m ON t ((n + 1)); \nSELECT ';', 1;");
	assert_int_equal(run(f), 0);
	assert_string_equal(asked(f, "SELECT count(*) FROM pg_index i "
				     "WHERE indrelid = 't'::regclass AND "
				     "indisvalid"),
	    "2");
	write_to(
	    f, "0003_c.sql", "-- no transaction\nSELECT 1;\nSELECT 1 / 0;\n");
	assert_int_equal(run(f), 1);
	assert_string_equal(
	    asked(f, "SELECT count(*) FROM schema_migration"), "2");
}

static void
test_a_lock_is_not_waited_for_long(void **state)
{
	struct fixture *f = *state;

	asked(f, "CREATE TABLE t (n int)");
	asked(f, "BEGIN");
	asked(f, "LOCK TABLE t");
	write_to(f, "0001_a.sql",
	    "SET LOCAL lock_timeout = '20ms';\nALTER TABLE t ADD m int;");
	assert_int_equal(run(f), 1);
	asked(f, "COMMIT");
	delete_from(f, "0001_a.sql");
	write_to(f, "0001_a.sql",
	    "CREATE TABLE seen AS SELECT current_setting('lock_timeout') s;");
	assert_int_equal(run(f), 0);
	assert_string_equal(asked(f, "SELECT s FROM seen"), "5s");
}

/* The second waits until the first lets go, which the test is. */
static void
test_two_runs_take_turns(void **state)
{
	struct fixture *f = *state;
	char said[64] = "";
	int fds[2], status;
	pid_t child;

	write_to(f, "0001_a.sql", "CREATE TABLE t (n int);");
	asked(f, "SELECT pg_advisory_lock("
		 "hashtextextended('schema_migration', 0))");
	assert_int_equal(pipe(fds), 0);
	if ((child = fork()) == 0) {
		dup2(fds[1], STDERR_FILENO);
		_exit(run(f));
	}
	close(fds[1]);
	assert_true(read(fds[0], said, sizeof(said) - 1) > 0);
	assert_non_null(strstr(said, "waiting"));
	assert_string_equal(asked(f, "SELECT to_regclass('t') IS NULL"), "t");
	asked(f, "SELECT pg_advisory_unlock_all()");
	assert_int_equal(waitpid(child, &status, 0), child);
	close(fds[0]);
	assert_int_equal(status, 0);
	assert_string_equal(asked(f, "SELECT to_regclass('t')"), "t");
}

static void
test_status_changes_nothing(void **state)
{
	struct fixture *f = *state;
	char name[] = "migrate", option[] = "--status";
	char *argv[] = { name, option, f->conninfo, f->dir, NULL };

	write_to(f, "0001_a.sql", "CREATE TABLE t (n int);");
	assert_int_equal(migrate_main(4, argv), 0);
	assert_string_equal(
	    asked(f, "SELECT to_regclass('schema_migration') IS NULL"), "t");
	assert_int_equal(run(f), 0);
	assert_int_equal(migrate_main(4, argv), 0);
	write_to(f, "0001_a.sql", "changed");
	assert_int_equal(migrate_main(4, argv), 1);
}

static void
test_errors_are_told_with_their_line(void **state)
{
	(void)state;
	assert_int_equal(line_of("a\nb\nc", "1"), 1);
	assert_int_equal(line_of("a\nb\nc", "3"), 2);
	assert_int_equal(line_of("a\nb\nc", "5"), 3);
	assert_int_equal(line_of("\xc3\xa9\xc3\xa9\nx", "4"), 2);
	assert_int_equal(line_of("a\nb", NULL), 1);
}

#define DATABASE_TEST(t) cmocka_unit_test_setup_teardown(t, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		DATABASE_TEST(test_files_are_applied_once_in_order),
		DATABASE_TEST(test_the_checksum_is_sha256),
		DATABASE_TEST(test_a_changed_or_missing_file_stops),
		DATABASE_TEST(test_a_failing_file_leaves_nothing),
		DATABASE_TEST(test_a_file_may_not_end_its_transaction),
		DATABASE_TEST(test_names_are_checked),
		DATABASE_TEST(test_without_a_transaction),
		DATABASE_TEST(test_a_lock_is_not_waited_for_long),
		DATABASE_TEST(test_two_runs_take_turns),
		DATABASE_TEST(test_status_changes_nothing),
		cmocka_unit_test(test_errors_are_told_with_their_line),
	};

	if (getenv("BELAY_TEST_DATABASE") != NULL)
		return cmocka_run_group_tests(tests, NULL, NULL);
	puts("skipped: BELAY_TEST_DATABASE is not set");
	return 77;
}
