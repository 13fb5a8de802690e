#include <string.h>

#include "lib/view/compile.h"
#include "lib/view/value.h"

struct op *
emit(struct compiler *c, enum op_kind kind)
{
	struct op *op;

	if (c->nops == c->size) {
		c->size = c->size == 0 ? 64 : 2 * c->size;
		op = arena_alloc(c->partials.arena, c->size, sizeof(*c->ops));
		if (c->nops > 0)
			memcpy(op, c->ops, c->nops * sizeof(*op));
		c->ops = op;
	}
	op = &c->ops[c->nops++];
	*op = (struct op){ .kind = (uint8_t)kind,
		.len = (uint32_t)(c->text.len - c->pending) };
	c->pending = c->text.len;
	return op;
}

void
emit_pending(struct compiler *c)
{
	if (c->text.len > c->pending)
		emit(c, OP_TEXT);
}

struct op *
emit_at(struct compiler *c, enum op_kind kind, const struct target *t)
{
	struct op *op;
	size_t i;

	for (i = 0; i < t->nhops; i++) {
		op = emit(c, OP_HOP);
		op->frame = (uint8_t)t->hops[i].frame;
		op->offset = (uint32_t)t->hops[i].offset;
		op->dst = (uint8_t)t->hops[i].dst;
	}
	op = emit(c, kind);
	op->frame = (uint8_t)t->frame;
	op->offset = (uint32_t)t->offset;
	op->value = (uint8_t)t->kind;
	return op;
}

static bool
compile_asset(struct compiler *c, const struct node *n, const char *address)
{
	if (address == NULL)
		return mistake_in(&c->mistake, n, "is not a static file");
	buf_put_html(&c->text, address, strlen(address));
	return true;
}

static const char *
why_not_shown(const struct node *n, enum kind kind)
{
	if (kind == KIND_HTML && n->kind == NODE_VALUE)
		return "is HTML: write {{&name}}";
	if (kind == KIND_HTML)
		return NULL;
	if (n->kind == NODE_RAW)
		return "is not HTML: write {{name}}";
	if (kind == KIND_LIST || kind >= KIND_TEXTS)
		return "is a list: write {{#name}}";
	return value_is_shown(kind) ? NULL : "is not a single value";
}

bool
compile_value(struct compiler *c, const struct node *n)
{
	struct target t;
	const char *why, *address;
	enum op_kind kind = OP_VALUE;

	if (partials_asset(&c->partials, n->text, &address))
		return compile_asset(c, n, address);
	why = scopes_find(&c->scopes, n->text, &t);
	if (why == NULL)
		why = why_not_shown(n, t.kind);
	if (why != NULL)
		return mistake_in(&c->mistake, n, why);
	if (t.kind == KIND_TEXT)
		kind = OP_ESCAPED;
	else if (t.kind == KIND_HTML)
		kind = OP_HTML;
	else if (t.kind == KIND_INT)
		kind = OP_INT;
	emit_at(c, kind, &t);
	return true;
}
