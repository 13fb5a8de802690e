#ifndef LIB_DOMAIN_PICTURE_H
#define LIB_DOMAIN_PICTURE_H

#include <stdbool.h>

#include "lib/base/kind.h"

/*
 * A picture of a person out of an upload, by libvips: JPEG, PNG or WebP, turned
 * as its camera says, cut to a square, and written anew as WebP without a word
 * of what stood in the file: no EXIF, no profile, no second frame.
 */
struct picture_crop {
	int64_t left, top, size; /* of the turned picture; size 0: its middle */
};
struct picture_file {
	const char *path; /* is made; must not be there */
	int size;         /* pixels each way */
};

/* NULL when all files (they end with a NULL path) were written, else why not,
 * translated; then none is left. */
const char *picture_make(const char *upload, const struct picture_crop *,
    const struct picture_file *);
/* One file of this width and height, cut out of the middle. */
const char *
picture_cover(const char *upload, const struct picture_file *, int height);

#endif
