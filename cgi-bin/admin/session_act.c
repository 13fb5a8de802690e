#include <string.h>

#include "admin/admin.h"
#include "gen/admin/session_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

/* /admin/sessions/:id/ACT: what an admin does with other people's session.  The
 * rules are session_admin_…(); a reason is always kept. */

static const char *const outcomes[] = { "completed", "canceled", NULL };
static const char *const verdicts[] = { "uphold", "partial", "refund", NULL };

struct session_act_input {
	int64_t id;
	const char *reason, *outcome, *resolution;
	struct instant start; /* for scripts; people give day and time */
	struct date day;
	struct minute at;
};

static const struct form_field session_act_fields[] = {
	FORM_ID(struct session_act_input, id, REQUIRED),
	FORM_FIELD(struct session_act_input, reason, REQUIRED, 1, 1000),
	FORM_ONE_OF(struct session_act_input, outcome, OPTIONAL, outcomes),
	FORM_ONE_OF(struct session_act_input, resolution, OPTIONAL, verdicts),
	FORM_FIELD(struct session_act_input, start, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_act_input, day, OPTIONAL, 0, 0),
	FORM_FIELD(struct session_act_input, at, OPTIONAL, 0, 0),
};
const struct form session_act_form =
    FORM(struct session_act_input, session_act_fields);

struct act {
	const char *name, *heading, *words, *button, *done;
	bool has_time, has_outcome, has_verdict;
	enum status (*run)(struct request *, const struct session_act_input *);
};

struct session_act_view {
	struct desk desk;
	int64_t id;
	const char *act, *heading, *words, *button, *what, *when, *zone;
	bool has_time, has_outcome, has_verdict;
	struct choice *outcomes, *verdicts;
	size_t noutcomes, nverdicts;
};

#define HTML(m) FIELD_ONLY(struct session_act_view, m, ONLY_HTML)

static const struct field session_act_view_fields[] = {
	DESK_FIELD(struct session_act_view),
	FIELD_ID(struct session_act_view, id),
	FIELD(struct session_act_view, act),
	HTML(heading),
	HTML(words),
	HTML(button),
	HTML(what),
	HTML(when),
	HTML(zone),
	HTML(has_time),
	HTML(has_outcome),
	HTML(has_verdict),
	FIELD_LIST_ONLY(struct session_act_view, outcomes, noutcomes,
	    choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct session_act_view, verdicts, nverdicts,
	    choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page session_act_page = { .path = "admin/session_act",
	.fields = session_act_view_fields,
	.form = &session_act_form };

/* --- what each does --------------------------------------------------------- */

static enum status
run_cancel(struct request *r, const struct session_act_input *in)
{
	booking_cancel(r->db, in->id, in->reason);
	return OK;
}

static enum status
run_move(struct request *r, const struct session_act_input *in)
{
	struct local_start_row local = { .start = in->start };

	if (in->start.us == 0 && in->day.year == 0)
		return request_invalid(r, "day", tr("Choose a day."));
	if (in->start.us == 0 && !in->at.set)
		return request_invalid(r, "at", tr("Choose a time."));
	if (in->start.us == 0)
		local_start(r->db, in->day, in->at.of_day, r->session->timezone,
		    &local);
	if (local.start.us == 0)
		return request_invalid(r, "at",
		    tr("Clocks skip this hour on that day. Choose another."));
	if (local.start.us <= r->now.us)
		return request_invalid(r, in->start.us != 0 ? "start" : "day",
		    tr("Choose a time that is still to come."));
	booking_move(r->db, in->id, local.start, in->reason);
	return OK;
}

static enum status
run_settle(struct request *r, const struct session_act_input *in)
{
	if (in->outcome == NULL)
		return request_invalid(r, "outcome", tr("Choose one."));
	booking_settle(r->db, in->id, in->outcome, in->reason);
	return OK;
}

static enum status
run_resolve(struct request *r, const struct session_act_input *in)
{
	if (in->resolution == NULL)
		return request_invalid(r, "resolution", tr("Choose one."));
	booking_resolve(r->db, in->id, in->resolution, in->reason);
	return OK;
}

static enum status
run_emergency(struct request *r, const struct session_act_input *in)
{
	booking_emergency(r->db, in->id, in->reason);
	return OK;
}

static const struct act acts[] = {
	{ "cancel", WORDS("Cancel the session"),
	    WORDS("Both are told, with your reason; what was paid goes back "
		  "in full."),
	    WORDS("Cancel the session"), WORDS("The session is cancelled."),
	    false, false, false, run_cancel },
	{ "move", WORDS("Move the session"),
	    WORDS("To any time at which both are free; nobody's moves are "
		  "used up. Both are told."),
	    WORDS("Move the session"), WORDS("The session is moved."), true,
	    false, false, run_move },
	{ "settle", WORDS("Settle the no-show"),
	    WORDS("Decide in their place what becomes of it."),
	    WORDS("Settle it"), WORDS("The no-show is settled."), false, true,
	    false, run_settle },
	{ "resolve", WORDS("Resolve the dispute"),
	    WORDS("Your decision is final and both are told."),
	    WORDS("Resolve it"), WORDS("The dispute is resolved."), false,
	    false, true, run_resolve },
	{ "emergency", WORDS("End the session now"),
	    WORDS("It counts as completed and disputed until you resolve it."),
	    WORDS("End it now"), WORDS("The session is ended."), false, false,
	    false, run_emergency },
};

static const struct act *
act_of(const struct request *r)
{
	const char *name = strrchr(r->http->path, '/') + 1;
	size_t i, n = sizeof(acts) / sizeof(acts[0]);

	for (i = 0; i + 1 < n; i++)
		if (strcmp(acts[i].name, name) == 0)
			break;
	return &acts[i];
}

static void
fill_choices(struct request *r, struct session_act_view *v)
{
	const char *const outcome_labels[] = { tr("It took place"),
		tr("It did not: cancelled, full return") };
	const char *const verdict_labels[] = { tr("Uphold: nothing goes back"),
		tr("Return a part"), tr("Return all") };

	v->outcomes = choices_make(r->arena, outcomes, outcome_labels,
	    typed(r, "outcome"), &v->noutcomes);
	v->verdicts = choices_make(r->arena, verdicts, verdict_labels,
	    typed(r, "resolution"), &v->nverdicts);
}

enum status
session_act_show(struct request *r)
{
	const struct act *a = act_of(r);
	const char *zone = r->session->timezone;
	struct booking_find_row row;
	struct session_act_view v;

	if (!booking_find(r->db, typed_id(r, "id"), &row))
		return NOT_FOUND;
	v = (struct session_act_view){
		.id = row.id,
		.act = a->name,
		.heading = tr(a->heading),
		.words = tr(a->words),
		.button = tr(a->button),
		.what = arena_printf(
		    r->arena, tr("%s with %s"), row.client, row.expert),
		.when = arena_printf(r->arena, "%s, %s",
		    when_day(r->arena, row.starts_at, zone, r->now),
		    when_range(r->arena, row.starts_at, row.ends_at, zone)),
		.zone = zone,
		.has_time = a->has_time,
		.has_outcome = a->has_outcome,
		.has_verdict = a->has_verdict,
	};
	fill_choices(r, &v);
	desk_fill(r, &v.desk);
	request_fill(r, &session_act_form, NULL);
	return request_render(r, &session_act_page, &v);
}

enum status
session_act_post(struct request *r)
{
	const struct session_act_input *in = r->form;
	const struct act *a = act_of(r);
	enum status status = a->run(r, in);

	if (status != OK)
		return status;
	request_audit(
	    r, &(struct deed){ arena_printf(r->arena, "session.%s", a->name),
		   "booking", in->id,
		   json_of(r->arena,
		       TEXTS("reason", in->reason, "outcome", in->outcome,
			   "resolution", in->resolution)) });
	request_flash(r, tr(a->done));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/sessions/%lld", (long long)in->id);
}
