#include "lib/view/out.h"
#include "lib/view/value.h"
#include "lib/view/view.h"

enum { MOST_LEVELS = 24 }; /* a ring of pointers ends there, as null */

static void put_object(
    const struct field *, const char *model, unsigned level, struct buf *);

static void
put_text(const char *text, struct buf *out)
{
	if (text == NULL) {
		out_put(out, "null", 4);
		return;
	}
	out_putc(out, '"');
	out_json(out, text);
	out_putc(out, '"');
}

static void
put_money(struct money m, struct buf *out)
{
	buf_puts(out, "{\"amount\":");
	out_int(out, m.amount);
	buf_puts(out, ",\"currency\":");
	put_text(m.currency, out);
	out_putc(out, '}');
}

static void
put_quoted(enum kind kind, const void *at, struct buf *out)
{
	out_putc(out, '"');
	value_show(kind, at, out);
	out_putc(out, '"');
}

static void
put_json(const char *text, struct buf *out)
{
	buf_puts(out, text != NULL ? text : "null");
}

static void
put_value(enum kind kind, const void *at, struct buf *out)
{
	switch (kind) {
	case KIND_INT:
		out_int(out, *(const int64_t *)at);
		return;
	case KIND_BOOL:
		value_show(kind, at, out);
		return;
	case KIND_REAL:
		value_put_number(out, *(const double *)at);
		return;
	case KIND_TEXT:
	case KIND_HTML:
		put_text(*(const char *const *)at, out);
		return;
	case KIND_JSON:
		put_json(*(const char *const *)at, out);
		return;
	default:
		break;
	}
	if (!value_is_true(kind, at))
		out_put(out, "null", 4);
	else if (kind == KIND_MAYBE_INT)
		value_show(kind, at, out);
	else if (kind == KIND_MAYBE_REAL)
		value_put_number(out, ((const struct maybe_real *)at)->value);
	else if (kind == KIND_MONEY)
		put_money(*(const struct money *)at, out);
	else
		put_quoted(kind, at, out);
}

static enum kind
item_kind(enum kind list)
{
	if (list == KIND_TEXTS)
		return KIND_TEXT;
	return list == KIND_INSTANTS ? KIND_INSTANT : KIND_ID;
}

static void
put_list(
    const struct field *f, const char *model, unsigned level, struct buf *out)
{
	const char *at = *(const char *const *)(model + f->offset);
	size_t i, n = *(const size_t *)(model + f->count_offset);

	out_putc(out, '[');
	for (i = 0; i < n && at != NULL; i++, at += f->item_size) {
		if (i > 0)
			out_putc(out, ',');
		if (f->kind == KIND_LIST)
			put_object(f->item, at, level, out);
		else
			put_value(item_kind(f->kind), at, out);
	}
	out_putc(out, ']');
}

static void
put_field(
    const struct field *f, const char *model, unsigned level, struct buf *out)
{
	const char *at = model + f->offset;

	switch (f->kind) {
	case KIND_OBJECT:
		put_object(f->item, at, level, out);
		break;
	case KIND_POINTER:
		put_object(f->item, *(const char *const *)at, level, out);
		break;
	case KIND_LIST:
	case KIND_TEXTS:
	case KIND_INSTANTS:
	case KIND_IDS:
		put_list(f, model, level, out);
		break;
	default:
		put_value(f->kind, at, out);
	}
}

static void
put_object(
    const struct field *f, const char *model, unsigned level, struct buf *out)
{
	bool more = false;

	if (model == NULL || level == MOST_LEVELS) {
		out_put(out, "null", 4);
		return;
	}
	for (; f->name != NULL; f++) {
		if (f->only == ONLY_HTML || f->kind == KIND_FILE)
			continue;
		out_put(out, more ? ",\"" : "{\"", 2);
		more = true;
		out_json(out, f->name);
		out_put(out, "\":", 2);
		put_field(f, model, level + 1, out);
	}
	out_put(out, more ? "}" : "{}", more ? 1 : 2);
}

void
view_json(const struct field *fields, const void *model, struct buf *out)
{
	put_object(fields, model, 0, out);
	buf_put(out, "", 0);
}
