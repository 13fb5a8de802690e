#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/widget_in.h"

enum { OTHER_MOST = 255 };

static bool
is_chosen(struct json_object *value, const char *id)
{
	const char *only = entry_string(value), *item;
	size_t i, n = 0;

	if (only != NULL)
		return strcmp(only, id) == 0;
	if (json_object_is_type(value, json_type_array))
		n = json_object_array_length(value);
	for (i = 0; i < n; i++) {
		item = entry_string(json_object_array_get_idx(value, i));
		if (item != NULL && strcmp(item, id) == 0)
			return true;
	}
	return false;
}

/* A retired option is shown to who has it, so that it stays when saved. */
static void
add_option(
    struct making *m, struct choice *all, const struct journey_option *option)
{
	bool chosen = is_chosen(m->state->value, option->id);

	if (option->retired && !chosen)
		return;
	all[m->widget->nchoices++] = (struct choice){ .value = option->id,
		.label = option->label,
		.note = option->retired ? words("no longer offered") : NULL,
		.chosen = chosen };
}

/* What was chosen in a version that had it. */
static void
add_gone(struct making *m, struct choice *all, const char *id)
{
	if (id == NULL || definition_option(m->field, id) != NULL)
		return;
	all[m->widget->nchoices++] = (struct choice){ .value = id,
		.label = id,
		.note = words("no longer offered"),
		.chosen = true };
}

static void
add_other(struct making *m, struct choice *all)
{
	const char *other = entry_member(m->state->value, "other");
	struct widget *w = m->widget;

	w->has_other = true;
	w->second = other;
	all[w->nchoices++] = (struct choice){ .value = "other",
		.label = words("Other"),
		.chosen = other != NULL };
}

void
widget_choice(struct making *m)
{
	const struct journey_field *f = m->field;
	const struct field_rules *r = m->rules;
	struct json_object *value = m->state->value;
	size_t i, gone = json_object_is_type(value, json_type_array)
			     ? json_object_array_length(value)
			     : 0;
	struct choice *all = widget_choices(m, f->noptions + gone + 2);

	m->widget->is_select = f->type == TYPE_SELECT;
	m->widget->is_radio = f->type == TYPE_RADIO;
	m->widget->is_ticks = f->type == TYPE_MULTISELECT;
	for (i = 0; i < f->noptions; i++)
		add_option(m, all, &f->options[i]);
	add_gone(m, all, entry_string(value));
	for (i = 0; i < gone; i++)
		add_gone(
		    m, all, entry_string(json_object_array_get_idx(value, i)));
	if (r->other)
		add_other(m, all);
	if (f->type != TYPE_MULTISELECT)
		return;
	widget_rule_int(m, "min_selected", r->min_selected);
	widget_rule_int(m, "max_selected", r->max_selected);
	if (r->exclusive != NULL)
		widget_rule(m, "exclusive",
		    arena_printf(m->arena, "\"%s\"", r->exclusive));
}
