#include <string.h>

#include "booking/calendar.h"
#include "booking/expert_card.h"
#include "gen/booking/calendar_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/setting.h"
#include "lib/domain/ical.h"
#include "lib/domain/when.h"

/* --- the address: made, shown once, revoked ---------------------------------------- */

struct calendar_feed_view {
	const char *made;  /* the address, in the answer that made it */
	const char *since; /* of the one that works now */
	struct instant created_at;
};

static const struct field calendar_feed_view_fields[] = {
	FIELD_NAMED(struct calendar_feed_view, made, "made", ONLY_HTML),
	FIELD_NAMED(struct calendar_feed_view, made, "url", ONLY_JSON),
	FIELD_ONLY(struct calendar_feed_view, since, ONLY_HTML),
	FIELD_ONLY(struct calendar_feed_view, created_at, ONLY_JSON),
	FIELD_END,
};
struct page calendar_feed_page = { .path = "booking/calendar_feed",
	.fields = calendar_feed_view_fields };

void
calendar_feed_read(struct request *r)
{
	calendar_feed_find_send(r->db);
}

static enum status
render(struct request *r, const char *made)
{
	struct calendar_feed_view view = { .made = made };
	struct calendar_feed_find_row row;

	if (calendar_feed_find_get(r->db, &row)) {
		view.created_at = row.created_at;
		view.since = when_day(
		    r->arena, row.created_at, r->session->timezone, r->now);
	}
	return request_render(r, &calendar_feed_page, &view);
}

enum status
calendar_feed_show(struct request *r)
{
	return render(r, NULL);
}

static void
note(struct request *r, const char *action)
{
	request_audit(r, &(struct deed){ action, "calendar_feed",
			     r->session->user_id, NULL });
}

enum status
calendar_feed_post(struct request *r)
{
	const char *token = token_new(r->arena);

	calendar_feed_make(r->db, token_hash(r->arena, token));
	note(r, "calendar_feed.make");
	calendar_feed_read(r);
	if (r->json)
		r->status = CREATED;
	return render(r, arena_printf(r->arena, "%s/calendar/feed/%s.ics",
			     setting_text("BELAY_PUBLIC_URL"), token));
}

enum status
calendar_feed_revoke_post(struct request *r)
{
	if (calendar_feed_revoke(r->db) > 0)
		note(r, "calendar_feed.revoke");
	request_flash(r, tr("The address no longer works."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/calendar/feed");
}

/* --- the feed ------------------------------------------------------------------------ */

struct calendar_feed_input {
	const char *token;
};

static const struct form_field calendar_feed_input_fields[] = {
	FORM_FIELD(struct calendar_feed_input, token, REQUIRED, 1, 100),
};
const struct form calendar_feed_form =
    FORM(struct calendar_feed_input, calendar_feed_input_fields);

static struct ical_event
event_of(struct request *r, const struct calendar_feed_list_row *s)
{
	const char *page = arena_printf(r->arena, "%s/sessions/%lld",
	    setting_text("BELAY_PUBLIC_URL"), (long long)s->session_id);

	return (struct ical_event){
		.uid = s->uid,
		.sequence = s->sequence.value,
		.stamp = s->asked_at,
		.start = s->starts_at,
		.end = s->ends_at,
		.summary = arena_printf(r->arena, tr("%s with %s"),
		    session_kind_words(s->type_kind), s->other_name),
		.location = s->meeting_link != NULL ? s->meeting_link : page,
		.url = page,
		.cancelled = strcmp(s->status, "canceled") == 0,
	};
}

static enum status
write_feed(
    struct request *r, const struct calendar_feed_list_row *rows, size_t n)
{
	struct ical_event *events = arena_alloc(r->arena, n, sizeof(*events));
	struct ical_calendar feed = { .method = CALENDAR_PUBLISH,
		.name = tr("Belay sessions"),
		.events = events };
	struct buf out;

	for (size_t i = 0; i < n; i++)
		if (rows[i].session_id != 0)
			events[feed.nevents++] = event_of(r, &rows[i]);
	buf_init(&out, r->arena, 4096);
	ical_write(&feed, &out);
	request_header(r, "Referrer-Policy", "no-referrer");
	return request_text(
	    r, "text/calendar; charset=utf-8", "belay.ics", &out);
}

/* The token before ".ics"; "" when it does not end so, which is nobody's. */
static const char *
token_of(struct request *r)
{
	const struct calendar_feed_input *in = r->form;
	size_t len = strlen(in->token);

	if (len <= 4 || strcmp(in->token + len - 4, ".ics") != 0)
		return "";
	return arena_strndup(r->arena, in->token, len - 4);
}

void
calendar_feed_file_read(struct request *r)
{
	calendar_feed_list_send(r->db, token_hash(r->arena, token_of(r)));
}

enum status
calendar_feed_file(struct request *r)
{
	size_t n;
	struct calendar_feed_list_row *rows = calendar_feed_list_get(r->db, &n);

	return n == 0 ? NOT_FOUND : write_feed(r, rows, n);
}
