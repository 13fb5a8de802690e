#include <string.h>

#include "lib/view/compile.h"

enum {
	MOST_OPS = 64 * 1024,
	MOST_TEXT = 4 * 1024 * 1024,
	MEMORY = 256 * 1024 * 1024
};

/* The templates around a place, for "is shown within itself". */
struct inlined {
	const struct inlined *outer;
	struct slice name;
};

struct place {
	const struct margin *margin;
	const struct given *given;
	const struct inlined *inlined;
	unsigned level;
	bool translated;
};

static bool compile(struct compiler *, struct node *, const struct place *);

/* What the names inside a section mean, after the operation that opens it. */
static bool
enter_section(struct compiler *c, const struct node *n, const struct target *t)
{
	struct scope inside = {
		.dot = t->kind, .frame = t->frame, .offset = t->offset
	};
	const struct field *f = t->field;

	if (t->kind == KIND_BOOL)
		return true;
	if (t->kind == KIND_OBJECT)
		inside.fields = f->item;
	if (t->kind == KIND_POINTER || t->kind == KIND_LIST) {
		inside.fields = f->item;
		inside.dot = KIND_OBJECT;
		scopes_cover(&c->scopes, f->item);
	} else if (t->kind == KIND_TEXTS) {
		inside.dot = KIND_TEXT;
	} else if (t->kind == KIND_INSTANTS) {
		inside.dot = KIND_INSTANT;
	} else if (t->kind == KIND_IDS) {
		inside.dot = KIND_ID;
	}
	return scopes_push(&c->scopes, &inside) ||
	       mistake_in(&c->mistake, n, "is nested too deep");
}

static bool
is_list(enum kind kind)
{
	return kind == KIND_LIST || kind == KIND_TEXTS ||
	       kind == KIND_INSTANTS || kind == KIND_IDS;
}

static void
set_list(struct op *op, const struct target *t)
{
	const struct field *f = t->field;

	op->count = (uint32_t)(t->offset - f->offset + f->count_offset);
	op->stride = (uint32_t)f->item_size;
}

static bool
compile_each(
    struct compiler *c, struct node *n, struct target *t, const struct place *p)
{
	unsigned dst = c->scopes.frames++;
	size_t each, next;
	struct op *op;

	if (dst >= VIEW_FRAMES)
		return mistake_in(&c->mistake, n, "is nested too deep");
	if (t->field->item_size == 0)
		return mistake_in(&c->mistake, n, "has items of no size");
	op = emit_at(c, OP_EACH, t);
	set_list(op, t);
	op->dst = (uint8_t)dst;
	each = c->nops - 1;
	t->frame = dst;
	t->offset = 0;
	if (!enter_section(c, n, t) || !compile(c, n->child, p))
		return false;
	op = emit(c, OP_NEXT);
	next = c->nops - 1;
	op->dst = (uint8_t)dst;
	op->stride = c->ops[each].stride;
	op->to = (uint32_t)each + 1;
	c->ops[each].to = (uint32_t)next + 1;
	return true;
}

static bool
follow_pointer(struct compiler *c, const struct node *n, struct target *t)
{
	unsigned dst = c->scopes.frames;

	if (t->kind != KIND_POINTER)
		return true;
	if (dst >= VIEW_FRAMES)
		return mistake_in(&c->mistake, n, "is nested too deep");
	c->scopes.frames++;
	t->nhops = 0;
	emit_at(c, OP_HOP, t)->dst = (uint8_t)dst;
	t->frame = dst;
	t->offset = 0;
	return true;
}

/* A section over anything that is shown once or not at all. */
static bool
compile_once(
    struct compiler *c, struct node *n, struct target *t, const struct place *p)
{
	enum op_kind kind = n->kind == NODE_INVERTED ? OP_UNLESS : OP_IF;
	size_t test;

	if (is_list(t->kind))
		kind = n->kind == NODE_INVERTED ? OP_UNLESS_ANY : OP_IF_ANY;
	emit_at(c, kind, t);
	test = c->nops - 1;
	if (is_list(t->kind))
		set_list(&c->ops[test], t);
	if (n->kind == NODE_SECTION &&
	    (!follow_pointer(c, n, t) || !enter_section(c, n, t)))
		return false;
	if (!compile(c, n->child, p))
		return false;
	emit_pending(c);
	c->ops[test].to = (uint32_t)c->nops;
	return true;
}

/* An embedded struct is always there: names change their meaning, no more. */
static bool
compile_object(
    struct compiler *c, struct node *n, struct target *t, const struct place *p)
{
	size_t go;

	if (n->kind == NODE_SECTION)
		return enter_section(c, n, t) && compile(c, n->child, p);
	emit(c, OP_GO);
	go = c->nops - 1;
	if (!compile(c, n->child, p))
		return false;
	emit_pending(c);
	c->ops[go].to = (uint32_t)c->nops;
	return true;
}

static bool
compile_translated(struct compiler *c, struct node *n, const struct place *p)
{
	struct place inside = *p;

	if (p->translated)
		return mistake_in(&c->mistake, n, "is inside another {{#t}}");
	inside.translated = true;
	inside.margin = NULL;
	return partials_translate(&c->partials, n) &&
	       compile(c, n->child, &inside);
}

static bool
compile_section(struct compiler *c, struct node *n, const struct place *p)
{
	struct scopes *s = &c->scopes;
	size_t nscopes = s->n;
	unsigned frames = s->frames;
	struct target t;
	const char *why;
	bool fine;

	if (parse_is_translated(n))
		return compile_translated(c, n, p);
	if ((why = scopes_find(s, n->text, &t)) != NULL)
		return mistake_in(&c->mistake, n, why);
	s->frames += (unsigned)t.nhops;
	if (t.kind == KIND_OBJECT)
		fine = compile_object(c, n, &t, p);
	else if (is_list(t.kind) && n->kind == NODE_SECTION)
		fine = compile_each(c, n, &t, p);
	else
		fine = compile_once(c, n, &t, p);
	s->n = nscopes;
	s->frames = frames;
	return fine;
}

/* Before a parent is shown: what it is given must be blocks. */
static bool
check_given(struct compiler *c, const struct node *parent)
{
	struct node *n;
	size_t i;

	for (n = parent->child; n != NULL; n = n->next) {
		n->used = false;
		if (n->kind == NODE_BLOCK)
			continue;
		if (n->kind != NODE_TEXT)
			return mistake_in(&c->mistake, n,
			    "is in no block of the parent, so never shown");
		for (i = 0; i < n->text.len; i++)
			if (strchr(" \t\r\n", n->text.at[i]) == NULL)
				return mistake_in(&c->mistake, parent,
				    "has text outside its blocks");
	}
	return true;
}

static bool
check_used(struct compiler *c, const struct node *parent)
{
	const struct node *n;

	for (n = parent->child; n != NULL; n = n->next)
		if (n->kind == NODE_BLOCK && !n->used)
			return mistake_at(&c->mistake, n->file, n->line,
			    "%.*s is no block of %.*s", (int)n->tag.len,
			    n->tag.at, (int)parent->text.len, parent->text.at);
	return true;
}

static bool
compile_partial(struct compiler *c, struct node *n, const struct place *p)
{
	const struct partial *partial = partials_find(&c->partials, n->text);
	const struct inlined *outer;
	struct inlined inlined = { p->inlined, n->text };
	struct margin margin = { .most = MOST_TEXT };
	struct given given = { p->given, n };
	struct place inside = *p;

	if (partial == NULL)
		return false;
	if (!partial->exists)
		return mistake_in(&c->mistake, n, "has no template");
	for (outer = p->inlined; outer != NULL; outer = outer->outer)
		if (slice_equal(outer->name, n->text))
			return mistake_in(
			    &c->mistake, n, "is shown within itself");
	inside.inlined = &inlined;
	inside.margin = margin_of_partial(&margin, p->margin, n);
	inside.translated = false;
	if (n->kind == NODE_PARTIAL)
		return compile(c, partial->tree, &inside);
	inside.given = &given;
	return check_given(c, n) && compile(c, partial->tree, &inside) &&
	       check_used(c, n);
}

static bool
compile_block(struct compiler *c, struct node *site, const struct place *p)
{
	struct place inside = *p;
	struct node *argument, *first;
	struct margin margin = { .most = MOST_TEXT };

	argument = given_find(p->given, site->text, &inside.given);
	if (argument == NULL)
		return compile(c, site->child, &inside);
	inside.margin = margin_of_block(&margin, p->margin, site, argument);
	first = margin_before(inside.margin, site, argument, &c->text);
	if (!compile(c, first, &inside))
		return false;
	margin_after(site, argument, &c->text);
	return true;
}

static bool
compile_node(struct compiler *c, struct node *n, const struct place *p)
{
	switch (n->kind) {
	case NODE_TEXT:
		margin_text(p->margin, n, &c->text);
		return true;
	case NODE_VALUE:
	case NODE_RAW:
		return compile_value(c, n);
	case NODE_SECTION:
	case NODE_INVERTED:
		return compile_section(c, n, p);
	case NODE_PARTIAL:
	case NODE_PARENT:
		return compile_partial(c, n, p);
	case NODE_BLOCK:
		return compile_block(c, n, p);
	default:
		return true;
	}
}

static bool
compile(struct compiler *c, struct node *n, const struct place *p)
{
	struct place inside = *p;
	bool fine = true;

	if (n != NULL && ++inside.level > PARSE_MAX_DEPTH)
		return mistake_in(&c->mistake, n, "is nested too deep");
	for (; n != NULL && fine; n = n->next) {
		fine = compile_node(c, n, &inside);
		if (fine && (c->nops > MOST_OPS || c->text.len > MOST_TEXT))
			fine = mistake_in(
			    &c->mistake, n, "makes the page too large");
	}
	return fine;
}

static bool
compile_page(struct compiler *c, const char *name)
{
	const struct slice text = { name, strlen(name) };
	const struct inlined inlined = { NULL, text };
	const struct place top = { .inlined = &inlined };
	const struct partial *page = partials_find(&c->partials, text);

	if (page == NULL)
		return false;
	if (!page->exists)
		return mistake_at(&c->mistake,
		    arena_printf(
			c->partials.arena, "templates/%s.mustache", name),
		    1, "there is no such template");
	if (!compile(c, page->tree, &top))
		return false;
	emit(c, OP_END);
	return true;
}

/* The view keeps its operations, their text, and zeros for absent structs. */
static struct view *
finish(struct compiler *c, size_t nscopes)
{
	struct arena *arena = arena_new(MEMORY);
	struct view *v = arena_alloc(arena, 1, sizeof(*v));
	struct op *ops = arena_alloc(arena, c->nops, sizeof(*ops));
	const char *text;
	size_t i;

	text = arena_strndup(arena, c->text.data, c->text.len);
	memcpy(ops, c->ops, c->nops * sizeof(*ops));
	for (i = 0; i < c->nops; i++) {
		ops[i].text = text;
		text += ops[i].len;
	}
	*v = (struct view){ .arena = arena,
		.ops = ops,
		.nops = c->nops,
		.nscopes = nscopes,
		.zeros = arena_alloc(arena, 1, c->scopes.extent + 1) };
	return v;
}

struct view *
view_compile(const char *name, const struct view_source *source,
    const struct view_scope *scopes, size_t nscopes, char *why, size_t why_size)
{
	struct compiler c = { .mistake = { .text = why, .size = why_size } };
	struct scope scope = { .dot = KIND_OBJECT };
	struct view *v = NULL;
	size_t i;

	c.partials = (struct partials){ .arena = arena_new(MEMORY),
		.mistake = &c.mistake,
		.source = source,
		.before = "templates/",
		.after = ".mustache" };
	buf_init(&c.text, c.partials.arena, 1024);
	c.scopes.frames = (unsigned)nscopes;
	for (i = nscopes; i > 0; i--) {
		scope.fields = scopes[i - 1].fields;
		scope.frame = (unsigned)i - 1;
		scopes_push(&c.scopes, &scope);
		scopes_cover(&c.scopes, scope.fields);
	}
	if (compile_page(&c, name))
		v = finish(&c, nscopes);
	arena_free(c.partials.arena);
	return v;
}
