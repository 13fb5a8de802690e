#include <string.h>

#include "journeys/section_view.h"
#include "lib/auth/secret.h"
#include "lib/base/words.h"
#include "lib/domain/markdown.h"

static const struct field section_link_fields[] = {
	FIELD(struct section_link, key),
	FIELD(struct section_link, title),
	FIELD_ONLY(struct section_link, href, ONLY_HTML),
	FIELD_ONLY(struct section_link, words, ONLY_HTML),
	FIELD(struct section_link, progress),
	FIELD_ONLY(struct section_link, here, ONLY_HTML),
	FIELD(struct section_link, complete),
	FIELD_END,
};

static const struct field section_record_fields[] = {
	FIELD_ID(struct section_record, id),
	FIELD(struct section_record, heading),
	FIELD_ONLY(struct section_record, href, ONLY_HTML),
	FIELD_ONLY(struct section_record, words, ONLY_HTML),
	FIELD_ONLY(struct section_record, before, ONLY_HTML),
	FIELD_ONLY(struct section_record, after, ONLY_HTML),
	FIELD_ONLY(struct section_record, open, ONLY_HTML),
	FIELD(struct section_record, complete),
	FIELD_END,
};

static const struct field section_choice_fields[] = {
	FIELD_ID(struct section_choice, id),
	FIELD(struct section_choice, field),
	FIELD(struct section_choice, heading),
	FIELD(struct section_choice, mine),
	FIELD(struct section_choice, other),
	FIELD_ONLY(struct section_choice, when, ONLY_HTML),
	FIELD_END,
};

static const struct field section_gone_fields[] = {
	FIELD_ID(struct section_gone, id),
	FIELD_ONLY(struct section_gone, words, ONLY_HTML),
	FIELD_END,
};

static const struct field section_answer_fields[] = {
	FIELD_ID(struct section_answer, record),
	FIELD(struct section_answer, field),
	FIELD(struct section_answer, revision),
	FIELD(struct section_answer, value),
	FIELD(struct section_answer, words),
	FIELD(struct section_answer, visible),
	FIELD(struct section_answer, required),
	FIELD(struct section_answer, answered),
	FIELD(struct section_answer, sealed),
	FIELD(struct section_answer, message),
	FIELD_END,
};

static const struct field section_fields[] = {
	FIELD(struct section_view, journey_title),
	FIELD_ONLY(struct section_view, journey_href, ONLY_HTML),
	FIELD(struct section_view, heading),
	FIELD_ONLY(struct section_view, href, ONLY_HTML),
	FIELD_ONLY(struct section_view, section_href, ONLY_HTML),
	FIELD_ONLY(struct section_view, description, ONLY_HTML),
	FIELD_ONLY(struct section_view, place_words, ONLY_HTML),
	FIELD_ONLY(struct section_view, account, ONLY_HTML),
	FIELD_ID(struct section_view, version),
	FIELD(struct section_view, progress),
	FIELD(struct section_view, section_progress),
	FIELD(struct section_view, missing),
	FIELD(struct section_view, complete),
	FIELD(struct section_view, is_list),
	FIELD_ONLY(struct section_view, has_form, ONLY_HTML),
	FIELD_ONLY(struct section_view, is_new, ONLY_HTML),
	FIELD(struct section_view, can_add),
	FIELD_ONLY(struct section_view, check, ONLY_HTML),
	FIELD_LIST(struct section_view, links, nlinks, section_link_fields),
	FIELD_LIST(
	    struct section_view, records, nrecords, section_record_fields),
	FIELD_LIST(
	    struct section_view, choices, nchoices, section_choice_fields),
	FIELD_LIST(struct section_view, removed, nremoved, section_gone_fields),
	FIELD_LIST_ONLY(struct section_view, answers, nanswers,
	    section_answer_fields, ONLY_JSON),
	FIELD_LIST(struct section_view, widgets, nwidgets, widget_fields),
	FIELD_ONLY(struct section_view, record_param, ONLY_HTML),
	FIELD_ONLY(struct section_view, ref, ONLY_HTML),
	FIELD_ONLY(struct section_view, tab, ONLY_HTML),
	FIELD_ONLY(struct section_view, was, ONLY_HTML),
	FIELD_ONLY(struct section_view, records_words, ONLY_HTML),
	FIELD(struct section_view, list_message),
	FIELD(struct section_view, locked),
	FIELD_ONLY(struct section_view, previous_href, ONLY_HTML),
	FIELD_ONLY(struct section_view, next_href, ONLY_HTML),
	FIELD_ONLY(struct section_view, next_title, ONLY_HTML),
	FIELD_ONLY(struct section_view, missing_words, ONLY_HTML),
	FIELD_END,
};
struct page section_page = { .path = "journeys/section",
	.fields = section_fields };

static const char *
file_href(const void *data, const char *id)
{
	const struct section_place *p = data;

	return arena_printf(
	    p->taking.context.arena, "%s/files/%s", p->href, id);
}

static void
fill_form(
    struct request *r, const struct section_place *p, struct section_view *v)
{
	struct widget_about about = {
		.prefix = "f.",
		.file_href = file_href,
		.data = p,
		.disabled = v->locked != NULL,
		.show_errors = v->check,
	};

	v->has_form = p->record != NULL;
	if (!v->has_form)
		return;
	v->is_new = p->is_new;
	v->nwidgets = p->open->section->nfields;
	v->widgets =
	    widgets_make(&p->taking.context, p->open, p->record, &about);
	v->record_param =
	    p->is_new || p->record->id == 0
		? ""
		: arena_printf(r->arena, "%lld", (long long)p->record->id);
	v->ref = p->is_new ? token_new(r->arena) : "";
	v->tab = token_new(r->arena) + 11;
	v->was = section_was(r, p->record);
}

static void
fill_beside(
    struct request *r, const struct section_place *p, struct section_view *v)
{
	const struct section_state *before =
	    taking_beside(&p->taking, p->section, -1);
	const struct section_state *after =
	    taking_beside(&p->taking, p->section, 1);

	if (before != NULL)
		v->previous_href = arena_printf(
		    r->arena, "%s/%s", p->taking.href, before->section->key);
	if (after == NULL)
		return;
	v->next_href = arena_printf(
	    r->arena, "%s/%s", p->taking.href, after->section->key);
	v->next_title = after->section->title;
}

static const char *
missing_words(struct request *r, const struct section_state *s)
{
	if (s->missing == 1)
		return tr("One answer is missing here.");
	return s->missing == 0 ? NULL
			       : arena_printf(r->arena,
				     tr("%lld answers are missing here."),
				     (long long)s->missing);
}

void
section_fill(
    struct request *r, const struct section_place *p, struct section_view *v)
{
	const struct journey_section *s = p->section->section;

	*v = (struct section_view){
		.journey_title = p->taking.row.title,
		.journey_href = p->taking.href,
		.heading = s->title,
		.href = p->href,
		.section_href = p->href,
		.description = s->description != NULL
				   ? markdown(r->arena, s->description)
				   : (struct html){ NULL },
		.account = arena_strndup(r->arena,
		    secret_sign(r->arena, "account",
			arena_printf(
			    r->arena, "%lld", (long long)r->session->user_id)),
		    16),
		.version = p->taking.row.version_id,
		.progress = p->taking.state->progress,
		.section_progress = p->section->progress,
		.missing = p->section->missing,
		.complete = p->section->complete,
		.is_list = s->is_list,
		.list_message = p->section->message,
		.locked = p->taking.locked,
		.check = v->check,
	};
	v->missing_words = v->check ? missing_words(r, p->section) : NULL;
	section_fill_links(r, p, v);
	section_fill_choices(r, p, v);
	section_fill_removed(r, v);
	if (s->is_list)
		section_fill_records(r, p, v);
	if (r->json)
		section_fill_answers(r, p, v);
	fill_form(r, p, v);
	fill_beside(r, p, v);
}
