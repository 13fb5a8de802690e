#include "journeys/section.h"

/* The entries of a list section: one more, away, back, to another place. */

struct record_add_input {
	const char *slug, *section, *ref;
};
static const struct form_field add_fields[] = {
	FORM_FIELD(struct record_add_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct record_add_input, section, REQUIRED, 1, KEY_MOST),
	FORM_FIELD(struct record_add_input, ref, REQUIRED, 8, 64),
};
const struct form record_add_form = FORM(struct record_add_input, add_fields);

struct record_input {
	const char *slug, *section;
	int64_t record;
};
static const struct form_field one_fields[] = {
	FORM_FIELD(struct record_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct record_input, section, REQUIRED, 1, KEY_MOST),
	FORM_ID(struct record_input, record, REQUIRED),
};
const struct form record_form = FORM(struct record_input, one_fields);

struct record_move_input {
	const char *slug, *section;
	int64_t record, place;
};
static const struct form_field move_fields[] = {
	FORM_FIELD(struct record_move_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct record_move_input, section, REQUIRED, 1, KEY_MOST),
	FORM_ID(struct record_move_input, record, REQUIRED),
	FORM_FIELD(struct record_move_input, place, REQUIRED, 1, 200),
};
const struct form record_move_form =
    FORM(struct record_move_input, move_fields);

static const struct field made_fields[] = {
	FIELD_ID(struct record_add_row, id),
	FIELD_END,
};

/* What is complete may no longer be, and the other way. */
static void
settle(struct request *r, const char *slug)
{
	struct enrolment_settle_row row;
	struct taking t;

	if (taking_load(r, slug, &t) && t.locked == NULL)
		enrolment_settle(r->db, slug, t.state->complete, &row);
}

enum status
record_add_post(struct request *r)
{
	const struct record_add_input *in = r->form;
	struct record_add_row row;

	if (!record_add(r->db, in->slug, in->section, in->ref, &row))
		return NOT_FOUND;
	settle(r, in->slug);
	return request_done(r, &(struct outcome){ CREATED, made_fields, &row },
	    "/journeys/%s/%s?record=%lld", in->slug, in->section,
	    (long long)row.id);
}

enum status
record_remove_post(struct request *r)
{
	const struct record_input *in = r->form;

	record_remove(r->db, in->slug, in->section, in->record, false);
	settle(r, in->slug);
	request_flash(r, tr("The entry is removed. You can bring it back for "
			    "30 days."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/journeys/%s/%s", in->slug, in->section);
}

enum status
record_back_post(struct request *r)
{
	const struct record_input *in = r->form;

	record_remove(r->db, in->slug, in->section, in->record, true);
	settle(r, in->slug);
	request_flash(r, tr("The entry is back."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/journeys/%s/%s?record=%lld", in->slug, in->section,
	    (long long)in->record);
}

enum status
record_move_post(struct request *r)
{
	const struct record_move_input *in = r->form;

	record_move(r->db, in->slug, in->section, in->record, in->place);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/journeys/%s/%s", in->slug, in->section);
}
