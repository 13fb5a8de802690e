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
	IDLE_MS = 100, /* until it looks again for what is due */
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

/* A worker's process: its connection, and the number that others know by that
 * it lives. */
struct hand {
	const struct worker *worker;
	struct arena *arena;
	struct db *db; /* NULL: none at the moment */
	int64_t number;
};

static bool
is_connected(const struct hand *h)
{
	return h->db != NULL && db_is_connected(h->db);
}

static void
pause_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

static bool
enter(struct hand *h)
{
	struct worker_enter_row row;
	bool is_in = worker_enter(h->db, &row);

	h->number = row.number;
	return is_in;
}

/* False, after a pause, while there is no database. */
static bool
connect_again(struct hand *h)
{
	bool fatal = false;

	if (is_connected(h))
		return true;
	db_close(h->db);
	h->db =
	    db_open(h->worker->conninfo, h->arena, h->worker->stmts, &fatal);
	if (h->db != NULL && enter(h) && db_listen(h->db, "job"))
		return true;
	db_close(h->db);
	h->db = NULL;
	pause_ms(LOST_MS);
	return false;
}

/* One step in a transaction of its own; a database failure is worth another
 * attempt. */
static enum work_result
step(struct work *w, enum work_result (*fn)(struct work *), bool is_end)
{
	enum work_result result = WORK_DONE;

	db_begin(w->db, DB_READ_WRITE);
	if (is_end)
		w->is_taken = job_done(w->db, w->job_id, w->attempt) == 0 &&
			      db_error(w->db) == NULL;
	if (fn != NULL && !w->is_taken)
		result = fn(w);
	if (result != WORK_DONE || w->is_taken) {
		db_rollback(w->db);
		return result;
	}
	if (db_commit(w->db))
		return WORK_DONE;
	w->why = db_error_message(w->db);
	return WORK_AGAIN;
}

/* What was done outside is written down, also by a database that was away. */
static enum work_result
finish(struct hand *h, struct work *w, const struct job_kind *k)
{
	enum work_result result = step(w, k->finish, true);

	while (k->call != NULL && !is_connected(h) && !stopping) {
		if (connect_again(h)) {
			w->db = h->db;
			result = step(w, k->finish, true);
		}
	}
	if (w->is_taken)
		log_warn("job %lld (%s), attempt %lld: another worker has it",
		    (long long)w->job_id, k->name, (long long)w->attempt);
	else if (result == WORK_DONE && k->settled != NULL)
		k->settled(w);
	return result;
}

static enum work_result
do_job(struct hand *h, struct work *w, const struct job_kind *k)
{
	enum work_result result = WORK_DONE;

	if (k->load != NULL)
		result = step(w, k->load, false);
	if (result == WORK_DONE && k->call != NULL)
		result = k->call(w);
	if (result == WORK_DONE)
		result = finish(h, w, k);
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
	job_failed(w->db, w->job_id, w->attempt, w->why, never);
	if (never && k != NULL && k->gave_up != NULL)
		k->gave_up(w);
	db_commit(w->db);
}

static bool
claim(struct hand *h, struct job_claim_row *row)
{
	bool found;

	db_begin(h->db, DB_READ_WRITE);
	found = job_claim(h->db, LEASE_SECONDS, h->number, row) && row->id != 0;
	return db_commit(h->db) && found;
}

/* Why a job that was claimed is not to be done at all; NULL: it is. */
static const char *
refusal(const struct job_kind *k, const struct job_claim_row *row)
{
	if (k == NULL)
		return "no such kind of job";
	return row->attempts.value > row->max_attempts.value
		   ? "its worker died each time"
		   : NULL;
}

/* False when nothing was due. */
static bool
run_one(struct hand *h)
{
	struct work w = { .arena = h->arena, .db = h->db };
	const struct job_kind *k;
	struct job_claim_row row;
	enum work_result result;

	if (!claim(h, &row))
		return false;
	w.job_id = row.id;
	w.attempt = row.attempts.value;
	w.is_last = row.attempts.value >= row.max_attempts.value;
	w.payload = json_tokener_parse(row.payload);
	arena_defer(h->arena, put_payload, w.payload);
	k = find_kind(h->worker, row.kind);
	if ((w.why = refusal(k, &row)) != NULL)
		fail(&w, k, WORK_NEVER);
	else if ((result = do_job(h, &w, k)) != WORK_DONE && h->db != NULL)
		fail(&w, k, result);
	return true;
}

static void
run_schedules(const struct hand *h)
{
	const struct schedule *s;

	db_begin(h->db, DB_READ_WRITE);
	job_reap(h->db);
	for (s = h->worker->schedules; s->name != NULL; s++)
		schedule_run(h->db, s->name, s->rule, s->kind);
	if (!db_commit(h->db))
		log_warn("schedules: %s", db_error(h->db));
}

int
work_run(const struct worker *w)
{
	struct hand h = { .worker = w, .arena = arena_new(MEMORY) };
	time_t looked = 0;

	while (!stopping) {
		arena_reset(h.arena);
		if (!connect_again(&h))
			continue;
		if (time(NULL) != looked) {
			looked = time(NULL);
			run_schedules(&h);
		}
		if (!run_one(&h))
			db_wait_notify(h.db, IDLE_MS);
	}
	db_close(h.db);
	arena_free(h.arena);
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
