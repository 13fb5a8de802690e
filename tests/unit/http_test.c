#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
/* cmocka.h needs setjmp, stdarg, stddef and stdint first. */
#include <cmocka.h>

#include "lib/http/content_type.h"
#include "lib/http/etag.h"
#include "lib/http/http.h"
#include "lib/http/path.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
knows_local_paths(void **state)
{
	static const char *const good[] = { "/", "/dashboard", "/u/mia",
		"/mentors?q=a%20b&after=3", "/sessions/12/room#chat", "/a/",
		"/a?next=//evil.example", "/a?u=http://x/", "/caf%C3%A9",
		"/%40x", "/a:b", "/loginx", "/logout-help", "/a%20b", "/?",
		"/a?b=/../c" };
	static const char *const bad[] = { "", "dashboard", "//evil.example",
		"///evil.example", "/\\evil.example", "\\/evil.example",
		"\\\\evil.example", "http:evil.example", "http://evil.example",
		"https:/evil.example", "javascript:alert(1)", "/%0d%0aX:y",
		"/%0D%0A", "/a%00", "/a%7f", "/%5Cevil.example",
		"/%5cevil.example", "/%2Fevil.example", "/%2fevil.example",
		"/a/%2e%2e/b", "/a/..", "/./a", "/../a", "/..//evil.example",
		"/a//b", "/a\r\nX: y", "/a\tb", "/a b", " /a", "/a\x01",
		"/a\x7f", "/caf\xc3\xa9", "/a%", "/a%4", "/a%zz", "/a?x=%0a",
		"/a?x=\\", "/login", "/login?next=/a", "/login/", "/login#x",
		"/logout", "/logout/all", "?a", "#a", ".", "/\xe2\x80\xae" };
	char large[2100];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(good); i++)
		if (!http_is_local_path(good[i]))
			fail_msg("%s", good[i]);
	for (i = 0; i < COUNT(bad); i++)
		if (http_is_local_path(bad[i]))
			fail_msg("%s", bad[i]);
	memset(large, 'a', sizeof(large));
	large[0] = '/';
	large[2000] = '\0';
	assert_true(http_is_local_path(large));
	large[2000] = 'a';
	large[2001] = '\0';
	assert_false(http_is_local_path(large));
	assert_false(http_is_local_path(NULL));
}

static void
decodes_paths_once(void **state)
{
	static const struct {
		const char *uri, *path;
	} table[] = {
		{ "/", "/" },
		{ "/?a=/../b%00", "/" },
		{ "/u/mia", "/u/mia" },
		{ "/u/mia/", "/u/mia/" },
		{ "/a%20b+c", "/a b+c" },
		{ "/caf%C3%A9", "/caf\xc3\xa9" },
		{ "/caf\xc3\xa9", "/caf\xc3\xa9" },
		{ "/%2541", "/%41" },
		{ "/c%23/%3F", "/c#/?" },
		{ "/...", "/..." },
		{ "/.well-known/x", "/.well-known/x" },
		{ "", NULL },
		{ "a", NULL },
		{ "http://x/", NULL },
		{ "//", NULL },
		{ "//a", NULL },
		{ "/a//b", NULL },
		{ "/a//", NULL },
		{ "/.", NULL },
		{ "/a/./b", NULL },
		{ "/..", NULL },
		{ "/a/../b", NULL },
		{ "/a/%2e%2e/b", NULL },
		{ "/a/.%2E/b", NULL },
		{ "/%2e/b", NULL },
		{ "/a%2Fb", NULL },
		{ "/a%2fb", NULL },
		{ "/a%5Cb", NULL },
		{ "/a\\b", NULL },
		{ "/a%00", NULL },
		{ "/a%0A", NULL },
		{ "/a%7F", NULL },
		{ "/a%", NULL },
		{ "/a%4", NULL },
		{ "/a%g0", NULL },
		{ "/%FF", NULL },
		{ "/\xff", NULL },
		{ "/%C0%AF", NULL },
		{ "/%ED%A0%80", NULL },
	};
	const char *path;
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		path = path_decode(*state, table[i].uri);
		if ((path == NULL) != (table[i].path == NULL) ||
		    (path != NULL && strcmp(path, table[i].path) != 0))
			fail_msg("%s: %s", table[i].uri, path);
	}
}

static void
strips_api(void **state)
{
	static const struct {
		const char *path, *rest;
		bool is_api;
	} table[] = {
		{ "/api", "/", true },
		{ "/api/", "/", true },
		{ "/api/u/x", "/u/x", true },
		{ "/api/api/x", "/api/x", true },
		{ "/apis", "/apis", false },
		{ "/API/x", "/API/x", false },
		{ "/u/api/x", "/u/api/x", false },
		{ "/", "/", false },
	};
	bool is_api;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		assert_string_equal(
		    path_strip_api(table[i].path, &is_api), table[i].rest);
		assert_int_equal(is_api, table[i].is_api);
	}
}

static void
weighs_accept(void **state)
{
	static const char *const json[] = { "application/json",
		"Application/JSON;charset=utf-8", "application/*",
		"application/json, text/plain, */*",
		"text/html;q=0.9,application/json",
		"text/html; q=0.5 , application/json ; q=0.501",
		"*/*,text/html;q=0", "text/*;q=0.1,*/*;q=0.2",
		"application/json;q=0.001" };
	static const char *const html[] = { "", "*/*", "text/html", "text/*",
		"text/html,application/xhtml+xml,application/xml;q=0.9,"
		"image/avif,*/*;q=0.8",
		"application/json;q=0.9,text/html", "application/json;q=0",
		"text/html,application/json", "application/json,text/html",
		"application/json;q=0,*/*", "application/jsonp", "json",
		"application/json;q=2", "application/json;q=0.0001",
		"application/json;q=-1",
		"application/json;q=", "text/html;q=1,application/json;q=1.000",
		"*/*;q=0", ",,;q=1", "image/png", "application/json;q=0.0" };
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(json); i++)
		if (!http_prefers_json(json[i]))
			fail_msg("%s", json[i]);
	for (i = 0; i < COUNT(html); i++)
		if (http_prefers_json(html[i]))
			fail_msg("%s", html[i]);
	assert_false(http_prefers_json(NULL));
}

static void
chooses_languages(void **state)
{
	static const char *const codes[] = { "en", "de", "pt" };
	static const struct {
		const char *wanted;
		size_t number;
	} all[] = {
		{ NULL, 0 },
		{ "", 0 },
		{ "de", 1 },
		{ "DE-at", 1 },
		{ "fr, pt;q=0.3", 2 },
		{ "en-GB,en;q=0.9,de;q=0.8", 0 },
		{ "pt;q=0.5 , de;q=0.7,en;q=0.6", 1 },
		{ "de;q=0", 0 },
		{ "de;q=0, pt;q=0.001", 2 },
		{ "de;q=2", 0 },
		{ "pt,de", 2 },
		{ "deu", 0 },
		{ "d", 0 },
		{ "*", 0 },
		{ ",,;-,de", 1 },
		{ "fr;q=de", 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(all); i++)
		if (http_language(all[i].wanted, codes, COUNT(codes)) !=
		    all[i].number)
			fail_msg("%s", all[i].wanted);
	assert_int_equal(http_language("de", codes, 1), 0);
}

static void
reads_content_types(void **state)
{
	struct arena *a = *state;
	static const char type[] =
	    "Multipart/Form-Data ; x=\"a;boundary=b\\\"\""
	    ";Boundary=\"c d\" ; charset=UTF-8; z";

	assert_true(value_is(type, "multipart/form-data"));
	assert_false(value_is(type, "multipart/form"));
	assert_false(value_is("application/jsonx", "application/json"));
	assert_true(value_is(" application/json", "application/json"));
	assert_string_equal(value_param(a, type, "boundary"), "c d");
	assert_string_equal(value_param(a, type, "CHARSET"), "UTF-8");
	assert_string_equal(value_param(a, type, "x"), "a;boundary=b\"");
	assert_null(value_param(a, type, "z"));
	assert_null(value_param(a, type, "bound"));
	assert_null(value_param(a, "a/b", "charset"));
	assert_string_equal(value_param(a, "a/b;c=", "c"), "");
	assert_string_equal(value_param(a, "a/b;c=\"open", "c"), "open");
}

/* The arena holds 1 MiB: a copy of the rest for each would end the process. */
static void
passes_over_many_parameters(void **state)
{
	struct buf type;
	int i;

	buf_init(&type, *state, 16384);
	buf_puts(&type, "a/b");
	for (i = 0; i < 2000; i++)
		buf_puts(&type, ";x=\"\"");
	buf_puts(&type, ";y=z");
	for (i = 0; i < 50; i++)
		assert_string_equal(value_param(*state, type.data, "y"), "z");
}

static void
tags_and_matches(void **state)
{
	static const struct {
		const char *list;
		bool matches;
	} table[] = {
		{ "\"0123\"", true },
		{ "W/\"0123\"", true },
		{ "*", true },
		{ " * ", true },
		{ "\"a\", \"0123\"", true },
		{ "\"a\",W/\"b\",\"0123\"", true },
		{ "\"a,\\\", \"0123\" ,\"c\"", true },
		{ "\"0123\",", true },
		{ "", false },
		{ "0123", false },
		{ "\"012\"", false },
		{ "\"01234\"", false },
		{ "\"0123", false },
		{ "*,\"a\"", false },
		{ "\"a\" \"0123\"", false },
		{ "w/\"0123\"", false },
		{ "W/", false },
		{ ",,,", false },
	};
	char body[200] = { 0 };
	const char *tag, *before = NULL;
	size_t i;

	for (i = 0; i < COUNT(table); i++)
		if (etag_matches(table[i].list, "\"0123\"") != table[i].matches)
			fail_msg("%s", table[i].list);
	assert_false(etag_matches(NULL, "\"0123\""));
	for (i = 0; i < sizeof(body); i++) {
		tag = etag_of(*state, body, i);
		assert_int_equal(strlen(tag), 18);
		assert_true(before == NULL || strcmp(tag, before) != 0);
		before = tag;
	}
	for (i = 0; i < sizeof(body); i++) {
		body[i] = 1;
		tag = etag_of(*state, body, sizeof(body));
		assert_string_not_equal(tag, before);
		assert_string_equal(tag, etag_of(*state, body, sizeof(body)));
		before = tag;
	}
}

/* The status of a process that sets this header, its log thrown away. */
static int
status_after(struct arena *a, const char *name, const char *value)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		close(STDERR_FILENO);
		response_header(response_new(a), name, value);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
ends_on_line_ends_in_headers(void **state)
{
	assert_int_equal(status_after(*state, "Location", "/a?b=c"), 0);
	assert_int_not_equal(status_after(*state, "Location", "/a\r\nX: y"), 0);
	assert_int_not_equal(status_after(*state, "Location", "/a\n"), 0);
	assert_int_not_equal(status_after(*state, "Location", "\r"), 0);
	assert_int_not_equal(status_after(*state, "X: y\r\nZ", "1"), 0);
}

static int
setup(void **state)
{
	*state = arena_new(1 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(knows_local_paths),
		TEST(decodes_paths_once),
		TEST(strips_api),
		TEST(weighs_accept),
		TEST(chooses_languages),
		TEST(reads_content_types),
		TEST(passes_over_many_parameters),
		TEST(tags_and_matches),
		TEST(ends_on_line_ends_in_headers),
	};

	return cmocka_run_group_tests_name("http", tests, NULL, NULL);
}
