#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
/* cmocka.h needs setjmp, stdarg, stddef and stdint first. */
#include <cmocka.h>

#include "lib/http/multipart.h"

#define COUNT(a)            (sizeof(a) / sizeof((a)[0]))
#define NAMED(n)            "Content-Disposition: form-data; name=\"" n "\""
#define FILED(n, f)         NAMED(n) "; filename=\"" f "\""
#define PART(head, content) "--XX\r\n" head "\r\n\r\n" content "\r\n"
#define END                 "--XX--\r\n"

struct fixture {
	struct arena *arena;
	char dir[64];
};

static enum body_fault
parse_cut(struct fixture *f, const char *body, size_t len, size_t cut,
    struct pairs *pairs)
{
	struct multipart *m;
	size_t i;

	pairs_init(pairs, f->arena);
	m = multipart_new("XX", f->dir, pairs);
	assert_non_null(m);
	for (i = 0; i < len; i += cut)
		multipart_feed(m, body + i, len - i < cut ? len - i : cut);
	return multipart_end(m);
}

static enum body_fault
parse(struct fixture *f, const char *body, struct pairs *pairs)
{
	pairs_init(pairs, f->arena);
	return multipart_parse(body, strlen(body), "XX", f->dir, pairs);
}

static char *
content_of(struct fixture *f, const struct upload *u)
{
	char *data = arena_alloc(f->arena, (size_t)u->size + 1, 1);
	FILE *file = fopen(u->path, "r");

	assert_non_null(file);
	assert_int_equal(
	    fread(data, 1, (size_t)u->size + 1, file), (size_t)u->size);
	fclose(file);
	return data;
}

static void
reads_the_same_however_cut(void **state)
{
	static const char body[] = "preamble\r\n--X\r\n" PART(NAMED("a"), "1")
	    PART(NAMED("b"), "\r\n--X \r\n-") PART(NAMED("empty"), "")
		PART(FILED("f", "x.txt"), "--XX\r\r\n--Xhello\n")
		    PART(FILED("none", ""), "") "--XX-- \r\nepilogue--XX\r\n";
	struct fixture *f = *state;
	struct pairs pairs;
	size_t cut;

	for (cut = 1; cut <= sizeof(body); cut++) {
		assert_int_equal(
		    parse_cut(f, body, sizeof(body) - 1, cut, &pairs),
		    BODY_FINE);
		assert_int_equal(pairs.n, 5);
		assert_string_equal(pairs.items[0].value, "1");
		assert_int_equal(pairs.items[0].from, PAIR_FORM);
		assert_string_equal(pairs.items[1].value, "\r\n--X \r\n-");
		assert_int_equal(pairs.items[1].len, 9);
		assert_string_equal(pairs.items[2].name, "empty");
		assert_string_equal(pairs.items[2].value, "");
		assert_int_equal(pairs.items[3].from, PAIR_FILE);
		assert_string_equal(
		    content_of(f, pairs.items[3].file), "--XX\r\r\n--Xhello\n");
		assert_int_equal(pairs.items[4].from, PAIR_FORM);
		assert_string_equal(pairs.items[4].value, "");
		arena_reset(f->arena);
	}
}

static void
keeps_files_private_and_short(void **state)
{
	struct fixture *f = *state;
	struct pairs pairs;
	struct stat st;
	char path[256];

	assert_int_equal(
	    parse(f, PART(FILED("f", "a"), "x") PART(FILED("g", "b"), "") END,
		&pairs),
	    BODY_FINE);
	assert_int_equal(pairs.n, 2);
	assert_int_equal(stat(pairs.items[0].file->path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(st.st_size, 1);
	assert_int_equal(pairs.items[1].from, PAIR_FILE);
	assert_int_equal(pairs.items[1].file->size, 0);
	snprintf(path, sizeof(path), "%s", pairs.items[0].file->path);
	arena_reset(f->arena);
	assert_int_equal(stat(path, &st), -1);
	/* A body that is cut off leaves nothing, either. */
	assert_int_equal(
	    parse(f,
		"--XX\r\n" FILED("f", "a") "\r\n\r\nlong enough to be"
					   " on disk, then cut",
		&pairs),
	    BODY_MALFORMED);
	arena_reset(f->arena);
	assert_int_equal(rmdir(f->dir), 0);
}

static void
types_by_content(void **state)
{
	static const struct {
		const char *body, *type;
	} table[] = {
		{ PART(FILED("f", "a.png"), "%PDF-1.4\n%x\n") END,
		    "application/pdf" },
		{ PART(FILED("f", "a.pdf") "\r\nContent-Type: image/png",
		      "<!DOCTYPE html><html><body>x</body></html>") END,
		    "text/html" },
		{ PART(FILED("f", "a.jpg"), "plain words\n") END,
		    "text/plain" },
	};
	struct fixture *f = *state;
	struct pairs pairs;
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		assert_int_equal(parse(f, table[i].body, &pairs), BODY_FINE);
		assert_string_equal(pairs.items[0].file->type, table[i].type);
	}
}

static void
shows_a_harmless_filename(void **state)
{
	static const struct {
		const char *body, *shown;
	} table[] = {
		{ PART(FILED("f", "a b.png"), "x") END, "a b.png" },
		{ PART(FILED("f", "../../etc/passwd"), "x") END, "passwd" },
		{ PART(FILED("f", "C:\\dir\\a.png"), "x") END, "a.png" },
		{ PART(FILED("f", "a%22b\\\"c"), "x") END, "a\"b\"c" },
		{ PART(FILED("f", "a\tb\x7f"), "x") END, "a_b_" },
		{ PART(FILED("f", "é.png"), "x") END, "é.png" },
		{ PART(NAMED("f") "; filename=plain.txt", "x") END,
		    "plain.txt" },
		{ PART(FILED("f", "x/"), "x") END, "" },
	};
	struct fixture *f = *state;
	struct pairs pairs;
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		assert_int_equal(parse(f, table[i].body, &pairs), BODY_FINE);
		assert_string_equal(
		    pairs.items[0].file->filename, table[i].shown);
	}
}

static void
refuses(void **state)
{
	static const char *const bad[] = {
		"",
		"--XX",
		"--XX\r\n",
		"hello",
		"--XXY\r\n" NAMED("a") "\r\n\r\n1\r\n--XX--",
		PART(NAMED("a"), "1"),
		PART(NAMED("a"), "1") "--XX",
		PART(NAMED("a"), "1") "--XX-",
		"--XX\r\n\r\n1\r\n--XX--",
		"--XX\n" NAMED("a") "\n\n1\n--XX--",
		PART("Content-Type: text/plain", "1") END,
		PART("Content-Disposition: form-data", "1") END,
		PART("Content-Disposition: form-data; name=\"\"", "1") END,
		PART("Content-Disposition: attachment; name=a", "1") END,
		PART(NAMED("a") "\r\n" NAMED("b"), "1") END,
		PART("no colon\r\n" NAMED("a"), "1") END,
		PART(NAMED("a") "\r\nContent-Transfer-Encoding: base64", "MQ==")
		    END,
		PART(NAMED("a\n"), "1") END,
		PART(NAMED("a"), "\xff") END,
		PART(NAMED("\xff"), "1") END,
		PART(FILED("f", "\xc0\x80"), "1") END,
	};
	struct fixture *f = *state;
	struct pairs pairs;
	size_t i;

	for (i = 0; i < COUNT(bad); i++)
		if (parse(f, bad[i], &pairs) != BODY_MALFORMED)
			fail_msg("%s", bad[i]);
	pairs_init(&pairs, f->arena);
	assert_int_equal(multipart_parse(PART(NAMED("a"), "1\0002") END,
			     sizeof(PART(NAMED("a"), "1\0002") END) - 1, "XX",
			     f->dir, &pairs),
	    BODY_MALFORMED);
	assert_int_equal(parse(f, "--XX--", &pairs), BODY_FINE);
	assert_int_equal(pairs.n, 0);
}

static void
refuses_boundaries(void **state)
{
	struct fixture *f = *state;
	struct pairs pairs;
	char boundary[80];

	pairs_init(&pairs, f->arena);
	memset(boundary, 'b', sizeof(boundary));
	boundary[70] = '\0';
	assert_non_null(multipart_new(boundary, NULL, &pairs));
	boundary[70] = 'b';
	boundary[71] = '\0';
	assert_null(multipart_new(boundary, NULL, &pairs));
	assert_null(multipart_new(NULL, NULL, &pairs));
	assert_null(multipart_new("", NULL, &pairs));
	assert_null(multipart_new("a ", NULL, &pairs));
	assert_null(multipart_new("a\r\n", NULL, &pairs));
	assert_null(multipart_new("a\"", NULL, &pairs));
}

static void
bounds_what_it_keeps(void **state)
{
	struct fixture *f = *state;
	struct pairs pairs;
	char *large = arena_alloc(f->arena, BODY_MEMORY_MAX + 2, 1);
	struct buf b;
	int i;

	buf_init(&b, f->arena, 0);
	for (i = 0; i < 1000; i++)
		buf_puts(&b, PART(NAMED("a"), ""));
	assert_int_equal(
	    parse(f, arena_printf(f->arena, "%s%s", b.data, END), &pairs),
	    BODY_FINE);
	buf_puts(&b, PART(NAMED("a"), "") END);
	assert_int_equal(parse(f, b.data, &pairs), BODY_TOO_MANY);
	b.len = 0;
	for (i = 0; i < 51; i++)
		buf_puts(&b, PART(FILED("f", "x"), ""));
	assert_int_equal(parse(f, b.data, &pairs), BODY_TOO_MANY);
	memset(large, 'x', BODY_MEMORY_MAX + 1);
	assert_int_equal(
	    parse(f, arena_printf(f->arena, PART(NAMED("a"), "%s") END, large),
		&pairs),
	    BODY_TOO_LARGE);
	assert_int_equal(
	    parse(f,
		arena_printf(f->arena, PART(FILED("a", "x"), "%s") END, large),
		&pairs),
	    BODY_FINE);
	assert_int_equal(pairs.items[0].file->size, BODY_MEMORY_MAX + 1);
	large[9000] = '\0';
	assert_int_equal(parse(f,
			     arena_printf(f->arena,
				 PART("X: %s\r\n" NAMED("a"), "1") END, large),
			     &pairs),
	    BODY_MALFORMED);
}

static void
refuses_files_where_none_are_taken(void **state)
{
	static const char with[] = PART(FILED("f", "x"), "1") END;
	static const char without[] = PART(FILED("f", ""), "") END;
	struct fixture *f = *state;
	struct pairs pairs;

	pairs_init(&pairs, f->arena);
	assert_int_equal(
	    multipart_parse(with, strlen(with), "XX", NULL, &pairs),
	    BODY_UNSUPPORTED);
	assert_int_equal(
	    multipart_parse(without, strlen(without), "XX", NULL, &pairs),
	    BODY_FINE);
}

static int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	if (f == NULL)
		return -1;
	f->arena = arena_new(32 << 20);
	snprintf(f->dir, sizeof(f->dir), "/tmp/multipart-test-XXXXXX");
	*state = f;
	return mkdtemp(f->dir) == NULL || rmdir(f->dir) != 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	arena_free(f->arena);
	rmdir(f->dir);
	free(f);
	return 0;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(reads_the_same_however_cut),
		TEST(keeps_files_private_and_short),
		TEST(types_by_content),
		TEST(shows_a_harmless_filename),
		TEST(refuses),
		TEST(refuses_boundaries),
		TEST(bounds_what_it_keeps),
		TEST(refuses_files_where_none_are_taken),
	};

	return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
