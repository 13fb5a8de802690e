#include <string.h>

#include "lib/domain/money.h"
#include "lib/journey/decimal.h"
#include "lib/journey/widget_in.h"

enum { NPS_LAST = 10 };

/* 0.01 for two decimals, 1 for none. */
static const char *
smallest_step(struct arena *a, int64_t places)
{
	return places == 0 ? "1" : arena_printf(a, "0.%0*d", (int)places, 1);
}

static void
make_number(struct making *m)
{
	const struct field_rules *r = m->rules;
	int64_t places = r->integer ? 0 : r->decimals;
	struct decimal low;
	bool is_positive =
	    r->min != NULL && decimal_read(r->min, &low) && low.micro >= 0;

	m->widget->is_line = true;
	m->widget->input_type = "number";
	m->widget->unit = r->unit;
	m->widget->value = entry_member(m->state->value, "decimal");
	widget_attribute(m, "min", r->min);
	widget_attribute(m, "max", r->max);
	widget_attribute(m, "step",
	    r->step != NULL ? r->step : smallest_step(m->arena, places));
	if (is_positive)
		widget_attribute(
		    m, "inputmode", places == 0 ? "numeric" : "decimal");
	widget_rule_int(m, "decimals", places);
}

static void
make_currencies(struct making *m)
{
	const struct rule_list *list = &m->rules->currencies;
	struct widget *w = m->widget;
	struct choice *all = widget_choices(m, list->n);
	size_t i;

	for (i = 0; i < list->n; i++)
		all[i] = (struct choice){ .value = list->items[i],
			.label = list->items[i],
			.chosen = w->currency != NULL &&
				  strcmp(w->currency, list->items[i]) == 0 };
	w->nchoices = list->n;
}

static void
make_currency(struct making *m)
{
	const struct field_rules *r = m->rules;
	struct json_object *minor = NULL;
	struct money money = { 0, NULL };
	struct widget *w = m->widget;
	const char *only = r->currencies.n == 1 ? r->currencies.items[0] : NULL;

	w->is_money = true;
	w->has_one_currency = only != NULL;
	w->currency = entry_member(m->state->value, "currency");
	if (w->currency != NULL &&
	    json_object_object_get_ex(m->state->value, "minor", &minor) &&
	    entry_int(minor, &money.amount)) {
		money.currency = w->currency;
		w->value = money_decimal(m->arena, money);
	}
	if (only != NULL) {
		w->currency = only;
		widget_attribute(m, "min",
		    money_decimal(
			m->arena, (struct money){ r->min_minor, only }));
		widget_attribute(m, "max",
		    money_decimal(
			m->arena, (struct money){ r->max_minor, only }));
		widget_attribute(
		    m, "step", smallest_step(m->arena, money_digits(only)));
	} else {
		widget_attribute(m, "step", "any");
		make_currencies(m);
	}
	if (r->min_minor >= 0)
		widget_attribute(m, "inputmode", "decimal");
}

void
widget_amount(struct making *m)
{
	if (m->field->type == TYPE_NUMBER)
		make_number(m);
	else
		make_currency(m);
}

void
widget_rating(struct making *m)
{
	const struct field_rules *r = m->rules;
	int64_t first = r->nps ? 0 : 1, last = r->nps ? NPS_LAST : r->scale;
	const char *chosen = entry_csv(m->context, m->field, m->state->value);
	struct choice *all = widget_choices(m, (size_t)(last - first + 1));
	struct widget *w = m->widget;
	int64_t n;

	w->is_rating = true;
	w->low = r->low;
	w->high = r->high;
	w->has_na = r->na;
	w->is_na = strcmp(chosen, "na") == 0;
	for (n = first; n <= last; n++) {
		const char *point =
		    arena_printf(m->arena, "%lld", (long long)n);

		all[w->nchoices++] = (struct choice){ .value = point,
			.label = point,
			.chosen = strcmp(point, chosen) == 0 };
	}
}
