#include <stdlib.h>
#include <string.h>

#include "lib/form/utf8.h"
#include "lib/http/content_type.h"
#include "lib/http/etag.h"
#include "lib/http/http.h"
#include "lib/http/path.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
require_plain_path(const char *path)
{
	require(path[0] == '/' && path[1] != '/');
	require(utf8_is_text(path, strlen(path)));
	require(strchr(path, '\\') == NULL && strchr(path, '\n') == NULL);
	require(strstr(path, "/../") == NULL);
}

/* What a browser then asks for (no fragment) is a path that we read, unless its
 * escapes are not UTF-8. */
static void
require_local(struct arena *a, const char *next)
{
	const char *path;

	if (!http_is_local_path(next))
		return;
	require(strpbrk(next, "\\\r\n\t ") == NULL);
	path = path_decode(a, arena_strndup(a, next, strcspn(next, "#")));
	require(path != NULL || strchr(next, '%') != NULL);
}

/* Everything that reads a header or the request target. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(16 << 20);
	const char *text = arena_strndup(a, (const char *)data, size);
	const char *value = cookie_find(a, text, "a"), *path;
	char *twice;

	require(value == NULL || strlen(value) <= 4096);
	twice = arena_printf(a, "%s;a=1", text);
	require(value == NULL || cookie_find(a, twice, "a") == NULL);
	http_prefers_json(text);
	etag_matches(text, "\"0123456789abcdef\"");
	value_is(text, "multipart/form-data");
	value = value_param(a, text, "boundary");
	require(value == NULL || strlen(value) < size);
	path = path_decode(a, text);
	if (path != NULL)
		require_plain_path(path);
	require_local(a, text);
	arena_free(a);
	return 0;
}
