#include "gen/safety/appeal_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "safety/safety.h"

/* /safety/appeals: what moderators decided about something of one's own, by
 * which rule, until when it holds, and the one appeal against it. */

enum { APPEAL_MAX = 4000 };

struct appeal_input {
	int64_t id;
	const char *words;
};

static const struct form_field appeal_input_fields[] = {
	FORM_ID(struct appeal_input, id, REQUIRED),
	FORM_FIELD(struct appeal_input, words, REQUIRED, 1, APPEAL_MAX),
};
const struct form appeal_form = FORM(struct appeal_input, appeal_input_fields);

struct decision_part {
	const char *label, *text;
};

static const struct field decision_part_fields[] = {
	FIELD(struct decision_part, label),
	FIELD(struct decision_part, text),
	FIELD_END,
};

struct decision_action {
	const char *kind, *status, *words;
	int64_t days;
	struct instant ends_at;
};

static const struct field decision_action_fields[] = {
	FIELD(struct decision_action, kind),
	FIELD(struct decision_action, days),
	FIELD(struct decision_action, status),
	FIELD(struct decision_action, ends_at),
	FIELD_ONLY(struct decision_action, words, ONLY_HTML),
	FIELD_END,
};

struct decision {
	int64_t id;
	const char *title, *kind_words, *rule, *words, *status, *resolution,
	    *state, *state_words, *decided, *appeal_until_words, *appeal_words,
	    *appealed, *outcome, *outcome_words, *no_appeal;
	struct instant decided_at, appeal_until, appealed_at;
	struct decision_part *parts;
	struct decision_action *actions;
	size_t nparts, nactions;
	bool can_appeal;
};

#define HTML(m) FIELD_ONLY(struct decision, m, ONLY_HTML)

static const struct field decision_fields[] = {
	FIELD_ID(struct decision, id),
	FIELD(struct decision, title),
	FIELD(struct decision, rule),
	FIELD(struct decision, words),
	FIELD(struct decision, status),
	FIELD(struct decision, resolution),
	FIELD(struct decision, decided_at),
	FIELD(struct decision, appeal_until),
	FIELD(struct decision, can_appeal),
	FIELD(struct decision, appeal_words),
	FIELD(struct decision, appealed_at),
	FIELD(struct decision, outcome),
	FIELD(struct decision, outcome_words),
	FIELD_LIST(struct decision, parts, nparts, decision_part_fields),
	FIELD_LIST(struct decision, actions, nactions, decision_action_fields),
	HTML(kind_words),
	HTML(state),
	HTML(state_words),
	HTML(decided),
	HTML(appeal_until_words),
	HTML(appealed),
	HTML(no_appeal),
	FIELD_END,
};
struct page decision_page = { .path = "safety/decision",
	.fields = decision_fields,
	.form = &appeal_form };

struct decision_list_view {
	struct decision *items;
	size_t nitems;
};

static const struct field decision_list_view_fields[] = {
	FIELD_LIST(struct decision_list_view, items, nitems, decision_fields),
	FIELD_END,
};
struct page decision_list_page = { .path = "safety/decision_list",
	.fields = decision_list_view_fields };

static const char *
no_appeal_words(const char *refusal)
{
	static const struct word list[] = {
		{ "appeal_once", WORDS("You appealed once; that is all.") },
		{ "appeal_nothing", WORDS("There is nothing to appeal.") },
		{ "appeal_too_late",
		    WORDS("The 14 days for an appeal are over.") },
		{ NULL, NULL }
	};

	return word_of(list, refusal);
}

static const char *
state_words(const char *state)
{
	static const struct word list[] = { { "open", WORDS("Until reviewed") },
		{ "assigned", WORDS("Until reviewed") },
		{ "resolved", WORDS("Decided") },
		{ "appealed", WORDS("Your appeal is being looked at") },
		{ "stands", WORDS("The decision stands") },
		{ "overturned", WORDS("Taken back after your appeal") },
		{ "no_violation", WORDS("Taken back") }, { NULL, NULL } };

	return word_of(list, state);
}

static void
fill_parts(
    struct request *r, struct decision *d, const struct decision_list_row *row)
{
	d->nparts = row->npart_texts;
	d->parts = arena_alloc(r->arena, d->nparts, sizeof(*d->parts));
	for (size_t i = 0; i < d->nparts; i++)
		d->parts[i] =
		    (struct decision_part){ words(row->part_labels[i]),
			    row->part_texts[i] };
	d->nactions = row->naction_kinds;
	d->actions = arena_alloc(r->arena, d->nactions, sizeof(*d->actions));
	for (size_t i = 0; i < d->nactions; i++)
		d->actions[i] = (struct decision_action){
			.kind = row->action_kinds[i],
			.days = row->action_days[i],
			.status = row->action_states[i],
			.ends_at = row->action_ends[i],
			.words = enforcement_words(
			    r, &(struct enforced){ row->action_kinds[i],
				   row->action_states[i], row->action_days[i],
				   row->action_ends[i] }),
		};
}

static struct decision
decision_of(struct request *r, const struct decision_list_row *row)
{
	struct decision d = {
		.id = row->id,
		.title = row->title,
		.kind_words = words(row->kind_name),
		.rule = words(row->rule),
		.words = row->words,
		.status = row->status,
		.resolution = row->resolution,
		.decided_at = row->decided_at,
		.decided = moment(r, row->decided_at),
		.appeal_until = row->appeal_until,
		.appeal_until_words = moment(r, row->appeal_until),
		.appeal_words = row->appeal_words,
		.appealed_at = row->appealed_at,
		.appealed = moment(r, row->appealed_at),
		.outcome = row->outcome,
		.outcome_words = row->outcome_words,
		.can_appeal = row->refusal == NULL,
		.no_appeal = no_appeal_words(row->refusal),
	};

	d.state = row->outcome != NULL ? row->outcome
		  : row->resolution != NULL &&
			  strcmp(row->resolution, "no_violation") == 0
		      ? row->resolution
		      : row->status;
	d.state_words = state_words(d.state);
	fill_parts(r, &d, row);
	return d;
}

enum status
decision_list_show(struct request *r)
{
	struct decision_list_view v = { .nitems = 0 };
	struct decision_list_row *rows = decision_list(r->db, 0, &v.nitems);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = decision_of(r, &rows[i]);
	return request_render(r, &decision_list_page, &v);
}

enum status
decision_show(struct request *r)
{
	struct decision d;
	struct decision_list_row *rows;
	size_t n;

	rows = decision_list(r->db, typed_id(r, "id"), &n);
	if (n == 0)
		return NOT_FOUND;
	d = decision_of(r, &rows[0]);
	request_fill(r, &appeal_form, NULL);
	return request_render(r, &decision_page, &d);
}

enum status
appeal_post(struct request *r)
{
	const struct appeal_input *in = r->form;

	appeal_send(r->db, in->id, in->words);
	request_audit(r, &(struct deed){ "appeal.send", "case", in->id, NULL });
	request_flash(
	    r, tr("Your appeal is sent. Another moderator decides about it."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/safety/appeals/%lld", (long long)in->id);
}
