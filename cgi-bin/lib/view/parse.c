#include <string.h>

#include "lib/view/parse.h"

struct nest {
	struct node *open[PARSE_MAX_DEPTH];
	struct node **tail[PARSE_MAX_DEPTH + 1];
	struct node *newest[PARSE_MAX_DEPTH + 1]; /* of the list at tail */
	size_t depth;
	struct mistake *mistake;
};

bool
slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

bool
slice_is(struct slice s, const char *text)
{
	return s.len == strlen(text) && memcmp(s.at, text, s.len) == 0;
}

struct slice
slice_part(struct slice *dotted)
{
	const char *dot = memchr(dotted->at, '.', dotted->len);
	struct slice part = *dotted;
	size_t taken = dotted->len;

	if (dot != NULL) {
		part.len = (size_t)(dot - dotted->at);
		taken = part.len + 1;
	}
	dotted->at += taken;
	dotted->len -= taken;
	return part;
}

static struct slice
leading_space(struct slice s)
{
	size_t n = 0;

	while (n < s.len && (s.at[n] == ' ' || s.at[n] == '\t'))
		n++;
	return (struct slice){ s.at, n };
}

/* A block's indentation is that of its content's first line, where the content
 * has lines of its own, and that of its tag where it has none. */
static void
settle_indent(struct node *block)
{
	const struct node *n = block->child;

	if (!block->alone || !block->last || n == NULL)
		return;
	if (n->alone)
		block->indent = n->indent;
	else if (n->kind == NODE_TEXT && n->bol)
		block->indent = leading_space(n->text);
}

static bool
close_tag(struct nest *s, const struct node *n)
{
	struct node *open;
	const char *from;

	if (s->depth == 0)
		return mistake_in(s->mistake, n, "closes nothing");
	open = s->open[s->depth - 1];
	if (!slice_equal(open->text, n->text))
		return mistake_at(s->mistake, n->file, n->line,
		    "%.*s closes %.*s of line %u", (int)n->tag.len, n->tag.at,
		    (int)open->tag.len, open->tag.at, open->line);
	from = open->tag.at + open->tag.len;
	open->raw = (struct slice){ from, (size_t)(n->tag.at - from) };
	open->newline = n->newline;
	open->ends_line = n->alone && n->last;
	*s->tail[s->depth] = NULL;
	if (open->kind == NODE_BLOCK)
		settle_indent(open);
	s->depth--;
	return true;
}

/* Text in two pieces because a line of tags could have been between them. */
static bool
joins(const struct node *before, const struct node *n)
{
	return before != NULL && before->kind == NODE_TEXT &&
	       n->kind == NODE_TEXT && before->text.len > 0 &&
	       n->text.len > 0 &&
	       before->text.at + before->text.len == n->text.at;
}

static bool
place(struct nest *s, struct node *n)
{
	struct node *before = s->newest[s->depth];

	if (joins(before, n)) {
		before->text.len += n->text.len;
		return true;
	}
	*s->tail[s->depth] = n;
	s->tail[s->depth] = &n->next;
	s->newest[s->depth] = n;
	n->ends_line = n->kind == NODE_PARTIAL && n->alone;
	if (n->kind != NODE_SECTION && n->kind != NODE_INVERTED &&
	    n->kind != NODE_PARENT && n->kind != NODE_BLOCK)
		return true;
	if (s->depth == PARSE_MAX_DEPTH)
		return mistake_in(s->mistake, n, "is nested too deep");
	s->open[s->depth++] = n;
	s->tail[s->depth] = &n->child;
	s->newest[s->depth] = NULL;
	return true;
}

bool
nest_tags(const struct parse *in, struct node *list, struct node **tree)
{
	struct nest s = { .mistake = in->mistake };
	struct node *n, *next;
	bool fine = true;

	*tree = NULL;
	s.tail[0] = tree;
	for (n = list; n != NULL && fine; n = next) {
		next = n->next;
		n->next = NULL;
		if (n->kind == NODE_CLOSE)
			fine = close_tag(&s, n);
		else if (n->kind != NODE_NOTHING)
			fine = place(&s, n);
	}
	if (fine && s.depth != 0)
		fine = mistake_in(
		    in->mistake, s.open[s.depth - 1], "is not closed");
	return fine;
}

bool
parse_template(const struct parse *in, struct node **tree)
{
	struct node *list;

	*tree = NULL;
	return scan_tags(in, &list) && nest_tags(in, list, tree);
}

bool
parse_is_translated(const struct node *n)
{
	return n->kind == NODE_SECTION && slice_is(n->text, "t");
}

char *
parse_msgid(struct arena *a, struct slice raw)
{
	char *id = arena_alloc(a, raw.len + 1, 1), *to = id;
	bool gap = false;
	size_t i;
	char c;

	for (i = 0; i < raw.len; i++) {
		c = raw.at[i];
		if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
			gap = to != id;
			continue;
		}
		if (gap)
			*to++ = ' ';
		gap = false;
		*to++ = c;
	}
	*to = '\0';
	return id;
}
