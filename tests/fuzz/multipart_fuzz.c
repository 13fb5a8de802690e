#include <stdlib.h>
#include <string.h>

#include "lib/form/utf8.h"
#include "lib/http/multipart.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

/* The body, fed in pieces of `cut` bytes. */
static enum body_fault
feed(struct pairs *pairs, const char *body, size_t len, size_t cut)
{
	struct multipart *m = multipart_new("b", "/tmp/belay-fuzz", pairs);
	size_t i;

	for (i = 0; i < len; i += cut)
		multipart_feed(m, body + i, len - i < cut ? len - i : cut);
	return multipart_end(m);
}

static void
require_same(const struct pair *a, const struct pair *b)
{
	require(strcmp(a->name, b->name) == 0);
	require(a->from == b->from && a->len == b->len);
	require(memcmp(a->value, b->value, a->len) == 0);
	require(utf8_is_text(a->value, a->len));
	require((a->file == NULL) == (b->file == NULL));
	if (a->file == NULL)
		return;
	require(a->file->size == b->file->size);
	require(strcmp(a->file->filename, b->file->filename) == 0);
	require(strchr(a->file->filename, '/') == NULL);
}

/* The first byte says how the body is cut; the pairs must not depend on it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(64 << 20);
	const char *body = (const char *)data + 1;
	struct pairs whole, cut;
	enum body_fault fault;
	size_t i;

	if (size < 1) {
		arena_free(a);
		return 0;
	}
	pairs_init(&whole, a);
	pairs_init(&cut, a);
	fault = multipart_parse(body, size - 1, "b", "/tmp/belay-fuzz", &whole);
	require(fault == feed(&cut, body, size - 1, (size_t)data[0] + 1));
	require(whole.n == cut.n && whole.n <= PAIRS_MAX);
	for (i = 0; i < whole.n; i++)
		require_same(&whole.items[i], &cut.items[i]);
	arena_free(a);
	return 0;
}
