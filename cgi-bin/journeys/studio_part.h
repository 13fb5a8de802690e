#ifndef JOURNEYS_STUDIO_PART_H
#define JOURNEYS_STUDIO_PART_H

#include "gen/journeys/studio_section_sql.h"
#include "journeys/studio.h"
#include "journeys/studio_condition.h"

struct json_object;

/*
 * Sections and fields in the studio.  Both go by their keys in the address, so
 * an address outlives the version that it was opened on.
 */
struct part_input {
	int64_t id, places;
	const char *section, *field, *title, *keys, *to, *type, *label;
	struct maybe_int seen;
};

/* --- studio_section_list.c: /creator/journeys/:id --------------------------------- */
void studio_parts_read(struct request *);
enum status studio_parts_show(struct request *);
enum status studio_parts_refused(struct request *);
enum status studio_section_add_post(struct request *);
enum status studio_section_order_post(struct request *);
enum status studio_section_move_post(struct request *);
enum status studio_section_copy_post(struct request *);
extern const struct form studio_section_add_form, studio_section_order_form,
    studio_section_move_form, studio_part_form;
extern struct page studio_parts_page;

/* --- studio_section.c: /creator/journeys/:id/sections/:section --------------------- */
void studio_section_read(struct request *);
enum status studio_section_show(struct request *);
enum status studio_section_refused(struct request *);
extern struct page studio_section_page;

/* --- studio_section_edit.c: …/edit, …/remove ------------------------------------------- */
void studio_section_edit_read(struct request *);
enum status studio_section_edit_show(struct request *);
enum status studio_section_edit_refused(struct request *);
enum status studio_section_save_post(struct request *);
enum status studio_section_remove_show(struct request *);
enum status studio_section_remove_post(struct request *);
extern const struct form studio_section_form;
extern struct page studio_section_edit_page, studio_remove_page;

/* --- studio_field_act.c: one field as a whole ------------------------------------------ */
enum status studio_field_add_post(struct request *);
enum status studio_field_order_post(struct request *);
enum status studio_field_move_post(struct request *);
enum status studio_field_to_post(struct request *);
enum status studio_field_copy_post(struct request *);
enum status studio_field_remove_show(struct request *);
enum status studio_field_remove_post(struct request *);
extern const struct form studio_field_add_form, studio_field_order_form,
    studio_field_move_form, studio_field_to_form, studio_field_part_form;

/* The page that asks before a part goes. */
struct remove_view {
	struct studio studio;
	const char *heading, *words, *action, *back, *button;
};
enum status studio_ask_remove(struct request *, struct remove_view *);

/* --- studio_field.c: /creator/journeys/:id/sections/:section/fields/:field ---------------- */
void studio_field_read(struct request *);
enum status studio_field_show(struct request *);
enum status studio_field_refused(struct request *);
enum status studio_field_save_post(struct request *);
extern const struct form studio_field_form;
extern struct page studio_field_page;

/* "/creator/journeys/7/sections/home" and below. */
const char *section_href(struct request *, int64_t journey, const char *key);
const char *field_href(
    struct request *, int64_t journey, const char *section, const char *key);

/* The types, with what each is for. */
struct choice *
field_type_choices(struct request *, const char *chosen, size_t *n);

/* --- studio_prop.c: the properties of a field, by its type's table of rules --------------- */
struct prop {
	const char *name; /* of the control: "label", "rule.max_len" */
	const char *label, *help, *value, *error;
	const char *initial; /* what an empty control means; never NULL */
	int64_t max;
	struct choice *choices;
	size_t nchoices;
	bool checked;
	bool is_line, is_number, is_area, is_check, is_select, is_ticks;
};
extern const struct field prop_fields[];

struct prop_list {
	struct prop *items;
	size_t n;
};
/* Where the values come from: a stored definition, or what was sent. */
struct prop_source {
	struct request *r;
	enum field_type type;
	struct json_object *stored; /* NULL: what was sent */
	bool in_list;               /* the section is a list */
};
struct prop_list prop_texts(const struct prop_source *);
struct prop_list prop_rules(const struct prop_source *);
struct prop_list prop_flags(const struct prop_source *);
/* What was sent as members of a definition. */
void props_put(const struct prop_source *, struct json_object *definition);
/* A message of lib/journey belongs to a control: "rule.max_len" for "max_len". */
const char *prop_control(struct request *, enum field_type, const char *path);

/* --- studio_option.c: the options of a choice ------------------------------------------------ */
struct option_row {
	const char *number, *id, *label, *error;
	bool retired, is_public, is_first, is_last;
};
extern const struct field option_row_fields[];
struct option_row *
options_show(const struct prop_source *, const char *public_options, size_t *n);
/* What was sent, with the moves and removals that `deed` names, as JSON. */
struct json_object *options_put(
    const struct prop_source *, const char *public_options, const char *deed);

#endif
