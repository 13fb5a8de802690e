#include <stdint.h>
#include <string.h>

#include "lib/http/etag.h"

enum { LANES = 4, STRIPE = 8 * LANES };

static const uint64_t prime_1 = 0x9e3779b185ebca87,
		      prime_2 = 0xc2b2ae3d27d4eb4f;

static uint64_t
rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static uint64_t
mix(uint64_t state, uint64_t word)
{
	return rotate(state + word * prime_2, 31) * prime_1;
}

static uint64_t
word_at(const char *s)
{
	uint64_t word;

	memcpy(&word, s, sizeof(word));
	return word;
}

/* In the manner of xxHash: four lanes of eight bytes, so that a page of 64 KB
 * costs microseconds.  Tells versions of a page apart; not for secrets. */
static uint64_t
hash(const char *s, size_t len)
{
	uint64_t lanes[LANES] = { prime_1, prime_2, ~prime_1, ~prime_2 };
	uint64_t h = len * prime_1, tail = 0;
	size_t i;

	for (; len >= STRIPE; s += STRIPE, len -= STRIPE)
		for (i = 0; i < LANES; i++)
			lanes[i] = mix(lanes[i], word_at(s + 8 * i));
	for (i = 0; i < LANES; i++)
		h = mix(h, lanes[i]);
	for (; len >= 8; s += 8, len -= 8)
		h = mix(h, word_at(s));
	if (len > 0)
		memcpy(&tail, s, len);
	h = mix(h, tail);
	h = (h ^ h >> 33) * prime_2;
	h = (h ^ h >> 29) * prime_1;
	return h ^ h >> 32;
}

const char *
etag_of(struct arena *a, const char *body, size_t len)
{
	return arena_printf(
	    a, "\"%016llx\"", (unsigned long long)hash(body, len));
}

/* nginx makes the tag weak when it compresses, and If-None-Match compares
 * weakly anyway (RFC 9110, 13.1.2). */
bool
etag_matches(const char *list, const char *tag)
{
	size_t len = strlen(tag), n;

	if (list == NULL)
		return false;
	list += strspn(list, " \t");
	if (*list == '*')
		return list[1 + strspn(list + 1, " \t")] == '\0';
	while (*list != '\0') {
		list += strspn(list, " \t,");
		if (strncmp(list, "W/", 2) == 0)
			list += 2;
		if (*list != '"')
			return false;
		n = strcspn(list + 1, "\"") + 2;
		if (n == len && memcmp(list, tag, len) == 0)
			return true;
		list += list[n - 1] == '"' ? n : n - 1;
		list += strspn(list, " \t");
		if (*list != ',')
			return false;
	}
	return false;
}
