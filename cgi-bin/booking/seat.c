#include "booking/pack.h"
#include "lib/domain/money.h"

#include <string.h>

/* A mentor's seats, from the student's side. */
struct seat_input {
	int64_t mentor;
};

static const struct form_field seat_inputs[] = {
	FORM_ID(struct seat_input, mentor, REQUIRED),
};
const struct form seat_form = FORM(struct seat_input, seat_inputs);

static const struct field your_seat_fields[] = {
	FIELD(struct your_seat, status),
	FIELD(struct your_seat, grace_ends),
	FIELD_END,
};
const struct field seat_facts_fields[] = {
	FIELD_ID(struct seat_facts, mentor_id),
	FIELD(struct seat_facts, total),
	FIELD(struct seat_facts, taken),
	FIELD(struct seat_facts, available),
	FIELD(struct seat_facts, waiting),
	FIELD_POINTER(struct seat_facts, your_seat, your_seat_fields),
	FIELD_END,
};

void
seat_facts_fill(struct request *r, struct seat_facts *f, int64_t mentor,
    const struct seat_availability_row *s)
{
	*f = (struct seat_facts){ mentor, s->total.value, s->taken.value,
		s->available.value, s->waiting.value, NULL };
	if (s->your_status == NULL)
		return;
	f->your_seat = arena_alloc(r->arena, 1, sizeof(*f->your_seat));
	*f->your_seat = (struct your_seat){ s->your_status, s->grace_until };
}

enum status
seat_availability_show(struct request *r)
{
	const struct seat_input *in = r->form;
	struct seat_availability_row row;
	struct seat_facts facts;

	if (!seat_availability(r->db, in->mentor, &row) || !row.total.set)
		return NOT_FOUND;
	seat_facts_fill(r, &facts, in->mentor, &row);
	return request_json(r, OK, seat_facts_fields, &facts);
}

/* --- the waiting list ------------------------------------------------------------ */

enum status
waiting_join_post(struct request *r)
{
	const struct seat_input *in = r->form;
	struct waiting_join_row made;

	if (!waiting_join(r->db, in->mentor, &made))
		return CONFLICT;
	request_flash(r, tr("You are on the list. You hear from us when a seat "
			    "is free."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/mentors/%lld/packs", (long long)in->mentor);
}

enum status
waiting_leave_post(struct request *r)
{
	const struct seat_input *in = r->form;

	waiting_leave(r->db, in->mentor);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, tr("You are no longer on the list."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/packs");
}

/* --- giving it up ------------------------------------------------------------------ */

struct leaving {
	const char *name, *left_words;
};

static const struct field leaving_fields[] = {
	FIELD(struct leaving, name),
	FIELD(struct leaving, left_words),
	FIELD_END,
};

struct seat_leave_view {
	const char *mentor_name, *action;
	struct leaving *packs;
	size_t npacks;
};

static const struct field seat_leave_fields[] = {
	FIELD(struct seat_leave_view, mentor_name),
	FIELD_ONLY(struct seat_leave_view, action, ONLY_HTML),
	FIELD_LIST(struct seat_leave_view, packs, npacks, leaving_fields),
	FIELD_END,
};
struct page seat_leave_page = { .path = "booking/seat_leave",
	.fields = seat_leave_fields };

enum { MOST = 100 };

void
seat_leave_read(struct request *r)
{
	seat_list_send(r->db);
	pack_list_send(r->db, "pack", 0, MOST);
}

/* What is left of their packs, which will come back. */
static void
fill_packs(struct request *r, struct seat_leave_view *v,
    const struct pack_list_row *rows, size_t n)
{
	const int64_t mentor = typed_id(r, "mentor");

	v->packs = arena_alloc(r->arena, n, sizeof(*v->packs));
	for (size_t i = 0; i < n; i++)
		if (rows[i].expert_ref == mentor && rows[i].remaining > 0 &&
		    (strcmp(rows[i].status, "active") == 0 ||
			strcmp(rows[i].status, "queued") == 0))
			v->packs[v->npacks++] = (struct leaving){ rows[i].name,
				pack_left_words(
				    r, rows[i].remaining, rows[i].total) };
}

static enum status
render(struct request *r, const struct seat_list_row *seats, size_t nseats,
    const struct pack_list_row *packs, size_t npacks)
{
	struct seat_leave_view view = { .npacks = 0 };
	const int64_t mentor = typed_id(r, "mentor");

	for (size_t i = 0; i < nseats; i++)
		if (seats[i].expert_ref == mentor &&
		    seats[i].offer_until.us == 0)
			view.mentor_name = seats[i].expert_name;
	if (view.mentor_name == NULL)
		return NOT_FOUND;
	view.action =
	    arena_printf(r->arena, "/seats/%lld/leave", (long long)mentor);
	fill_packs(r, &view, packs, npacks);
	return request_render(r, &seat_leave_page, &view);
}

/* As its page, or again after a refusal. */
enum status
seat_leave_show(struct request *r)
{
	size_t nseats, npacks;
	struct seat_list_row *seats;
	struct pack_list_row *packs;

	if (strcmp(r->route->method, "GET") == 0) {
		seats = seat_list_get(r->db, &nseats);
		packs = pack_list_get(r->db, &npacks);
	} else {
		seats = seat_list(r->db, &nseats);
		packs = pack_list(r->db, "pack", 0, MOST, &npacks);
	}
	return render(r, seats, nseats, packs, npacks);
}

enum status
seat_leave_post(struct request *r)
{
	const struct seat_input *in = r->form;

	seat_leave(r->db, in->mentor);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, tr("Your seat is free for the next. What you have not "
			    "used comes back to you."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/packs");
}
