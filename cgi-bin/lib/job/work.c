#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

#include "gen/lib/job/work_sql.h"
#include "lib/base/log.h"
#include "lib/job/work.h"

enum {
	MEMORY = 64 * 1024 * 1024,
	LEASE_SECONDS = 300,
	IDLE_MS = 1000,
	LOST_MS = 500
};

static volatile sig_atomic_t stopping;

void
work_stop(void)
{
	stopping = 1;
}

static const struct job_kind *
find_kind(const struct worker *w, const char *name)
{
	const struct job_kind *k;

	for (k = w->kinds; k->name != NULL; k++)
		if (strcmp(k->name, name) == 0)
			return k;
	return NULL;
}

static void
put_payload(void *payload)
{
	json_object_put(payload);
}

/* One step in a transaction of its own; a database failure is worth another
 * attempt. */
static enum work_result
step(struct work *w, enum work_result (*fn)(struct work *), bool is_end)
{
	enum work_result result;

	db_begin(w->db, DB_READ_WRITE);
	result = fn != NULL ? fn(w) : WORK_DONE;
	if (result != WORK_DONE) {
		db_rollback(w->db);
		return result;
	}
	if (is_end)
		job_done(w->db, w->job_id);
	if (db_commit(w->db))
		return WORK_DONE;
	w->why = db_error_message(w->db);
	return WORK_AGAIN;
}

static enum work_result
do_job(struct work *w, const struct job_kind *k)
{
	enum work_result result = WORK_DONE;

	if (k->load != NULL)
		result = step(w, k->load, false);
	if (result == WORK_DONE && k->call != NULL)
		result = k->call(w);
	if (result == WORK_DONE)
		result = step(w, k->finish, true);
	return result;
}

static void
fail(struct work *w, const struct job_kind *k, enum work_result result)
{
	bool never = result == WORK_NEVER || w->is_last;

	log_warn("job %lld (%s), attempt %lld: %s", (long long)w->job_id,
	    k != NULL ? k->name : "?", (long long)w->attempt,
	    w->why != NULL ? w->why : "failed");
	db_begin(w->db, DB_READ_WRITE);
	job_failed(w->db, w->job_id, w->why, never);
	if (never && k != NULL && k->gave_up != NULL)
		k->gave_up(w);
	db_commit(w->db);
}

static bool
claim(struct db *db, struct job_claim_row *row)
{
	bool found;

	db_begin(db, DB_READ_WRITE);
	found = job_claim(db, LEASE_SECONDS, row) && row->id != 0;
	return db_commit(db) && found;
}

/* False when nothing was due. */
static bool
run_one(const struct worker *worker, struct db *db, struct arena *a)
{
	struct work w = { .arena = a, .db = db };
	const struct job_kind *k;
	struct job_claim_row row;
	enum work_result result;

	if (!claim(db, &row))
		return false;
	w.job_id = row.id;
	w.attempt = row.attempts.value;
	w.is_last = row.attempts.value >= row.max_attempts.value;
	w.payload = json_tokener_parse(row.payload);
	arena_defer(a, put_payload, w.payload);
	if ((k = find_kind(worker, row.kind)) == NULL) {
		w.why = "no such kind of job";
		fail(&w, NULL, WORK_NEVER);
		return true;
	}
	if ((result = do_job(&w, k)) != WORK_DONE)
		fail(&w, k, result);
	return true;
}

static void
run_schedules(const struct worker *w, struct db *db)
{
	const struct schedule *s;

	db_begin(db, DB_READ_WRITE);
	job_reap(db);
	for (s = w->schedules; s->name != NULL; s++)
		schedule_run(db, s->name, s->rule, s->kind);
	if (!db_commit(db))
		log_warn("schedules: %s", db_error(db));
}

static void
pause_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

static struct db *
connect_again(const struct worker *w, struct arena *a)
{
	struct db *db;
	bool fatal = false;

	db = db_open(w->conninfo, a, w->stmts, &fatal);
	if (db != NULL && db_listen(db, "job"))
		return db;
	db_close(db);
	pause_ms(LOST_MS);
	return NULL;
}

int
work_run(const struct worker *w)
{
	struct arena *a = arena_new(MEMORY);
	time_t looked = 0;
	struct db *db = NULL;

	while (!stopping) {
		arena_reset(a);
		if (db != NULL && !db_is_connected(db)) {
			db_close(db);
			db = NULL;
		}
		if (db == NULL && (db = connect_again(w, a)) == NULL)
			continue;
		if (time(NULL) != looked) {
			looked = time(NULL);
			run_schedules(w, db);
		}
		if (!run_one(w, db, a))
			db_wait_notify(db, IDLE_MS);
	}
	db_close(db);
	arena_free(a);
	return 0;
}

int64_t
work_id(const struct work *w, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(w->payload, name, &value)
		   ? json_object_get_int64(value)
		   : 0;
}

const char *
work_text(const struct work *w, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(w->payload, name, &value)
		   ? json_object_get_string(value)
		   : NULL;
}
