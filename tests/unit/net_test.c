#include <arpa/inet.h>
#include <json-c/json.h>

#include "../support/peer.h"
#include "lib/net/net.h"
#include "lib/net/net_handle.h"

enum { HTTP, HTTPS, WRONG_NAME, UNKNOWN };

static struct {
	struct arena *arena;
	struct peer peer;
	char dir[PEER_PATH];
} lab;

static const struct setting *const tables[] = { base_settings, net_settings,
	NULL };

static int
setup_all(void **state)
{
	(void)state;
	lab.arena = arena_new((size_t)32 << 20);
	peer_folder(lab.dir);
	peer_start(&lab.peer, (const char *[]){ "http.mjs", lab.dir, NULL });
	setenv("NET_CA_FILE", arena_printf(lab.arena, "%s/ca.pem", lab.dir), 1);
	assert_true(settings_load(tables));
	return 0;
}

static int
teardown_all(void **state)
{
	(void)state;
	net_close();
	peer_stop(&lab.peer);
	peer_remove(lab.dir);
	arena_free(lab.arena);
	return 0;
}

static const char *
address(int port, const char *path)
{
	return arena_printf(lab.arena, "%s://localhost:%d%s",
	    port == HTTP ? "http" : "https", lab.peer.ports[port], path);
}

static bool
get(int port, const char *path, struct net_answer *out)
{
	struct net_call call = {
		.method = "GET", .url = address(port, path), .timeout_ms = 5000
	};

	return net_fetch(lab.arena, &call, out);
}

/* What the server says it was sent. */
static struct json_object *
echo(struct net_call *call)
{
	struct net_answer answer;
	struct json_object *o;

	call->url = address(HTTPS, "/echo?a=%20b");
	if (!net_fetch(lab.arena, call, &answer))
		fail_msg("%s", answer.error);
	assert_int_equal(answer.status, 200);
	o = json_tokener_parse(answer.body.data);
	assert_non_null(o);
	return o;
}

static const char *
member(struct json_object *o, const char *path)
{
	struct json_object *found = NULL;

	return json_pointer_get(o, path, &found) != 0
		   ? NULL
		   : json_object_get_string(found);
}

static void
call_arrives_as_made(void **state)
{
	static const char *const methods[] = { "GET", "DELETE", "POST", "PUT",
		"PATCH" };
	struct net_header headers[] = { { "Authorization", "Bearer x y" },
		{ "X-Empty", "" }, { NULL, NULL } };
	struct json_object *o;
	struct net_call call;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		call = (struct net_call){ .method = methods[i],
			.headers = headers };
		o = echo(&call);
		assert_string_equal(member(o, "/method"), methods[i]);
		assert_string_equal(member(o, "/url"), "/echo?a=%20b");
		assert_string_equal(
		    member(o, "/headers/authorization"), "Bearer x y");
		assert_string_equal(member(o, "/headers/x-empty"), "");
		assert_string_equal(member(o, "/headers/user-agent"), "Belay");
		assert_null(member(o, "/headers/content-type"));
		assert_string_equal(member(o, "/body"), "");
		json_object_put(o);
	}
}

static void
body_arrives_as_made(void **state)
{
	static const char *const methods[] = { "POST", "PUT", "PATCH", "DELETE",
		"REPORT" };
	struct net_header headers[] = { { "content-type", "text/x" },
		{ NULL, NULL } };
	struct json_object *o;
	struct net_call call;
	char *big = arena_alloc(lab.arena, 100000, 1);

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		call = (struct net_call){ .method = methods[i],
			.headers = headers,
			.body = "a\0b\r\n",
			.body_len = 5 };
		o = echo(&call);
		assert_string_equal(member(o, "/method"), methods[i]);
		assert_string_equal(
		    member(o, "/headers/content-type"), "text/x");
		assert_string_equal(member(o, "/headers/content-length"), "5");
		assert_string_equal(member(o, "/body"), "a");
		json_object_put(o);
	}
	/* long enough for libcurl to want to ask first */
	memset(big, 'x', 99999);
	call = (struct net_call){
		.method = "POST", .body = big, .body_len = 99999
	};
	o = echo(&call);
	assert_null(member(o, "/headers/expect"));
	assert_string_equal(member(o, "/body"), big);
	json_object_put(o);
}

static void
answer_is_read(void **state)
{
	struct net_call head = { .method = "HEAD" };
	struct net_answer a;

	(void)state;
	assert_true(get(HTTP, "/echo", &a));
	assert_string_equal(net_answer_header(&a, "x-spaces"), "two  words");
	assert_string_equal(net_answer_header(&a, "X-EMPTY"), "");
	assert_null(net_answer_header(&a, "X-Other"));
	assert_true(get(HTTP, "/status?code=204", &a));
	assert_int_equal(a.status, 204);
	assert_string_equal(a.body.data, "");
	assert_true(get(HTTP, "/status?code=500", &a));
	assert_int_equal(a.status, 500);
	assert_string_equal(a.body.data, "words");
	assert_int_equal(a.retry_after_seconds, 0);
	assert_true(get(HTTP, "/busy", &a));
	assert_int_equal(a.status, 429);
	assert_int_equal(a.retry_after_seconds, 17);
	assert_true(get(HTTP, "/nowhere", &a));
	assert_int_equal(a.status, 404);
	assert_true(get(HTTP, "/continue", &a));
	assert_int_equal(a.status, 200);
	assert_null(net_answer_header(&a, "link"));
	assert_string_equal(net_answer_header(&a, "x-late"), "yes");
	assert_true(get(HTTP, "/headers", &a));
	assert_string_equal(a.body.data, "many");
	head.url = address(HTTP, "/echo");
	assert_true(net_fetch(lab.arena, &head, &a));
	assert_int_equal(a.body.len, 0);
}

static void
redirects_stay_unfollowed(void **state)
{
	struct net_answer a;

	(void)state;
	assert_true(get(HTTP, "/redirect", &a));
	assert_int_equal(a.status, 302);
	assert_string_equal(net_answer_header(&a, "Location"), "/echo");
	assert_string_equal(a.body.data, "moved");
}

static void
connections_are_kept(void **state)
{
	struct net_call call = { .method = "GET" };
	struct json_object *first = echo(&call), *second = echo(&call);

	(void)state;
	assert_string_equal(
	    member(first, "/connections"), member(second, "/connections"));
	json_object_put(first);
	json_object_put(second);
}

static void
answers_are_limited(void **state)
{
	struct net_call call = { .method = "GET",
		.url = address(HTTP, "/large"),
		.answer_max = 5000 };
	struct net_answer a;

	(void)state;
	assert_true(net_fetch(lab.arena, &call, &a));
	assert_int_equal(a.body.len, 5000);
	call.answer_max = 4999;
	assert_false(net_fetch(lab.arena, &call, &a));
	assert_int_equal(a.status, 0);
	assert_string_equal(a.error, "the answer is too large");
	assert_false(get(HTTP, "/endless", &a));
	assert_string_equal(a.error, "the answer is too large");
}

static void
no_whole_answer_is_none(void **state)
{
	struct net_call call = { .method = "GET",
		.url = address(HTTP, "/slow"),
		.timeout_ms = 200 };
	struct net_answer a;

	(void)state;
	assert_false(net_fetch(lab.arena, &call, &a));
	assert_non_null(strstr(a.error, "timed out"));
	assert_false(get(HTTP, "/cut", &a));
	assert_int_equal(a.status, 0);
	call.url = "http://localhost:1/";
	assert_false(net_fetch(lab.arena, &call, &a));
	call.url = "http://no-such-host.invalid/";
	assert_false(net_fetch(lab.arena, &call, &a));
	assert_non_null(a.error);
}

static void
other_schemes_are_refused(void **state)
{
	static const char *const urls[] = { "file:///etc/passwd",
		"ftp://localhost/", "gopher://localhost:1/x",
		"smtp://localhost/", "dict://localhost/x", "", "not a url",
		"http://" };
	struct net_call call = { .method = "GET" };
	struct net_answer a;

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
		call.url = urls[i];
		assert_false(net_fetch(lab.arena, &call, &a));
		assert_int_equal(a.status, 0);
	}
}

static void
headers_cannot_be_injected(void **state)
{
	struct net_header headers[] = { { "X-A", "b\r\nX-Evil: c" },
		{ NULL, NULL } };
	struct net_call call = { .method = "GET",
		.url = address(HTTP, "/echo"),
		.headers = headers };
	struct net_answer a;

	(void)state;
	assert_false(net_fetch(lab.arena, &call, &a));
	headers[0] = (struct net_header){ "X-A\nX-Evil", "c" };
	assert_false(net_fetch(lab.arena, &call, &a));
	assert_string_equal(a.error, "a header has a line break");
}

static void
certificates_are_checked(void **state)
{
	struct net_answer a;

	(void)state;
	assert_true(get(HTTPS, "/echo", &a));
	assert_false(get(WRONG_NAME, "/echo", &a));
	assert_non_null(strstr(a.error, "localhost"));
	assert_false(get(UNKNOWN, "/echo", &a));
	assert_non_null(strstr(a.error, "certificate"));
}

static void
proxies_of_the_environment_are_not_used(void **state)
{
	struct net_answer a;

	(void)state;
	setenv("http_proxy", "http://localhost:1", 1);
	setenv("all_proxy", "http://localhost:1", 1);
	assert_true(get(HTTP, "/echo", &a));
	unsetenv("http_proxy");
	unsetenv("all_proxy");
}

/* --- addresses that people gave ---------------------------------------------- */

static void
foreign_calls_stay_outside(void **state)
{
	struct net_call call = { .method = "GET",
		.url = address(HTTPS, "/echo"),
		.is_foreign = true };
	struct net_answer a;

	(void)state;
	assert_true(get(HTTPS, "/echo", &a)); /* leaves a connection open */
	assert_false(net_fetch(lab.arena, &call, &a));
	assert_string_equal(a.error, "the address is not public");
	call.url = arena_printf(
	    lab.arena, "https://127.0.0.1:%d/echo", lab.peer.ports[HTTPS]);
	assert_false(net_fetch(lab.arena, &call, &a));
	assert_string_equal(a.error, "the address is not public");
	call.url = arena_printf(lab.arena, "https://[::ffff:7f00:1]:%d/echo",
	    lab.peer.ports[HTTPS]);
	assert_false(net_fetch(lab.arena, &call, &a));
	call.url = "http://192.0.2.1/";
	assert_false(net_fetch(lab.arena, &call, &a));
	assert_non_null(strstr(a.error, "http"));
	setenv("NET_ALLOW_PRIVATE", "1", 1);
	assert_true(settings_load(tables));
	call.url = address(HTTPS, "/echo");
	assert_true(net_fetch(lab.arena, &call, &a));
	setenv("BELAY_PRODUCTION", "1", 1);
	assert_true(settings_load(tables));
	assert_false(net_fetch(lab.arena, &call, &a));
}

static const struct {
	const char *address;
	bool is_public;
} places[] = {
	{ "8.8.8.8", true },
	{ "1.1.1.1", true },
	{ "172.15.255.255", true },
	{ "172.32.0.0", true },
	{ "100.63.255.255", true },
	{ "223.255.255.255", true },
	{ "198.17.255.255", true },
	{ "0.0.0.0", false },
	{ "10.1.2.3", false },
	{ "100.64.0.1", false },
	{ "100.127.255.255", false },
	{ "127.0.0.1", false },
	{ "127.255.255.254", false },
	{ "169.254.169.254", false },
	{ "172.16.0.1", false },
	{ "172.31.255.255", false },
	{ "192.0.0.8", false },
	{ "192.168.1.1", false },
	{ "198.19.0.1", false },
	{ "224.0.0.1", false },
	{ "255.255.255.255", false },
	{ "2001:4860:4860::8888", true },
	{ "2606:4700::1111", true },
	{ "2002:808:808::1", true },
	{ "64:ff9b::808:808", true },
	{ "::ffff:8.8.8.8", true },
	{ "::", false },
	{ "::1", false },
	{ "::ffff:127.0.0.1", false },
	{ "::ffff:10.0.0.1", false },
	{ "::7f00:1", false },
	{ "64:ff9b::a00:1", false },
	{ "64:ff9b:1::a00:1", false },
	{ "2002:7f00:1::1", false },
	{ "2001::1", false },
	{ "2001:db8::1", false },
	{ "fc00::1", false },
	{ "fdff::1", false },
	{ "fe80::1", false },
	{ "fec0::1", false },
	{ "ff02::1", false },
	{ "100::1", false },
};

static void
public_addresses_are_told_apart(void **state)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	struct sockaddr local = { .sa_family = AF_UNIX };
	bool is_public;

	(void)state;
	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
		if (inet_pton(AF_INET, places[i].address, &in.sin_addr) == 1)
			is_public =
			    net_address_is_public((struct sockaddr *)&in);
		else {
			assert_int_equal(inet_pton(AF_INET6, places[i].address,
					     &in6.sin6_addr),
			    1);
			is_public =
			    net_address_is_public((struct sockaddr *)&in6);
		}
		if (is_public != places[i].is_public)
			fail_msg("%s", places[i].address);
	}
	assert_false(net_address_is_public(&local));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(call_arrives_as_made),
		cmocka_unit_test(body_arrives_as_made),
		cmocka_unit_test(answer_is_read),
		cmocka_unit_test(redirects_stay_unfollowed),
		cmocka_unit_test(connections_are_kept),
		cmocka_unit_test(answers_are_limited),
		cmocka_unit_test(no_whole_answer_is_none),
		cmocka_unit_test(other_schemes_are_refused),
		cmocka_unit_test(headers_cannot_be_injected),
		cmocka_unit_test(certificates_are_checked),
		cmocka_unit_test(proxies_of_the_environment_are_not_used),
		cmocka_unit_test(public_addresses_are_told_apart),
		cmocka_unit_test(foreign_calls_stay_outside),
	};

	return cmocka_run_group_tests_name(
	    "net", tests, setup_all, teardown_all);
}
