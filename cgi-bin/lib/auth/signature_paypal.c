#include <ctype.h>
#include <openssl/evp.h>
#include <openssl/x509v3.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "lib/auth/certificate.h"
#include "lib/auth/signature.h"

enum {
	RSA_BITS_MIN = 2048,
	SIGNATURE_MAX = 1024,
	HEADER_MAX = 255,
	NAME_MAX_LEN = 255
};

static const char https[] = "https://";

/* --- where the certificate may be -------------------------------------------------- */

/* Is the host the domain, or below it? */
static bool
is_within(const char *host, size_t len, const char *domain)
{
	size_t own = strlen(domain);

	if (own == 0 || len < own ||
	    strncasecmp(host + len - own, domain, own) != 0)
		return false;
	return len == own || host[len - own - 1] == '.';
}

/* Nothing that one reader of addresses takes for something else than another. */
static bool
is_plain(const char *url)
{
	for (; *url != '\0'; url++)
		if (!isalnum((unsigned char)*url) &&
		    strchr("-._/:", *url) == NULL)
			return false;
	return true;
}

const char *
signature_paypal_place(const char *cert_url, const char *domain)
{
	const char *host, *port;
	size_t len;

	if (cert_url == NULL || strlen(cert_url) > HEADER_MAX ||
	    strncmp(cert_url, https, sizeof(https) - 1) != 0)
		return "a certificate that is not at https";
	host = cert_url + sizeof(https) - 1;
	if (!is_plain(host))
		return "a certificate at an odd address";
	len = strcspn(host, "/");
	port = memchr(host, ':', len);
	if (strchr(domain, ':') != NULL)
		return len == strlen(domain) && memcmp(host, domain, len) == 0
			   ? NULL
			   : "a certificate at another host";
	return port == NULL && is_within(host, len, domain)
		   ? NULL
		   : "a certificate at another host";
}

/* --- whether to believe it ----------------------------------------------------------- */

static bool
has_name(X509 *certificate, const char *names)
{
	size_t len;

	for (; *names != '\0'; names += len + strspn(names + len, " ")) {
		len = strcspn(names, " ");
		if (len != 0 && len < NAME_MAX_LEN &&
		    X509_check_host(certificate, names, len,
			X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS, NULL) == 1)
			return true;
	}
	return false;
}

const char *
signature_paypal_chain(
    struct arena *a, const char *pem, const struct paypal_trust *trust)
{
	STACK_OF(X509) *chain = certificates_read(a, pem), *roots = NULL;

	if (chain == NULL)
		return "no certificate";
	if (trust->root_file != NULL &&
	    (roots = certificates_load(a, trust->root_file)) == NULL)
		return "the roots can't be read";
	if (!has_name(sk_X509_value(chain, 0), trust->names))
		return "a certificate of another name";
	return certificate_trusted(chain, roots, trust->now.us / 1000000);
}

/* --- what it signed ------------------------------------------------------------------ */

/* CRC-32 (IEEE 802.3), four bits at a time. */
static uint32_t
crc32_of(const struct signed_body *body)
{
	static const uint32_t table[16] = { 0x00000000, 0x1db71064, 0x3b6e20c8,
		0x26d930ac, 0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
		0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c, 0x9b64c2b0,
		0x86d3d2d4, 0xa00ae278, 0xbdbdf21c };
	uint32_t crc = UINT32_MAX;

	for (size_t i = 0; i < body->len; i++) {
		crc ^= (unsigned char)body->data[i];
		crc = crc >> 4 ^ table[crc & 15];
		crc = crc >> 4 ^ table[crc & 15];
	}
	return ~crc;
}

static bool
verify(X509 *certificate, const char *text, const unsigned char *signature,
    size_t len)
{
	EVP_PKEY *key = X509_get0_pubkey(certificate);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool fine =
	    context != NULL && key != NULL && EVP_PKEY_is_a(key, "RSA") == 1 &&
	    EVP_PKEY_get_bits(key) >= RSA_BITS_MIN &&
	    EVP_DigestVerifyInit(context, NULL, EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestVerify(context, signature, len,
		(const unsigned char *)text, strlen(text)) == 1;

	EVP_MD_CTX_free(context);
	return fine;
}

static bool
is_short(const char *header)
{
	return header != NULL && strlen(header) <= HEADER_MAX;
}

const char *
signature_paypal(struct arena *a, const struct signed_body *body,
    const struct paypal_headers *h, const char *webhook_id, const char *pem)
{
	STACK_OF(X509) *chain = certificates_read(a, pem);
	unsigned char signature[SIGNATURE_MAX];
	size_t len = 0;

	if (webhook_id == NULL)
		return "no webhook id is set";
	if (!is_short(h->id) || !is_short(h->time) || h->signature == NULL)
		return "not signed";
	if (h->algorithm == NULL || strcmp(h->algorithm, "SHA256withRSA") != 0)
		return "an algorithm that is not taken";
	if (chain == NULL)
		return "no certificate";
	if (sodium_base642bin(signature, sizeof(signature), h->signature,
		strlen(h->signature), NULL, &len, NULL,
		sodium_base64_VARIANT_ORIGINAL) != 0)
		return "a signature that is none";
	return verify(sk_X509_value(chain, 0),
		   arena_printf(a, "%s|%s|%s|%lu", h->id, h->time, webhook_id,
		       (unsigned long)crc32_of(body)),
		   signature, len)
		   ? NULL
		   : "the signature is another";
}
