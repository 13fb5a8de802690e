#include <json-c/json.h>
#include <string.h>

#include "journeys/taking.h"
#include "lib/auth/secret.h"
#include "lib/base/words.h"
#include "lib/journey/version.h"

void
taking_send(struct request *r, const char *slug)
{
	enrolment_find_send(r->db, slug);
	enrolment_records_send(r->db, slug);
	enrolment_answers_send(r->db, slug);
}

/* --- what is sealed ---------------------------------------------------------- */

static const char SEALED[] = "sealed";

bool
answer_is_sealed(struct json_object *value)
{
	return json_object_is_type(value, json_type_object) &&
	       json_object_object_length(value) == 1 &&
	       json_object_object_get_ex(value, SEALED, NULL);
}

const char *
answer_sealed(struct request *r, struct json_object *value)
{
	if (value == NULL)
		return "null";
	return arena_printf(r->arena, "{\"%s\":\"%s\"}", SEALED,
	    secret_seal(r->arena, entry_text(r->arena, value)));
}

struct json_object *
answer_opened(struct request *r, struct json_object *value)
{
	const char *text;

	if (!answer_is_sealed(value))
		return value;
	text = secret_open(r->arena,
	    json_object_get_string(json_object_object_get(value, SEALED)));
	return text != NULL ? entry_stored(r->arena, text) : NULL;
}

/* --- what there is --------------------------------------------------------------- */

static void
add_answer(struct request *r, struct answers *all,
    const struct enrolment_answers_row *row)
{
	struct json_object *value;
	bool sealed;

	if (row->value == NULL) {
		answers_add(all, &(struct answer){ .section = row->section_key,
				     .field = row->field_key,
				     .record = row->record_id,
				     .revision = row->revision });
		return;
	}
	value = entry_stored(r->arena, row->value);
	sealed = answer_is_sealed(value);
	answers_add(all, &(struct answer){ .section = row->section_key,
			     .field = row->field_key,
			     .record = row->record_id,
			     .value = value,
			     .revision = row->revision,
			     .sealed = sealed });
}

static const struct {
	const char *status, *words;
} locks[] = {
	{ "paused", WORDS("Your subscription is paused, so this can be read "
			  "but not changed.") },
	{ "ended", WORDS("Your subscription has ended, so this can be read but "
			 "not changed. You can export it for 90 days.") },
};

static const char *
lock_words(const struct enrolment_find_row *row)
{
	if (strcmp(row->journey_status, "suspended") == 0)
		return tr("This journey is suspended while it is looked into. "
			  "It can be read but not changed.");
	for (size_t i = 0; i < sizeof(locks) / sizeof(locks[0]); i++)
		if (strcmp(row->status, locks[i].status) == 0)
			return tr(locks[i].words);
	return NULL;
}

void
taking_evaluate(struct taking *t)
{
	t->state = evaluate(&t->context, t->answers);
}

bool
taking_get(struct request *r, struct taking *t)
{
	bool found = enrolment_find_get(r->db, &t->row);
	size_t nrecords;
	struct enrolment_records_row *records =
	    enrolment_records_get(r->db, &nrecords);

	t->given = enrolment_answers_get(r->db, &t->ngiven);
	if (!found)
		return false;
	t->definition = version_definition(r->db, r->arena, t->row.version_id);
	if (t->definition == NULL)
		return false;
	t->context = (struct entry_context){ .arena = r->arena,
		.now = r->now,
		.zone = r->session->timezone,
		.language = r->session->language };
	t->answers = answers_new(r->arena, t->definition);
	for (size_t i = 0; i < nrecords; i++)
		answers_add_record(
		    t->answers, records[i].section_key, records[i].id);
	for (size_t i = 0; i < t->ngiven; i++)
		add_answer(r, t->answers, &t->given[i]);
	t->href = arena_printf(r->arena, "/journeys/%s", t->row.slug);
	t->locked = lock_words(&t->row);
	taking_evaluate(t);
	return true;
}

bool
taking_load(struct request *r, const char *slug, struct taking *t)
{
	taking_send(r, slug);
	return taking_get(r, t);
}

/* --- its sections -------------------------------------------------------------------- */

const struct section_state *
taking_section(const struct taking *t, const char *key)
{
	for (size_t i = 0; i < t->definition->nsections; i++)
		if (strcmp(t->definition->sections[i].key, key) == 0)
			return &t->state->sections[i];
	return NULL;
}

const struct section_state *
taking_beside(
    const struct taking *t, const struct section_state *from, int step)
{
	const struct section_state *first = t->state->sections;
	const struct section_state *end = first + t->definition->nsections;
	const struct section_state *s;

	for (s = from + step; s >= first && s < end; s += step)
		if (s->visible)
			return s;
	return NULL;
}
