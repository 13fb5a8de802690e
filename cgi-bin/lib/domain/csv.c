#include <stdbool.h>
#include <string.h>

#include "lib/domain/csv.h"

/* "-12.50" is a figure, "-1+2" a formula. */
static bool
is_number(const char *cell)
{
	size_t n;

	cell += *cell == '-';
	n = strspn(cell, "0123456789");
	if (n > 0 && cell[n] == '.')
		n += 1 + strspn(cell + n + 1, "0123456789");
	return n > 0 && cell[n] == '\0';
}

static void
put_cell(struct buf *b, const char *cell)
{
	buf_putc(b, '"');
	if (*cell != '\0' && strchr("=+-@\t\r\n", *cell) != NULL &&
	    !is_number(cell))
		buf_putc(b, '\'');
	for (; *cell != '\0'; cell++) {
		if (*cell == '"')
			buf_putc(b, '"');
		buf_putc(b, *cell);
	}
	buf_putc(b, '"');
}

void
csv_put_row(struct buf *b, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(b, ',');
		if (cells[i] != NULL)
			put_cell(b, cells[i]);
	}
	buf_puts(b, "\r\n");
}
