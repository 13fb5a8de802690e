#ifndef LIB_AUTH_HMAC_H
#define LIB_AUTH_HMAC_H

#include <stdbool.h>

#include "lib/auth/bytes.h"

/* HMAC-SHA256 for lib/auth's signatures, and what they compare by. */
enum { HMAC_BYTES = 32 };

/* Of `head` and then `body`: "1780000000." and what was sent. */
struct hmac_text {
	const char *head;
	const char *body;
	size_t len;
};
void hmac_make(unsigned char out[HMAC_BYTES], const struct bytes *key,
    const struct hmac_text *);

/* As long and the same, in the time it takes for any other of that length. */
bool hmac_is(const char *given, size_t len, const char *wanted);

/* Seconds since 1970 in plain digits; -1: it is none. */
int64_t hmac_seconds(const char *text, size_t len);

#endif
