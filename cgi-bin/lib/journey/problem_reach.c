#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/problem_reach.h"

enum { LITERALS_MOST = 64 };

/* Is it ever shown?  Asked on demand, once each; what a circle or too long a
 * chain hides is told elsewhere and counts as shown.  KNOWN_YES: perhaps. */
struct reach {
	struct problems *all;
	const struct definition *definition;
	struct entry_context context;
	unsigned char *sections; /* enum known */
	unsigned char **fields;  /* the same, by section and place */
	unsigned depth;
};

/* Tests that hold together, some of them turned around. */
struct together {
	struct literal items[LITERALS_MOST];
	size_t n;
};

static bool can_hold(struct reach *, const struct condition *, bool turned,
    const struct journey_section *);

static bool
section_is_reached(struct reach *r, const struct journey_section *s)
{
	unsigned char *known = &r->sections[s->at];

	if (*known == UNKNOWN && r->depth < CONDITIONS_DEEP) {
		r->depth++;
		*known = BEING_ASKED;
		*known = s->visible_if == NULL ||
				 can_hold(r, s->visible_if, false, s)
			     ? KNOWN_YES
			     : KNOWN_NO;
		r->depth--;
	}
	return *known != KNOWN_NO;
}

static bool
field_is_reached(struct reach *r, const struct journey_field *f)
{
	unsigned char *known = &r->fields[f->section->at][f->at];

	if (*known == UNKNOWN && r->depth < CONDITIONS_DEEP) {
		r->depth++;
		*known = BEING_ASKED;
		*known =
		    section_is_reached(r, f->section) &&
			    (f->visible_if == NULL ||
				can_hold(r, f->visible_if, false, f->section))
			? KNOWN_YES
			: KNOWN_NO;
		r->depth--;
	}
	return *known != KNOWN_NO;
}

static bool
records_can_be(const struct reach *r, const struct condition *c, bool turned)
{
	const struct journey_section *s =
	    definition_section(r->definition, c->section);
	int64_t n;

	if (s == NULL || !s->is_list)
		return true; /* told elsewhere */
	for (n = 0; n <= s->max_records; n++)
		if (records_meet(c, n) != turned)
			return true;
	return false;
}

/* Whether one answer of the field meets all tests of it. */
static bool
field_can_be(struct reach *r, const struct together *t, size_t first,
    const struct journey_section *here)
{
	const struct journey_field *f =
	    problem_field(r->definition, t->items[first].test, here);
	struct literal own[LITERALS_MOST];
	size_t i, n = 0;

	if (f == NULL)
		return true;
	for (i = 0; i < t->n; i++)
		if (problem_field(r->definition, t->items[i].test, here) == f)
			own[n++] = t->items[i];
	return sample_fits(&r->context, f, own, n, field_is_reached(r, f));
}

/* Flatten what must hold together; false when a part of it never does. */
static bool
gather(struct reach *r, const struct condition *c, bool turned,
    const struct journey_section *here, struct together *t)
{
	bool is_all = c->kind == (turned ? CONDITION_ANY : CONDITION_ALL);
	size_t i;

	if (c->kind == CONDITION_NOT)
		return gather(r, c->items, !turned, here, t);
	if (c->kind == CONDITION_RECORDS)
		return records_can_be(r, c, turned);
	if (c->kind == CONDITION_FIELD) {
		if (t->n < LITERALS_MOST)
			t->items[t->n++] = (struct literal){ c, turned };
		return true;
	}
	for (i = 0; i < c->nitems; i++) {
		bool holds = is_all ? gather(r, &c->items[i], turned, here, t)
				    : can_hold(r, &c->items[i], turned, here);

		if (holds != is_all)
			return holds;
	}
	return is_all;
}

static bool
can_hold(struct reach *r, const struct condition *c, bool turned,
    const struct journey_section *here)
{
	struct together *t = arena_alloc(r->all->arena, 1, sizeof(*t));
	size_t i;

	if (!gather(r, c, turned, here, t))
		return false;
	for (i = 0; i < t->n; i++)
		if (!field_can_be(r, t, i, here))
			return false;
	return true;
}

static void
tell_field(struct problems *all, const struct journey_field *f)
{
	const struct problem_at at = { f->section, f, PROBLEM_STOPS };

	if (f->required || f->required_if != NULL)
		problem_add(all, &at, "hidden_required",
		    words("This is required and never shown: its condition "
			  "cannot hold."));
	else
		problem_add(all, &at, "unreachable",
		    words("This is never shown: its condition cannot hold."));
}

static void
tell_section(struct reach *r, const struct journey_section *s)
{
	const struct problem_at at = { s, NULL, PROBLEM_STOPS };
	size_t i;

	if (!section_is_reached(r, s)) {
		problem_add(r->all, &at, "unreachable",
		    words("This is never shown: its condition cannot hold."));
		return;
	}
	for (i = 0; i < s->nfields; i++)
		if (!field_is_reached(r, &s->fields[i]))
			tell_field(r->all, &s->fields[i]);
}

void
problem_reach(struct problems *all)
{
	const struct definition *d = all->definition;
	struct arena *a = all->arena;
	struct reach r = { .all = all, .definition = d };
	size_t i;

	r.context.arena = a;
	r.sections = arena_alloc(a, d->nsections + 1, 1);
	r.fields = arena_alloc(a, d->nsections + 1, sizeof(*r.fields));
	for (i = 0; i < d->nsections; i++)
		r.fields[i] = arena_alloc(a, d->sections[i].nfields + 1, 1);
	for (i = 0; i < d->nsections; i++)
		tell_section(&r, &d->sections[i]);
}
