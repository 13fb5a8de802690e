#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../support/html_check.h"
#include "lib/domain/markdown.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Whatever is typed, the page has only allowed tags, and the preview is no
 * longer than asked for. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = arena_new((size_t)256 << 20);
	const char *text = arena_strndup(a, (const char *)data, len), *c;
	size_t points = 0;

	if (html_fault(markdown(a, text).text) != NULL)
		abort();
	for (c = markdown_plain(a, text, 40); *c != '\0'; c++)
		points += ((unsigned char)*c & 0xc0) != 0x80;
	if (points > 40)
		abort();
	arena_free(a);
	return 0;
}
