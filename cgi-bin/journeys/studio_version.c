#include <string.h>

#include "gen/journeys/studio_version_sql.h"
#include "journeys/studio_publish.h"
#include "lib/domain/when.h"
#include "lib/journey/difference.h"
#include "lib/journey/version.h"

/* /creator/journeys/:id/versions and …/diff: what was when, who is on which, and
 * how two of them differ. */
struct version_input {
	int64_t id, version;
	struct maybe_int from, to;
};

static const struct form_field restore_inputs[] = {
	FORM_ID(struct version_input, id, REQUIRED),
	FORM_FIELD(struct version_input, version, REQUIRED, 1, INT32_MAX),
};
const struct form studio_restore_form =
    FORM(struct version_input, restore_inputs);
static const struct form_field diff_inputs[] = {
	FORM_ID(struct version_input, id, REQUIRED),
	FORM_FIELD(struct version_input, from, OPTIONAL, 1, INT32_MAX),
	FORM_FIELD(struct version_input, to, OPTIONAL, 1, INT32_MAX),
};
const struct form studio_diff_form = FORM(struct version_input, diff_inputs);

struct version_item {
	int64_t number, members, declined, sections, fields;
	const char *status, *status_words, *summary, *when, *size_words,
	    *members_words, *diff_href, *restore_href;
	bool is_safety_fix, may_restore, is_offered;
};

#define BOTH(m) FIELD(struct version_item, m)
#define HTML(m) FIELD_ONLY(struct version_item, m, ONLY_HTML)

static const struct field version_item_fields[] = {
	BOTH(number),
	BOTH(status),
	BOTH(summary),
	BOTH(members),
	BOTH(declined),
	BOTH(sections),
	BOTH(fields),
	BOTH(is_safety_fix),
	BOTH(is_offered),
	HTML(status_words),
	HTML(when),
	HTML(size_words),
	HTML(members_words),
	HTML(diff_href),
	HTML(restore_href),
	HTML(may_restore),
	FIELD_END,
};

struct version_list_view {
	struct studio studio;
	struct version_item *items;
	size_t nitems;
	int64_t behind; /* members on older versions */
	bool may_offer;
	struct choice *numbers;
	size_t nnumbers;
};

static const struct field version_list_fields[] = {
	STUDIO_FIELD(struct version_list_view),
	FIELD_LIST(
	    struct version_list_view, items, nitems, version_item_fields),
	FIELD(struct version_list_view, behind),
	FIELD(struct version_list_view, may_offer),
	FIELD_LIST_ONLY(struct version_list_view, numbers, nnumbers,
	    choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page studio_version_page = { .path = "journeys/studio_version",
	.fields = version_list_fields };

void
studio_version_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_send(r, id);
	studio_version_list_send(r->db, id);
}

static const char *
version_status_words(const struct studio_version_list_row *row)
{
	if (strcmp(row->status, "draft") == 0)
		return row->asked_at.us != 0 ? tr("Waits for approval")
					     : tr("Draft");
	return strcmp(row->status, "published") == 0 ? tr("Public")
						     : tr("Older");
}

static struct version_item
make_item(struct request *r, const struct studio *s,
    const struct studio_version_list_row *row)
{
	bool is_draft = strcmp(row->status, "draft") == 0;

	return (struct version_item){
		.number = row->number,
		.members = row->members,
		.declined = row->declined,
		.sections = row->sections,
		.fields = row->fields,
		.status = row->status,
		.status_words = version_status_words(row),
		.summary = row->summary,
		.when = when_ago(r->arena,
		    is_draft ? row->changed_at : row->published_at, r->now),
		.size_words =
		    arena_printf(r->arena, tr("%d sections, %d fields"),
			(int)row->sections, (int)row->fields),
		.members_words = is_draft
				     ? NULL
				     : arena_printf(r->arena, tr("members: %d"),
					   (int)row->members),
		.diff_href =
		    row->number > 1
			? arena_printf(r->arena, "%s/diff?from=%d&to=%d",
			      s->base, (int)row->number - 1, (int)row->number)
			: NULL,
		.restore_href = arena_printf(r->arena, "%s/versions/%d/restore",
		    s->base, (int)row->number),
		.is_safety_fix = row->is_safety_fix,
		.is_offered = row->offered_at.us != 0,
		.may_restore =
		    strcmp(row->status, "superseded") == 0 && s->locked == NULL,
	};
}

enum status
studio_version_show(struct request *r)
{
	struct version_list_view v = { 0 };
	struct studio_version_list_row *rows;

	if (!studio_open(r, &v.studio))
		return NOT_FOUND;
	rows = studio_version_list_get(r->db, &v.nitems);
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	v.numbers = arena_alloc(r->arena, v.nitems, sizeof(*v.numbers));
	v.nnumbers = v.nitems;
	for (size_t i = 0; i < v.nitems; i++) {
		v.items[i] = make_item(r, &v.studio, &rows[i]);
		v.numbers[i] = (struct choice){
			.value =
			    arena_printf(r->arena, "%d", (int)rows[i].number),
			.label = arena_printf(
			    r->arena, tr("Version %d"), (int)rows[i].number),
		};
		if (strcmp(rows[i].status, "superseded") == 0)
			v.behind += rows[i].members;
	}
	v.may_offer = v.behind > 0 && strcmp(v.studio.status, "published") == 0;
	return request_render(r, &studio_version_page, &v);
}

enum status
studio_version_refused(struct request *r)
{
	studio_version_read(r);
	return studio_version_show(r);
}

enum status
studio_restore_post(struct request *r)
{
	const struct version_input *in = r->form;

	studio_restore(r->db, in->id, in->version);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(
	    r, arena_printf(r->arena, tr("The draft is version %d again."),
		   (int)in->version));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/creator/journeys/%lld", (long long)in->id);
}

struct told {
	int64_t told;
};

static const struct field told_fields[] = {
	FIELD(struct told, told),
	FIELD_END,
};

enum status
studio_offer_post(struct request *r)
{
	int64_t id = typed_id(r, "id");
	struct studio_offer_row row;

	if (!studio_offer(r->db, id, &row))
		return CONFLICT;
	request_audit(
	    r, &(struct deed){ "journey.offer", "journey", id, NULL });
	request_flash(r,
	    tr("Members on older versions are asked whether they want the new "
	       "one."));
	return request_done(r,
	    &(struct outcome){ OK, told_fields, &(struct told){ row.told } },
	    "/creator/journeys/%lld/versions", (long long)id);
}

/* --- differences ----------------------------------------------------------------- */

struct diff_view {
	struct studio studio;
	const char *before_words, *after_words;
	struct difference difference;
};

static const struct field diff_view_fields[] = {
	STUDIO_FIELD(struct diff_view),
	FIELD(struct diff_view, before_words),
	FIELD(struct diff_view, after_words),
	FIELD_OBJECT(struct diff_view, difference, difference_fields),
	FIELD_END,
};
struct page studio_diff_page = { .path = "journeys/studio_diff",
	.fields = diff_view_fields };

enum status
studio_diff_show(struct request *r)
{
	const struct version_input *in = r->form;
	struct diff_view v = { 0 };
	struct studio_version_ids_row row;
	const struct definition *before, *after;

	if (!studio_look(r, in->id, &v.studio) ||
	    !studio_version_ids(r->db, in->id, in->from, in->to, &row) ||
	    row.after_id == 0 || row.before_id == 0)
		return NOT_FOUND;
	before = version_definition(r->db, r->arena, row.before_id);
	after = version_definition(r->db, r->arena, row.after_id);
	if (before == NULL || after == NULL)
		return INTERNAL_ERROR;
	definition_difference(r->arena, before, after, &v.difference);
	v.before_words =
	    arena_printf(r->arena, tr("Version %d"), (int)row.before.value);
	v.after_words =
	    arena_printf(r->arena, tr("Version %d"), (int)row.after.value);
	return request_render(r, &studio_diff_page, &v);
}
