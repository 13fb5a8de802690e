#ifndef LIB_BASE_BUF_H
#define LIB_BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/arena.h"

/*
 * A growing run of bytes inside an arena: pages, JSON, mails are written into
 * one.  `data` is always NUL-terminated once something was put.  It lives as
 * long as its arena; there is nothing to release.
 */
struct buf {
	struct arena *arena;
	char *data;
	size_t len, size;
};

void buf_init(struct buf *, struct arena *, size_t size_hint);

/* Room for at least n more bytes; returns where they go.  Add to ->len what was
 * written. */
char *buf_reserve(struct buf *, size_t n);

void buf_put(struct buf *, const char *, size_t len);
void buf_puts(struct buf *, const char *); /* NULL puts nothing */
void buf_putc(struct buf *, char);
void buf_put_int(struct buf *, int64_t);
void buf_printf(struct buf *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* Text inside HTML, also inside quoted attributes: & < > " ' are escaped. */
void buf_put_html(struct buf *, const char *, size_t len);
/* The inside of a JSON string, quotes not included; input is valid UTF-8.
 * < > & U+2028 U+2029 are escaped too, so that it is safe inside HTML. */
void buf_put_json(struct buf *, const char *, size_t len);
/* RFC 3986 unreserved bytes stay, all others become %XX. */
void buf_put_url(struct buf *, const char *, size_t len);
/* One more pair of the address that the buffer holds: "?name=value", or "&…"
 * behind another; nothing for NULL or "". */
void buf_put_query(struct buf *, const char *name, const char *value);

#endif
