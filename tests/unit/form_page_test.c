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

struct needy {
	int64_t id;
	const char *name;
	bool agreed;
};
static const struct form_field needy_fields[] = {
	FORM_ID(struct needy, id, REQUIRED),
	FORM_FIELD(struct needy, name, REQUIRED, 1, 80),
	FORM_FIELD(struct needy, agreed, REQUIRED, 1, 1),
};
static const struct form needy_form = FORM(struct needy, needy_fields);

static void
reports_every_field_in_order(void **state)
{
	struct form_result r =
	    parse(*state, &needy_form, "other=1&name=+&id=x&agreed=off");

	assert_null(r.values);
	assert_int_equal(r.nmessages, 3);
	assert_string_equal(r.messages[0].field, "id");
	assert_string_equal(r.messages[1].field, "name");
	assert_string_equal(r.messages[1].text, "This is needed.");
	assert_string_equal(r.messages[2].field, "agreed");
	r = parse(*state, &needy_form, "");
	assert_int_equal(r.nmessages, 3);
	assert_int_equal(r.present, 0);
}

static void
patches_what_is_given(void **state)
{
	struct form_result r;
	struct pairs pairs;

	pairs_init(&pairs, *state);
	pairs_add(&pairs, "name", PAIR_FORM, "x", 1);
	form_parse(&needy_form, &pairs, *state, true, &r);
	assert_non_null(r.values);
	assert_true(form_has(&needy_form, &r, "name"));
	assert_false(form_has(&needy_form, &r, "id"));
	pairs_init(&pairs, *state);
	pairs_add(&pairs, "name", PAIR_NULL, "", 0);
	form_parse(&needy_form, &pairs, *state, true, &r);
	assert_int_equal(r.nmessages, 1);
	pairs_init(&pairs, *state);
	form_parse(&form, &pairs, *state, true, &r);
	assert_false(form_has(&form, &r, "weekly"));
	pairs_add(&pairs, "weekly", PAIR_EMPTY_LIST, "", 0);
	pairs_add(&pairs, "note", PAIR_NULL, "", 0);
	form_parse(&form, &pairs, *state, true, &r);
	assert_true(form_has(&form, &r, "weekly"));
	assert_true(form_has(&form, &r, "note"));
	assert_null(((const struct sample *)r.values)->note);
}

static const struct form_state *
state_of(const struct form_state *states, const char *name)
{
	size_t i;

	for (i = 0; i < COUNT(fields); i++)
		if (strcmp(states[i].name, name) == 0)
			return &states[i];
	fail_msg("no state %s", name);
	return NULL;
}

static void
keeps_what_was_typed(void **state)
{
	struct form_result r = parse(*state, &form,
	    "amount=+x&note=toolong&secret=pw&on=on&agreed=nope"
	    "&weekly.0.day=9&weekly.0.start=08:00&weekly.0.end=09:00");

	assert_string_equal(state_of(r.states, "amount")->value, " x");
	assert_string_equal(
	    state_of(r.states, "amount")->error, "Enter a whole number.");
	assert_int_equal(state_of(r.states, "amount")->max, 500);
	assert_null(state_of(r.states, "secret")->value);
	assert_null(state_of(r.states, "secret")->error);
	assert_true(state_of(r.states, "on")->checked);
	assert_false(state_of(r.states, "agreed")->checked);
	assert_string_equal(state_of(r.states, "weekly")->error,
	    "Enter an amount between 1 and 7.");
	assert_null(state_of(r.states, "tags")->error);
}

static void
shows_what_was_there(void **state)
{
	struct sample s = { .amount = 0,
		.note = "n",
		.secret = "s",
		.on = true,
		.day = { 2027, 3, 8 },
		.at = { 1804492800500000 },
		.opens = { 570, true },
		.limit = { 0, true } };
	struct form_state *states = form_states(&form, &s, *state);

	assert_null(state_of(states, "amount")->value);
	assert_null(state_of(states, "mentor")->value);
	assert_string_equal(state_of(states, "note")->value, "n");
	assert_null(state_of(states, "secret")->value);
	assert_true(state_of(states, "on")->checked);
	assert_string_equal(state_of(states, "day")->value, "2027-03-08");
	assert_string_equal(
	    state_of(states, "at")->value, "2027-03-08T08:00:00.500000Z");
	assert_string_equal(state_of(states, "opens")->value, "09:30");
	assert_string_equal(state_of(states, "limit")->value, "0");
	s.at.us = -1500000;
	states = form_states(&form, &s, *state);
	assert_string_equal(
	    state_of(states, "at")->value, "1969-12-31T23:59:58.500000Z");
	states = form_states(&form, NULL, *state);
	assert_null(state_of(states, "note")->value);
	assert_false(state_of(states, "on")->checked);
}

static void
describes_itself_to_templates(void **state)
{
	const struct field *table = form_view_fields(&form);
	struct form_state *states = form_states(&form, NULL, *state);
	const struct form_state *third;

	assert_string_equal(table[2].name, "note");
	assert_int_equal(table[2].kind, KIND_OBJECT);
	assert_ptr_equal(table[2].item, form_state_fields);
	third = (const void *)((const char *)states + table[2].offset);
	assert_string_equal(third->name, "note");
	assert_null(table[COUNT(fields)].name);
	free((void *)(uintptr_t)table);
}

static void
takes_files(void **state)
{
	struct upload small = { "a.png", "image/png", "/x", 2048 };
	struct upload large = { "a.png", "image/png", "/x", 2049 };
	struct form_result r;
	struct pairs pairs;

	pairs_init(&pairs, *state);
	pairs_add(&pairs, "file", PAIR_FILE, "", 0)->file = &small;
	form_parse(&form, &pairs, *state, false, &r);
	assert_ptr_equal(((const struct sample *)r.values)->file, &small);
	pairs.items[0].file = &large;
	form_parse(&form, &pairs, *state, false, &r);
	assert_string_equal(
	    r.messages[0].text, "Choose a file of at most 2 KB.");
	pairs_init(&pairs, *state);
	pairs_add(&pairs, "note", PAIR_FILE, "", 0)->file = &small;
	form_parse(&form, &pairs, *state, false, &r);
	assert_string_equal(r.messages[0].text, "Enter text.");
}

static void
checks_the_whole_body(void **state)
{
	static const struct {
		const char *text;
		enum form_fault fault;
	} table[] = {
		{ "", FORM_FINE },
		{ "&&&", FORM_FINE },
		{ "=", FORM_FINE },
		{ "a=%41", FORM_FINE },
		{ "a=%", FORM_MALFORMED },
		{ "a=%4", FORM_MALFORMED },
		{ "a=%4g", FORM_MALFORMED },
		{ "%zz=1", FORM_MALFORMED },
		{ "a=%00", FORM_MALFORMED },
		{ "a=%FF", FORM_MALFORMED },
		{ "a=%C0%80", FORM_MALFORMED },
		{ "a=%ED%A0%80", FORM_MALFORMED },
		{ "a=%F4%90%80%80", FORM_MALFORMED },
		{ "a=%E2%82", FORM_MALFORMED },
		{ "a=%E2&b=%82%AC", FORM_MALFORMED },
		{ "a=\xff", FORM_MALFORMED },
		{ "a=%F4%8F%BF%BF", FORM_FINE },
	};
	struct pairs pairs;
	char many[2 * 1001 + 1];
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		pairs_init(&pairs, *state);
		if (pairs_from_urlencoded(&pairs, table[i].text,
			strlen(table[i].text)) != table[i].fault)
			fail_msg("%s", table[i].text);
	}
	pairs_init(&pairs, *state);
	assert_int_equal(
	    pairs_from_urlencoded(&pairs, "a=\0b", 4), FORM_MALFORMED);
	for (i = 0; i < 1001; i++)
		memcpy(many + 2 * i, "a&", 3);
	pairs_init(&pairs, *state);
	assert_int_equal(pairs_from_urlencoded(&pairs, many, 2000), FORM_FINE);
	assert_int_equal(pairs.n, 1000);
	pairs_init(&pairs, *state);
	assert_int_equal(
	    pairs_from_urlencoded(&pairs, many, 2002), FORM_TOO_MUCH);
}

static const char *
in_german(const char *english)
{
	if (strcmp(english, "Enter an amount between %lld and %lld.") == 0)
		return "Zwischen %lld und %lld.";
	return "?";
}

static void
translates(void **state)
{
	form_translate(in_german);
	refused(*state, "amount=1", "amount", "Zwischen 20 und 500.");
	refused(*state, "amount=x", "amount", "?");
	form_translate(NULL);
	refused(*state, "amount=x", "amount", "Enter a whole number.");
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
		TEST(reports_every_field_in_order),
		TEST(patches_what_is_given),
		TEST(keeps_what_was_typed),
		TEST(shows_what_was_there),
		TEST(describes_itself_to_templates),
		TEST(takes_files),
		TEST(checks_the_whole_body),
		TEST(translates),
	};

	return cmocka_run_group_tests_name("form_page", tests, NULL, NULL);
}
