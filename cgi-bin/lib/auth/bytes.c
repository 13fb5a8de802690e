#include <sodium.h>
#include <string.h>

#include "lib/auth/bytes.h"

enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING, SHORT_MAX = 1023 };

bool
bytes_from_base64(
    struct arena *a, const char *text, size_t most, struct bytes *out)
{
	size_t len = text == NULL ? 0 : strlen(text);

	while (len > 0 && text[len - 1] == '=')
		len--;
	if (len == 0 || len / 4 * 3 > most)
		return false;
	out->data = arena_alloc(a, 1, len);
	return sodium_base642bin(out->data, len, text, len, NULL, &out->len,
		   NULL, BASE64) == 0 &&
	       out->len != 0 && out->len <= most;
}

const char *
bytes_to_base64(struct arena *a, const struct bytes *b)
{
	size_t size = sodium_base64_encoded_len(b->len, BASE64);
	char *text = arena_alloc(a, 1, size);

	return sodium_bin2base64(text, size, b->data, b->len, BASE64);
}

bool
bytes_from_hex(struct arena *a, const char *hex, struct bytes *out)
{
	size_t len = strlen(hex);

	out->data = arena_alloc(a, 1, len / 2 + 1);
	return sodium_hex2bin(out->data, len / 2 + 1, hex, len, NULL, &out->len,
		   NULL) == 0;
}

const char *
bytes_to_hex(struct arena *a, const unsigned char *data, size_t len)
{
	char *hex = arena_alloc(a, 1, len * 2 + 1);

	return sodium_bin2hex(hex, len * 2 + 1, data, len);
}

const char *
hex_from_base64(struct arena *a, const char *text)
{
	struct bytes b;

	return bytes_from_base64(a, text, SHORT_MAX, &b)
		   ? bytes_to_hex(a, b.data, b.len)
		   : NULL;
}

const char *
base64_from_hex(struct arena *a, const char *hex)
{
	struct bytes b;

	return bytes_from_hex(a, hex, &b) && b.len <= SHORT_MAX
		   ? bytes_to_base64(a, &b)
		   : NULL;
}
