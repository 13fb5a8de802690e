#include <string.h>

#include "lib/view/scope.h"

static size_t
kind_size(enum kind kind)
{
	switch (kind) {
	case KIND_BOOL:
		return sizeof(bool);
	case KIND_DATE:
		return sizeof(struct date);
	case KIND_MINUTE:
		return sizeof(struct minute);
	case KIND_MAYBE_INT:
		return sizeof(struct maybe_int);
	case KIND_MAYBE_REAL:
		return sizeof(struct maybe_real);
	case KIND_MONEY:
		return sizeof(struct money);
	default:
		return sizeof(int64_t);
	}
}

static size_t
extent(const struct field *f)
{
	size_t most = 0, end;

	for (; f->name != NULL; f++) {
		if (f->kind == KIND_OBJECT)
			end = extent(f->item);
		else
			end = kind_size(f->kind);
		end += f->offset;
		most = end > most ? end : most;
		end = f->count_offset + sizeof(size_t);
		most = end > most ? end : most;
	}
	return most;
}

void
scopes_cover(struct scopes *s, const struct field *fields)
{
	size_t n = extent(fields);

	if (n > s->extent)
		s->extent = n;
}

bool
scopes_push(struct scopes *s, const struct scope *scope)
{
	if (s->n == sizeof(s->list) / sizeof(s->list[0]))
		return false;
	s->list[s->n++] = *scope;
	return true;
}

static const struct field *
field_named(const struct field *f, struct slice name)
{
	if (f == NULL)
		return NULL;
	for (; f->name != NULL; f++)
		if (slice_is(name, f->name))
			return f;
	return NULL;
}

static const struct field *
find_first(const struct scopes *s, struct slice name, struct target *t)
{
	const struct field *f;
	size_t i;

	for (i = s->n; i > 0; i--) {
		f = field_named(s->list[i - 1].fields, name);
		if (f == NULL)
			continue;
		t->frame = s->list[i - 1].frame;
		t->offset = s->list[i - 1].offset;
		return f;
	}
	return NULL;
}

/* Into the struct that the field is or points to. */
static const char *
enter(struct scopes *s, const struct field *f, struct target *t)
{
	const size_t room = sizeof(t->hops) / sizeof(t->hops[0]);

	if (f->kind == KIND_OBJECT) {
		t->offset += f->offset;
		return NULL;
	}
	if (f->kind != KIND_POINTER)
		return "is not in the view";
	if (t->nhops == room || s->frames + t->nhops >= VIEW_FRAMES)
		return "is nested too deep";
	t->hops[t->nhops].frame = t->frame;
	t->hops[t->nhops].offset = t->offset + f->offset;
	t->frame = s->frames + (unsigned)t->nhops;
	t->hops[t->nhops++].dst = t->frame;
	t->offset = 0;
	scopes_cover(s, f->item);
	return NULL;
}

static const char *
find_dot(const struct scopes *s, struct target *t)
{
	const struct scope *top;

	top = &s->list[s->n - 1];
	t->kind = top->dot;
	t->frame = top->frame;
	t->offset = top->offset;
	return top->dot == KIND_OBJECT ? "is not a single value here" : NULL;
}

const char *
scopes_find(struct scopes *s, struct slice name, struct target *t)
{
	const struct field *f;
	const char *why = NULL;
	struct slice part;

	memset(t, 0, sizeof(*t));
	if (s->n == 0)
		return "is not in the view";
	if (slice_is(name, "."))
		return find_dot(s, t);
	if (name.len == 0 || name.at[name.len - 1] == '.')
		return "is not in the view";
	part = slice_part(&name);
	if (slice_is(part, "t") || slice_is(part, "asset"))
		return "is a reserved name";
	f = find_first(s, part, t);
	while (f != NULL && f->only != ONLY_JSON && name.len > 0) {
		if ((why = enter(s, f, t)) != NULL)
			return why;
		f = field_named(f->item, slice_part(&name));
	}
	if (f == NULL)
		return "is not in the view";
	if (f->only == ONLY_JSON)
		return "is in the view for JSON only";
	t->field = f;
	t->kind = f->kind;
	t->offset += f->offset;
	return NULL;
}
