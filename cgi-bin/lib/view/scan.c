#include <string.h>

#include "lib/view/parse.h"

struct scan {
	const struct parse *in;
	const char *at, *end;
	unsigned line;
	const struct delimiters *delimiters;
	struct node **tail;
	struct node **first; /* link to the first node of this line */
	bool bol;            /* nothing of this line was seen */
};

static const struct delimiters usual = { { "{{", 2 }, { "}}", 2 } };

static bool
is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool
is_blank(struct slice s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!is_space(s.at[i]))
			return false;
	return true;
}

static struct node *
add(struct scan *s, enum node_kind kind, struct slice text)
{
	struct node *n = arena_alloc(s->in->arena, 1, sizeof(*n));

	n->kind = kind;
	n->line = s->line;
	n->text = text;
	n->file = s->in->file;
	*s->tail = n;
	s->tail = &n->next;
	return n;
}

static bool
may_be_alone(const struct node *n)
{
	return n->kind != NODE_TEXT && n->kind != NODE_VALUE &&
	       n->kind != NODE_RAW;
}

/* The last tag of a line that holds nothing but tags; NULL for other lines.
 * A partial needs a line of its own: two in a row are text beside text. */
static struct node *
last_alone(struct node *first)
{
	struct node *n = first, *last = NULL;
	bool partial = false;

	for (; n != NULL && may_be_alone(n); n = n->next) {
		partial = partial || n->kind == NODE_PARTIAL;
		last = n;
	}
	if (last == NULL || (partial && last != first))
		return NULL;
	if (n == NULL)
		return last;
	if (n->kind == NODE_TEXT && n->next == NULL && is_blank(n->text))
		return last;
	return NULL;
}

static struct slice
line_end(struct slice space)
{
	size_t n = 0;

	if (space.len > 0 && space.at[space.len - 1] == '\n')
		n = 1;
	if (n == 1 && space.len > 1 && space.at[space.len - 2] == '\r')
		n = 2;
	return (struct slice){ space.at + space.len - n, n };
}

static void
end_line(struct scan *s)
{
	struct node *lead = NULL, *n = *s->first, *last;

	if (n != NULL && n->kind == NODE_TEXT && is_blank(n->text) &&
	    n->next != NULL) {
		lead = n;
		n = n->next;
	}
	if (!s->in->within_line && (last = last_alone(n)) != NULL) {
		*s->first = n;
		if (lead != NULL)
			n->indent = lead->text;
		if (last->next != NULL)
			last->newline = line_end(last->next->text);
		last->last = true;
		last->next = NULL;
		s->tail = &last->next;
		for (; n != NULL; n = n->next)
			n->alone = true;
	}
	s->first = s->tail;
	s->bol = true;
}

static void
add_text(struct scan *s, const char *from, const char *to)
{
	struct node *n =
	    add(s, NODE_TEXT, (struct slice){ from, (size_t)(to - from) });

	n->bol = s->bol && !s->in->within_line;
	s->bol = false;
	for (; from < to; from++)
		s->line += *from == '\n';
}

/* Split so that whole lines between tags are one node. */
static void
scan_text(struct scan *s, const char *to)
{
	const char *nl;

	if (s->at < to && (nl = memchr(s->at, '\n', (size_t)(to - s->at)))) {
		add_text(s, s->at, nl + 1);
		end_line(s);
		s->at = nl + 1;
		nl = memrchr(s->at, '\n', (size_t)(to - s->at));
		if (nl != NULL) {
			add_text(s, s->at, nl + 1);
			end_line(s);
			s->at = nl + 1;
		}
	}
	if (s->at < to)
		add_text(s, s->at, to);
	s->at = to;
}

static struct slice
trim(const char *from, const char *to)
{
	while (from < to && is_space(*from))
		from++;
	while (from < to && is_space(to[-1]))
		to--;
	return (struct slice){ from, (size_t)(to - from) };
}

static const char *
find(const char *from, const char *to, struct slice what)
{
	return memmem(from, (size_t)(to - from), what.at, what.len);
}

static bool
bad_tag(struct scan *s, const char *from, const char *why)
{
	const char *to = memchr(from, '\n', (size_t)(s->end - from));
	struct slice shown = { from, (size_t)((to ? to : s->end) - from) };

	return mistake_at(s->in->mistake, s->in->file, s->line, "%.*s %s",
	    shown.len < 40 ? (int)shown.len : 40, shown.at, why);
}

/* {{=<% %>=}}: `inner` is what is between the equals signs. */
static bool
set_delimiters(struct scan *s, struct slice inner)
{
	struct delimiters *d = arena_alloc(s->in->arena, 1, sizeof(*d));
	const char *at = inner.at, *end = inner.at + inner.len;

	while (at < end && !is_space(*at))
		at++;
	d->open = (struct slice){ inner.at, (size_t)(at - inner.at) };
	d->close = trim(at, end);
	for (at = d->close.at; at < end; at++)
		if (is_space(*at))
			return false;
	if (d->open.len == 0 || d->close.len == 0 ||
	    memchr(inner.at, '=', inner.len) != NULL)
		return false;
	s->delimiters = d;
	return true;
}

static enum node_kind
kind_of(char sigil)
{
	static const char sigils[] = "&{#^/><$!=";
	static const enum node_kind kinds[] = { NODE_RAW, NODE_RAW,
		NODE_SECTION, NODE_INVERTED, NODE_CLOSE, NODE_PARTIAL,
		NODE_PARENT, NODE_BLOCK, NODE_NOTHING, NODE_NOTHING };
	const char *at = memchr(sigils, sigil, sizeof(sigils) - 1);

	return at == NULL ? NODE_VALUE : kinds[at - sigils];
}

static bool
check_name(struct scan *s, const char *tag, struct slice name)
{
	size_t i;

	if (name.len == 0)
		return bad_tag(s, tag, "names nothing");
	for (i = 0; i < name.len; i++)
		if (is_space(name.at[i]) || name.at[i] == '\0')
			return bad_tag(s, tag, "has a space in its name");
	return true;
}

/* The tag's end, which for {{{x}}} and {{=x y=}} has a byte more. */
static const char *
find_close(struct scan *s, const char *inner, char sigil)
{
	char more = sigil == '{' ? '}' : '=';
	const char *close = find(inner, s->end, s->delimiters->close);

	if (sigil != '{' && sigil != '=')
		return close;
	while (close != NULL && (close == inner || close[-1] != more))
		close = find(close + 1, s->end, s->delimiters->close);
	return close;
}

/* What the tag is and where its name stands; the scan is then after it. */
static bool
read_tag(struct scan *s, enum node_kind *kind, struct slice *name)
{
	const char *tag = s->at, *inner = tag + s->delimiters->open.len, *close;
	char sigil = '\0';

	while (inner < s->end && is_space(*inner))
		inner++;
	if (inner < s->end)
		sigil = *inner;
	*kind = kind_of(sigil);
	if (*kind != NODE_VALUE)
		inner++;
	if ((close = find_close(s, inner, sigil)) == NULL)
		return bad_tag(s, tag, "is not closed");
	s->at = close + s->delimiters->close.len;
	*name = trim(inner, close - (sigil == '{' || sigil == '='));
	if (sigil == '=' && !set_delimiters(s, *name))
		return bad_tag(s, tag, "does not set two delimiters");
	return *kind == NODE_NOTHING || check_name(s, tag, *name);
}

static bool
scan_tag(struct scan *s)
{
	const char *tag = s->at;
	struct slice name;
	enum node_kind kind;
	struct node *n;

	if (!read_tag(s, &kind, &name))
		return false;
	if (s->bol && !s->in->within_line)
		add_text(s, tag, tag);
	n = add(s, kind, name);
	n->tag = (struct slice){ tag, (size_t)(s->at - tag) };
	n->delimiters = s->delimiters;
	for (; tag < s->at; tag++)
		s->line += *tag == '\n';
	return true;
}

bool
scan_tags(const struct parse *in, struct node **list)
{
	struct scan s = { .in = in,
		.at = in->source.at,
		.end = in->source.at + in->source.len,
		.line = in->line,
		.delimiters = in->delimiters ? in->delimiters : &usual,
		.tail = list,
		.first = list,
		.bol = true };
	const char *open;

	*list = NULL;
	if (in->source.len > PARSE_MAX_SOURCE)
		return mistake_at(in->mistake, in->file, in->line,
		    "the template is longer than %d bytes", PARSE_MAX_SOURCE);
	while ((open = find(s.at, s.end, s.delimiters->open)) != NULL) {
		scan_text(&s, open);
		if (!scan_tag(&s))
			return false;
	}
	scan_text(&s, s.end);
	end_line(&s);
	return true;
}
