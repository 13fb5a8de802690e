#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/domain/browser.h"

static int
setup(void **state)
{
	*state = arena_new(64 * 1024);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* As the programs themselves say it. */
static const struct {
	const char *agent, *words;
} examples[] = {
	{ "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 "
	  "Firefox/128.0",
	    "Firefox, Linux" },
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
	  "(KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.0.0",
	    "Edge, Windows" },
	{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 "
	  "(KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36",
	    "Chrome, Windows" },
	{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
	  "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
	  "Mobile/15E148 Safari/604.1",
	    "Safari, iPhone" },
	{ "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
	  "AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
	  "Safari/605.1.15",
	    "Safari, macOS" },
	{ "Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S921B) "
	  "AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/25.0 "
	  "Chrome/121.0.0.0 Mobile Safari/537.36",
	    "Samsung Internet, Android" },
	{ "curl/7.88.1", "curl/7.88.1" },
	{ "Chrome/126", "Chrome" },
	{ "0123456789012345678901234567890123456789 and more",
	    "0123456789012345678901234567890123456789" },
	{ "", "" },
	{ NULL, "A program" },
};

static void
browsers_are_told_apart(void **state)
{
	for (size_t i = 0; i < sizeof(examples) / sizeof(examples[0]); i++)
		assert_string_equal(browser_words(*state, examples[i].agent),
		    examples[i].words);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    browsers_are_told_apart, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
