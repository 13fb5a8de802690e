#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/domain/when.h"
#include "worker/rules.h"

static struct minute
minute(int32_t of_day)
{
	return (struct minute){ .of_day = of_day, .set = of_day >= 0 };
}

static void
quiet_hours_end_by_the_wall_clock(void **state)
{
	static const struct {
		const char *now, *zone;
		int32_t from, to;
		const char *end; /* NULL: not quiet */
	} cases[] = {
		/* 22:00 to 07:00 passes midnight */
		{ "2026-11-24T21:59:00Z", "UTC", 1320, 420, NULL },
		{ "2026-11-24T22:00:00Z", "UTC", 1320, 420,
		    "2026-11-25T07:00:00Z" },
		{ "2026-11-25T03:00:00Z", "UTC", 1320, 420,
		    "2026-11-25T07:00:00Z" },
		{ "2026-11-25T06:59:59Z", "UTC", 1320, 420,
		    "2026-11-25T07:00:00Z" },
		{ "2026-11-25T07:00:00Z", "UTC", 1320, 420, NULL },
		/* a siesta within the day */
		{ "2026-11-25T12:59:59Z", "UTC", 780, 900, NULL },
		{ "2026-11-25T13:00:00Z", "UTC", 780, 900,
		    "2026-11-25T15:00:00Z" },
		{ "2026-11-25T15:00:00Z", "UTC", 780, 900, NULL },
		/* the member's zone decides, not the server's */
		{ "2026-11-24T21:30:00Z", "Europe/Berlin", 1320, 420,
		    "2026-11-25T06:00:00Z" },
		{ "2026-11-24T17:30:00Z", "Asia/Kolkata", 1320, 420,
		    "2026-11-25T01:30:00Z" },
		/* the night in which clocks go forward, and back */
		{ "2026-03-28T22:00:00Z", "Europe/Berlin", 1320, 420,
		    "2026-03-29T05:00:00Z" },
		{ "2026-10-24T21:00:00Z", "Europe/Berlin", 1320, 420,
		    "2026-10-25T06:00:00Z" },
		/* they end in the hour that is skipped: one hour later */
		{ "2026-03-29T00:30:00Z", "Europe/Berlin", 60, 150,
		    "2026-03-29T01:30:00Z" },
		/* no hours at all */
		{ "2026-11-25T03:00:00Z", "UTC", 420, 420, NULL },
		{ "2026-11-25T03:00:00Z", "UTC", -1, -1, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct instant end =
		    quiet_end(instant_from_rfc3339(cases[i].now), cases[i].zone,
			minute(cases[i].from), minute(cases[i].to));
		char text[32] = "";

		if (end.us != 0)
			instant_print_rfc3339(end, text);
		assert_string_equal(
		    text, cases[i].end != NULL ? cases[i].end : "");
	}
}

static struct notice_case
a_notice(void)
{
	return (struct notice_case){ .email_initial = true,
		.in_good_standing = true,
		.verified = true };
}

static void
a_notice_is_mailed_as_its_type_and_the_member_say(void **state)
{
	struct notice_case c = a_notice();

	(void)state;
	assert_int_equal(notice_mail_of(&c), NOTICE_MAIL_NOW);
	c.email_initial = false;
	assert_int_equal(notice_mail_of(&c), NOTICE_NO_MAIL);
	c.has_chosen = c.chosen = true;
	assert_int_equal(notice_mail_of(&c), NOTICE_MAIL_NOW);
	c.email_initial = true;
	c.chosen = false;
	assert_int_equal(notice_mail_of(&c), NOTICE_NO_MAIL);
}

static void
what_can_wait_waits(void **state)
{
	struct notice_case c = a_notice();

	(void)state;
	c.quiet = true;
	assert_int_equal(notice_mail_of(&c), NOTICE_MAIL_LATER);
	c.collected = true;
	assert_int_equal(notice_mail_of(&c), NOTICE_IN_DIGEST);
	c.urgent = true;
	assert_int_equal(notice_mail_of(&c), NOTICE_MAIL_NOW);
}

static void
nobody_is_told_twice_or_in_vain(void **state)
{
	struct notice_case c = a_notice();

	(void)state;
	c.read = true;
	assert_int_equal(notice_mail_of(&c), NOTICE_NO_MAIL);
	c = a_notice();
	c.invited = true;
	assert_int_equal(notice_mail_of(&c), NOTICE_NO_MAIL);
	c = a_notice();
	c.verified = false;
	assert_int_equal(notice_mail_of(&c), NOTICE_NO_MAIL);
	c = a_notice();
	c.in_good_standing = false;
	c.urgent = true;
	assert_int_equal(notice_mail_of(&c), NOTICE_NO_MAIL);
}

/* Somebody who got in reads the warning in the feed first, or switches it off:
 * the owner gets it all the same. */
static void
what_is_required_always_comes(void **state)
{
	struct notice_case c = { .required = true,
		.urgent = true,
		.has_chosen = true,
		.read = true,
		.quiet = true };

	(void)state;
	assert_int_equal(notice_mail_of(&c), NOTICE_MAIL_NOW);
	c.urgent = false;
	assert_int_equal(notice_mail_of(&c), NOTICE_MAIL_LATER);
}

static void
a_mail_is_judged_again_when_it_goes(void **state)
{
	static const struct {
		struct mail_case c;
		const char *why; /* NULL: it is sent */
	} cases[] = {
		{ { "verify", .has_person = true, .status = "active" }, NULL },
		{ { "reset", .has_person = true, .status = "suspended" },
		    NULL },
		{ { .template = "erased" }, NULL },
		{ { "verify", .suppressed = true, .has_person = true,
		      .status = "active" },
		    "the address is suppressed" },
		{ { "notice", .has_person = true, .status = "active",
		      .verified = true, .is_notice = true, .wanted = true },
		    NULL },
		{ { "notice", .has_person = true, .status = "active",
		      .verified = true, .is_notice = true },
		    "unsubscribed" },
		{ { "notice", .has_person = true, .status = "active",
		      .verified = true, .is_notice = true, .wanted = true,
		      .read = true },
		    "read already" },
		{ { "notice", .has_person = true, .status = "suspended",
		      .verified = true, .is_notice = true, .wanted = true },
		    "the account is suspended" },
		{ { "notice", .has_person = true, .status = "suspended",
		      .is_notice = true, .required = true, .read = true },
		    NULL },
		{ { "notice", .has_person = true, .status = "erased",
		      .is_notice = true, .required = true },
		    "the account is erased" },
		{ { "invitation", .has_person = true, .status = "banned",
		      .verified = true },
		    "the account is suspended" },
		{ { "invitation", .has_person = true, .status = "active",
		      .verified = true },
		    NULL },
		{ { "digest", .has_person = true, .status = "active" },
		    "the address is not verified" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *why = mail_refusal(&cases[i].c);

		assert_string_equal(why != NULL ? why : "sent",
		    cases[i].why != NULL ? cases[i].why : "sent");
	}
}

static void
only_dead_addresses_are_suppressed(void **state)
{
	static const char *const dead[] = { "550 5.1.1 no such user",
		"550-5.1.1 The email account", "550 no such user here",
		"553 5.1.3 bad address", "550 5.2.1 mailbox disabled",
		"551 user not local", "554 5.1.1 unknown" };
	static const char *const alive[] = { "550 5.7.1 message refused",
		"554 5.7.1 spam", "552 5.2.2 mailbox full", "554 no",
		"550 5.1.8 sender's domain", "530 5.7.0 sign in", "421 later",
		"" };

	(void)state;
	for (size_t i = 0; i < sizeof(dead) / sizeof(dead[0]); i++)
		assert_true(is_dead_address(dead[i]));
	for (size_t i = 0; i < sizeof(alive) / sizeof(alive[0]); i++)
		assert_false(is_dead_address(alive[i]));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(quiet_hours_end_by_the_wall_clock),
		cmocka_unit_test(
		    a_notice_is_mailed_as_its_type_and_the_member_say),
		cmocka_unit_test(what_can_wait_waits),
		cmocka_unit_test(nobody_is_told_twice_or_in_vain),
		cmocka_unit_test(what_is_required_always_comes),
		cmocka_unit_test(a_mail_is_judged_again_when_it_goes),
		cmocka_unit_test(only_dead_addresses_are_suppressed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
