#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
/* cmocka.h needs setjmp, stdarg, stddef and stdint first. */
#include <cmocka.h>

#include "../support/form_sample.h"

static const struct sample *
good(struct arena *a, const char *encoded)
{
	struct form_result result = parse(a, &form, encoded);

	if (result.nmessages != 0)
		fail_msg("%s: %s: %s", encoded, result.messages[0].field,
		    result.messages[0].text);
	assert_non_null(result.values);
	return result.values;
}

struct refusal {
	const char *encoded, *field, *words;
};

static void
refuses(void **state)
{
	static const char whole[] = "Enter a whole number.";
	static const char amount[] = "Enter an amount between 20 and 500.";
	static const char choose[] = "Choose one of the list.";
	static const char email[] =
	    "Enter an e-mail address such as name@example.org.";
	static const char url[] = "Enter an address that begins with https://.";
	static const char day[] = "Enter a date such as 2027-03-08.";
	static const char minute[] = "Enter a time such as 09:30.";
	static const char zone[] = "Choose a time zone such as Europe/Lisbon.";
	static const struct refusal table[] = {
		{ "amount=x", "amount", whole },
		{ "amount=1.5", "amount", whole },
		{ "amount=1e3", "amount", whole },
		{ "amount=%2B25", "amount", whole },
		{ "amount=--25", "amount", whole },
		{ "amount=-", "amount", whole },
		{ "amount=2 5", "amount", whole },
		{ "amount=0x20", "amount", whole },
		{ "amount=%D9%A2%D9%A5", "amount", whole },
		{ "amount=19", "amount", amount },
		{ "amount=501", "amount", amount },
		{ "amount=-25", "amount", amount },
		{ "amount=99999999999999999999", "amount", amount },
		{ "amount=25&amount=25", "amount", "Give this only once." },
		{ "amount.0=25", "amount", whole },
		{ "mentor=0", "mentor", choose },
		{ "mentor=-1", "mentor", choose },
		{ "mentor=007", "mentor", choose },
		{ "mentor=1x", "mentor", choose },
		{ "mentor=9223372036854775808", "mentor", choose },
		{ "note=abcdef", "note",
		    "Enter at most 5 characters; this has 6." },
		{ "label=a", "label",
		    "Enter at least 2 characters; this has 1." },
		{ "note=a%01", "note", "Remove the control characters." },
		{ "note=a%0Db", "note", "Remove the control characters." },
		{ "note=%7F", "note", "Remove the control characters." },
		{ "note=%C2%85x", "note", "Remove the control characters." },
		{ "kind=Mentor", "kind", choose },
		{ "on=maybe", "on", "Choose yes or no." },
		{ "agreed=0", "agreed", "This is needed." },
		{ "email=a", "email", email },
		{ "email=a@b", "email", email },
		{ "email=@b.c", "email", email },
		{ "email=a@b@c.d", "email", email },
		{ "email=a b@c.d", "email", email },
		{ "email=a@b..d", "email", email },
		{ "email=a@.d", "email", email },
		{ "email=a@d.", "email", email },
		{ "email=a@-b.d", "email", email },
		{ "email=a@b-.d", "email", email },
		{ "email=.a@b.d", "email", email },
		{ "email=a.@b.d", "email", email },
		{ "email=a..b@c.d", "email", email },
		{ "email=a%0Ab@c.d", "email", email },
		{ "email=a@c.d%0ABcc:x@y.z", "email", email },
		{ "email=<a@c.d>", "email", email },
		{ "url=ftp://a.b", "url", url },
		{ "url=javascript:alert(1)", "url", url },
		{ "url=https://", "url", url },
		{ "url=https:///x", "url", url },
		{ "url=//a.b", "url", url },
		{ "url=https://a b.c", "url", url },
		{ "url=https://u:p@a.b/", "url", url },
		{ "url=https://a.b:x/", "url", url },
		{ "url=https://a.b:123456/", "url", url },
		{ "url=https://a.b/%5Cx", "url", url },
		{ "url=https://a.b/%0Ax", "url", url },
		{ "url=https://a.b/\"x", "url", url },
		{ "slug=A", "slug", "Use only a to z, 0 to 9 and hyphens." },
		{ "slug=-a", "slug", "Use only a to z, 0 to 9 and hyphens." },
		{ "slug=a_b", "slug", "Use only a to z, 0 to 9 and hyphens." },
		{ "slug=%C3%A9", "slug",
		    "Use only a to z, 0 to 9 and hyphens." },
		{ "zone=Mars/Base", "zone", zone },
		{ "zone=../../etc/passwd", "zone", zone },
		{ "zone=/etc/passwd", "zone", zone },
		{ "zone=Europe", "zone", zone },
		{ "zone=Europe/../UTC", "zone", zone },
		{ "zone=posix/UTC", "zone", zone },
		{ "zone=localtime", "zone", zone },
		{ "zone=tzdata.zi", "zone", zone },
		{ "zone=Factory", "zone", zone },
		{ "next=//evil.example", "next", "Enter a path on this site." },
		{ "day=2027-02-29", "day", day },
		{ "day=2100-02-29", "day", day },
		{ "day=2027-13-01", "day", day },
		{ "day=2027-00-01", "day", day },
		{ "day=2027-04-31", "day", day },
		{ "day=0000-01-01", "day", day },
		{ "day=2027-3-8", "day", day },
		{ "day=08.03.2027", "day", day },
		{ "day=2027-03-08x", "day", day },
		{ "opens=9:30", "opens", minute },
		{ "opens=24:01", "opens", minute },
		{ "opens=25:00", "opens", minute },
		{ "opens=09:60", "opens", minute },
		{ "opens=09:30:00", "opens", minute },
		{ "limit=6", "limit", "Enter an amount between -5 and 5." },
		{ "file=x", "file", "Choose a file." },
		{ "tags=a&tags=b&tags=c&tags=d", "tags",
		    "Give at most 3 of these." },
		{ "ids=1&ids=x", "ids", choose },
		{ "ids.0.a=1", "ids", "Enter a list." },
		{ "weekly=x", "weekly", "Enter a list." },
		{ "weekly.20.day=1", "weekly", "Give at most 20 of these." },
		{ "weekly.99999999999999999999.day=1", "weekly",
		    "Give at most 20 of these." },
		{ "weekly.0=x", "weekly.0", "Enter a list." },
		{ "weekly.2.day=1&weekly.2.start=08:00&weekly.2.end=8",
		    "weekly.2.end", minute },
		{ "weekly.0.day=1&weekly.0.start=08:00", "weekly.0.end",
		    "This is needed." },
	};
	size_t i;

	for (i = 0; i < COUNT(table); i++)
		refused(
		    *state, table[i].encoded, table[i].field, table[i].words);
}

static void
reads_numbers_and_bools(void **state)
{
	const struct sample *s;

	s = good(*state, "amount=+25+&mentor=42&limit=0&on=on&agreed=yes");
	assert_int_equal(s->amount, 25);
	assert_int_equal(s->mentor, 42);
	assert_true(s->limit.set && s->limit.value == 0);
	assert_true(s->on && s->agreed);
	assert_int_equal(good(*state, "amount=0050")->amount, 50);
	assert_int_equal(good(*state, "limit=-5")->limit.value, -5);
	assert_int_equal(
	    good(*state, "mentor=9223372036854775807")->mentor, INT64_MAX);
	assert_true(good(*state, "on=true")->on);
	assert_true(good(*state, "on=1")->on);
	assert_false(good(*state, "on=off")->on);
	assert_false(good(*state, "on=")->on);
	assert_false(good(*state, "on=0")->on);
}

static void
empty_means_absent(void **state)
{
	const struct sample *s = good(*state,
	    "amount=&mentor=&note=&label=&email=&kind=&day=&at=&opens=&limit="
	    "&file=&weekly=&tags=&ids=&zone=+&next=");

	assert_int_equal(s->amount, 0);
	assert_int_equal(s->mentor, 0);
	assert_string_equal(s->note, "");
	assert_null(s->label);
	assert_null(s->email);
	assert_null(s->kind);
	assert_null(s->zone);
	assert_null(s->next);
	assert_int_equal(s->day.year, 0);
	assert_int_equal(s->at.us, 0);
	assert_false(s->opens.set);
	assert_false(s->limit.set);
	assert_null(s->file);
	assert_int_equal(s->nweekly + s->ntags + s->nids, 0);
	assert_null(good(*state, "")->note);
}

static void
cleans_text(void **state)
{
	const struct sample *s;

	s = good(*state, "note=+%0Aab%0D%0Ac%09%20");
	assert_string_equal(s->note, "ab\nc");
	s = good(*state, "note=%C2%A0%E2%80%8Bx%E3%80%80%EF%BB%BF");
	assert_string_equal(s->note, "x");
	s = good(*state, "note=%F0%9F%98%80%C3%A9%E4%B8%AD%F0%9F%98%80x");
	assert_string_equal(s->note, "😀é中😀x");
	s = good(*state, "secret=+a+%09%0D%0A");
	assert_string_equal(s->secret, " a \t\r\n");
	assert_string_equal(good(*state, "note=a%26b%3D")->note, "a&b=");
	assert_string_equal(good(*state, "&&note=%2b%2B&")->note, "++");
	assert_string_equal(good(*state, "note")->note, "");
}

static void
reads_checked_text(void **state)
{
	static const char *const emails[] = { "a@b.c",
		"first.last%2Btag@sub.example.org", "o'hara@ex-ample.co",
		"jos%C3%A9@b%C3%BCcher.example" };
	static const char *const urls[] = { "https://a.b",
		"http://localhost:8080/x", "HTTPS://A.b/p?q=1%26r#f",
		"https://[::1]:8443/", "https://b%C3%BCcher.example/" };
	static const char *const zones[] = { "Europe/Lisbon", "UTC",
		"America/Argentina/Buenos_Aires", "Etc/GMT%2B5", "EST5EDT",
		"America/Port-au-Prince" };
	struct arena *a = *state;
	size_t i;

	for (i = 0; i < COUNT(emails); i++)
		good(a, arena_printf(a, "email=%s", emails[i]));
	for (i = 0; i < COUNT(urls); i++)
		good(a, arena_printf(a, "url=%s", urls[i]));
	for (i = 0; i < COUNT(zones); i++)
		good(a, arena_printf(a, "zone=%s", zones[i]));
	assert_ptr_equal(good(a, "kind=concierge")->kind, kinds[1]);
	assert_string_equal(good(a, "slug=a-1-b")->slug, "a-1-b");
	assert_string_equal(good(a, "next=/u/x?y=z")->next, "/u/x?y=z");
}

static void
bounds_an_email(void **state)
{
	static const char word[] = "Enter an e-mail address such as "
				   "name@example.org.";
	struct arena *a = *state;
	char local[66];

	memset(local, 'a', sizeof(local));
	local[64] = '\0';
	good(a, arena_printf(a, "email=%s@b.c", local));
	local[64] = 'a';
	local[65] = '\0';
	refused(a, arena_printf(a, "email=%s@b.c", local), "email", word);
	refused(a, arena_printf(a, "email=a@%s.c", local), "email", word);
}

static void
reads_times(void **state)
{
	static const struct {
		const char *text;
		int64_t us;
	} instants[] = {
		{ "2027-03-08T08:00:00Z", 1804492800000000 },
		{ "2027-03-08T09:00:00%2B01:00", 1804492800000000 },
		{ "2027-03-08t02:30:00.5-05:30", 1804492800500000 },
		{ "2027-03-08T08:00:00.1234567z", 1804492800123456 },
		{ "1969-12-31T23:59:59Z", -1000000 },
		{ "0001-01-01T00:00:00Z", -62135596800000000 },
		{ "9999-12-31T23:59:59Z", 253402300799000000 },
		{ "2000-02-29T00:00:00Z", 951782400000000 },
	};
	static const char *const bad[] = { "2027-03-08", "2027-03-08T08:00Z",
		"2027-03-08T08:00:00", "2027-03-08T08:00:60Z",
		"2027-03-08T24:00:00Z", "2027-03-08T08:00:00.Z",
		"2027-03-08T08:00:00%2B1:00", "2027-03-08T08:00:00%2B24:00",
		"2027-03-08T08:00:00Zx", "2027-03-08+08:00:00Z",
		"2027-02-30T08:00:00Z", "1970-01-01T00:00:00Z", "now" };
	struct arena *a = *state;
	const struct sample *s;
	size_t i;

	for (i = 0; i < COUNT(instants); i++)
		assert_int_equal(
		    good(a, arena_printf(a, "at=%s", instants[i].text))->at.us,
		    instants[i].us);
	for (i = 0; i < COUNT(bad); i++)
		refused(a, arena_printf(a, "at=%s", bad[i]), "at",
		    "Enter a date and time such as 2027-03-08T08:00:00Z.");
	s = good(a, "day=2028-02-29&opens=24:00");
	assert_int_equal(s->day.year, 2028);
	assert_int_equal(s->day.month, 2);
	assert_int_equal(s->day.day, 29);
	assert_int_equal(s->opens.of_day, 1440);
	s = good(a, "opens=00:00");
	assert_true(s->opens.set && s->opens.of_day == 0);
}

static void
reads_lists(void **state)
{
	const struct sample *s = good(*state,
	    "weekly.10.day=3&weekly.10.start=10:00&weekly.10.end=11:00"
	    "&weekly.2.end=09:00&weekly.2.start=08:00&weekly.2.day=2"
	    "&weekly.0.day=1&weekly.0.start=07:00&weekly.0.end=08:00"
	    "&weekly.5.day=&weekly.5.start=&weekly.5.end=+"
	    "&weekly.19.day=&weekly.44.day="
	    "&weekly.00.day=9&weekly.x.day=9&weekly.1a.day=9&weekly2.day=9"
	    "&tags=b&tags=+a+&tags=&ids=3&ids=&ids=2");

	assert_int_equal(s->nweekly, 3);
	assert_int_equal(s->weekly[0].day, 1);
	assert_int_equal(s->weekly[1].day, 2);
	assert_int_equal(s->weekly[2].day, 3);
	assert_int_equal(s->weekly[2].end.of_day, 660);
	assert_int_equal(s->ntags, 2);
	assert_string_equal(s->tags[0], "b");
	assert_string_equal(s->tags[1], "a");
	assert_int_equal(s->nids, 2);
	assert_int_equal(s->ids[0], 3);
	assert_int_equal(s->ids[1], 2);
}

static int
setup(void **state)
{
	*state = arena_new(4 << 20);
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
		TEST(refuses),
		TEST(reads_numbers_and_bools),
		TEST(empty_means_absent),
		TEST(cleans_text),
		TEST(reads_checked_text),
		TEST(bounds_an_email),
		TEST(reads_times),
		TEST(reads_lists),
	};

	return cmocka_run_group_tests_name("form", tests, NULL, NULL);
}
