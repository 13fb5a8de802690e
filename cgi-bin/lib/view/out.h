#ifndef LIB_VIEW_OUT_H
#define LIB_VIEW_OUT_H

#include <stdint.h>
#include <string.h>

#include "lib/base/buf.h"

/*
 * The buffer's puts as the inner loops of pages and JSON need them: inline, and
 * made for the usual value, which is short and holds nothing to escape.  The
 * rest of a value that does goes to base/buf.  They don't terminate the text;
 * who calls them ends with a buf_put.
 */
static inline char *
out_room(struct buf *out, size_t n)
{
	if (out->size - out->len <= n)
		return buf_reserve(out, n);
	return out->data + out->len;
}

static inline void
out_put(struct buf *out, const char *s, size_t len)
{
	memcpy(out_room(out, len), s, len);
	out->len += len;
}

static inline void
out_putc(struct buf *out, char c)
{
	*out_room(out, 1) = c;
	out->len++;
}

/* Bytes that end a run to be copied as it is, 0 included. */
struct out_stops {
	uint8_t is_stop[256];
};

/* Copies up to the first stop, at most `most` bytes, and says where that was.
 * A byte at a time beats strlen and memcpy for what a card or a row shows. */
static inline const char *
out_run(struct buf *out, const char *s, const struct out_stops *stops)
{
	enum { MOST = 64 };
	char *to = out_room(out, MOST);
	size_t n = 0;

	while (n < MOST && !stops->is_stop[(uint8_t)s[n]]) {
		to[n] = s[n];
		n++;
	}
	out->len += n;
	return s + n;
}

void out_int(struct buf *, int64_t);
void out_html(struct buf *, const char *); /* not NULL */
void out_json(struct buf *, const char *); /* likewise, without quotes */

#endif
