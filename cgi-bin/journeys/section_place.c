#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "journeys/section.h"

/* Finding the section and record that are meant; what the page showed. */

void
section_send(struct request *r, const char *slug, const char *section)
{
	taking_send(r, slug);
	section_waiting_send(r->db, slug, section);
	section_removed_send(r->db, slug, section);
}

static const struct record_state *
find_record(const struct section_state *s, int64_t id)
{
	for (size_t i = 0; i < s->nrecords; i++)
		if (s->records[i].id == id)
			return &s->records[i];
	return NULL;
}

bool
section_get(struct request *r, const char *section, const char *record,
    struct section_place *p)
{
	struct taking *t = &p->taking;

	if (!taking_get(r, t))
		return false;
	p->section = p->open = taking_section(t, section);
	if (p->section == NULL)
		return false;
	p->href = arena_printf(r->arena, "%s/%s", t->href, section);
	p->is_new = record != NULL && strcmp(record, "new") == 0 &&
		    p->section->section->is_list;
	if (p->is_new)
		answers_add_record(t->answers, section, NEW_RECORD);
	/* with what the page's script decides by */
	p->open = evaluate_section(&t->context, t->answers, section);
	if (!p->section->section->is_list) {
		p->record = &p->open->records[0];
		return true;
	}
	if (record == NULL || *record == '\0')
		return true;
	p->record = find_record(
	    p->open, p->is_new ? NEW_RECORD : strtoll(record, NULL, 10));
	return p->record != NULL;
}

/* FNV-1a: it tells apart, it keeps no secret. */
static uint32_t
digest(const char *text)
{
	uint32_t h = 2166136261;

	for (; text != NULL && *text != '\0'; text++)
		h = (h ^ (unsigned char)*text) * 16777619;
	return h;
}

/* Whether it is ticked is what a page shows of a box, not since when. */
static const char *
as_shown(struct arena *a, const struct journey_field *f, struct json_object *v)
{
	if (v == NULL)
		return "";
	if (f->type != TYPE_CHECKBOX)
		return entry_text(a, v);
	return json_object_get_boolean(json_object_object_get(v, "checked"))
		   ? "true"
		   : "";
}

const char *
section_was(struct request *r, const struct record_state *record)
{
	const struct journey_section *s;
	struct buf b;

	buf_init(&b, r->arena, 512);
	if (record == NULL)
		return "";
	s = record->fields[0].field->section;
	for (size_t i = 0; i < s->nfields; i++) {
		const struct field_state *f = &record->fields[i];

		buf_printf(&b, "%s%s=%08x", b.len > 0 ? " " : "", f->field->key,
		    digest(as_shown(r->arena, f->field, f->value)));
	}
	return b.data;
}

bool
section_was_this(struct request *r, const char *was,
    const struct journey_field *f, struct json_object *value)
{
	const char *wanted = arena_printf(
	    r->arena, "%s=%08x", f->key, digest(as_shown(r->arena, f, value)));
	size_t len = strlen(wanted);

	for (const char *at = strstr(was, wanted); at != NULL;
	     at = strstr(at + 1, wanted))
		if ((at == was || at[-1] == ' ') &&
		    (at[len] == '\0' || at[len] == ' '))
			return true;
	return false;
}
