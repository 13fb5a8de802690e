#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/auth/signature.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* Headers are the lines of the input, the body what follows the empty one. */
struct lines {
	const char *header[5];
	struct signed_body body;
};

static void
read_lines(struct arena *a, const uint8_t *data, size_t len, struct lines *l)
{
	char *text = arena_strndup(a, (const char *)data, len),
	     *end = text + len;
	char *line = text, *next;

	for (size_t i = 0; i < 5; i++)
		l->header[i] = NULL;
	for (size_t i = 0; i < 5 && line < end && *line != '\n'; i++) {
		next = memchr(line, '\n', (size_t)(end - line));
		if (next == NULL)
			next = end;
		*next = '\0';
		l->header[i] = *line != '\0' ? line : NULL;
		line = next < end ? next + 1 : end;
	}
	if (line < end)
		line++;
	l->body = (struct signed_body){ line, (size_t)(end - line) };
}

/* Nobody signs without the secret, whatever is sent: the secrets here were made
 * up for this and stand in no corpus. */
static void
expect_refusal(const char *why)
{
	if (why == NULL)
		abort();
}

static void
check_certificate(struct arena *a, const struct lines *l, const char *text)
{
	const struct paypal_trust trust = { NULL,
		"messageverificationcerts.paypal.com",
		{ INT64_C(1796083200000000) } };
	const struct paypal_headers h = { l->header[0], l->header[1],
		l->header[2], l->header[3], l->header[4] };
	const char *place = signature_paypal_place(l->header[3], "paypal.com");

	if (place == NULL && strncmp(l->header[3], "https://", 8) != 0)
		abort();
	expect_refusal(signature_paypal_chain(a, text, &trust));
	expect_refusal(signature_paypal(a, &l->body, &h, "id", text));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	const struct instant now = { INT64_C(1780000000000000) };
	const struct livekit_key key = { "APIlabkey123", "none of theirs" };
	struct arena *a = arena_new((size_t)64 << 20);
	struct lines l;

	read_lines(a, data, len, &l);
	expect_refusal(
	    signature_stripe(&l.body, l.header[0], "whsec_none", now));
	expect_refusal(signature_svix(a, &l.body,
	    &(struct svix_headers){ l.header[0], l.header[1], l.header[2] },
	    "whsec_bm9uZSBvZiB0aGVpcnM=", now));
	expect_refusal(signature_discord(a, &l.body,
	    &(struct discord_headers){ l.header[0], l.header[1] },
	    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
	expect_refusal(signature_livekit(a, &l.body, l.header[0], &key, now));
	check_certificate(a, &l, arena_strndup(a, (const char *)data, len));
	arena_free(a);
	return 0;
}
