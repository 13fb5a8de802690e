#include <sodium.h>
#include <string.h>

#include "lib/auth/signature.h"
#include "lib/base/buf.h"

enum { TIMESTAMP_MAX = 64 };

static bool
read_hex(unsigned char *out, size_t size, const char *hex)
{
	size_t len = 0;

	return strlen(hex) == 2 * size &&
	       sodium_hex2bin(out, size, hex, strlen(hex), NULL, &len, NULL) ==
		   0 &&
	       len == size;
}

static bool
verify(struct arena *a, const struct signed_body *body,
    const struct discord_headers *h, const unsigned char *signature,
    const unsigned char *key)
{
	struct buf text;

	buf_init(&text, a, strlen(h->timestamp) + body->len + 1);
	buf_puts(&text, h->timestamp);
	buf_put(&text, body->data, body->len);
	return crypto_sign_verify_detached(signature,
		   (const unsigned char *)text.data, text.len, key) == 0;
}

const char *
signature_discord(struct arena *a, const struct signed_body *body,
    const struct discord_headers *h, const char *public_key)
{
	unsigned char key[crypto_sign_PUBLICKEYBYTES];
	unsigned char signature[crypto_sign_BYTES];

	if (public_key == NULL || !read_hex(key, sizeof(key), public_key))
		return "no public key is set";
	if (h->timestamp == NULL || h->signature == NULL ||
	    strlen(h->timestamp) > TIMESTAMP_MAX)
		return "not signed";
	if (!read_hex(signature, sizeof(signature), h->signature))
		return "a signature that is none";
	return verify(a, body, h, signature, key) ? NULL
						  : "the signature is another";
}
