#include <string.h>

#include "lib/base/field.h"
#include "lib/base/words.h"
#include "lib/journey/widget_in.h"

static const struct field attribute_fields[] = {
	FIELD(struct widget_attribute, name),
	FIELD(struct widget_attribute, value),
	FIELD_END,
};

static const struct field file_fields[] = {
	FIELD(struct widget_file, file_id),
	FIELD(struct widget_file, file_name),
	FIELD(struct widget_file, file_size),
	FIELD(struct widget_file, href),
	FIELD_END,
};

const struct field widget_fields[] = {
	FIELD(struct widget, name),
	FIELD(struct widget, key),
	FIELD(struct widget, type),
	FIELD(struct widget, label),
	FIELD(struct widget, help),
	FIELD_ONLY(struct widget, placeholder, ONLY_HTML),
	FIELD(struct widget, error),
	FIELD(struct widget, value),
	FIELD(struct widget, second),
	FIELD(struct widget, zone),
	FIELD(struct widget, revision),
	FIELD(struct widget, required),
	FIELD(struct widget, visible),
	FIELD(struct widget, sensitive),
	FIELD(struct widget, answered),
	FIELD(struct widget, sealed),
	FIELD_ONLY(struct widget, disabled, ONLY_HTML),
	FIELD_ONLY(struct widget, is_line, ONLY_HTML),
	FIELD_ONLY(struct widget, is_area, ONLY_HTML),
	FIELD_ONLY(struct widget, is_date, ONLY_HTML),
	FIELD_ONLY(struct widget, is_time, ONLY_HTML),
	FIELD_ONLY(struct widget, is_money, ONLY_HTML),
	FIELD_ONLY(struct widget, is_select, ONLY_HTML),
	FIELD_ONLY(struct widget, is_radio, ONLY_HTML),
	FIELD_ONLY(struct widget, is_ticks, ONLY_HTML),
	FIELD_ONLY(struct widget, is_check, ONLY_HTML),
	FIELD_ONLY(struct widget, is_file, ONLY_HTML),
	FIELD_ONLY(struct widget, is_rating, ONLY_HTML),
	FIELD_ONLY(struct widget, input_type, ONLY_HTML),
	FIELD_LIST_ONLY(struct widget, attributes, nattributes,
	    attribute_fields, ONLY_HTML),
	FIELD_LIST(struct widget, choices, nchoices, choice_fields),
	FIELD(struct widget, has_other),
	FIELD_ONLY(struct widget, with_time, ONLY_HTML),
	FIELD_ONLY(struct widget, with_zone, ONLY_HTML),
	FIELD_ONLY(struct widget, is_drawn, ONLY_HTML),
	FIELD_ONLY(struct widget, has_na, ONLY_HTML),
	FIELD_ONLY(struct widget, is_na, ONLY_HTML),
	FIELD_ONLY(struct widget, has_one_currency, ONLY_HTML),
	FIELD(struct widget, currency),
	FIELD_LIST(struct widget, files, nfiles, file_fields),
	FIELD(struct widget, low),
	FIELD(struct widget, high),
	FIELD(struct widget, unit),
	FIELD_ONLY(struct widget, rules, ONLY_HTML),
	FIELD_ONLY(struct widget, visible_if, ONLY_HTML),
	FIELD_ONLY(struct widget, required_if, ONLY_HTML),
	FIELD_ONLY(struct widget, own_error, ONLY_HTML),
	FIELD_END,
};

void
widget_attribute(struct making *m, const char *name, const char *value)
{
	struct widget *w = m->widget;

	if (value == NULL || w->nattributes == WIDGET_ATTRIBUTES)
		return;
	w->attributes[w->nattributes++] =
	    (struct widget_attribute){ name, value };
}

void
widget_number(struct making *m, const char *name, int64_t value)
{
	widget_attribute(
	    m, name, arena_printf(m->arena, "%lld", (long long)value));
}

void
widget_rule(struct making *m, const char *name, const char *json)
{
	buf_printf(&m->rules_json, "%c\"%s\":%s",
	    m->rules_json.len == 0 ? '{' : ',', name, json);
}

void
widget_rule_int(struct making *m, const char *name, int64_t value)
{
	widget_rule(m, name, arena_printf(m->arena, "%lld", (long long)value));
}

void
widget_rule_list(
    struct making *m, const char *name, const struct rule_list *list)
{
	struct buf b;
	size_t i;

	if (list->n == 0)
		return;
	buf_init(&b, m->arena, 40);
	for (i = 0; i < list->n; i++) {
		buf_puts(&b, i == 0 ? "[\"" : "\",\"");
		buf_put_json(&b, list->items[i], strlen(list->items[i]));
	}
	buf_puts(&b, "\"]");
	widget_rule(m, name, b.data);
}

struct choice *
widget_choices(struct making *m, size_t n)
{
	m->widget->choices =
	    arena_alloc(m->arena, n, sizeof(*m->widget->choices));
	return m->widget->choices;
}

static void
make_control(struct making *m)
{
	switch (m->field->type) {
	case TYPE_NUMBER:
	case TYPE_CURRENCY:
		widget_amount(m);
		break;
	case TYPE_DATE:
	case TYPE_TIME:
		widget_moment(m);
		break;
	case TYPE_SELECT:
	case TYPE_RADIO:
	case TYPE_MULTISELECT:
		widget_choice(m);
		break;
	case TYPE_CHECKBOX:
		m->widget->is_check = true;
		m->widget->value =
		    strcmp(entry_csv(m->context, m->field, m->state->value),
			words("Yes")) == 0
			? "true"
			: NULL;
		m->widget->required &= m->rules->must_be_true;
		if (m->rules->must_be_true)
			widget_rule(m, "must_be_true", "true");
		break;
	case TYPE_FILE:
		widget_files(m);
		break;
	case TYPE_RATING:
		widget_rating(m);
		break;
	default:
		widget_text(m);
	}
}

static const char *
error_of(const struct making *m)
{
	const struct field_state *s = m->state;

	if (!s->visible || s->valid)
		return NULL;
	if (s->message != NULL)
		return s->message;
	return m->about->show_errors ? words("This is needed.") : NULL;
}

void
widget_make(const struct entry_context *c, const struct field_state *state,
    const struct widget_about *about, struct widget *w)
{
	const struct journey_field *f = state->field;
	struct making m = { .context = c,
		.arena = c->arena,
		.field = f,
		.rules = &f->rules,
		.state = state,
		.about = about,
		.widget = w };

	*w = (struct widget){ .key = f->key,
		.type = field_type_about(f->type)->name,
		.label = f->label,
		.help = f->help,
		.placeholder = f->placeholder,
		.revision = state->revision,
		.required = state->required && !state->sealed,
		.visible = state->visible,
		.sensitive = f->sensitive,
		.answered = state->answered,
		.sealed = state->sealed,
		.disabled = about->disabled || !state->visible,
		.visible_if = state->visible_if,
		.required_if = f->required ? NULL : state->required_if,
		.own_error = f->error };
	w->name = arena_printf(c->arena, "%s%s", about->prefix, f->key);
	w->attributes =
	    arena_alloc(c->arena, WIDGET_ATTRIBUTES, sizeof(*w->attributes));
	buf_init(&m.rules_json, c->arena, 64);
	w->error = error_of(&m);
	make_control(&m);
	if (m.rules_json.len > 0) {
		buf_putc(&m.rules_json, '}');
		w->rules = m.rules_json.data;
	}
}

struct widget *
widgets_make(const struct entry_context *c, const struct section_state *s,
    const struct record_state *record, const struct widget_about *about)
{
	size_t i, n = s->section->nfields;
	struct widget *all = arena_alloc(c->arena, n + 1, sizeof(*all));

	for (i = 0; i < n; i++)
		widget_make(c, &record->fields[i], about, &all[i]);
	return all;
}

static const char *
sent(const struct entry_context *c, const struct pairs *pairs,
    const struct widget *w, const char *part)
{
	const struct pair *pair =
	    pairs_find(pairs, arena_printf(c->arena, "%s%s", w->name, part));

	return pair != NULL ? pair->value : NULL;
}

void
widget_refuse(const struct entry_context *c, struct widget *w,
    const struct pairs *pairs, const char *error)
{
	const char *value = sent(c, pairs, w, "");
	const char *second = sent(c, pairs, w, w->is_date ? ".time" : ".other");

	w->error = error;
	if (value != NULL)
		w->value = value;
	if (second != NULL)
		w->second = second;
	if (w->is_money && sent(c, pairs, w, ".currency") != NULL)
		w->currency = sent(c, pairs, w, ".currency");
	if (w->nchoices > 0)
		(void)choices_pick(w->choices, w->nchoices,
		    w->is_money     ? w->currency
		    : value != NULL ? value
				    : "");
}
