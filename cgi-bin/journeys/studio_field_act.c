#include <json-c/json.h>
#include <string.h>

#include "journeys/studio_part.h"
#include "lib/journey/reading.h"

/* One field as a whole: added, moved, copied, taken away. */
static const char *const type_names[] = { "text", "textarea", "email", "phone",
	"url", "number", "currency", "date", "time", "select", "radio",
	"multiselect", "checkbox", "file", "rating", NULL };

#define PART_FIELD(m, must, lo, hi) \
	FORM_FIELD(struct part_input, m, must, lo, hi)
#define PLACE                                     \
	FORM_ID(struct part_input, id, REQUIRED), \
	    PART_FIELD(section, REQUIRED, 1, 40)

static const struct form_field field_add_inputs[] = {
	PLACE,
	FORM_ONE_OF(struct part_input, type, REQUIRED, type_names),
	PART_FIELD(label, REQUIRED, 1, 200),
};
const struct form studio_field_add_form =
    FORM(struct part_input, field_add_inputs);

static const struct form_field field_order_inputs[] = {
	PLACE,
	PART_FIELD(keys, REQUIRED, 1, 9000),
};
const struct form studio_field_order_form =
    FORM(struct part_input, field_order_inputs);

static const struct form_field field_move_inputs[] = {
	PLACE,
	PART_FIELD(field, REQUIRED, 1, 40),
	PART_FIELD(places, REQUIRED, -200, 200),
};
const struct form studio_field_move_form =
    FORM(struct part_input, field_move_inputs);

static const struct form_field field_to_inputs[] = {
	PLACE,
	PART_FIELD(field, REQUIRED, 1, 40),
	PART_FIELD(to, REQUIRED, 1, 40),
};
const struct form studio_field_to_form =
    FORM(struct part_input, field_to_inputs);

static const struct form_field field_part_inputs[] = {
	PLACE,
	PART_FIELD(field, REQUIRED, 1, 40),
};
const struct form studio_field_part_form =
    FORM(struct part_input, field_part_inputs);

static const struct field key_fields[] = {
	FIELD_NAMED(struct part_input, field, "key", 0),
	FIELD_END,
};

static enum status
made(struct request *r, const char *section, const char *key)
{
	const struct part_input *in = r->form;

	return request_done(r,
	    &(struct outcome){
		CREATED, key_fields, &(struct part_input){ .field = key } },
	    "%s", field_href(r, in->id, section, key));
}

/* As plain as a field of the type may be. */
static const char *
first_definition(struct request *r, enum field_type type, const char *label)
{
	struct json_object *o = json_object_new_object(), *list, *one;

	(void)json_kept(r->arena, o);
	json_object_object_add(o, "label", json_object_new_string(label));
	if (field_type_about(type)->max_options > 0) {
		list = json_object_new_array();
		for (int i = 1; i <= 2; i++) {
			one = json_object_new_object();
			json_object_object_add(one, "id",
			    json_object_new_string(
				arena_printf(r->arena, "option_%d", i)));
			json_object_object_add(one, "label",
			    json_object_new_string(
				arena_printf(r->arena, tr("Option %d"), i)));
			json_object_array_add(list, one);
		}
		json_object_object_add(o, "options", list);
	}
	return json_object_to_json_string(o);
}

enum status
studio_field_add_post(struct request *r)
{
	const struct part_input *in = r->form;
	struct studio_field_add_row row;

	if (!studio_field_add(r->db, in->id, in->section, in->type,
		first_definition(r, field_type_of(in->type), in->label), &row))
		return CONFLICT;
	return made(r, in->section, row.key);
}

static enum status
to_fields(struct request *r, const char *key)
{
	const struct part_input *in = r->form;

	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "%s%s%s", section_href(r, in->id, in->section),
	    key == NULL ? "" : "#f-", key == NULL ? "" : key);
}

enum status
studio_field_order_post(struct request *r)
{
	const struct part_input *in = r->form;

	studio_field_order(r->db, in->id, in->section, in->keys);
	return db_error(r->db) != NULL ? CONFLICT : to_fields(r, NULL);
}

enum status
studio_field_move_post(struct request *r)
{
	const struct part_input *in = r->form;

	studio_field_move(r->db, in->id, in->section, in->field, in->places);
	return db_error(r->db) != NULL ? CONFLICT : to_fields(r, in->field);
}

enum status
studio_field_to_post(struct request *r)
{
	const struct part_input *in = r->form;
	struct studio_field_to_row row;

	if (!studio_field_to(
		r->db, in->id, in->section, in->field, in->to, &row))
		return CONFLICT;
	request_flash(r, tr("The field is moved."));
	return made(r, in->to, row.key);
}

enum status
studio_field_copy_post(struct request *r)
{
	const struct part_input *in = r->form;
	struct studio_field_copy_row row;

	if (!studio_field_copy(r->db, in->id, in->section, in->field, &row))
		return CONFLICT;
	request_flash(r, tr("The field is duplicated."));
	return made(r, in->section, row.key);
}

enum status
studio_field_remove_show(struct request *r)
{
	const struct part_input *in = r->form;
	struct remove_view v = { 0 };
	struct studio_field_find_row row;

	if (!studio_look(r, in->id, &v.studio) ||
	    !studio_field_find(r->db, in->id, in->section, in->field, &row))
		return NOT_FOUND;
	v.heading = arena_printf(r->arena, tr("Remove “%s”?"), row.key);
	v.words = row.is_public
		      ? tr("The field leaves the draft. Members keep what they "
			   "answered and can read it.")
		      : tr("The field leaves the draft. That can't be "
			   "undone.");
	v.back = field_href(r, in->id, in->section, in->field);
	v.action = arena_printf(r->arena, "%s/remove", v.back);
	v.button = tr("Remove the field");
	return studio_ask_remove(r, &v);
}

enum status
studio_field_remove_post(struct request *r)
{
	const struct part_input *in = r->form;

	studio_field_remove(r->db, in->id, in->section, in->field);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_flash(r, tr("The field is removed."));
	return to_fields(r, NULL);
}
