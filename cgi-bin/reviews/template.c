#include "gen/reviews/help_sql.h"
#include "reviews/mentor.h"

/* /mentor/templates: words that are used again, one's own and what others
 * share.  {client}, {mentor}, {section} and {journey} are filled in. */
enum { NAME_MOST = 80, WORDS_MAX = 10000 };

struct template_input {
	int64_t id;
	const char *name, *words, *kind;
	bool shared;
};

static const struct form_field template_id_inputs[] = {
	FORM_ID(struct template_input, id, REQUIRED),
};
const struct form template_id_form =
    FORM(struct template_input, template_id_inputs);

static const struct form_field template_add_inputs[] = {
	FORM_FIELD(struct template_input, name, REQUIRED, 1, NAME_MOST),
	FORM_FIELD(struct template_input, words, REQUIRED, 1, WORDS_MAX),
	FORM_FIELD(struct template_input, kind, OPTIONAL, 1, 40),
	FORM_FIELD(struct template_input, shared, OPTIONAL, 0, 1),
};
const struct form template_add_form =
    FORM(struct template_input, template_add_inputs);

static const struct form_field template_save_inputs[] = {
	FORM_ID(struct template_input, id, REQUIRED),
	FORM_FIELD(struct template_input, name, REQUIRED, 1, NAME_MOST),
	FORM_FIELD(struct template_input, words, REQUIRED, 1, WORDS_MAX),
	FORM_FIELD(struct template_input, kind, OPTIONAL, 1, 40),
	FORM_FIELD(struct template_input, shared, OPTIONAL, 0, 1),
};
const struct form template_save_form =
    FORM(struct template_input, template_save_inputs);

struct template_item {
	int64_t id, uses;
	const char *name, *words, *href, *meta, *owner;
	bool is_mine, is_shared;
};

static const struct field template_item_fields[] = {
	FIELD_ID(struct template_item, id),
	FIELD(struct template_item, name),
	FIELD(struct template_item, words),
	FIELD(struct template_item, uses),
	FIELD(struct template_item, owner),
	FIELD(struct template_item, is_mine),
	FIELD(struct template_item, is_shared),
	FIELD_ONLY(struct template_item, href, ONLY_HTML),
	FIELD_ONLY(struct template_item, meta, ONLY_HTML),
	FIELD_END,
};

struct template_list_view {
	struct template_item *items;
	size_t nitems;
	struct choice *kinds;
	size_t nkinds;
};

static const struct field template_list_view_fields[] = {
	FIELD_LIST(
	    struct template_list_view, items, nitems, template_item_fields),
	FIELD_LIST_ONLY(
	    struct template_list_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page template_list_page = { .path = "reviews/template_list",
	.fields = template_list_view_fields,
	.form = &template_add_form };

static enum status
render_list(struct request *r)
{
	struct template_list_view view = { .nitems = 0 };
	struct template_list_row *rows;

	rows = template_list(r->db, &view.nitems);
	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		view.items[i] = (struct template_item){ .id = rows[i].id,
			.uses = rows[i].uses,
			.name = rows[i].name,
			.words = rows[i].words,
			.owner = rows[i].owner,
			.is_mine = rows[i].is_mine,
			.is_shared = rows[i].is_shared,
			.href = arena_printf(r->arena, "/mentor/templates/%lld",
			    (long long)rows[i].id),
			.meta = arena_printf(
			    r->arena, tr("Used %d times"), (int)rows[i].uses) };
	view.kinds = kind_choices(
	    r, tr("Every section"), typed(r, "kind"), &view.nkinds);
	return request_render(r, &template_list_page, &view);
}

enum status
template_list_show(struct request *r)
{
	return render_list(r);
}

enum status
template_add_refused(struct request *r)
{
	return render_list(r);
}

enum status
template_add_post(struct request *r)
{
	const struct template_input *in = r->form;

	template_add(r->db, in->name, in->words, in->kind, in->shared);
	request_flash(r, tr("The template is there."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/mentor/templates");
}

/* --- one ------------------------------------------------------------------------- */

struct template_edit_view {
	int64_t id;
	struct choice *kinds;
	size_t nkinds;
};

static const struct field template_edit_fields[] = {
	FIELD_ID(struct template_edit_view, id),
	FIELD_LIST_ONLY(
	    struct template_edit_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page template_edit_page = { .path = "reviews/template_edit",
	.fields = template_edit_fields,
	.form = &template_save_form };

static enum status
render_edit(struct request *r, bool fresh)
{
	struct template_edit_view view = { .id = typed_id(r, "id") };
	struct template_find_row row;

	if (!template_find(r->db, view.id, &row))
		return NOT_FOUND;
	if (fresh)
		request_fill(r, &template_save_form,
		    &(struct template_input){ .id = row.id,
			.name = row.name,
			.words = row.words,
			.kind = row.section_kind,
			.shared = row.is_shared });
	view.kinds = kind_choices(r, tr("Every section"),
	    fresh ? row.section_kind : typed(r, "kind"), &view.nkinds);
	return request_render(r, &template_edit_page, &view);
}

enum status
template_edit_show(struct request *r)
{
	return render_edit(r, true);
}

enum status
template_save_refused(struct request *r)
{
	return render_edit(r, false);
}

enum status
template_save_post(struct request *r)
{
	const struct template_input *in = r->form;

	if (template_save(
		r->db, in->id, in->name, in->words, in->kind, in->shared) == 0)
		return NOT_FOUND;
	request_flash(r, tr("The template is saved."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/mentor/templates");
}

enum status
template_remove_post(struct request *r)
{
	const struct template_input *in = r->form;

	if (template_remove(r->db, in->id) == 0)
		return NOT_FOUND;
	request_flash(r, tr("The template is gone."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/mentor/templates");
}
