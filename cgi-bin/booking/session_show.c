#include <string.h>

#include "booking/expert_card.h"
#include "booking/session_show.h"
#include "booking/slot_pick.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

static const struct field step_fields[] = {
	FIELD(struct session_step, label),
	FIELD(struct session_step, words),
	FIELD(struct session_step, done),
	FIELD(struct session_step, current),
	FIELD_END,
};

static const struct field move_row_fields[] = {
	FIELD(struct session_move_row, at),
	FIELD(struct session_move_row, side),
	FIELD(struct session_move_row, move),
	FIELD(struct session_move_row, from_status),
	FIELD(struct session_move_row, to_status),
	FIELD(struct session_move_row, reason),
	FIELD_END,
};

// clang-format off
#define SHOWN(m) FIELD_ONLY(struct session_show_view, m, ONLY_HTML)
#define NOTES(m, n) \
	FIELD_LIST_ONLY(struct session_show_view, m, n, \
	    session_note_item_fields, ONLY_HTML)

static const struct field session_show_fields[] = {
	SESSION_CARD_FIELDS,
	FIELD_TEXTS(struct session_show_view, allowed, nallowed),
	FIELD_ONLY(struct session_show_view, other_zone, ONLY_JSON),
	FIELD_LIST_ONLY(struct session_show_view, history, nhistory,
	    move_row_fields, ONLY_JSON),
	FIELD_LIST(struct session_show_view, feedback, nfeedback,
	    session_feedback_item_fields),
	FIELD_LIST(struct session_show_view, proposals, nproposals,
	    session_proposal_item_fields),
	SHOWN(base), SHOWN(heading), SHOWN(day_words), SHOWN(other_words),
	SHOWN(with_headline), SHOWN(with_href), SHOWN(place_words),
	SHOWN(ics_href), SHOWN(google_href), SHOWN(outlook_href),
	SHOWN(confirm_href), SHOWN(move_href), SHOWN(cancel_href),
	SHOWN(cancel_label), SHOWN(decline_href), SHOWN(propose_href),
	SHOWN(offer_href), SHOWN(dispute_href), SHOWN(feedback_href),
	SHOWN(feedback_label), SHOWN(again_href), SHOWN(emergency_href),
	SHOWN(can_accept), SHOWN(can_start), SHOWN(can_complete),
	SHOWN(can_report_no_show), SHOWN(can_take_back), SHOWN(can_settle),
	FIELD_LIST_ONLY(struct session_show_view, steps, nsteps, step_fields,
	    ONLY_HTML),
	SHOWN(price_words), SHOWN(paid_words), SHOWN(paid_href),
	SHOWN(policy_words), SHOWN(pay_href),
	SHOWN(return_words), SHOWN(state_words),
	NOTES(notes, nnotes), NOTES(preparation, npreparation),
	NOTES(own_notes, nown_notes), NOTES(tasks, ntasks),
	NOTES(links, nlinks),
	{ .name = "notes", .kind = KIND_LIST,
	    .offset = offsetof(struct session_show_view, all_notes),
	    .item = session_note_item_fields,
	    .item_size = sizeof(struct session_note_item),
	    .count_offset = offsetof(struct session_show_view, nall_notes),
	    .only = ONLY_JSON },
	SHOWN(has_doubts), SHOWN(may_write), SHOWN(is_expert), SHOWN(reveal_words),
	SHOWN(can_offer), SHOWN(can_withdraw), SHOWN(can_agree),
	SHOWN(can_refuse),
	FIELD_END,
};
// clang-format on
struct page session_show_page = { .path = "booking/session_show",
	.fields = session_show_fields };

static bool
is(const char *word, const char *other)
{
	return strcmp(word, other) == 0;
}

static bool
is_agreed(const struct session_find_row *s)
{
	return is(s->status, "scheduled") || is(s->status, "in_progress");
}

/* --- what may be done now ------------------------------------------------------------ */

static bool
may(const struct session_show_view *v, const char *move)
{
	for (size_t i = 0; i < v->nallowed; i++)
		if (is(v->allowed[i], move))
			return true;
	return false;
}

static const char *
below(struct request *r, const struct session_show_view *v, const char *move,
    const char *segment)
{
	return may(v, move) ? arena_printf(r->arena, "%s/%s", v->base, segment)
			    : NULL;
}

static void
fill_moves(struct request *r, struct session_show_view *v,
    const struct session_find_row *s)
{
	v->move_href = below(r, v, "reschedule", "reschedule");
	v->propose_href = below(r, v, "propose", "propose");
	v->decline_href = below(r, v, "decline", "decline");
	v->dispute_href = below(r, v, "dispute", "dispute");
	v->emergency_href = below(r, v, "emergency", "emergency");
	v->cancel_href = below(r, v, "cancel", "cancel");
	v->cancel_label = tr("Cancel");
	if (may(v, "withdraw")) {
		v->cancel_href = below(r, v, "withdraw", "cancel");
		v->cancel_label = tr("Withdraw");
	}
	if (may(v, "confirm"))
		v->confirm_href = arena_printf(
		    r->arena, "/book/%lld/confirm", (long long)s->expert_ref);
	v->can_accept = may(v, "accept");
	v->can_start = may(v, "start");
	v->can_complete = may(v, "complete");
	v->can_report_no_show = may(v, "no_show");
	v->can_take_back = may(v, "take_back");
	v->can_settle = may(v, "settle");
}

/* --- names ------------------------------------------------------------------------------ */

static void
fill_reveal(struct request *r, struct session_show_view *v,
    const struct session_find_row *s)
{
	const char *mine =
	    v->is_expert ? "offered_by_expert" : "offered_by_client";

	if (!s->anonymous)
		return;
	if (is(s->reveal, "mutual"))
		v->reveal_words = tr("You have both shown your names.");
	else if (!is(s->status, "completed"))
		v->reveal_words = arena_printf(r->arena,
		    tr("You both appear under generated names: you are %s. "
		       "After the session either of you may offer to show "
		       "names; they are shown only when both agree."),
		    v->is_expert ? s->expert_name : s->client_name);
	else if (is(s->reveal, mine)) {
		v->reveal_words = tr("You offered to show names. Nothing is "
				     "shown until the other side agrees.");
		v->can_withdraw = true;
	} else if (is(s->reveal, "none") || is(s->reveal, "refused")) {
		v->reveal_words = tr("You are anonymous to each other. You "
				     "may offer to show names: they appear "
				     "only when both agree.");
		v->can_offer = true;
	} else {
		v->reveal_words = arena_printf(r->arena,
		    tr("%s offers to show names, both at once."),
		    session_other_name(s));
		v->can_agree = v->can_refuse = true;
	}
}

/* --- when, where, how it is paid ---------------------------------------------------------- */

/* The other side's clock, when it differs. */
static const char *
other_words(
    struct request *r, const struct session_find_row *s, const char *zone)
{
	if (zone == NULL ||
	    when_local(s->starts_at, zone).offset_seconds ==
		when_local(s->starts_at, r->session->timezone).offset_seconds)
		return NULL;
	return arena_printf(r->arena, tr("%s for %s"),
	    when_range(r->arena, s->starts_at, s->ends_at, zone),
	    session_other_name(s));
}

/* 20261124T180000Z, as calendars on the web want it. */
static const char *
compact(struct request *r, struct instant at)
{
	struct local_time l = when_local(at, "UTC");

	return arena_printf(r->arena, "%04d%02d%02dT%02d%02d%02dZ", l.date.year,
	    l.date.month, l.date.day, l.hour, l.minute, l.second);
}

static const char *
with_query(struct request *r, const char *base, const char *const pairs[])
{
	struct buf b;

	buf_init(&b, r->arena, 256);
	buf_puts(&b, base);
	for (size_t i = 0; pairs[i] != NULL; i += 2)
		buf_put_query(&b, pairs[i], pairs[i + 1]);
	return b.data;
}

static void
fill_calendar(struct request *r, struct session_show_view *v,
    const struct session_find_row *s)
{
	const char *page = arena_printf(
	    r->arena, "%s%s", setting_text("BELAY_PUBLIC_URL"), v->base);
	const char *where = v->card.join->url;
	char start[32], end[32];

	instant_print_rfc3339(s->starts_at, start);
	instant_print_rfc3339(s->ends_at, end);
	v->ics_href = arena_printf(r->arena, "%s/calendar.ics", v->base);
	v->google_href = with_query(r,
	    "https://calendar.google.com/calendar/render?action=TEMPLATE",
	    (const char *const[]){ "text", v->heading, "dates",
		arena_printf(r->arena, "%s/%s", compact(r, s->starts_at),
		    compact(r, s->ends_at)),
		"details", page, "location", where, NULL });
	v->outlook_href = with_query(r,
	    "https://outlook.live.com/calendar/0/deeplink/compose?"
	    "path=%2Fcalendar%2Faction%2Fcompose&rru=addevent",
	    (const char *const[]){ "subject", v->heading, "startdt", start,
		"enddt", end, "body", page, "location", where, NULL });
}

static void
fill_when(struct request *r, struct session_show_view *v,
    const struct session_find_row *s, const struct session_around_row *a)
{
	v->heading = session_heading(r, s);
	v->day_words =
	    when_day(r->arena, s->starts_at, r->session->timezone, r->now);
	v->other_words = other_words(r, s, a->other_zone);
	v->with_headline = a->headline;
	if (!v->is_expert)
		v->with_href = arena_printf(
		    r->arena, "/book/%lld", (long long)s->expert_ref);
	else if (s->client_handle != NULL)
		v->with_href =
		    arena_printf(r->arena, "/u/%s", s->client_handle);
	if (!is_agreed(s))
		return;
	v->place_words = s->meeting_link != NULL
			     ? tr("At the expert's own link")
			     : tr("In the session's room");
	fill_calendar(r, v, s);
}

static const char *
policy_words(struct request *r, const struct session_show_view *v,
    const struct session_find_row *s, const struct session_around_row *a)
{
	const char *zone = r->session->timezone;

	if (v->is_expert)
		return tr("If you cancel, everything goes back to the other "
			  "side and it counts against your reliability.");
	if (s->price_amount == 0)
		return a->free_until.us > r->now.us
			   ? arena_printf(r->arena,
				 tr("You can move it until %s, %s, and cancel "
				    "it until it begins."),
				 when_day(
				     r->arena, a->free_until, zone, r->now),
				 when_clock(r->arena, a->free_until, zone))
			   : tr("It can no longer be moved, but cancelled "
				"until it begins.");
	if (a->free_until.us > r->now.us)
		return arena_printf(r->arena,
		    tr("Cancel or move it free until %s, %s. Later, %d %% comes "
		       "back."),
		    when_day(r->arena, a->free_until, zone, r->now),
		    when_clock(r->arena, a->free_until, zone),
		    (int)a->late_return_percent.value);
	return arena_printf(r->arena,
	    tr("It can no longer be moved. If you cancel now, %d %% of the "
	       "price comes back."),
	    (int)a->late_return_percent.value);
}

/* How it is paid: the order is the buyer's own page. */
static void
fill_order(struct request *r, struct session_show_view *v,
    const struct session_find_row *s, const struct session_around_row *a)
{
	static const struct word ways[] = {
		{ "order", WORDS("Paid by itself") },
		{ "pack", WORDS("A session of a pack") },
		{ "package", WORDS("A session of a coaching package") },
		{ "tier", WORDS("Included in the journey") },
		{ NULL, NULL },
	};

	if (s->paid_by == NULL || is(s->paid_by, "free"))
		return;
	v->paid_words = word_of(ways, s->paid_by);
	if (a->order_ref == NULL)
		return;
	v->paid_words = arena_printf(r->arena, tr("Order %s"), a->order_number);
	v->paid_href =
	    arena_printf(r->arena, "/checkout/order/%s", a->order_ref);
}

static void
fill_payment(struct request *r, struct session_show_view *v,
    const struct session_find_row *s, const struct session_around_row *a)
{
	v->price_words = price_words(
	    r, (struct money){ s->price_amount, s->price_currency });
	fill_order(r, v, s, a);
	if (s->price_amount > 0 && s->return_percent.set)
		v->return_words =
		    a->refund_amount.set
			? arena_printf(r->arena, "%s (%d %%)",
			      money_text(r->arena,
				  (struct money){ a->refund_amount.value,
				      s->price_currency }),
			      (int)s->return_percent.value)
			: arena_printf(
			      r->arena, "%d %%", (int)s->return_percent.value);
	if (is(s->status, "scheduled") || is(s->status, "requested"))
		v->policy_words = policy_words(r, v, s, a);
}

/* What is open between the two, in a sentence. */
static const char *
state_words(struct request *r, const struct session_find_row *s,
    const struct session_around_row *a)
{
	if (is(s->status, "awaiting_payment"))
		return arena_printf(r->arena,
		    is(s->side, "client")
			? tr("It is to be paid until %s, or the time is free "
			     "again.")
			: tr("It waits for its payment until %s, or the time "
			     "is free again."),
		    session_until(r, s->expires_at));
	if (s->disputed && s->resolution == NULL)
		return tr("This session is disputed: our safety team looks at "
			  "it and tells you both.");
	if (s->resolution != NULL)
		return tr("The dispute about this session is decided.");
	if (is(s->status, "no_show") && a->settle_other != NULL)
		return arena_printf(r->arena,
		    is(a->settle_other, "completed")
			? tr("%s says that it did take place. If you say the "
			     "same, it is settled.")
			: tr("%s would treat it as cancelled. If you say the "
			     "same, it is settled."),
		    session_other_name(s));
	if (is(s->status, "no_show") && a->settle_mine != NULL)
		return tr("You said how it should end; the other side has not "
			  "answered yet.");
	if (is(s->status, "canceled") && s->cancel_code != NULL)
		return arena_printf(r->arena, tr("Cancelled by %s: %s."),
		    session_side_words(s, s->canceled_side),
		    session_reason_words(s->cancel_code));
	return NULL;
}

static void
fill_page(struct request *r, struct session_show_view *v,
    const struct session_find_row *s, const struct session_around_row *a)
{
	v->is_expert = is(s->side, "expert");
	v->may_write = !is(s->status, "held") && !is(s->status, "expired");
	fill_moves(r, v, s);
	fill_when(r, v, s, a);
	fill_payment(r, v, s, a);
	fill_reveal(r, v, s);
	v->state_words = state_words(r, s, a);
	if (is(s->status, "awaiting_payment") && !v->is_expert)
		v->pay_href = arena_printf(
		    r->arena, "/checkout/session/%lld", (long long)s->id);
	v->has_doubts = v->can_report_no_show || v->can_take_back ||
			v->can_settle || v->dispute_href != NULL ||
			v->emergency_href != NULL;
	if (a->can_propose_new)
		v->offer_href = arena_printf(r->arena, "%s/offer", v->base);
	if (!v->is_expert && !is_agreed(s) && !is(s->status, "held") &&
	    !is(s->status, "requested") && v->pay_href == NULL)
		v->again_href = arena_printf(r->arena, "/book/%lld?type=%lld",
		    (long long)s->expert_ref, (long long)s->session_type_id);
}

static void
read_session(struct request *r, int64_t id)
{
	session_find_send(r->db, id);
	session_around_send(r->db, id);
	session_history_list_send(r->db, id);
	session_note_list_send(r->db, id);
	session_feedback_list_send(r->db, id);
	session_proposal_list_send(r->db, id);
}

void
session_show_read(struct request *r)
{
	const struct session_input *in = r->form;

	read_session(r, in->id);
}

enum status
session_show(struct request *r)
{
	struct session_show_view view = { .nallowed = 0 };
	struct session_find_row row;
	struct session_around_row around;

	if (!session_find_get(r->db, &row) ||
	    !session_around_get(r->db, &around))
		return NOT_FOUND;
	session_card_fill(r, &view.card, &row);
	view.allowed = around.moves;
	view.nallowed = around.nmoves;
	view.other_zone = around.other_zone;
	view.base = arena_printf(r->arena, "/sessions/%lld", (long long)row.id);
	session_steps_fill(r, &view, &row);
	session_around_fill(r, &view, &row);
	if (!r->json)
		fill_page(r, &view, &row, &around);
	return request_render(r, &session_show_page, &view);
}

enum status
session_show_refused(struct request *r)
{
	read_session(r, typed_id(r, "id"));
	return session_show(r);
}
