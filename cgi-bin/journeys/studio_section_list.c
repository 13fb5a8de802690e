#include <string.h>

#include "journeys/studio_part.h"

/* /creator/journeys/:id: the sections in their order, and what is done with one
 * as a whole. */
#define PART_FIELD(m, must, lo, hi) \
	FORM_FIELD(struct part_input, m, must, lo, hi)

static const struct form_field section_add_inputs[] = {
	FORM_ID(struct part_input, id, REQUIRED),
	PART_FIELD(title, REQUIRED, 1, 200),
};
const struct form studio_section_add_form =
    FORM(struct part_input, section_add_inputs);

static const struct form_field section_order_inputs[] = {
	FORM_ID(struct part_input, id, REQUIRED),
	PART_FIELD(keys, REQUIRED, 1, 5000),
};
const struct form studio_section_order_form =
    FORM(struct part_input, section_order_inputs);

static const struct form_field section_move_inputs[] = {
	FORM_ID(struct part_input, id, REQUIRED),
	PART_FIELD(section, REQUIRED, 1, 40),
	PART_FIELD(places, REQUIRED, -100, 100),
};
const struct form studio_section_move_form =
    FORM(struct part_input, section_move_inputs);

static const struct form_field part_inputs[] = {
	FORM_ID(struct part_input, id, REQUIRED),
	PART_FIELD(section, REQUIRED, 1, 40),
};
const struct form studio_part_form = FORM(struct part_input, part_inputs);

struct section_item {
	const char *key, *title;
	int64_t fields, min_records, max_records, weight;
	bool is_list, is_conditional;
	/* on the page only */
	const char *href, *words;
	bool is_first, is_last;
};

#define BOTH(m) FIELD(struct section_item, m)
#define HTML(m) FIELD_ONLY(struct section_item, m, ONLY_HTML)

static const struct field section_item_fields[] = {
	BOTH(key),
	BOTH(title),
	BOTH(fields),
	BOTH(is_list),
	BOTH(min_records),
	BOTH(max_records),
	BOTH(weight),
	BOTH(is_conditional),
	HTML(href),
	HTML(words),
	HTML(is_first),
	HTML(is_last),
	FIELD_END,
};

struct parts_view {
	struct studio studio;
	struct section_item *sections;
	size_t nsections;
	int64_t fields;
	const char *keys;
};

static const struct field parts_view_fields[] = {
	STUDIO_FIELD(struct parts_view),
	FIELD_LIST(struct parts_view, sections, nsections, section_item_fields),
	FIELD(struct parts_view, fields),
	FIELD_ONLY(struct parts_view, keys, ONLY_HTML),
	FIELD_END,
};
struct page studio_parts_page = { .path = "journeys/studio_parts",
	.fields = parts_view_fields,
	.form = &studio_section_add_form };

const char *
section_href(struct request *r, int64_t journey, const char *key)
{
	return arena_printf(r->arena, "/creator/journeys/%lld/sections/%s",
	    (long long)journey, key);
}

static const char *
section_words(struct request *r, const struct studio_section_list_row *row)
{
	struct buf b;

	buf_init(&b, r->arena, 80);
	buf_puts(&b, row->fields == 1 ? tr("1 field")
				      : arena_printf(r->arena, tr("%d fields"),
					    (int)row->fields));
	if (row->is_list)
		buf_printf(&b, ", %s",
		    arena_printf(r->arena, tr("list of %d to %d entries"),
			(int)row->min_records, (int)row->max_records));
	if (row->is_conditional)
		buf_printf(&b, ", %s", tr("shown on a condition"));
	if (row->weight != 1)
		buf_printf(&b, ", %s",
		    arena_printf(r->arena, tr("weight %d"), (int)row->weight));
	return b.data;
}

void
studio_parts_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_send(r, id);
	studio_section_list_send(r->db, id);
}

static void
fill_sections(struct request *r, struct parts_view *v)
{
	struct studio_section_list_row *rows =
	    studio_section_list_get(r->db, &v->nsections);

	v->sections = arena_alloc(r->arena, v->nsections, sizeof(*v->sections));
	for (size_t i = 0; i < v->nsections; i++) {
		v->sections[i] = (struct section_item){
			.key = rows[i].key,
			.title = rows[i].title,
			.fields = rows[i].fields,
			.min_records = rows[i].min_records,
			.max_records = rows[i].max_records,
			.weight = rows[i].weight,
			.is_list = rows[i].is_list,
			.is_conditional = rows[i].is_conditional,
			.href = section_href(r, v->studio.id, rows[i].key),
			.words = section_words(r, &rows[i]),
			.is_first = i == 0,
			.is_last = i + 1 == v->nsections,
		};
		v->fields += rows[i].fields;
	}
}

enum status
studio_parts_show(struct request *r)
{
	struct parts_view v = { 0 };

	if (!studio_open(r, &v.studio))
		return NOT_FOUND;
	fill_sections(r, &v);
	return request_render(r, &studio_parts_page, &v);
}

enum status
studio_parts_refused(struct request *r)
{
	studio_parts_read(r);
	return studio_parts_show(r);
}

/* --- one section as a whole ---------------------------------------------------- */

static const struct field key_fields[] = {
	FIELD_NAMED(struct part_input, section, "key", 0),
	FIELD_END,
};

static enum status
made(struct request *r, int64_t id, const char *key)
{
	return request_done(r,
	    &(struct outcome){
		CREATED, key_fields, &(struct part_input){ .section = key } },
	    "%s", section_href(r, id, key));
}

enum status
studio_section_add_post(struct request *r)
{
	const struct part_input *in = r->form;
	struct studio_section_add_row row;

	if (!studio_section_add(r->db, in->id, in->title, &row))
		return CONFLICT;
	return made(r, in->id, row.key);
}

static enum status
to_sections(struct request *r, int64_t id, const char *key)
{
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/creator/journeys/%lld%s%s", (long long)id,
	    key == NULL ? "" : "#s-", key == NULL ? "" : key);
}

enum status
studio_section_order_post(struct request *r)
{
	const struct part_input *in = r->form;

	studio_section_order(r->db, in->id, in->keys);
	return db_error(r->db) != NULL ? CONFLICT
				       : to_sections(r, in->id, NULL);
}

enum status
studio_section_move_post(struct request *r)
{
	const struct part_input *in = r->form;

	studio_section_move(r->db, in->id, in->section, in->places);
	return db_error(r->db) != NULL ? CONFLICT
				       : to_sections(r, in->id, in->section);
}

enum status
studio_section_copy_post(struct request *r)
{
	const struct part_input *in = r->form;
	struct studio_section_copy_row row;

	if (!studio_section_copy(r->db, in->id, in->section, &row))
		return CONFLICT;
	request_flash(r, tr("The section is duplicated."));
	return made(r, in->id, row.key);
}
