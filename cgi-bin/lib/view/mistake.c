#include <stdarg.h>
#include <stdio.h>

#include "lib/view/parse.h"

bool
mistake_at(
    struct mistake *m, const char *file, unsigned line, const char *fmt, ...)
{
	va_list ap;
	int len;

	if (m->made)
		return false;
	m->made = true;
	if (m->size == 0)
		return false;
	len = snprintf(m->text, m->size, "%s:%u: ", file, line);
	if (len < 0 || (size_t)len >= m->size)
		return false;
	va_start(ap, fmt);
	vsnprintf(m->text + len, m->size - (size_t)len, fmt, ap);
	va_end(ap);
	return false;
}

bool
mistake_in(struct mistake *m, const struct node *n, const char *why)
{
	enum { SHOWN = 80 };
	int len = n->tag.len < SHOWN ? (int)n->tag.len : SHOWN;

	if (n->kind == NODE_TEXT)
		return mistake_at(m, n->file, n->line, "this text %s", why);
	return mistake_at(m, n->file, n->line, "%.*s %s", len, n->tag.at, why);
}
