#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/domain/avatar.h"

static int
setup(void **state)
{
	*state = arena_new(1024 * 1024);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* Published test vectors of FNV-1a. */
static void
hash_is_fnv_1a(void **state)
{
	(void)state;
	assert_int_equal(avatar_hash(""), 0x811c9dc5);
	assert_int_equal(avatar_hash("a"), 0xe40c292c);
	assert_int_equal(avatar_hash("foobar"), 0xbf9cf968);
}

static void
hue_is_one_of_six(void **state)
{
	bool seen[AVATAR_HUES] = { false };
	char name[] = "Name 0";
	int64_t hue;
	int i;

	(void)state;
	for (i = 0; i < 60; i++) {
		name[5] = (char)('0' + i);
		hue = avatar_hue(name);
		assert_in_range(hue, 0, AVATAR_HUES - 1);
		seen[hue] = true;
	}
	for (i = 0; i < AVATAR_HUES; i++)
		assert_true(seen[i]);
}

static void
pattern_turns_tiles_by_bits(void **state)
{
	static const struct avatar_tiles one = { 1, 1, 20 };
	static const struct avatar_tiles two = { 2, 1, 40 };

	/* bit 16 of the first outputs: "b" and "c" give 1 0, "a" 0 1 */
	assert_string_equal(avatar_pattern(*state, "b", &one),
	    "M10 0A10 10 0 0 1 0 10M20 10A10 10 0 0 0 10 20");
	assert_string_equal(avatar_pattern(*state, "a", &one),
	    "M10 0A10 10 0 0 0 20 10M0 10A10 10 0 0 1 10 20");
	assert_string_equal(avatar_pattern(*state, "b", &two),
	    "M20 0A20 20 0 0 1 0 20M40 20A20 20 0 0 0 20 40"
	    "M60 0A20 20 0 0 0 80 20M40 20A20 20 0 0 1 60 40");
}

static void
pattern_depends_on_the_name_only(void **state)
{
	static const struct avatar_tiles tiles = { 3, 3, 20 };
	const char *a, *b, *c;

	a = avatar_pattern(*state, "Patient Heron 41", &tiles);
	b = avatar_pattern(*state, "Patient Heron 41", &tiles);
	c = avatar_pattern(*state, "Patient Heron 42", &tiles);
	assert_string_equal(a, b);
	assert_string_not_equal(a, c);
	assert_int_equal(strspn(a, "MA 0123456789"), strlen(a));
}

static void
initials_are_first_and_last(void **state)
{
	static const struct {
		const char *name, *initials;
	} table[] = {
		{ "Ines Okafor", "IO" },
		{ "ines okafor", "IO" },
		{ "Mei-Lin Castellanos", "MC" },
		{ "Cher", "C" },
		{ "Ana Maria de la Cruz", "AC" },
		{ "  Noor   Haddad  ", "NH" },
		{ "Émile Żak", "ÉŻ" },
		{ "李 雷", "李雷" },
		{ "Dr. (hc) Who", "DW" },
		{ "...", "?" },
		{ "", "?" },
	};
	size_t i;

	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_string_equal(
		    avatar_initials(*state, table[i].name), table[i].initials);
}

static void
faces_say_what_they_are(void **state)
{
	struct face person = face_of(*state, "Ines Okafor", NULL),
		    pictured = face_of(*state, "Ines Okafor", "/media/1.webp"),
		    stored = face_of(*state, "Ines Okafor", "avatars/1.webp"),
		    alias = face_of_alias(*state, "Patient Heron 41", NULL),
		    seeded = face_of_alias(*state, "Patient Heron 41", "x");

	assert_null(person.pattern);
	assert_null(person.picture);
	assert_string_equal(pictured.picture, "/media/1.webp");
	assert_string_equal(stored.picture, "/media/avatars/1.webp");
	assert_non_null(alias.pattern);
	assert_null(alias.picture);
	assert_int_equal(person.hue, pictured.hue);
	assert_string_not_equal(seeded.pattern, alias.pattern);
	assert_string_equal(seeded.initials, alias.initials);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hash_is_fnv_1a),
		cmocka_unit_test(hue_is_one_of_six),
		cmocka_unit_test(pattern_turns_tiles_by_bits),
		cmocka_unit_test(pattern_depends_on_the_name_only),
		cmocka_unit_test(initials_are_first_and_last),
		cmocka_unit_test(faces_say_what_they_are),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
