#include <string.h>

#include "journeys/section_view.h"
#include "lib/base/words.h"
#include "lib/domain/markdown.h"
#include "lib/domain/when.h"

/* The lists on the page of a section. */

void
section_fill_links(
    struct request *r, const struct section_place *p, struct section_view *v)
{
	const struct taking *t = &p->taking;
	const struct section_state *s;
	size_t here = 0;

	v->links =
	    arena_alloc(r->arena, t->definition->nsections, sizeof(*v->links));
	for (size_t i = 0; i < t->definition->nsections; i++) {
		s = &t->state->sections[i];
		if (!s->visible && s != p->section)
			continue;
		if (s == p->section)
			here = v->nlinks + 1;
		v->links[v->nlinks++] = (struct section_link){
			.key = s->section->key,
			.title = s->section->title,
			.href = arena_printf(
			    r->arena, "%s/%s", t->href, s->section->key),
			.words = s->required == 0 || s->complete
				     ? NULL
				     : arena_printf(r->arena,
					   tr("%lld of %lld answered"),
					   (long long)s->answered_required,
					   (long long)s->required),
			.progress = s->progress,
			.here = s == p->section,
			.complete = s->complete,
		};
	}
	v->place_words = arena_printf(
	    r->arena, tr("Section %d of %d"), (int)here, (int)v->nlinks);
}

/* What a record is called: what its first answers say. */
static const char *
record_heading(const struct section_place *p, const struct record_state *record,
    size_t place)
{
	const struct entry_context *c = &p->taking.context;
	const struct journey_section *s = p->open->section;
	const char *words;

	for (size_t i = 0; i < s->nfields; i++) {
		const struct field_state *f = &record->fields[i];

		if (!f->visible || f->sealed || f->value == NULL ||
		    f->field->type == TYPE_CHECKBOX)
			continue;
		words = entry_words(c, f->field, f->value);
		if (*words != '\0')
			return markdown_plain(c->arena, words, 60);
	}
	return arena_printf(c->arena, tr("Entry %d"), (int)place);
}

void
section_fill_records(
    struct request *r, const struct section_place *p, struct section_view *v)
{
	const struct section_state *s = p->section;

	v->nrecords = s->nrecords;
	v->records = arena_alloc(r->arena, s->nrecords, sizeof(*v->records));
	for (size_t i = 0; i < s->nrecords; i++)
		v->records[i] = (struct section_record){
			.id = s->records[i].id,
			.heading = record_heading(p, &s->records[i], i + 1),
			.href = arena_printf(r->arena, "%s?record=%lld",
			    p->href, (long long)s->records[i].id),
			.words =
			    s->records[i].missing == 0
				? NULL
				: arena_printf(r->arena, tr("%lld missing"),
				      (long long)s->records[i].missing),
			.before = (int64_t)i,
			.after = i + 1 < s->nrecords ? (int64_t)i + 2 : 0,
			.open = p->record != NULL &&
				p->record->id == s->records[i].id,
			.complete = s->records[i].missing == 0,
		};
	v->records_words = arena_printf(r->arena, tr("%d of up to %lld"),
	    (int)s->nrecords, (long long)s->section->max_records);
	v->can_add =
	    v->locked == NULL && (int64_t)s->nrecords < s->section->max_records;
}

static const char *
other_words(const struct section_place *p, const struct field_state *f)
{
	if (f->sealed)
		return tr("Hidden");
	if (f->value == NULL)
		return tr("No answer");
	return entry_words(&p->taking.context, f->field, f->value);
}

static const char *
kept_words(const struct section_place *p, const struct journey_field *f,
    const char *json)
{
	struct json_object *value =
	    json != NULL ? entry_stored(p->taking.context.arena, json) : NULL;

	if (value == NULL)
		return tr("No answer");
	return answer_is_sealed(value)
		   ? tr("Hidden")
		   : entry_words(&p->taking.context, f, value);
}

void
section_fill_choices(
    struct request *r, const struct section_place *p, struct section_view *v)
{
	size_t n;
	const struct section_waiting_row *rows = section_waiting_get(r->db, &n);
	const struct field_state *f;

	v->choices = arena_alloc(r->arena, n, sizeof(*v->choices));
	for (size_t i = 0; i < n && v->locked == NULL; i++) {
		f = section_state_field(
		    p->section, rows[i].record_id, rows[i].field_key);
		if (f == NULL)
			continue;
		v->choices[v->nchoices++] = (struct section_choice){
			.id = rows[i].id,
			.field = f->field->key,
			.heading = f->field->label,
			.mine = kept_words(p, f->field, rows[i].value),
			.other = other_words(p, f),
			.when = when_clock(
			    r->arena, rows[i].saved_at, r->session->timezone),
		};
	}
}

void
section_fill_removed(struct request *r, struct section_view *v)
{
	const struct section_removed_row *rows =
	    section_removed_get(r->db, &v->nremoved);

	v->removed = arena_alloc(r->arena, v->nremoved, sizeof(*v->removed));
	for (size_t i = 0; i < v->nremoved; i++)
		v->removed[i] = (struct section_gone){
			.id = rows[i].id,
			.words = arena_printf(r->arena, tr("Removed %s"),
			    when_ago(r->arena, rows[i].removed_at, r->now)),
		};
	if (v->locked != NULL)
		v->nremoved = 0;
}

void
section_fill_answers(
    struct request *r, const struct section_place *p, struct section_view *v)
{
	const struct section_state *s = p->section;
	struct section_answer *a;

	v->answers = arena_alloc(
	    r->arena, s->nrecords * s->section->nfields, sizeof(*v->answers));
	for (size_t i = 0; i < s->nrecords; i++)
		for (size_t j = 0; j < s->section->nfields; j++) {
			const struct field_state *f = &s->records[i].fields[j];
			const struct entry_context *c = &p->taking.context;

			a = &v->answers[v->nanswers++];
			*a = (struct section_answer){
				.record = s->records[i].id,
				.revision = f->revision,
				.field = f->field->key,
				.visible = f->visible,
				.required = f->required,
				.answered = f->answered,
				.sealed = f->sealed,
				.message = f->message,
			};
			if (f->sealed || f->value == NULL)
				continue;
			a->value.text = entry_text(r->arena, f->value);
			a->words = entry_words(c, f->field, f->value);
		}
}
