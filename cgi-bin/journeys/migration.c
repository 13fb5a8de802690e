#include <string.h>

#include "journeys/migration.h"
#include "journeys/taking.h"
#include "lib/journey/difference.h"
#include "lib/journey/version.h"

static const char *const decisions[] = { "accept", "decline", NULL };

struct migration_input {
	const char *slug, *decision;
	int64_t version;
};

static const struct form_field show_inputs[] = {
	FORM_FIELD(struct migration_input, slug, REQUIRED, 1, 60),
};
const struct form migration_form = FORM(struct migration_input, show_inputs);

static const struct form_field decide_inputs[] = {
	FORM_FIELD(struct migration_input, slug, REQUIRED, 1, 60),
	FORM_ID(struct migration_input, version, REQUIRED),
	FORM_ONE_OF(struct migration_input, decision, REQUIRED, decisions),
};
const struct form migration_decide_form =
    FORM(struct migration_input, decide_inputs);

struct migration_view {
	int64_t version, number;
	const char *summary;
	struct difference difference;
	/* on the page only */
	const char *title, *href;
};

static const struct field migration_fields[] = {
	FIELD_ID(struct migration_view, version),
	FIELD(struct migration_view, number),
	FIELD(struct migration_view, summary),
	FIELD_OBJECT(struct migration_view, difference, difference_fields),
	FIELD_ONLY(struct migration_view, title, ONLY_HTML),
	FIELD_ONLY(struct migration_view, href, ONLY_HTML),
	FIELD_END,
};
struct page migration_page = { .path = "journeys/migration",
	.fields = migration_fields };

/* Nothing on offer is nothing to see here. */
enum status
migration_show(struct request *r)
{
	struct taking taking;
	struct migration_offer_row offer;
	struct migration_view view = { 0 };
	const struct definition *after;

	if (!taking_load(r, typed(r, "slug"), &taking) ||
	    !migration_offer(r->db, taking.row.id, &offer))
		return NOT_FOUND;
	after = version_definition(r->db, r->arena, offer.id);
	if (after == NULL)
		return NOT_FOUND;
	definition_difference(
	    r->arena, taking.definition, after, &view.difference);
	view.version = offer.id;
	view.number = offer.number;
	view.summary = offer.summary;
	view.title = taking.row.title;
	view.href = taking.href;
	return request_render(r, &migration_page, &view);
}

enum status
migration_post(struct request *r)
{
	const struct migration_input *in = r->form;
	const bool accepts = strcmp(in->decision, "accept") == 0;
	struct taking taking;

	if (!taking_load(r, in->slug, &taking))
		return NOT_FOUND;
	migration_decide(r->db, taking.row.id, in->version, in->decision);
	/* what was complete may have got a question more */
	if (accepts && strcmp(taking.row.status, "completed") == 0 &&
	    taking_load(r, in->slug, &taking) && !taking.state->complete)
		enrolment_settle(r->db, in->slug, false,
		    &(struct enrolment_settle_row){ 0 });
	request_flash(
	    r, accepts ? tr("You are on the new version. Every answer is kept.")
		       : tr("Your version stays as it is."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/journeys/%s", in->slug);
}
