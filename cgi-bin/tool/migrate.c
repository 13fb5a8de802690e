#include <dirent.h>
#include <errno.h>
#include <libpq-fe.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/arena.h"

/*
 * migrate [--status] CONNINFO DIR: brings a database's schema up to date.
 *
 * DIR/NNNN_topic.sql are applied in order, each in a transaction of its own
 * that gives up when it has waited five seconds for a lock.  Name and checksum
 * are recorded in schema_migration; a file that was changed after it was
 * applied, or is gone, stops everything.  Two runs at once are one after the
 * other.
 *
 * A file whose first line is "-- no transaction" runs statement by statement,
 * for what can't be in one (CREATE INDEX CONCURRENTLY).  There a semicolon at
 * the end of a line ends a statement, and since a failure keeps those before
 * it, each must be fit to be run again.
 */
enum { MEMORY = 64 << 20, LOCK_POLL_MS = 200 };

static const char no_transaction[] = "-- no transaction";

struct migration {
	const char *name;
	char *text;
	size_t len;
	char checksum[2 * crypto_hash_sha256_BYTES + 1];
	const char *applied_at; /* NULL: not applied */
};

struct run {
	struct arena *arena;
	PGconn *conn;
	const char *dir;
	struct migration *list;
	size_t n;
};

/* --- the files ------------------------------------------------------------ */

static bool
is_migration_name(const char *name)
{
	size_t len = strlen(name);

	return len > strlen("0000_.sql") && strspn(name, "0123456789") == 4 &&
	       name[4] == '_' && strcmp(name + len - 4, ".sql") == 0 &&
	       strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == len - 4;
}

static int
is_sql(const struct dirent *e)
{
	size_t len = strlen(e->d_name);

	return len > 4 && strcmp(e->d_name + len - 4, ".sql") == 0;
}

static bool
read_text(struct run *r, struct migration *m)
{
	const char *path = arena_printf(r->arena, "%s/%s", r->dir, m->name);
	unsigned char hash[crypto_hash_sha256_BYTES];
	FILE *f = fopen(path, "rb");
	long size = -1;

	if (f != NULL && fseek(f, 0, SEEK_END) == 0 && (size = ftell(f)) >= 0) {
		rewind(f);
		m->len = (size_t)size;
		m->text = arena_alloc(r->arena, m->len + 1, 1);
		if (fread(m->text, 1, m->len, f) != m->len)
			size = -1;
	}
	if (f != NULL)
		fclose(f);
	if (size < 0) {
		fprintf(stderr, "%s: %s\n", path, strerror(errno));
		return false;
	}
	if (strlen(m->text) != m->len) {
		fprintf(stderr, "%s: a NUL byte\n", path);
		return false;
	}
	crypto_hash_sha256(hash, (unsigned char *)m->text, m->len);
	sodium_bin2hex(m->checksum, sizeof(m->checksum), hash, sizeof(hash));
	return true;
}

static bool
add_file(struct run *r, const char *name)
{
	struct migration *m = &r->list[r->n];

	if (!is_migration_name(name)) {
		fprintf(stderr, "%s/%s: is not named NNNN_topic.sql\n", r->dir,
		    name);
		return false;
	}
	if (r->n > 0 && strncmp(m[-1].name, name, 4) == 0) {
		fprintf(stderr, "%s/%s: has the number of %s\n", r->dir, name,
		    m[-1].name);
		return false;
	}
	m->name = arena_strdup(r->arena, name);
	r->n++;
	return read_text(r, m);
}

static bool
read_files(struct run *r)
{
	struct dirent **entries;
	int n = scandir(r->dir, &entries, is_sql, alphasort);
	bool fine = true;

	if (n < 0) {
		fprintf(stderr, "%s: %s\n", r->dir, strerror(errno));
		return false;
	}
	r->list = arena_alloc(r->arena, (size_t)n, sizeof(*r->list));
	for (int i = 0; i < n; i++) {
		fine = fine && add_file(r, entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	return fine;
}

/* --- the database ---------------------------------------------------------- */

/* PostgreSQL counts characters of the text it was given, from 1. */
static int
line_of(const char *text, const char *position)
{
	long left = position == NULL ? 0 : strtol(position, NULL, 10);
	int line = 1;

	for (; *text != '\0' && left > 1; text++) {
		if (*text == '\n')
			line++;
		if (((unsigned char)text[1] & 0xc0) != 0x80)
			left--;
	}
	return line;
}

/* first_line: of the SQL in the file it is from. */
static bool
run_sql(struct run *r, const char *file, const char *sql, int first_line)
{
	PGresult *res = PQexec(r->conn, sql);
	ExecStatusType status = PQresultStatus(res);
	bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
		    status == PGRES_EMPTY_QUERY;
	const char *at = PQresultErrorField(res, PG_DIAG_STATEMENT_POSITION);

	if (!fine)
		fprintf(stderr, "%s:%d: %s", file,
		    first_line - 1 + line_of(sql, at),
		    PQresultErrorMessage(res));
	PQclear(res);
	return fine;
}

static bool
command(struct run *r, const char *sql)
{
	return run_sql(r, "migrate", sql, 1);
}

/* By trying: a session that waits in the server would hold up CREATE INDEX
 * CONCURRENTLY of the one that works. */
static bool
lock(struct run *r)
{
	const struct timespec pause = { 0, LOCK_POLL_MS * 1000000L };
	bool waits = false;
	PGresult *res;
	char got;

	for (;;) {
		res =
		    PQexec(r->conn, "SELECT pg_try_advisory_lock("
				    "hashtextextended('schema_migration', 0))");
		got = '?';
		if (PQntuples(res) == 1)
			got = *PQgetvalue(res, 0, 0);
		PQclear(res);
		if (got != 'f')
			break;
		if (!waits)
			fputs("waiting for another migrate to end\n", stderr);
		waits = true;
		nanosleep(&pause, NULL);
	}
	if (got == 't')
		return true;
	fprintf(stderr, "migrate: %s", PQerrorMessage(r->conn));
	return false;
}

static bool
connect_to(struct run *r, const char *conninfo)
{
	const char *const names[] = { "dbname", "client_encoding",
		"fallback_application_name", NULL };
	const char *const values[] = { conninfo, "UTF8", "migrate", NULL };

	r->conn = PQconnectdbParams(names, values, 1);
	if (PQstatus(r->conn) == CONNECTION_OK)
		return command(r, "SET client_min_messages = warning");
	fprintf(stderr, "migrate: %s", PQerrorMessage(r->conn));
	return false;
}

static struct migration *
find(struct run *r, const char *name)
{
	for (size_t i = 0; i < r->n; i++)
		if (strcmp(r->list[i].name, name) == 0)
			return &r->list[i];
	return NULL;
}

static bool
note_applied(struct run *r, const char *name, const char *checksum,
    const char *applied_at)
{
	struct migration *m = find(r, name);

	if (m == NULL) {
		fprintf(stderr, "%s: was applied %s, but is not in %s\n", name,
		    applied_at, r->dir);
		return false;
	}
	m->applied_at = arena_strdup(r->arena, applied_at);
	if (strcmp(m->checksum, checksum) == 0)
		return true;
	fprintf(stderr,
	    "%s/%s: was changed after it was applied %s: put it back as it was, "
	    "and write what is new into a new file\n",
	    r->dir, name, applied_at);
	return false;
}

/* Which of the files the database has; false when they contradict it. */
static bool
read_applied(struct run *r)
{
	PGresult *res = PQexec(r->conn,
	    "SELECT name, checksum, date_trunc('second', applied_at) "
	    "FROM schema_migration ORDER BY name");
	bool fine = PQresultStatus(res) == PGRES_TUPLES_OK;

	if (!fine)
		fprintf(stderr, "migrate: %s", PQresultErrorMessage(res));
	for (int i = 0; i < PQntuples(res); i++)
		fine = note_applied(r, PQgetvalue(res, i, 0),
			   PQgetvalue(res, i, 1), PQgetvalue(res, i, 2)) &&
		       fine;
	PQclear(res);
	return fine;
}

/* A file may SET what it needs: what follows goes on as it began. */
static bool
reset(struct run *r)
{
	return command(r, "RESET ALL; RESET ROLE; "
			  "SET client_min_messages = warning");
}

static bool
record(struct run *r, const struct migration *m)
{
	const char *const values[] = { m->name, m->checksum };
	PGresult *res = PQexecParams(r->conn,
	    "INSERT INTO schema_migration (name, checksum) VALUES ($1, $2)", 2,
	    NULL, values, NULL, NULL, 0);
	bool fine = PQresultStatus(res) == PGRES_COMMAND_OK;

	if (!fine)
		fprintf(stderr, "%s: %s", m->name, PQresultErrorMessage(res));
	PQclear(res);
	return fine;
}

/* --- applying --------------------------------------------------------------- */

static bool
apply_whole(struct run *r, const struct migration *m)
{
	if (!command(r, "BEGIN; SET LOCAL lock_timeout = '5s'") ||
	    !run_sql(r, m->name, m->text, 1))
		return false;
	if (PQtransactionStatus(r->conn) != PQTRANS_INTRANS) {
		fprintf(stderr,
		    "%s: ends the transaction it runs in; begin the file with "
		    "\"%s\"\n",
		    m->name, no_transaction);
		return false;
	}
	return reset(r) && record(r, m) && command(r, "COMMIT");
}

static char *
statement_end(char *at)
{
	for (; (at = strchr(at, ';')) != NULL; at++)
		if (at[1 + strspn(at + 1, " \t\r")] == '\n')
			return at + 1;
	return NULL;
}

static bool
apply_in_steps(struct run *r, const struct migration *m)
{
	char *at = arena_strdup(r->arena, m->text), *end;
	int line = 1;

	while ((end = statement_end(at)) != NULL) {
		*end = '\0';
		if (!run_sql(r, m->name, at, line))
			return false;
		for (; at < end; at++)
			line += *at == '\n';
		at++;
	}
	return run_sql(r, m->name, at, line) && reset(r) && record(r, m);
}

static bool
apply(struct run *r, const struct migration *m)
{
	size_t len = strlen(no_transaction);
	bool in_steps = strncmp(m->text, no_transaction, len) == 0 &&
			strchr("\r\n", m->text[len]) != NULL;

	if (!(in_steps ? apply_in_steps(r, m) : apply_whole(r, m)))
		return false;
	printf("applied %s\n", m->name);
	return true;
}

static bool
migrate(struct run *r)
{
	if (!lock(r) ||
	    !command(r,
		"CREATE TABLE IF NOT EXISTS schema_migration ("
		"name text PRIMARY KEY, checksum text NOT NULL, "
		"applied_at timestamptz NOT NULL DEFAULT clock_timestamp())") ||
	    !read_applied(r))
		return false;
	for (size_t i = 0; i < r->n; i++)
		if (r->list[i].applied_at == NULL && !apply(r, &r->list[i]))
			return false;
	return true;
}

static bool
show_status(struct run *r)
{
	PGresult *res =
	    PQexec(r->conn, "SELECT to_regclass('schema_migration')");
	bool is_new = PQntuples(res) == 1 && PQgetisnull(res, 0, 0);
	bool fine;

	PQclear(res);
	fine = is_new || read_applied(r);
	for (size_t i = 0; i < r->n; i++)
		printf("%-40s %s\n", r->list[i].name,
		    r->list[i].applied_at != NULL ? r->list[i].applied_at
						  : "waits");
	return fine;
}

int
main(int argc, char **argv)
{
	bool is_status = argc > 1 && strcmp(argv[1], "--status") == 0;
	struct run r = { .dir = argv[argc - 1] };
	bool fine;

	if (argc != 3 + is_status) {
		fputs("usage: migrate [--status] CONNINFO DIR\n", stderr);
		return 2;
	}
	r.arena = arena_new(MEMORY);
	fine = read_files(&r) && connect_to(&r, argv[argc - 2]) &&
	       (is_status ? show_status(&r) : migrate(&r));
	PQfinish(r.conn);
	arena_free(r.arena);
	return fine ? 0 : 1;
}
