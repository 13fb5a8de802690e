#include "reviews/snapshot.h"

#include <json-c/json.h>
#include <string.h>

#include "lib/journey/version.h"
#include "reviews/section.h"

static const char *
member_text(struct json_object *o, const char *name)
{
	struct json_object *m = NULL;

	if (!json_object_object_get_ex(o, name, &m))
		return NULL;
	return json_object_get_string(m);
}

static int64_t
member_int(struct json_object *o, const char *name)
{
	struct json_object *m = NULL;

	if (!json_object_object_get_ex(o, name, &m))
		return 0;
	return json_object_get_int64(m);
}

static const char *
value_words(struct request *r, const struct journey_section *section,
    struct json_object *item)
{
	struct entry_context c = section_context(r);
	const struct journey_field *f =
	    section != NULL
		? definition_field(section, member_text(item, "field"))
		: NULL;
	struct json_object *value = NULL;

	(void)json_object_object_get_ex(item, "value", &value);
	if (f == NULL || value == NULL)
		return "";
	return entry_words(&c, f, value);
}

static void
put_object(void *o)
{
	json_object_put(o);
}

struct snapshot *
snapshot_read(struct request *r, const struct review_submission_list_row *row,
    const char *key)
{
	const struct definition *d =
	    version_definition(r->db, r->arena, row->version_id);
	const struct journey_section *section =
	    d != NULL ? definition_section(d, key) : NULL;
	struct json_object *all = json_tokener_parse(row->content), *item;
	struct snapshot *s = arena_alloc(r->arena, 1, sizeof(*s));
	int64_t last = 0, place = 0;

	if (all == NULL)
		return s;
	arena_defer(r->arena, put_object, all);
	s->n = json_object_array_length(all);
	s->answers = arena_alloc(r->arena, s->n, sizeof(*s->answers));
	for (size_t i = 0; i < s->n; i++) {
		struct snapshot_answer *a = &s->answers[i];

		item = json_object_array_get_idx(all, i);
		a->field = arena_strdup(r->arena, member_text(item, "field"));
		a->label = arena_strdup(r->arena, member_text(item, "label"));
		a->record = member_int(item, "record");
		a->words = value_words(r, section, item);
		if (a->record != 0 && a->record != last)
			place++;
		last = a->record;
		a->place = a->record != 0 ? place : 0;
	}
	return s;
}

const struct snapshot_answer *
snapshot_answer(const struct snapshot *s, const char *field, int64_t record)
{
	for (size_t i = 0; s != NULL && i < s->n; i++)
		if (s->answers[i].record == record &&
		    strcmp(s->answers[i].field, field) == 0)
			return &s->answers[i];
	return NULL;
}
