#ifndef LIB_FORM_INDEX_H
#define LIB_FORM_INDEX_H

#include "lib/form/form.h"

/* Pairs in the order of their names, equal names in the order they came, so
 * that a field costs a binary search however much was sent. */
struct index {
	const struct pair **pairs;
	size_t n;
};

/* A run of it. */
struct run {
	const struct pair *const *pairs;
	size_t n;
};

void index_init(struct index *, const struct pairs *, struct arena *);
/* Those of exactly this name. */
struct run index_named(const struct index *, const char *name);
/* Those whose names begin with this. */
struct run index_below(const struct index *, const char *prefix);

#endif
