#include <string.h>

#include "booking/session_note.h"
#include "booking/session_words.h"
#include "lib/base/setting.h"
#include "lib/domain/ical.h"
#include "lib/domain/when.h"

void
session_one_read(struct request *r)
{
	session_find_send(r->db, typed_id(r, "id"));
}

/* --- one session as a calendar file ----------------------------------------------------- */

enum status
session_calendar_file(struct request *r)
{
	struct session_find_row s;
	struct ical_event event;
	struct buf out;
	const char *page;

	if (!session_find_get(r->db, &s))
		return NOT_FOUND;
	page = arena_printf(r->arena, "%s/sessions/%lld",
	    setting_text("BELAY_PUBLIC_URL"), (long long)s.id);
	event = (struct ical_event){
		.uid = s.uid,
		.sequence = s.sequence,
		.stamp = r->now,
		.start = s.starts_at,
		.end = s.ends_at,
		.summary = session_heading(r, &s),
		.description = s.goals,
		.location = s.meeting_link != NULL ? s.meeting_link : page,
		.url = page,
		.alarm_minutes = 10,
		.cancelled = strcmp(s.status, "canceled") == 0,
	};
	buf_init(&out, r->arena, 2048);
	ical_write(
	    &(struct ical_calendar){
		.method = CALENDAR_PUBLISH, .events = &event, .nevents = 1 },
	    &out);
	return request_text(r, "text/calendar; charset=utf-8",
	    arena_printf(r->arena, "session-%lld.ics", (long long)s.id), &out);
}

/* --- the room --------------------------------------------------------------------------- */

struct session_room_view {
	const char *base, *heading, *day_words, *words, *link;
	struct instant opens, closes;
};

static const struct field session_room_fields[] = {
	FIELD_ONLY(struct session_room_view, base, ONLY_HTML),
	FIELD_ONLY(struct session_room_view, heading, ONLY_HTML),
	FIELD_ONLY(struct session_room_view, day_words, ONLY_HTML),
	FIELD(struct session_room_view, words),
	FIELD(struct session_room_view, link),
	FIELD_ONLY(struct session_room_view, opens, ONLY_JSON),
	FIELD_ONLY(struct session_room_view, closes, ONLY_JSON),
	FIELD_END,
};
struct page session_room_page = { .path = "booking/session_room",
	.fields = session_room_fields };

static const char *
room_words(struct request *r, const struct session_find_row *s)
{
	if (r->now.us < s->join_opens_at.us)
		return arena_printf(r->arena, tr("It opens at %s."),
		    when_clock(
			r->arena, s->join_opens_at, r->session->timezone));
	if (r->now.us >= s->join_closes_at.us)
		return tr("This session's time is over.");
	if (s->meeting_link != NULL)
		return tr("You meet at the expert's own link.");
	return tr("Video rooms are not part of this platform yet. Agree on a "
		  "place in the shared notes of the session.");
}

enum status
session_room_show(struct request *r)
{
	struct session_room_view view = { .base = NULL };
	struct session_find_row s;

	if (!session_find_get(r->db, &s))
		return NOT_FOUND;
	if (strcmp(s.status, "scheduled") != 0 &&
	    strcmp(s.status, "in_progress") != 0)
		return request_refuse(r, CONFLICT,
		    tr("There is no room for this session any more."));
	view.base = arena_printf(r->arena, "/sessions/%lld", (long long)s.id);
	view.heading = session_heading(r, &s);
	view.day_words =
	    when_day(r->arena, s.starts_at, r->session->timezone, r->now);
	view.words = room_words(r, &s);
	view.opens = s.join_opens_at;
	view.closes = s.join_closes_at;
	if (r->now.us >= s.join_opens_at.us && r->now.us < s.join_closes_at.us)
		view.link = s.meeting_link;
	return request_render(r, &session_room_page, &view);
}
