#include <string.h>

#include "admin/rules_csv.h"

static void
put_cell(struct buf *b, const char *cell)
{
	buf_putc(b, '"');
	if (*cell != '\0' && strchr("=+-@\t\r\n", *cell) != NULL)
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
