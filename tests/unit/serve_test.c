#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
/* cmocka.h needs setjmp, stdarg, stddef and stdint first. */
#include <cmocka.h>

#include "../support/echo_fixture.h"

static struct answer
get_uri(struct fixture *f, const char *uri, const char *header)
{
	const char *query = strchr(uri, '?');
	char target[200], query_string[200];
	const char *const params[] = { "REQUEST_METHOD=GET", target,
		query_string, "CONTENT_LENGTH=", header, NULL };

	snprintf(target, sizeof(target), "REQUEST_URI=%s", uri);
	snprintf(query_string, sizeof(query_string), "QUERY_STRING=%s",
	    query == NULL ? "" : query + 1);
	return call(f, params, NULL, 0);
}

/* POST to /echo with a type; announced is the CONTENT_LENGTH, -1 for none. */
static struct answer
post(struct fixture *f, const char *type, const char *body, size_t len,
    long announced)
{
	char length[60] = "CONTENT_LENGTH=", content[200];
	const char *const params[] = { "REQUEST_METHOD=POST",
		"REQUEST_URI=/echo", length, content, NULL };

	if (announced >= 0)
		snprintf(
		    length, sizeof(length), "CONTENT_LENGTH=%ld", announced);
	snprintf(content, sizeof(content), "CONTENT_TYPE=%s", type);
	return call(f, params, body, len);
}

static void
has(const struct answer *a, const char *words)
{
	if (strstr(a->head, words) == NULL && strstr(a->body, words) == NULL)
		fail_msg("no %s in:\n%s\n\n%s", words, a->head, a->body);
}

static void
has_not(const struct answer *a, const char *words)
{
	if (strstr(a->head, words) != NULL || strstr(a->body, words) != NULL)
		fail_msg("%s in:\n%s\n\n%s", words, a->head, a->body);
}

static const char form[] = "application/x-www-form-urlencoded";

static void
reads_parameters(void **state)
{
	static const char *const full[] = { "REQUEST_METHOD=HEAD",
		"REQUEST_URI=/api/u/caf%C3%A9?x=1&y=%00",
		"QUERY_STRING=x=1&y=%00", "HTTP_HOST=a.example:8443",
		"REQUEST_SCHEME=https", "REMOTE_ADDR=127.0.0.1",
		"HTTP_USER_AGENT=odd \xff\xc3\xa9 one",
		"REQUEST_ID=0123456789abcdef0123456789abcdef",
		"HTTP_ACCEPT=text/html", "HTTP_COOKIE=a=1", "HTTP_COOKIE=b=2",
		"HTTP_X_CSRF_TOKEN=t", "HTTP_ORIGIN=https://a.example",
		"HTTP_IDEMPOTENCY_KEY=k", "HTTP_STRIPE_SIGNATURE=v1=x",
		"CONTENT_LENGTH=", "UNKNOWN=1", NULL };
	static const char *const none[] = { NULL };
	static const char *const bad[] = { "REQUEST_URI=/a/%2e%2e/b",
		"CONTENT_LENGTH=-5", "REQUEST_ID=<script>", "HTTPS=on",
		"REQUEST_METHOD=DELETE", NULL };
	static const char *const params[] = { "REQUEST_METHOD=GET",
		"REQUEST_URI=/api/u/caf%C3%A9?x=1&y=%00", "HTTP_COOKIE=a=1",
		"HTTP_COOKIE=b=2", "HTTP_USER_AGENT=odd \xff\xc3\xa9 one",
		"HTTP_STRIPE_SIGNATURE=v1=x", "QUERY_STRING=x=1",
		"REQUEST_ID=0123456789abcdef0123456789abcdef",
		"HTTP_X_CSRF_TOKEN=t", "HTTP_HOST=a.example:8443", NULL };
	struct answer a = call(*state, full, NULL, 0);

	assert_int_equal(a.len, 0);
	has(&a, "Status: 200 OK\r\n");
	has(&a, "Content-Length: 3");
	answer_free(&a);
	a = call(*state, params, NULL, 0);
	has(&a, "path=/u/caf\xc3\xa9\n");
	has(&a, "uri=/api/u/caf%C3%A9?x=1&y=%00\n");
	has(&a, "query=x=1\n");
	has(&a, "cookie=a=1; b=2\n");
	has(&a, "user_agent=odd ?\xc3\xa9 one\n");
	has(&a, "id=0123456789abcdef0123456789abcdef\n");
	has(&a, "signature=v1=x\n");
	has(&a, "csrf=t\n");
	has(&a, "host=a.example:8443\n");
	has(&a, "length=-1 head=0 api=1 fault=0\n");
	answer_free(&a);
	a = call(*state, none, NULL, 0);
	has(&a, "method=GET\npath=/\nquery=\nuri=\nhost=(null)\nscheme=http\n");
	has(&a, "head=0 api=0 fault=1\n");
	answer_free(&a);
	a = call(*state, bad, NULL, 0);
	has(&a, "method=DELETE\n");
	has(&a, "scheme=https\n");
	has(&a, "length=9223372036854775807 head=0 api=0 fault=1\n");
	has_not(&a, "script");
	answer_free(&a);
}

static void
reads_bodies(void **state)
{
	static const char parts[] =
	    "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n"
	    "--b\r\nContent-Disposition: form-data; name=f; filename=x.png\r\n"
	    "\r\n%PDF-1.4\n%x\n\r\n--b--\r\n";
	struct fixture *f = *state;

	check(post(f, form, "a=1&b=%C3%A9", 12, 12),
	    "fault=0 json=0 a=1 b=\xc3\xa9");
	check(post(f, "application/json; charset=\"UTF-8\"", "{\"a\":1}", 7, 7),
	    "fault=0 json=1 a=1");
	check(post(f, "multipart/form-data; boundary=b", parts,
		  sizeof(parts) - 1, sizeof(parts) - 1),
	    "fault=0 json=0 a=1 f=[x.png application/pdf 12 12]");
	check(post(f, form, "", 0, 0), "fault=0 json=0");
	check(post(f, "application/json", "", 0, 0), "fault=0 json=1");
	check(post(f, "", "", 0, 0), "fault=0 json=0");
	check(post(f, "", "", 0, -1), "fault=0 json=0");
	check(post(f, form, "a=1", 3, -1), "fault=0 json=0 a=1");
	assert_int_equal(rmdir(f->tmp), 0);
}

static void
refuses_bodies(void **state)
{
	static const struct {
		const char *type, *body;
		long announced;
		enum body_fault fault;
	} table[] = {
		{ form, "a=1", 4, BODY_SHORT },
		{ form, "", 1, BODY_SHORT },
		{ form, "a=1", 2, BODY_MALFORMED },
		{ form, "a=%zz", 5, BODY_MALFORMED },
		{ "application/json", "{", 1, BODY_MALFORMED },
		{ "application/json", "[]", 2, BODY_MALFORMED },
		{ "application/json", "{\"a\":1}", 9, BODY_SHORT },
		{ "multipart/form-data", "--b--", 5, BODY_MALFORMED },
		{ "multipart/form-data; boundary=b", "--b", 3, BODY_MALFORMED },
		{ "multipart/form-data; boundary=b", "--b--", 6, BODY_SHORT },
		{ "text/plain", "a", 1, BODY_UNSUPPORTED },
		{ "text/plain", "a", -1, BODY_UNSUPPORTED },
		{ "", "a", 1, BODY_UNSUPPORTED },
		{ "application/json; charset=latin1", "{}", 2,
		    BODY_UNSUPPORTED },
		{ "application/jsonx", "{}", 2, BODY_UNSUPPORTED },
		{ form, "a=1", BODY_MAX + 1, BODY_TOO_LARGE },
		{ form, "a=1", BODY_MEMORY_MAX + 1, BODY_TOO_LARGE },
	};
	struct fixture *f = *state;
	char expected[60];
	struct answer a;
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		a = post(f, table[i].type, table[i].body, strlen(table[i].body),
		    table[i].announced);
		snprintf(
		    expected, sizeof(expected), "fault=%d ", table[i].fault);
		if (strncmp(a.body, expected, strlen(expected)) != 0)
			fail_msg("%zu %s %s: %s", i, table[i].type,
			    table[i].body, a.body);
		answer_free(&a);
	}
}

static void
bounds_a_body_without_length(void **state)
{
	size_t size = BODY_MAX + 100000;
	char *large = malloc(size);
	struct answer a;

	memset(large, 'a', size);
	a = post(*state, form, large, size, -1);
	has(&a, "fault=2 ");
	answer_free(&a);
	a = post(*state, "multipart/form-data; boundary=b", large, size, -1);
	has(&a, "fault=2 ");
	answer_free(&a);
	a = post(*state, form, large, BODY_MEMORY_MAX, -1);
	has(&a, "fault=0 ");
	answer_free(&a);
	free(large);
}

static void
hands_over_raw_bodies(void **state)
{
	static const char *const params[] = { "REQUEST_METHOD=POST",
		"REQUEST_URI=/raw", "CONTENT_LENGTH=5",
		"CONTENT_TYPE=application/webhook+json", NULL };
	static const char *const large[] = { "REQUEST_METHOD=POST",
		"REQUEST_URI=/raw", "CONTENT_LENGTH=1001", NULL };
	static const char *const none[] = { "REQUEST_METHOD=POST",
		"REQUEST_URI=/raw", "CONTENT_LENGTH=0", NULL };

	check(call(*state, params, "{ } \xff", 5), "fault=0 { } \xff");
	check(call(*state, large, "", 0), "fault=2 ");
	check(call(*state, none, "", 0), "fault=0 ");
}

static void
writes_answers(void **state)
{
	struct answer a = get_uri(*state, "/refuse", NULL);

	has(&a, "Status: 413 Content Too Large\r\n");
	has(&a, "content-type: text/markdown\r\n");
	has_not(&a, "text/plain");
	has(&a, "Content-Length: 2");
	has(&a, "Set-Cookie: a=3; Path=/; Secure; HttpOnly; SameSite=Lax");
	has(&a, "Set-Cookie: b=2;");
	has_not(&a, "a=1");
	has_not(&a, "ETag");
	assert_string_equal(a.body, "no");
	answer_free(&a);
	a = get_uri(*state, "/empty", NULL);
	has(&a, "Status: 204 No Content");
	has_not(&a, "Content-");
	assert_int_equal(a.len, 0);
	answer_free(&a);
	a = get_uri(*state, "/again", NULL);
	has(&a, "Status: 200 OK");
	has_not(&a, "X-First");
	assert_string_equal(a.body, "second");
	answer_free(&a);
}

static void
sends_any_length(void **state)
{
	static const size_t sizes[] = { 0, 1, 65000, 65300, 65400, 65500, 65527,
		65528, 65529, 131056, 500000, 5000000 };
	char uri[40], length[60];
	struct answer a;
	size_t i;

	for (i = 0; i < COUNT(sizes); i++) {
		snprintf(uri, sizeof(uri), "/big?%zu", sizes[i]);
		snprintf(
		    length, sizeof(length), "Content-Length: %zu", sizes[i]);
		a = get_uri(*state, uri, NULL);
		has(&a, length);
		assert_int_equal(a.len, sizes[i]);
		assert_int_equal(strspn(a.body, "x"), sizes[i]);
		answer_free(&a);
	}
}

static void
answers_not_modified(void **state)
{
	struct answer a = get_uri(*state, "/again", NULL);
	char *tag = strstr(a.head, "ETag: \""), header[80];

	assert_non_null(tag);
	snprintf(header, sizeof(header), "HTTP_IF_NONE_MATCH=W/%.18s", tag + 6);
	answer_free(&a);
	a = get_uri(*state, "/again", header);
	has(&a, "Status: 304 Not Modified\r\n");
	has(&a, "ETag: \"");
	has_not(&a, "Content-");
	assert_int_equal(a.len, 0);
	answer_free(&a);
	a = get_uri(*state, "/again", "HTTP_IF_NONE_MATCH=\"other\"");
	has(&a, "Status: 200 OK");
	answer_free(&a);
	a = get_uri(*state, "/refuse", "HTTP_IF_NONE_MATCH=*");
	has(&a, "Status: 413");
	answer_free(&a);
}

static void
outlives_bad_clients(void **state)
{
	static const char *const big[] = { "REQUEST_URI=/big",
		"QUERY_STRING=5000000", NULL };
	static const char *const echo_params[] = { "REQUEST_METHOD=POST",
		"REQUEST_URI=/echo", "CONTENT_LENGTH=100",
		"CONTENT_TYPE=application/x-www-form-urlencoded", NULL };
	struct fixture *f = *state;
	struct client c;

	client_open(&c, f->path);
	client_close(&c);
	client_open(&c, f->path);
	assert_int_equal(write(c.fd, "GET / HTTP/1.1\r\n\r\n", 18), 18);
	client_close(&c);
	client_open(&c, f->path);
	assert_int_equal(write(c.fd, "\1\1\0\1\0\10\0\0\0\1", 10), 10);
	client_close(&c);
	client_open(&c, f->path);
	client_begin(&c, big);
	client_close(&c);
	client_open(&c, f->path);
	client_begin(&c, echo_params);
	client_body(&c, "a=1", 3);
	client_close(&c);
	check(post(f, form, "a=1", 3, 3), "fault=0 json=0 a=1");
}

/* The answer arrives although the body was not read. */
static void
refuses_without_reading(void **state)
{
	static const char *const params[] = { "REQUEST_METHOD=POST",
		"REQUEST_URI=/refuse", "CONTENT_LENGTH=1000000", NULL };
	char *large = calloc(1, 1000000);
	struct answer a = call(*state, params, large, 1000000);

	has(&a, "Status: 413");
	assert_string_equal(a.body, "no");
	answer_free(&a);
	free(large);
}

static void
serves_many_in_a_row(void **state)
{
	char body[40], expected[60];
	int i;

	for (i = 0; i < 100; i++) {
		snprintf(body, sizeof(body), "a=%03d", i);
		snprintf(
		    expected, sizeof(expected), "fault=0 json=0 a=%03d", i);
		check(post(*state, form, body, 5, 5), expected);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_parameters),
		TEST(reads_bodies),
		TEST(refuses_bodies),
		TEST(bounds_a_body_without_length),
		TEST(hands_over_raw_bodies),
		TEST(writes_answers),
		TEST(sends_any_length),
		TEST(answers_not_modified),
		TEST(outlives_bad_clients),
		TEST(refuses_without_reading),
		TEST(serves_many_in_a_row),
	};

	return cmocka_run_group_tests_name("serve", tests, NULL, NULL);
}
