#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/money.h"
#include "lib/journey/decimal.h"
#include "lib/journey/entry_type.h"

enum { NPS_SCALE = 10 };

static const char *tr(const char *english) __attribute__((format_arg(1)));

static const char *
tr(const char *english)
{
	return words(english);
}

/* What was typed for a number: JSON's own numbers count as their digits. */
static const char *
typed_number(struct json_object *value)
{
	if (json_object_is_type(value, json_type_int) ||
	    json_object_is_type(value, json_type_double))
		return json_object_to_json_string(value);
	if (json_object_is_type(value, json_type_object))
		return entry_member(value, "decimal");
	return entry_string(value);
}

static const char *
take_number(struct entry_at *at, struct json_object **stored)
{
	const char *typed = typed_number(at->value), *text = NULL, *error;
	struct json_object *object;
	struct decimal d;

	error = entry_take_text(at, typed, false, &text);
	if (error != NULL)
		return words("Enter a number such as 12.50.");
	if (*text == '\0')
		return NULL;
	if (strchr(text, ',') != NULL)
		return words("Write the number with a point and without "
			     "commas, such as 1250.5.");
	if (!decimal_read(text, &d))
		return words("Enter a number such as 12.50.");
	object = entry_new_object(
	    at->arena, "decimal", decimal_text(at->arena, d), NULL);
	json_object_object_add(object, "scale", json_object_new_int64(d.scale));
	*stored = object;
	return NULL;
}

static bool
number_of(struct json_object *value, struct decimal *d)
{
	const char *text = entry_member(value, "decimal");

	return text != NULL && decimal_read(text, d);
}

/* 0 without a rule, or outside of what there can be. */
static int64_t
micro_of(const char *rule)
{
	struct decimal d;

	return rule != NULL && decimal_read(rule, &d) ? d.micro : 0;
}

static const char *
number_range(struct entry_at *at, const struct decimal *d)
{
	const struct field_rules *r = at->rules;
	bool low = r->min != NULL && d->micro < micro_of(r->min);
	bool high = r->max != NULL && d->micro > micro_of(r->max);

	if (!low && !high)
		return NULL;
	if (r->max == NULL)
		return arena_printf(at->arena, tr("Enter %s or more."), r->min);
	if (r->min == NULL)
		return arena_printf(at->arena, tr("Enter %s or less."), r->max);
	return arena_printf(at->arena, tr("Enter an amount between %s and %s."),
	    r->min, r->max);
}

static const char *
check_number(struct entry_at *at)
{
	const struct field_rules *r = at->rules;
	int64_t places = r->integer ? 0 : r->decimals, step;
	const char *error;
	struct decimal d;

	if (!number_of(at->value, &d))
		return words("Enter a number such as 12.50.");
	if (at->stage == ENTRY_DRAFT)
		return NULL;
	if ((error = number_range(at, &d)) != NULL)
		return error;
	if (d.scale > places)
		return places == 0 ? words("Enter a whole number.")
				   : arena_printf(at->arena,
					 tr("Enter at most %lld decimals."),
					 (long long)places);
	step = micro_of(r->step);
	if (step > 0 && (d.micro - micro_of(r->min)) % step != 0)
		return arena_printf(
		    at->arena, tr("Enter a number in steps of %s."), r->step);
	return NULL;
}

static bool
number_is_answered(struct entry_at *at)
{
	struct decimal d;

	return number_of(at->value, &d) && number_range(at, &d) == NULL;
}

/* Thousands are set apart; decimals stay as typed. */
static const char *
grouped(struct arena *a, const char *decimal)
{
	size_t sign = *decimal == '-', n = strspn(decimal + sign, "0123456789");
	struct buf b;
	size_t i;

	buf_init(&b, a, strlen(decimal) + 8);
	if (sign > 0)
		buf_puts(&b, "\u2212");
	for (i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			buf_putc(&b, ',');
		buf_putc(&b, decimal[sign + i]);
	}
	buf_puts(&b, decimal + sign + n);
	return b.data;
}

static const char *
show_number(struct entry_at *at)
{
	const char *text = entry_member(at->value, "decimal");
	const char *unit = at->rules->unit;
	struct decimal d;

	if (text == NULL || !decimal_read(text, &d))
		return "";
	return arena_printf(at->arena, "%s%s%s", grouped(at->arena, text),
	    unit != NULL ? " " : "", unit != NULL ? unit : "");
}

static const char *
number_cell(struct entry_at *at)
{
	const char *text = entry_member(at->value, "decimal");

	return text != NULL ? text : "";
}

const struct entry_type number_entry = { take_number, check_number,
	number_is_answered, show_number, number_cell };

static const char *
the_currency(struct entry_at *at)
{
	const char *named = entry_member(at->value, "currency");

	if (named == NULL && at->rules->currencies.n == 1)
		return at->rules->currencies.items[0];
	return named;
}

static const char *
take_currency(struct entry_at *at, struct json_object **stored)
{
	const char *currency = the_currency(at), *typed = NULL, *text = NULL;
	struct json_object *minor = NULL, *object;
	int64_t amount = 0;

	json_object_object_get_ex(at->value, "minor", &minor);
	typed = json_object_is_type(at->value, json_type_object)
		    ? entry_member(at->value, "amount")
		    : typed_number(at->value);
	if (minor == NULL && typed != NULL && *typed == '\0')
		return NULL;
	if (currency == NULL || strlen(currency) != 3)
		return words("Choose a currency.");
	if (minor == NULL &&
	    (entry_take_text(at, typed, false, &text) != NULL ||
		strchr(text, ',') != NULL ||
		!money_from_decimal(text, currency, &amount)))
		return words("Enter an amount with a point and without "
			     "commas, such as 1250.50.");
	if (minor != NULL && !entry_int(minor, &amount))
		return words("Enter a whole number.");
	object = entry_new_object(at->arena, NULL);
	json_object_object_add(object, "minor", json_object_new_int64(amount));
	json_object_object_add(
	    object, "currency", json_object_new_string(currency));
	*stored = object;
	return NULL;
}

static bool
money_of(struct json_object *value, struct money *m)
{
	struct json_object *minor = NULL;

	if (!json_object_is_type(value, json_type_object) ||
	    !json_object_object_get_ex(value, "minor", &minor))
		return false;
	m->currency = entry_member(value, "currency");
	return m->currency != NULL && strlen(m->currency) == 3 &&
	       entry_int(minor, &m->amount);
}

static bool
is_allowed(const struct rule_list *list, const char *currency)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->items[i], currency) == 0)
			return true;
	return false;
}

static const char *
check_currency(struct entry_at *at)
{
	const struct field_rules *r = at->rules;
	struct arena *a = at->arena;
	struct money m;

	if (!money_of(at->value, &m))
		return words("Enter an amount of money.");
	if (at->stage == ENTRY_DRAFT)
		return NULL;
	if (!is_allowed(&r->currencies, m.currency))
		return words("This currency is not taken here.");
	if (m.amount < r->min_minor)
		return arena_printf(a, tr("Enter %s or more."),
		    money_text(a, (struct money){ r->min_minor, m.currency }));
	if (m.amount > r->max_minor)
		return arena_printf(a, tr("Enter %s or less."),
		    money_text(a, (struct money){ r->max_minor, m.currency }));
	return NULL;
}

static const char *
show_currency(struct entry_at *at)
{
	struct money m;

	return money_of(at->value, &m) ? money_text(at->arena, m) : "";
}

static const char *
currency_cell(struct entry_at *at)
{
	struct money m;

	if (!money_of(at->value, &m))
		return "";
	return arena_printf(
	    at->arena, "%s %s", m.currency, money_decimal(at->arena, m));
}

const struct entry_type currency_entry = { take_currency, check_currency, NULL,
	show_currency, currency_cell };

static const char *
take_rating(struct entry_at *at, struct json_object **stored)
{
	const char *text = entry_string(at->value);
	int64_t n = 0;

	if (text != NULL && *text == '\0')
		return NULL;
	if (text != NULL && strcmp(text, "na") == 0) {
		*stored = entry_new_string(at->arena, "na");
		return NULL;
	}
	if (text != NULL && strlen(text) <= 2 &&
	    strspn(text, "0123456789") == strlen(text))
		n = strtol(text, NULL, 10);
	else if (!entry_int(at->value, &n))
		return words("Choose a point of the scale.");
	*stored = json_kept(at->arena, json_object_new_int64(n));
	return NULL;
}

static const char *
check_rating(struct entry_at *at)
{
	const struct field_rules *r = at->rules;
	int64_t low = r->nps ? 0 : 1, high = r->nps ? NPS_SCALE : r->scale, n;
	const char *text = entry_string(at->value);
	bool is_na = text != NULL && strcmp(text, "na") == 0;

	if (!is_na && !entry_int(at->value, &n))
		return words("Choose a point of the scale.");
	if (at->stage == ENTRY_DRAFT || (is_na && r->na))
		return NULL;
	if (is_na || n < low || n > high)
		return words("Choose a point of the scale.");
	return NULL;
}

static const char *
show_rating(struct entry_at *at)
{
	const struct field_rules *r = at->rules;
	int64_t n;

	if (entry_string(at->value) != NULL)
		return words("Does not apply");
	if (!entry_int(at->value, &n))
		return "";
	return arena_printf(at->arena, tr("%lld of %lld"), (long long)n,
	    (long long)(r->nps ? NPS_SCALE : r->scale));
}

static const char *
rating_cell(struct entry_at *at)
{
	int64_t n;

	if (!entry_int(at->value, &n))
		return entry_show_string(at);
	return arena_printf(at->arena, "%lld", (long long)n);
}

const struct entry_type rating_entry = { take_rating, check_rating, NULL,
	show_rating, rating_cell };
