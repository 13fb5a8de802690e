#include "lib/base/words.h"
#include "lib/journey/problem_in.h"

enum colour { WHITE, GREY, BLACK };

/* Sections and fields, numbered in one row: sections first. */
struct graph {
	struct problems *all;
	const struct definition *definition;
	unsigned char *colours;
	size_t *first; /* number of each section's first field */
	unsigned depth;
	bool too_deep;
};

static void visit(struct graph *, size_t node);

static size_t
number_of(const struct graph *g, const struct journey_field *f)
{
	return g->first[f->section->at] + f->at;
}

/* What a condition leads to. */
static void
follow(struct graph *g, const struct condition *c,
    const struct journey_section *here)
{
	const struct journey_section *s;
	const struct journey_field *f;
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->nitems; i++)
		follow(g, &c->items[i], here);
	if (c->kind == CONDITION_RECORDS &&
	    (s = definition_section(g->definition, c->section)) != NULL)
		visit(g, s->at);
	if (c->kind == CONDITION_FIELD &&
	    (f = problem_field(g->definition, c, here)) != NULL)
		visit(g, number_of(g, f));
}

static void
place_of(const struct graph *g, size_t node, struct problem_at *at)
{
	const struct definition *d = g->definition;
	size_t i = 0;

	at->weight = PROBLEM_STOPS;
	at->field = NULL;
	if (node >= d->nsections) {
		while (i + 1 < d->nsections && g->first[i + 1] <= node)
			i++;
		at->field = &d->sections[i].fields[node - g->first[i]];
		node = i;
	}
	at->section = &d->sections[node];
}

static void
tell(struct graph *g, size_t node)
{
	struct problem_at at;

	place_of(g, node, &at);
	if (g->colours[node] == GREY)
		problem_add(g->all, &at, "circle",
		    words("Whether this is shown depends on itself, through "
			  "other conditions."));
	else
		problem_add(g->all, &at, "too_deep",
		    words("Conditions lead on to conditions more than 100 "
			  "times."));
}

static void
visit(struct graph *g, size_t node)
{
	struct problem_at at;

	if (g->colours[node] == BLACK)
		return;
	if (g->colours[node] == GREY || g->depth == CONDITIONS_DEEP) {
		if (g->colours[node] == GREY || !g->too_deep)
			tell(g, node);
		g->too_deep |= g->colours[node] != GREY;
		return;
	}
	g->depth++;
	g->colours[node] = GREY;
	place_of(g, node, &at);
	if (at.field != NULL)
		visit(g, at.section->at);
	follow(g,
	    at.field != NULL ? at.field->visible_if : at.section->visible_if,
	    at.section);
	g->colours[node] = BLACK;
	g->depth--;
}

void
problem_circles(struct problems *all)
{
	const struct definition *d = all->definition;
	size_t i, n = d->nsections;
	struct graph g = { .all = all, .definition = d };

	g.first = arena_alloc(all->arena, n + 1, sizeof(*g.first));
	for (i = 0; i < d->nsections; i++) {
		g.first[i] = n;
		n += d->sections[i].nfields;
	}
	g.colours = arena_alloc(all->arena, n + 1, 1);
	for (i = 0; i < n; i++)
		visit(&g, i);
}
