#include <string.h>

#include "lib/journey/evaluate.h"

/* Other sections' fields, found by walking conditions of conditions. */
struct search {
	struct arena *arena;
	const struct definition *definition;
	const char *own;
	struct section_need *needs;
	size_t n, size;
};

static bool
is_same(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* False: it was there already. */
static bool
add(struct search *s, const char *section, const char *field)
{
	struct section_need *more;
	size_t i;

	for (i = 0; i < s->n; i++)
		if (is_same(s->needs[i].section, section) &&
		    is_same(s->needs[i].field, field))
			return false;
	if (s->n == s->size) {
		s->size = s->size == 0 ? 16 : 2 * s->size;
		more = arena_alloc(s->arena, s->size, sizeof(*more));
		if (s->n > 0)
			memcpy(more, s->needs, s->n * sizeof(*more));
		s->needs = more;
	}
	s->needs[s->n++] = (struct section_need){ section, field };
	return true;
}

static void
walk(struct search *s, const struct condition *c, const char *here)
{
	const char *section;
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->nitems; i++)
		walk(s, &c->items[i], here);
	if (c->kind != CONDITION_FIELD && c->kind != CONDITION_RECORDS)
		return;
	section = c->section != NULL ? c->section : here;
	if (strcmp(section, s->own) != 0)
		(void)add(s, section, c->field);
}

/* What decides whether a need is visible is needed too. */
static void
walk_need(struct search *s, const struct section_need *need)
{
	const struct journey_section *section =
	    definition_section(s->definition, need->section);
	const struct journey_field *f;

	if (section == NULL)
		return;
	walk(s, section->visible_if, section->key);
	f = need->field != NULL ? definition_field(section, need->field) : NULL;
	if (f != NULL)
		walk(s, f->visible_if, section->key);
}

struct section_need *
section_needs(
    struct arena *a, const struct definition *d, const char *key, size_t *n)
{
	struct search s = { .arena = a, .definition = d, .own = key };
	const struct journey_section *section = definition_section(d, key);
	size_t i;

	for (i = 0; section != NULL && i < section->nfields; i++) {
		walk(&s, section->fields[i].visible_if, key);
		walk(&s, section->fields[i].required_if, key);
	}
	if (section != NULL)
		walk(&s, section->visible_if, key);
	for (i = 0; i < s.n; i++) {
		struct section_need need = s.needs[i];

		walk_need(&s, &need);
	}
	*n = s.n;
	return s.needs;
}
