#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/form/utf8.h"
#include "webhooks/rules_event.c"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* What the database would refuse in a text that is JSON. */
static void
check_text(const char *text)
{
	const char *s = text;

	if (!utf8_is_text(text, strlen(text)))
		abort();
	for (; (s = strchr(s, '\\')) != NULL; s += 2)
		if (strncmp(s, "\\u0000", 6) == 0)
			abort();
}

static void
check_event(struct arena *a, const struct event *e, size_t len)
{
	static const struct event_shape shape = { "id", "type" };
	struct event again = { .id = NULL };

	if (strlen(e->text) != len || *e->id == '\0' || *e->kind == '\0' ||
	    strlen(e->id) > EVENT_ID_MAX || strlen(e->kind) > EVENT_KIND_MAX)
		abort();
	check_text(e->text);
	/* mended once is mended */
	if (event_read(a, e->text, len, &shape, &again) != NULL ||
	    strcmp(again.text, e->text) != 0 || strcmp(again.id, e->id) != 0)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static const struct event_shape shape = { "id", "type" };
	struct arena *a = arena_new((size_t)64 << 20);
	struct event e = { .id = NULL };

	if (event_read(a, (const char *)data, len, &shape, &e) == NULL)
		check_event(a, &e, len);
	arena_free(a);
	return 0;
}
