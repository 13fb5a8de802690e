#ifndef LIB_JOURNEY_DIFFERENCE_H
#define LIB_JOURNEY_DIFFERENCE_H

#include "lib/base/field.h"
#include "lib/journey/definition.h"

/*
 * What changed between two versions, for the creator's diff and for the member
 * who is asked to migrate.  Sections and fields are the same when their keys
 * are; a field that moved to another section is removed and added.
 */
struct difference_change {
	const char *what; /* "Label", "Required", "Options": translated */
	const char *before, *after; /* texts; NULL: there was none */
};
struct difference_item {
	const char *kind;            /* "added", "removed", "changed" */
	const char *kind_words;      /* translated */
	const char *section, *field; /* keys; field NULL: the section itself */
	const char *section_title, *label; /* of the newer; of the older when
					      removed */
	struct difference_change *changes;
	size_t nchanges;
	bool keeps_answer; /* removed: the answer stays readable */
	bool needs_answer; /* required now and was not, or is new */
};
extern const struct field difference_fields[]; /* of struct difference */

struct difference {
	struct difference_item *items;
	size_t nitems;
	int64_t added, removed, changed;
	bool is_empty;
};
void definition_difference(struct arena *, const struct definition *before,
    const struct definition *after, struct difference *);

#endif
