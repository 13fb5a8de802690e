#include <json-c/json.h>
#include <string.h>

#include "journeys/studio_part.h"
#include "lib/journey/reading.h"

/* /creator/journeys/:id/sections/:section/fields/:field: one form for every type
 * of field.  The strict reader of lib/journey has the last word on what is
 * sent. */
struct field_input {
	int64_t id;
	const char *section, *field, *key, *deed;
	struct maybe_int seen;
};

static const struct form_field field_inputs[] = {
	FORM_ID(struct field_input, id, REQUIRED),
	FORM_FIELD(struct field_input, section, REQUIRED, 1, 40),
	FORM_FIELD(struct field_input, field, REQUIRED, 1, 40),
	FORM_FIELD(struct field_input, key, OPTIONAL, 1, 40),
	FORM_FIELD(struct field_input, deed, OPTIONAL, 1, 40),
	FORM_FIELD(struct field_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form studio_field_form = FORM(struct field_input, field_inputs);

/* What the other editor saved, where it differs from what is typed here. */
struct part_change {
	const char *what, *now;
};

static const struct field part_change_fields[] = {
	FIELD(struct part_change, what),
	FIELD(struct part_change, now),
	FIELD_END,
};

struct field_view {
	struct studio studio;
	const char *key, *type, *type_words, *type_help, *icon, *field_label,
	    *href, *section_title, *section_href, *previous_href,
	    *following_href, *place_words, *definition;
	int64_t revision;
	bool is_public, has_options, is_conflict;
	struct prop_list text, rule, flag;
	struct option_row *options;
	size_t noptions;
	struct condition_form visible, required;
	struct choice *sections;
	size_t nsections;
	struct part_change *changes;
	size_t nchanges;
};

#define BOTH(m) FIELD(struct field_view, m)
#define HTML(m) FIELD_ONLY(struct field_view, m, ONLY_HTML)
#define PROPS(member, as)                                              \
	{                                                              \
		.name = (as), .kind = KIND_LIST,                       \
		.offset = offsetof(struct field_view, member.items),   \
		.item = prop_fields, .item_size = sizeof(struct prop), \
		.count_offset = offsetof(struct field_view, member.n), \
		.only = ONLY_HTML                                      \
	}

static const struct field field_view_fields[] = {
	STUDIO_FIELD(struct field_view),
	BOTH(key),
	BOTH(type),
	BOTH(definition),
	BOTH(revision),
	BOTH(is_public),
	HTML(type_words),
	HTML(type_help),
	HTML(icon),
	HTML(field_label),
	HTML(href),
	HTML(section_title),
	HTML(section_href),
	HTML(previous_href),
	HTML(following_href),
	HTML(place_words),
	HTML(has_options),
	HTML(is_conflict),
	PROPS(text, "texts"),
	PROPS(rule, "rules"),
	PROPS(flag, "flags"),
	FIELD_LIST_ONLY(
	    struct field_view, options, noptions, option_row_fields, ONLY_HTML),
	FIELD_OBJECT_ONLY(
	    struct field_view, visible, condition_form_fields, ONLY_HTML),
	FIELD_OBJECT_ONLY(
	    struct field_view, required, condition_form_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct field_view, sections, nsections, choice_fields, ONLY_HTML),
	FIELD_LIST(struct field_view, changes, nchanges, part_change_fields),
	FIELD_END,
};
struct page studio_field_page = { .path = "journeys/studio_field",
	.fields = field_view_fields,
	.form = &studio_field_form };

void
studio_field_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_send(r, id);
	studio_field_find_send(
	    r->db, id, typed(r, "section"), typed(r, "field"));
	studio_source_list_send(r->db, id);
}

static struct json_object *
stored_definition(struct request *r, const char *definition)
{
	struct json_object *o = json_tokener_parse(definition);

	(void)json_kept(r->arena, o);
	return o;
}

static void
fill_sections(struct request *r, struct field_view *v,
    const struct condition_sources *all)
{
	const struct studio_source_list_row *row;

	v->sections = arena_alloc(r->arena, all->n + 1, sizeof(*v->sections));
	for (row = all->rows; row < all->rows + all->n; row++) {
		if (row > all->rows &&
		    strcmp(row->section, row[-1].section) == 0)
			continue;
		v->sections[v->nsections++] = (struct choice){
			.value = row->section,
			.label = row->title,
			.chosen = strcmp(row->section, all->section) == 0,
		};
	}
}

static void
fill_place(struct request *r, struct field_view *v,
    const struct studio_field_find_row *row, const char *section)
{
	const struct field_type_about *about =
	    field_type_about(field_type_of(row->type));

	v->key = row->key;
	v->type = row->type;
	v->type_words = tr(about->label);
	v->type_help = tr(about->help);
	v->icon = about->icon;
	v->definition = row->definition;
	v->revision = row->revision;
	v->is_public = row->is_public;
	v->has_options = about->max_options > 0;
	v->section_title = row->section_title;
	v->section_href = section_href(r, v->studio.id, section);
	v->href = field_href(r, v->studio.id, section, row->key);
	v->place_words = arena_printf(
	    r->arena, tr("Field %d of %d"), (int)row->nth, (int)row->fields);
	if (row->previous != NULL)
		v->previous_href =
		    field_href(r, v->studio.id, section, row->previous);
	if (row->following != NULL)
		v->following_href =
		    field_href(r, v->studio.id, section, row->following);
}

static const char *
meant(const struct prop *p)
{
	return *p->value == '\0' ? p->initial : p->value;
}

static void
compare(struct field_view *v, const struct prop_list *mine,
    const struct prop_list *theirs)
{
	for (size_t i = 0; i < mine->n && i < theirs->n; i++) {
		const struct prop *a = &mine->items[i], *b = &theirs->items[i];

		if (a->is_check   ? a->checked == b->checked
		    : a->is_ticks ? true
				  : strcmp(meant(a), meant(b)) == 0)
			continue;
		v->changes[v->nchanges++] = (struct part_change){ b->label,
			b->is_check ? (b->checked ? tr("yes") : tr("no"))
				    : b->value };
	}
}

/* What differs between the saved field and what is typed. */
static void
fill_changes(struct request *r, struct field_view *v,
    const struct prop_source *typed_props, struct json_object *stored)
{
	struct prop_source theirs = *typed_props;
	const struct prop_list mine[] = { prop_texts(typed_props),
		prop_rules(typed_props), prop_flags(typed_props) };

	theirs.stored = stored;
	v->changes = arena_alloc(
	    r->arena, mine[0].n + mine[1].n + mine[2].n, sizeof(*v->changes));
	compare(v, &mine[0],
	    &(struct prop_list){ prop_texts(&theirs).items, mine[0].n });
	compare(v, &mine[1],
	    &(struct prop_list){ prop_rules(&theirs).items, mine[1].n });
	compare(v, &mine[2],
	    &(struct prop_list){ prop_flags(&theirs).items, mine[2].n });
}

static const char *
stored_condition(struct json_object *stored, const char *name)
{
	struct json_object *o = NULL;

	return json_object_object_get_ex(stored, name, &o)
		   ? json_object_to_json_string(o)
		   : NULL;
}

static const char *
message_of(struct request *r, const char *field)
{
	for (size_t i = 0; i < r->parsed.nmessages; i++)
		if (strcmp(r->parsed.messages[i].field, field) == 0)
			return r->parsed.messages[i].text;
	return NULL;
}

static void
fill_conditions(struct request *r, struct field_view *v,
    const struct condition_sources *all, struct json_object *stored)
{
	v->visible = (struct condition_form){ .name = "visible_if",
		.legend = tr("Show this field"),
		.error = message_of(r, "visible_if") };
	v->required = (struct condition_form){ .name = "required_if",
		.legend = tr("Required also"),
		.error = message_of(r, "required_if") };
	if (stored == NULL) {
		condition_form_typed(r, all, &v->visible);
		condition_form_typed(r, all, &v->required);
		return;
	}
	condition_form_stored(
	    r, all, stored_condition(stored, "visible_if"), &v->visible);
	condition_form_stored(
	    r, all, stored_condition(stored, "required_if"), &v->required);
}

static enum status
render(struct request *r, bool is_typed)
{
	struct field_view v = { 0 };
	struct studio_field_find_row row;
	struct condition_sources all = { .section = typed(r, "section") };
	struct prop_source props = { .r = r };
	struct json_object *stored, *label = NULL;

	if (!studio_open(r, &v.studio) || !studio_field_find_get(r->db, &row))
		return NOT_FOUND;
	all.rows = studio_source_list_get(r->db, &all.n);
	all.is_list = row.is_list;
	fill_place(r, &v, &row, all.section);
	stored = stored_definition(r, row.definition);
	(void)json_object_object_get_ex(stored, "label", &label);
	v.field_label = json_object_get_string(label);
	props.type = field_type_of(row.type);
	props.in_list = row.is_list;
	props.stored = is_typed ? NULL : stored;
	v.text = prop_texts(&props);
	v.rule = prop_rules(&props);
	v.flag = prop_flags(&props);
	if (v.has_options)
		v.options =
		    options_show(&props, row.public_options, &v.noptions);
	fill_conditions(r, &v, &all, props.stored);
	fill_sections(r, &v, &all);
	v.is_conflict = is_typed && *typed(r, "seen") != '\0' &&
			typed_id(r, "seen") != row.revision;
	if (v.is_conflict)
		fill_changes(r, &v, &props, stored);
	return request_render(r, &studio_field_page, &v);
}

enum status
studio_field_show(struct request *r)
{
	return render(r, false);
}

enum status
studio_field_refused(struct request *r)
{
	studio_field_read(r);
	return render(r, true);
}

/* --- saving ------------------------------------------------------------------------- */

/* A mistake by its path is a message at its control. */
static void
tell(struct request *r, enum field_type type, const struct definition_error *e)
{
	const char *rest = strchr(e->path, '.');
	size_t n;

	rest = rest == NULL ? NULL : strchr(rest + 1, '.');
	rest = rest == NULL ? "label" : rest + 1;
	if (sscanf(rest, "options[%zu]", &n) == 1)
		(void)request_invalid(
		    r, arena_printf(r->arena, "options.%zu.label", n), e->text);
	else
		(void)request_invalid(r, prop_control(r, type, rest), e->text);
}

/* The canonical definition; NULL after messages. */
static const char *
read_strictly(struct request *r, const struct studio_field_find_row *row,
    const char *section, struct json_object *o)
{
	struct definition *d = definition_new(r->arena);
	struct definition_errors errors;
	struct buf b;

	(void)definition_add_section(d,
	    &(struct section_row){ .key = section,
		.title = row->section_title,
		.is_list = row->is_list,
		.max_records = 1,
		.weight = 1 },
	    &errors);
	if (!definition_add_field(d,
		&(struct field_row){
		    row->key, row->type, json_object_to_json_string(o) },
		&errors)) {
		for (size_t i = 0; i < errors.n; i++)
			tell(r, field_type_of(row->type), &errors.items[i]);
		return NULL;
	}
	buf_init(&b, r->arena, 500);
	definition_put_field(&b, &d->sections[0].fields[0]);
	return b.data;
}

static bool
add_condition(struct request *r, const struct condition_sources *all,
    const char *name, struct json_object *into)
{
	const char *wrong;
	struct json_object *o = condition_form_read(r, all, name, &wrong);

	if (o != NULL)
		json_object_object_add(into, name, o);
	if (wrong != NULL)
		(void)request_invalid(r, name, wrong);
	return wrong == NULL;
}

/* Everything that was sent, as a definition; NULL after messages. */
static const char *
sent_definition(struct request *r, const struct field_input *in,
    const struct studio_field_find_row *row)
{
	struct json_object *o = json_object_new_object();
	struct condition_sources all = { .section = in->section,
		.is_list = row->is_list };
	const struct prop_source props = { .r = r,
		.type = field_type_of(row->type),
		.in_list = row->is_list };
	bool is_fine;

	(void)json_kept(r->arena, o);
	all.rows = studio_source_list(r->db, in->id, &all.n);
	if (field_type_about(props.type)->max_options > 0)
		json_object_object_add(o, "options",
		    options_put(&props, row->public_options,
			in->deed == NULL ? "" : in->deed));
	props_put(&props, o);
	is_fine = add_condition(r, &all, "visible_if", o);
	is_fine = add_condition(r, &all, "required_if", o) && is_fine;
	return is_fine ? read_strictly(r, row, in->section, o) : NULL;
}

/* Two editors: who comes second is told what the first one saved. */
static enum status
collision(struct request *r, const struct studio_field_find_row *row)
{
	const struct prop_source props = { .r = r,
		.type = field_type_of(row->type),
		.in_list = row->is_list };
	struct field_view *v = arena_alloc(r->arena, 1, sizeof(*v));
	static const struct field collision_fields[] = {
		FIELD(struct field_view, revision),
		FIELD_LIST(
		    struct field_view, changes, nchanges, part_change_fields),
		FIELD_END,
	};

	v->revision = row->revision;
	fill_changes(r, v, &props, stored_definition(r, row->definition));
	request_problem_extra(r, collision_fields, v);
	return request_refuse(r, CONFLICT,
	    tr("This field was changed meanwhile, in another window or by "
	       "somebody else."));
}

enum status
studio_field_save_post(struct request *r)
{
	const struct field_input *in = r->form;
	struct studio_field_find_row row;
	struct studio_field_save_row saved;
	const char *definition, *key, *href;

	if (!studio_field_find(r->db, in->id, in->section, in->field, &row))
		return NOT_FOUND;
	if (in->seen.set && in->seen.value != row.revision)
		return collision(r, &row);
	definition = sent_definition(r, in, &row);
	if (definition == NULL)
		return INVALID;
	key = in->key == NULL ? in->field : in->key;
	if (!studio_field_save(r->db, in->id, in->section, in->field, in->seen,
		key, definition, &saved))
		return CONFLICT;
	href = field_href(r, in->id, in->section, key);
	if (in->deed != NULL && strncmp(in->deed, "option.", 7) == 0)
		href = arena_printf(r->arena, "%s#options", href);
	else
		request_flash(r, tr("The field is saved."));
	return studio_changed(r, saved.revision, href);
}
