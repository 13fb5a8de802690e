#include <string.h>

#include "../support/fuzz_require.h"
#include "lib/form/utf8.h"
#include "lib/journey/pattern.h"

/* A pattern, a line's end, a text. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(16 << 20);
	const char *end = memchr(data, '\n', size), *pattern, *text;
	size_t len = end == NULL ? size : (size_t)(end - (const char *)data);

	pattern = arena_strndup(a, (const char *)data, len);
	text = end == NULL ? "" : arena_strndup(a, end + 1, size - len - 1);
	if (strlen(pattern) == len && utf8_is_text(text, strlen(text))) {
		bool is_one = pattern_problem(pattern) == NULL;

		require(is_one || !pattern_fits(pattern, text));
		require(is_one || !pattern_is_for_browser(pattern));
		if (is_one)
			(void)pattern_fits(pattern, text);
	}
	arena_free(a);
	return 0;
}
