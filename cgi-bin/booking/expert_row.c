#include <stdlib.h>
#include <string.h>

#include "booking/expert_row.h"
#include "lib/base/field.h"

enum { FIELD_SEPARATOR = 0x1f, ITEM_SEPARATOR = 0x1e };

#define NUMBERS(m, n)                                          \
	{                                                      \
		.name = #m, .kind = KIND_IDS,                  \
		.offset = offsetof(struct expert_row, m),      \
		.item_size = sizeof(int64_t),                  \
		.count_offset = offsetof(struct expert_row, n) \
	}

/* In the order of expert_card(). */
static const struct field fields[] = {
	FIELD_ID(struct expert_row, ref),
	FIELD_TEXTS(struct expert_row, kinds, nkinds),
	FIELD(struct expert_row, display_name),
	FIELD(struct expert_row, alias_seed),
	FIELD(struct expert_row, picture),
	FIELD(struct expert_row, headline),
	FIELD(struct expert_row, timezone),
	FIELD_TEXTS(struct expert_row, languages, nlanguages),
	FIELD_TEXTS(struct expert_row, skill_names, nskill_names),
	NUMBERS(skill_levels, nskill_levels),
	NUMBERS(type_ids, ntype_ids),
	FIELD_TEXTS(struct expert_row, type_names, ntype_names),
	NUMBERS(type_minutes, ntype_minutes),
	NUMBERS(type_prices, ntype_prices),
	FIELD(struct expert_row, price_currency),
	FIELD(struct expert_row, rating_mean),
	FIELD(struct expert_row, rating_count),
	FIELD_INSTANTS(struct expert_row, next_slots, nnext_slots, 0),
	FIELD_END,
};

/* The text up to the separator, which is taken away; *at is behind it. */
static char *
cut(char **at, char separator)
{
	char *text = *at, *end = text;

	while (*end != separator && *end != '\0')
		end++;
	*at = end + (*end != '\0');
	*end = '\0';
	return text;
}

static int64_t
number(const char *text)
{
	bool minus = *text == '-';
	int64_t n = 0;

	for (text += minus; *text >= '0' && *text <= '9'; text++)
		n = n * 10 + (*text - '0');
	return minus ? -n : n;
}

static void
read_item(enum kind kind, const char *text, void *to)
{
	if (kind == KIND_TEXTS)
		*(const char **)to = text;
	else if (kind == KIND_INSTANTS)
		((struct instant *)to)->us = number(text);
	else
		*(int64_t *)to = number(text);
}

static void
read_list(struct arena *a, const struct field *f, char *text, char *row)
{
	size_t n = *text != '\0';
	char *items;

	for (const char *at = text; *at != '\0'; at++)
		n += *at == ITEM_SEPARATOR;
	items = arena_alloc(a, n, f->item_size);
	memcpy(row + f->offset, &items, sizeof(items));
	memcpy(row + f->count_offset, &n, sizeof(n));
	for (; n > 0; n--, items += f->item_size)
		read_item(f->kind, cut(&text, ITEM_SEPARATOR), items);
}

static void
read_field(struct arena *a, const struct field *f, char *text, char *row)
{
	void *to = row + f->offset;

	if (f->kind == KIND_INT || f->kind == KIND_ID)
		*(int64_t *)to = number(text);
	else if (f->item_size != 0)
		read_list(a, f, text, row);
	else if (*text == '\0')
		return;
	else if (f->kind == KIND_TEXT)
		*(const char **)to = text;
	else
		*(struct maybe_real *)to =
		    (struct maybe_real){ strtod(text, NULL), true };
}

struct expert_row
expert_row_read(struct arena *a, const char *card)
{
	struct expert_row row = { .ref = 0 };
	char *at = arena_strdup(a, card);

	for (const struct field *f = fields; f->name != NULL; f++)
		read_field(a, f, cut(&at, FIELD_SEPARATOR), (char *)&row);
	return row;
}
