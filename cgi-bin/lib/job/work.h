#ifndef LIB_JOB_WORK_H
#define LIB_JOB_WORK_H

#include <json-c/json.h>

#include "lib/db/db.h"

/*
 * The worker's loop: claim a due job, do it, mark it done.  A job has up to
 * three steps.  `load` reads what is needed (a transaction of its own), `call`
 * does the outside effect (no transaction is open), `finish` writes what came
 * of it, in one transaction with the mark that the job is done.  A job without
 * an outside effect has only `finish`, and so happens exactly once; one with
 * `call` happens at least once, under a key that stays the same.  After a `call`
 * the `finish` is tried until the database takes it.
 */
struct work {
	struct arena *arena;
	struct db *db;
	struct json_object *payload;
	int64_t job_id, attempt;
	bool is_last;    /* no attempt after this one */
	bool is_taken;   /* another worker has it meanwhile */
	void *state;     /* from load to call to finish */
	const char *why; /* words for the log and the job's row on a failure */
};

enum work_result {
	WORK_DONE,
	WORK_AGAIN, /* later, with a growing pause */
	WORK_NEVER  /* dead: an admin looks at it */
};

struct job_kind {
	const char *name;
	enum work_result (*load)(struct work *);
	enum work_result (*call)(struct work *);
	enum work_result (*finish)(struct work *);
	/* After the last attempt failed, in a transaction; may be NULL. */
	void (*gave_up)(struct work *);
	/* After `finish` was committed: clear away what mattered until then.
	 * May be missed. */
	void (*settled)(struct work *);
};

/* 'every 5 minutes', 'daily 00:00', 'weekly 7 01:00', 'monthly 1 02:00', in
 * the platform's zone. */
struct schedule {
	const char *name, *rule, *kind;
};

struct worker {
	const struct job_kind *kinds;     /* ends with a NULL name */
	const struct schedule *schedules; /* ends with a NULL name */
	const struct stmt *const *const *stmts;
	const char *conninfo;
};

/* A child's life: until work_stop(). */
int work_run(const struct worker *);
/* Safe in a signal handler. */
void work_stop(void);

/* Members of the payload; 0 or NULL when missing. */
int64_t work_id(const struct work *, const char *name);
const char *work_text(const struct work *, const char *name);

#endif
