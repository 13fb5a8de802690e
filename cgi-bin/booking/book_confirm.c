#include <stdlib.h>
#include <string.h>

#include "booking/book.h"
#include "booking/expert_card.h"
#include "booking/pack.h"
#include "booking/session.h"
#include "booking/session_note.h"
#include "lib/domain/when.h"

struct book_confirm_show_input {
	int64_t expert;
};

static const struct form_field book_confirm_show_fields[] = {
	FORM_ID(struct book_confirm_show_input, expert, REQUIRED),
};
const struct form book_confirm_show_form =
    FORM(struct book_confirm_show_input, book_confirm_show_fields);

struct session_confirm_input {
	int64_t id;
	const char *goals, *pay_with;
	struct maybe_int seen;
};

static const struct form_field session_confirm_input_fields[] = {
	FORM_ID(struct session_confirm_input, id, REQUIRED),
	FORM_FIELD(struct session_confirm_input, goals, OPTIONAL, 1, 4000),
	FORM_FIELD(struct session_confirm_input, pay_with, OPTIONAL, 1, 40),
	FORM_FIELD(struct session_confirm_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form session_confirm_form =
    FORM(struct session_confirm_input, session_confirm_input_fields);

struct book_confirm_view {
	struct book_head head;
	const char *action, *leave_action, *slot_href;
	const char *type_words, *day_words, *time_words, *price, *version;
	const char *held_words, *return_words, *by_hand_words, *button;
	struct choice *payments;
	size_t npayments;
};

static const struct field book_confirm_fields[] = {
	BOOK_HEAD_FIELDS(struct book_confirm_view),
	FIELD(struct book_confirm_view, action),
	FIELD(struct book_confirm_view, leave_action),
	FIELD_ONLY(struct book_confirm_view, slot_href, ONLY_HTML),
	FIELD(struct book_confirm_view, type_words),
	FIELD(struct book_confirm_view, day_words),
	FIELD(struct book_confirm_view, time_words),
	FIELD(struct book_confirm_view, price),
	FIELD(struct book_confirm_view, version),
	FIELD(struct book_confirm_view, held_words),
	FIELD(struct book_confirm_view, return_words),
	FIELD(struct book_confirm_view, by_hand_words),
	FIELD_ONLY(struct book_confirm_view, button, ONLY_HTML),
	FIELD_LIST_ONLY(struct book_confirm_view, payments, npayments,
	    choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page book_confirm_page = { .path = "booking/book_confirm",
	.fields = book_confirm_fields,
	.form = &session_confirm_form };

/* What may be cancelled until when, in one sentence. */
static const char *
return_words(struct request *r, const struct session_held_row *s)
{
	const char *zone = r->session->timezone;

	bool is_paid = s->price_amount > 0;
	int late = (int)s->late_return_percent.value;

	if (s->free_until.us <= r->now.us && is_paid)
		return arena_printf(r->arena,
		    tr("It starts within 24 hours: it can't be moved, and if "
		       "you cancel, %d %% comes back."),
		    late);
	if (s->free_until.us <= r->now.us)
		return tr("It starts within 24 hours: moving it is no longer "
			  "possible, cancelling is.");
	if (is_paid)
		return arena_printf(r->arena,
		    tr("Cancel or move it free until %s, %s. If you cancel "
		       "later, %d %% comes back."),
		    when_day(r->arena, s->free_until, zone, r->now),
		    when_clock(r->arena, s->free_until, zone), late);
	return arena_printf(r->arena,
	    tr("Cancel or move it free until %s, %s."),
	    when_day(r->arena, s->free_until, zone, r->now),
	    when_clock(r->arena, s->free_until, zone));
}

static void
fill_payment(struct request *r, struct book_confirm_view *v,
    const struct session_held_row *s)
{
	bool is_free = s->price_amount == 0;
	struct choice *last;

	/* What is paid for already comes first. */
	v->payments = pack_choices(r, s->id, 1, &v->npayments);
	last = &v->payments[v->npayments++];
	*last = (struct choice){ .value = is_free ? "free" : "order",
		.label = is_free ? tr("Free") : tr("Pay now"),
		.note = is_free ? tr("This session costs nothing.")
				: tr("You choose how on the next page."),
		.end = v->price,
		.chosen = last == v->payments || !v->payments->chosen };
	v->button = last->chosen && !is_free ? tr("Continue to payment")
					     : tr("Book this time");
}

static void
fill(struct request *r, struct book_confirm_view *v,
    const struct book_expert_row *e, const struct session_held_row *s)
{
	const char *zone = r->session->timezone;
	long long id = (long long)s->id;

	book_head_fill(r, &v->head, e);
	v->action = arena_printf(r->arena, "/sessions/%lld/confirm", id);
	v->leave_action = arena_printf(r->arena, "/sessions/%lld/leave", id);
	v->slot_href = arena_printf(r->arena, "/book/%lld?type=%lld",
	    (long long)e->ref, (long long)s->session_type_id);
	v->version = arena_printf(r->arena, "%lld", (long long)s->version);
	v->type_words = arena_printf(r->arena, tr("%s, %d minutes"),
	    session_kind_words(s->type_kind), (int)s->minutes);
	v->day_words = when_day(r->arena, s->starts_at, zone, r->now);
	v->time_words = when_range(r->arena, s->starts_at, s->ends_at, zone);
	v->price = price_words(
	    r, (struct money){ s->price_amount, s->price_currency });
	v->held_words = arena_printf(r->arena, tr("Held for you until %s."),
	    when_clock(r->arena, s->expires_at, zone));
	v->return_words = return_words(r, s);
	if (s->by_hand)
		v->by_hand_words = arena_printf(r->arena,
		    tr("%s answers each booking by hand, within 24 hours."),
		    e->display_name);
	fill_payment(r, v, s);
}

static enum status
render(struct request *r, const struct book_expert_row *e,
    const struct session_held_row *s)
{
	struct book_confirm_view view = { .npayments = 0 };

	fill(r, &view, e, s);
	return request_render(r, &book_confirm_page, &view);
}

void
book_confirm_read(struct request *r)
{
	const struct book_confirm_show_input *in = r->form;

	session_held_send(r->db, in->expert);
	book_expert_send(r->db, in->expert);
}

enum status
book_confirm_show(struct request *r)
{
	const struct book_confirm_show_input *in = r->form;
	struct session_held_row held;
	struct book_expert_row expert;
	bool is_held = session_held_get(r->db, &held);

	if (!book_expert_get(r->db, &expert))
		return NOT_FOUND;
	if (!is_held && r->json)
		return NOT_FOUND;
	if (!is_held) {
		request_flash(
		    r, tr("That time is no longer held. Choose again."));
		return request_redirect(r, "/book/%lld", (long long)in->expert);
	}
	request_fill(r, &session_confirm_form,
	    &(struct session_confirm_input){ .goals = held.goals });
	return render(r, &expert, &held);
}

enum status
session_confirm_post(struct request *r)
{
	const struct session_confirm_input *in = r->form;
	struct session_confirm_row done;

	if (!session_confirm(r->db, in->id, in->goals,
		in->pay_with != NULL ? in->pay_with : "free", in->seen, &done))
		return CONFLICT;
	if (session_words_check(r, done.id, "goals", in->goals) != OK)
		return INVALID;
	return session_paid_or_moved(
	    r, done.id, tr("Done. The invitation is on its way by mail."));
}

/* While it is held, the confirmation again; else the session as it is. */
enum status
session_confirm_refused(struct request *r)
{
	struct session_find_row session;
	struct session_held_row held;
	struct book_expert_row expert;

	if (session_find(r->db, typed_id(r, "id"), &session) &&
	    strcmp(session.status, "held") == 0 &&
	    session_held(r->db, session.expert_ref, &held) &&
	    held.id == session.id &&
	    book_expert(r->db, session.expert_ref, &expert))
		return render(r, &expert, &held);
	return session_show_refused(r);
}

enum status
session_leave_post(struct request *r)
{
	const struct session_input *in = r->form;
	struct session_find_row session;

	if (!session_find(r->db, in->id, &session))
		return NOT_FOUND;
	session_leave(r->db, in->id);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, tr("The time is free again."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/book/%lld", (long long)session.expert_ref);
}
