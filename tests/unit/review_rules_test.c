#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reviews/rules_anchor.h"
#include "reviews/rules_change.h"

static int
setup(void **state)
{
	*state = arena_new((size_t)8 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

#define OLD_TEXT "We move in May. The light is lovely. The rent is high."

static void
words_are_found_again(void **state)
{
	static const struct {
		const char *text, *quote, *before, *after;
		enum anchor_found found;
		const char *now;
	} t[] = {
		/* as it was; moved down; moved up */
		{ OLD_TEXT, "lovely", "The light is ", ". The rent",
		    ANCHOR_THERE, "lovely" },
		{ "New start. We move in May. The light is lovely.", "lovely",
		    "The light is ", ". The rent", ANCHOR_THERE, "lovely" },
		{ "lovely.", "lovely", "The light is ", ". The rent",
		    ANCHOR_THERE, "lovely" },
		/* twice: the one with the same surroundings */
		{ "A red door, a red roof", "red", "door, a ", " roof",
		    ANCHOR_THERE, "red" },
		/* other words in their place */
		{ "We move in May. The light is harsh. The rent is high.",
		    "lovely", "The light is ", ". The rent", ANCHOR_CHANGED,
		    "harsh" },
		{ "harsh. The rent", "lovely", "", ". The rent", ANCHOR_CHANGED,
		    "harsh" },
		{ "The light is harsh", "lovely", "The light is ", "",
		    ANCHOR_CHANGED, "harsh" },
		/* gone, with what stood around them */
		{ "We stay.", "lovely", "The light is ", ". The rent",
		    ANCHOR_GONE, "" },
		{ "", "lovely", "The light is ", "", ANCHOR_GONE, "" },
		{ "The light is . The rent", "lovely", "The light is ",
		    ". The rent", ANCHOR_GONE, "" },
		{ "other", "lovely", NULL, NULL, ANCHOR_GONE, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		struct anchor a = { t[i].quote, t[i].before, t[i].after };
		struct span s;

		assert_int_equal(anchor_find(t[i].text, &a, &s), t[i].found);
		assert_int_equal(s.len, strlen(t[i].now));
		assert_memory_equal(t[i].text + s.at, t[i].now, s.len);
	}
}

/* The right one of two, by its place. */
static void
the_second_of_two(void **state)
{
	const char *text = "A red door, a red roof";
	struct span s;

	(void)state;
	assert_int_equal(
	    anchor_find(
		text, &(struct anchor){ "red", "door, a ", " roof" }, &s),
	    ANCHOR_THERE);
	assert_int_equal(s.at, 14);
}

static void
what_stands_around(void **state)
{
	const char *text = "żółć and thé quoted word, then żółć";
	const char *at = strstr(text, "quoted");
	struct span s = { (size_t)(at - text), 6 }, b, a;

	(void)state;
	b = anchor_before(text, s);
	a = anchor_after(text, s);
	assert_int_equal(b.at, 0);
	assert_int_equal(b.len, s.at);
	assert_int_equal(a.at + a.len, strlen(text));
}

static void
changes_by_word(void **state)
{
	static const char *const t[][3] = {
		{ "same words", "same words", "same words" },
		{ "", "new", "<ins>new</ins>" },
		{ "old", "", "<del>old</del>" },
		{ "I help people", "I teach people",
		    "I <del>help </del><ins>teach </ins>people" },
		{ "a b c d", "a x c y d",
		    "a <del>b </del><ins>x </ins>c "
		    "<ins>y </ins>d" },
		{ "<b>", "<i>", "<del>&lt;b&gt;</del><ins>&lt;i&gt;</ins>" },
	};
	struct buf b;

	for (size_t i = 0; i < sizeof(t) / sizeof(t[0]); i++) {
		buf_init(&b, *state, 100);
		change_put(&b, t[i][0], t[i][1]);
		assert_string_equal(b.data, t[i][2]);
	}
}

/* Long texts cost no more memory than a page has. */
static void
long_texts(void **state)
{
	struct buf x, y, b;

	buf_init(&x, *state, 10000);
	buf_init(&y, *state, 10000);
	for (int i = 0; i < 790; i++) {
		buf_printf(&x, "a%d ", i);
		buf_printf(&y, "b%d ", i);
	}
	for (int i = 0; i < 30; i++) {
		buf_init(&b, *state, 100);
		change_put(&b, x.data, y.data);
		assert_int_equal(strncmp(b.data, "<del>a0 ", 8), 0);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found_again),
		cmocka_unit_test(the_second_of_two),
		cmocka_unit_test(what_stands_around),
		cmocka_unit_test_setup_teardown(
		    changes_by_word, setup, teardown),
		cmocka_unit_test_setup_teardown(long_texts, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
