#include <sodium.h>
#include <string.h>

#include "lib/auth/secret.h"
#include "lib/base/log.h"

enum { TOKEN_BYTES = 32, DIGEST_BYTES = 32 };

enum { KEY_BYTES = crypto_secretbox_KEYBYTES };

static struct {
	unsigned char key[KEY_BYTES], old_key[KEY_BYTES];
	bool ready, has_old;
} state;

static bool
read_key(unsigned char key[KEY_BYTES], const char *hex)
{
	size_t len = 0;

	return hex != NULL && strlen(hex) == 2 * (size_t)KEY_BYTES &&
	       sodium_hex2bin(
		   key, KEY_BYTES, hex, strlen(hex), NULL, &len, NULL) == 0 &&
	       len == KEY_BYTES;
}

bool
secret_init(const char *key_hex)
{
	if (sodium_init() < 0)
		log_fatal("secret: libsodium does not start");
	state.ready = read_key(state.key, key_hex);
	if (!state.ready)
		log_error("BELAY_SECRET_KEY is not 32 bytes in hex");
	return state.ready;
}

bool
secret_init_old(const char *key_hex)
{
	state.has_old = key_hex != NULL && read_key(state.old_key, key_hex);
	if (key_hex != NULL && !state.has_old)
		log_error("BELAY_SECRET_KEY_OLD is not 32 bytes in hex");
	return key_hex == NULL || state.has_old;
}

static const char *
base64(struct arena *a, const unsigned char *bytes, size_t len)
{
	size_t size = sodium_base64_encoded_len(
	    len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(a, size, 1);

	return sodium_bin2base64(
	    text, size, bytes, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

const char *
token_new(struct arena *a)
{
	unsigned char bytes[TOKEN_BYTES];

	randombytes_buf(bytes, sizeof(bytes));
	return base64(a, bytes, sizeof(bytes));
}

const char *
token_hash(struct arena *a, const char *token)
{
	unsigned char digest[crypto_hash_sha256_BYTES];
	char *hex = arena_alloc(a, 2 * sizeof(digest) + 1, 1);

	crypto_hash_sha256(digest, (const unsigned char *)token, strlen(token));
	return sodium_bin2hex(
	    hex, 2 * sizeof(digest) + 1, digest, sizeof(digest));
}

const char *
password_hash(struct arena *a, const char *password)
{
	char *hash = arena_alloc(a, crypto_pwhash_STRBYTES, 1);

	if (crypto_pwhash_str(hash, password, strlen(password),
		crypto_pwhash_OPSLIMIT_INTERACTIVE,
		crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0)
		log_fatal("secret: no memory for Argon2id");
	return hash;
}

/* A hash that no password has, with the same parameters: verifying against it
 * takes as long as a real one, so that time does not tell who has an account. */
static const char no_account[] =
    "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$"
    "RdescudvJCsgt3ub+b2dWRWJTmaaJObGAAAAAAAAAAA";

bool
password_verify(const char *hash, const char *password)
{
	const char *against = hash != NULL ? hash : no_account;
	bool same =
	    crypto_pwhash_str_verify(against, password, strlen(password)) == 0;

	return hash != NULL && same;
}

bool
password_needs_rehash(const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash,
		   crypto_pwhash_OPSLIMIT_INTERACTIVE,
		   crypto_pwhash_MEMLIMIT_INTERACTIVE) != 0;
}

static void
digest(unsigned char out[DIGEST_BYTES], const char *purpose, const char *text)
{
	static const unsigned char nul = 0;
	crypto_generichash_state hash;

	if (!state.ready)
		log_fatal("secret: used before secret_init()");
	crypto_generichash_init(
	    &hash, state.key, sizeof(state.key), DIGEST_BYTES);
	crypto_generichash_update(
	    &hash, (const unsigned char *)purpose, strlen(purpose));
	crypto_generichash_update(&hash, &nul, 1);
	crypto_generichash_update(
	    &hash, (const unsigned char *)text, strlen(text));
	crypto_generichash_final(&hash, out, DIGEST_BYTES);
}

const char *
secret_sign(struct arena *a, const char *purpose, const char *text)
{
	unsigned char out[DIGEST_BYTES];

	digest(out, purpose, text);
	return base64(a, out, sizeof(out));
}

bool
secret_verify(const char *purpose, const char *text, const char *signature)
{
	unsigned char ours[DIGEST_BYTES], theirs[DIGEST_BYTES];
	size_t len = 0;

	digest(ours, purpose, text);
	return signature != NULL &&
	       sodium_base642bin(theirs, sizeof(theirs), signature,
		   strlen(signature), NULL, &len, NULL,
		   sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
	       len == sizeof(theirs) &&
	       sodium_memcmp(ours, theirs, sizeof(ours)) == 0;
}

static const char seal_prefix[] = "k1:";

const char *
secret_seal(struct arena *a, const char *text)
{
	size_t len = strlen(text), boxed = len + crypto_secretbox_MACBYTES;
	unsigned char *out =
	    arena_alloc(a, crypto_secretbox_NONCEBYTES + boxed, 1);

	if (!state.ready)
		log_fatal("secret: used before secret_init()");
	randombytes_buf(out, crypto_secretbox_NONCEBYTES);
	crypto_secretbox_easy(out + crypto_secretbox_NONCEBYTES,
	    (const unsigned char *)text, len, out, state.key);
	return arena_printf(a, "%s%s", seal_prefix,
	    base64(a, out, crypto_secretbox_NONCEBYTES + boxed));
}

/* raw: the nonce and the box. */
static bool
open_box(char *text, const unsigned char *raw, size_t len,
    const unsigned char key[KEY_BYTES])
{
	return crypto_secretbox_open_easy((unsigned char *)text,
		   raw + crypto_secretbox_NONCEBYTES,
		   len - crypto_secretbox_NONCEBYTES, raw, key) == 0;
}

const char *
secret_open(struct arena *a, const char *sealed)
{
	size_t size, len = 0, head = sizeof(seal_prefix) - 1;
	const size_t least =
	    crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
	unsigned char *raw;
	char *text;

	if (!state.ready)
		log_fatal("secret: used before secret_init()");
	if (sealed == NULL || strncmp(sealed, seal_prefix, head) != 0)
		return NULL;
	size = strlen(sealed);
	raw = arena_alloc(a, size, 1);
	if (sodium_base642bin(raw, size, sealed + head, size - head, NULL, &len,
		NULL, sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
	    len < least)
		return NULL;
	text = arena_alloc(a, len - least + 1, 1);
	if (!open_box(text, raw, len, state.key) &&
	    (!state.has_old || !open_box(text, raw, len, state.old_key)))
		return NULL;
	return text;
}
