#include "gen/safety/incident_sql.h"
#include "lib/base/words.h"
#include "safety/case.h"

/* /safety/admin/incidents/:id: moderators open and look into it, admins resolve
 * and close it. */

enum {
	TITLE_MAX = 200,
	NOTE_MAX = 4000,
	CASES_MAX = 100,
	GRADES = 5,
	VERSION_MAX = 1000000000
};

/* What a move to a state is called, and its own word for "closed, was none". */
static const char *const targets[] = { "investigating", "mitigated", "resolved",
	"closed", "false_positive", NULL };

struct incident_patch_input {
	int64_t id, version;
	const char *status, *note;
	const int64_t *reports;
	size_t nreports;
};

static const struct form_field patch_inputs[] = {
	FORM_ID(struct incident_patch_input, id, REQUIRED),
	FORM_FIELD(
	    struct incident_patch_input, version, REQUIRED, 1, VERSION_MAX),
	FORM_ONE_OF(struct incident_patch_input, status, OPTIONAL, targets),
	FORM_FIELD(struct incident_patch_input, note, OPTIONAL, 1, NOTE_MAX),
	FORM_IDS(struct incident_patch_input, reports, nreports, CASES_MAX),
};
const struct form incident_patch_form =
    FORM(struct incident_patch_input, patch_inputs);

struct case_row {
	int64_t id, severity;
	const char *title, *label, *state, *state_words;
	struct instant opened_at;
};

static const struct field case_row_fields[] = {
	FIELD_ID(struct case_row, id),
	FIELD(struct case_row, title),
	FIELD(struct case_row, label),
	FIELD(struct case_row, state),
	FIELD(struct case_row, severity),
	FIELD(struct case_row, opened_at),
	FIELD_ONLY(struct case_row, state_words, ONLY_HTML),
	FIELD_END,
};

struct history_row {
	const char *actor, *event, *event_words, *words, *at_words;
	struct instant at;
};

static const struct field history_row_fields[] = {
	FIELD(struct history_row, at),
	FIELD(struct history_row, actor),
	FIELD(struct history_row, event),
	FIELD(struct history_row, words),
	FIELD_ONLY(struct history_row, event_words, ONLY_HTML),
	FIELD_ONLY(struct history_row, at_words, ONLY_HTML),
	FIELD_END,
};

struct incident_view {
	struct desk desk;
	int64_t id, version, severity, person_id;
	const char *kind, *title, *words, *status, *kind_words, *state,
	    *state_words, *person, *opener, *opened;
	struct instant opened_at, ended_at;
	struct case_row *reports;
	struct history_row *history;
	struct choice *targets;
	const char *const *moves;
	size_t nreports, nhistory, ntargets, nmoves;
	bool false_positive;
};

#define HTML(m) FIELD_ONLY(struct incident_view, m, ONLY_HTML)

static const struct field incident_fields[] = {
	DESK_FIELD(struct incident_view),
	FIELD_ID(struct incident_view, id),
	FIELD(struct incident_view, version),
	FIELD(struct incident_view, kind),
	FIELD(struct incident_view, title),
	FIELD(struct incident_view, words),
	FIELD(struct incident_view, severity),
	FIELD(struct incident_view, status),
	FIELD(struct incident_view, false_positive),
	FIELD_ID(struct incident_view, person_id),
	FIELD(struct incident_view, person),
	FIELD(struct incident_view, opener),
	FIELD(struct incident_view, opened_at),
	FIELD(struct incident_view, ended_at),
	FIELD_TEXTS(struct incident_view, moves, nmoves),
	FIELD_LIST(struct incident_view, reports, nreports, case_row_fields),
	FIELD_LIST(struct incident_view, history, nhistory, history_row_fields),
	FIELD_LIST_ONLY(
	    struct incident_view, targets, ntargets, choice_fields, ONLY_HTML),
	HTML(kind_words),
	HTML(state),
	HTML(state_words),
	HTML(opened),
	FIELD_END,
};
struct page incident_page = { .path = "safety/incident",
	.fields = incident_fields,
	.form = &incident_patch_form };

static void
fill_reports(struct request *r, struct incident_view *v)
{
	struct incident_cases_row *rows =
	    incident_cases(r->db, v->id, &v->nreports);

	v->reports = arena_alloc(r->arena, v->nreports, sizeof(*v->reports));
	for (size_t i = 0; i < v->nreports; i++)
		v->reports[i] = (struct case_row){ .id = rows[i].id,
			.severity = rows[i].severity,
			.title = rows[i].title,
			.label = words(rows[i].label),
			.state = rows[i].resolution != NULL ? rows[i].resolution
							    : rows[i].status,
			.state_words =
			    rows[i].resolution != NULL
				? case_outcome_words(rows[i].resolution)
				: case_state_words(rows[i].status),
			.opened_at = rows[i].opened_at };
}

static void
fill_history(struct request *r, struct incident_view *v)
{
	struct incident_events_row *rows =
	    incident_events(r->db, v->id, &v->nhistory);

	v->history = arena_alloc(r->arena, v->nhistory, sizeof(*v->history));
	for (size_t i = 0; i < v->nhistory; i++)
		v->history[i] = (struct history_row){ .at = rows[i].at,
			.actor = rows[i].actor,
			.event = rows[i].event,
			.event_words = incident_state_words(rows[i].event),
			.words = rows[i].words,
			.at_words = moment(r, rows[i].at) };
}

static void
fill_targets(struct request *r, struct incident_view *v,
    const struct incident_find_row *i)
{
	v->targets = arena_alloc(r->arena, i->nmoves, sizeof(*v->targets));
	v->ntargets = i->nmoves;
	for (size_t n = 0; n < i->nmoves; n++)
		v->targets[n] = (struct choice){ .value = i->moves[n],
			.label = incident_state_words(i->moves[n]) };
}

enum status
incident_show(struct request *r)
{
	struct incident_find_row i;
	struct incident_view v;

	if (!incident_find(r->db, typed_id(r, "id"), &i))
		return NOT_FOUND;
	v = (struct incident_view){ .id = i.id,
		.version = i.version,
		.kind = i.kind,
		.kind_words = incident_kind_words(i.kind),
		.title = i.title,
		.words = i.words,
		.severity = i.severity,
		.status = i.status,
		.state = i.false_positive ? "false_positive" : i.status,
		.false_positive = i.false_positive,
		.person_id = i.person_id,
		.person = i.person,
		.opener = i.opener != NULL ? i.opener : tr("the system"),
		.opened = moment(r, i.opened_at),
		.opened_at = i.opened_at,
		.ended_at = i.ended_at,
		.moves = i.moves,
		.nmoves = i.nmoves };
	v.state_words = incident_state_words(v.state);
	fill_reports(r, &v);
	fill_history(r, &v);
	fill_targets(r, &v, &i);
	safety_desk(r, &v.desk);
	request_fill(r, &incident_patch_form, NULL);
	return request_render(r, &incident_page, &v);
}

/* --- what is done with it -------------------------------------------------------------- */

static const char *
ids_text(struct arena *a, const int64_t *ids, size_t n)
{
	struct buf b;

	buf_init(&b, a, 64);
	for (size_t i = 0; i < n; i++)
		buf_printf(&b, "%s%lld", i > 0 ? " " : "", (long long)ids[i]);
	return b.data;
}

static bool
patch(struct request *r)
{
	const struct incident_patch_input *in = r->form;
	struct incident_patch_row row;

	if (!incident_patch(r->db, in->id, in->version, in->status, in->note,
		ids_text(r->arena, in->reports, in->nreports), &row))
		return false;
	request_audit(r, &(struct deed){ "incident.patch", "incident", in->id,
			     json_of(r->arena, TEXTS("status", in->status,
						   "note", in->note)) });
	return true;
}

enum status
incident_patch_do(struct request *r)
{
	const struct incident_patch_input *in = r->form;

	if (in->version == 0)
		return request_invalid(
		    r, "version", tr("Say which version you saw."));
	return patch(r) ? incident_show(r) : CONFLICT;
}

enum status
incident_act_post(struct request *r)
{
	const struct incident_patch_input *in = r->form;

	patch(r);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/safety/admin/incidents/%lld", (long long)in->id);
}

/* --- a new one ------------------------------------------------------------------------------- */

struct incident_open_input {
	const char *kind, *title, *words;
	int64_t severity;
	const int64_t *reports;
	size_t nreports;
};

static const struct form_field open_inputs[] = {
	FORM_ONE_OF(struct incident_open_input, kind, REQUIRED, incident_kinds),
	FORM_FIELD(struct incident_open_input, title, REQUIRED, 1, TITLE_MAX),
	FORM_FIELD(struct incident_open_input, words, OPTIONAL, 0, NOTE_MAX),
	FORM_FIELD(struct incident_open_input, severity, REQUIRED, 1, GRADES),
	FORM_IDS(struct incident_open_input, reports, nreports, CASES_MAX),
};
const struct form incident_open_form =
    FORM(struct incident_open_input, open_inputs);

struct incident_new_input {
	int64_t report;
};

static const struct form_field new_inputs[] = {
	FORM_ID(struct incident_new_input, report, OPTIONAL),
};
const struct form incident_new_form =
    FORM(struct incident_new_input, new_inputs);

struct incident_new_view {
	struct desk desk;
	struct choice *kinds, *grades;
	size_t nkinds, ngrades;
	int64_t report;
};

static const struct field new_view_fields[] = {
	DESK_FIELD(struct incident_new_view),
	FIELD_LIST(struct incident_new_view, kinds, nkinds, choice_fields),
	FIELD_LIST(struct incident_new_view, grades, ngrades, choice_fields),
	FIELD_ID(struct incident_new_view, report),
	FIELD_END,
};
struct page incident_new_page = { .path = "safety/incident_new",
	.fields = new_view_fields,
	.form = &incident_open_form };

enum status
incident_new_show(struct request *r)
{
	static const char *const grades[] = { "1", "2", "3", "4", "5", NULL };
	struct incident_new_view v = { .report = typed_id(r, "report") };
	size_t i;

	v.grades = choices_make(
	    r->arena, grades, NULL, typed(r, "severity"), &v.ngrades);
	v.kinds = choices_make(
	    r->arena, incident_kinds, NULL, typed(r, "kind"), &v.nkinds);
	for (i = 0; i < v.nkinds; i++)
		v.kinds[i].label = incident_kind_words(v.kinds[i].value);
	safety_desk(r, &v.desk);
	request_fill(r, &incident_open_form, NULL);
	return request_render(r, &incident_new_page, &v);
}

enum status
incident_open_post(struct request *r)
{
	const struct incident_open_input *in = r->form;
	struct incident_open_row row;

	if (!incident_open(r->db, in->kind, in->title, in->words, in->severity,
		ids_text(r->arena, in->reports, in->nreports), &row))
		return CONFLICT;
	request_audit(r, &(struct deed){ "incident.open", "incident", row.id,
			     json_of(r->arena, TEXTS("title", in->title)) });
	return request_done(r,
	    &(struct outcome){ CREATED, incident_open_fields, &row },
	    "/safety/admin/incidents/%lld", (long long)row.id);
}
