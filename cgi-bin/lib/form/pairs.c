#include <string.h>

#include "lib/form/pairs.h"
#include "lib/form/percent.h"

void
pairs_init(struct pairs *p, struct arena *arena)
{
	*p = (struct pairs){ .arena = arena };
}

static struct pair *
next_item(struct pairs *p)
{
	struct pair *items;

	if (p->n == p->size) {
		p->size = p->size == 0 ? 16 : 2 * p->size;
		items = arena_alloc(p->arena, p->size, sizeof(*items));
		if (p->n != 0)
			memcpy(items, p->items, p->n * sizeof(*items));
		p->items = items;
	}
	return &p->items[p->n++];
}

struct pair *
pairs_take(struct pairs *p, const char *name, enum pair_from from,
    const char *value, size_t len)
{
	struct pair *item;

	if (p->n >= PAIRS_MAX)
		return NULL;
	item = next_item(p);
	*item = (struct pair){
		.name = name, .value = value, .len = len, .from = from
	};
	return item;
}

struct pair *
pairs_add(struct pairs *p, const char *name, enum pair_from from,
    const char *value, size_t len)
{
	struct pair *item = next_item(p);

	*item = (struct pair){ .name = arena_strdup(p->arena, name),
		.value = arena_strndup(p->arena, value, len),
		.len = len,
		.from = from };
	return item;
}

const struct pair *
pairs_find(const struct pairs *p, const char *name)
{
	size_t i;

	for (i = 0; i < p->n; i++)
		if (strcmp(p->items[i].name, name) == 0)
			return &p->items[i];
	return NULL;
}

/* One `name=value`, or `name` alone, which is empty text. */
static enum form_fault
take_one(struct pairs *p, const char *text, size_t len)
{
	const char *eq = memchr(text, '=', len);
	size_t name_len = eq == NULL ? len : (size_t)(eq - text), value_len = 0;
	const char *name, *value = "";

	name = percent_decode(p->arena, text, name_len, true, NULL);
	if (eq != NULL)
		value = percent_decode(
		    p->arena, eq + 1, len - name_len - 1, true, &value_len);
	if (name == NULL || value == NULL)
		return FORM_MALFORMED;
	if (pairs_take(p, name, PAIR_FORM, value, value_len) == NULL)
		return FORM_TOO_MUCH;
	return FORM_FINE;
}

enum form_fault
pairs_from_urlencoded(struct pairs *p, const char *text, size_t len)
{
	const char *end = text + len, *amp;
	enum form_fault fault = FORM_FINE;

	for (; text < end && fault == FORM_FINE; text = amp + (amp < end)) {
		amp = memchr(text, '&', (size_t)(end - text));
		if (amp == NULL)
			amp = end;
		if (amp != text)
			fault = take_one(p, text, (size_t)(amp - text));
	}
	return fault;
}
