#include <string.h>

#include "journeys/section.h"

/* One answer: which of two holds, and what a hidden one says. */

struct answer_choose_input {
	const char *slug;
	int64_t kept;
	const char *take;
};
static const char *const take_names[] = { "mine", "other", NULL };
static const struct form_field choose_form_fields[] = {
	FORM_FIELD(struct answer_choose_input, slug, REQUIRED, 1, 60),
	FORM_ID(struct answer_choose_input, kept, REQUIRED),
	FORM_ONE_OF(struct answer_choose_input, take, REQUIRED, take_names),
};
const struct form answer_choose_form =
    FORM(struct answer_choose_input, choose_form_fields);

enum status
answer_choose_post(struct request *r)
{
	const struct answer_choose_input *in = r->form;
	struct enrolment_settle_row settled;
	struct answer_choose_row row;
	struct taking t;

	if (!answer_choose(
		r->db, in->slug, in->kept, strcmp(in->take, "mine") == 0, &row))
		return NOT_FOUND;
	if (taking_load(r, in->slug, &t))
		enrolment_settle(r->db, in->slug, t.state->complete, &settled);
	request_flash(r, tr("Your choice is saved."));
	if (row.record_id > 0)
		return request_done(r,
		    &(struct outcome){ .status = NO_CONTENT },
		    "/journeys/%s/%s?record=%lld", in->slug, row.section_key,
		    (long long)row.record_id);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/journeys/%s/%s", in->slug, row.section_key);
}

/* --- a sensitive one, in plain words; the log knows of it -------------------------- */

struct answer_reveal_input {
	const char *slug, *section, *field;
	int64_t record;
};
static const struct form_field answer_reveal_fields[] = {
	FORM_FIELD(struct answer_reveal_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct answer_reveal_input, section, REQUIRED, 1, KEY_MOST),
	FORM_FIELD(struct answer_reveal_input, field, REQUIRED, 1, KEY_MOST),
	FORM_FIELD(struct answer_reveal_input, record, OPTIONAL, 0, INT64_MAX),
};
const struct form answer_reveal_form =
    FORM(struct answer_reveal_input, answer_reveal_fields);

struct answer_reveal_view {
	const char *heading, *words, *back, *journey_title, *section_title;
};
static const struct field answer_reveal_view_fields[] = {
	FIELD(struct answer_reveal_view, heading),
	FIELD(struct answer_reveal_view, words),
	FIELD_ONLY(struct answer_reveal_view, back, ONLY_HTML),
	FIELD_ONLY(struct answer_reveal_view, journey_title, ONLY_HTML),
	FIELD_ONLY(struct answer_reveal_view, section_title, ONLY_HTML),
	FIELD_END,
};
struct page answer_reveal_page = { .path = "journeys/answer_reveal",
	.fields = answer_reveal_view_fields };

enum status
answer_reveal_post(struct request *r)
{
	const struct answer_reveal_input *in = r->form;
	struct answer_reveal_view view = { 0 };
	const struct section_state *s;
	const struct field_state *f;
	struct taking t;

	if (!taking_load(r, in->slug, &t))
		return NOT_FOUND;
	s = taking_section(&t, in->section);
	f = s != NULL ? section_state_field(s, in->record, in->field) : NULL;
	if (f == NULL || !f->sealed)
		return NOT_FOUND;
	request_audit(r, &(struct deed){ .action = "answer.reveal",
			     .target_kind = "enrolment",
			     .target_id = t.row.id,
			     .detail = arena_printf(r->arena,
				 "{\"section\":\"%s\",\"field\":\"%s\"}",
				 s->section->key, f->field->key) });
	view.heading = f->field->label;
	view.words =
	    entry_words(&t.context, f->field, answer_opened(r, f->value));
	view.journey_title = t.row.title;
	view.section_title = s->section->title;
	view.back = in->record > 0
			? arena_printf(r->arena, "%s/%s?record=%lld", t.href,
			      in->section, (long long)in->record)
			: arena_printf(r->arena, "%s/%s", t.href, in->section);
	return request_render(r, &answer_reveal_page, &view);
}
