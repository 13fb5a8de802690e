#include <string.h>

#include "journeys/studio_part.h"
#include "lib/domain/markdown.h"

/* /creator/journeys/:id/sections/:section: the fields of a section in their
 * order. */
struct field_item {
	const char *key, *type, *label;
	bool is_required, is_sensitive, is_private, is_conditional;
	/* on the page only */
	const char *href, *words, *icon;
	bool is_first, is_last;
};

#define BOTH(m) FIELD(struct field_item, m)
#define HTML(m) FIELD_ONLY(struct field_item, m, ONLY_HTML)

static const struct field field_item_fields[] = {
	BOTH(key),
	BOTH(type),
	BOTH(label),
	BOTH(is_required),
	BOTH(is_sensitive),
	BOTH(is_private),
	BOTH(is_conditional),
	HTML(href),
	HTML(words),
	HTML(icon),
	HTML(is_first),
	HTML(is_last),
	FIELD_END,
};

struct section_view {
	struct studio studio;
	const char *key, *section_title, *href, *about;
	bool is_list;
	struct field_item *items;
	size_t nitems;
	struct choice *types;
	size_t ntypes;
	struct html description;
};

static const struct field section_view_fields[] = {
	STUDIO_FIELD(struct section_view),
	FIELD(struct section_view, key),
	FIELD(struct section_view, section_title),
	FIELD(struct section_view, is_list),
	FIELD_LIST(struct section_view, items, nitems, field_item_fields),
	FIELD_ONLY(struct section_view, href, ONLY_HTML),
	FIELD_ONLY(struct section_view, description, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct section_view, types, ntypes, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page studio_section_page = { .path = "journeys/studio_section",
	.fields = section_view_fields,
	.form = &studio_field_add_form };

struct choice *
field_type_choices(struct request *r, const char *chosen, size_t *n)
{
	struct choice *types =
	    arena_alloc(r->arena, FIELD_TYPES, sizeof(*types));

	for (int t = 0; t < FIELD_TYPES; t++) {
		const struct field_type_about *about =
		    field_type_about((enum field_type)t);

		types[t] = (struct choice){ .value = about->name,
			.label = tr(about->label),
			.note = tr(about->help),
			.chosen = strcmp(about->name, chosen) == 0 };
	}
	*n = FIELD_TYPES;
	return types;
}

const char *
field_href(
    struct request *r, int64_t journey, const char *section, const char *key)
{
	return arena_printf(
	    r->arena, "%s/fields/%s", section_href(r, journey, section), key);
}

void
studio_section_read(struct request *r)
{
	int64_t id = typed_id(r, "id");
	const char *section = typed(r, "section");

	studio_send(r, id);
	studio_section_find_send(r->db, id, section);
	studio_field_list_send(r->db, id, section);
}

static const char *
field_words(struct request *r, const struct studio_field_list_row *row)
{
	struct buf b;

	buf_init(&b, r->arena, 80);
	buf_puts(&b, tr(field_type_about(field_type_of(row->type))->label));
	if (row->is_required)
		buf_printf(&b, ", %s", tr("required"));
	if (row->is_conditional)
		buf_printf(&b, ", %s", tr("shown on a condition"));
	if (row->is_private)
		buf_printf(&b, ", %s", tr("private"));
	if (row->is_sensitive)
		buf_printf(&b, ", %s", tr("sensitive"));
	return b.data;
}

static void
fill_items(struct request *r, struct section_view *v)
{
	struct studio_field_list_row *rows =
	    studio_field_list_get(r->db, &v->nitems);

	v->items = arena_alloc(r->arena, v->nitems, sizeof(*v->items));
	for (size_t i = 0; i < v->nitems; i++)
		v->items[i] = (struct field_item){
			.key = rows[i].key,
			.type = rows[i].type,
			.label = rows[i].label,
			.is_required = rows[i].is_required,
			.is_sensitive = rows[i].is_sensitive,
			.is_private = rows[i].is_private,
			.is_conditional = rows[i].is_conditional,
			.href =
			    field_href(r, v->studio.id, v->key, rows[i].key),
			.words = field_words(r, &rows[i]),
			.icon =
			    field_type_about(field_type_of(rows[i].type))->icon,
			.is_first = i == 0,
			.is_last = i + 1 == v->nitems,
		};
}

enum status
studio_section_show(struct request *r)
{
	struct section_view v = { 0 };
	struct studio_section_find_row row;

	if (!studio_open(r, &v.studio) || !studio_section_find_get(r->db, &row))
		return NOT_FOUND;
	v.key = row.key;
	v.section_title = row.title;
	v.is_list = row.is_list;
	v.href = section_href(r, v.studio.id, row.key);
	if (row.description != NULL)
		v.description = markdown(r->arena, row.description);
	fill_items(r, &v);
	v.types = field_type_choices(r, typed(r, "type"), &v.ntypes);
	return request_render(r, &studio_section_page, &v);
}

enum status
studio_section_refused(struct request *r)
{
	studio_section_read(r);
	return studio_section_show(r);
}
