#include <string.h>

#include "booking/session_move.h"
#include "booking/slot_pick.h"
#include "gen/booking/session_move_sql.h"
#include "gen/booking/session_proposal_sql.h"
#include "lib/domain/when.h"

/* Another time for a session: the client takes one of the expert's free slots,
 * the expert proposes any time that is free for both. */

struct session_time_input {
	int64_t id;
	struct instant start;
	struct date day;
	const char *month;
	/* a proposal outside the published hours, on the expert's clock */
	struct date date;
	struct minute clock;
	const char *words;
	struct maybe_int seen;
};

static const struct form_field session_time_input_fields[] = {
	FORM_ID(struct session_time_input, id, REQUIRED),
	FORM_FIELD(struct session_time_input, start, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_time_input, day, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_time_input, month, OPTIONAL, 1, 7),
	FORM_FIELD(struct session_time_input, date, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_time_input, clock, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_time_input, words, OPTIONAL, 1, 1000),
	FORM_FIELD(struct session_time_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form session_time_form =
    FORM(struct session_time_input, session_time_input_fields);

struct session_time_view {
	const char *base, *action, *heading, *lede, *button, *version;
	const char *session_words;
	struct slot_pick pick;
	struct instant *starts;
	size_t nstarts;
	bool with_words;
};

static const struct field session_time_fields[] = {
	FIELD_ONLY(struct session_time_view, base, ONLY_HTML),
	FIELD_ONLY(struct session_time_view, action, ONLY_HTML),
	FIELD_ONLY(struct session_time_view, heading, ONLY_HTML),
	FIELD_ONLY(struct session_time_view, lede, ONLY_HTML),
	FIELD_ONLY(struct session_time_view, button, ONLY_HTML),
	FIELD_ONLY(struct session_time_view, version, ONLY_HTML),
	FIELD_ONLY(struct session_time_view, session_words, ONLY_HTML),
	SLOT_PICK_FIELDS(struct session_time_view),
	FIELD_INSTANTS(struct session_time_view, starts, nstarts, ONLY_JSON),
	FIELD_ONLY(struct session_time_view, with_words, ONLY_HTML),
	FIELD_END,
};
struct page session_time_page = { .path = "booking/session_move",
	.fields = session_time_fields,
	.form = &session_time_form };

static struct session_time_input
asked(const struct request *r)
{
	struct session_time_input in = { .id = typed_id(r, "id") };

	return r->form != NULL ? *(const struct session_time_input *)r->form
			       : in;
}

void
session_time_read(struct request *r)
{
	struct session_time_input in = asked(r);
	struct date day =
	    in.day.year != 0 ? in.day : month_from_text(r->arena, in.month);

	if (day.year == 0 && in.start.us != 0)
		day = when_local(in.start, "UTC").date;
	session_find_send(r->db, in.id);
	session_move_slots_send(r->db, in.id, day, r->visitor_zone);
}

static void
fill_pick(struct request *r, struct session_time_view *v,
    const struct session_move_slots_row *slots)
{
	struct session_time_input in = asked(r);

	slot_pick_fill(r,
	    &(struct slot_asked){
		.address = arena_printf(r->arena, "%s?", v->action),
		.month = slots->month,
		.day = in.day,
		.start = in.start,
		.starts = slots->starts,
		.nstarts = slots->nstarts,
	    },
	    &v->pick);
}

static void
fill_words(struct request *r, struct session_time_view *v,
    const struct session_find_row *s)
{
	const char *zone = r->session->timezone;
	const char *day = when_day(r->arena, s->starts_at, zone, r->now);
	const char *range =
	    when_range(r->arena, s->starts_at, s->ends_at, zone);
	int left =
	    (int)(v->with_words ? s->proposals_left : s->reschedules_left);

	v->session_words = day;
	v->heading = v->with_words ? tr("Propose another time")
				   : tr("Move this session");
	v->button =
	    v->with_words ? tr("Propose this time") : tr("Move the session");
	if (left == 0)
		v->lede = arena_printf(r->arena,
		    tr("Now %s, %s. It was moved as often as is possible."),
		    day, range);
	else if (left == 1)
		v->lede = arena_printf(r->arena,
		    tr("Now %s, %s. You can do this once more."), day, range);
	else
		v->lede = arena_printf(r->arena,
		    tr("Now %s, %s. You can do this twice."), day, range);
}

static enum status
show(struct request *r, const char *segment)
{
	struct session_time_view view = { .nstarts = 0 };
	struct session_find_row s;
	struct session_move_slots_row slots;

	if (!session_find_get(r->db, &s) ||
	    !session_move_slots_get(r->db, &slots))
		return NOT_FOUND;
	view.base = arena_printf(r->arena, "/sessions/%lld", (long long)s.id);
	view.action = arena_printf(r->arena, "%s/%s", view.base, segment);
	view.version = arena_printf(r->arena, "%lld", (long long)s.version);
	view.with_words = strcmp(segment, "propose") == 0;
	view.starts = slots.starts;
	view.nstarts = slots.nstarts;
	if (!r->json) {
		fill_words(r, &view, &s);
		fill_pick(r, &view, &slots);
	}
	return request_render(r, &session_time_page, &view);
}

enum status
session_reschedule_show(struct request *r)
{
	return show(r, "reschedule");
}

enum status
session_propose_show(struct request *r)
{
	return show(r, "propose");
}

/* Another slot may still do; if no move is possible at all, the session says
 * what is. */
static enum status
refused(struct request *r, const char *move)
{
	struct session_around_row around;
	bool is_possible = false;

	if (!session_around(r->db, typed_id(r, "id"), &around))
		return NOT_FOUND;
	for (size_t i = 0; i < around.nmoves; i++)
		if (strcmp(around.moves[i], move) == 0)
			is_possible = true;
	if (!is_possible)
		return session_show_refused(r);
	session_time_read(r);
	return show(r, move);
}

enum status
session_reschedule_refused(struct request *r)
{
	return refused(r, "reschedule");
}

enum status
session_propose_refused(struct request *r)
{
	return refused(r, "propose");
}

enum status
session_reschedule_post(struct request *r)
{
	const struct session_time_input *in = r->form;

	if (in->start.us == 0)
		return request_invalid(r, "start", tr("Choose a time."));
	session_reschedule(r->db, in->id, in->start, in->seen);
	return session_moved(
	    r, in->id, tr("Moved. Both of you get the new invitation."));
}

/* A slot that was picked, or a date and a time on the expert's clock. */
static enum status
proposed(struct request *r, struct instant *start)
{
	const struct session_time_input *in = r->form;
	struct session_local_instant_row local;

	*start = in->start;
	if (in->start.us != 0)
		return OK;
	if (in->date.year == 0 || !in->clock.set)
		return request_invalid(r, "start", tr("Choose a time."));
	if (!session_local_instant(
		r->db, in->date, in->clock, r->visitor_zone, &local))
		return INTERNAL_ERROR;
	*start = local.at;
	return start->us != 0
		   ? OK
		   : request_invalid(r, "clock",
			 tr("The clocks skip this time on that day."));
}

enum status
session_propose_post(struct request *r)
{
	const struct session_time_input *in = r->form;
	struct session_propose_row made;
	struct instant start;
	enum status status = proposed(r, &start);

	if (status != OK)
		return status;
	if (!session_propose(r->db, in->id, start, in->words, in->seen, &made))
		return CONFLICT;
	return session_moved(r, in->id,
	    tr("Proposed. The old time stands until it is accepted."));
}
