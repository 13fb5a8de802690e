#include <stdlib.h>
#include <string.h>

#include "journeys/save.h"
#include "journeys/section.h"
#include "journeys/sent_json.h"
#include "lib/base/words.h"
#include "lib/journey/version.h"

/*
 * What a page saves while somebody types: one round trip, the one that asks who
 * they are.  The answers are checked against the version that the page was made
 * of, which the process knows, and the database refuses when it is another by
 * now.
 */
enum { MOST_SAVES = 200 };

struct save_item {
	const char *section, *field, *record, *ref;
	int64_t base, seq;
};
static const struct form_field save_item_fields[] = {
	FORM_FIELD(struct save_item, section, REQUIRED, 1, KEY_MOST),
	FORM_FIELD(struct save_item, field, REQUIRED, 1, KEY_MOST),
	FORM_FIELD(struct save_item, record, OPTIONAL, 0, 20),
	FORM_FIELD(struct save_item, ref, OPTIONAL, 0, 64),
	FORM_FIELD(struct save_item, base, OPTIONAL, 0, INT32_MAX),
	FORM_FIELD(struct save_item, seq, REQUIRED, 1, INT64_MAX),
};
static const struct form save_item_form =
    FORM(struct save_item, save_item_fields);

struct answer_save_input {
	const char *slug, *tab;
	int64_t version;
	const struct save_item *saves;
	size_t nsaves;
};
static const struct form_field answer_save_fields[] = {
	FORM_FIELD(struct answer_save_input, slug, REQUIRED, 1, 60),
	FORM_ID(struct answer_save_input, version, REQUIRED),
	FORM_FIELD(struct answer_save_input, tab, REQUIRED, 1, 40),
	FORM_LIST(struct answer_save_input, saves, nsaves, MOST_SAVES,
	    &save_item_form),
};
const struct form answer_save_form =
    FORM(struct answer_save_input, answer_save_fields);

/* --- what came back ------------------------------------------------------------ */

struct save_result {
	const char *section, *field, *ref, *outcome, *words;
	int64_t record, revision;
	struct json value;
	struct instant saved_at;
};
static const struct field save_result_fields[] = {
	FIELD(struct save_result, section),
	FIELD(struct save_result, field),
	FIELD_ID(struct save_result, record),
	FIELD(struct save_result, ref),
	FIELD(struct save_result, outcome),
	FIELD(struct save_result, revision),
	FIELD(struct save_result, value),
	FIELD(struct save_result, words),
	FIELD(struct save_result, saved_at),
	FIELD_END,
};
struct save_view {
	struct save_result *answers;
	size_t nanswers;
};
static const struct field save_view_fields[] = {
	FIELD_LIST(struct save_view, answers, nanswers, save_result_fields),
	FIELD_END,
};

/* --- before it is known who asks ------------------------------------------------ */

struct plan {
	const struct definition *definition; /* NULL: no published version */
	const char *text;                    /* NULL: something is wrong */
};

static const struct journey_field *
field_of(const struct definition *d, const struct save_item *item)
{
	const struct journey_section *s = definition_section(d, item->section);

	return s != NULL ? definition_field(s, item->field) : NULL;
}

/* What is wrong with one of them, or NULL; it is in the list then. */
static const char *
add_one(struct request *r, const struct definition *d, size_t i,
    struct save_list *list)
{
	const struct answer_save_input *in = r->form;
	const struct save_item *item = &in->saves[i];
	const struct journey_field *f = field_of(d, item);
	const struct entry_context c = { .arena = r->arena,
		.now = r->now,
		.zone = r->session != NULL ? r->session->timezone : NULL,
		.language = r->session != NULL ? r->session->language : NULL };
	struct json_object *value;
	const char *error = NULL;

	if (f == NULL)
		return tr("There is no such field.");
	if (f->type == TYPE_FILE ||
	    !sent_json(r->arena, r->sent,
		arena_printf(r->arena, "saves.%zu.value", i), &value))
		return tr("This can't be the answer here.");
	value = entry_from_json(&c, f, value, &error);
	if (error != NULL)
		return error;
	save_add(list,
	    &(struct save_one){ .field = f,
		.record =
		    item->record != NULL ? strtoll(item->record, NULL, 10) : 0,
		.ref =
		    item->ref != NULL && *item->ref != '\0' ? item->ref : NULL,
		.value = value,
		.base = item->base,
		.seq = item->seq });
	return NULL;
}

void
answer_save_plan(struct request *r)
{
	const struct answer_save_input *in = r->form;
	struct plan *plan = arena_alloc(r->arena, 1, sizeof(*plan));
	struct save_list list;
	bool fine = true;

	r->prepared = plan;
	plan->definition = version_kept(in->version);
	if (plan->definition == NULL && r->db != NULL)
		plan->definition =
		    version_definition(r->db, r->arena, in->version);
	if (plan->definition == NULL)
		return;
	save_list_init(&list, r);
	for (size_t i = 0; i < in->nsaves && fine; i++)
		fine = add_one(r, plan->definition, i, &list) == NULL;
	if (fine)
		plan->text = save_text(&list);
}

void
answer_save_read(struct request *r)
{
	const struct answer_save_input *in = r->form;
	const struct plan *plan = r->prepared;

	if (plan->text != NULL)
		answers_save_send(
		    r->db, in->slug, in->version, in->tab, plan->text);
}

/* --- the answer --------------------------------------------------------------------- */

static enum status
refuse(struct request *r, const struct definition *d)
{
	const struct answer_save_input *in = r->form;
	struct save_list list;
	const char *error;

	save_list_init(&list, r);
	for (size_t i = 0; i < in->nsaves; i++)
		if ((error = add_one(r, d, i, &list)) != NULL)
			request_invalid(r,
			    arena_printf(r->arena, "saves.%zu.value", i),
			    error);
	return INVALID;
}

static void
fill_result(struct request *r, const struct entry_context *c,
    const struct journey_field *f, const struct answers_save_row *row,
    struct save_result *out)
{
	struct json_object *value =
	    row->value != NULL ? entry_stored(r->arena, row->value) : NULL;

	out->record = row->record_id;
	out->outcome = row->outcome;
	out->revision = row->revision;
	out->saved_at = row->saved_at;
	if (answer_is_sealed(value))
		return;
	out->words = entry_words(c, f, value);
	if (value != NULL)
		out->value.text = entry_text(r->arena, value);
}

enum status
answer_save(struct request *r)
{
	const struct answer_save_input *in = r->form;
	const struct plan *plan = r->prepared;
	const struct entry_context c = { .arena = r->arena,
		.now = r->now,
		.zone = r->session->timezone,
		.language = r->session->language };
	struct answers_save_row *rows;
	struct save_view *view = arena_alloc(r->arena, 1, sizeof(*view));
	bool refused = false;

	if (plan->definition == NULL)
		return request_refuse(r, CONFLICT,
		    tr("This journey has changed meanwhile. Load the page "
		       "again."));
	if (plan->text == NULL)
		return refuse(r, plan->definition);
	rows = answers_save_get(r->db, &view->nanswers);
	view->answers =
	    arena_alloc(r->arena, view->nanswers, sizeof(*view->answers));
	for (size_t i = 0; i < view->nanswers && i < in->nsaves; i++) {
		view->answers[i] = (struct save_result){
			.section = in->saves[i].section,
			.field = in->saves[i].field,
			.ref = in->saves[i].ref,
		};
		fill_result(r, &c, field_of(plan->definition, &in->saves[i]),
		    &rows[i], &view->answers[i]);
		refused |= strcmp(rows[i].outcome, "conflict") == 0 ||
			   strcmp(rows[i].outcome, "gone") == 0 ||
			   strcmp(rows[i].outcome, "full") == 0;
	}
	if (!refused)
		return request_json(r, OK, save_view_fields, view);
	request_problem_extra(r, save_view_fields, view);
	return request_refuse(r, CONFLICT,
	    tr("Something was changed elsewhere meanwhile. Choose which answer "
	       "holds."));
}
