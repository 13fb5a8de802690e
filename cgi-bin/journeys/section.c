#include <stdlib.h>
#include <string.h>

#include "journeys/section_view.h"

static const struct form_field section_form_fields[] = {
	FORM_FIELD(struct section_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct section_input, section, REQUIRED, 1, KEY_MOST),
	FORM_FIELD(struct section_input, record, OPTIONAL, 0, 20),
	FORM_FIELD(struct section_input, check, OPTIONAL, 0, 1),
};
const struct form section_form =
    FORM(struct section_input, section_form_fields);

void
section_read(struct request *r)
{
	const struct section_input *in = r->form;

	section_send(r, in->slug, in->section);
}

enum status
section_show(struct request *r)
{
	const struct section_input *in = r->form;
	struct section_place p = { 0 };
	struct section_view view = { .check = in->check };

	if (!section_get(r, in->section, in->record, &p))
		return NOT_FOUND;
	if (strcmp(p.taking.row.slug, in->slug) != 0)
		return request_redirect(r, "%s", p.href);
	section_fill(r, &p, &view);
	return request_render(r, &section_page, &view);
}

/* The revision that was seen when it was typed. */
static int64_t
seen_revision(struct request *r, const char *name)
{
	const struct pair *pair =
	    pairs_find(r->sent, arena_printf(r->arena, "%s.revision", name));

	return pair != NULL ? strtoll(pair->value, NULL, 10) : 0;
}

/* What was typed, with what is wrong beside it. */
static void
show_typed(struct request *r, struct section_place *p, struct section_view *v)
{
	const char *error;

	for (size_t i = 0; i < v->nwidgets; i++) {
		error = NULL;
		for (size_t j = 0; j < r->parsed.nmessages; j++)
			if (strcmp(r->parsed.messages[j].field,
				v->widgets[i].name) == 0)
				error = r->parsed.messages[j].text;
		if (!entry_is_sent(r->sent, v->widgets[i].name))
			continue;
		widget_refuse(
		    &p->taking.context, &v->widgets[i], r->sent, error);
		v->widgets[i].revision = seen_revision(r, v->widgets[i].name);
	}
}

enum status
section_again(struct request *r)
{
	const char *record = typed(r, "record");
	struct section_place p = { 0 };
	struct section_view view = { .check = false };

	if (*record == '\0' && *typed(r, "ref") != '\0')
		record = "new";
	section_send(r, typed(r, "slug"), typed(r, "section"));
	if (!section_get(r, typed(r, "section"), record, &p))
		return NOT_FOUND;
	section_fill(r, &p, &view);
	show_typed(r, &p, &view);
	if (view.is_new)
		view.ref = typed(r, "ref");
	view.was = typed(r, "was");
	return request_render(r, &section_page, &view);
}
