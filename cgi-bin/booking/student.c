#include "booking/desk.h"
#include "booking/pack.h"
#include "booking/product.h"
#include "lib/domain/avatar.h"
#include "lib/domain/money.h"

#include <string.h>

/* /instructor/students: who has a seat, what is left of their packs, until when;
 * and who waits. */
enum { PAGE = 20, MOST_WAITING = 100 };

static const char *const shows[] = { "current", "former", NULL };

struct student_list_input {
	const char *show;
	int64_t after;
};

static const struct form_field student_list_inputs[] = {
	FORM_ONE_OF(struct student_list_input, show, OPTIONAL, shows),
	FORM_ID(struct student_list_input, after, OPTIONAL),
};
const struct form student_list_form =
    FORM(struct student_list_input, student_list_inputs);

struct student_input {
	int64_t seat, days;
	const char *reason, *cost;
};

#define SEAT FORM_ID(struct student_input, seat, REQUIRED)
static const struct form_field student_inputs[] = { SEAT };
const struct form student_form = FORM(struct student_input, student_inputs);
static const struct form_field extend_inputs[] = {
	SEAT,
	FORM_FIELD(struct student_input, days, REQUIRED, 1, 7),
};
const struct form student_extend_form =
    FORM(struct student_input, extend_inputs);
static const struct form_field dismiss_inputs[] = {
	SEAT,
	FORM_FIELD(struct student_input, reason, REQUIRED, 1, 1000),
};
const struct form student_dismiss_form =
    FORM(struct student_input, dismiss_inputs);
static const struct form_field price_inputs[] = {
	SEAT,
	FORM_FIELD(struct student_input, cost, OPTIONAL, 1, 20),
};
const struct form student_price_form = FORM(struct student_input, price_inputs);
/* All three, for the page that shows them. */
static const struct form_field all_inputs[] = {
	FORM_FIELD(struct student_input, days, OPTIONAL, 1, 7),
	FORM_FIELD(struct student_input, reason, OPTIONAL, 1, 1000),
	FORM_FIELD(struct student_input, cost, OPTIONAL, 1, 20),
};
static const struct form all_form = FORM(struct student_input, all_inputs);

struct student_pack {
	int64_t id, total, held, consumed, remaining;
	const char *name, *status;
	struct instant expires_at;
};

static const struct field student_pack_fields[] = {
	FIELD_ID(struct student_pack, id),
	FIELD(struct student_pack, name),
	FIELD(struct student_pack, total),
	FIELD(struct student_pack, held),
	FIELD(struct student_pack, consumed),
	FIELD(struct student_pack, remaining),
	FIELD(struct student_pack, status),
	FIELD(struct student_pack, expires_at),
	FIELD_END,
};

struct student {
	int64_t id, student_id, queued;
	const char *name, *status;
	struct instant grace_ends;
	struct student_pack pack;
	struct money special_price;
	/* on the page only */
	const char *href, *profile_href, *status_words, *pack_words,
	    *left_words, *until_words, *special_words, *pack_state_words;
	struct face face;
};

// clang-format off
#define STUDENT_FIELDS \
	FIELD_ID(struct student, id), \
	FIELD_ID(struct student, student_id), \
	FIELD(struct student, name), \
	FIELD(struct student, status), \
	FIELD(struct student, grace_ends), \
	FIELD_OBJECT(struct student, pack, student_pack_fields), \
	FIELD(struct student, queued), \
	FIELD(struct student, special_price), \
	FIELD_ONLY(struct student, href, ONLY_HTML), \
	FIELD_ONLY(struct student, profile_href, ONLY_HTML), \
	FIELD_ONLY(struct student, status_words, ONLY_HTML), \
	FIELD_ONLY(struct student, pack_words, ONLY_HTML), \
	FIELD_ONLY(struct student, pack_state_words, ONLY_HTML), \
	FIELD_ONLY(struct student, left_words, ONLY_HTML), \
	FIELD_ONLY(struct student, until_words, ONLY_HTML), \
	FIELD_ONLY(struct student, special_words, ONLY_HTML), \
	FIELD_OBJECT_ONLY(struct student, face, face_fields, ONLY_HTML)
// clang-format on
static const struct field student_fields[] = {
	STUDENT_FIELDS,
	FIELD_END,
};

struct waiter {
	int64_t id;
	const char *name, *status, *status_words, *words;
	struct face face;
};

static const struct field waiter_fields[] = {
	FIELD_ID(struct waiter, id),
	FIELD(struct waiter, name),
	FIELD(struct waiter, status),
	FIELD_ONLY(struct waiter, status_words, ONLY_HTML),
	FIELD_ONLY(struct waiter, words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct waiter, face, face_fields, ONLY_HTML),
	FIELD_END,
};

struct student_list_view {
	struct student *items;
	size_t nitems;
	struct waiter *waiting;
	size_t nwaiting;
	const char *next, *seat_words;
	struct pager *pager;
	bool former;
};

static const struct field student_list_view_fields[] = {
	FIELD_LIST(struct student_list_view, items, nitems, student_fields),
	FIELD_LIST(struct student_list_view, waiting, nwaiting, waiter_fields),
	FIELD_ONLY(struct student_list_view, next, ONLY_JSON),
	FIELD_ONLY(struct student_list_view, seat_words, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct student_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_ONLY(struct student_list_view, former, ONLY_HTML),
	FIELD_END,
};
struct page student_list_page = { .path = "booking/student_list",
	.fields = student_list_view_fields };

struct student_view {
	struct student student;
	bool in_grace, has_seat;
	const char *extend_words;
};

static const struct field student_view_fields[] = {
	FIELD_OBJECT(struct student_view, student, student_fields),
	FIELD_ONLY(struct student_view, in_grace, ONLY_HTML),
	FIELD_ONLY(struct student_view, has_seat, ONLY_HTML),
	FIELD_ONLY(struct student_view, extend_words, ONLY_HTML),
	FIELD_END,
};
struct page student_page = { .path = "booking/student",
	.fields = student_view_fields,
	.form = &all_form };

/* --- one student ------------------------------------------------------------------- */

static const char *
until_words(struct request *r, const struct student_list_row *s)
{
	if (strcmp(s->status, "grace") == 0)
		return arena_printf(r->arena, tr("Seat kept until %s"),
		    pack_when(r, s->grace_until));
	if (strcmp(s->status, "released") == 0)
		return arena_printf(
		    r->arena, tr("Left on %s"), pack_when(r, s->since));
	return arena_printf(
	    r->arena, tr("Pack runs until %s"), pack_when(r, s->expires_at));
}

static void
fill_student(
    struct request *r, struct student *v, const struct student_list_row *s)
{
	*v = (struct student){
		.id = s->seat_id,
		.student_id = s->student_id,
		.queued = s->queued,
		.name = s->name,
		.status = s->status,
		.grace_ends = s->grace_until,
		.pack = { s->pack_id, s->total, s->held, s->consumed,
		    s->remaining, s->pack_name, s->pack_status, s->expires_at },
		.href = arena_printf(r->arena, "/instructor/students/%lld",
		    (long long)s->seat_id),
		.status_words = seat_status_words(s->status),
		.pack_state_words = pack_status_words(s->pack_status),
		.pack_words =
		    s->queued == 0
			? s->pack_name
			: arena_printf(r->arena, tr("%s, and %d more in line"),
			      s->pack_name, (int)s->queued),
		.left_words = pack_left_words(r, s->remaining, s->total),
		.until_words = until_words(r, s),
		.face = face_of(r->arena, s->name, s->picture),
	};
	if (s->handle != NULL)
		v->profile_href = arena_printf(r->arena, "/u/%s", s->handle);
	if (!s->special_amount.set)
		return;
	v->special_price =
	    (struct money){ s->special_amount.value, s->special_currency };
	v->special_words = arena_printf(r->arena, tr("Pays %s a pack"),
	    money_text(r->arena, v->special_price));
}

static void
fill_waiting(struct request *r, struct student_list_view *v)
{
	struct waiting_list_row *rows = waiting_list_get(r->db, &v->nwaiting);

	v->waiting = arena_alloc(r->arena, v->nwaiting, sizeof(*v->waiting));
	for (size_t i = 0; i < v->nwaiting; i++)
		v->waiting[i] = (struct waiter){
			.id = rows[i].id,
			.name = rows[i].name,
			.status = rows[i].status,
			.status_words = seat_status_words(rows[i].status),
			.words =
			    strcmp(rows[i].status, "offered") == 0
				? arena_printf(r->arena,
				      tr("Offered a seat until %s"),
				      pack_when(r, rows[i].offer_until))
				: arena_printf(r->arena, tr("Waits since %s"),
				      pack_when(r, rows[i].joined_at)),
			.face =
			    face_of(r->arena, rows[i].name, rows[i].picture),
		};
}

/* --- the list ------------------------------------------------------------------------ */

static bool
is_former(const struct student_list_input *in)
{
	return in->show != NULL && strcmp(in->show, "former") == 0;
}

void
student_list_read(struct request *r)
{
	const struct student_list_input *in = r->form;

	student_list_send(r->db, 0, is_former(in), in->after, PAGE + 1);
	waiting_list_send(r->db, MOST_WAITING);
	seat_counts_send(r->db);
}

static void
fill_pager(struct request *r, struct student_list_view *v,
    const struct student_list_row *rows, size_t n)
{
	const struct student_list_input *in = r->form;
	const char *base = v->former ? "/instructor/students?show=former"
				     : "/instructor/students?show=current";

	if (n > PAGE)
		v->next = arena_printf(r->arena, "%s%s&after=%lld",
		    r->json ? "/api" : "", base,
		    (long long)rows[PAGE - 1].seat_id);
	if (v->next == NULL && in->after == 0)
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    arena_printf(r->arena, tr("Students here: %d"), (int)v->nitems);
	v->pager->next = v->next;
	if (in->after != 0)
		v->pager->first = base;
}

enum status
student_list_show(struct request *r)
{
	struct student_list_view view = { .former = is_former(r->form) };
	struct student_list_row *rows;
	struct seat_counts_row seats;
	size_t n;

	if (!desk_is_open(r))
		return FORBIDDEN;
	rows = student_list_get(r->db, &n);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		fill_student(r, &view.items[i], &rows[i]);
	fill_waiting(r, &view);
	fill_pager(r, &view, rows, n);
	if (seat_counts_get(r->db, &seats))
		view.seat_words = arena_printf(r->arena,
		    tr("%d of %d seats are taken, %d people wait."),
		    (int)seats.taken.value, (int)seats.total.value,
		    (int)seats.waiting.value);
	return request_render(r, &student_list_page, &view);
}

/* --- the student's page ------------------------------------------------------------- */

static enum status
render(struct request *r, const struct student_list_row *s)
{
	struct student_view view;

	fill_student(r, &view.student, s);
	view.in_grace = strcmp(s->status, "grace") == 0;
	view.has_seat = view.in_grace || strcmp(s->status, "active") == 0;
	view.extend_words = arena_printf(r->arena,
	    tr("Days that you can still add: %d."), 7 - (int)s->extended_days);
	return request_render(r, &student_page, &view);
}

void
student_read(struct request *r)
{
	student_list_send(r->db, typed_id(r, "seat"), false, 0, 1);
}

enum status
student_show(struct request *r)
{
	struct student_list_row *rows;
	struct student_input in = { .days = 3 };
	size_t n;

	if (!desk_is_open(r))
		return FORBIDDEN;
	rows = student_list_get(r->db, &n);
	if (n == 0)
		return NOT_FOUND;
	if (rows->special_amount.set)
		in.cost = money_decimal(
		    r->arena, (struct money){ rows->special_amount.value,
				  rows->special_currency });
	request_fill(r, &all_form, &in);
	return render(r, rows);
}

enum status
student_refused(struct request *r)
{
	struct student_list_row *rows;
	size_t n;

	rows = student_list(r->db, typed_id(r, "seat"), false, 0, 1, &n);
	if (n == 0)
		return NOT_FOUND;
	return render(r, rows);
}

static enum status
done(struct request *r, const char *words)
{
	const struct student_input *in = r->form;

	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/instructor/students/%lld", (long long)in->seat);
}

enum status
student_extend_post(struct request *r)
{
	const struct student_input *in = r->form;
	struct seat_extend_row row;

	if (!desk_is_open(r))
		return FORBIDDEN;
	seat_extend(r->db, in->seat, in->days, &row);
	return done(r, tr("The seat is kept longer."));
}

enum status
student_dismiss_post(struct request *r)
{
	const struct student_input *in = r->form;

	if (!desk_is_open(r))
		return FORBIDDEN;
	seat_dismiss(r->db, in->seat, in->reason);
	return done(r, tr("The seat is free. What was not used is paid back."));
}

enum status
student_price_post(struct request *r)
{
	const struct student_input *in = r->form;
	struct maybe_int amount = { 0, in->cost != NULL };
	struct student_list_row *rows;
	size_t n;

	if (!desk_is_open(r))
		return FORBIDDEN;
	rows = student_list(r->db, in->seat, false, 0, 1, &n);
	if (n == 0)
		return NOT_FOUND;
	if (in->cost != NULL && !money_from_decimal(in->cost,
				    rows->special_currency, &amount.value))
		return request_invalid(
		    r, "cost", tr("Write the price like 180.00."));
	special_set(r->db, rows->product_id, in->seat, amount);
	return done(r, tr("The price is saved."));
}
