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

#include "lib/http/cookie.h"

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static void
finds(void **state)
{
	static const struct {
		const char *header, *value;
	} table[] = {
		{ NULL, NULL },
		{ "", NULL },
		{ "a=1", "1" },
		{ "b=2; a=1", "1" },
		{ "b=2;a=1;c=3", "1" },
		{ " a=1 ; b=2", "1" },
		{ "a=\"1 2\"", "1 2" },
		{ "a=\"\"", "" },
		{ "a=\"", "\"" },
		{ "a=", "" },
		{ "a==", "=" },
		{ "a=b=c", "b=c" },
		{ "A=1", NULL },
		{ "aa=1", NULL },
		{ "ba=1", NULL },
		{ "a", NULL },
		{ "a; b=1", NULL },
		{ "x=a=1", NULL },
		{ "a=1; a=1", NULL },
		{ "a=1; b=2; a=2", NULL },
		{ "a=1;;; ;b", "1" },
		{ "a =1", NULL },
		{ ";a=1", "1" },
	};
	size_t i;
	const char *value;

	for (i = 0; i < COUNT(table); i++) {
		value = cookie_find(*state, table[i].header, "a");
		if ((value == NULL) != (table[i].value == NULL) ||
		    (value != NULL && strcmp(value, table[i].value) != 0))
			fail_msg("%s: %s", table[i].header, value);
	}
	assert_null(cookie_find(*state, "=1", ""));
	assert_string_equal(cookie_find(*state, "__Host-session=x; session=y",
				"__Host-session"),
	    "x");
}

static void
refuses_oversized(void **state)
{
	struct arena *a = *state;
	char *value = arena_alloc(a, 4098, 1);

	memset(value, 'v', 4096);
	assert_string_equal(
	    cookie_find(a, arena_printf(a, "a=%s; b=1", value), "a"), value);
	value[4096] = 'v';
	assert_null(cookie_find(a, arena_printf(a, "a=%s", value), "a"));
	assert_string_equal(
	    cookie_find(a, arena_printf(a, "a=%s; b=1", value), "b"), "1");
}

static void
writes_attributes(void **state)
{
	static const struct cookie forever = { "__Host-session",
		"AbC-_1=", 2592000, false };
	static const struct cookie closing = { "__Host-theme", "dark", 0,
		true };
	static const struct cookie gone = { "__Host-flash", "", -1, false };

	assert_string_equal(cookie_line(*state, &forever),
	    "__Host-session=AbC-_1=; Path=/; Max-Age=2592000; Secure; "
	    "HttpOnly; SameSite=Lax");
	assert_string_equal(cookie_line(*state, &closing),
	    "__Host-theme=dark; Path=/; Secure; SameSite=Lax");
	assert_string_equal(cookie_line(*state, &gone),
	    "__Host-flash=; Path=/; Max-Age=0; Secure; HttpOnly; "
	    "SameSite=Lax");
}

/* The status of a process that writes this cookie, its log thrown away. */
static int
status_after(struct arena *a, const struct cookie *c)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		close(STDERR_FILENO);
		cookie_line(a, c);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
ends_on_bytes_that_no_cookie_has(void **state)
{
	static const char *const bad[] = { "a b", "a;b", "a,b", "a\"b", "a\\b",
		"a\r\nX: y", "\xc3\xa9", "a\x7f" };
	struct cookie c = { .name = "n" };
	size_t i;

	for (i = 0; i < COUNT(bad); i++) {
		c.value = bad[i];
		if (status_after(*state, &c) == 0)
			fail_msg("%s", bad[i]);
	}
	c.value = "fine";
	assert_int_equal(status_after(*state, &c), 0);
	c.name = "a=b";
	assert_int_not_equal(status_after(*state, &c), 0);
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
		TEST(finds),
		TEST(refuses_oversized),
		TEST(writes_attributes),
		TEST(ends_on_bytes_that_no_cookie_has),
	};

	return cmocka_run_group_tests_name("cookie", tests, NULL, NULL);
}
