#include <stdint.h>
#include <stdlib.h>

#include "lib/domain/ical.h"
#include "lib/domain/when.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Whatever a calendar says, its busy times are in order, not empty, within the
 * window and no more than asked for. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct ical_window w = { instant_from_rfc3339("2026-01-01T00:00:00Z"),
		instant_from_rfc3339("2027-01-01T00:00:00Z"), "Europe/Berlin",
		500 };
	struct arena *a = arena_new((size_t)512 << 20);
	struct ical_busy busy;
	struct ical_range *r;

	if (ical_read(a, (const char *)data, len, &w, &busy) == NULL) {
		if (busy.n > w.most)
			abort();
		for (size_t i = 0; i < busy.n; i++) {
			r = &busy.ranges[i];
			if (r->end.us <= r->start.us ||
			    r->end.us <= w.from.us || r->start.us >= w.to.us ||
			    (i > 0 && r->start.us < r[-1].start.us))
				abort();
		}
	}
	arena_free(a);
	return 0;
}
