#include <sodium.h>
#include <string.h>

#include "lib/auth/hmac.h"
#include "lib/auth/signature.h"

enum {
	BASE64 = sodium_base64_VARIANT_ORIGINAL,
	SECRET_MAX = 256,
	ID_MAX = 255
};

static const char prefix[] = "whsec_";

/* The part behind whsec_, decoded. */
static bool
read_secret(const char *secret, unsigned char out[SECRET_MAX], size_t *len)
{
	if (strncmp(secret, prefix, sizeof(prefix) - 1) == 0)
		secret += sizeof(prefix) - 1;
	return sodium_base642bin(out, SECRET_MAX, secret, strlen(secret), NULL,
		   len, NULL, BASE64) == 0 &&
	       *len != 0;
}

static const char *
compare(const char *list, const char *wanted)
{
	const char *why = "no v1 signature";
	size_t len;

	for (; *list != '\0'; list += len + strspn(list + len, " ")) {
		len = strcspn(list, " ");
		if (len < 3 || memcmp(list, "v1,", 3) != 0)
			continue;
		if (hmac_is(list + 3, len - 3, wanted))
			return NULL;
		why = "the signature is another";
	}
	return why;
}

static const char *
check_time(int64_t seconds, struct instant now)
{
	int64_t age = now.us / 1000000 - seconds;

	if (seconds < 0)
		return "a time that is none";
	if (age > SIGNATURE_TOLERANCE_SECONDS)
		return "too old";
	return age < -SIGNATURE_TOLERANCE_SECONDS ? "from the future" : NULL;
}

const char *
signature_svix(struct arena *a, const struct signed_body *body,
    const struct svix_headers *h, const char *secret, struct instant now)
{
	unsigned char digest[HMAC_BYTES], raw[SECRET_MAX];
	char wanted[sodium_base64_ENCODED_LEN(HMAC_BYTES, BASE64)];
	struct bytes key = { .data = raw };
	const char *why;

	if (secret == NULL || !read_secret(secret, raw, &key.len))
		return "no secret is set";
	if (h->id == NULL || h->timestamp == NULL || h->signature == NULL)
		return "not signed";
	if (strlen(h->id) > ID_MAX)
		return "an id that is none";
	why = check_time(hmac_seconds(h->timestamp, strlen(h->timestamp)), now);
	if (why != NULL)
		return why;
	hmac_make(digest, &key,
	    &(struct hmac_text){ arena_printf(a, "%s.%s.", h->id, h->timestamp),
		body->data, body->len });
	sodium_memzero(raw, sizeof(raw));
	sodium_bin2base64(
	    wanted, sizeof(wanted), digest, sizeof(digest), BASE64);
	return compare(h->signature, wanted);
}
