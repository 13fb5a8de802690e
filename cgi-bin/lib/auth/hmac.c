#include <sodium.h>
#include <string.h>

#include "lib/auth/hmac.h"

enum { MOST_DIGITS = 12 };

void
hmac_make(unsigned char out[HMAC_BYTES], const struct bytes *key,
    const struct hmac_text *t)
{
	crypto_auth_hmacsha256_state state;

	crypto_auth_hmacsha256_init(&state, key->data, key->len);
	crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)t->head, strlen(t->head));
	crypto_auth_hmacsha256_update(
	    &state, (const unsigned char *)t->body, t->len);
	crypto_auth_hmacsha256_final(&state, out);
	sodium_memzero(&state, sizeof(state));
}

bool
hmac_is(const char *given, size_t len, const char *wanted)
{
	return len == strlen(wanted) && sodium_memcmp(given, wanted, len) == 0;
}

int64_t
hmac_seconds(const char *text, size_t len)
{
	int64_t seconds = 0;

	if (len == 0 || len > MOST_DIGITS)
		return -1;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		seconds = seconds * 10 + (text[i] - '0');
	}
	return seconds;
}
