#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "lib/auth/signature.h"

/* Calls made and judged by the providers' own libraries. */
#define VECTORS "tests/support/vectors/"

struct lab {
	struct arena *arena;
	struct json_object *file;
};

static const char *
text(struct json_object *from, const char *name)
{
	struct json_object *value;
	const char *found = json_object_object_get_ex(from, name, &value)
				? json_object_get_string(value)
				: NULL;

	/* the server takes an empty header for none */
	return found != NULL && *found != '\0' ? found : NULL;
}

static struct instant
now_of(struct json_object *one)
{
	struct json_object *value;

	assert_true(json_object_object_get_ex(one, "now", &value));
	return (struct instant){ json_object_get_int64(value) * 1000000 };
}

static bool
is_true(struct json_object *one, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(one, name, &value) &&
	       json_object_get_boolean(value);
}

static struct signed_body
body_of(struct json_object *one, const char *name)
{
	const char *body = text(one, name);

	assert_non_null(body);
	return (struct signed_body){ body, strlen(body) };
}

static int
setup(void **state)
{
	struct lab *lab = calloc(1, sizeof(*lab));

	lab->arena = arena_new(16 * 1024 * 1024);
	*state = lab;
	return 0;
}

static int
teardown(void **state)
{
	struct lab *lab = *state;

	arena_free(lab->arena);
	json_object_put(lab->file);
	free(lab);
	return 0;
}

/* Every case judged as `valid` says; how many were. */
static void
judge(struct lab *lab, const char *file, size_t least,
    const char *(*check)(struct lab *, struct json_object *))
{
	struct json_object *cases, *one;
	const char *why;
	size_t n;

	lab->file = json_object_from_file(file);
	assert_non_null(lab->file);
	assert_true(json_object_object_get_ex(lab->file, "cases", &cases));
	n = json_object_array_length(cases);
	assert_true(n >= least);
	for (size_t i = 0; i < n; i++) {
		one = json_object_array_get_idx(cases, i);
		why = check(lab, one);
		if (!is_true(one, "either") &&
		    (why == NULL) != is_true(one, "valid"))
			fail_msg("%s: %s", text(one, "name"),
			    why != NULL ? why : "taken");
	}
}

static const char *
check_stripe(struct lab *lab, struct json_object *one)
{
	struct signed_body body = body_of(one, "payload");

	(void)lab;
	return signature_stripe(
	    &body, text(one, "header"), text(one, "secret"), now_of(one));
}

static void
stripe_as_its_library(void **state)
{
	judge(
	    *state, VECTORS "stripe-webhook-signatures.json", 19, check_stripe);
}

static const char *
check_svix(struct lab *lab, struct json_object *one)
{
	const struct svix_headers h = { text(one, "svix-id"),
		text(one, "svix-timestamp"), text(one, "svix-signature") };
	struct signed_body body = body_of(one, "body");

	return signature_svix(
	    lab->arena, &body, &h, text(one, "secret"), now_of(one));
}

static void
resend_as_its_library(void **state)
{
	judge(*state, VECTORS "resend-webhooks.json", 9, check_svix);
}

static const char *
check_discord(struct lab *lab, struct json_object *one)
{
	const struct discord_headers h = { text(one, "timestamp"),
		text(one, "signature") };
	struct signed_body body = body_of(one, "body");

	return signature_discord(
	    lab->arena, &body, &h, text(one, "public_key"));
}

static void
discord_as_its_library(void **state)
{
	judge(*state, VECTORS "discord-interactions.json", 12, check_discord);
}

static const char *
check_livekit(struct lab *lab, struct json_object *one)
{
	const struct livekit_key key = { text(lab->file, "api_key"),
		text(lab->file, "api_secret") };
	const struct instant now = { INT64_C(1780000000) * 1000000 };
	struct signed_body body = body_of(one, "body");

	return signature_livekit(
	    lab->arena, &body, text(one, "authorization"), &key, now);
}

static void
livekit_as_its_library(void **state)
{
	judge(*state, VECTORS "livekit-webhooks.json", 11, check_livekit);
}

/* --- PayPal ---------------------------------------------------------------------- */

static const char names[] = "messageverificationcerts.sandbox.paypal.com "
			    "messageverificationcerts.paypal.com";
/* 1 December 2026: the certificates are of November. */
static const struct instant december = { INT64_C(1796083200) * 1000000 };

static const char *
root_file(struct lab *lab)
{
	const char *path = arena_printf(
	    lab->arena, "%s/roots-%d.pem", getenv("BELAY_TEST_TMP"), getpid());
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text(lab->file, "trusted_root_pem"), f);
	fputs(text(lab->file, "intermediate_pem"), f);
	fclose(f);
	return path;
}

/* Refused, and for what the vector says. */
static const char *
because(struct json_object *one, const char *reason, const char *why)
{
	struct json_object *reasons = NULL;

	json_object_object_get_ex(one, "reason", &reasons);
	assert_non_null(reasons);
	assert_string_equal(
	    json_object_get_string(json_object_array_get_idx(reasons, 0)),
	    reason);
	return why;
}

static const char *
check_paypal(struct lab *lab, struct json_object *one)
{
	const struct paypal_trust trust = { root_file(lab), names, december };
	const struct paypal_headers h = { text(one, "transmission_id"),
		text(one, "transmission_time"), text(one, "auth_algo"),
		text(one, "cert_url"), text(one, "transmission_sig") };
	const char *pem = text(one, "cert_chain_pem"), *why;
	struct signed_body body = body_of(one, "body");

	if ((why = signature_paypal_place(h.cert_url, "paypal.com")) != NULL)
		return because(one, "cert_url", why);
	why = signature_paypal_chain(lab->arena, pem, &trust);
	if (why != NULL)
		return because(
		    one, strstr(why, "name") != NULL ? "name" : "chain", why);
	why = signature_paypal(
	    lab->arena, &body, &h, text(one, "webhook_id"), pem);
	if (why != NULL)
		because(one,
		    strstr(why, "algorithm") != NULL ? "algo" : "signature",
		    why);
	return why;
}

static void
paypal_as_openssl(void **state)
{
	judge(*state, VECTORS "paypal-webhooks.json", 14, check_paypal);
}

static void
certificates_have_their_time(void **state)
{
	struct lab *lab = *state;
	struct paypal_trust trust = { NULL, names, { 0 } };
	struct json_object *cases;
	const char *pem;

	lab->file = json_object_from_file(VECTORS "paypal-webhooks.json");
	json_object_object_get_ex(lab->file, "cases", &cases);
	pem = text(json_object_array_get_idx(cases, 0), "cert_chain_pem");
	trust.root_file = root_file(lab);
	trust.now = december;
	assert_null(signature_paypal_chain(lab->arena, pem, &trust));
	trust.now.us = INT64_C(1780000000) * 1000000;
	assert_non_null(signature_paypal_chain(lab->arena, pem, &trust));
	trust.now = december;
	trust.names = "messageverificationcerts.paypal.com.example paypal.com";
	assert_non_null(signature_paypal_chain(lab->arena, pem, &trust));
	trust.names = "";
	assert_non_null(signature_paypal_chain(lab->arena, pem, &trust));
	trust.names = names;
	trust.root_file = NULL; /* the system does not know our root */
	assert_non_null(signature_paypal_chain(lab->arena, pem, &trust));
	trust.root_file = "/nowhere";
	assert_non_null(signature_paypal_chain(lab->arena, pem, &trust));
	assert_non_null(signature_paypal_chain(lab->arena, "words", &trust));
}

static void
certificates_have_their_place(void **state)
{
	static const char *const fine[] = { "https://api.paypal.com/v1/c/C-1",
		"https://paypal.com/c", "https://api.sandbox.paypal.com/c",
		"https://API.PayPal.com/c" };
	static const char *const wrong[] = { NULL, "", "https://",
		"http://api.paypal.com/c", "HTTPS://api.paypal.com/c",
		"https://api.paypal.com.evil.example/c",
		"https://api.paypal.com@evil.example/c",
		"https://evil.example/api.paypal.com",
		"https://evil.example?.paypal.com",
		"https://evil.example#.paypal.com",
		"https://evil.example\\.paypal.com/c",
		"https://notpaypal.com/c", "https://api.paypal.com:8443/c",
		"https://evil.example:443/.paypal.com",
		"https://user:word@api.paypal.com/c", "https://.com/c",
		"https://api.paypal.com/c?u=x", "https://api.paypal.com/%2e",
		"ftp://api.paypal.com/c" };

	(void)state;
	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++)
		if (signature_paypal_place(fine[i], "paypal.com") != NULL)
			fail_msg("%s", fine[i]);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (signature_paypal_place(wrong[i], "paypal.com") == NULL)
			fail_msg("%s", wrong[i] != NULL ? wrong[i] : "NULL");
	assert_null(signature_paypal_place(
	    "https://localhost:8000/c", "localhost:8000"));
	assert_non_null(
	    signature_paypal_place("https://localhost/c", "localhost:8000"));
	assert_non_null(signature_paypal_place(
	    "https://x.localhost:8000/c", "localhost:8000"));
}

/* --- edges the vectors leave out ----------------------------------------------------- */

static const char hello[] = "hello";
static const struct signed_body hello_body = { hello, sizeof(hello) - 1 };

static void
without_a_secret_nothing_is_fine(void **state)
{
	struct lab *lab = *state;
	const struct svix_headers svix = { "m", "1", "v1,x" };
	const struct discord_headers discord = { "1", "00" };
	const struct paypal_headers paypal = { "i", "t", "SHA256withRSA", "u",
		"s" };
	const struct livekit_key none = { "key", NULL }, empty = { "k", "" };
	const struct instant now = { 0 };

	/* HMAC-SHA256 of "1.hello" under the empty key would fit */
	assert_non_null(signature_stripe(&hello_body, "t=1,v1=00", NULL, now));
	assert_non_null(signature_stripe(&hello_body, "t=1,v1=00", "", now));
	assert_non_null(
	    signature_svix(lab->arena, &hello_body, &svix, NULL, now));
	assert_non_null(
	    signature_svix(lab->arena, &hello_body, &svix, "whsec_", now));
	assert_non_null(
	    signature_svix(lab->arena, &hello_body, &svix, "whsec_!", now));
	assert_non_null(
	    signature_discord(lab->arena, &hello_body, &discord, NULL));
	assert_non_null(
	    signature_discord(lab->arena, &hello_body, &discord, "abcd"));
	assert_non_null(
	    signature_livekit(lab->arena, &hello_body, "a.b.c", &none, now));
	assert_non_null(
	    signature_livekit(lab->arena, &hello_body, "a.b.c", &empty, now));
	assert_non_null(
	    signature_paypal(lab->arena, &hello_body, &paypal, NULL, ""));
}

/* Made with openssl dgst -sha256 -hmac secret over "1000.hello". */
#define SUM "68b4e0f3cbf572d8f2a61a0a26389c0880345705e6cbca10add63a2651feefb0"

static void
stripe_headers(void **state)
{
	static const struct {
		const char *header;
		bool fine;
	} cases[] = {
		{ "t=1000,v1=" SUM, true },
		{ "v1=" SUM ",t=1000,", true },
		{ "t=1000,v2=x,v1=" SUM ",,x", true },
		{ "t=1000,t=1000,v1=" SUM, false },
		{ "t=1000,v1=" SUM ",t=1", false },
		{ " t=1000,v1=" SUM, false },
		{ "t=+1000,v1=" SUM, false },
		{ "t=1000 ,v1=" SUM, false },
		{ "t=,v1=" SUM, false },
		{ "t,v1=" SUM, false },
		{ "t=9999999999999,v1=" SUM, false },
		{ "t=1000,v1=" SUM "0", false },
		{ "t=1000,V1=" SUM, false },
		{ "t=1000,v1", false },
		{ "t=1000", false },
		{ ",,,", false },
		{ "=", false },
		{ "", false },
		{ NULL, false },
	};
	const struct instant now = { INT64_C(1000) * 1000000 };
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		why = signature_stripe(
		    &hello_body, cases[i].header, "secret", now);
		if ((why == NULL) != cases[i].fine)
			fail_msg("%s: %s",
			    cases[i].header != NULL ? cases[i].header : "NULL",
			    why != NULL ? why : "taken");
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
		TEST(stripe_as_its_library),
		TEST(resend_as_its_library),
		TEST(discord_as_its_library),
		TEST(livekit_as_its_library),
		TEST(paypal_as_openssl),
		TEST(certificates_have_their_time),
		TEST(certificates_have_their_place),
		TEST(without_a_secret_nothing_is_fine),
		TEST(stripe_headers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
