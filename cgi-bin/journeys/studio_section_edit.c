#include <json-c/json.h>
#include <string.h>

#include "journeys/studio_part.h"
#include "lib/journey/reading.h"

/* /creator/journeys/:id/sections/:section/edit: what a section is beside its
 * fields; and the question before it goes. */
struct section_input {
	int64_t id, min_records, max_records, weight;
	const char *section, *key, *title, *description, *guidance, *kind;
	bool is_list;
	struct maybe_int seen;
};

enum { RECORDS_FIRST = 20 };

static const struct form_field section_inputs[] = {
	FORM_ID(struct section_input, id, REQUIRED),
	FORM_FIELD(struct section_input, section, REQUIRED, 1, 40),
	FORM_FIELD(struct section_input, key, OPTIONAL, 1, 40),
	FORM_FIELD(struct section_input, title, REQUIRED, 1, 200),
	FORM_FIELD(struct section_input, description, OPTIONAL, 0, 20000),
	FORM_FIELD(struct section_input, guidance, OPTIONAL, 0, 20000),
	FORM_FIELD(struct section_input, kind, OPTIONAL, 0, 40),
	FORM_FIELD(struct section_input, is_list, OPTIONAL, 0, 0),
	FORM_FIELD(
	    struct section_input, min_records, OPTIONAL, 0, SECTION_RECORDS),
	FORM_FIELD(
	    struct section_input, max_records, OPTIONAL, 0, SECTION_RECORDS),
	FORM_FIELD(struct section_input, weight, OPTIONAL, 0, 10),
	FORM_FIELD(struct section_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form studio_section_form =
    FORM(struct section_input, section_inputs);

struct section_edit_view {
	struct studio studio;
	const char *key, *section_title, *href, *changed;
	int64_t revision;
	bool is_public;
	struct choice *kinds;
	size_t nkinds;
	struct condition_form visible;
};

static const struct field section_edit_fields[] = {
	STUDIO_FIELD(struct section_edit_view),
	FIELD(struct section_edit_view, key),
	FIELD(struct section_edit_view, section_title),
	FIELD(struct section_edit_view, revision),
	FIELD(struct section_edit_view, is_public),
	FIELD_ONLY(struct section_edit_view, href, ONLY_HTML),
	FIELD_ONLY(struct section_edit_view, changed, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct section_edit_view, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct section_edit_view, visible,
	    condition_form_fields, ONLY_HTML),
	FIELD_END,
};
struct page studio_section_edit_page = { .path = "journeys/studio_section_edit",
	.fields = section_edit_fields,
	.form = &studio_section_form };

void
studio_section_edit_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_send(r, id);
	studio_section_find_send(r->db, id, typed(r, "section"));
	studio_source_list_send(r->db, id);
	studio_kind_list_send(r->db);
}

static void
fill_kinds(struct request *r, struct section_edit_view *v, const char *chosen)
{
	size_t n;
	struct studio_kind_list_row *rows = studio_kind_list_get(r->db, &n);

	v->kinds = arena_alloc(r->arena, n + 1, sizeof(*v->kinds));
	v->kinds[v->nkinds++] =
	    (struct choice){ .value = "", .label = tr("Any mentor") };
	for (size_t i = 0; i < n; i++)
		v->kinds[v->nkinds++] = (struct choice){
			.value = rows[i].slug,
			.label = rows[i].name,
			.chosen =
			    chosen != NULL && strcmp(chosen, rows[i].slug) == 0,
		};
}

static void
fill_stored(struct request *r, const struct studio_section_find_row *row)
{
	request_fill(r, &studio_section_form,
	    &(struct section_input){
		.key = row->key,
		.title = row->title,
		.description = row->description,
		.guidance = row->guidance,
		.kind = row->kind,
		.is_list = row->is_list,
		.min_records = row->min_records,
		.max_records = row->max_records,
		.weight = row->weight,
	    });
}

/* What somebody else saved since this form was opened. */
static const char *
what_changed(struct request *r, const struct studio_section_find_row *row)
{
	const struct {
		const char *name, *label, *now;
	} texts[] = {
		{ "title", tr("Title"), row->title },
		{ "description", tr("Description"), row->description },
		{ "guidance", tr("Guidance for reviewers"), row->guidance },
	};
	struct buf b;

	buf_init(&b, r->arena, 200);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		const char *now = texts[i].now == NULL ? "" : texts[i].now;

		if (strcmp(typed(r, texts[i].name), now) != 0)
			buf_printf(&b, "%s%s: “%s”", b.len > 0 ? "; " : "",
			    texts[i].label, now);
	}
	return b.len > 0 ? b.data : tr("Order, conditions or numbers.");
}

static const char *
message_of(struct request *r, const char *field)
{
	for (size_t i = 0; i < r->parsed.nmessages; i++)
		if (strcmp(r->parsed.messages[i].field, field) == 0)
			return r->parsed.messages[i].text;
	return NULL;
}

static enum status
render(struct request *r, bool is_typed)
{
	struct section_edit_view v = { .visible = { .name = "visible_if",
					   .legend = tr("Show this section"),
					   .error =
					       message_of(r, "visible_if") } };
	struct studio_section_find_row row;
	struct condition_sources all = { 0 };

	if (!studio_open(r, &v.studio) || !studio_section_find_get(r->db, &row))
		return NOT_FOUND;
	v.key = row.key;
	v.section_title = row.title;
	v.revision = row.revision;
	v.is_public = row.is_public;
	v.href = section_href(r, v.studio.id, row.key);
	all.rows = studio_source_list_get(r->db, &all.n);
	all.section = row.key;
	all.is_list = row.is_list;
	fill_kinds(r, &v, is_typed ? typed(r, "kind") : row.kind);
	if (is_typed) {
		condition_form_typed(r, &all, &v.visible);
		if (*typed(r, "seen") != '\0' &&
		    typed_id(r, "seen") != row.revision)
			v.changed = what_changed(r, &row);
	} else {
		fill_stored(r, &row);
		condition_form_stored(r, &all, row.visible_if, &v.visible);
	}
	return request_render(r, &studio_section_edit_page, &v);
}

enum status
studio_section_edit_show(struct request *r)
{
	return render(r, false);
}

enum status
studio_section_edit_refused(struct request *r)
{
	studio_section_edit_read(r);
	return render(r, true);
}

/* --- saving ------------------------------------------------------------------------ */

/* The strict reader's opinion of the section, its condition included. */
static bool
is_fine(struct request *r, const struct section_input *in, const char *visible)
{
	struct definition *d = definition_new(r->arena);
	struct definition_errors errors;
	const struct section_row row = { in->key, in->title, in->description,
		in->guidance, in->kind, in->is_list, in->min_records,
		in->max_records, in->weight, visible };

	if (definition_add_section(d, &row, &errors))
		return true;
	for (size_t i = 0; i < errors.n; i++)
		(void)request_invalid(r,
		    strstr(errors.items[i].path, "visible_if") != NULL
			? "visible_if"
			: "title",
		    errors.items[i].text);
	return false;
}

static struct section_input
with_defaults(struct request *r, const struct section_input *in)
{
	struct section_input w = *in;

	if (w.key == NULL)
		w.key = w.section;
	if (!form_has(&studio_section_form, &r->parsed, "weight"))
		w.weight = 1;
	if (w.max_records == 0)
		w.max_records = RECORDS_FIRST;
	return w;
}

enum status
studio_section_save_post(struct request *r)
{
	const struct section_input w = with_defaults(r, r->form);
	struct condition_sources all = { .section = w.section,
		.is_list = w.is_list };
	struct studio_section_save_row row;
	struct json_object *o;
	const char *wrong, *visible;

	if (w.is_list && w.min_records > w.max_records)
		return request_invalid(r, "min_records",
		    tr("The fewest entries are more than the most."));
	all.rows = studio_source_list(r->db, w.id, &all.n);
	o = condition_form_read(r, &all, "visible_if", &wrong);
	if (wrong != NULL)
		return request_invalid(r, "visible_if", wrong);
	if (o != NULL)
		(void)json_kept(r->arena, o);
	visible = o == NULL ? NULL : json_object_to_json_string(o);
	if (!is_fine(r, &w, visible))
		return INVALID;
	if (!studio_section_save(r->db, w.id, w.section, w.seen, w.key, w.title,
		w.description, w.guidance, w.kind, w.is_list,
		w.is_list ? w.min_records : 0,
		w.max_records < 1 ? 1 : w.max_records, w.weight, visible, &row))
		return CONFLICT;
	request_flash(r, tr("The section is saved."));
	return studio_changed(r, row.revision, section_href(r, w.id, w.key));
}

/* --- taking it away ------------------------------------------------------------------- */

static const struct field remove_view_fields[] = {
	STUDIO_FIELD(struct remove_view),
	FIELD(struct remove_view, heading),
	FIELD(struct remove_view, words),
	FIELD_ONLY(struct remove_view, action, ONLY_HTML),
	FIELD_ONLY(struct remove_view, back, ONLY_HTML),
	FIELD_ONLY(struct remove_view, button, ONLY_HTML),
	FIELD_END,
};
struct page studio_remove_page = { .path = "journeys/studio_remove",
	.fields = remove_view_fields };

enum status
studio_ask_remove(struct request *r, struct remove_view *v)
{
	return request_render(r, &studio_remove_page, v);
}

enum status
studio_section_remove_show(struct request *r)
{
	const struct part_input *in = r->form;
	struct remove_view v = { 0 };
	struct studio_section_find_row row;

	if (!studio_look(r, in->id, &v.studio) ||
	    !studio_section_find(r->db, in->id, in->section, &row))
		return NOT_FOUND;
	v.heading = arena_printf(r->arena, tr("Remove “%s”?"), row.title);
	v.words = row.is_public
		      ? tr("The section and its fields leave the draft. "
			   "Members keep what they answered and can read it.")
		      : tr("The section and its fields leave the draft. That "
			   "can't be undone.");
	v.back = section_href(r, in->id, in->section);
	v.action = arena_printf(r->arena, "%s/remove", v.back);
	v.button = tr("Remove the section");
	return studio_ask_remove(r, &v);
}

enum status
studio_section_remove_post(struct request *r)
{
	const struct part_input *in = r->form;

	studio_section_remove(r->db, in->id, in->section);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, tr("The section is removed."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/creator/journeys/%lld", (long long)in->id);
}
