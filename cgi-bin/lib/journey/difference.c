#include <string.h>

#include "lib/base/field.h"
#include "lib/base/words.h"
#include "lib/journey/difference.h"

enum { CHANGES_MOST = 40 };

static const struct field change_fields[] = {
	FIELD(struct difference_change, what),
	FIELD(struct difference_change, before),
	FIELD(struct difference_change, after),
	FIELD_END,
};

static const struct field item_fields[] = {
	FIELD(struct difference_item, kind),
	FIELD(struct difference_item, kind_words),
	FIELD(struct difference_item, section),
	FIELD(struct difference_item, field),
	FIELD(struct difference_item, section_title),
	FIELD(struct difference_item, label),
	FIELD_LIST(struct difference_item, changes, nchanges, change_fields),
	FIELD(struct difference_item, keeps_answer),
	FIELD(struct difference_item, needs_answer),
	FIELD_END,
};

const struct field difference_fields[] = {
	FIELD_LIST(struct difference, items, nitems, item_fields),
	FIELD(struct difference, added),
	FIELD(struct difference, removed),
	FIELD(struct difference, changed),
	FIELD(struct difference, is_empty),
	FIELD_END,
};

/* The changes of one item that is being compared. */
struct compared {
	struct arena *arena;
	struct difference_change changes[CHANGES_MOST];
	size_t n;
};

static void
compare(
    struct compared *c, const char *what, const char *before, const char *after)
{
	if (before == after ||
	    (before != NULL && after != NULL && strcmp(before, after) == 0) ||
	    c->n == CHANGES_MOST)
		return;
	c->changes[c->n++] = (struct difference_change){ what, before, after };
}

static void
compare_bool(struct compared *c, const char *what, bool before, bool after)
{
	if (before != after)
		compare(c, what, before ? words("Yes") : words("No"),
		    after ? words("Yes") : words("No"));
}

static const char *
number(struct arena *a, int64_t n)
{
	return arena_printf(a, "%lld", (long long)n);
}

static const char *
condition_text(struct arena *a, const struct condition *c)
{
	struct buf b;

	if (c == NULL)
		return NULL;
	buf_init(&b, a, 100);
	condition_put(&b, c);
	return b.data;
}

static void
compare_condition(struct compared *c, const char *what,
    const struct condition *before, const struct condition *after)
{
	compare(c, what, condition_text(c->arena, before),
	    condition_text(c->arena, after));
}

static const char *
rule_text(struct arena *a, const struct field_rule *rule, const void *at)
{
	const struct rule_list *list = at;
	struct buf b;
	size_t i;

	if (rule->kind <= RULE_MINOR)
		return number(a, *(const int64_t *)at);
	if (rule->kind == RULE_BOOL)
		return *(const bool *)at ? words("Yes") : words("No");
	if (rule->kind < RULE_WEEKDAYS)
		return *(const char *const *)at;
	buf_init(&b, a, 40);
	for (i = 0; i < list->n; i++) {
		if (i > 0)
			buf_puts(&b, ", ");
		buf_puts(&b, list->items[i]);
	}
	return b.len > 0 ? b.data : NULL;
}

static void
compare_rules(struct compared *c, const struct journey_field *before,
    const struct journey_field *after)
{
	const struct field_type_about *about = field_type_about(after->type);
	size_t i;

	if (before->type != after->type) {
		compare(c, words("Type"),
		    words(field_type_about(before->type)->label),
		    words(about->label));
		return;
	}
	for (i = 0; i < about->nrules; i++) {
		const struct field_rule *rule = &about->rules[i];

		compare(c, words(rule->label),
		    rule_text(c->arena, rule,
			(const char *)&before->rules + rule->offset),
		    rule_text(c->arena, rule,
			(const char *)&after->rules + rule->offset));
	}
}

/* The label that people choose by; NULL: not among what can be chosen. */
static const char *
offered(const struct journey_field *f, const char *id)
{
	const struct journey_option *option = definition_option(f, id);

	return option != NULL && !option->retired ? option->label : NULL;
}

static void
compare_options(struct compared *c, const struct journey_field *before,
    const struct journey_field *after)
{
	const char *id;
	size_t i;

	for (i = 0; i < before->noptions; i++) {
		id = before->options[i].id;
		compare(c, words("Option"), offered(before, id),
		    offered(after, id));
	}
	for (i = 0; i < after->noptions; i++) {
		id = after->options[i].id;
		if (definition_option(before, id) == NULL)
			compare(c, words("Option"), NULL, offered(after, id));
	}
}

static void
compare_fields(struct compared *c, const struct journey_field *before,
    const struct journey_field *after)
{
	compare(c, words("Label"), before->label, after->label);
	compare(c, words("Help"), before->help, after->help);
	compare(
	    c, words("Placeholder"), before->placeholder, after->placeholder);
	compare(c, words("Words of a mistake"), before->error, after->error);
	compare_bool(c, words("Required"), before->required, after->required);
	compare_condition(
	    c, words("Required when"), before->required_if, after->required_if);
	compare_condition(
	    c, words("Shown when"), before->visible_if, after->visible_if);
	compare(c, words("Weight"), number(c->arena, before->weight),
	    number(c->arena, after->weight));
	compare_bool(
	    c, words("Sensitive"), before->sensitive, after->sensitive);
	compare_bool(c, words("Hidden from mentors"), before->is_private,
	    after->is_private);
	compare_bool(c, words("Differs between entries"),
	    before->unique_in_list, after->unique_in_list);
	compare_rules(c, before, after);
	compare_options(c, before, after);
}

static void
compare_sections(struct compared *c, const struct journey_section *before,
    const struct journey_section *after)
{
	struct arena *a = c->arena;

	compare(c, words("Title"), before->title, after->title);
	compare(
	    c, words("Description"), before->description, after->description);
	compare(c, words("Guidance for reviewers"), before->guidance,
	    after->guidance);
	compare(c, words("Kind of section"), before->kind, after->kind);
	compare_bool(
	    c, words("List of entries"), before->is_list, after->is_list);
	if (before->is_list || after->is_list) {
		compare(c, words("Fewest entries"),
		    number(a, before->min_records),
		    number(a, after->min_records));
		compare(c, words("Most entries"),
		    number(a, before->max_records),
		    number(a, after->max_records));
	}
	compare(c, words("Weight"), number(a, before->weight),
	    number(a, after->weight));
	compare_condition(
	    c, words("Shown when"), before->visible_if, after->visible_if);
}

static struct difference_item *
add(struct difference *d, const char *kind, const struct journey_section *s,
    const struct journey_field *f)
{
	struct difference_item *item = &d->items[d->nitems++];

	*item = (struct difference_item){ .kind = kind,
		.section = s->key,
		.section_title = s->title,
		.field = f != NULL ? f->key : NULL,
		.label = f != NULL ? f->label : NULL };
	if (strcmp(kind, "added") == 0) {
		item->kind_words = words("Added");
		item->needs_answer = f != NULL && f->required;
		d->added++;
	} else if (strcmp(kind, "removed") == 0) {
		item->kind_words = words("Removed");
		item->keeps_answer = true;
		d->removed++;
	} else {
		item->kind_words = words("Changed");
		d->changed++;
	}
	return item;
}

static void
add_changed(struct difference *d, const struct compared *c,
    const struct journey_section *s, const struct journey_field *f)
{
	struct difference_item *item;

	if (c->n == 0)
		return;
	item = add(d, "changed", s, f);
	item->changes = arena_alloc(c->arena, c->n, sizeof(c->changes[0]));
	memcpy(item->changes, c->changes, c->n * sizeof(c->changes[0]));
	item->nchanges = c->n;
}

static void
both_sections(struct arena *a, const struct journey_section *before,
    const struct journey_section *after, struct difference *d)
{
	const struct journey_field *old;
	struct compared c = { .arena = a };
	size_t i;

	compare_sections(&c, before, after);
	add_changed(d, &c, after, NULL);
	for (i = 0; i < after->nfields; i++) {
		old = definition_field(before, after->fields[i].key);
		if (old == NULL) {
			(void)add(d, "added", after, &after->fields[i]);
			continue;
		}
		c.n = 0;
		compare_fields(&c, old, &after->fields[i]);
		add_changed(d, &c, after, &after->fields[i]);
		if (c.n > 0)
			d->items[d->nitems - 1].needs_answer =
			    after->fields[i].required && !old->required;
	}
	for (i = 0; i < before->nfields; i++)
		if (definition_field(after, before->fields[i].key) == NULL)
			(void)add(d, "removed", before, &before->fields[i]);
}

static void
whole_section(
    struct difference *d, const char *kind, const struct journey_section *s)
{
	size_t i;

	(void)add(d, kind, s, NULL);
	for (i = 0; i < s->nfields; i++)
		(void)add(d, kind, s, &s->fields[i]);
}

void
definition_difference(struct arena *a, const struct definition *before,
    const struct definition *after, struct difference *d)
{
	const struct journey_section *old;
	size_t i, most = before->nsections + before->nfields +
			 after->nsections + after->nfields;

	*d = (struct difference){ 0 };
	d->items = arena_alloc(a, most + 1, sizeof(*d->items));
	for (i = 0; i < after->nsections; i++) {
		old = definition_section(before, after->sections[i].key);
		if (old == NULL)
			whole_section(d, "added", &after->sections[i]);
		else
			both_sections(a, old, &after->sections[i], d);
	}
	for (i = 0; i < before->nsections; i++)
		if (definition_section(after, before->sections[i].key) == NULL)
			whole_section(d, "removed", &before->sections[i]);
	d->is_empty = d->nitems == 0;
}
