#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/log.h"
#include "lib/form/state.h"
#include "lib/form/utf8.h"

const struct field form_state_fields[] = {
	FIELD(struct form_state, name),
	FIELD(struct form_state, value),
	FIELD(struct form_state, error),
	FIELD(struct form_state, min),
	FIELD(struct form_state, max),
	FIELD(struct form_state, required),
	FIELD(struct form_state, checked),
	FIELD_END,
};

static struct form_state *
new_states(const struct form *form, struct arena *a)
{
	struct form_state *states =
	    arena_alloc(a, form->nfields, sizeof(*states));
	const struct form_field *f;
	size_t i;

	for (i = 0; i < form->nfields; i++) {
		f = &form->fields[i];
		states[i] = (struct form_state){ .name = f->name,
			.min = f->min,
			.max = f->max,
			.required = f->required };
	}
	return states;
}

static const char *
first_error(const struct parse *p, const char *name)
{
	size_t i, len = strlen(name);
	const char *field;

	for (i = 0; i < p->nmessages; i++) {
		field = p->messages[i].field;
		if (strncmp(field, name, len) == 0 &&
		    (field[len] == '\0' || field[len] == '.'))
			return p->messages[i].text;
	}
	return NULL;
}

static void
fill_typed(
    struct form_state *s, const struct form_field *f, const struct pair *pair)
{
	bool text = pair->from == PAIR_FORM || pair->from == PAIR_STRING ||
		    pair->from == PAIR_NUMBER;

	if (f->kind == KIND_BOOL)
		s->checked =
		    take_bool_word(pair->value, &s->checked) && s->checked;
	else if (text && !f->no_refill && utf8_is_text(pair->value, pair->len))
		s->value = pair->value;
}

struct form_state *
state_typed(const struct form *form, const struct parse *p, struct arena *a)
{
	struct form_state *states = new_states(form, a);
	struct run run;
	size_t i;

	for (i = 0; i < form->nfields; i++) {
		states[i].error = first_error(p, states[i].name);
		run = index_named(&p->index, states[i].name);
		if (run.n != 0)
			fill_typed(&states[i], &form->fields[i], run.pairs[0]);
	}
	return states;
}

/* 0 is also "absent": it is shown where the field allows it. */
static const char *
show_int(const struct form_field *f, int64_t n, struct arena *a)
{
	if (n == 0 && (f->kind == KIND_ID || f->min > 0 || f->max < 0))
		return NULL;
	return arena_printf(a, "%lld", (long long)n);
}

static const char *
show_instant(const struct instant *at, struct arena *a)
{
	time_t seconds = at->us / 1000000 - (at->us % 1000000 < 0);
	int64_t us = at->us - (int64_t)seconds * 1000000;
	char day[40], fraction[8] = "";
	struct tm tm;

	if (at->us == 0 || gmtime_r(&seconds, &tm) == NULL)
		return NULL;
	strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &tm);
	if (us != 0)
		snprintf(fraction, sizeof(fraction), ".%06d", (int)us);
	return arena_printf(a, "%s%sZ", day, fraction);
}

static const char *
show_date(const struct date *d, struct arena *a)
{
	if (d->year == 0)
		return NULL;
	return arena_printf(a, "%04d-%02d-%02d", d->year, d->month, d->day);
}

static const char *
show_minute(const struct minute *m, struct arena *a)
{
	if (!m->set)
		return NULL;
	return arena_printf(a, "%02d:%02d", m->of_day / 60, m->of_day % 60);
}

static const char *
show(const struct form_field *f, const void *at, struct arena *a)
{
	const struct maybe_int *maybe = at;

	switch (f->kind) {
	case KIND_INT:
	case KIND_ID:
		return show_int(f, *(const int64_t *)at, a);
	case KIND_MAYBE_INT:
		return !maybe->set
			   ? NULL
			   : arena_printf(a, "%lld", (long long)maybe->value);
	case KIND_TEXT:
		return *(const char *const *)at;
	case KIND_INSTANT:
		return show_instant(at, a);
	case KIND_DATE:
		return show_date(at, a);
	case KIND_MINUTE:
		return show_minute(at, a);
	default:
		return NULL;
	}
}

struct form_state *
form_states(const struct form *form, const void *values, struct arena *a)
{
	struct form_state *states = new_states(form, a);
	const struct form_field *f;
	const char *at;
	size_t i;

	for (i = 0; i < form->nfields && values != NULL; i++) {
		f = &form->fields[i];
		at = (const char *)values + f->offset;
		if (f->kind == KIND_BOOL)
			states[i].checked = *(const bool *)at;
		else if (!f->no_refill)
			states[i].value = show(f, at, a);
	}
	return states;
}

const struct field *
form_view_fields(const struct form *form)
{
	struct field *fields = calloc(form->nfields + 1, sizeof(*fields));
	size_t i;

	if (fields == NULL)
		log_fatal("form: out of memory");
	for (i = 0; i < form->nfields; i++)
		fields[i] = (struct field){ .name = form->fields[i].name,
			.kind = KIND_OBJECT,
			.offset = i * sizeof(struct form_state),
			.item = form_state_fields };
	return fields;
}
