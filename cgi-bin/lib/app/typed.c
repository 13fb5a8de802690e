#include <stdlib.h>
#include <string.h>

#include "lib/app/app.h"

const char *
typed(const struct request *r, const char *field)
{
	const struct form *form = r->parsed.form;
	const struct form_state *s = r->parsed.states;

	for (size_t i = 0; form != NULL && s != NULL && i < form->nfields; i++)
		if (strcmp(s[i].name, field) == 0)
			return s[i].value != NULL ? s[i].value : "";
	return "";
}

int64_t
typed_id(const struct request *r, const char *field)
{
	return strtoll(typed(r, field), NULL, 10);
}

void
pick_ticked(
    const struct request *r, const char *name, struct choice *all, size_t n)
{
	const struct pair *sent = r->sent->items;

	for (size_t i = 0; i < r->sent->n; i++)
		if (strcmp(sent[i].name, name) == 0)
			choices_pick_all(all, n, &sent[i].value, 1);
}
