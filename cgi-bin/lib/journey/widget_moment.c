#include <string.h>

#include "lib/domain/when.h"
#include "lib/journey/day.h"
#include "lib/journey/widget_in.h"

static const char *
day_text(struct arena *a, struct date d)
{
	return arena_printf(a, "%04d-%02d-%02d", d.year, d.month, d.day);
}

static const char *
own_zone(const struct making *m)
{
	return m->context->zone != NULL ? m->context->zone : "UTC";
}

static void
fill_moment(struct making *m)
{
	const char *at = entry_member(m->state->value, "at");
	const char *zone = entry_member(m->state->value, "zone");
	struct local_time local;
	struct widget *w = m->widget;

	w->with_time = true;
	w->zone = zone != NULL ? zone : own_zone(m);
	if (at == NULL || zone == NULL)
		return;
	local = when_local(instant_from_rfc3339(at), zone);
	w->value = day_text(m->arena, local.date);
	w->second =
	    arena_printf(m->arena, "%02d:%02d", local.hour, local.minute);
}

static void
make_date(struct making *m)
{
	const struct field_rules *r = m->rules;
	struct date today = entry_today(m->context);

	m->widget->is_date = true;
	if (r->with_time)
		fill_moment(m);
	else if (m->state->value != NULL)
		m->widget->value = entry_string(m->state->value);
	widget_attribute(m, "min",
	    r->min != NULL ? day_text(m->arena, day_rule_on(r->min, today))
			   : "1900-01-01");
	widget_attribute(m, "max",
	    r->max != NULL ? day_text(m->arena, day_rule_on(r->max, today))
			   : "2200-12-31");
	widget_rule_list(m, "weekdays", &r->weekdays);
}

static void
make_time(struct making *m)
{
	const struct field_rules *r = m->rules;
	const char *text = entry_string(m->state->value);
	const char *zone = entry_member(m->state->value, "zone");

	m->widget->is_time = true;
	m->widget->with_zone = r->zone;
	m->widget->zone = zone != NULL ? zone : own_zone(m);
	m->widget->value =
	    text != NULL ? text : entry_member(m->state->value, "time");
	widget_attribute(m, "min", r->min);
	widget_attribute(m, "max", r->max);
	widget_number(m, "step", r->step_minutes * 60);
}

void
widget_moment(struct making *m)
{
	if (m->field->type == TYPE_DATE)
		make_date(m);
	else
		make_time(m);
}
