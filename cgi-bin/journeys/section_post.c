#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "journeys/attachment.h"
#include "journeys/save.h"
#include "journeys/section.h"

/* A section that is sent whole, by its button: what changed is saved. */

static const char *const go_names[] = { "save", "finish", NULL };
static const struct form_field section_post_fields[] = {
	FORM_FIELD(struct section_post_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct section_post_input, section, REQUIRED, 1, KEY_MOST),
	FORM_ID(struct section_post_input, version, REQUIRED),
	FORM_FIELD(struct section_post_input, record, OPTIONAL, 0, 20),
	FORM_FIELD(struct section_post_input, ref, OPTIONAL, 0, 64),
	FORM_FIELD(struct section_post_input, tab, REQUIRED, 1, 40),
	FORM_FIELD(struct section_post_input, was, OPTIONAL, 0, 20000),
	FORM_ONE_OF(struct section_post_input, go, REQUIRED, go_names),
};
const struct form section_post_form =
    FORM(struct section_post_input, section_post_fields);

/* "f.KEY" and what stands behind it belong to a field that there is. */
static bool
names_are_known(struct request *r, const struct journey_section *s)
{
	char key[KEY_MOST + 1];
	const char *name;
	size_t len;

	for (size_t i = 0; i < r->sent->n; i++) {
		name = r->sent->items[i].name;
		if (strncmp(name, "f.", 2) != 0)
			continue;
		len = strcspn(name + 2, ".");
		if (len > KEY_MOST)
			return false;
		memcpy(key, name + 2, len);
		key[len] = '\0';
		if (definition_field(s, key) == NULL)
			return false;
	}
	return true;
}

static int64_t
seen_revision(struct request *r, const char *name)
{
	const struct pair *pair =
	    pairs_find(r->sent, arena_printf(r->arena, "%s.revision", name));

	return pair != NULL ? strtoll(pair->value, NULL, 10) : 0;
}

static bool
are_equal(struct json_object *one, struct json_object *other)
{
	return one == NULL || other == NULL ? one == other
					    : json_object_equal(one, other);
}

/* Ticked ones go, chosen ones come: at once, whatever else is on the page. */
static void
take_files(struct request *r, const struct section_place *p,
    const struct field_state *f, const char *name)
{
	const struct section_post_input *in = r->form;
	const struct attachment_place place = { in->slug,
		p->is_new ? 0 : p->record->id, f->field };
	const char *remove = arena_printf(r->arena, "%s.remove", name), *why;
	int64_t id;

	for (size_t i = 0; i < r->sent->n; i++) {
		const struct pair *pair = &r->sent->items[i];

		if (strcmp(pair->name, remove) == 0)
			attachment_remove(
			    r, in->slug, strtoll(pair->value, NULL, 10));
		if (strcmp(pair->name, name) != 0 || pair->file == NULL)
			continue;
		why = p->is_new ? tr("Save the entry first, then add the file.")
				: attachment_add(r, &place, pair->file, &id);
		if (why != NULL)
			request_invalid(r, name, why);
	}
}

/* One field of the page: into the list when it was changed. */
static void
take_field(struct request *r, const struct section_place *p,
    const struct field_state *f, struct save_list *list)
{
	const struct section_post_input *in = r->form;
	const char *name = arena_printf(r->arena, "f.%s", f->field->key);
	struct entry_context c = p->taking.context;
	struct json_object *value;
	const char *error;

	if (f->field->type == TYPE_FILE) {
		take_files(r, p, f, name);
		return;
	}
	if (!entry_is_sent(r->sent, name))
		return;
	c.before = f->sealed ? NULL : f->value;
	value = entry_from_form(&c, f->field, r->sent, name, &error);
	if (error != NULL) {
		request_invalid(r, name, error);
		return;
	}
	if ((f->sealed && value == NULL) || are_equal(value, f->value) ||
	    section_was_this(
		r, in->was != NULL ? in->was : "", f->field, value))
		return;
	save_add(list, &(struct save_one){ .field = f->field,
			   .record = p->is_new ? 0 : p->record->id,
			   .ref = p->is_new ? in->ref : NULL,
			   .value = value,
			   .base = seen_revision(r, name),
			   .seq = r->now.us });
}

/* What became of them, put among the answers. */
struct saved {
	bool conflict, full;
	int64_t record;
};
static struct saved
save(struct request *r, struct section_place *p, const struct save_list *list)
{
	const struct section_post_input *in = r->form;
	struct saved s = { .record = p->record->id };
	struct answers_save_row *rows;
	size_t n;

	rows = answers_save(
	    r->db, in->slug, in->version, in->tab, save_text(list), &n);
	for (size_t i = 0; i < n; i++) {
		s.conflict |= strcmp(rows[i].outcome, "conflict") == 0;
		s.full |= strcmp(rows[i].outcome, "full") == 0;
		s.record = rows[i].record_id;
	}
	return s;
}

static enum status
done(struct request *r, const char *words, const char *location)
{
	request_flash(r, words);
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "%s", location);
}

/* Where the button leads, by what is there now. */
static enum status
go_on(struct request *r, struct section_place *p, const struct saved *s)
{
	const struct section_post_input *in = r->form;
	struct enrolment_settle_row row;
	const struct section_state *next;
	struct taking now;
	const char *here = s->record > 0
			       ? arena_printf(r->arena, "%s?record=%lld",
				     p->href, (long long)s->record)
			       : p->href;

	if (s->conflict)
		return done(r,
		    tr("Saved. Some answers were changed elsewhere: choose "
		       "below which ones hold."),
		    here);
	if (!taking_load(r, in->slug, &now))
		return NOT_FOUND;
	enrolment_settle(r->db, in->slug, now.state->complete, &row);
	if (strcmp(in->go, "save") == 0)
		return done(r, tr("Saved."), here);
	if (!taking_section(&now, in->section)->complete)
		return request_done(r,
		    &(struct outcome){ .status = NO_CONTENT }, "%s%ccheck=true",
		    here, strchr(here, '?') != NULL ? '&' : '?');
	next = taking_beside(&now, taking_section(&now, in->section), 1);
	return done(r, tr("This section is complete."),
	    next != NULL
		? arena_printf(r->arena, "%s/%s", now.href, next->section->key)
		: now.href);
}

/* What somebody goes on to fill in was not to be removed: it comes back. */
static bool
find(struct request *r, const char *record, struct section_place *p)
{
	const struct section_post_input *in = r->form;

	section_send(r, in->slug, in->section);
	if (section_get(r, in->section, record, p) && p->record != NULL)
		return true;
	if (in->record == NULL || *in->record == '\0')
		return false;
	record_remove(
	    r->db, in->slug, in->section, strtoll(in->record, NULL, 10), true);
	section_send(r, in->slug, in->section);
	return section_get(r, in->section, record, p) && p->record != NULL;
}

enum status
section_post(struct request *r)
{
	const struct section_post_input *in = r->form;
	const char *record = in->record != NULL && *in->record != '\0'
				 ? in->record
			     : in->ref != NULL && *in->ref != '\0' ? "new"
								   : "";
	struct section_place p = { 0 };
	struct save_list list;
	struct saved s;

	if (!find(r, record, &p))
		return NOT_FOUND;
	if (p.taking.locked != NULL)
		return request_refuse(r, CONFLICT, p.taking.locked);
	if (p.taking.row.version_id != in->version)
		return request_refuse(r, CONFLICT,
		    tr("This journey has changed meanwhile. Load the page "
		       "again."));
	if (!names_are_known(r, p.section->section))
		return request_invalid(r, "",
		    tr("The form has a field that this section does not."));
	save_list_init(&list, r);
	for (size_t i = 0; i < p.open->section->nfields; i++)
		take_field(r, &p, &p.record->fields[i], &list);
	if (r->parsed.nmessages > 0)
		return INVALID;
	s = save(r, &p, &list);
	if (db_error(r->db) != NULL)
		return INTERNAL_ERROR; /* the loop says which */
	if (s.full)
		return request_refuse(r, CONFLICT,
		    tr("This list has as many entries as it may have."));
	return go_on(r, &p, &s);
}
