#include <string.h>

#include "lib/base/log.h"
#include "lib/db/internal.h"

static bool
is_one_of(Oid type, const Oid *list)
{
	for (; *list != 0; list++)
		if (*list == type)
			return true;
	return false;
}

/* What may be read as a kind; anything else is cast in the SQL. */
static const Oid *
readable_types(enum kind kind)
{
	static const Oid ints[] = { OID_INT8, OID_INT4, OID_INT2, 0 };
	static const Oid texts[] = { OID_TEXT, OID_VARCHAR, OID_BPCHAR,
		OID_NAME, OID_JSON, OID_JSONB, 0 };
	static const Oid bools[] = { OID_BOOL, 0 };
	static const Oid instants[] = { OID_TIMESTAMPTZ, 0 };
	static const Oid dates[] = { OID_DATE, 0 };
	static const Oid minutes[] = { OID_TIME, OID_INT2, OID_INT4, 0 };
	static const Oid reals[] = { OID_FLOAT8, OID_FLOAT4, 0 };
	static const Oid text_lists[] = { OID_TEXTS, OID_VARCHARS, OID_NAMES,
		0 };
	static const Oid id_lists[] = { OID_INT8S, OID_INT4S, 0 };
	static const Oid instant_lists[] = { OID_TIMESTAMPTZS, 0 };
	static const Oid none[] = { 0 };
	static const Oid *const readable[] = { [KIND_INT] = ints,
		[KIND_ID] = ints,
		[KIND_MAYBE_INT] = ints,
		[KIND_TEXT] = texts,
		[KIND_BOOL] = bools,
		[KIND_INSTANT] = instants,
		[KIND_DATE] = dates,
		[KIND_MINUTE] = minutes,
		[KIND_REAL] = reals,
		[KIND_MAYBE_REAL] = reals,
		[KIND_TEXTS] = text_lists,
		[KIND_IDS] = id_lists,
		[KIND_INSTANTS] = instant_lists };

	if ((size_t)kind >= sizeof(readable) / sizeof(readable[0]) ||
	    readable[kind] == NULL)
		return none;
	return readable[kind];
}

static bool
columns_agree(const struct stmt *st, const PGresult *d)
{
	const struct field *f = st->columns;
	bool agree = true;
	int c = 0;

	for (; f != NULL && f->name != NULL && c < PQnfields(d); f++, c++) {
		if (strcmp(f->name, PQfname(d, c)) != 0) {
			log_error("db: %s: column %d is %s in SQL, declared %s",
			    st->name, c + 1, PQfname(d, c), f->name);
			agree = false;
		} else if (!is_one_of(PQftype(d, c), readable_types(f->kind))) {
			log_error("db: %s: column %s has another type in SQL "
				  "(oid %u): cast it",
			    st->name, f->name, PQftype(d, c));
			agree = false;
		}
	}
	if (f != NULL && (f->name != NULL || c < PQnfields(d))) {
		log_error("db: %s: SQL has %d columns, not as declared",
		    st->name, PQnfields(d));
		agree = false;
	}
	return agree;
}

/* A text may stand for any type that has no kind of its own. */
static bool
params_agree(const struct stmt *st, const PGresult *d)
{
	static const Oid own_kind[] = { OID_BOOL, OID_INT2, OID_INT4, OID_INT8,
		OID_FLOAT4, OID_FLOAT8, OID_DATE, OID_TIME, OID_TIMETZ,
		OID_TIMESTAMP, OID_TIMESTAMPTZ, 0 };
	bool agree = true;

	if ((size_t)PQnparams(d) != st->nparams) {
		log_error("db: %s: SQL has %d parameters, %zu are declared",
		    st->name, PQnparams(d), st->nparams);
		return false;
	}
	for (size_t i = 0; i < st->nparams; i++)
		if (st->params[i] == KIND_TEXT &&
		    is_one_of(PQparamtype(d, (int)i), own_kind)) {
			log_error("db: %s: $%zu is text, but not in SQL "
				  "(oid %u)",
			    st->name, i + 1, PQparamtype(d, (int)i));
			agree = false;
		}
	return agree;
}

bool
db_agrees(const struct stmt *st, const PGresult *d)
{
	bool agree = params_agree(st, d);

	return columns_agree(st, d) && agree;
}

/* Each has a Sync of its own, so that one mistake does not hide the next. */
static bool
send_prepare(struct db *db, const struct stmt *st)
{
	Oid types[DB_MAX_PARAMS];

	if (st->nparams > DB_MAX_PARAMS)
		log_fatal("db: %s: more than %d parameters", st->name,
		    (int)DB_MAX_PARAMS);
	for (size_t i = 0; i < st->nparams; i++)
		types[i] = db_param_type(st->params[i]);
	return PQsendPrepare(
		   db->conn, st->name, st->sql, (int)st->nparams, types) == 1 &&
	       PQsendDescribePrepared(db->conn, st->name) == 1 &&
	       PQpipelineSync(db->conn) == 1;
}

/* How a pass over the statements goes. */
struct pass {
	bool agrees, is_lost;
};

static bool
is_of_server(const char *state)
{
	return state == NULL || strncmp(state, "08", 2) == 0 ||
	       strncmp(state, "53", 2) == 0 || strncmp(state, "57", 2) == 0;
}

static void
note_refusal(
    struct db *db, const struct stmt *st, PGresult *res, struct pass *p)
{
	const char *state = PQresultErrorField(res, PG_DIAG_SQLSTATE);

	p->agrees = false;
	p->is_lost = p->is_lost || is_of_server(state);
	if (PQresultStatus(res) == PGRES_PIPELINE_ABORTED)
		p->is_lost = PQstatus(db->conn) == CONNECTION_BAD;
	else
		log_error("db: %s: %s", st->name,
		    state != NULL
			? PQresultErrorField(res, PG_DIAG_MESSAGE_PRIMARY)
			: PQerrorMessage(db->conn));
}

/* The next answer, for the caller to clear; NULL when it is a refusal. */
static PGresult *
next_answer(struct db *db, const struct stmt *st, struct pass *p)
{
	PGresult *res, *end;

	if (p->is_lost)
		return NULL;
	res = PQgetResult(db->conn);
	if (PQresultStatus(res) != PGRES_COMMAND_OK) {
		note_refusal(db, st, res, p);
		PQclear(res);
		res = NULL;
	}
	while (!p->is_lost && (end = PQgetResult(db->conn)) != NULL)
		PQclear(end);
	return res;
}

static void
receive_prepare(struct db *db, const struct stmt *st, struct pass *p)
{
	PGresult *described, *sync;

	PQclear(next_answer(db, st, p));
	described = next_answer(db, st, p);
	if (described != NULL)
		p->agrees = db_agrees(st, described) && p->agrees;
	PQclear(described);
	if (p->is_lost)
		return;
	sync = PQgetResult(db->conn);
	p->is_lost = PQresultStatus(sync) != PGRES_PIPELINE_SYNC;
	PQclear(sync);
}

static bool
send_table(struct db *db, const struct stmt *const *table)
{
	for (; *table != NULL; table++)
		if (!send_prepare(db, *table))
			return false;
	return true;
}

static void
receive_table(struct db *db, const struct stmt *const *table, struct pass *p)
{
	for (; *table != NULL && !p->is_lost; table++)
		receive_prepare(db, *table, p);
}

bool
db_prepare_all(struct db *db, bool *fatal)
{
	struct pass p = { true, !send_table(db, db_commands) };
	const struct stmt *const *const *table;

	for (table = db->tables; *table != NULL && !p.is_lost; table++)
		p.is_lost = !send_table(db, *table);
	receive_table(db, db_commands, &p);
	for (table = db->tables; *table != NULL; table++)
		receive_table(db, *table, &p);
	if (p.is_lost)
		db_lost(db);
	*fatal = !p.agrees && !p.is_lost;
	return p.agrees && !p.is_lost;
}
