#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/domain/document.h"

static const struct document_about about = { "Invoice B-2027-000017",
	"Belay, Lisbon" };
static const struct document_column columns[] = { { "What", 0.6, false },
	{ "Sessions", 0.15, true }, { "Amount", 0.25, true } };

static int
setup(void **state)
{
	*state = arena_new(64 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

/* What a reader gets out of the file: poppler is the other side. */
static const char *
read_back(
    struct arena *a, struct document *d, const char *reader, const char *end)
{
	char path[64];
	struct buf file, text;
	FILE *f;
	int c;

	buf_init(&file, a, 0);
	assert_true(document_end(d, &file));
	snprintf(path, sizeof(path), "/tmp/belay-%d.pdf", (int)getpid());
	f = fopen(path, "we");
	assert_non_null(f);
	assert_int_equal(fwrite(file.data, 1, file.len, f), file.len);
	fclose(f);
	f = popen(arena_printf(a, "%s %s%s", reader, path, end), "re");
	assert_non_null(f);
	buf_init(&text, a, 0);
	while ((c = fgetc(f)) != EOF)
		buf_putc(&text, (char)c);
	assert_int_equal(pclose(f), 0);
	unlink(path);
	return text.data;
}

static int
count(const char *in, const char *what)
{
	int n = 0;

	for (const char *s = in; (s = strstr(s, what)) != NULL; s++)
		n++;
	return n;
}

static void
test_an_invoice(void **state)
{
	struct arena *a = *state;
	struct document *d = document_new(a, &about);
	const struct document_side from = { "From",
		"Belay\nRua do Carmo 7\nLisboa" };
	const struct document_side to = { "To", "Mia Larsen" };
	const char *cells[] = { "Pack of 4 sessions", "4", "USD 400.00",
		"Discount SPRING", "",
		"USD \xe2\x88\x92"
		"40.00" };
	const char *text;

	document_title(d, "Invoice");
	document_sides(d, &from, &to);
	document_fact(d, "Number", "B-2027-000017");
	document_fact(d, "Tax id", NULL);
	document_table(d, columns, 3, cells, 2);
	document_sum(d, "Subtotal", "USD 360.00", false);
	document_sum(d, "Total", "USD 360.00", true);
	document_text(d, NULL);
	text = read_back(a, d, "pdftotext -layout", " -");
	assert_non_null(strstr(text, "Invoice"));
	assert_non_null(strstr(text, "Rua do Carmo 7"));
	assert_non_null(strstr(text, "Mia Larsen"));
	assert_non_null(strstr(text, "USD \xe2\x88\x92"
				     "40.00"));
	assert_non_null(strstr(text, "Page 1 of 1"));
	assert_null(strstr(text, "Tax id"));
}

static void
test_its_properties(void **state)
{
	struct document *d = document_new(*state, &about);
	const char *text = read_back(*state, d, "pdfinfo", "");

	assert_non_null(strstr(text, "Invoice B-2027-000017"));
	assert_non_null(strstr(text, "A4"));
	assert_non_null(strstr(text, "Pages:           1"));
}

static void
test_any_script(void **state)
{
	struct document *d = document_new(*state, &about);
	const char *fonts, *const words =
			       "Ἀθήνα Москва 東京 서울 ไทย हिन्दी العربية עברית";

	document_text(d, words);
	fonts = read_back(*state, d, "pdffonts", "");
	for (const char *const *name = (const char *const[]){ "NotoSans", "CJK",
		 "Thai", "Devanagari", NULL };
	     *name != NULL; name++)
		assert_non_null(strstr(fonts, *name));
	/* every font goes with the file, as a part, with its letters */
	assert_int_equal(count(fonts, "yes yes yes"), count(fonts, "\n") - 2);
}

static void
test_many_rows_go_over_pages(void **state)
{
	struct arena *a = *state;
	struct document *d = document_new(a, &about);
	const char **cells = arena_alloc(a, 3 * 200, sizeof(*cells));
	const char *text;

	for (int i = 0; i < 200; i++) {
		cells[3 * i] = arena_printf(a, "Row%d.", i);
		cells[3 * i + 1] = "1";
		cells[3 * i + 2] = "USD 1.00";
	}
	document_table(d, columns, 3, cells, 200);
	text = read_back(a, d, "pdftotext -layout", " -");
	for (int i = 0; i < 200; i++)
		assert_int_equal(count(text, arena_printf(a, "Row%d.", i)), 1);
	assert_true(count(text, "Page ") > 5);
	assert_int_equal(count(text, "Amount"), count(text, "Page "));
}

static void
test_a_long_text_goes_over_pages(void **state)
{
	struct arena *a = *state;
	struct document *d = document_new(a, &about);
	struct buf words;
	const char *text;

	buf_init(&words, a, 0);
	for (int i = 0; i < 3000; i++)
		buf_printf(&words, "w%d ", i);
	document_heading(d, "Words");
	document_text(d, words.data);
	text = read_back(a, d, "pdftotext", " -");
	assert_non_null(strstr(text, "w0 "));
	assert_non_null(strstr(text, "w2999"));
	assert_null(strstr(text, "Page 1 of 1"));
}

static void
test_released_without_an_end(void **state)
{
	document_title(document_new(*state, &about), "Unfinished");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_an_invoice),
		cmocka_unit_test(test_its_properties),
		cmocka_unit_test(test_any_script),
		cmocka_unit_test(test_many_rows_go_over_pages),
		cmocka_unit_test(test_a_long_text_goes_over_pages),
		cmocka_unit_test(test_released_without_an_end),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
