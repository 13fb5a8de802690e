#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/base/setting.h"

static const struct setting table[] = {
	{ "TEST_NAME", SETTING_TEXT, "nobody", false, "A name." },
	{ "TEST_COUNT", SETTING_INT, "3", false, "A count." },
	{ "TEST_*_URL", SETTING_URL, NULL, false, "One of many." },
	{ "TEST_*_SECRET", SETTING_TEXT, "none", true, "One of many." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};
static const struct setting *const tables[] = { base_settings, table, NULL };

static char path[] = "/tmp/belay-setting-XXXXXX";

static void
write_file(const char *text)
{
	FILE *f = fopen(path, "we");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
plain_names(void **state)
{
	(void)state;
	write_file("# a comment\n\nTEST_COUNT=5\nTEST_NAME=ana\n");
	setenv("TEST_NAME", "bea", 1);
	assert_true(settings_load(tables));
	assert_int_equal(setting_int("TEST_COUNT"), 5);
	assert_string_equal(setting_text("TEST_NAME"), "bea");
	unsetenv("TEST_NAME");
	write_file("TEST_COUNT=many\n");
	assert_false(settings_load(tables));
	setenv("TEST_COUNT", "7x", 1);
	write_file("");
	assert_false(settings_load(tables));
	unsetenv("TEST_COUNT");
}

/* Lines of a file, each alone: is the start refused? */
static void
lines(void **state)
{
	static const struct {
		const char *line;
		bool is_fine;
	} all[] = {
		{ "TEST_COUNT=5", true },
		{ "  TEST_COUNT=5\r", true },
		{ "# TEST_COUNT=x", true },
		{ "TEST_COUNT=", true },
		{ "TEST_COUNT=5 6", false },
		{ "TEST_COUNTS=5", false },
		{ "TEST_COUN=5", false },
		{ "TEST_COUNT =5", false },
		{ "TEST_COUNT", false },
		{ "=5", false },
		{ "test_count=5", false },
		{ "TEST_A_URL=https://a", true },
		{ "TEST_A_URLS=https://a", false },
		{ "TEST_A_URL=a", false },
		/* other programs' and the tools' */
		{ "SMTP_URL=smtp://mail.example", true },
		{ "SMTP_URI=smtp://mail.example", false },
		{ "BELAY_HTTPS_PORT=443", true },
		{ "BELAY_HTTPS_PROT=443", false },
		{ "OIDC_ACME_ISSUER=https://acme.example", true },
		{ "OIDC__ISSUER=https://acme.example", false },
		{ "OIDC_*_ISSUER=https://acme.example", false },
		{ "BELAY_PROCESSES_BOOKING=4", true },
		{ "BELAY_PROCESSES_BOOKING=four", false },
		{ "BELAY_PRODUCTION=yes", false },
		{ "BELAY_PRODUCTION=1\nBELAY_CLOCK_OFFSET=9", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		write_file(all[i].line);
		if (settings_load(tables) != all[i].is_fine)
			fail_msg("%s", all[i].line);
	}
	write_file("BELAY_PRODUCTION=0\nTEST_NAME=\"a b=c\"\n");
	assert_true(settings_load(tables));
	assert_string_equal(setting_text("TEST_NAME"), "a b=c");
}

static void
long_lines(void **state)
{
	static char text[6000];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	memcpy(text, "TEST_NAME=", strlen("TEST_NAME="));
	write_file(text);
	assert_false(settings_load(tables));
	text[2000] = '\0';
	write_file(text);
	assert_true(settings_load(tables));
	setenv("BELAY_ENV_FILE", "/nonexistent/belay.env", 1);
	assert_false(settings_load(tables));
	setenv("BELAY_ENV_FILE", path, 1);
}

static void
patterns(void **state)
{
	(void)state;
	write_file("TEST_ZED_URL=https://z.example\nTEST_B2_URL=https://b\n"
		   "TEST_ZED_SECRET=s\n");
	setenv("TEST_ACME_URL", "https://a.example", 1);
	setenv("TEST_B2_URL", "https://b.example", 1);
	assert_true(settings_load(tables));
	assert_string_equal(setting_part("TEST_*_URL", 0), "ACME");
	assert_string_equal(setting_part("TEST_*_URL", 1), "B2");
	assert_string_equal(setting_part("TEST_*_URL", 2), "ZED");
	assert_null(setting_part("TEST_*_URL", 3));
	assert_null(setting_part("TEST_*_URL", 4));
	assert_string_equal(setting_text("TEST_B2_URL"), "https://b.example");
	assert_string_equal(setting_text("TEST_ZED_SECRET"), "s");
	assert_string_equal(setting_text("TEST_ACME_SECRET"), "none");
	assert_null(setting_text("TEST_OTHER_URL"));
	setenv("TEST_ACME_URL", "not a url", 1);
	assert_false(settings_load(tables));
	unsetenv("TEST_ACME_URL");
	unsetenv("TEST_B2_URL");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_names),
		cmocka_unit_test(patterns),
		cmocka_unit_test(lines),
		cmocka_unit_test(long_lines),
	};
	int fd = mkstemp(path), failed;

	if (fd < 0 || close(fd) != 0)
		return 1;
	setenv("BELAY_ENV_FILE", path, 1);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink(path);
	return failed;
}
