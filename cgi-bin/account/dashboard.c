#include <string.h>

#include "account/account.h"
#include "gen/account/dashboard_sql.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/session_words.h"
#include "lib/domain/when.h"
#include "lib/view/parts.h"

/* The start page of whoever is signed in: what is next, and what waits. */
static const int64_t DAY_US = (int64_t)24 * 3600 * 1000000;

struct next_session {
	int64_t id;
	struct instant start, end;
	const char *href, *weekday, *day, *month, *heading, *time_words, *with;
	const char *place_words, *status, *status_words, *join_href,
	    *join_words;
};

static const struct field next_session_fields[] = {
	FIELD_ID(struct next_session, id),
	FIELD(struct next_session, status),
	FIELD(struct next_session, start),
	FIELD(struct next_session, end),
	FIELD_ONLY(struct next_session, href, ONLY_HTML),
	FIELD_ONLY(struct next_session, weekday, ONLY_HTML),
	FIELD_ONLY(struct next_session, day, ONLY_HTML),
	FIELD_ONLY(struct next_session, month, ONLY_HTML),
	FIELD(struct next_session, heading),
	FIELD_ONLY(struct next_session, time_words, ONLY_HTML),
	FIELD(struct next_session, with),
	FIELD_ONLY(struct next_session, place_words, ONLY_HTML),
	FIELD_ONLY(struct next_session, status_words, ONLY_HTML),
	FIELD_ONLY(struct next_session, join_href, ONLY_HTML),
	FIELD_ONLY(struct next_session, join_words, ONLY_HTML),
	FIELD_END,
};

struct waiting_item {
	const char *href, *words, *detail, *due, *button;
	struct face face;
};

static const struct field waiting_item_fields[] = {
	FIELD(struct waiting_item, href),
	FIELD(struct waiting_item, words),
	FIELD(struct waiting_item, detail),
	FIELD(struct waiting_item, due),
	FIELD(struct waiting_item, button),
	FIELD_OBJECT(struct waiting_item, face, face_fields),
	FIELD_END,
};

struct quick_link {
	const char *href, *label, *icon;
};

static const struct field quick_link_fields[] = {
	FIELD(struct quick_link, href),
	FIELD(struct quick_link, label),
	FIELD(struct quick_link, icon),
	FIELD_END,
};

struct dashboard_view {
	const char *greeting, *lede;
	struct next_session *next, *later;
	size_t nlater;
	struct waiting_item *waiting;
	size_t nwaiting;
	const char *waiting_count;
	int64_t unread_notifications;
	struct quick_link *links;
	size_t nlinks;
};

static const struct field dashboard_fields[] = {
	FIELD_ONLY(struct dashboard_view, greeting, ONLY_HTML),
	FIELD_ONLY(struct dashboard_view, lede, ONLY_HTML),
	FIELD_POINTER(struct dashboard_view, next, next_session_fields),
	FIELD_LIST(struct dashboard_view, later, nlater, next_session_fields),
	FIELD_LIST(
	    struct dashboard_view, waiting, nwaiting, waiting_item_fields),
	FIELD_ONLY(struct dashboard_view, waiting_count, ONLY_HTML),
	FIELD(struct dashboard_view, unread_notifications),
	FIELD_LIST_ONLY(
	    struct dashboard_view, links, nlinks, quick_link_fields, ONLY_HTML),
	FIELD_END,
};
struct page dashboard_page = { .path = "account/dashboard",
	.fields = dashboard_fields };

void
dashboard_read(struct request *r)
{
	dashboard_sessions_send(r->db);
	dashboard_waiting_send(r->db);
}

/* At the expert's own link, else in the platform's room; the button is there
 * from some minutes before until it is over. */
static void
fill_place(struct request *r, struct next_session *s,
    const struct dashboard_sessions_row *row)
{
	if (strcmp(row->status, "requested") == 0)
		return;
	s->place_words = row->meeting_link != NULL
			     ? tr("At the expert's own link")
			     : tr("In the session's room");
	if (r->now.us >= row->join_closes_at.us)
		return;
	if (r->now.us >= row->join_opens_at.us) {
		s->join_words = tr("Join now");
		s->join_href = row->meeting_link != NULL
				   ? row->meeting_link
				   : arena_printf(r->arena, "%s/room", s->href);
		return;
	}
	if (row->join_opens_at.us - r->now.us < DAY_US)
		s->join_words = arena_printf(r->arena, tr("Join from %s"),
		    when_clock(
			r->arena, row->join_opens_at, r->session->timezone));
}

static void
fill_session(struct request *r, struct next_session *s,
    const struct dashboard_sessions_row *row)
{
	struct local_time l = when_local(row->starts_at, r->session->timezone);

	*s = (struct next_session){
		.id = row->id,
		.start = row->starts_at,
		.end = row->ends_at,
		.href = arena_printf(
		    r->arena, "/sessions/%lld", (long long)row->id),
		.weekday = weekday_short(l.weekday),
		.day = arena_printf(r->arena, "%d", l.date.day),
		.month = month_short(l.date.month),
		.heading = session_kind_words(row->type_kind),
		.time_words = when_range(r->arena, row->starts_at, row->ends_at,
		    r->session->timezone),
		.with = strcmp(row->side, "client") == 0 ? row->expert_name
							 : row->client_name,
		.status = row->status,
		.status_words = session_status_words(row->status),
	};
	fill_place(r, s, row);
}

static void
fill_sessions(struct request *r, struct dashboard_view *v)
{
	size_t n;
	struct dashboard_sessions_row *rows = dashboard_sessions_get(r->db, &n);
	struct next_session *all = arena_alloc(r->arena, n, sizeof(*all));

	for (size_t i = 0; i < n; i++)
		fill_session(r, &all[i], &rows[i]);
	if (n == 0)
		return;
	v->next = all;
	v->later = all + 1;
	v->nlater = n - 1;
}

static const struct {
	const char *what, *words, *button, *path;
} waits[] = {
	{ "request", WORDS("{name} asks for a session"), WORDS("Answer"), "" },
	{ "proposal", WORDS("{name} proposes another time"), WORDS("Look"),
	    "" },
	{ "offer", WORDS("{name} proposes a new session"), WORDS("Look"), "" },
	{ "feedback", WORDS("How was it with {name}?"), WORDS("Rate"),
	    "/feedback" },
};
enum { LAST_WAIT = sizeof(waits) / sizeof(waits[0]) - 1 };

static void
fill_one_waiting(struct request *r, struct waiting_item *w,
    const struct dashboard_waiting_row *row)
{
	size_t i = 0;

	while (i < LAST_WAIT && strcmp(waits[i].what, row->what) != 0)
		i++;
	*w = (struct waiting_item){
		.href = arena_printf(r->arena, "/sessions/%lld%s",
		    (long long)row->id, waits[i].path),
		.words =
		    words_with(r->arena, tr(waits[i].words), "name", row->name),
		.detail = when_day(
		    r->arena, row->starts_at, r->session->timezone, r->now),
		.button = tr(waits[i].button),
		.face = row->seed != NULL
			    ? face_of_alias(r->arena, row->name, row->seed)
			    : face_of(r->arena, row->name, row->picture),
	};
	if (row->due.us != 0)
		w->due = arena_printf(r->arena, tr("until %s"),
		    when_day(r->arena, row->due, r->session->timezone, r->now));
}

static void
fill_waiting(struct request *r, struct dashboard_view *v)
{
	struct dashboard_waiting_row *rows =
	    dashboard_waiting_get(r->db, &v->nwaiting);

	v->waiting = arena_alloc(r->arena, v->nwaiting, sizeof(*v->waiting));
	for (size_t i = 0; i < v->nwaiting; i++)
		fill_one_waiting(r, &v->waiting[i], &rows[i]);
	if (v->nwaiting > 0)
		v->waiting_count =
		    arena_printf(r->arena, "%d", (int)v->nwaiting);
}

static void
fill_words(struct request *r, struct dashboard_view *v)
{
	static const struct quick_link links[] = {
		{ "/journeys", WORDS("My journeys"), "route" },
		{ "/mentors", WORDS("Mentors"), "users" },
		{ "/interviewers", WORDS("Interviewers"), "square-code" },
		{ "/concierges", WORDS("Concierges"), "hand-helping" },
		{ "/calendar", WORDS("Calendar"), "calendar" },
	};
	struct local_time l = when_local(r->now, r->session->timezone);

	v->greeting = words_with(r->arena,
	    l.hour < 5    ? tr("Good night, {name}")
	    : l.hour < 12 ? tr("Good morning, {name}")
	    : l.hour < 18 ? tr("Good afternoon, {name}")
			  : tr("Good evening, {name}"),
	    "name", r->session->display_name);
	v->lede = when_day(r->arena, r->now, r->session->timezone, r->now);
	v->nlinks = sizeof(links) / sizeof(links[0]);
	v->links = arena_alloc(r->arena, v->nlinks, sizeof(*v->links));
	for (size_t i = 0; i < v->nlinks; i++)
		v->links[i] = (struct quick_link){ links[i].href,
			tr(links[i].label), links[i].icon };
}

enum status
dashboard_show(struct request *r)
{
	struct dashboard_view view = {
		.unread_notifications = r->session->unread,
	};

	fill_sessions(r, &view);
	fill_waiting(r, &view);
	if (!r->json)
		fill_words(r, &view);
	return request_render(r, &dashboard_page, &view);
}
