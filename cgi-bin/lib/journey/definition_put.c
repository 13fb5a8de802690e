#include <json-c/json.h>
#include <string.h>

#include "lib/journey/definition.h"

/* An object that is being written: members come with their comma. */
struct object {
	struct buf *b;
	bool is_begun;
};

static void
member(struct object *o, const char *name)
{
	buf_puts(o->b, o->is_begun ? ",\"" : "{\"");
	buf_puts(o->b, name);
	buf_puts(o->b, "\":");
	o->is_begun = true;
}

static void
end(struct object *o)
{
	buf_puts(o->b, o->is_begun ? "}" : "{}");
}

static void
put_string(struct buf *b, const char *text)
{
	buf_putc(b, '"');
	buf_put_json(b, text, strlen(text));
	buf_putc(b, '"');
}

static void
put_text(struct object *o, const char *name, const char *text)
{
	if (text == NULL)
		return;
	member(o, name);
	put_string(o->b, text);
}

static void
put_int(struct object *o, const char *name, int64_t n, int64_t initial)
{
	if (n == initial)
		return;
	member(o, name);
	buf_put_int(o->b, n);
}

static void
put_true(struct object *o, const char *name, bool is_on)
{
	if (!is_on)
		return;
	member(o, name);
	buf_puts(o->b, "true");
}

static void
put_condition(struct object *o, const char *name, const struct condition *c)
{
	if (c == NULL)
		return;
	member(o, name);
	condition_put(o->b, c);
}

static void
put_texts(struct object *o, const char *name, const struct rule_list *list)
{
	size_t i;

	if (list->n == 0)
		return;
	member(o, name);
	buf_putc(o->b, '[');
	for (i = 0; i < list->n; i++) {
		if (i > 0)
			buf_putc(o->b, ',');
		put_string(o->b, list->items[i]);
	}
	buf_putc(o->b, ']');
}

static bool
is_same_list(const struct rule_list *a, const struct rule_list *b)
{
	size_t i;

	for (i = 0; i < a->n && i < b->n; i++)
		if (strcmp(a->items[i], b->items[i]) != 0)
			return false;
	return a->n == b->n;
}

static void
put_rule(struct object *o, const struct field_rule *rule, const void *at,
    const void *initial)
{
	if (rule->kind <= RULE_MINOR) {
		put_int(o, rule->name, *(const int64_t *)at,
		    *(const int64_t *)initial);
	} else if (rule->kind == RULE_BOOL) {
		put_true(o, rule->name, *(const bool *)at);
	} else if (rule->kind >= RULE_WEEKDAYS) {
		if (!is_same_list(at, initial))
			put_texts(o, rule->name, at);
	} else {
		const char *text = *(const char *const *)at;
		const char *first = *(const char *const *)initial;

		if (text != NULL && (first == NULL || strcmp(text, first) != 0))
			put_text(o, rule->name, text);
	}
}

static void
put_rules(struct object *o, const struct journey_field *f)
{
	const struct field_type_about *about = field_type_about(f->type);
	struct field_rules initial;
	size_t i;

	field_rules_initial(o->b->arena, f->type, &initial);
	for (i = 0; i < about->nrules; i++) {
		size_t offset = about->rules[i].offset;

		put_rule(o, &about->rules[i], (const char *)&f->rules + offset,
		    (const char *)&initial + offset);
	}
}

static void
put_options(struct object *o, const struct journey_field *f)
{
	size_t i;

	if (f->noptions == 0)
		return;
	member(o, "options");
	buf_putc(o->b, '[');
	for (i = 0; i < f->noptions; i++) {
		struct object option = { o->b, false };

		if (i > 0)
			buf_putc(o->b, ',');
		put_text(&option, "id", f->options[i].id);
		put_text(&option, "label", f->options[i].label);
		put_true(&option, "retired", f->options[i].retired);
		end(&option);
	}
	buf_putc(o->b, ']');
}

static void
put_field(struct object *o, const struct journey_field *f)
{
	put_text(o, "label", f->label);
	put_text(o, "help", f->help);
	put_text(o, "placeholder", f->placeholder);
	put_text(o, "error", f->error);
	put_true(o, "required", f->required);
	put_condition(o, "required_if", f->required_if);
	put_condition(o, "visible_if", f->visible_if);
	if (f->initial != NULL) {
		member(o, "default");
		buf_puts(o->b, json_object_to_json_string_ext(f->initial,
				   JSON_C_TO_STRING_PLAIN |
				       JSON_C_TO_STRING_NOSLASHESCAPE));
	}
	put_int(o, "weight", f->weight, 1);
	put_true(o, "sensitive", f->sensitive);
	put_true(o, "private", f->is_private);
	put_true(o, "unique_in_list", f->unique_in_list);
	put_rules(o, f);
	put_options(o, f);
}

void
definition_put_field(struct buf *b, const struct journey_field *f)
{
	struct object o = { b, false };

	put_field(&o, f);
	end(&o);
}

static void
put_fields(struct object *o, const struct journey_section *s)
{
	size_t i;

	member(o, "fields");
	buf_putc(o->b, '[');
	for (i = 0; i < s->nfields; i++) {
		struct object field = { o->b, false };

		if (i > 0)
			buf_putc(o->b, ',');
		put_text(&field, "key", s->fields[i].key);
		put_text(
		    &field, "type", field_type_about(s->fields[i].type)->name);
		put_field(&field, &s->fields[i]);
		end(&field);
	}
	buf_putc(o->b, ']');
}

static void
put_section(struct buf *b, const struct journey_section *s)
{
	struct object o = { b, false };

	put_text(&o, "key", s->key);
	put_text(&o, "title", s->title);
	put_text(&o, "description", s->description);
	put_text(&o, "guidance", s->guidance);
	put_text(&o, "kind", s->kind);
	put_true(&o, "is_list", s->is_list);
	put_int(&o, "min_records", s->min_records, 0);
	put_int(&o, "max_records", s->max_records, SECTION_RECORDS_INITIAL);
	put_int(&o, "weight", s->weight, 1);
	put_condition(&o, "visible_if", s->visible_if);
	put_fields(&o, s);
	end(&o);
}

static void
put_about(struct object *o, const struct journey_about *about)
{
	struct object theme = { o->b, false };

	put_text(o, "name", about->name);
	put_text(o, "summary", about->summary);
	put_text(o, "description", about->description);
	put_text(o, "icon", about->icon);
	put_int(o, "estimated_minutes", about->estimated_minutes, 0);
	put_texts(o, "categories", &about->categories);
	put_texts(o, "tags", &about->tags);
	if (about->primary == NULL && about->secondary == NULL &&
	    about->accent == NULL && about->font == NULL)
		return;
	member(o, "theme");
	put_text(&theme, "primary", about->primary);
	put_text(&theme, "secondary", about->secondary);
	put_text(&theme, "accent", about->accent);
	put_text(&theme, "font", about->font);
	end(&theme);
}

void
definition_put(struct buf *b, const struct definition *d)
{
	struct object o = { b, false };
	size_t i;

	put_text(&o, "schema", "journey-1");
	put_about(&o, &d->about);
	member(&o, "sections");
	buf_putc(b, '[');
	for (i = 0; i < d->nsections; i++) {
		if (i > 0)
			buf_putc(b, ',');
		put_section(b, &d->sections[i]);
	}
	buf_putc(b, ']');
	end(&o);
}
