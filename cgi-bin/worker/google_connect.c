#include <string.h>

#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "worker/google.h"

/*
 * The page keeps the code that Google gave; it becomes tokens here, off the
 * request.  A code works once: a worker that dies between the exchange and the
 * commit leaves the attempt failed, and the expert asks again.
 */
struct connecting {
	struct google_connecting_find_row row;
	struct google_tokens tokens;
	struct google_calendar calendar;
	const char *failure; /* what the page tells; NULL: connected */
	bool is_over;        /* there is no such attempt (any more) */
};

enum work_result
google_connect_load(struct work *w)
{
	struct connecting *c = arena_alloc(w->arena, 1, sizeof(*c));

	w->state = c;
	c->is_over =
	    !google_connecting_find(w->db, work_id(w, "user_id"), &c->row);
	return WORK_DONE;
}

static enum work_result
fail(struct work *w, struct connecting *c, const char *failure)
{
	c->failure = failure;
	log_info("google: user %lld is not connected: %s",
	    (long long)work_id(w, "user_id"),
	    w->why != NULL ? w->why : failure);
	return WORK_DONE;
}

static enum work_result
exchange(struct work *w, struct connecting *c)
{
	const char *code = secret_open(w->arena, c->row.code_sealed),
		   *verifier = secret_open(w->arena, c->row.verifier_sealed);
	struct net_answer answer;
	enum google_trouble trouble;

	if (code == NULL || verifier == NULL)
		return fail(w, c, "code");
	trouble = google_post_form(w, google_token_url(w->arena),
	    google_code_body(w->arena, code, verifier), &answer);
	if (trouble != GOOGLE_FINE)
		w->why = google_why(w, "code", &answer);
	if (trouble == GOOGLE_LATER)
		return WORK_AGAIN;
	if (trouble != GOOGLE_FINE)
		return fail(
		    w, c, trouble == GOOGLE_NO_GRANT ? "code" : "google");
	if (!google_tokens_read(
		w->arena, answer.body.data, answer.body.len, &c->tokens) ||
	    c->tokens.refresh == NULL)
		return fail(w, c, "google");
	return c->tokens.can_write ? WORK_DONE : fail(w, c, "scope");
}

/* Whose calendar it is.  The code is used up by now, so this is asked a few
 * times at once. */
static enum work_result
look(struct work *w, struct connecting *c)
{
	const struct net_header headers[] = {
		{ "Authorization",
		    arena_printf(w->arena, "Bearer %s", c->tokens.access) },
		{ NULL, NULL },
	};
	const struct net_call call = { .method = "GET",
		.url = google_api_url(w->arena, "/calendars/primary"),
		.headers = headers };
	enum google_trouble trouble = GOOGLE_LATER;
	struct net_answer answer;

	for (int i = 0; i < 3 && trouble == GOOGLE_LATER; i++) {
		net_fetch(w->arena, &call, &answer);
		trouble = google_trouble_of(
		    answer.status, answer.body.data, answer.body.len);
	}
	if (trouble == GOOGLE_FINE &&
	    google_calendar_read(
		w->arena, answer.body.data, answer.body.len, &c->calendar))
		return WORK_DONE;
	w->why = google_why(w, "calendar", &answer);
	return fail(w, c, trouble == GOOGLE_NO_GRANT ? "scope" : "google");
}

enum work_result
google_connect_call(struct work *w)
{
	struct connecting *c = w->state;
	enum work_result result = WORK_DONE;

	if (c->is_over)
		return WORK_DONE;
	result = exchange(w, c);
	if (result == WORK_DONE && c->failure == NULL)
		result = look(w, c);
	return result;
}

/* An attempt that was begun meanwhile is another one's business. */
enum work_result
google_connect_finish(struct work *w)
{
	struct connecting *c = w->state;
	int64_t user_id = work_id(w, "user_id");
	struct google_connecting_lock_row row;

	if (c->is_over ||
	    !google_connecting_lock(w->db, user_id, c->row.state_hash, &row))
		return WORK_DONE;
	if (c->failure != NULL)
		google_connecting_failed(w->db, user_id, c->failure);
	else
		google_connected(w->db, user_id, c->calendar.id,
		    c->calendar.zone, secret_seal(w->arena, c->tokens.access),
		    secret_seal(w->arena, c->tokens.refresh),
		    c->tokens.lasts_seconds);
	return WORK_DONE;
}

void
google_connect_gave_up(struct work *w)
{
	google_connecting_failed(w->db, work_id(w, "user_id"), "google");
}

/* Give a consent back.  Google refuses a token that it does not know any more:
 * then there is nothing to give back. */
enum work_result
google_revoke_call(struct work *w)
{
	const char *token = secret_open(w->arena, work_text(w, "sealed"));
	struct net_answer answer;
	struct buf body;

	if (token == NULL || !google_is_configured())
		return WORK_DONE;
	buf_init(&body, w->arena, 256);
	buf_puts(&body, "token=");
	buf_put_url(&body, token, strlen(token));
	if (google_post_form(w, google_revoke_url(w->arena), body.data,
		&answer) != GOOGLE_LATER)
		return WORK_DONE;
	w->why = google_why(w, "revoke", &answer);
	return WORK_AGAIN;
}
