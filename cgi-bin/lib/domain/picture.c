#include <fcntl.h>
#include <unistd.h>
#include <vips/vips.h>

#include "lib/base/log.h"
#include "lib/base/words.h"
#include "lib/domain/picture.h"

enum {
	SIDE_MAX = 20000,
	PIXELS_MAX = 50 * 1000 * 1000,
	SIDE_MIN = 32,
	QUALITY = 82
};

/* Its remarks on strangers' files are nothing for the log. */
static void
be_quiet(const gchar *domain, GLogLevelFlags level, const gchar *words_of,
    gpointer data)
{
	(void)data;
	if ((level & G_LOG_FLAG_FATAL) != 0)
		log_error("%s: %s", domain, words_of);
}

/* libvips is a process's, started by its first upload: one thread, no cache,
 * and only loaders that are made for hostile files. */
static bool
start(void)
{
	static bool started;

	if (started)
		return true;
	if (VIPS_INIT("belay") != 0) {
		log_error("vips: %s", vips_error_buffer());
		return false;
	}
	g_log_set_default_handler(be_quiet, NULL);
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	vips_block_untrusted_set(TRUE);
	started = true;
	return true;
}

/* The header is read alone first: a small file may claim a huge picture. */
static const char *
open_picture(const char *upload, VipsImage **image)
{
	*image = vips_image_new_from_file(
	    upload, "access", VIPS_ACCESS_RANDOM, NULL);
	if (*image == NULL)
		return words("This picture can't be read.");
	if (vips_image_get_width(*image) > SIDE_MAX ||
	    vips_image_get_height(*image) > SIDE_MAX ||
	    (int64_t)vips_image_get_width(*image) *
		    vips_image_get_height(*image) >
		PIXELS_MAX)
		return words("The picture has too many pixels.");
	if (vips_image_get_width(*image) < SIDE_MIN ||
	    vips_image_get_height(*image) < SIDE_MIN)
		return words("The picture is too small: 32 pixels at least.");
	return NULL;
}

/* What was asked for where it lies inside, else the middle. */
static struct picture_crop
crop_within(const VipsImage *image, const struct picture_crop *asked)
{
	int64_t width = image->Xsize, height = image->Ysize;
	int64_t side = width < height ? width : height;

	if (asked->size >= SIDE_MIN && asked->size <= side &&
	    asked->left >= 0 && asked->top >= 0 &&
	    asked->left <= width - asked->size &&
	    asked->top <= height - asked->size)
		return *asked;
	return (struct picture_crop){ (width - side) / 2, (height - side) / 2,
		side };
}

/* Each step makes an image; the one before is let go of. */
static bool
go_on(VipsImage **image, bool fine, VipsImage **next)
{
	if (!fine)
		return false;
	g_object_unref(*image);
	*image = *next;
	return true;
}

static bool
turn(VipsImage **image)
{
	VipsImage *next = NULL;
	bool fine = vips_autorot(*image, &next, NULL) == 0;

	return go_on(image, fine, &next);
}

static bool
flatten(VipsImage **image)
{
	VipsImage *next = NULL;
	bool fine;

	if (!vips_image_hasalpha(*image))
		return true;
	fine = vips_flatten(*image, &next, NULL) == 0;
	return go_on(image, fine, &next);
}

static bool
make_square(VipsImage **image, const struct picture_crop *asked)
{
	struct picture_crop crop;
	VipsImage *next = NULL;
	bool fine;

	if (!turn(image))
		return false;
	crop = crop_within(*image, asked);
	fine = vips_extract_area(*image, &next, (int)crop.left, (int)crop.top,
		   (int)crop.size, (int)crop.size, NULL) == 0;
	if (!go_on(image, fine, &next))
		return false;
	return flatten(image);
}

/* libvips writes a block of EXIF even when told not to.  Only the run of pixels
 * ("VP8 ") is kept, behind a header of its own that is put before it, over what
 * stood there.  NULL: it is not there. */
static uint8_t *
only_pixels(uint8_t *file, size_t *len)
{
	static const char riff[] = { 'R', 'I', 'F', 'F' };
	static const char webp[] = { 'W', 'E', 'B', 'P' };
	size_t at = 12, size, whole;
	uint8_t *head;

	for (; at + 8 <= *len; at += 8 + size + size % 2) {
		size = file[at + 4] | (size_t)file[at + 5] << 8 |
		       (size_t)file[at + 6] << 16 | (size_t)file[at + 7] << 24;
		if (size > *len - at - 8)
			return NULL;
		if (memcmp(file + at, "VP8 ", 4) != 0)
			continue;
		whole = 4 + 8 + size + size % 2;
		head = file + at - 12;
		memcpy(head, riff, sizeof(riff));
		for (int i = 0; i < 4; i++)
			head[4 + i] = (uint8_t)(whole >> (8 * i));
		memcpy(head + 8, webp, sizeof(webp));
		*len = 8 + whole;
		return head;
	}
	return NULL;
}

static bool
write_new(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	bool fine;

	if (fd < 0)
		return false;
	fine = write(fd, data, len) == (ssize_t)len;
	fine = close(fd) == 0 && fine;
	if (!fine)
		unlink(path);
	return fine;
}

static bool
write_one(VipsImage *square, const struct picture_file *file, int height)
{
	VipsImage *small = NULL;
	void *data = NULL, *pixels = NULL;
	size_t len = 0;
	bool fine;

	if (vips_thumbnail_image(square, &small, file->size, "height", height,
		"crop", VIPS_INTERESTING_CENTRE, "export_profile", "srgb",
		NULL) == 0 &&
	    vips_webpsave_buffer(
		small, &data, &len, "Q", QUALITY, "strip", TRUE, NULL) == 0)
		pixels = only_pixels(data, &len);
	fine = pixels != NULL && write_new(file->path, pixels, len);
	if (small != NULL)
		g_object_unref(small);
	g_free(data);
	return fine;
}

static bool
write_all(VipsImage *square, const struct picture_file *files)
{
	const struct picture_file *file = files;

	while (file->path != NULL && write_one(square, file, file->size))
		file++;
	if (file->path == NULL)
		return true;
	log_error("picture: %s: %s", file->path, vips_error_buffer());
	while (file-- > files)
		unlink(file->path);
	return false;
}

const char *
picture_make(const char *upload, const struct picture_crop *crop,
    const struct picture_file *files)
{
	VipsImage *image = NULL;
	const char *why;

	if (!start())
		return words("Pictures can't be taken just now.");
	why = open_picture(upload, &image);
	if (why == NULL &&
	    (!make_square(&image, crop) || !write_all(image, files)))
		why = words("This picture can't be read.");
	if (image != NULL)
		g_object_unref(image);
	vips_error_clear();
	return why;
}

const char *
picture_cover(const char *upload, const struct picture_file *file, int height)
{
	VipsImage *image = NULL;
	const char *why;

	if (!start())
		return words("Pictures can't be taken just now.");
	why = open_picture(upload, &image);
	if (why == NULL && (!turn(&image) || !flatten(&image) ||
			       !write_one(image, file, height))) {
		log_error("picture: %s: %s", file->path, vips_error_buffer());
		why = words("This picture can't be read.");
	}
	if (image != NULL)
		g_object_unref(image);
	vips_error_clear();
	return why;
}
