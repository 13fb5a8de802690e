#include <limits.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <stdbool.h>
#include <string.h>

#include "lib/auth/certificate.h"

enum { MOST_CERTIFICATES = 400 };

static void
release(void *data)
{
	sk_X509_pop_free(data, X509_free);
}

static STACK_OF(X509) * read_all(struct arena *a, BIO *in)
{
	STACK_OF(X509) *all = in == NULL ? NULL : sk_X509_new_null();
	X509 *one;

	if (all == NULL)
		return NULL;
	arena_defer(a, release, all);
	while (sk_X509_num(all) < MOST_CERTIFICATES &&
	       (one = PEM_read_bio_X509(in, NULL, NULL, NULL)) != NULL)
		if (sk_X509_push(all, one) == 0)
			X509_free(one);
	ERR_clear_error(); /* that it ended */
	return sk_X509_num(all) > 0 ? all : NULL;
}

STACK_OF(X509) * certificates_read(struct arena *a, const char *pem)
{
	size_t len = strlen(pem);
	BIO *in = len > INT_MAX ? NULL : BIO_new_mem_buf(pem, (int)len);
	STACK_OF(X509) *all = read_all(a, in);

	BIO_free(in);
	return all;
}

STACK_OF(X509) * certificates_load(struct arena *a, const char *file)
{
	BIO *in = BIO_new_file(file, "r");
	STACK_OF(X509) *all = read_all(a, in);

	BIO_free(in);
	return all;
}

/* Whoever signed themselves may be trusted; the rest may stand between. */
static bool
sort_roots(STACK_OF(X509) * roots, X509_STORE *store, STACK_OF(X509) * between)
{
	for (int i = 0; i < sk_X509_num(roots); i++) {
		X509 *one = sk_X509_value(roots, i);
		bool is_root = X509_self_signed(one, 0) == 1;

		if (is_root ? X509_STORE_add_cert(store, one) != 1
			    : sk_X509_push(between, one) == 0)
			return false;
	}
	return true;
}

static bool
add_between(STACK_OF(X509) * chain, STACK_OF(X509) * between)
{
	for (int i = 1; i < sk_X509_num(chain); i++)
		if (sk_X509_push(between, sk_X509_value(chain, i)) == 0)
			return false;
	return true;
}

static const char *
verify(STACK_OF(X509) * chain, X509_STORE *store, STACK_OF(X509) * between,
    int64_t seconds)
{
	X509_STORE_CTX *context = X509_STORE_CTX_new();
	const char *why = "the chain can't be looked at";

	if (context != NULL && X509_STORE_CTX_init(context, store,
				   sk_X509_value(chain, 0), between) == 1) {
		X509_VERIFY_PARAM_set_time(
		    X509_STORE_CTX_get0_param(context), seconds);
		why = X509_verify_cert(context) == 1
			  ? NULL
			  : X509_verify_cert_error_string(
				X509_STORE_CTX_get_error(context));
	}
	X509_STORE_CTX_free(context);
	return why;
}

const char *
certificate_trusted(
    STACK_OF(X509) * chain, STACK_OF(X509) * roots, int64_t seconds)
{
	X509_STORE *store = X509_STORE_new();
	STACK_OF(X509) *between = sk_X509_new_null();
	const char *why = "the roots can't be read";

	if (store != NULL && between != NULL && add_between(chain, between) &&
	    (roots != NULL ? sort_roots(roots, store, between)
			   : X509_STORE_set_default_paths(store) == 1))
		why = verify(chain, store, between, seconds);
	sk_X509_free(between);
	X509_STORE_free(store);
	return why;
}
