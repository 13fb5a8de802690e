#include <string.h>

#include "booking/google.h"
#include "gen/booking/google_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/words.h"
#include "lib/domain/google.h"
#include "lib/domain/when.h"

/* Trouble that passes by itself within a few minutes is nobody's business. */
enum { FAILURES_TOLD = 3 };

struct google_view {
	bool configured, is_expert;
	const char *state; /* off, connecting, active, failing, revoked */
	const char *email, *failure;
	struct instant synced_at;
	int64_t busy;
	/* for the page */
	bool connecting, active, failing, revoked, off;
	const char *synced, *busy_words, *failure_words;
};

static const struct field google_view_fields[] = {
	FIELD(struct google_view, configured),
	FIELD(struct google_view, is_expert),
	FIELD(struct google_view, state),
	FIELD(struct google_view, email),
	FIELD(struct google_view, failure),
	FIELD(struct google_view, synced_at),
	FIELD(struct google_view, busy),
	FIELD_ONLY(struct google_view, connecting, ONLY_HTML),
	FIELD_ONLY(struct google_view, active, ONLY_HTML),
	FIELD_ONLY(struct google_view, failing, ONLY_HTML),
	FIELD_ONLY(struct google_view, revoked, ONLY_HTML),
	FIELD_ONLY(struct google_view, off, ONLY_HTML),
	FIELD_ONLY(struct google_view, synced, ONLY_HTML),
	FIELD_ONLY(struct google_view, busy_words, ONLY_HTML),
	FIELD_ONLY(struct google_view, failure_words, ONLY_HTML),
	FIELD_END,
};
struct page google_page = { .path = "booking/google",
	.fields = google_view_fields };

struct google_callback_input {
	const char *state, *code, *error;
};

static const struct form_field google_callback_fields[] = {
	FORM_FIELD(struct google_callback_input, state, REQUIRED, 1, 100),
	FORM_FIELD(struct google_callback_input, code, OPTIONAL, 1, 2000),
	FORM_FIELD(struct google_callback_input, error, OPTIONAL, 1, 200),
};
const struct form google_callback_form =
    FORM(struct google_callback_input, google_callback_fields);

/* --- how it is ----------------------------------------------------------------------- */

static const char *
state_of(const struct google_find_row *row)
{
	if (row->is_connecting)
		return "connecting";
	if (row->state == NULL)
		return "off";
	if (strcmp(row->state, "failing") == 0 &&
	    row->failures.value < FAILURES_TOLD)
		return "active";
	return row->state;
}

static const char *
failure_words(const char *failure)
{
	static const struct {
		const char *failure, *english;
	} all[] = {
		{ "denied", WORDS("You did not allow the connection at Google, "
				  "so nothing was connected.") },
		{ "scope", WORDS("Belay needs both permissions: to see and to "
				 "edit events. Connect again and leave both "
				 "ticked.") },
		{ "code", WORDS("The connection took too long. Try again.") },
		{ "google", WORDS("Google did not answer as it should. Try "
				  "again in a while.") },
	};

	for (size_t i = 0; failure != NULL && i < sizeof(all) / sizeof(all[0]);
	     i++)
		if (strcmp(all[i].failure, failure) == 0)
			return tr(all[i].english);
	return NULL;
}

static const char *
busy_words(struct request *r, int64_t n)
{
	if (n == 0)
		return tr("No busy times ahead");
	if (n == 1)
		return tr("1 busy time ahead");
	return arena_printf(
	    r->arena, tr("%lld busy times ahead"), (long long)n);
}

static void
fill(
    struct request *r, const struct google_find_row *row, struct google_view *v)
{
	*v = (struct google_view){ .configured = google_is_configured(),
		.is_expert = row->is_expert,
		.state = state_of(row),
		.email = row->email,
		.failure = row->failure,
		.synced_at = row->synced_at,
		.busy = row->busy,
		.busy_words = busy_words(r, row->busy),
		.failure_words = failure_words(row->failure) };
	v->connecting = strcmp(v->state, "connecting") == 0;
	v->active = strcmp(v->state, "active") == 0;
	v->failing = strcmp(v->state, "failing") == 0;
	v->revoked = strcmp(v->state, "revoked") == 0;
	v->off = strcmp(v->state, "off") == 0;
	if (v->synced_at.us != 0)
		v->synced = when_ago(r->arena, v->synced_at, r->now);
}

/* The button's form leads to Google, which the site's policy would not let
 * it. */
static void
allow_consent(struct request *r)
{
	request_header(r, "Content-Security-Policy",
	    arena_printf(r->arena,
		"default-src 'none'; style-src 'self'; font-src 'self'; "
		"img-src 'self' data: blob:; script-src 'self'; "
		"connect-src 'self'; form-action 'self' %s; base-uri 'none'; "
		"frame-ancestors 'none'; manifest-src 'self'; "
		"worker-src 'self'",
		google_consent_origin(r->arena)));
}

enum status
google_show(struct request *r)
{
	struct google_find_row row;
	struct google_view view;

	if (!google_find(r->db, &row))
		return NOT_FOUND;
	fill(r, &row, &view);
	if (view.configured)
		allow_consent(r);
	if (view.connecting && !r->json)
		request_header(r, "Refresh", "2");
	return request_render(r, &google_page, &view);
}

void
google_read(struct request *r)
{
	google_find_send(r->db);
}

const char *
google_words(struct request *r)
{
	struct google_find_row row;
	struct google_view v;

	if (!google_find_get(r->db, &row))
		return NULL;
	fill(r, &row, &v);
	if (v.revoked)
		return tr("Your Google calendar lost its connection: times "
			  "that are busy there no longer reach this page.");
	if (!v.configured)
		return NULL;
	if (v.off || v.connecting)
		return tr("Connect a Google calendar so that its busy times "
			  "can't be booked.");
	return arena_printf(
	    r->arena, tr("Busy times of %s can't be booked."), v.email);
}

/* --- connecting ------------------------------------------------------------------------- */

static void
audit(struct request *r, const char *action)
{
	request_audit(
	    r, &(struct deed){ action, "user", r->session->user_id, NULL });
}

struct place {
	const char *url;
};

static const struct field place_fields[] = {
	FIELD(struct place, url),
	FIELD_END,
};

enum status
google_connect_post(struct request *r)
{
	const char *state = token_new(r->arena),
		   *verifier = token_new(r->arena);
	struct google_find_row row;
	struct place to;

	if (!google_is_configured())
		return request_refuse(r, CONFLICT,
		    tr("Google Calendar is not configured on this site."));
	if (!google_find(r->db, &row) || !row.is_expert)
		return request_refuse(r, FORBIDDEN,
		    tr("Calendars are for experts: register as one first."));
	google_begin(r->db, r->session->session_id, token_hash(r->arena, state),
	    secret_seal(r->arena, verifier));
	to.url = google_consent_url(r->arena, state, verifier);
	return request_done(
	    r, &(struct outcome){ OK, place_fields, &to }, "%s", to.url);
}

/* Back from Google: the code is kept for the worker. */
enum status
google_callback(struct request *r)
{
	const struct google_callback_input *in = r->form;
	const char *failure = in->code == NULL ? "denied" : NULL;

	if (google_answer(r->db, r->session->session_id,
		token_hash(r->arena, in->state),
		failure == NULL ? secret_seal(r->arena, in->code) : NULL,
		failure) == 0)
		return request_refuse(r, CONFLICT,
		    tr("This answer belongs to no attempt that was begun here. "
		       "Connect again."));
	if (failure == NULL) {
		google_connect_later(r->db);
		audit(r, "calendar.connect");
	}
	return request_redirect(r, "/calendar/google");
}

enum status
google_disconnect_post(struct request *r)
{
	google_disconnect(r->db);
	audit(r, "calendar.disconnect");
	request_flash(r, tr("Your Google calendar is disconnected."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/calendar/google");
}
