#include <stdlib.h>
#include <string.h>

#include "lib/form/index.h"

static int
compare(const void *a, const void *b)
{
	const struct pair *x = *(const struct pair *const *)a;
	const struct pair *y = *(const struct pair *const *)b;
	int order = strcmp(x->name, y->name);

	return order != 0 ? order : (x > y) - (x < y);
}

void
index_init(struct index *index, const struct pairs *pairs, struct arena *a)
{
	size_t i;

	index->n = pairs->n;
	index->pairs = arena_alloc(a, pairs->n, sizeof(struct pair *));
	for (i = 0; i < pairs->n; i++)
		index->pairs[i] = &pairs->items[i];
	if (pairs->n > 1)
		qsort(index->pairs, index->n, sizeof(struct pair *), compare);
}

/* The first pair whose name is not before this one. */
static size_t
lower_bound(const struct index *index, const char *name)
{
	size_t low = 0, high = index->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if (strcmp(index->pairs[middle]->name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct run
index_named(const struct index *index, const char *name)
{
	size_t first = lower_bound(index, name), end = first;

	while (end < index->n && strcmp(index->pairs[end]->name, name) == 0)
		end++;
	return (struct run){ index->pairs + first, end - first };
}

struct run
index_below(const struct index *index, const char *prefix)
{
	size_t first = lower_bound(index, prefix), end = first;
	size_t len = strlen(prefix);

	while (end < index->n &&
	       strncmp(index->pairs[end]->name, prefix, len) == 0)
		end++;
	return (struct run){ index->pairs + first, end - first };
}
