#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "lib/auth/hmac.h"
#include "lib/auth/signature.h"

/* One name=value of the header; the next begins behind the comma. */
struct element {
	const char *name, *value;
	size_t name_len, value_len;
};

static bool
next_element(const char **at, struct element *e)
{
	const char *s = *at, *eq;
	size_t len = strcspn(s, ",");

	if (*s == '\0')
		return false;
	eq = memchr(s, '=', len);
	e->name = s;
	e->name_len = eq == NULL ? len : (size_t)(eq - s);
	e->value = eq == NULL ? s + len : eq + 1;
	e->value_len = len - (size_t)(e->value - s);
	*at = s + len + (s[len] == ',' ? 1 : 0);
	return true;
}

static bool
is_named(const struct element *e, const char *name)
{
	return e->name_len == strlen(name) &&
	       memcmp(e->name, name, e->name_len) == 0;
}

/* The one time there is. */
static const char *
read_time(const char *header, struct element *t, int64_t *seconds)
{
	struct element e;
	size_t n = 0;

	while (next_element(&header, &e))
		if (is_named(&e, "t")) {
			*t = e;
			n++;
		}
	if (n == 0)
		return "no time";
	if (n > 1)
		return "more than one time";
	*seconds = hmac_seconds(t->value, t->value_len);
	return *seconds < 0 ? "a time that is none" : NULL;
}

static const char *
compare(const char *header, const char *wanted)
{
	const char *why = "no v1 signature";
	struct element e;

	while (next_element(&header, &e)) {
		if (!is_named(&e, "v1"))
			continue;
		if (hmac_is(e.value, e.value_len, wanted))
			return NULL;
		why = "the signature is another";
	}
	return why;
}

const char *
signature_stripe(const struct signed_body *body, const char *header,
    const char *secret, struct instant now)
{
	unsigned char digest[HMAC_BYTES];
	char head[32], wanted[2 * HMAC_BYTES + 1];
	struct bytes key;
	struct element t;
	int64_t seconds;
	const char *why;

	if (secret == NULL || *secret == '\0')
		return "no secret is set";
	if (header == NULL)
		return "not signed";
	if ((why = read_time(header, &t, &seconds)) != NULL)
		return why;
	key.data = (unsigned char *)(uintptr_t)secret;
	key.len = strlen(secret);
	snprintf(head, sizeof(head), "%.*s.", (int)t.value_len, t.value);
	hmac_make(
	    digest, &key, &(struct hmac_text){ head, body->data, body->len });
	sodium_bin2hex(wanted, sizeof(wanted), digest, sizeof(digest));
	if ((why = compare(header, wanted)) != NULL)
		return why;
	return now.us / 1000000 - seconds > SIGNATURE_TOLERANCE_SECONDS
		   ? "too old"
		   : NULL;
}
