#include <stdlib.h>
#include <string.h>

#include "lib/form/parse.h"

enum { ITEM_TEXT_MAX = 500, INDEX_DIGITS = 6 };

/* The row numbers of a list that were sent, ascending. */
struct rows {
	int64_t *numbers;
	size_t n;
	bool beyond; /* a number of max or above */
};

/* The row number at s; -1 when it is none (not digits, a leading zero). */
static int64_t
row_number(const char *s)
{
	size_t len = strspn(s, "0123456789");

	if (len == 0 || (s[len] != '.' && s[len] != '\0') ||
	    (*s == '0' && len > 1))
		return -1;
	return len > INDEX_DIGITS ? INT64_MAX : strtoll(s, NULL, 10);
}

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

static bool
is_blank(const struct pair *pair)
{
	return pair->from == PAIR_FORM &&
	       strspn(pair->value, " \t\r\n") == pair->len;
}

static bool
is_blank_row(struct parse *p, const struct place *at, int64_t number)
{
	struct run run = index_below(&p->index,
	    arena_printf(p->arena, "%s.%lld.", at->name, (long long)number));
	size_t i;

	for (i = 0; i < run.n; i++)
		if (!is_blank(run.pairs[i]))
			return false;
	return run.n > 0;
}

static void
rows_collect(
    struct parse *p, const struct place *at, struct run run, struct rows *rows)
{
	size_t i, skip = strlen(at->name) + 1;
	int64_t number, last = -1;

	rows->numbers = arena_alloc(p->arena, run.n, sizeof(int64_t));
	for (i = 0; i < run.n; i++) {
		number = row_number(run.pairs[i]->name + skip);
		if (number < 0 || number == last)
			continue;
		last = number;
		if (is_blank_row(p, at, number))
			continue;
		if (number >= at->field->max)
			rows->beyond = true;
		else
			rows->numbers[rows->n++] = number;
	}
	if (rows->n > 1)
		qsort(rows->numbers, rows->n, sizeof(int64_t), compare);
}

/* A row that is a scalar or a list, where an object is asked for. */
static bool
is_object(const struct parse *p, const char *name)
{
	struct run run = index_named(&p->index, name);

	return run.n == 0 ||
	       (run.n == 1 && run.pairs[0]->from == PAIR_EMPTY_OBJECT);
}

static void
parse_row(
    struct parse *p, const struct form *form, const char *prefix, char *values)
{
	struct place at = { .values = values, .must = true };
	size_t i;

	if (!is_object(p, prefix)) {
		parse_say(p, prefix, word_text(WORD_LIST));
		return;
	}
	for (i = 0; i < form->nfields; i++) {
		at.field = &form->fields[i];
		at.name =
		    arena_printf(p->arena, "%s.%s", prefix, at.field->name);
		parse_field(p, &at);
	}
}

static void
store(const struct place *at, const void *items, size_t n)
{
	memcpy(at->values + at->field->offset, &items, sizeof(items));
	memcpy(at->values + at->field->count_offset, &n, sizeof(n));
}

/* The message for a list of n items, or NULL. */
static const char *
count_message(struct parse *p, const struct place *at, size_t n)
{
	const struct form_field *f = at->field;

	if ((int64_t)n > f->max)
		return words_count(p->arena, f, true);
	if (n == 0 && (f->required || f->min > 0))
		return word_text(WORD_NEEDED);
	return (int64_t)n < f->min ? words_count(p->arena, f, false) : NULL;
}

/* Null, [] and empty text say "no items"; any other pair of the list's own name
 * is of a wrong type. */
static bool
says_none(const struct pair *pair)
{
	return pair->from == PAIR_EMPTY_LIST ||
	       (pair->from == PAIR_NULL && !pair->in_list) || is_blank(pair);
}

bool
parse_list(struct parse *p, const struct place *at)
{
	struct run own = index_named(&p->index, at->name);
	struct run below =
	    index_below(&p->index, arena_printf(p->arena, "%s.", at->name));
	struct rows rows = { 0 };
	const char *wrong;
	char *items;
	size_t i, size = at->field->item->size;

	if (own.n == 0 && below.n == 0 && !at->must)
		return false;
	rows_collect(p, at, below, &rows);
	wrong = count_message(p, at, rows.n);
	if (rows.beyond)
		wrong = words_count(p->arena, at->field, true);
	if (own.n > 1 || (own.n == 1 && !says_none(own.pairs[0])))
		wrong = word_text(WORD_LIST);
	if (wrong != NULL) {
		parse_say(p, at->name, wrong);
		return true;
	}
	items = arena_alloc(p->arena, rows.n, size);
	for (i = 0; i < rows.n; i++)
		parse_row(p, at->field->item,
		    arena_printf(p->arena, "%s.%lld", at->name,
			(long long)rows.numbers[i]),
		    items + i * size);
	store(at, items, rows.n);
	return own.n != 0 || below.n != 0;
}

/* One item of TEXTS or IDS is read like a field of its own. */
static struct form_field
item_field(const struct form_field *f)
{
	struct form_field item = *f;

	item.required = true;
	item.kind = f->kind == KIND_IDS ? KIND_ID : KIND_TEXT;
	item.min = 1;
	item.max = f->kind == KIND_IDS ? INT64_MAX : ITEM_TEXT_MAX;
	return item;
}

static const char *
take_item(struct parse *p, const struct form_field *item,
    const struct pair *pair, void *to)
{
	struct pair alone = *pair;

	if (!pair->in_list && pair->from != PAIR_FORM)
		return word_text(WORD_LIST);
	if (pair->from == PAIR_NULL)
		return word_text(WORD_NEEDED);
	alone.in_list = false;
	return scalar_take(p->arena, item, &alone, to);
}

bool
parse_repeated(struct parse *p, const struct place *at)
{
	struct run own = index_named(&p->index, at->name);
	struct form_field item = item_field(at->field);
	size_t i, n = 0,
		  size = at->field->kind == KIND_IDS ? sizeof(int64_t)
						     : sizeof(const char *);
	char *items = arena_alloc(p->arena, own.n, size);
	const char *wrong = NULL;

	if (index_below(&p->index, arena_printf(p->arena, "%s.", at->name)).n)
		wrong = word_text(WORD_LIST);
	else if (own.n == 0 && !at->must)
		return false;
	for (i = 0; i < own.n && wrong == NULL; i++) {
		if (says_none(own.pairs[i]))
			continue;
		wrong = take_item(p, &item, own.pairs[i], items + n * size);
		n++;
	}
	if (wrong == NULL)
		wrong = count_message(p, at, n);
	if (wrong != NULL)
		parse_say(p, at->name, wrong);
	store(at, items, n);
	return own.n != 0;
}
