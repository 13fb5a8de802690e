#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <json-c/json.h>

#include "lib/auth/id_token.h"

/* Tokens made and judged by npm's jose. */
static const char vectors[] = "tests/support/vectors/oidc-id-tokens.json";

struct lab {
	struct arena *arena;
	struct json_object *all;
	struct id_token_asked asked;
};

static const char *
text(struct json_object *from, const char *name)
{
	struct json_object *value;

	return json_object_object_get_ex(from, name, &value)
		   ? json_object_get_string(value)
		   : NULL;
}

static int64_t
number(struct json_object *from, const char *name)
{
	struct json_object *value;

	assert_true(json_object_object_get_ex(from, name, &value));
	return json_object_get_int64(value);
}

static int
setup(void **state)
{
	static struct lab lab;

	lab.arena = arena_new(4 * 1024 * 1024);
	lab.all = json_object_from_file(vectors);
	assert_non_null(lab.all);
	lab.asked = (struct id_token_asked){ text(lab.all, "issuer"),
		text(lab.all, "client_id"), text(lab.all, "nonce"),
		text(lab.all, "jwks"), { number(lab.all, "now") * 1000000 } };
	*state = &lab;
	return 0;
}

static int
teardown(void **state)
{
	struct lab *lab = *state;

	arena_free(lab->arena);
	json_object_put(lab->all);
	return 0;
}

static enum id_token_result
check(struct lab *lab, const char *token, struct id_token *out)
{
	const char *why = NULL;
	enum id_token_result result =
	    id_token_verify(lab->arena, token, &lab->asked, out, &why);

	if (result == ID_TOKEN_FINE)
		assert_null(why);
	else
		assert_non_null(why);
	return result;
}

static void
vectors_are_judged_alike(void **state)
{
	struct lab *lab = *state;
	struct json_object *cases, *one, *valid;
	struct id_token token;
	const char *name;
	size_t accepted = 0;

	json_object_object_get_ex(lab->all, "cases", &cases);
	assert_true(json_object_array_length(cases) >= 17);
	for (size_t i = 0; i < json_object_array_length(cases); i++) {
		one = json_object_array_get_idx(cases, i);
		name = text(one, "name");
		assert_true(json_object_object_get_ex(one, "valid", &valid));
		if ((check(lab, text(one, "token"), &token) == ID_TOKEN_FINE) !=
		    json_object_get_boolean(valid))
			fail_msg("%s", name);
		accepted += json_object_get_boolean(valid) ? 1 : 0;
		if (strstr(name, "unknown kid") != NULL)
			assert_int_equal(check(lab, text(one, "token"), &token),
			    ID_TOKEN_UNKNOWN_KEY);
	}
	assert_int_equal(accepted, 3);
}

static const char *
first_token(struct lab *lab)
{
	struct json_object *cases;

	json_object_object_get_ex(lab->all, "cases", &cases);
	return text(json_object_array_get_idx(cases, 0), "token");
}

static void
claims_are_read(void **state)
{
	struct lab *lab = *state;
	struct id_token token;

	assert_int_equal(check(lab, first_token(lab), &token), ID_TOKEN_FINE);
	assert_string_equal(token.subject, "user-42");
	assert_string_equal(token.email, "zoe@example.com");
	assert_true(token.email_verified);
}

static void
time_is_the_askers(void **state)
{
	struct lab *lab = *state;
	struct id_token token;
	const char *text_ = first_token(lab);

	lab->asked.now.us += (int64_t)3659 * 1000000;
	assert_int_equal(check(lab, text_, &token), ID_TOKEN_FINE);
	lab->asked.now.us += (int64_t)1 * 1000000;
	assert_int_equal(check(lab, text_, &token), ID_TOKEN_REFUSED);
	lab->asked.now.us -= (int64_t)3720 * 1000000;
	assert_int_equal(check(lab, text_, &token), ID_TOKEN_FINE);
	lab->asked.now.us -= (int64_t)1 * 1000000;
	assert_int_equal(check(lab, text_, &token), ID_TOKEN_REFUSED);
}

static void
malformed_is_refused(void **state)
{
	static const char *const tokens[] = { "", ".", "..", "...", "a.b.c",
		"e30.e30.e30", "e30.e30", "e30..e30", "W10.e30.AA",
		"eyJhbGciOiJSUzI1NiJ9.e30.AA", "\xff.\xff.\xff" };
	struct lab *lab = *state;
	struct id_token token;
	char *long_one = arena_alloc(lab->arena, 1, 100001);

	for (size_t i = 0; i < sizeof(tokens) / sizeof(tokens[0]); i++)
		assert_int_not_equal(
		    check(lab, tokens[i], &token), ID_TOKEN_FINE);
	memset(long_one, 'A', 100000);
	assert_int_equal(check(lab, long_one, &token), ID_TOKEN_REFUSED);
}

static void
keys_that_are_none_sign_nothing(void **state)
{
	static const char *const sets[] = { "", "{}", "[]", "{\"keys\":{}}",
		"{\"keys\":[1,null,\"x\",{}]}",
		"{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"rsa-1\"}]}",
		"{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"rsa-1\",\"n\":\"AQAB\","
		"\"e\":\"AQAB\"}]}",
		"{\"keys\":[{\"kty\":\"oct\",\"kid\":\"rsa-1\",\"k\":\"AAAA\"}"
		"]}" };
	struct lab *lab = *state;
	struct id_token token;

	for (size_t i = 0; i < sizeof(sets) / sizeof(sets[0]); i++) {
		lab->asked.keys = sets[i];
		assert_int_not_equal(
		    check(lab, first_token(lab), &token), ID_TOKEN_FINE);
	}
}

/* Two keys of one id: which one is meant can't be told. */
static void
doubled_keys_are_unknown(void **state)
{
	struct lab *lab = *state;
	struct json_object *set, *list, *key;
	struct id_token token;

	json_object_object_get_ex(lab->all, "jwks", &set);
	json_object_object_get_ex(set, "keys", &list);
	key = json_object_array_get_idx(list, 0);
	json_object_array_add(list, json_object_get(key));
	lab->asked.keys = json_object_to_json_string(set);
	assert_int_equal(
	    check(lab, first_token(lab), &token), ID_TOKEN_UNKNOWN_KEY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    vectors_are_judged_alike, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    claims_are_read, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    time_is_the_askers, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    malformed_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    keys_that_are_none_sign_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    doubled_keys_are_unknown, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
