#include <string.h>

#include "lib/domain/when.h"
#include "lib/journey/day.h"
#include "lib/journey/decimal.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/problem_reach.h"

/*
 * Answers that tell whether tests can hold together: every option, every point
 * of a scale, and for what has an order the values that tests name and their
 * neighbours.
 */
enum { DAYS_AROUND = 8, DAY_MINUTES = 1440 };

struct sample {
	const struct entry_context *context;
	const struct journey_field *field;
	const struct literal *literals;
	size_t n;
	bool is_found;
};

static bool
literal_holds(const struct sample *s, size_t i, struct json_object *value)
{
	const struct condition *test = s->literals[i].test;
	bool holds;

	if (test->is == IS_ANSWERED)
		holds = value != NULL;
	else if (test->is == IS_EMPTY)
		holds = value == NULL;
	else if (value == NULL)
		holds = test->is == IS_NOT_EQUALS;
	else
		holds = value_meets(s->context, s->field, value, test);
	return holds != s->literals[i].turned;
}

static void
try_stored(struct sample *s, struct json_object *value)
{
	size_t i;

	if (value != NULL && !entry_is_answered(s->context, s->field, value))
		return;
	for (i = 0; i < s->n; i++)
		if (!literal_holds(s, i, value))
			return;
	s->is_found = true;
}

/* As a script would send it; the reference is taken. */
static void
try_sent(struct sample *s, struct json_object *sent)
{
	const char *error;
	struct json_object *value;

	json_kept(s->context->arena, sent);
	value = entry_from_json(s->context, s->field, sent, &error);
	if (value != NULL && error == NULL)
		try_stored(s, value);
}

static void
try_options(struct sample *s)
{
	const struct journey_field *f = s->field;
	struct json_object *other;
	size_t i;

	for (i = 0; i < f->noptions && !s->is_found; i++)
		try_stored(s, json_kept(s->context->arena,
				  json_object_new_string(f->options[i].id)));
	if (!f->rules.other)
		return;
	other = json_object_new_object();
	json_object_object_add(other, "other", json_object_new_string("x"));
	try_sent(s, other);
}

static bool
is_kept_out(const struct sample *s, const char *id)
{
	struct json_object *only = json_object_new_array();
	bool is_out = false;
	size_t i;

	json_object_array_add(only, json_object_new_string(id));
	json_kept(s->context->arena, only);
	for (i = 0; i < s->n; i++)
		if (s->literals[i].turned &&
		    s->literals[i].test->value != NULL &&
		    !literal_holds(s, i, only))
			is_out = true;
	return is_out;
}

/* As many as no test keeps out: if any set holds, this one does, but for rules
 * of how many. */
static void
try_largest(struct sample *s)
{
	struct json_object *list = json_object_new_array();
	size_t i;

	json_kept(s->context->arena, list);
	for (i = 0; i < s->field->noptions; i++)
		if (!is_kept_out(s, s->field->options[i].id))
			json_object_array_add(list,
			    json_object_new_string(s->field->options[i].id));
	if (json_object_array_length(list) == 0)
		return;
	for (i = 0; i < s->n; i++)
		if (!literal_holds(s, i, list))
			return;
	s->is_found = true;
}

static void
try_points(struct sample *s)
{
	const struct field_rules *r = &s->field->rules;
	int64_t n = r->nps ? 0 : 1, last = r->nps ? 10 : r->scale;

	for (; n <= last; n++)
		try_sent(s, json_object_new_int64(n));
	try_sent(s, json_object_new_string("na"));
}

static void
try_numbers(struct sample *s, struct json_object *named)
{
	const char *text = entry_string(named);
	struct decimal d;
	int64_t around, step;

	if (text == NULL)
		text = json_object_to_json_string(named);
	if (!decimal_read(text, &d))
		return;
	for (around = -1; around <= 1; around++)
		for (step = 1; step <= 1000000; step *= 1000000) {
			struct decimal near = { d.micro + around * step,
				DECIMAL_PLACES };

			try_sent(s, json_object_new_string(
					decimal_text(s->context->arena, near)));
		}
}

static void
try_amounts(struct sample *s, struct json_object *named)
{
	struct json_object *minor = NULL, *money;
	const char *currency = entry_member(named, "currency");
	int64_t n, around;

	json_object_object_get_ex(named, "minor", &minor);
	if (currency == NULL || !entry_int(minor, &n))
		return;
	for (around = -1; around <= 1; around++) {
		money = json_object_new_object();
		json_object_object_add(
		    money, "minor", json_object_new_int64(n + around));
		json_object_object_add(
		    money, "currency", json_object_new_string(currency));
		try_sent(s, money);
	}
}

static void
try_days(struct sample *s, struct json_object *named)
{
	const char *text = entry_string(named);
	struct date day = day_read(text != NULL ? text : "");
	int32_t around;
	char near[32];

	for (around = -DAYS_AROUND; around <= DAYS_AROUND; around++) {
		struct date d = date_add_days(day, around);

		(void)snprintf(near, sizeof(near), "%04d-%02d-%02d", d.year,
		    d.month, d.day);
		try_sent(s, json_object_new_string(near));
	}
}

static void
try_minutes(struct sample *s)
{
	int32_t minute;
	char text[16];

	for (minute = 0; minute < DAY_MINUTES && !s->is_found; minute++) {
		(void)snprintf(
		    text, sizeof(text), "%02d:%02d", minute / 60, minute % 60);
		try_sent(s, json_object_new_string(text));
	}
}

static void
try_near(struct sample *s, struct json_object *named)
{
	if (s->field->type == TYPE_NUMBER)
		try_numbers(s, named);
	else if (s->field->type == TYPE_CURRENCY)
		try_amounts(s, named);
	else
		try_days(s, named);
}

static void
try_named(struct sample *s)
{
	struct json_object *value;
	size_t i, k;

	for (i = 0; i < s->n; i++) {
		value = s->literals[i].test->value;
		if (!json_object_is_type(value, json_type_array)) {
			if (value != NULL)
				try_near(s, value);
			continue;
		}
		for (k = 0; k < json_object_array_length(value); k++)
			try_near(s, json_object_array_get_idx(value, k));
	}
}

/* The ends of what the field takes. */
static void
try_ends(struct sample *s)
{
	const struct field_rules *r = &s->field->rules;
	const char *ends[] = { r->min, r->max };
	struct arena *a = s->context->arena;
	size_t i;

	for (i = 0; i < 2; i++)
		if (ends[i] != NULL)
			try_near(s, entry_new_string(a, ends[i]));
	for (i = 0; i < r->currencies.n; i++) {
		struct json_object *money = entry_new_object(
		    a, "currency", r->currencies.items[i], NULL);

		json_object_object_add(
		    money, "minor", json_object_new_int64(r->min_minor));
		try_near(s, money);
	}
}

static bool
is_relative(const char *day)
{
	return day != NULL && day_read(day).year == 0;
}

/* Days that depend on today, instants, texts: anything may be. */
static bool
is_open(const struct journey_field *f, const struct literal *l, size_t n)
{
	size_t i;

	if (f->type <= TYPE_URL || f->type == TYPE_FILE)
		return true;
	if (f->type != TYPE_DATE)
		return false;
	for (i = 0; i < n; i++)
		if (l[i].test->is == IS_IN ||
		    (l[i].test->value != NULL &&
			is_relative(entry_string(l[i].test->value))))
			return true;
	return f->rules.with_time || is_relative(f->rules.min) ||
	       is_relative(f->rules.max);
}

/* A test of a value among them? */
static bool
compares(const struct literal *l, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (l[i].test->is != IS_ANSWERED && l[i].test->is != IS_EMPTY)
			return true;
	return false;
}

/* Answered and nothing more is asked: some answer will do. */
static bool
wants_any(const struct literal *l, size_t n)
{
	size_t i;

	if (compares(l, n))
		return false;
	for (i = 0; i < n; i++)
		if ((l[i].test->is == IS_ANSWERED) == l[i].turned)
			return false;
	return true;
}

/* Nothing is both empty and answered. */
static bool
open_fits(const struct literal *l, size_t n)
{
	bool wants_empty = false, wants_answer = false;
	size_t i;

	for (i = 0; i < n; i++) {
		enum condition_is is = l[i].test->is;

		if (is == IS_EMPTY || is == IS_ANSWERED) {
			bool empty = (is == IS_EMPTY) != l[i].turned;

			wants_empty |= empty;
			wants_answer |= !empty;
		} else {
			wants_answer |= (is == IS_NOT_EQUALS) == l[i].turned;
		}
	}
	return !wants_empty || !wants_answer;
}

static void
try_answers(struct sample *s)
{
	switch (s->field->type) {
	case TYPE_SELECT:
	case TYPE_RADIO:
		try_options(s);
		break;
	case TYPE_MULTISELECT:
		try_largest(s);
		break;
	case TYPE_CHECKBOX:
		try_sent(s, json_object_new_boolean(true));
		try_sent(s, json_object_new_boolean(false));
		break;
	case TYPE_RATING:
		try_points(s);
		break;
	case TYPE_TIME:
		try_minutes(s);
		break;
	default:
		try_named(s);
		try_ends(s);
	}
}

bool
sample_fits(const struct entry_context *c, const struct journey_field *f,
    const struct literal *literals, size_t n, bool shown)
{
	struct sample s = { c, f, literals, n, false };

	try_stored(&s, NULL);
	if (s.is_found || !shown)
		return s.is_found;
	if (wants_any(literals, n))
		return true;
	if (is_open(f, literals, n))
		return open_fits(literals, n);
	try_answers(&s);
	return s.is_found;
}
