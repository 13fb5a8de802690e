#ifndef LIB_BASE_ARENA_H
#define LIB_BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

/*
 * Memory with one owner and one end.  An arena hands out memory and takes it
 * all back at once in arena_reset(): one arena per request, so feature code
 * never frees.  Nothing returns NULL: out of memory, or beyond the limit given
 * to arena_new(), is logged and ends the process (inputs are bounded earlier,
 * so it is a bug and not a load); the supervisor starts another.
 */
struct arena;

/* limit: the most bytes the arena may hold at once. */
struct arena *arena_new(size_t limit);
void arena_free(struct arena *); /* NULL is allowed */

/* Run the deferred releases, newest first, and take all memory back; the first
 * block is kept for the next use. */
void arena_reset(struct arena *);

/* n objects of size bytes each, zeroed, aligned for any type. */
void *arena_alloc(struct arena *, size_t n, size_t size);
/* Bytes that the caller fills: what is there before is not said. */
void *arena_room(struct arena *, size_t size);
char *arena_strdup(struct arena *, const char *); /* NULL gives NULL */
char *arena_strndup(struct arena *, const char *, size_t len);
char *arena_printf(struct arena *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *, const char *fmt, va_list)
    __attribute__((format(printf, 2, 0)));

/* Release what is not memory (a result, a handle, a file) at reset. */
void arena_defer(struct arena *, void (*release)(void *), void *data);

#endif
