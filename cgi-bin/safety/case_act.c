#include "gen/safety/case_sql.h"
#include "lib/base/words.h"
#include "safety/case.h"

/* What a moderator does with a case.  The rules are case_patch() and its kin; who
 * comes second with a version that is gone by is told who was first. */

enum {
	ACTIONS_MAX = 9,
	EDITS_MAX = 10,
	DAYS_MAX = 365,
	NOTE_MAX = 4000,
	EDIT_MAX = 10000,
	BULK_MAX = 100,
	VERSION_MAX = 1000000000
};

struct action_input {
	const char *kind;
	int64_t days;
};

static const struct form_field action_input_fields[] = {
	FORM_FIELD(struct action_input, kind, REQUIRED, 1, 20),
	FORM_FIELD(struct action_input, days, OPTIONAL, 1, DAYS_MAX),
};
static const struct form action_form =
    FORM(struct action_input, action_input_fields);

struct edit_input {
	const char *part, *text;
};

static const struct form_field edit_input_fields[] = {
	FORM_FIELD(struct edit_input, part, REQUIRED, 1, 30),
	FORM_FIELD(struct edit_input, text, OPTIONAL, 0, EDIT_MAX),
};
static const struct form edit_form = FORM(struct edit_input, edit_input_fields);

/* --- a decision on its way to the database ----------------------------------------- */

struct decision {
	int64_t id, version, duplicate_of;
	const char *assign_to, *status, *resolution, *note, *words;
	const struct action_input *actions;
	const struct edit_input *edits;
	size_t nactions, nedits;
};

static void
put_text(struct buf *b, const char *text)
{
	buf_putc(b, '"');
	buf_put_json(b, text, strlen(text));
	buf_putc(b, '"');
}

static void
put_edits(struct buf *b, const struct decision *d)
{
	buf_puts(b, ",\"parts\":{");
	for (size_t i = 0; i < d->nedits; i++) {
		if (i > 0)
			buf_putc(b, ',');
		put_text(b, d->edits[i].part);
		buf_putc(b, ':');
		put_text(b, d->edits[i].text != NULL ? d->edits[i].text : "");
	}
	buf_putc(b, '}');
}

/* [{"kind","days","parts"}], or NULL when none was sent. */
static const char *
actions_json(struct arena *a, const struct decision *d)
{
	struct buf b;

	if (d->nactions == 0)
		return NULL;
	buf_init(&b, a, 256);
	buf_putc(&b, '[');
	for (size_t i = 0; i < d->nactions; i++) {
		buf_puts(&b, i > 0 ? ",{\"kind\":" : "{\"kind\":");
		put_text(&b, d->actions[i].kind);
		if (d->actions[i].days != 0)
			buf_printf(&b, ",\"days\":%lld",
			    (long long)d->actions[i].days);
		if (d->nedits != 0 && strcmp(d->actions[i].kind, "edit") == 0)
			put_edits(&b, d);
		buf_putc(&b, '}');
	}
	buf_putc(&b, ']');
	return b.data;
}

static const char *
action_names(struct arena *a, const struct decision *d)
{
	struct buf b;

	if (d->nactions == 0)
		return NULL;
	buf_init(&b, a, 64);
	for (size_t i = 0; i < d->nactions; i++)
		buf_printf(&b, "%s%s", i > 0 ? " " : "", d->actions[i].kind);
	return b.data;
}

static void
decide(struct request *r, const struct decision *d, const char *action)
{
	struct case_patch_row row;

	if (!case_patch(r->db, d->id,
		(struct maybe_int){ d->version, d->version != 0 }, d->assign_to,
		d->status, d->resolution, actions_json(r->arena, d), d->note,
		d->words, d->duplicate_of, &row))
		return;
	request_audit(
	    r, &(struct deed){ action, "case", d->id,
		   json_of(r->arena,
		       TEXTS("assign_to", d->assign_to, "status", d->status,
			   "resolution", d->resolution, "actions",
			   action_names(r->arena, d), "note", d->note)) });
}

/* --- PATCH ----------------------------------------------------------------------------- */

struct case_patch_input {
	int64_t id, version, duplicate_of;
	const char *assign_to, *status, *resolution, *note, *words;
	struct action_input *actions;
	struct edit_input *edits;
	size_t nactions, nedits;
};

static const struct form_field case_patch_inputs[] = {
	FORM_ID(struct case_patch_input, id, REQUIRED),
	FORM_FIELD(struct case_patch_input, version, REQUIRED, 1, VERSION_MAX),
	FORM_FIELD(struct case_patch_input, assign_to, OPTIONAL, 1, 20),
	FORM_ONE_OF(struct case_patch_input, status, OPTIONAL, case_states),
	FORM_ONE_OF(
	    struct case_patch_input, resolution, OPTIONAL, case_outcomes),
	FORM_LIST(struct case_patch_input, actions, nactions, ACTIONS_MAX,
	    &action_form),
	FORM_LIST(
	    struct case_patch_input, edits, nedits, EDITS_MAX, &edit_form),
	FORM_FIELD(struct case_patch_input, note, OPTIONAL, 1, NOTE_MAX),
	FORM_FIELD(struct case_patch_input, words, OPTIONAL, 1, NOTE_MAX),
	FORM_ID(struct case_patch_input, duplicate_of, OPTIONAL),
};
const struct form case_patch_form =
    FORM(struct case_patch_input, case_patch_inputs);

enum status
case_patch_do(struct request *r)
{
	const struct case_patch_input *in = r->form;
	struct decision d = { .id = in->id,
		.version = in->version,
		.duplicate_of = in->duplicate_of,
		.assign_to = in->assign_to,
		.status = in->status,
		.resolution = in->resolution,
		.note = in->note,
		.words = in->words,
		.actions = in->actions,
		.nactions = in->nactions,
		.edits = in->edits,
		.nedits = in->nedits };

	if (in->version == 0)
		return request_invalid(
		    r, "version", tr("Say which version you saw."));
	/* "assign_to": null gives it back */
	if (in->assign_to == NULL && in->status == NULL &&
	    in->resolution == NULL &&
	    form_has(&case_patch_form, &r->parsed, "assign_to"))
		d.status = "open";
	decide(r, &d, "case.patch");
	return db_error(r->db) != NULL ? CONFLICT : case_show(r);
}

/* --- one button each ---------------------------------------------------------------------- */

struct case_move_input {
	int64_t id, version;
	const char *assign_to, *why;
};

static const struct form_field case_move_fields[] = {
	FORM_ID(struct case_move_input, id, REQUIRED),
	FORM_FIELD(struct case_move_input, version, REQUIRED, 1, VERSION_MAX),
	FORM_FIELD(struct case_move_input, assign_to, OPTIONAL, 1, 20),
	FORM_FIELD(struct case_move_input, why, OPTIONAL, 1, NOTE_MAX),
};
const struct form case_move_form =
    FORM(struct case_move_input, case_move_fields);

static enum status
shown_again(struct request *r, int64_t id)
{
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/safety/admin/reports/%lld", (long long)id);
}

enum status
case_claim_post(struct request *r)
{
	const struct case_move_input *in = r->form;
	bool is_mine = in->assign_to == NULL;

	decide(r,
	    &(struct decision){ .id = in->id,
		.version = in->version,
		.assign_to = is_mine ? "me" : in->assign_to },
	    is_mine ? "case.claim" : "case.assign");
	request_flash(r,
	    is_mine ? tr("The case is yours.") : tr("The case is assigned."));
	return shown_again(r, in->id);
}

enum status
case_release_post(struct request *r)
{
	const struct case_move_input *in = r->form;

	decide(r,
	    &(struct decision){
		.id = in->id, .version = in->version, .status = "open" },
	    "case.release");
	request_flash(r, tr("The case is open again."));
	return shown_again(r, in->id);
}

enum status
case_ignore_post(struct request *r)
{
	const struct case_move_input *in = r->form;

	decide(r,
	    &(struct decision){
		.id = in->id, .version = in->version, .status = "ignored" },
	    "case.ignore");
	request_flash(r, tr("The reports are ignored as spam."));
	return shown_again(r, in->id);
}

enum status
case_undo_post(struct request *r)
{
	const struct case_move_input *in = r->form;
	struct case_undo_row row;

	if (case_undo(r->db, in->id, (struct maybe_int){ in->version, true },
		in->why, &row))
		request_audit(
		    r, &(struct deed){ "case.undo", "case", in->id,
			   json_of(r->arena, TEXTS("why", in->why)) });
	request_flash(r, tr("The decision is taken back. Decide anew."));
	return shown_again(r, in->id);
}

struct case_note_input {
	int64_t id, version;
	const char *note;
};

static const struct form_field case_note_fields[] = {
	FORM_ID(struct case_note_input, id, REQUIRED),
	FORM_FIELD(struct case_note_input, version, REQUIRED, 1, VERSION_MAX),
	FORM_FIELD(struct case_note_input, note, REQUIRED, 1, NOTE_MAX),
};
const struct form case_note_form =
    FORM(struct case_note_input, case_note_fields);

enum status
case_note_post(struct request *r)
{
	const struct case_note_input *in = r->form;

	decide(r,
	    &(struct decision){
		.id = in->id, .version = in->version, .note = in->note },
	    "case.note");
	return shown_again(r, in->id);
}

/* --- the decision's form --------------------------------------------------------------------- */

struct case_decide_input {
	int64_t id, version, days, duplicate_of;
	const char *resolution, *words, *note;
	const char *const *act;
	struct edit_input *edits;
	size_t nact, nedits;
};

static const struct form_field case_decide_fields[] = {
	FORM_ID(struct case_decide_input, id, REQUIRED),
	FORM_FIELD(struct case_decide_input, version, REQUIRED, 1, VERSION_MAX),
	FORM_ONE_OF(
	    struct case_decide_input, resolution, REQUIRED, case_outcomes),
	FORM_TEXTS(struct case_decide_input, act, nact, ACTIONS_MAX),
	FORM_FIELD(struct case_decide_input, days, OPTIONAL, 1, DAYS_MAX),
	FORM_LIST(
	    struct case_decide_input, edits, nedits, EDITS_MAX, &edit_form),
	FORM_FIELD(struct case_decide_input, words, OPTIONAL, 1, NOTE_MAX),
	FORM_FIELD(struct case_decide_input, note, OPTIONAL, 1, NOTE_MAX),
	FORM_ID(struct case_decide_input, duplicate_of, OPTIONAL),
};
const struct form case_decide_form =
    FORM(struct case_decide_input, case_decide_fields);

enum status
case_decide_post(struct request *r)
{
	const struct case_decide_input *in = r->form;
	bool is_upheld = strcmp(in->resolution, "action_taken") == 0;
	struct action_input *actions =
	    arena_alloc(r->arena, in->nact, sizeof(*actions));

	for (size_t i = 0; i < in->nact; i++)
		actions[i] = (struct action_input){ in->act[i],
			strcmp(in->act[i], "silence") == 0 ||
				strcmp(in->act[i], "suspend") == 0
			    ? in->days
			    : 0 };
	decide(r,
	    &(struct decision){ .id = in->id,
		.version = in->version,
		.status = "resolved",
		.resolution = in->resolution,
		.actions = actions,
		/* ticks beside "no violation" are not meant */
		.nactions = is_upheld ? in->nact : 0,
		.edits = in->edits,
		.nedits = in->nedits,
		.words = in->words,
		.note = in->note,
		.duplicate_of = in->duplicate_of },
	    "case.resolve");
	request_flash(
	    r, tr("Decided. You can take it back for 24 hours; everybody "
		  "concerned is told."));
	return shown_again(r, in->id);
}

/* --- of the queue ------------------------------------------------------------------------------ */

enum status
case_next_post(struct request *r)
{
	struct case_next_row row = { .id = 0 };

	if (!case_next(r->db, &row) || row.id == 0) {
		request_audit(r, &(struct deed){ .action = "case.next" });
		request_flash(r, tr("Nothing waits that you could take."));
		return request_done(r,
		    &(struct outcome){ .status = NO_CONTENT },
		    "/safety/admin/reports");
	}
	request_audit(r, &(struct deed){ "case.claim", "case", row.id, NULL });
	return request_done(r, &(struct outcome){ OK, case_next_fields, &row },
	    "/safety/admin/reports/%lld", (long long)row.id);
}

struct case_bulk_input {
	const char *act;
	const char *const *items;
	size_t nitems;
};

static const char *const bulk_acts[] = { "claim", "release", "ignore",
	"no_violation", NULL };

static const struct form_field case_bulk_inputs[] = {
	FORM_ONE_OF(struct case_bulk_input, act, REQUIRED, bulk_acts),
	FORM_TEXTS(struct case_bulk_input, items, nitems, BULK_MAX),
};
const struct form case_bulk_form =
    FORM(struct case_bulk_input, case_bulk_inputs);

static void
audit_bulk(struct request *r, const char *act, const struct case_bulk_row *row)
{
	for (size_t i = 0; i < row->ndone; i++)
		request_audit(
		    r, &(struct deed){ arena_printf(r->arena, "case.%s", act),
			   "case", row->done[i], "{\"bulk\": true}" });
}

enum status
case_bulk_post(struct request *r)
{
	const struct case_bulk_input *in = r->form;
	struct case_bulk_row row = { .ndone = 0 };
	struct buf items;

	if (in->nitems == 0)
		return request_invalid(r, "items", tr("Tick some cases."));
	buf_init(&items, r->arena, 256);
	for (size_t i = 0; i < in->nitems; i++)
		buf_printf(&items, "%s%s", i > 0 ? " " : "", in->items[i]);
	case_bulk(r->db, items.data, in->act, &row);
	request_audit(r, &(struct deed){ .action = "case.bulk" });
	audit_bulk(r, in->act, &row);
	request_flash(r,
	    row.nfailed == 0
		? arena_printf(r->arena, tr("%d cases done."), (int)row.ndone)
		: arena_printf(r->arena,
		      tr("%d cases done; %d were changed by somebody else or "
			 "are not yours to change, and stay as they are."),
		      (int)row.ndone, (int)row.nfailed));
	return request_done(r, &(struct outcome){ OK, case_bulk_fields, &row },
	    "/safety/admin/reports");
}
