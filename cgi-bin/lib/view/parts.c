#include <string.h>

#include "lib/view/parts.h"

const struct field choice_fields[] = {
	FIELD(struct choice, value),
	FIELD(struct choice, label),
	FIELD(struct choice, note),
	FIELD(struct choice, end),
	FIELD(struct choice, chosen),
	FIELD(struct choice, refused),
	FIELD_END,
};

const struct field pager_fields[] = {
	FIELD(struct pager, range),
	FIELD(struct pager, first),
	FIELD(struct pager, next),
	FIELD_END,
};

const struct field face_fields[] = {
	FIELD(struct face, picture),
	FIELD(struct face, pattern),
	FIELD(struct face, initials),
	FIELD(struct face, hue),
	FIELD_END,
};

bool
choices_pick(struct choice *choices, size_t n, const char *value)
{
	bool found = false;
	size_t i;

	for (i = 0; i < n; i++) {
		choices[i].chosen =
		    value != NULL && strcmp(choices[i].value, value) == 0;
		found = found || choices[i].chosen;
	}
	return found;
}

void
choices_pick_all(
    struct choice *choices, size_t n, const char *const *values, size_t nvalues)
{
	for (size_t i = 0; i < n; i++)
		for (size_t j = 0; j < nvalues; j++)
			if (strcmp(choices[i].value, values[j]) == 0)
				choices[i].chosen = true;
}

struct choice *
choices_make(struct arena *a, const char *const *words,
    const char *const *labels, const char *chosen, size_t *n)
{
	struct choice *choices;
	size_t i;

	for (*n = 0; words[*n] != NULL; ++*n)
		continue;
	choices = arena_alloc(a, *n + 1, sizeof(*choices));
	for (i = 0; i < *n; i++) {
		choices[i].value = words[i];
		choices[i].label = labels != NULL ? labels[i] : words[i];
	}
	choices_pick(choices, *n, chosen);
	return choices;
}
