#include <string.h>

#include "lib/journey/evaluate_in.h"

static bool
is_own(const struct condition *c, const struct standpoint *here)
{
	return c->kind == CONDITION_FIELD &&
	       (c->section == NULL ||
		   strcmp(c->section, here->page->section->key) == 0);
}

static bool
has_own(const struct condition *c, const struct standpoint *here)
{
	size_t i;

	if (is_own(c, here))
		return true;
	for (i = 0; i < c->nitems; i++)
		if (has_own(&c->items[i], here))
			return true;
	return false;
}

static void
put(struct run *run, struct buf *b, const struct condition *c,
    const struct standpoint *here)
{
	struct condition own = *c;
	size_t i;

	if (!has_own(c, here)) {
		buf_puts(b, condition_holds(run, c, here) ? "{\"all\":[]}"
							  : "{\"any\":[]}");
		return;
	}
	if (c->kind == CONDITION_FIELD) {
		own.section = NULL;
		condition_put(b, &own);
		return;
	}
	buf_puts(b, c->kind == CONDITION_ALL   ? "{\"all\":["
		    : c->kind == CONDITION_ANY ? "{\"any\":["
					       : "{\"not\":");
	for (i = 0; i < c->nitems; i++) {
		if (i > 0)
			buf_putc(b, ',');
		put(run, b, &c->items[i], here);
	}
	buf_puts(b, c->kind == CONDITION_NOT ? "}" : "]}");
}

const char *
condition_for_page(
    struct run *run, const struct condition *c, const struct standpoint *here)
{
	struct buf b;

	if (c == NULL || !has_own(c, here))
		return NULL;
	buf_init(&b, run->context->arena, 100);
	put(run, &b, c, here);
	return b.data;
}
