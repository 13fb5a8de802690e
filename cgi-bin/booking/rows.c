#include <stdlib.h>
#include <string.h>

#include "booking/rows.h"

static int
compare(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The numbers below `list.`, ascending, each once. */
static void
collect(struct row_set *rows)
{
	const struct pairs *sent = rows->request->sent;
	size_t len = strlen(rows->list), kept = 0;
	const char *at;

	rows->numbers =
	    arena_alloc(rows->request->arena, sent->n, sizeof(int64_t));
	for (size_t i = 0; i < sent->n; i++) {
		at = sent->items[i].name;
		if (strncmp(at, rows->list, len) != 0 || at[len] != '.' ||
		    strspn(at + len + 1, "0123456789") == 0)
			continue;
		rows->numbers[rows->n++] = strtoll(at + len + 1, NULL, 10);
	}
	if (rows->n > 1)
		qsort(rows->numbers, rows->n, sizeof(int64_t), compare);
	for (size_t i = 0; i < rows->n; i++)
		if (i == 0 || rows->numbers[i] != rows->numbers[i - 1])
			rows->numbers[kept++] = rows->numbers[i];
	rows->n = kept;
}

static bool
is_filled(const struct row_set *rows, size_t i, const char *const *marks)
{
	for (; *marks != NULL; marks++)
		if (*row_text(rows, i, *marks) != '\0')
			return true;
	return false;
}

void
rows_typed(struct request *r, const char *list, const char *const *marks,
    struct row_set *rows)
{
	size_t kept = 0;

	*rows = (struct row_set){ .request = r, .list = list };
	collect(rows);
	for (size_t i = 0; i < rows->n; i++)
		if (is_filled(rows, i, marks))
			rows->numbers[kept++] = rows->numbers[i];
	rows->n = kept;
}

const char *
row_text(const struct row_set *rows, size_t i, const char *name)
{
	struct request *r = rows->request;
	const struct pair *pair =
	    pairs_find(r->sent, arena_printf(r->arena, "%s.%lld.%s", rows->list,
				    (long long)rows->numbers[i], name));

	return pair != NULL && pair->from == PAIR_FORM ? pair->value : "";
}

bool
row_is_on(const struct row_set *rows, size_t i, const char *name)
{
	return strcmp(row_text(rows, i, name), "true") == 0;
}

int64_t
row_number(const struct row_set *rows, size_t i)
{
	return rows->request->form != NULL ? (int64_t)i : rows->numbers[i];
}

const char *
row_error(const struct request *r, const char *list, int64_t number)
{
	const char *prefix =
	    arena_printf(r->arena, "%s.%lld", list, (long long)number);
	const struct form_message *m = r->parsed.messages;
	size_t len = strlen(prefix);

	for (size_t i = 0; i < r->parsed.nmessages; i++)
		if (strncmp(m[i].field, prefix, len) == 0 &&
		    (m[i].field[len] == '\0' || m[i].field[len] == '.'))
			return m[i].text;
	return NULL;
}

const char *
member_error(
    const struct request *r, const char *list, int64_t number, const char *name)
{
	const char *field =
	    arena_printf(r->arena, "%s.%lld.%s", list, (long long)number, name);
	const struct form_message *m = r->parsed.messages;

	for (size_t i = 0; i < r->parsed.nmessages; i++)
		if (strcmp(m[i].field, field) == 0)
			return m[i].text;
	return NULL;
}
