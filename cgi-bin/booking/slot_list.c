#include "booking/expert.h"
#include "gen/booking/slot_list_sql.h"
#include "lib/domain/when.h"

/* GET /api/interviewers/ID/availability?from&to&tz&type */
enum { MOST_DAYS = 62, USUAL_DAYS = 14 };

struct slot_list_input {
	int64_t id, type;
	struct date from, to;
	const char *tz;
};

static const struct form_field slot_list_inputs[] = {
	FORM_ID(struct slot_list_input, id, REQUIRED),
	FORM_ID(struct slot_list_input, type, OPTIONAL),
	FORM_FIELD(struct slot_list_input, from, OPTIONAL, 0, 0),
	FORM_FIELD(struct slot_list_input, to, OPTIONAL, 0, 0),
	FORM_FIELD(struct slot_list_input, tz, OPTIONAL, 1, 60),
};
const struct form slot_list_form =
    FORM(struct slot_list_input, slot_list_inputs);

const struct field slot_fields[] = {
	FIELD(struct slot, start),
	FIELD(struct slot, end),
	FIELD_END,
};

struct slot_list_view {
	const char *timezone;
	struct slot *slots;
	size_t nslots;
};

static const struct field slot_list_view_fields[] = {
	FIELD(struct slot_list_view, timezone),
	FIELD_LIST(struct slot_list_view, slots, nslots, slot_fields),
	FIELD_END,
};

struct span_of_days {
	const char *zone;
	struct date from, to; /* to exclusive */
};

/* The dates that are asked for: two weeks from today when they are left out.
 * OK, or INVALID with the field's message. */
static enum status
read_span(struct request *r, struct span_of_days *s)
{
	const struct slot_list_input *in = r->form;
	int32_t days;

	s->zone = in->tz != NULL ? in->tz : r->session->timezone;
	if (!when_zone_is_known(s->zone))
		return request_invalid(r, "tz",
		    tr("This is no time zone. Write it like Europe/Lisbon."));
	s->from = in->from.year != 0 ? in->from
		  : in->to.year != 0 ? date_add_days(in->to, -USUAL_DAYS)
				     : when_local(r->now, s->zone).date;
	s->to = in->to.year != 0 ? in->to : date_add_days(s->from, USUAL_DAYS);
	days = date_days_between(s->from, s->to);
	if (days < 1)
		return request_invalid(
		    r, "to", tr("Choose a day after the first."));
	if (days > MOST_DAYS)
		return request_invalid(
		    r, "to", tr("Ask for 62 days at the most."));
	return OK;
}

enum status
slot_list_show(struct request *r)
{
	const struct slot_list_input *in = r->form;
	struct slot_list_view view = { .nslots = 0 };
	struct slot_list_row row;
	struct span_of_days span = { .zone = NULL };
	enum status status = read_span(r, &span);

	if (status != OK)
		return status;
	if (!slot_list(
		r->db, in->id, in->type, span.from, span.to, span.zone, &row))
		return NOT_FOUND;
	if (!row.minutes.set)
		return request_invalid(
		    r, "type", tr("This expert offers no such session."));
	view.timezone = span.zone;
	view.nslots = row.nstarts;
	view.slots = arena_alloc(r->arena, view.nslots, sizeof(*view.slots));
	for (size_t i = 0; i < view.nslots; i++)
		view.slots[i] = (struct slot){
			row.starts[i],
			{ row.starts[i].us + row.minutes.value * 60000000 },
		};
	return request_json(r, OK, slot_list_view_fields, &view);
}
