#include <string.h>

#include "lib/domain/when.h"
#include "lib/journey/day.h"
#include "lib/journey/decimal.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/evaluate_in.h"

/* How two values of a type lie to each other. */
enum order { BELOW = -1, SAME = 0, ABOVE = 1, NO_ORDER = 2 };

static enum order
order_ints(int64_t a, int64_t b)
{
	if (a == b)
		return SAME;
	return a < b ? BELOW : ABOVE;
}

static enum order
order_texts(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return NO_ORDER;
	return order_ints(strcmp(a, b), 0);
}

static bool
number_of(struct json_object *value, int64_t *micro)
{
	const char *text = entry_string(value);
	struct decimal d;
	int64_t n;

	if (text == NULL)
		text = entry_member(value, "decimal");
	if (text == NULL && entry_int(value, &n))
		text = json_object_to_json_string(value);
	if (text == NULL || !decimal_read(text, &d))
		return false;
	*micro = d.micro;
	return true;
}

static enum order
order_numbers(struct json_object *value, struct json_object *asked)
{
	int64_t a, b;

	if (!number_of(value, &a) || !number_of(asked, &b))
		return NO_ORDER;
	return order_ints(a, b);
}

static enum order
order_money(struct json_object *value, struct json_object *asked)
{
	struct json_object *a = NULL, *b = NULL;
	int64_t amount, other;

	if (order_texts(entry_member(value, "currency"),
		entry_member(asked, "currency")) != SAME)
		return NO_ORDER;
	json_object_object_get_ex(value, "minor", &a);
	json_object_object_get_ex(asked, "minor", &b);
	if (!entry_int(a, &amount) || !entry_int(b, &other))
		return NO_ORDER;
	return order_ints(amount, other);
}

static enum order
order_dates(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value, struct json_object *asked)
{
	const char *text = entry_string(asked), *at;
	struct day_rule rule;
	struct instant a, b;

	if (text == NULL)
		return NO_ORDER;
	if (f->rules.with_time) {
		at = entry_member(value, "at");
		a = instant_from_rfc3339(at != NULL ? at : "");
		b = instant_from_rfc3339(text);
		return a.us == 0 || b.us == 0 ? NO_ORDER
					      : order_ints(a.us, b.us);
	}
	at = entry_string(value);
	if (at == NULL || !day_rule_read(text, &rule))
		return NO_ORDER;
	return order_ints(date_to_days(day_read(at)),
	    date_to_days(day_rule_on(text, entry_today(c))));
}

static enum order
order_times(struct json_object *value, struct json_object *asked)
{
	const char *a = entry_string(value), *b = entry_string(asked);

	if (a == NULL)
		a = entry_member(value, "time");
	if (a == NULL || b == NULL || day_minute(b) < 0)
		return NO_ORDER;
	return order_ints(day_minute(a), day_minute(b));
}

static enum order
order_ratings(struct json_object *value, struct json_object *asked)
{
	int64_t a, b;

	if (entry_int(value, &a) && entry_int(asked, &b))
		return order_ints(a, b);
	return NO_ORDER;
}

static enum order
order_of(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value, struct json_object *asked)
{
	switch (f->type) {
	case TYPE_NUMBER:
		return order_numbers(value, asked);
	case TYPE_CURRENCY:
		return order_money(value, asked);
	case TYPE_DATE:
		return order_dates(c, f, value, asked);
	case TYPE_TIME:
		return order_times(value, asked);
	case TYPE_RATING:
		return order_ratings(value, asked);
	default:
		return NO_ORDER;
	}
}

static bool
is_ticked(struct json_object *value)
{
	struct json_object *checked = NULL;

	json_object_object_get_ex(value, "checked", &checked);
	return json_object_is_type(checked, json_type_boolean) &&
	       json_object_get_boolean(checked);
}

/* What a value is compared by where it is one text. */
static const char *
text_of(const struct journey_field *f, struct json_object *value)
{
	if (f->type == TYPE_PHONE)
		return entry_member(value, "e164");
	if (json_object_is_type(value, json_type_object))
		return entry_member(value, "other") != NULL ? "other" : NULL;
	return entry_string(value);
}

static bool
equals(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value, struct json_object *asked)
{
	if (f->type == TYPE_CHECKBOX)
		return json_object_is_type(asked, json_type_boolean) &&
		       json_object_get_boolean(asked) == is_ticked(value);
	if (f->type == TYPE_RATING && entry_string(asked) != NULL)
		return order_texts(entry_string(value), entry_string(asked)) ==
		       SAME;
	if (condition_fits(IS_LESS, f->type))
		return order_of(c, f, value, asked) == SAME;
	return order_texts(text_of(f, value), entry_string(asked)) == SAME;
}

static bool
holds_id(struct json_object *list, const char *id)
{
	size_t i;

	for (i = 0; i < json_object_array_length(list); i++)
		if (order_texts(
			entry_string(json_object_array_get_idx(list, i)), id) ==
		    SAME)
			return true;
	return false;
}

static bool
contains(const struct journey_field *f, struct json_object *value,
    struct json_object *asked)
{
	const char *text = entry_string(asked);

	if (text == NULL)
		return false;
	if (f->type == TYPE_MULTISELECT)
		return holds_id(value, text);
	return entry_string(value) != NULL &&
	       strstr(entry_string(value), text) != NULL;
}

static bool
is_in(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value, struct json_object *asked)
{
	size_t i;

	if (!json_object_is_type(asked, json_type_array))
		return false;
	for (i = 0; i < json_object_array_length(asked); i++) {
		struct json_object *one = json_object_array_get_idx(asked, i);

		if (f->type == TYPE_MULTISELECT ? contains(f, value, one)
						: equals(c, f, value, one))
			return true;
	}
	return false;
}

bool
value_meets(const struct entry_context *c, const struct journey_field *f,
    struct json_object *value, const struct condition *test)
{
	enum order order;

	if (!condition_fits(test->is, f->type))
		return false;
	switch (test->is) {
	case IS_CHECKED:
		return is_ticked(value);
	case IS_EQUALS:
		return equals(c, f, value, test->value);
	case IS_NOT_EQUALS:
		return !equals(c, f, value, test->value);
	case IS_CONTAINS:
		return contains(f, value, test->value);
	case IS_IN:
		return is_in(c, f, value, test->value);
	default:
		break;
	}
	order = order_of(c, f, value, test->value);
	return (test->is == IS_LESS && order == BELOW) ||
	       (test->is == IS_MORE && order == ABOVE) ||
	       (test->is == IS_AT_LEAST && (order == ABOVE || order == SAME)) ||
	       (test->is == IS_AT_MOST && (order == BELOW || order == SAME));
}
