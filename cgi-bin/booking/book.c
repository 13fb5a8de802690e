#include <stdlib.h>
#include <string.h>

#include "booking/book.h"
#include "booking/booking.h"
#include "booking/expert_card.h"
#include "booking/session.h"
#include "booking/session_note.h"
#include "booking/slot_pick.h"
#include "lib/domain/when.h"

/* --- what is asked ------------------------------------------------------------ */

struct book_input {
	int64_t expert, type;
	struct date day;
	const char *month;
	const char *start; /* RFC 3339, or seconds since 1970 in a link */
};

static const struct form_field book_fields[] = {
	FORM_ID(struct book_input, expert, REQUIRED),
	FORM_ID(struct book_input, type, OPTIONAL),
	FORM_FIELD(struct book_input, day, OPTIONAL, 0, 0),
	FORM_FIELD(struct book_input, month, OPTIONAL, 1, 7),
	FORM_FIELD(struct book_input, start, OPTIONAL, 1, 40),
};
const struct form book_form = FORM(struct book_input, book_fields);

/* What was asked; of a refused form, the expert in the path at least. */
static struct book_input
asked(const struct request *r)
{
	struct book_input in = { .expert = typed_id(r, "expert") };

	return r->form != NULL ? *(const struct book_input *)r->form : in;
}

/* The start that was asked for; absent when there is none. */
static struct instant
start_of(const struct book_input *in)
{
	struct instant none = { 0 };
	size_t digits;

	if (in->start == NULL)
		return none;
	digits = strspn(in->start, "0123456789");
	if (in->start[digits] != '\0')
		return instant_from_rfc3339(in->start);
	return digits > 11
		   ? none
		   : (struct instant){ strtoll(in->start, NULL, 10) * 1000000 };
}

void
book_read(struct request *r)
{
	struct book_input in = asked(r);
	struct date day =
	    in.day.year != 0 ? in.day : month_from_text(r->arena, in.month);

	book_expert_send(r->db, in.expert);
	book_slots_send(
	    r->db, in.expert, in.type, day, start_of(&in), r->visitor_zone);
}

/* --- step one: the kind of session ------------------------------------------------ */

struct book_type_view {
	struct book_head head;
	int64_t expert_id;
	const char *display_name, *action, *start;
	struct choice *types;
	size_t ntypes;
	struct offer *session_types;
	size_t nsession_types;
};

static const struct field book_type_fields[] = {
	BOOK_HEAD_FIELDS(struct book_type_view),
	{ .name = "expert_id",
	    .kind = KIND_ID,
	    .offset = offsetof(struct book_type_view, expert_id),
	    .only = ONLY_JSON },
	FIELD_ONLY(struct book_type_view, display_name, ONLY_JSON),
	FIELD_ONLY(struct book_type_view, action, ONLY_HTML),
	FIELD_ONLY(struct book_type_view, start, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct book_type_view, types, ntypes, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct book_type_view, session_types, nsession_types,
	    offer_fields, ONLY_JSON),
	FIELD_END,
};
struct page book_type_page = { .path = "booking/book_type",
	.fields = book_type_fields,
	.form = &book_form };

static struct money
price_of(const struct book_expert_row *e, size_t i)
{
	return (struct money){ e->type_prices[i], e->price_currency };
}

static const char *
minutes_words(struct request *r, int64_t minutes)
{
	return arena_printf(r->arena, tr("%d minutes"), (int)minutes);
}

static void
fill_types(struct request *r, struct book_type_view *v,
    const struct book_expert_row *e)
{
	v->ntypes = v->nsession_types = e->ntype_ids;
	v->types = arena_alloc(r->arena, v->ntypes, sizeof(*v->types));
	v->session_types =
	    arena_alloc(r->arena, v->ntypes, sizeof(*v->session_types));
	for (size_t i = 0; i < v->ntypes; i++) {
		v->types[i] = (struct choice){
			.value = arena_printf(
			    r->arena, "%lld", (long long)e->type_ids[i]),
			.label = session_kind_words(e->type_names[i]),
			.note = minutes_words(r, e->type_minutes[i]),
			.end = price_words(r, price_of(e, i)),
		};
		v->session_types[i] = (struct offer){ e->type_ids[i],
			e->type_names[i], e->type_minutes[i], price_of(e, i) };
	}
	if (v->ntypes > 0)
		v->types[0].chosen = true;
}

static enum status
type_show(struct request *r, const struct book_input *in,
    const struct book_expert_row *e)
{
	struct book_type_view view = { .expert_id = e->ref,
		.display_name = e->display_name };
	struct instant at = start_of(in);
	char start[32];

	book_head_fill(r, &view.head, e);
	view.action = arena_printf(r->arena, "/book/%lld", (long long)e->ref);
	if (at.us != 0) {
		instant_print_rfc3339(at, start);
		view.start = start;
	}
	fill_types(r, &view, e);
	return request_render(r, &book_type_page, &view);
}

/* --- step two: the day and the time ------------------------------------------------- */

struct book_slot_view {
	struct book_head head;
	int64_t expert_id, session_type_id;
	const char *action, *type_href, *type_words, *price, *type_id;
	struct slot_pick pick;
	struct instant *starts;
	size_t nstarts;
	struct slot_choice *alternatives;
	size_t nalternatives;
	const char *sign_in_href;
	bool mine, nearest; /* the expert's own page; has alternatives */
};

static const struct field book_slot_fields[] = {
	BOOK_HEAD_FIELDS(struct book_slot_view),
	{ .name = "expert_id",
	    .kind = KIND_ID,
	    .offset = offsetof(struct book_slot_view, expert_id),
	    .only = ONLY_JSON },
	{ .name = "session_type_id",
	    .kind = KIND_ID,
	    .offset = offsetof(struct book_slot_view, session_type_id),
	    .only = ONLY_JSON },
	FIELD_INSTANTS(struct book_slot_view, starts, nstarts, ONLY_JSON),
	FIELD_ONLY(struct book_slot_view, action, ONLY_HTML),
	FIELD_ONLY(struct book_slot_view, type_href, ONLY_HTML),
	FIELD_ONLY(struct book_slot_view, type_words, ONLY_HTML),
	FIELD_ONLY(struct book_slot_view, price, ONLY_HTML),
	FIELD_ONLY(struct book_slot_view, type_id, ONLY_HTML),
	SLOT_PICK_FIELDS(struct book_slot_view),
	FIELD_LIST_ONLY(struct book_slot_view, alternatives, nalternatives,
	    slot_choice_fields, ONLY_HTML),
	FIELD_ONLY(struct book_slot_view, sign_in_href, ONLY_HTML),
	FIELD_ONLY(struct book_slot_view, mine, ONLY_HTML),
	FIELD_ONLY(struct book_slot_view, nearest, ONLY_HTML),
	FIELD_END,
};
struct page book_slot_page = { .path = "booking/book_slot",
	.fields = book_slot_fields,
	.form = &book_form };

static void
fill_pick(struct request *r, struct book_slot_view *v,
    const struct book_input *in, const struct book_slots_row *slots)
{
	struct slot_asked pick = {
		.address = arena_printf(
		    r->arena, "%s?type=%s&", v->action, v->type_id),
		.month = slots->month,
		.day = in->day,
		.start = start_of(in),
		.starts = slots->starts,
		.nstarts = slots->nstarts,
	};

	/* A month that was asked for is shown, whatever the start says. */
	if (in->month != NULL && in->day.year == 0)
		pick.start = (struct instant){ 0 };
	slot_pick_fill(r, &pick, &v->pick);
}

static const char *
sign_in_href(struct request *r)
{
	struct buf b;

	if (r->session->user_id != 0)
		return NULL;
	buf_init(&b, r->arena, 128);
	buf_puts(&b, "/login");
	buf_put_query(&b, "next", r->http->uri);
	return b.data;
}

static void
slot_fill(struct request *r, struct book_slot_view *v,
    const struct book_expert_row *e, size_t type)
{
	book_head_fill(r, &v->head, e);
	v->expert_id = e->ref;
	v->session_type_id = e->type_ids[type];
	v->action = arena_printf(r->arena, "/book/%lld", (long long)e->ref);
	v->type_href = v->action;
	v->type_id =
	    arena_printf(r->arena, "%lld", (long long)e->type_ids[type]);
	v->type_words = arena_printf(r->arena, "%s, %s",
	    session_kind_words(e->type_names[type]),
	    minutes_words(r, e->type_minutes[type]));
	v->price = price_words(r, price_of(e, type));
	v->sign_in_href = sign_in_href(r);
	v->mine = e->expert_id == r->session->user_id;
}

/* Which of the expert's types; false when it has to be asked. */
static bool
find_type(const struct book_expert_row *e, int64_t id, size_t *at)
{
	if (e->ntype_ids == 1 && id == 0) {
		*at = 0;
		return true;
	}
	for (*at = 0; *at < e->ntype_ids; ++*at)
		if (e->type_ids[*at] == id)
			return true;
	return false;
}

static enum status
render(struct request *r, struct book_slot_view *view)
{
	struct book_input in = asked(r);
	struct book_expert_row e;
	struct book_slots_row slots;
	size_t type;

	if (!book_expert_get(r->db, &e) || !book_slots_get(r->db, &slots))
		return NOT_FOUND;
	if (!find_type(&e, in.type, &type))
		return type_show(r, &in, &e);
	slot_fill(r, view, &e, type);
	view->starts = slots.starts;
	view->nstarts = slots.nstarts;
	if (!r->json)
		fill_pick(r, view, &in, &slots);
	return request_render(r, &book_slot_page, view);
}

enum status
book_show(struct request *r)
{
	struct book_slot_view view = { .nstarts = 0 };

	return render(r, &view);
}

/* --- the hold ------------------------------------------------------------------ */

static enum status
created(struct request *r, int64_t id)
{
	struct session_find_row row;
	struct session_card card;

	if (!session_find(r->db, id, &row))
		return NOT_FOUND;
	session_card_fill(r, &card, &row);
	return request_json(r, CREATED, session_card_fields, &card);
}

enum status
book_hold_post(struct request *r)
{
	const struct book_input *in = r->form;
	struct instant start = start_of(in);
	struct session_hold_row held;

	if (in->type == 0)
		return request_invalid(
		    r, "type", tr("Choose what kind of session."));
	if (start.us == 0)
		return request_invalid(r, "start", tr("Choose a time."));
	if (!session_hold(r->db, in->expert, in->type, start, NULL, &held))
		return CONFLICT;
	if (r->json)
		return created(r, held.id);
	return request_done(r, &(struct outcome){ .status = OK },
	    "/book/%lld/confirm", (long long)in->expert);
}

/* The page again: the nearest free times are one click away. */
enum status
book_refused(struct request *r)
{
	struct book_input in = asked(r);
	struct book_slot_view view = { .nstarts = 0 };
	struct book_alternatives_row near;

	book_read(r);
	if (r->status == CONFLICT && in.type != 0 &&
	    book_alternatives(
		r->db, in.expert, in.type, start_of(&in), &near)) {
		view.nearest = near.nstarts > 0;
		view.nalternatives = near.nstarts;
		view.alternatives = arena_alloc(
		    r->arena, near.nstarts, sizeof(*view.alternatives));
		for (size_t i = 0; i < near.nstarts; i++) {
			char value[32];

			instant_print_rfc3339(near.starts[i], value);
			view.alternatives[i] = (struct slot_choice){
				.value = arena_strdup(r->arena, value),
				.label = slot_words(r, near.starts[i]),
			};
		}
	}
	return render(r, &view);
}

/* --- hold and confirm at once ------------------------------------------------------ */

struct session_book_input {
	int64_t expert_id, session_type_id;
	struct instant start;
	const char *goals, *pay_with;
};

static const struct form_field session_book_input_fields[] = {
	FORM_ID(struct session_book_input, expert_id, REQUIRED),
	FORM_ID(struct session_book_input, session_type_id, REQUIRED),
	FORM_FIELD(struct session_book_input, start, REQUIRED, 0, 0),
	FORM_FIELD(struct session_book_input, goals, OPTIONAL, 1, 4000),
	FORM_FIELD(struct session_book_input, pay_with, OPTIONAL, 1, 40),
};
const struct form session_book_form =
    FORM(struct session_book_input, session_book_input_fields);

enum status
session_book_post(struct request *r)
{
	const struct session_book_input *in = r->form;
	struct session_book_row booked;

	if (!session_book(r->db, in->expert_id, in->session_type_id, in->start,
		in->goals, in->pay_with != NULL ? in->pay_with : "free",
		&booked))
		return CONFLICT;
	if (session_words_check(r, booked.id, "goals", in->goals) != OK)
		return INVALID;
	return created(r, booked.id);
}
