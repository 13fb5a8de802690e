#include <string.h>

#include "lib/base/log.h"
#include "lib/form/parse.h"
#include "lib/form/state.h"

enum { MAX_FIELDS = 64 };

void
parse_say(struct parse *p, const char *field, const char *text)
{
	struct form_message *grown;

	if (p->nmessages == p->size) {
		p->size = p->size == 0 ? 8 : 2 * p->size;
		grown = arena_alloc(p->arena, p->size, sizeof(*grown));
		if (p->nmessages != 0)
			memcpy(
			    grown, p->messages, p->nmessages * sizeof(*grown));
		p->messages = grown;
	}
	p->messages[p->nmessages++] = (struct form_message){ field, text };
}

/* The message for a field that came n times, or as an object. */
static const char *
presence_message(struct parse *p, const struct place *at, size_t n)
{
	if (n > 1)
		return word_text(WORD_ONCE);
	if (index_below(&p->index, arena_printf(p->arena, "%s.", at->name)).n)
		return word_text(type_word(at->field->kind));
	return n == 0 && at->field->required && at->must
		   ? word_text(WORD_NEEDED)
		   : NULL;
}

static bool
parse_scalar(struct parse *p, const struct place *at)
{
	const struct form_field *f = at->field;
	struct run run = index_named(&p->index, at->name);
	const char *wrong = presence_message(p, at, run.n);

	if (wrong == NULL && run.n == 1)
		wrong = scalar_take(
		    p->arena, f, run.pairs[0], at->values + f->offset);
	if (wrong != NULL)
		parse_say(p, at->name, wrong);
	return run.n != 0;
}

bool
parse_field(struct parse *p, const struct place *at)
{
	switch (at->field->kind) {
	case KIND_LIST:
		return parse_list(p, at);
	case KIND_TEXTS:
	case KIND_IDS:
		return parse_repeated(p, at);
	default:
		return parse_scalar(p, at);
	}
}

void
form_parse(const struct form *form, const struct pairs *pairs, struct arena *a,
    bool only_given, struct form_result *result)
{
	struct parse p = { .arena = a };
	struct place at = { .values = arena_alloc(a, 1, form->size),
		.must = !only_given };
	size_t i;

	if (form->nfields > MAX_FIELDS)
		log_fatal("form: more than %d fields", MAX_FIELDS);
	*result = (struct form_result){ .form = form };
	index_init(&p.index, pairs, a);
	for (i = 0; i < form->nfields; i++) {
		at.field = &form->fields[i];
		at.name = at.field->name;
		if (parse_field(&p, &at))
			result->present |= (uint64_t)1 << i;
	}
	if (p.nmessages == 0)
		result->values = at.values;
	result->messages = p.messages;
	result->nmessages = p.nmessages;
	result->states = state_typed(form, &p, a);
}

bool
form_has(
    const struct form *form, const struct form_result *result, const char *name)
{
	size_t i;

	for (i = 0; i < form->nfields; i++)
		if (strcmp(form->fields[i].name, name) == 0)
			return (result->present >> i & 1) != 0;
	log_fatal("form: there is no field %s", name);
}
