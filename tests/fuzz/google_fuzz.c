#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <json-c/json.h>

#include "lib/domain/google.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Whatever an answer says, its events have names, their times are in order, and
 * what the database gets of them is JSON. */
static void
check_page(struct arena *a, const struct google_page *page)
{
	struct json_object *list;
	struct buf b;

	buf_init(&b, a, 0);
	buf_puts(&b, "");
	google_items_json(page, &b);
	list = json_tokener_parse(arena_printf(a, "[%s]", b.data));
	if (list == NULL || json_object_array_length(list) != page->n)
		abort();
	json_object_put(list);
	for (size_t i = 0; i < page->n; i++)
		if (*page->items[i].id == '\0' ||
		    page->items[i].end.us < page->items[i].start.us)
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct arena *a = arena_new((size_t)256 << 20);
	const char *text = (const char *)data;
	struct google_page page;
	struct google_tokens tokens;
	struct google_remote remote;

	if (google_page_read(a, text, len, "America/New_York", &page))
		check_page(a, &page);
	google_tokens_read(a, text, len, &tokens);
	google_remote_read(a, text, len, &remote);
	google_trouble_of(403, text, len);
	arena_free(a);
	return 0;
}
