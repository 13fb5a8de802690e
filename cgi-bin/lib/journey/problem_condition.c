#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "lib/journey/day.h"
#include "lib/journey/decimal.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/problem_in.h"

const struct journey_field *
problem_field(const struct definition *d, const struct condition *c,
    const struct journey_section *here)
{
	const struct journey_section *s =
	    c->section == NULL ? here : definition_section(d, c->section);

	return s != NULL ? definition_field(s, c->field) : NULL;
}

static bool
day_fits(const struct journey_field *f, const char *text)
{
	struct day_rule day;

	if (f->rules.with_time)
		return instant_from_rfc3339(text).us != 0;
	return day_rule_read(text, &day);
}

static bool
money_fits(const struct journey_field *f, struct json_object *value)
{
	const char *currency = entry_member(value, "currency");
	size_t i;

	for (i = 0; currency != NULL && i < f->rules.currencies.n; i++)
		if (strcmp(f->rules.currencies.items[i], currency) == 0)
			return true;
	return false;
}

static bool
number_fits(struct json_object *value)
{
	const char *text = entry_string(value);
	struct decimal d;
	int64_t n;

	return text != NULL ? decimal_read(text, &d) : entry_int(value, &n);
}

static bool
option_fits(const struct journey_field *f, const char *id)
{
	return definition_option(f, id) != NULL ||
	       (f->rules.other && strcmp(id, "other") == 0);
}

static bool
rating_fits(const struct journey_field *f, struct json_object *value)
{
	const char *text = entry_string(value);
	int64_t n;

	if (text != NULL)
		return f->rules.na && strcmp(text, "na") == 0;
	return entry_int(value, &n) && n >= (f->rules.nps ? 0 : 1) &&
	       n <= (f->rules.nps ? 10 : f->rules.scale);
}

/* Can an answer of the field be compared with it? */
static bool
value_fits(const struct journey_field *f, struct json_object *value)
{
	const char *text = entry_string(value);

	switch (f->type) {
	case TYPE_NUMBER:
		return number_fits(value);
	case TYPE_CURRENCY:
		return money_fits(f, value);
	case TYPE_RATING:
		return rating_fits(f, value);
	case TYPE_CHECKBOX:
		return json_object_is_type(value, json_type_boolean);
	case TYPE_DATE:
		return text != NULL && day_fits(f, text);
	case TYPE_TIME:
		return text != NULL && day_minute(text) >= 0;
	case TYPE_SELECT:
	case TYPE_RADIO:
	case TYPE_MULTISELECT:
		return text != NULL && option_fits(f, text);
	default:
		return text != NULL;
	}
}

static bool
values_fit(const struct journey_field *f, const struct condition *c)
{
	size_t i;

	if (c->value == NULL)
		return true;
	if (c->is != IS_IN)
		return value_fits(f, c->value);
	for (i = 0; i < json_object_array_length(c->value); i++)
		if (!value_fits(f, json_object_array_get_idx(c->value, i)))
			return false;
	return true;
}

/* A record's field is seen by its own section's fields only. */
static bool
is_in_sight(const struct problem_at *at, const struct journey_field *f)
{
	return !f->section->is_list ||
	       (f->section == at->section && at->field != NULL);
}

static void
check_field_test(struct problems *all, const struct problem_at *at,
    const struct condition *c)
{
	const struct journey_field *f =
	    problem_field(all->definition, c, at->section);

	if (f == NULL)
		problem_add(all, at, "unknown_field",
		    words_with(all->arena,
			words("A condition names {field}, which is not "
			      "there."),
			"field", c->field));
	else if (!is_in_sight(at, f))
		problem_add(all, at, "list_field",
		    words_with(all->arena,
			words("{field} is a field of a list: only its own "
			      "entry can ask for it."),
			"field", f->label));
	else if (f->sensitive && c->is != IS_ANSWERED && c->is != IS_EMPTY)
		problem_add(all, at, "sensitive_field",
		    words_with(all->arena,
			words("{field} is sensitive: a condition can ask only "
			      "whether it is answered."),
			"field", f->label));
	else if (!condition_fits(c->is, f->type))
		problem_add(all, at, "wrong_test",
		    words_with(all->arena,
			words("{field} cannot be asked this."), "field",
			f->label));
	else if (!values_fit(f, c))
		problem_add(all, at, "wrong_value",
		    words_with(all->arena,
			words("A condition compares {field} with what it never "
			      "is."),
			"field", f->label));
}

static void
check_records_test(struct problems *all, const struct problem_at *at,
    const struct condition *c)
{
	const struct journey_section *s =
	    definition_section(all->definition, c->section);

	if (s == NULL)
		problem_add(all, at, "unknown_section",
		    words_with(all->arena,
			words("A condition names {section}, which is not "
			      "there."),
			"section", c->section));
	else if (!s->is_list)
		problem_add(all, at, "not_a_list",
		    words_with(all->arena,
			words("{section} is no list: it has no entries to "
			      "count."),
			"section", s->title));
	else if (!json_object_is_type(c->value, json_type_int))
		problem_add(all, at, "wrong_value",
		    words("Entries are counted by whole numbers."));
}

static void
walk(struct problems *all, const struct problem_at *at,
    const struct condition *c)
{
	size_t i;

	if (c == NULL)
		return;
	for (i = 0; i < c->nitems; i++)
		walk(all, at, &c->items[i]);
	if (c->kind == CONDITION_FIELD)
		check_field_test(all, at, c);
	else if (c->kind == CONDITION_RECORDS)
		check_records_test(all, at, c);
}

/* Required by its own answer makes no sense, but is no circle. */
static bool
asks_itself(const struct definition *d, const struct condition *c,
    const struct journey_field *f)
{
	size_t i;

	if (c == NULL)
		return false;
	if (c->kind == CONDITION_FIELD && problem_field(d, c, f->section) == f)
		return true;
	for (i = 0; i < c->nitems; i++)
		if (asks_itself(d, &c->items[i], f))
			return true;
	return false;
}

void
problem_conditions(struct problems *all)
{
	const struct definition *d = all->definition;
	size_t i, k;

	for (i = 0; i < d->nsections; i++) {
		const struct journey_section *s = &d->sections[i];
		struct problem_at at = { s, NULL, PROBLEM_STOPS };

		walk(all, &at, s->visible_if);
		for (k = 0; k < s->nfields; k++) {
			at.field = &s->fields[k];
			walk(all, &at, at.field->visible_if);
			walk(all, &at, at.field->required_if);
			if (asks_itself(d, at.field->required_if, at.field))
				problem_add(all, &at, "asks_itself",
				    words("Whether this is required depends "
					  "on its own answer."));
		}
	}
}
