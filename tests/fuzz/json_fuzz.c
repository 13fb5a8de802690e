#include "../support/fuzz_form.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(16 << 20);
	struct pairs pairs;
	size_t i;

	pairs_init(&pairs, a);
	if (pairs_from_json(&pairs, (const char *)data, size) == FORM_FINE) {
		for (i = 0; i < pairs.n; i++)
			require(utf8_is_text(
			    pairs.items[i].value, pairs.items[i].len));
		require_parsed(&pairs, a, false);
		require_parsed(&pairs, a, true);
	}
	require(pairs.n <= PAIRS_MAX);
	arena_free(a);
	return 0;
}
