#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/app/internal.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"

enum { BODY_MAX = 64 * 1024, RETRIES = 3, RECONNECT_US = 500000 };

static int64_t
clock_us(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static bool
is(const char *state, const char *prefix)
{
	return state != NULL && strncmp(state, prefix, strlen(prefix)) == 0;
}

static bool
is_worth_a_retry(const char *state)
{
	if (is(state, "40P01"))
		log_error("deadlock: a lock order is wrong");
	return is(state, "40") || is(state, "0A000");
}

/* --- one try of a request ------------------------------------------------- */

struct call {
	struct request *r;
	const struct visit *visit;
	const struct pairs *pairs; /* path, query or body */
	size_t nparams;            /* how many of them are the path's */
	bool writes;
};

/* A path that does not parse is a thing that does not exist. */
static bool
path_is_wrong(const struct call *c)
{
	const struct form_result *p = &c->r->parsed;

	for (size_t i = 0; i < p->nmessages; i++)
		for (size_t j = 0; j < c->nparams; j++)
			if (strcmp(p->messages[i].field,
				c->pairs->items[j].name) == 0)
				return true;
	return false;
}

static enum status
parse(struct call *c)
{
	struct request *r = c->r;
	bool patch = strcmp(r->http->method, "PATCH") == 0;

	if (r->route->form == NULL)
		return OK;
	form_parse(r->route->form, c->pairs, r->arena, patch, &r->parsed);
	r->form = r->parsed.values;
	if (r->form != NULL)
		return OK;
	return path_is_wrong(c) ? NOT_FOUND : INVALID;
}

/* Everything a page reads is known before anything is: one round trip. */
static bool
is_one_trip(const struct call *c)
{
	const unsigned more = ROUTE_OPEN | ROUTE_WRITES | ROUTE_SERIALIZABLE;

	return !c->writes && c->r->route->reads != NULL &&
	       (c->r->route->flags & more) == 0;
}

static void
begin(struct call *c)
{
	const struct route *route = c->r->route;
	bool writes = c->writes || (route->flags & ROUTE_WRITES) != 0;

	db_begin_send(c->r->db, (route->flags & ROUTE_SERIALIZABLE) != 0
				    ? DB_SERIALIZABLE
				: writes ? DB_READ_WRITE
					 : DB_READ_ONLY);
}

/* Show the form again, with what was typed and the reasons. */
static enum status
show_refused(struct request *r, enum status status)
{
	const char *words = r->refusal;

	if (r->json || r->route->refused == NULL ||
	    (status != INVALID && status != CONFLICT))
		return status;
	db_begin_send(r->db, DB_READ_ONLY);
	if (r->session->user_id != 0)
		visit_again(r);
	r->status = status;
	r->refusal = words;
	if ((int)r->route->refused(r) >= 400 && r->body->len == 0)
		status = NOT_FOUND;
	if (!db_commit(r->db))
		return database_refused(r);
	return status;
}

/* A member's own choice, else what the browser asks for. */
static const char *
language_of(const struct request *r)
{
	size_t n;
	const char *const *codes = catalogue_codes(&n);

	if (r->session != NULL && r->session->user_id != 0)
		return r->session->language;
	return codes[http_language(r->http->accept_language, codes, n)];
}

/* What is to be known before anything is: a save goes out with the question who
 * asks, and a token's with its scopes in doubt is not committed yet. */
static void
send_reads(struct call *c)
{
	struct request *r = c->r;
	bool saves = (r->route->flags & ROUTE_SAVES) != 0;

	if (r->route->reads == NULL ||
	    (saves && !visit_csrf_is_right(r, c->visit, c->pairs)))
		return;
	r->route->reads(r);
	if ((r->route->flags & ROUTE_OPEN) == 0 &&
	    !(saves && c->visit->is_bearer))
		db_commit_send(r->db);
}

static enum status
handle(struct request *r)
{
	enum status status = r->route->handle(r);

	if ((int)status >= 400)
		return status;
	moderate_finish(r);
	return access_is_logged(r) ? status : INTERNAL_ERROR;
}

static enum status
decide(struct call *c)
{
	struct request *r = c->r;
	enum status parsed, status;

	parsed = parse(c);
	if (parsed == OK && is_one_trip(c))
		db_begin_trip(r->db);
	else
		begin(c);
	visit_send(r, c->visit);
	if (parsed == OK)
		send_reads(c);
	visit_get(r, c->visit);
	/* What is wrong with the form, in the words of who is now known. */
	if (catalogue_use(language_of(r)) && parsed != OK)
		parse(c);
	if ((status = access_check(r)) != OK)
		return status;
	if (c->writes && !visit_csrf_is_right(r, c->visit, c->pairs))
		return request_refuse(r, FORBIDDEN,
		    tr("This form is too old, or comes from another site. Load "
		       "the page again."));
	if (parsed != OK || (parsed = moderate_form(r)) != OK)
		return parsed;
	return handle(r);
}

/* The transaction's end: what the handler decided holds only if the database
 * agrees. */
static enum status
conclude(struct request *r, enum status status)
{
	if (db_error(r->db) != NULL || (int)status >= 400) {
		if (db_error(r->db) != NULL)
			status = database_refused(r);
		db_rollback(r->db);
		return status;
	}
	if (!db_commit(r->db))
		return database_refused(r);
	return status;
}

static void
run_after(struct request *r)
{
	if (r->after == NULL)
		return;
	db_begin(r->db, DB_READ_WRITE);
	r->after(r, r->after_data);
	if (!db_commit(r->db))
		log_error("after_refusal: %s", db_error(r->db));
}

static void
attempt(struct call *c)
{
	struct request *r = c->r;
	char state[6];
	enum status status = INTERNAL_ERROR;
	int tries;

	if (r->route->before != NULL && parse(c) == OK)
		r->route->before(r);
	for (tries = 0; tries < RETRIES; tries++) {
		answer_begin(r);
		status = decide(c);
		snprintf(state, sizeof(state), "%s",
		    db_error(r->db) != NULL ? db_error(r->db) : "");
		status = conclude(r, status);
		if (db_error(r->db) != NULL)
			snprintf(state, sizeof(state), "%s", db_error(r->db));
		if (!is_worth_a_retry(state))
			break;
		if (is(state, "0A000") && !db_prepare_again(r->db))
			break;
		log_info("again after %s", state);
	}
	if ((int)status < 400)
		return;
	run_after(r);
	r->body->len = 0;
	status = show_refused(r, status);
	if (r->body->len == 0)
		answer_refusal(r, status);
}

/* --- from the wire to an attempt --------------------------------------------- */

static const enum status body_status[] = {
	[BODY_FINE] = OK,
	[BODY_SHORT] = BAD_REQUEST,
	[BODY_TOO_LARGE] = TOO_LARGE,
	[BODY_MALFORMED] = BAD_REQUEST,
	[BODY_TOO_MANY] = TOO_LARGE,
	[BODY_UNSUPPORTED] = UNSUPPORTED_TYPE,
};

static enum status
read_raw(struct request *r, size_t max_bytes)
{
	struct buf *raw = arena_alloc(r->arena, 1, sizeof(*raw));

	buf_init(raw, r->arena, 0);
	r->raw = raw;
	return body_status[http_read_raw(r->http, max_bytes, raw)];
}

static enum status
read_input(struct request *r, struct pairs *pairs, bool writes)
{
	size_t most = r->route->body_max != 0 ? r->route->body_max : BODY_MAX;
	struct body_limits limits = { .max_bytes = most,
		.tmp_dir = arena_printf(
		    r->arena, "%s/tmp", setting_text("BELAY_VAR")) };
	bool is_json = false;
	enum status status;

	if (!writes)
		return pairs_from_urlencoded(pairs, r->http->query,
			   strlen(r->http->query)) == FORM_FINE
			   ? OK
			   : BAD_REQUEST;
	if ((r->route->flags & ROUTE_RAW) != 0)
		return read_raw(r, most);
	status = body_status[http_read_body(r->http, &limits, pairs, &is_json)];
	r->json = r->json || is_json;
	return status;
}

/* Names in the path are the path's: a body or query that says otherwise is
 * dropped. */
static void
drop_shadowed(struct pairs *pairs, size_t nparams)
{
	size_t kept = nparams;

	for (size_t i = nparams; i < pairs->n; i++) {
		size_t j = 0;

		while (j < nparams &&
		       strcmp(pairs->items[i].name, pairs->items[j].name) != 0)
			j++;
		if (j == nparams)
			pairs->items[kept++] = pairs->items[i];
	}
	pairs->n = kept;
}

static const struct route no_route = { "GET", "", NULL, .access = PUBLIC };

static void
refuse_early(struct request *r, enum status status)
{
	static const struct session nobody = { .timezone = "UTC" };

	if (r->session == NULL)
		r->session = &nobody;
	answer_refusal(r, status);
}

static void
serve(struct served *s, struct request *r)
{
	const struct http_request *h = r->http;
	struct call call = { .r = r, .writes = strcmp(h->method, "GET") != 0 };
	struct visit visit;
	struct match m;
	enum status status;

	catalogue_use(language_of(r));
	route_match(s->app->routes, h, r->arena, &m);
	r->route = m.route != NULL ? m.route : &no_route;
	r->json = h->is_api ||
		  (r->route->flags & (ROUTE_JSON_ONLY | ROUTE_RAW)) != 0 ||
		  http_prefers_json(h->accept);
	answer_begin(r);
	if (h->path_fault != PATH_FINE) {
		refuse_early(r, BAD_REQUEST);
		return;
	}
	visit_read(r, &visit);
	if (m.route == NULL) {
		if (m.allow != NULL)
			response_header(r->out, "Allow", m.allow);
		refuse_early(
		    r, m.allow != NULL ? METHOD_NOT_ALLOWED : NOT_FOUND);
		return;
	}
	call.visit = r->visit = &visit;
	call.nparams = m.params.n;
	if ((status = read_input(r, &m.params, call.writes)) != OK) {
		refuse_early(r, status);
		return;
	}
	drop_shadowed(&m.params, call.nparams);
	call.pairs = r->sent = &m.params;
	if (r->db == NULL) {
		r->refusal = tr("The database is away for a moment. Nothing "
				"was changed; try again in a few seconds.");
		refuse_early(r, UNAVAILABLE);
		return;
	}
	attempt(&call);
	visit_renew(r);
}

/* A lost connection, also one that was lost while nobody asked, is made again,
 * at most twice a second; until then pages say that they will be back. */
static void
keep_connected(struct served *s)
{
	int64_t now = clock_us(CLOCK_MONOTONIC);
	bool fatal;

	if (s->db != NULL && db_is_alive(s->db))
		return;
	if (s->db != NULL) {
		db_close(s->db);
		s->db = NULL;
		s->counters->db_lost++;
	}
	if (now < s->retry_at_us)
		return;
	s->retry_at_us = now + RECONNECT_US;
	s->db = db_open(s->conninfo, s->arena, s->app->stmts, &fatal);
}

static void
count(struct served *s, int status, int64_t started)
{
	s->counters->requests++;
	s->counters->by_class[status / 100 % 6]++;
	s->counters->busy_us += (uint64_t)(clock_us(CLOCK_MONOTONIC) - started);
}

static void
serve_one(struct served *s, const struct http_request *http)
{
	struct request r = { .arena = s->arena,
		.http = http,
		.app = s->app,
		.area = s->app->name };
	int64_t started = clock_us(CLOCK_MONOTONIC);

	log_request_id(http->request_id);
	keep_connected(s);
	r.db = s->db;
	r.out = response_new(s->arena);
	r.now.us = clock_us(CLOCK_REALTIME) + s->clock_offset_us;
	answer_begin(&r);
	if (!health_answer(&r))
		serve(s, &r);
	response_header(r.out, "X-Request-Id", http->request_id);
	if (r.stream != NULL && response_status_of(r.out) == (int)OK)
		stream_send(&r);
	else
		response_send(r.out, http, strcmp(http->method, "GET") == 0);
	if (s->db != NULL && db_is_connected(s->db))
		visit_touch(&r);
	count(s, response_status_of(r.out), started);
	log_request_id(NULL);
}

int
loop_run(struct served *s, struct http_server *server)
{
	const struct http_request *http;

	keep_connected(s);
	while ((http = http_accept(server, s->arena)) != NULL) {
		serve_one(s, http);
		arena_reset(s->arena);
	}
	db_close(s->db);
	return 0;
}
