#include <string.h>

#include "lib/view/margin.h"

/* Lines that begin further right than anyone writes would only multiply. */
enum { MOST_INDENT = 256 };

/* The indent that is left of `s` where the margin around strips some. */
static struct slice
indent_in(const struct margin *outer, struct slice s)
{
	size_t strip = outer == NULL ? 0 : outer->strip;

	if (strip > s.len)
		strip = s.len;
	if (strip > 0)
		s = (struct slice){ s.at + strip, s.len - strip };
	if (s.len > MOST_INDENT)
		s.len = MOST_INDENT;
	return s;
}

const struct margin *
margin_of_partial(
    struct margin *room, const struct margin *outer, const struct node *n)
{
	if (!n->alone || (outer == NULL && n->indent.len == 0))
		return NULL;
	room->outer = outer;
	room->add = indent_in(outer, n->indent);
	room->strip = 0;
	return room;
}

const struct margin *
margin_of_block(struct margin *room, const struct margin *outer,
    const struct node *site, const struct node *argument)
{
	room->outer = outer;
	room->add = indent_in(outer, site->indent);
	room->strip = argument->indent.len;
	return room;
}

static void
put_margin(const struct margin *m, struct buf *out)
{
	if (m == NULL)
		return;
	put_margin(m->outer, out);
	if (m->add.len > 0)
		buf_put(out, m->add.at, m->add.len);
}

static const char *
skip_space(const char *at, const char *end, size_t most)
{
	for (; most > 0 && at < end && (*at == ' ' || *at == '\t'); most--)
		at++;
	return at;
}

static bool
is_line_end(const char *at, const char *end)
{
	return at < end &&
	       (*at == '\n' || (*at == '\r' && at + 1 < end && at[1] == '\n'));
}

static void
put_lines(const struct margin *m, struct slice text, bool bol, struct buf *out)
{
	const char *at = text.at, *end = text.at + text.len, *nl;

	if (bol && text.len == 0)
		put_margin(m, out);
	while (at < end && out->len <= m->most) {
		if (bol && !is_line_end(at, end)) {
			put_margin(m, out);
			at = skip_space(at, end, m->strip);
		}
		nl = memchr(at, '\n', (size_t)(end - at));
		nl = nl == NULL ? end : nl + 1;
		buf_put(out, at, (size_t)(nl - at));
		at = nl;
		bol = true;
	}
}

void
margin_text(const struct margin *m, const struct node *n, struct buf *out)
{
	if (m != NULL)
		put_lines(m, n->text, n->bol, out);
	else if (n->text.len > 0)
		buf_put(out, n->text.at, n->text.len);
}

static bool
begins_line(const struct node *n)
{
	return n == NULL || n->alone || (n->kind == NODE_TEXT && n->bol);
}

struct node *
margin_before(const struct margin *m, const struct node *site,
    const struct node *argument, struct buf *out)
{
	struct node *n = argument->child;
	const char *at, *end;

	if (site->alone && !begins_line(n))
		put_margin(m, out);
	if (site->alone || n == NULL || n->kind != NODE_TEXT || !n->bol)
		return n;
	end = n->text.at + n->text.len;
	at = skip_space(n->text.at, end, m->strip);
	put_lines(m, (struct slice){ at, (size_t)(end - at) }, false, out);
	return n->next;
}

void
margin_after(
    const struct node *site, const struct node *argument, struct buf *out)
{
	const struct node *n = argument->child;

	if (n == NULL)
		return;
	while (n->next != NULL)
		n = n->next;
	if (n->kind == NODE_TEXT
		? n->text.len > 0 && n->text.at[n->text.len - 1] == '\n'
		: n->ends_line)
		return;
	if (site->newline.len > 0)
		buf_put(out, site->newline.at, site->newline.len);
}
