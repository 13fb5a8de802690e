#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/reading.h"

enum { FIRST_FIELDS = 8, FIELD_MEMBERS = 2000 };

struct definition *
definition_new(struct arena *a)
{
	struct definition *d = arena_alloc(a, 1, sizeof(*d));

	d->arena = a;
	return d;
}

static const struct condition *
read_condition(const struct place *row, const char *name, const char *json)
{
	struct place at = { row->arena, row->errors, row, name, 0, NULL };

	if (json == NULL)
		return NULL;
	at.value = reading_parse(&at, json, strlen(json), CONDITION_BYTES);
	return at.value == NULL ? NULL : condition_read(&at);
}

static struct journey_section *
new_section(struct definition *d)
{
	if (d->sections == NULL)
		d->sections = arena_alloc(
		    d->arena, DEFINITION_SECTIONS, sizeof(*d->sections));
	d->sections[d->nsections].at = d->nsections;
	return &d->sections[d->nsections++];
}

bool
definition_add_section(struct definition *d, const struct section_row *row,
    struct definition_errors *errors)
{
	struct arena *a = d->arena;
	struct place at = { .arena = a, .errors = errors };
	struct journey_section *s;

	*errors = (struct definition_errors){ NULL, 0 };
	at.name = arena_strdup(a, row->key);
	if (d->nsections == DEFINITION_SECTIONS)
		place_wrong(&at, words("These are too many."));
	else if (!definition_key_fits(row->key) ||
		 definition_section(d, row->key) != NULL)
		place_wrong(&at, words("This key is taken or malformed."));
	if (errors->n > 0)
		return false;
	s = new_section(d);
	s->key = at.name;
	s->title = arena_strdup(a, row->title);
	s->description = arena_strdup(a, row->description);
	s->guidance = arena_strdup(a, row->guidance);
	s->kind = arena_strdup(a, row->kind);
	s->is_list = row->is_list;
	s->min_records = row->min_records;
	s->max_records = row->max_records;
	s->weight = row->weight;
	s->visible_if = read_condition(&at, "visible_if", row->visible_if);
	return errors->n == 0;
}

/* One more field, in an array that doubles. */
static struct journey_field *
new_field(struct definition *d, struct journey_section *s)
{
	size_t n = s->nfields, size = n == 0 ? FIRST_FIELDS : 2 * n;
	struct journey_field *more;

	if (n == 0 || (n >= FIRST_FIELDS && (n & (n - 1)) == 0)) {
		more = arena_alloc(d->arena, size, sizeof(*more));
		if (n > 0)
			memcpy(more, s->fields, n * sizeof(*more));
		s->fields = more;
	}
	s->fields[n].at = n;
	s->fields[n].section = s;
	s->nfields++;
	d->nfields++;
	return &s->fields[n];
}

bool
definition_add_field(struct definition *d, const struct field_row *row,
    struct definition_errors *errors)
{
	struct place section = { .arena = d->arena, .errors = errors };
	struct place at = { d->arena, errors, &section,
		arena_strdup(d->arena, row->key), 0, NULL };
	struct journey_section *s = &d->sections[d->nsections - 1];
	struct journey_field *f;

	*errors = (struct definition_errors){ NULL, 0 };
	section.name = s->key;
	if (s->nfields == SECTION_FIELDS || d->nfields == DEFINITION_FIELDS)
		place_wrong(&at, words("These are too many fields."));
	else if (!definition_key_fits(row->key) ||
		 definition_field(s, row->key) != NULL)
		place_wrong(&at, words("This key is taken or malformed."));
	else if (field_type_of(row->type) == FIELD_TYPES)
		place_wrong(&at, words("This type is none of the fifteen."));
	if (errors->n > 0)
		return false;
	at.value = reading_parse(
	    &at, row->definition, strlen(row->definition), FIELD_MEMBERS);
	if (at.value == NULL || !place_is_object(&at))
		return false;
	f = new_field(d, s);
	f->key = at.name;
	f->type = field_type_of(row->type);
	field_read_definition(&at, f);
	return errors->n == 0;
}
