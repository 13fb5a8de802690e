#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <vips/vips.h>

#include <cmocka.h>

#include "lib/domain/picture.h"

/* turned.jpg: 96 x 64, left half red, right half blue, to be turned a quarter
 * clockwise (so red is above blue), taken by a SecretCamera at a place. */
static const char turned[] = "tests/support/files/turned.jpg";

static char small_path[100], large_path[100], other_path[100];

static int
setup(void **state)
{
	(void)state;
	snprintf(small_path, sizeof(small_path), "/tmp/belay-%d-s.webp",
	    (int)getpid());
	snprintf(large_path, sizeof(large_path), "/tmp/belay-%d-l.webp",
	    (int)getpid());
	snprintf(
	    other_path, sizeof(other_path), "/tmp/belay-%d-o", (int)getpid());
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	unlink(small_path);
	unlink(large_path);
	unlink(other_path);
	return 0;
}

static const char *
make(const char *upload, const struct picture_crop *crop)
{
	const struct picture_file files[] = { { small_path, 32 },
		{ large_path, 64 }, { NULL, 0 } };

	return picture_make(upload, crop, files);
}

static VipsImage *
open_made(const char *path, int size)
{
	VipsImage *image = vips_image_new_from_file(path, NULL);

	assert_non_null(image);
	assert_int_equal(image->Xsize, size);
	assert_int_equal(image->Ysize, size);
	assert_int_equal(image->Bands, 3);
	return image;
}

static void
assert_colour(VipsImage *image, int x, int y, bool red)
{
	double *bands = NULL;
	int n = 0;

	assert_int_equal(vips_getpoint(image, &bands, &n, x, y, NULL), 0);
	assert_int_equal(n, 3);
	if (red)
		assert_true(bands[0] > 150 && bands[2] < 100);
	else
		assert_true(bands[2] > 150 && bands[0] < 100);
	g_free(bands);
}

static void
middle_is_cut_and_turned(void **state)
{
	const struct picture_crop none = { 0, 0, 0 };
	VipsImage *image;

	(void)state;
	assert_null(make(turned, &none));
	image = open_made(small_path, 32);
	assert_colour(image, 16, 4, true);
	assert_colour(image, 16, 28, false);
	g_object_unref(image);
	image = open_made(large_path, 64);
	g_object_unref(image);
}

static void
box_is_of_the_turned_picture(void **state)
{
	static const struct picture_crop top = { 10, 0, 40 },
					 bottom = { 10, 56, 40 };
	VipsImage *image;

	(void)state;
	assert_null(make(turned, &top));
	image = open_made(small_path, 32);
	assert_colour(image, 16, 2, true);
	assert_colour(image, 16, 29, true);
	g_object_unref(image);
	unlink(small_path);
	unlink(large_path);
	assert_null(make(turned, &bottom));
	image = open_made(small_path, 32);
	assert_colour(image, 16, 2, false);
	assert_colour(image, 16, 29, false);
	g_object_unref(image);
}

static void
box_outside_gives_the_middle(void **state)
{
	static const struct picture_crop boxes[] = { { 0, 60, 64 },
		{ -1, 0, 40 }, { 0, 0, 65 }, { 0, 0, 1 }, { 30, 0, 64 },
		{ INT64_MAX, INT64_MAX, 40 } };
	VipsImage *image;

	(void)state;
	for (size_t i = 0; i < sizeof(boxes) / sizeof(boxes[0]); i++) {
		assert_null(make(turned, &boxes[i]));
		image = open_made(small_path, 32);
		assert_colour(image, 16, 4, true);
		assert_colour(image, 16, 28, false);
		g_object_unref(image);
		unlink(small_path);
		unlink(large_path);
	}
}

static void
nothing_of_the_file_is_left(void **state)
{
	const struct picture_crop none = { 0, 0, 0 };
	char bytes[8192];
	size_t len;
	FILE *f;

	(void)state;
	assert_null(make(turned, &none));
	f = fopen(small_path, "re");
	assert_non_null(f);
	len = fread(bytes, 1, sizeof(bytes), f);
	fclose(f);
	assert_true(len > 20 && len < sizeof(bytes));
	assert_memory_equal(bytes + 8, "WEBP", 4);
	assert_null(memmem(bytes, len, "SecretCamera", 12));
	assert_null(memmem(bytes, len, "EXIF", 4));
	assert_null(memmem(bytes, len, "ICCP", 4));
}

static void
write_other(const char *data, size_t len)
{
	FILE *f = fopen(other_path, "we");

	assert_non_null(f);
	assert_int_equal(fwrite(data, 1, len, f), len);
	assert_int_equal(fclose(f), 0);
}

/* A PNG of 30,000 x 30,000 in 60 bytes, and things that are no pictures. */
static void
bombs_and_lies_are_refused(void **state)
{
	static const char png[] =
	    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\2\0\0\0"
	    "\xe9\x45\x6f\xed\0\0\0\0IDAT\x35\xaf\x06\x1e";
	static const char svg[] =
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"64\" "
	    "height=\"64\"><image href=\"/etc/passwd\"/></svg>";
	const struct picture_crop none = { 0, 0, 0 };

	(void)state;
	write_other(png, sizeof(png) - 1);
	assert_non_null(make(other_path, &none));
	write_other(svg, sizeof(svg) - 1);
	assert_non_null(make(other_path, &none));
	write_other("", 0);
	assert_non_null(make(other_path, &none));
	write_other("\xff\xd8\xff\xe0 no more", 12);
	assert_non_null(make(other_path, &none));
	assert_int_not_equal(access(small_path, F_OK), 0);
	assert_int_not_equal(access(large_path, F_OK), 0);
}

static void
taken_names_are_left_alone(void **state)
{
	const struct picture_crop none = { 0, 0, 0 };

	(void)state;
	write_other("x", 1);
	assert_int_equal(link(other_path, large_path), 0);
	assert_non_null(make(turned, &none)); /* the second name is taken */
	assert_int_not_equal(access(small_path, F_OK), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    middle_is_cut_and_turned, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    box_is_of_the_turned_picture, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    box_outside_gives_the_middle, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    nothing_of_the_file_is_left, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    bombs_and_lies_are_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    taken_names_are_left_alone, setup, teardown),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	vips_shutdown();
	return failed;
}
