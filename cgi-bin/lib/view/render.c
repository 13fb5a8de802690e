#include "lib/view/op.h"
#include "lib/view/out.h"
#include "lib/view/value.h"

/* What a section is about; `end` is used by lists only. */
struct frame {
	const char *at, *end;
};

static const char *
pointer_at(const char *at)
{
	return *(const char *const *)at;
}

static size_t
length_of(const struct frame *f, const struct op *op)
{
	if (pointer_at(f[op->frame].at + op->offset) == NULL)
		return 0;
	return *(const size_t *)(f[op->frame].at + op->count);
}

static bool
first_item(struct frame *f, const struct op *op)
{
	size_t n = length_of(f, op);
	const char *items;

	if (n == 0)
		return false;
	items = pointer_at(f[op->frame].at + op->offset);
	f[op->dst] = (struct frame){ items, items + n * op->stride };
	return true;
}

static void
hop(const struct view *v, struct frame *f, const struct op *op)
{
	const char *to = pointer_at(f[op->frame].at + op->offset);

	f[op->dst].at = to == NULL ? v->zeros : to;
}

static void
put_value(const char *at, const struct op *op, struct buf *out)
{
	const char *s;

	switch (op->kind) {
	case OP_ESCAPED:
		if ((s = pointer_at(at)) != NULL)
			out_html(out, s);
		break;
	case OP_HTML:
		buf_puts(out, pointer_at(at));
		break;
	case OP_INT:
		out_int(out, *(const int64_t *)at);
		break;
	default:
		value_show(op->value, at, out);
	}
}

/* Where to go on after an operation that decides. */
static const struct op *
decide(const struct view *v, struct frame *f, const struct op *op)
{
	bool skip = false;

	switch (op->kind) {
	case OP_IF:
		skip = !value_is_true(op->value, f[op->frame].at + op->offset);
		break;
	case OP_UNLESS:
		skip = value_is_true(op->value, f[op->frame].at + op->offset);
		break;
	case OP_IF_ANY:
		skip = length_of(f, op) == 0;
		break;
	case OP_UNLESS_ANY:
		skip = length_of(f, op) != 0;
		break;
	case OP_EACH:
		skip = !first_item(f, op);
		break;
	case OP_NEXT:
		f[op->dst].at += op->stride;
		skip = f[op->dst].at < f[op->dst].end;
		break;
	case OP_HOP:
		hop(v, f, op);
		break;
	case OP_GO:
		skip = true;
		break;
	default:
		break;
	}
	return skip ? v->ops + op->to : op + 1;
}

void
view_render(const struct view *v, const void *const models[], struct buf *out)
{
	struct frame f[VIEW_FRAMES];
	const struct op *op;
	size_t i;

	for (i = 0; i < v->nscopes; i++)
		f[i].at = models[i] == NULL ? v->zeros : models[i];
	for (op = v->ops; op->kind != OP_END;) {
		out_put(out, op->text, op->len);
		if (op->kind < OP_IF && op->kind != OP_TEXT) {
			put_value(f[op->frame].at + op->offset, op, out);
			op++;
		} else {
			op = decide(v, f, op);
		}
	}
	buf_put(out, op->text, op->len);
}

void
view_free(struct view *v)
{
	if (v != NULL)
		arena_free(v->arena);
}
