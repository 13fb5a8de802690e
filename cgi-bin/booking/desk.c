#include "booking/desk.h"
#include "booking/pack.h"
#include "booking/session.h"
#include "booking/slot_pick.h"
#include "gen/booking/calendar_sql.h"
#include "gen/booking/desk_sql.h"
#include "gen/booking/product_sql.h"
#include "lib/domain/avatar.h"

enum { ROWS = 5, PEOPLE = 20 };

struct figure {
	const char *label, *value, *note;
};

static const struct field figure_fields[] = {
	FIELD(struct figure, label),
	FIELD(struct figure, value),
	FIELD(struct figure, note),
	FIELD_END,
};

struct student_row {
	int64_t id, kept;
	const char *name, *href, *kept_words, *next_words;
	struct instant last_at, next_at;
	struct face face;
};

static const struct field student_row_fields[] = {
	FIELD_ID(struct student_row, id),
	FIELD(struct student_row, name),
	FIELD_ONLY(struct student_row, kept, ONLY_JSON),
	FIELD_ONLY(struct student_row, last_at, ONLY_JSON),
	FIELD_ONLY(struct student_row, next_at, ONLY_JSON),
	FIELD_ONLY(struct student_row, href, ONLY_HTML),
	FIELD_ONLY(struct student_row, kept_words, ONLY_HTML),
	FIELD_ONLY(struct student_row, next_words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct student_row, face, face_fields, ONLY_HTML),
	FIELD_END,
};

/* A student with a seat. */
struct seat_row {
	int64_t id;
	const char *name, *href, *status, *status_words, *left_words, *words;
	struct instant expires_at, grace_ends;
	struct face face;
};

static const struct field seat_row_fields[] = {
	FIELD_ID(struct seat_row, id),
	FIELD(struct seat_row, name),
	FIELD(struct seat_row, status),
	FIELD_ONLY(struct seat_row, expires_at, ONLY_JSON),
	FIELD_ONLY(struct seat_row, grace_ends, ONLY_JSON),
	FIELD_ONLY(struct seat_row, href, ONLY_HTML),
	FIELD_ONLY(struct seat_row, status_words, ONLY_HTML),
	FIELD_ONLY(struct seat_row, left_words, ONLY_HTML),
	FIELD_ONLY(struct seat_row, words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct seat_row, face, face_fields, ONLY_HTML),
	FIELD_END,
};

/* Both dashboards: the concierge's has today where the other has what comes. */
struct desk_view {
	const char *lede;
	struct figure figures[4], *figure_list;
	size_t nfigures;
	struct session_card *requests, *upcoming, *recent;
	size_t nrequests, nupcoming, nrecent;
	struct student_row *people;
	size_t npeople;
	struct seat_row *seats;
	size_t nseats;
	bool sells;
};

// clang-format off
#define CARDS(m, n) \
	FIELD_LIST(struct desk_view, m, n, session_card_fields)
#define AS(as, m, n, fields) \
	{ .name = (as), .kind = KIND_LIST, \
	    .offset = offsetof(struct desk_view, m), .item = (fields), \
	    .item_size = sizeof(*((struct desk_view *)0)->m), \
	    .count_offset = offsetof(struct desk_view, n) }

static const struct field instructor_fields[] = {
	FIELD_ONLY(struct desk_view, lede, ONLY_HTML),
	AS("figures", figure_list, nfigures, figure_fields),
	CARDS(requests, nrequests),
	CARDS(upcoming, nupcoming),
	CARDS(recent, nrecent),
	AS("students", people, npeople, student_row_fields),
	FIELD_LIST(struct desk_view, seats, nseats, seat_row_fields),
	FIELD_ONLY(struct desk_view, sells, ONLY_HTML),
	FIELD_END,
};

static const struct field concierge_fields[] = {
	FIELD_ONLY(struct desk_view, lede, ONLY_HTML),
	AS("figures", figure_list, nfigures, figure_fields),
	CARDS(requests, nrequests),
	AS("today", upcoming, nupcoming, session_card_fields),
	AS("clients", people, npeople, student_row_fields),
	FIELD_END,
};
// clang-format on
struct page instructor_dashboard_page = { .path =
					      "booking/instructor_dashboard",
	.fields = instructor_fields };
struct page concierge_dashboard_page = { .path = "booking/concierge_dashboard",
	.fields = concierge_fields };

bool
desk_is_open(struct request *r)
{
	const struct session *s = r->session;

	if (session_has_role(s, "mentor") ||
	    session_has_role(s, "interviewer") ||
	    session_has_role(s, "concierge"))
		return true;
	request_refuse(r, FORBIDDEN,
	    tr("This desk is for verified experts. You can apply to become "
	       "one."));
	return false;
}

/* --- what both show ------------------------------------------------------------------- */

static const char *
number(struct request *r, int64_t n)
{
	return arena_printf(r->arena, "%lld", (long long)n);
}

static struct session_card *
cards(struct request *r, const void *rows, size_t n)
{
	/* Every list has the columns of session_find (SESSION_ROWS). */
	struct session_card *all =
	    session_cards(r, (const struct session_find_row *)rows, n);

	for (size_t i = 0; i < n; i++)
		all[i].side_words = NULL; /* all are the expert's */
	return all;
}

static void
fill_people(struct request *r, struct desk_view *v)
{
	struct desk_people_row *rows = desk_people_get(r->db, &v->npeople);

	v->people = arena_alloc(r->arena, v->npeople, sizeof(*v->people));
	for (size_t i = 0; i < v->npeople; i++) {
		const struct desk_people_row *p = &rows[i];

		v->people[i] = (struct student_row){
			.id = p->id,
			.kept = p->kept,
			.name = p->display_name,
			.last_at = p->last_at,
			.next_at = p->next_at,
			.href = p->handle != NULL
				    ? arena_printf(r->arena, "/u/%s", p->handle)
				    : arena_printf(r->arena, "/sessions/%lld",
					  (long long)p->session_id),
			.kept_words = arena_printf(
			    r->arena, tr("Sessions held: %d"), (int)p->kept),
			.next_words =
			    p->next_at.us == 0
				? NULL
				: arena_printf(r->arena, tr("Next: %s"),
				      slot_words(r, p->next_at)),
			.face = face_of(r->arena, p->display_name, p->picture),
		};
	}
}

static void
add(struct desk_view *v, const char *label, const char *value, const char *note)
{
	v->figure_list = v->figures;
	v->figures[v->nfigures++] = (struct figure){ label, value, note };
}

/* --- the instructor's ----------------------------------------------------------------- */

void
instructor_dashboard_read(struct request *r)
{
	struct instant none = { 0 };

	desk_counts_send(r->db, NULL);
	session_upcoming_send(
	    r->db, "requests", NULL, NULL, "expert", none, 0, ROWS);
	session_upcoming_send(
	    r->db, "agreed", NULL, NULL, "expert", none, 0, ROWS);
	session_past_send(r->db, NULL, NULL, "expert", none, 0, ROWS);
	desk_people_send(r->db, NULL, PEOPLE);
	seat_counts_send(r->db);
	student_list_send(r->db, 0, false, 0, PEOPLE);
}

static void
fill_seats(struct request *r, struct desk_view *v)
{
	struct student_list_row *rows = student_list_get(r->db, &v->nseats);

	v->seats = arena_alloc(r->arena, v->nseats, sizeof(*v->seats));
	for (size_t i = 0; i < v->nseats; i++) {
		const struct student_list_row *s = &rows[i];
		bool in_grace = s->grace_until.us != 0;

		v->seats[i] = (struct seat_row){
			.id = s->seat_id,
			.name = s->name,
			.status = s->status,
			.expires_at = s->expires_at,
			.grace_ends = s->grace_until,
			.href = arena_printf(r->arena,
			    "/instructor/students/%lld", (long long)s->seat_id),
			.status_words = seat_status_words(s->status),
			.left_words =
			    pack_left_words(r, s->remaining, s->total),
			.words = arena_printf(r->arena,
			    in_grace ? tr("Seat kept until %s")
				     : tr("Pack runs until %s"),
			    pack_when(
				r, in_grace ? s->grace_until : s->expires_at)),
			.face = face_of(r->arena, s->name, s->picture),
		};
	}
}

/* Who is a student: whoever has a seat, where there are any. */
static void
fill_figures(
    struct request *r, struct desk_view *v, const struct desk_counts_row *n)
{
	struct seat_counts_row s = { .sells = false };
	int64_t free, seated;

	seat_counts_get(r->db, &s);
	free = s.total.value - s.taken.value;
	seated = s.active.value + s.grace.value;
	v->sells = s.sells;
	add(v, tr("Active students"),
	    number(r, s.sells && seated != 0 ? seated : n->students),
	    s.sells && s.grace.value != 0
		? arena_printf(r->arena, tr("In grace: %d"), (int)s.grace.value)
		: NULL);
	add(v, tr("Upcoming sessions"), number(r, n->upcoming), NULL);
	add(v, tr("Available seats"), number(r, free > 0 && s.sells ? free : 0),
	    s.closed               ? tr("Closed for new students")
	    : s.waiting.value != 0 ? arena_printf(r->arena, tr("Waiting: %d"),
					 (int)s.waiting.value)
				   : NULL);
	add(v, tr("Sessions kept"), number(r, n->kept), NULL);
}

enum status
instructor_dashboard_show(struct request *r)
{
	struct desk_view view = { .lede = NULL };
	struct desk_counts_row n;
	void *rows;

	if (!desk_is_open(r))
		return FORBIDDEN;
	desk_counts_get(r->db, &n);
	rows = session_upcoming_get(r->db, &view.nrequests);
	view.requests = cards(r, rows, view.nrequests);
	rows = session_upcoming_get(r->db, &view.nupcoming);
	view.upcoming = cards(r, rows, view.nupcoming);
	rows = session_past_get(r->db, &view.nrecent);
	view.recent = cards(r, rows, view.nrecent);
	fill_people(r, &view);
	view.lede = arena_printf(r->arena,
	    tr("The last 90 days and what is ahead, in %s."),
	    r->session->timezone);
	fill_figures(r, &view, &n);
	fill_seats(r, &view);
	return request_render(r, &instructor_dashboard_page, &view);
}

/* --- the concierge's -------------------------------------------------------------------- */

void
concierge_dashboard_read(struct request *r)
{
	struct instant none = { 0 };
	struct date today = { .year = 0 };

	desk_counts_send(r->db, "concierge");
	session_upcoming_send(
	    r->db, "requests", NULL, "concierge", "expert", none, 0, 20);
	calendar_list_send(
	    r->db, "day", today, r->visitor_zone, "expert", "concierge");
	desk_people_send(r->db, "concierge", PEOPLE);
}

enum status
concierge_dashboard_show(struct request *r)
{
	struct desk_view view = { .lede = NULL };
	struct desk_counts_row n;
	void *rows;

	if (!desk_is_open(r))
		return FORBIDDEN;
	desk_counts_get(r->db, &n);
	rows = session_upcoming_get(r->db, &view.nrequests);
	view.requests = cards(r, rows, view.nrequests);
	rows = calendar_list_get(r->db, &view.nupcoming);
	view.upcoming = cards(r, rows, view.nupcoming);
	fill_people(r, &view);
	view.lede = arena_printf(
	    r->arena, tr("Times are shown in %s."), r->session->timezone);
	add(&view, tr("Clients"), number(r, n.students), NULL);
	add(&view, tr("Sessions today"), number(r, (int64_t)view.nupcoming),
	    NULL);
	add(&view, tr("Requests to answer"), number(r, n.requests), NULL);
	add(&view, tr("Upcoming sessions"), number(r, n.upcoming), NULL);
	return request_render(r, &concierge_dashboard_page, &view);
}
