#ifndef LIB_AUTH_BYTES_H
#define LIB_AUTH_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

/* Bytes as the text that browsers and providers send: base64url without
 * padding, and hex as the database takes it. */
struct bytes {
	unsigned char *data;
	size_t len;
};

/* False when malformed, empty or longer than `most` bytes.  Padding at the end,
 * which some leave on, means nothing. */
bool bytes_from_base64(
    struct arena *, const char *text, size_t most, struct bytes *);
const char *bytes_to_base64(struct arena *, const struct bytes *);
bool bytes_from_hex(struct arena *, const char *hex, struct bytes *);
const char *bytes_to_hex(struct arena *, const unsigned char *, size_t len);

/* base64url to hex and back; NULL when malformed or beyond 1,023 bytes. */
const char *hex_from_base64(struct arena *, const char *);
const char *base64_from_hex(struct arena *, const char *);

#endif
