#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <string.h>

#include "lib/auth/jwk.h"

enum {
	MEMBER_MAX = 1024,
	RSA_BITS_MIN = 2048,
	RSA_BITS_MAX = 8192,
	P256_BYTES = 32
};

static bool
read_member(struct arena *a, struct json_object *key, const char *name,
    struct bytes *out)
{
	struct json_object *value;

	return json_object_object_get_ex(key, name, &value) &&
	       json_object_is_type(value, json_type_string) &&
	       bytes_from_base64(
		   a, json_object_get_string(value), MEMBER_MAX, out);
}

static bool
is_named(struct json_object *key, const char *name, const char *wanted)
{
	struct json_object *value;

	return json_object_object_get_ex(key, name, &value) &&
	       json_object_is_type(value, json_type_string) &&
	       strcmp(json_object_get_string(value), wanted) == 0;
}

static EVP_PKEY *
from_params(const char *type, OSSL_PARAM_BLD *builder)
{
	OSSL_PARAM *params = OSSL_PARAM_BLD_to_param(builder);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	EVP_PKEY *key = NULL;

	if (params == NULL || context == NULL ||
	    EVP_PKEY_fromdata_init(context) != 1 ||
	    EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(params);
	return key;
}

static EVP_PKEY *
rsa_key(struct arena *a, struct json_object *jwk)
{
	OSSL_PARAM_BLD *builder;
	BIGNUM *modulus, *exponent;
	EVP_PKEY *key = NULL;
	struct bytes n, e;

	if (!read_member(a, jwk, "n", &n) || !read_member(a, jwk, "e", &e))
		return NULL;
	builder = OSSL_PARAM_BLD_new();
	modulus = BN_bin2bn(n.data, (int)n.len, NULL);
	exponent = BN_bin2bn(e.data, (int)e.len, NULL);
	if (builder != NULL && modulus != NULL && exponent != NULL &&
	    BN_num_bits(modulus) >= RSA_BITS_MIN &&
	    BN_num_bits(modulus) <= RSA_BITS_MAX &&
	    BN_num_bits(exponent) <= 64 &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, modulus) ==
		1 &&
	    OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, exponent) ==
		1)
		key = from_params("RSA", builder);
	BN_free(modulus);
	BN_free(exponent);
	OSSL_PARAM_BLD_free(builder);
	return key;
}

static EVP_PKEY *
p256_key(struct arena *a, struct json_object *jwk)
{
	unsigned char point[1 + 2 * P256_BYTES] = { 4 };
	OSSL_PARAM_BLD *builder;
	EVP_PKEY *key = NULL;
	struct bytes x, y;

	if (!is_named(jwk, "crv", "P-256") || !read_member(a, jwk, "x", &x) ||
	    !read_member(a, jwk, "y", &y) || x.len != P256_BYTES ||
	    y.len != P256_BYTES)
		return NULL;
	memcpy(point + 1, x.data, P256_BYTES);
	memcpy(point + 1 + P256_BYTES, y.data, P256_BYTES);
	builder = OSSL_PARAM_BLD_new();
	if (builder != NULL &&
	    OSSL_PARAM_BLD_push_utf8_string(
		builder, OSSL_PKEY_PARAM_GROUP_NAME, "prime256v1", 0) == 1 &&
	    OSSL_PARAM_BLD_push_octet_string(
		builder, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)) == 1)
		key = from_params("EC", builder);
	OSSL_PARAM_BLD_free(builder);
	return key;
}

/* OpenSSL wants r and s as DER. */
static bool
to_der(struct arena *a, const struct bytes *raw, struct bytes *der)
{
	ECDSA_SIG *signature;
	unsigned char *out = NULL;
	BIGNUM *r, *s;
	int len = 0;

	if (raw->len != (size_t)2 * P256_BYTES ||
	    (signature = ECDSA_SIG_new()) == NULL)
		return false;
	r = BN_bin2bn(raw->data, P256_BYTES, NULL);
	s = BN_bin2bn(raw->data + P256_BYTES, P256_BYTES, NULL);
	if (r != NULL && s != NULL && ECDSA_SIG_set0(signature, r, s) == 1)
		len = i2d_ECDSA_SIG(signature, &out);
	else {
		BN_free(r);
		BN_free(s);
	}
	ECDSA_SIG_free(signature);
	if (len <= 0)
		return false;
	der->len = (size_t)len;
	der->data =
	    (unsigned char *)arena_strndup(a, (const char *)out, der->len);
	OPENSSL_free(out);
	return true;
}

static bool
verify(EVP_PKEY *key, const struct jwk_signed *in, const struct bytes *der)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool fine;

	fine =
	    context != NULL &&
	    EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestVerify(context, der->data, der->len,
		(const unsigned char *)in->text, in->len) == 1;
	EVP_MD_CTX_free(context);
	return fine;
}

bool
jwk_verify(
    struct arena *a, struct json_object *jwk, const struct jwk_signed *in)
{
	struct bytes der = *in->signature;
	EVP_PKEY *key = NULL;
	bool fine;

	if (is_named(jwk, "kty", "RSA"))
		key = rsa_key(a, jwk);
	else if (is_named(jwk, "kty", "EC") && to_der(a, in->signature, &der))
		key = p256_key(a, jwk);
	fine = key != NULL && verify(key, in, &der);
	EVP_PKEY_free(key);
	return fine;
}
