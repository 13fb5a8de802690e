#include <string.h>

#include "../support/fuzz_require.h"
#include "lib/journey/difference.h"
#include "lib/journey/evaluate.h"
#include "lib/journey/problem.h"

/* What was read is written and read again the same, and everything that looks
 * at definitions stands it. */
static void
look(struct arena *a, const struct definition *d)
{
	struct entry_context c = { .arena = a };
	const struct answers *none = answers_new(a, d);
	const struct journey_state *state;
	struct difference difference;
	size_t i, n;

	(void)definition_problems(a, d, &n);
	require(n <= 500);
	definition_difference(a, d, d, &difference);
	require(difference.is_empty);
	state = evaluate(&c, none);
	require(state->progress >= 0 && state->progress <= 100);
	for (i = 0; i < d->nsections; i++) {
		(void)section_needs(a, d, d->sections[i].key, &n);
		require(evaluate_section(&c, none, d->sections[i].key) != NULL);
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new(256 << 20);
	struct definition_errors errors;
	struct definition *d =
	    definition_read(a, (const char *)data, size, &errors);
	struct buf first, second;

	require((d == NULL) == (errors.n > 0));
	if (d != NULL) {
		buf_init(&first, a, 1024);
		definition_put(&first, d);
		look(a, d);
		d = definition_read(a, first.data, first.len, &errors);
		require(d != NULL);
		buf_init(&second, a, 1024);
		definition_put(&second, d);
		require(strcmp(first.data, second.data) == 0);
	}
	arena_free(a);
	return 0;
}
