#include <cbor.h>
#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <json-c/json.h>
#include <sodium.h>
#include <string.h>

#include "lib/auth/bytes.h"
#include "lib/auth/passkey.h"

enum {
	DATA_MAX = 16 * 1024,
	ID_MAX = 1023, /* WebAuthn's own limit */
	USER_VERIFIED = 0x04
};

struct passkey_site
passkey_site_of(struct arena *a, const char *url)
{
	const char *host = strstr(url, "://");
	size_t len;

	host = host == NULL ? url : host + 3;
	len = strcspn(host, "/");
	return (struct passkey_site){
		.rp_id = arena_strndup(a, host, strcspn(host, ":/")),
		.origin = arena_strndup(a, url, (size_t)(host - url) + len),
	};
}

/* --- what the browser says it was asked ---------------------------------------- */

static const char *
member(struct json_object *object, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(object, name, &value) &&
		       json_object_is_type(value, json_type_string)
		   ? json_object_get_string(value)
		   : "";
}

static const char *
client_refusal(struct json_object *said, const struct passkey_asked *asked,
    const char *type)
{
	struct json_object *cross;

	if (!json_object_is_type(said, json_type_object))
		return "client data is no object";
	if (strcmp(member(said, "type"), type) != 0)
		return "client data is of another type";
	if (strcmp(member(said, "challenge"), asked->challenge) != 0)
		return "another challenge";
	if (strcmp(member(said, "origin"), asked->site.origin) != 0)
		return "another origin";
	if (json_object_object_get_ex(said, "crossOrigin", &cross) &&
	    json_object_get_boolean(cross))
		return "inside another site's page";
	return NULL;
}

static const char *
check_client(struct arena *a, const struct passkey_asked *asked,
    const char *type, const char *client_data,
    unsigned char hash[crypto_hash_sha256_BYTES])
{
	struct json_object *said;
	struct bytes raw;
	const char *why;

	if (!bytes_from_base64(a, client_data, DATA_MAX, &raw))
		return "client data is not base64url";
	said = json_tokener_parse(
	    arena_strndup(a, (const char *)raw.data, raw.len));
	why = client_refusal(said, asked, type);
	json_object_put(said);
	crypto_hash_sha256(hash, raw.data, raw.len);
	return why;
}

static bool
is_our_site(const struct passkey_asked *asked, const struct bytes *data)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	const char *id = asked->site.rp_id;

	crypto_hash_sha256(hash, (const unsigned char *)id, strlen(id));
	return data->len >= sizeof(hash) + 5 &&
	       memcmp(data->data, hash, sizeof(hash)) == 0;
}

/* The byte of flags behind the site's hash. */
static bool
has_flag(const struct bytes *data, unsigned flag)
{
	return (data->data[crypto_hash_sha256_BYTES] & flag) != 0;
}

/* --- a new one --------------------------------------------------------------------- */

/* authData of the attestation object, a CBOR map. */
static bool
find_auth_data(struct arena *a, const struct bytes *object, struct bytes *out)
{
	struct cbor_load_result loaded;
	cbor_item_t *item = cbor_load(object->data, object->len, &loaded);
	struct cbor_pair *pairs;
	bool found = false;
	size_t i, n;

	if (item == NULL || !cbor_isa_map(item)) {
		if (item != NULL)
			cbor_decref(&item);
		return false;
	}
	pairs = cbor_map_handle(item);
	n = cbor_map_size(item);
	for (i = 0; i < n; i++) {
		if (!cbor_isa_string(pairs[i].key) ||
		    cbor_string_length(pairs[i].key) != 8 ||
		    memcmp(cbor_string_handle(pairs[i].key), "authData", 8) !=
			0 ||
		    !cbor_isa_bytestring(pairs[i].value) ||
		    !cbor_bytestring_is_definite(pairs[i].value))
			continue;
		out->len = cbor_bytestring_length(pairs[i].value);
		out->data = (unsigned char *)arena_strndup(a,
		    (const char *)cbor_bytestring_handle(pairs[i].value),
		    out->len);
		found = true;
	}
	cbor_decref(&item);
	return found;
}

/* libfido2 wants to be told the algorithm before it reads the key. */
static bool
read_credential(fido_cred_t **cred, const struct bytes *data, int *algorithm)
{
	static const int algorithms[] = { COSE_ES256, COSE_EDDSA, COSE_RS256 };

	for (size_t i = 0; i < 3; i++) {
		fido_cred_free(cred);
		if ((*cred = fido_cred_new()) == NULL)
			return false;
		*algorithm = algorithms[i];
		if (fido_cred_set_type(*cred, *algorithm) == FIDO_OK &&
		    fido_cred_set_authdata_raw(*cred, data->data, data->len) ==
			FIDO_OK)
			return true;
	}
	return false;
}

static const char *
take_credential(
    struct arena *a, const fido_cred_t *cred, struct passkey_made *made)
{
	size_t id_len = fido_cred_id_len(cred),
	       key_len = fido_cred_pubkey_len(cred);

	if (id_len == 0 || id_len > ID_MAX || key_len == 0)
		return "no credential in it";
	made->id = bytes_to_hex(a, fido_cred_id_ptr(cred), id_len);
	made->public_key = bytes_to_hex(a, fido_cred_pubkey_ptr(cred), key_len);
	made->counter = fido_cred_sigcount(cred);
	return NULL;
}

const char *
passkey_register(struct arena *a, const struct passkey_asked *asked,
    struct passkey_made *made)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	struct bytes object, data = { NULL, 0 };
	fido_cred_t *cred = NULL;
	const char *why;
	int algorithm = 0;

	why =
	    check_client(a, asked, "webauthn.create", made->client_data, hash);
	if (why != NULL)
		return why;
	if (!bytes_from_base64(a, made->attestation, DATA_MAX, &object) ||
	    !find_auth_data(a, &object, &data))
		return "attestation object can't be read";
	if (!is_our_site(asked, &data))
		return "for another site";
	if (asked->verified && !has_flag(&data, USER_VERIFIED))
		return "the user was not verified";
	if (!read_credential(&cred, &data, &algorithm))
		why = "authenticator data can't be read";
	else
		why = take_credential(a, cred, made);
	made->algorithm = algorithm;
	fido_cred_free(&cred);
	return why;
}

/* --- a use ------------------------------------------------------------------------- */

static int
verify_by(const fido_assert_t *assert, int algorithm, const struct bytes *key)
{
	es256_pk_t *es256 = es256_pk_new();
	eddsa_pk_t *eddsa = eddsa_pk_new();
	rs256_pk_t *rs256 = rs256_pk_new();
	int result = FIDO_ERR_INTERNAL;

	if (algorithm == COSE_ES256 && es256 != NULL &&
	    es256_pk_from_ptr(es256, key->data, key->len) == FIDO_OK)
		result = fido_assert_verify(assert, 0, algorithm, es256);
	if (algorithm == COSE_EDDSA && eddsa != NULL &&
	    eddsa_pk_from_ptr(eddsa, key->data, key->len) == FIDO_OK)
		result = fido_assert_verify(assert, 0, algorithm, eddsa);
	if (algorithm == COSE_RS256 && rs256 != NULL &&
	    rs256_pk_from_ptr(rs256, key->data, key->len) == FIDO_OK)
		result = fido_assert_verify(assert, 0, algorithm, rs256);
	es256_pk_free(&es256);
	eddsa_pk_free(&eddsa);
	rs256_pk_free(&rs256);
	return result;
}

struct assertion {
	const unsigned char *client_hash;
	struct bytes data, signature, key;
};

static bool
fill_assertion(fido_assert_t *assert, const struct passkey_asked *asked,
    const struct assertion *in)
{
	return assert !=
		   NULL &&fido_assert_set_clientdata_hash(
		       assert, in->client_hash, crypto_hash_sha256_BYTES) ==
		   FIDO_OK &&fido_assert_set_rp(assert, asked->site.rp_id) ==
		   FIDO_OK &&fido_assert_set_count(assert, 1) ==
		   FIDO_OK &&fido_assert_set_authdata_raw(
		       assert, 0, in->data.data, in->data.len) ==
		   FIDO_OK &&fido_assert_set_sig(
		       assert, 0, in->signature.data, in->signature.len) ==
		   FIDO_OK &&fido_assert_set_up(assert, FIDO_OPT_TRUE) ==
		   FIDO_OK &&
	       (!asked->verified ||
		   fido_assert_set_uv(assert, FIDO_OPT_TRUE) == FIDO_OK);
}

const char *
passkey_verify(struct arena *a, const struct passkey_asked *asked,
    struct passkey_used *used)
{
	unsigned char hash[crypto_hash_sha256_BYTES];
	struct assertion in = { .client_hash = hash };
	fido_assert_t *assert;
	const char *why;

	why = check_client(a, asked, "webauthn.get", used->client_data, hash);
	if (why != NULL)
		return why;
	if (!bytes_from_base64(
		a, used->authenticator_data, DATA_MAX, &in.data) ||
	    !bytes_from_base64(a, used->signature, DATA_MAX, &in.signature) ||
	    !bytes_from_hex(a, used->public_key, &in.key))
		return "malformed";
	if (!is_our_site(asked, &in.data))
		return "for another site";
	used->verified = has_flag(&in.data, USER_VERIFIED);
	if (asked->verified && !used->verified)
		return "the user was not verified";
	assert = fido_assert_new();
	if (!fill_assertion(assert, asked, &in))
		why = "authenticator data can't be read";
	else if (verify_by(assert, (int)used->algorithm, &in.key) != FIDO_OK)
		why = "the signature is wrong";
	else
		used->counter = fido_assert_sigcount(assert, 0);
	fido_assert_free(&assert);
	return why;
}
