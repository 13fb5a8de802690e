#include <json-c/json.h>
#include <string.h>

#include "lib/view/margin.h"
#include "lib/view/partial.h"
#include "lib/view/value.h"

enum {
	MOST_LEVELS = 64,
	MOST_STEPS = 1000 * 1000, /* tags shown: bounds loops without output */
	MOST_NAME = 256,
	PIECE = 4096, /* between two looks at the limit */
	MEMORY = 192 * 1024 * 1024
};

struct dynamic {
	struct partials partials;
	struct mistake mistake;
	struct buf *out;
	size_t start, limit;
	struct json_object *stack[MOST_LEVELS + 1];
	size_t nstack;
	unsigned steps, level;
};

/* Where a run of nodes is shown. */
struct place {
	const struct margin *margin;
	const struct given *given;
	bool translated;
};

static bool show(struct dynamic *, struct node *, const struct place *);

/* False: the object has no such member; a null member is one. */
static bool
member(
    struct json_object *object, struct slice name, struct json_object **value)
{
	char key[MOST_NAME];

	*value = NULL;
	if (name.len >= sizeof(key) ||
	    !json_object_is_type(object, json_type_object))
		return false;
	memcpy(key, name.at, name.len);
	key[name.len] = '\0';
	return json_object_object_get_ex(object, key, value);
}

static struct json_object *
look_up(const struct dynamic *d, struct slice name)
{
	struct json_object *value = NULL;
	struct slice part;
	size_t i;

	if (slice_is(name, "."))
		return d->stack[d->nstack - 1];
	part = slice_part(&name);
	for (i = d->nstack; i > 0; i--)
		if (member(d->stack[i - 1], part, &value))
			break;
	while (name.len > 0 && value != NULL)
		member(value, slice_part(&name), &value);
	return value;
}

static bool
is_true(struct json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_null:
		return false;
	case json_type_boolean:
		return json_object_get_boolean(value);
	case json_type_int:
		return json_object_get_int64(value) != 0;
	case json_type_double:
		return json_object_get_double(value) != 0;
	case json_type_array:
		return json_object_array_length(value) != 0;
	case json_type_string:
		return json_object_get_string_len(value) != 0;
	case json_type_object:
		break;
	}
	return true;
}

static bool
within_limit(struct dynamic *d, const struct node *n)
{
	if (d->out->len - d->start <= d->limit)
		return true;
	return mistake_at(&d->mistake, n->file, n->line,
	    "the output is longer than %zu bytes", d->limit);
}

static bool
show_text(struct dynamic *d, const struct node *n, const char *s, size_t len)
{
	size_t piece;

	for (; len > 0 && within_limit(d, n); len -= piece, s += piece) {
		piece = len < PIECE ? len : PIECE;
		if (n->kind == NODE_RAW)
			buf_put(d->out, s, piece);
		else
			buf_put_html(d->out, s, piece);
	}
	return within_limit(d, n);
}

static bool
show_value(struct dynamic *d, const struct node *n)
{
	struct json_object *value;
	const char *address;

	if (partials_asset(&d->partials, n->text, &address))
		return address == NULL
			   ? mistake_in(&d->mistake, n, "is not a static file")
			   : show_text(d, n, address, strlen(address));
	value = look_up(d, n->text);
	switch (json_object_get_type(value)) {
	case json_type_string:
		return show_text(d, n, json_object_get_string(value),
		    (size_t)json_object_get_string_len(value));
	case json_type_double:
		value_put_number(d->out, json_object_get_double(value));
		return within_limit(d, n);
	case json_type_boolean:
	case json_type_int:
		buf_puts(d->out, json_object_get_string(value));
		return within_limit(d, n);
	default:
		return true;
	}
}

static bool
show_with(struct dynamic *d, struct node *n, const struct place *p,
    struct json_object *top)
{
	bool fine;

	if (d->nstack == MOST_LEVELS)
		return mistake_in(&d->mistake, n, "is nested too deep");
	d->stack[d->nstack++] = top;
	fine = show(d, n->child, p);
	d->nstack--;
	return fine;
}

static bool
show_translated(struct dynamic *d, struct node *n, const struct place *p)
{
	struct place inside = { .given = p->given, .translated = true };

	if (p->translated)
		return mistake_in(&d->mistake, n, "is inside another {{#t}}");
	if (!partials_translate(&d->partials, n))
		return false;
	return show(d, n->child, &inside);
}

static bool
show_section(struct dynamic *d, struct node *n, const struct place *p)
{
	struct json_object *value;
	size_t i, count;
	bool fine = true;

	if (parse_is_translated(n) && d->partials.source != NULL &&
	    d->partials.source->translate != NULL)
		return show_translated(d, n, p);
	value = look_up(d, n->text);
	if (n->kind == NODE_INVERTED)
		return is_true(value) || show(d, n->child, p);
	if (!is_true(value))
		return true;
	if (!json_object_is_type(value, json_type_array))
		return show_with(d, n, p, value);
	count = json_object_array_length(value);
	for (i = 0; i < count && fine; i++)
		fine = show_with(d, n, p, json_object_array_get_idx(value, i));
	return fine;
}

static bool
show_partial(struct dynamic *d, struct node *n, const struct place *p)
{
	const struct partial *partial = partials_find(&d->partials, n->text);
	struct margin margin = { .most = d->start + d->limit };
	struct given given = { p->given, n };
	struct place inside = *p;

	if (partial == NULL)
		return false;
	inside.margin = margin_of_partial(&margin, p->margin, n);
	inside.translated = false;
	if (n->kind == NODE_PARENT)
		inside.given = &given;
	return show(d, partial->tree, &inside);
}

static bool
show_block(struct dynamic *d, struct node *site, const struct place *p)
{
	struct place inside = *p;
	struct node *argument, *first;
	struct margin margin = { .most = d->start + d->limit };

	argument = given_find(p->given, site->text, &inside.given);
	if (argument == NULL)
		return show(d, site->child, &inside);
	inside.margin = margin_of_block(&margin, p->margin, site, argument);
	first = margin_before(inside.margin, site, argument, d->out);
	if (!show(d, first, &inside))
		return false;
	margin_after(site, argument, d->out);
	return within_limit(d, site);
}

static bool
show_node(struct dynamic *d, struct node *n, const struct place *p)
{
	switch (n->kind) {
	case NODE_TEXT:
		margin_text(p->margin, n, d->out);
		return within_limit(d, n);
	case NODE_VALUE:
	case NODE_RAW:
		return show_value(d, n);
	case NODE_SECTION:
	case NODE_INVERTED:
		return show_section(d, n, p);
	case NODE_PARTIAL:
	case NODE_PARENT:
		return show_partial(d, n, p);
	case NODE_BLOCK:
		return show_block(d, n, p);
	default:
		return true;
	}
}

static bool
show(struct dynamic *d, struct node *n, const struct place *p)
{
	bool fine = true;

	if (n != NULL && d->level == MOST_LEVELS)
		return mistake_in(&d->mistake, n, "is nested too deep");
	d->level++;
	for (; n != NULL && fine; n = n->next) {
		if (++d->steps > MOST_STEPS)
			fine = mistake_in(&d->mistake, n, "is shown too often");
		else
			fine = show_node(d, n, p);
	}
	d->level--;
	return fine;
}

static bool
show_template(struct dynamic *d, const struct view_dynamic *in)
{
	const struct parse parse = { .arena = d->partials.arena,
		.mistake = &d->mistake,
		.file = "template",
		.source = { in->source, strlen(in->source) },
		.line = 1 };
	const struct place top = { .margin = NULL };
	struct node *tree;

	return parse_template(&parse, &tree) && show(d, tree, &top);
}

bool
view_render_dynamic(
    const struct view_dynamic *in, struct buf *out, char *why, size_t why_size)
{
	struct dynamic d = { .mistake = { .text = why, .size = why_size },
		.out = out,
		.start = out->len,
		.limit = in->limit,
		.stack = { in->data },
		.nstack = 1 };
	bool fine;

	d.partials = (struct partials){ .arena = arena_new(MEMORY),
		.mistake = &d.mistake,
		.source = in->partials,
		.before = "",
		.after = "" };
	buf_put(out, "", 0);
	fine = show_template(&d, in);
	if (!fine)
		out->len = d.start;
	buf_put(out, "", 0);
	arena_free(d.partials.arena);
	return fine;
}
