#include <string.h>

#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "worker/google.h"

enum { TIMEOUT_MS = 20000 };

const char *
google_why(struct work *w, const char *what, const struct net_answer *answer)
{
	if (answer->status == 0)
		return arena_printf(w->arena, "%s: %s", what,
		    answer->error != NULL ? answer->error : "no answer");
	return arena_printf(w->arena, "%s: %lld %.60s", what,
	    (long long)answer->status,
	    google_reason(w->arena, answer->body.data, answer->body.len));
}

static enum google_trouble
trouble_of(const struct net_answer *answer)
{
	return google_trouble_of(
	    answer->status, answer->body.data, answer->body.len);
}

enum google_trouble
google_post_form(struct work *w, const char *url, const char *body,
    struct net_answer *answer)
{
	static const struct net_header headers[] = {
		{ "Content-Type", "application/x-www-form-urlencoded" },
		{ NULL, NULL },
	};

	net_fetch(w->arena,
	    &(struct net_call){ .method = "POST",
		.url = url,
		.headers = headers,
		.body = body,
		.body_len = strlen(body),
		.timeout_ms = TIMEOUT_MS },
	    answer);
	return trouble_of(answer);
}

/* --- the token ------------------------------------------------------------------ */

static void
lose(struct google *g, const char *why)
{
	g->is_lost = true;
	log_info("google: the connection of user %lld ends: %s",
	    (long long)g->row.user_id, why);
	db_begin(g->work->db, DB_READ_WRITE);
	google_lost(g->work->db, g->row.user_id, g->row.connected_at, why);
	db_commit(g->work->db);
}

static void
save(struct google *g, const struct google_tokens *t, const char *refresh)
{
	struct arena *a = g->work->arena;

	g->access = t->access;
	db_begin(g->work->db, DB_READ_WRITE);
	google_tokens_save(g->work->db, g->row.user_id, g->row.connected_at,
	    secret_seal(a, t->access),
	    secret_seal(a, t->refresh != NULL ? t->refresh : refresh),
	    t->lasts_seconds);
	db_commit(g->work->db);
}

/* A new access token.  A key that is gone for good is like a consent that is:
 * only its owner can give another. */
static enum google_trouble
refresh(struct google *g, struct net_answer *answer)
{
	struct arena *a = g->work->arena;
	const char *token = secret_open(a, g->row.refresh_sealed);
	struct google_tokens t;
	enum google_trouble trouble;

	*answer = (struct net_answer){ .status = 0 };
	if (token == NULL) {
		lose(g, "unreadable");
		return GOOGLE_NO_GRANT;
	}
	trouble = google_post_form(g->work, google_token_url(a),
	    google_refresh_body(a, token), answer);
	if (trouble == GOOGLE_NO_GRANT)
		lose(g, "revoked");
	if (trouble != GOOGLE_FINE)
		return trouble;
	if (!google_tokens_read(a, answer->body.data, answer->body.len, &t))
		return GOOGLE_LATER;
	save(g, &t, token);
	return GOOGLE_FINE;
}

bool
google_open(struct google *g, struct work *w, int64_t user_id,
    struct net_answer *answer)
{
	enum google_trouble trouble = GOOGLE_FINE;

	*g = (struct google){ .work = w };
	*answer = (struct net_answer){ .status = 0 };
	db_begin(w->db, DB_READ_ONLY);
	g->is_lost = !google_account_find(w->db, user_id, &g->row);
	if (!db_commit(w->db)) {
		g->is_lost = false;
		w->why = "the connection can't be read";
		return false;
	}
	if (g->is_lost)
		return false;
	g->access = g->row.is_fresh
			? secret_open(w->arena, g->row.access_sealed)
			: NULL;
	if (g->access == NULL)
		trouble = refresh(g, answer);
	if (trouble != GOOGLE_FINE && !g->is_lost)
		w->why = google_why(w, "token", answer);
	return trouble == GOOGLE_FINE;
}

/* --- the API ---------------------------------------------------------------------- */

const char *
google_calendar_path(const struct google *g, const char *rest)
{
	struct buf b;

	buf_init(&b, g->work->arena, 128);
	buf_puts(&b, "/calendars/");
	buf_put_url(&b, g->row.calendar_id, strlen(g->row.calendar_id));
	buf_puts(&b, rest);
	return b.data;
}

static void
fetch(const struct google *g, struct arena *a, const struct google_call *c,
    struct net_answer *answer)
{
	const struct net_header headers[] = {
		{ "Authorization", arena_printf(a, "Bearer %s", g->access) },
		{ "Content-Type", "application/json" },
		{ c->etag != NULL ? "If-Match" : NULL, c->etag },
		{ NULL, NULL },
	};

	net_fetch(a,
	    &(struct net_call){ .method = c->method,
		.url = google_api_url(a, c->path),
		.headers = headers,
		.body = c->body,
		.body_len = c->body != NULL ? strlen(c->body) : 0,
		.timeout_ms = TIMEOUT_MS,
		.answer_max = c->answer_max },
	    answer);
}

enum google_trouble
google_do(struct google *g, struct arena *a, const struct google_call *c,
    struct net_answer *answer)
{
	enum google_trouble trouble;

	fetch(g, a, c, answer);
	trouble = trouble_of(answer);
	if (trouble == GOOGLE_NO_TOKEN && !g->is_retried) {
		g->is_retried = true;
		trouble = refresh(g, answer);
		if (trouble != GOOGLE_FINE)
			return trouble;
		fetch(g, a, c, answer);
		trouble = trouble_of(answer);
	}
	if (trouble == GOOGLE_NO_TOKEN || trouble == GOOGLE_NO_GRANT) {
		lose(g, trouble == GOOGLE_NO_TOKEN ? "revoked" : "scope");
		return GOOGLE_NO_GRANT;
	}
	return trouble;
}
