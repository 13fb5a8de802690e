#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "worker/rules_provider.h"

static int
setup(void **state)
{
	*state = arena_new((size_t)16 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static void
check_form(struct arena *a, const char *json, const char *form)
{
	struct json_object *object = json_tokener_parse(json);
	struct buf b;

	buf_init(&b, a, 0);
	provider_form(&b, object);
	assert_string_equal(b.data, form);
	json_object_put(object);
}

static void
a_form_is_stripes(void **state)
{
	check_form(*state, "{}", "");
	check_form(*state, "null", "");
	check_form(*state, "{\"amount\":1250,\"on\":true,\"off\":false}",
	    "amount=1250&on=true&off=false");
	check_form(*state, "{\"a\":null,\"b\":\"\"}", "b=");
	check_form(*state,
	    "{\"line_items\":[{\"quantity\":1,\"price_data\":"
	    "{\"unit_amount\":9007199254740993}}]}",
	    "line_items%5B0%5D%5Bquantity%5D=1&line_items%5B0%5D%5B"
	    "price_data%5D%5Bunit_amount%5D=9007199254740993");
	check_form(*state, "{\"expand\":[\"a.b\",\"c\"],\"none\":[]}",
	    "expand%5B0%5D=a.b&expand%5B1%5D=c");
	check_form(*state,
	    "{\"url\":\"https://x.test/?s={CHECKOUT_SESSION_ID}&a=b c\"}",
	    "url=https%3A%2F%2Fx.test%2F%3Fs%3D%7BCHECKOUT_SESSION_ID%7D"
	    "%26a%3Db%20c");
	check_form(*state, "{\"name\":\"Zoë\"}", "name=Zo%C3%AB");
}

static void
an_answer_is_judged(void **state)
{
	static const struct {
		int64_t status;
		enum provider_verdict verdict;
	} cases[] = {
		{ 0, PROVIDER_AGAIN },
		{ 200, PROVIDER_DONE },
		{ 201, PROVIDER_DONE },
		{ 204, PROVIDER_DONE },
		{ 301, PROVIDER_AGAIN },
		{ 400, PROVIDER_REFUSED },
		{ 401, PROVIDER_AGAIN },
		{ 402, PROVIDER_REFUSED },
		{ 403, PROVIDER_AGAIN },
		{ 404, PROVIDER_REFUSED },
		{ 408, PROVIDER_AGAIN },
		{ 409, PROVIDER_AGAIN },
		{ 422, PROVIDER_REFUSED },
		{ 429, PROVIDER_AGAIN },
		{ 500, PROVIDER_AGAIN },
		{ 503, PROVIDER_AGAIN },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(provider_judge(&(struct net_answer){
				     .status = cases[i].status }),
		    cases[i].verdict);
}

static void
check_why(struct arena *a, int64_t status, const char *error, const char *json,
    const char *words)
{
	struct json_object *said = json_tokener_parse(json);

	assert_string_equal(
	    provider_why(a,
		&(struct net_answer){ .status = status, .error = error }, said),
	    words);
	json_object_put(said);
}

static void
the_log_names_no_person(void **state)
{
	check_why(*state, 0, "Connection refused", "", "Connection refused");
	check_why(*state, 0, NULL, "", "no answer");
	check_why(*state, 402, NULL,
	    "{\"error\":{\"type\":\"card_error\",\"code\":\"card_declined\","
	    "\"message\":\"mia@example.org was declined\"}}",
	    "402 card_declined");
	check_why(*state, 500, NULL, "{\"error\":{\"type\":\"api_error\"}}",
	    "500 api_error");
	check_why(*state, 422, NULL,
	    "{\"name\":\"UNPROCESSABLE_ENTITY\",\"details\":[{\"issue\":"
	    "\"ORDER_NOT_APPROVED\"}]}",
	    "422 ORDER_NOT_APPROVED");
	check_why(*state, 401, NULL, "{\"error\":\"invalid_client\"}",
	    "401 invalid_client");
	check_why(*state, 502, NULL, "<html>", "502 ");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    a_form_is_stripes, setup, teardown),
		cmocka_unit_test(an_answer_is_judged),
		cmocka_unit_test_setup_teardown(
		    the_log_names_no_person, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
