#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/problem_in.h"

const struct field problem_fields[] = {
	FIELD(struct problem, code),
	FIELD(struct problem, section),
	FIELD(struct problem, field),
	FIELD(struct problem, text),
	FIELD(struct problem, stops),
	FIELD_END,
};

void
problem_add(struct problems *all, const struct problem_at *at, const char *code,
    const char *text)
{
	struct problem *more;

	if (all->n == PROBLEMS_MOST)
		return;
	if (all->n == all->size) {
		all->size = all->size == 0 ? 16 : 2 * all->size;
		more = arena_alloc(all->arena, all->size, sizeof(*more));
		if (all->n > 0)
			memcpy(more, all->items, all->n * sizeof(*more));
		all->items = more;
	}
	all->items[all->n++] = (struct problem){ .weight = at->weight,
		.code = code,
		.section = at->section != NULL ? at->section->key : NULL,
		.field = at->field != NULL ? at->field->key : NULL,
		.text = text,
		.stops = at->weight == PROBLEM_STOPS };
}

static bool
is_chosen_from(const struct journey_field *f)
{
	return field_type_about(f->type)->max_options > 0;
}

static void
check_options(struct problems *all, const struct problem_at *at)
{
	const struct journey_field *f = at->field;
	int64_t least = field_type_about(f->type)->min_options, offered = 0;
	size_t i;

	if (!is_chosen_from(f))
		return;
	for (i = 0; i < f->noptions; i++)
		offered += !f->options[i].retired;
	if (offered < least)
		problem_add(all, at, "options",
		    words("Fewer than two options can be chosen."));
	if (f->type == TYPE_MULTISELECT && f->rules.min_selected > offered)
		problem_add(all, at, "options",
		    words("More must be chosen than there are options."));
}

static void
check_field(struct problems *all, const struct journey_field *f)
{
	struct problem_at at = { f->section, f, PROBLEM_STOPS };

	check_options(all, &at);
	if (f->unique_in_list && !f->section->is_list) {
		at.weight = PROBLEM_HINTS;
		problem_add(all, &at, "not_a_list",
		    words("Answers can differ only within a list."));
	}
	if (f->help == NULL && f->required) {
		at.weight = PROBLEM_HINTS;
		problem_add(all, &at, "no_help",
		    words("A required field without help."));
	}
}

static void
check_section(struct problems *all, const struct journey_section *s)
{
	const struct problem_at at = { s, NULL, PROBLEM_STOPS };
	size_t i;

	if (s->nfields == 0)
		problem_add(
		    all, &at, "no_fields", words("This section has no field."));
	for (i = 0; i < s->nfields; i++)
		check_field(all, &s->fields[i]);
}

/* Without anything required a journey is complete by its first answer. */
static bool
requires_something(const struct definition *d)
{
	size_t i, k;

	for (i = 0; i < d->nsections; i++) {
		if (d->sections[i].is_list && d->sections[i].min_records > 0)
			return true;
		for (k = 0; k < d->sections[i].nfields; k++)
			if (d->sections[i].fields[k].required ||
			    d->sections[i].fields[k].required_if != NULL)
				return true;
	}
	return false;
}

struct problem *
definition_problems(struct arena *a, const struct definition *d, size_t *n)
{
	struct problems all = { .arena = a, .definition = d };
	struct problem_at whole = { NULL, NULL, PROBLEM_STOPS };
	size_t i;

	if (d->nsections == 0)
		problem_add(&all, &whole, "no_sections",
		    words("The journey has no section."));
	for (i = 0; i < d->nsections; i++)
		check_section(&all, &d->sections[i]);
	problem_conditions(&all);
	problem_circles(&all);
	problem_reach(&all);
	whole.weight = PROBLEM_HINTS;
	if (d->nfields > 0 && !requires_something(d))
		problem_add(&all, &whole, "nothing_required",
		    words("Nothing is required: the first answer completes "
			  "the journey."));
	*n = all.n;
	return all.items;
}

bool
problems_stop(const struct problem *items, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (items[i].stops)
			return true;
	return false;
}
