#ifndef LIB_HTTP_PART_H
#define LIB_HTTP_PART_H

#include "lib/base/buf.h"
#include "lib/http/http.h"

/* One part of a multipart body. */
struct part {
	const char *name;
	const char *filename; /* NULL: a text */
	struct buf text;
	struct temp *file; /* made by the first byte */
	int64_t size;
};

/* Read the header lines between two boundaries, without the empty line. */
enum body_fault
part_begin(struct part *, struct arena *, const char *head, size_t len);
enum body_fault part_write(struct part *, struct arena *, const char *tmp_dir,
    const char *, size_t len);
/* Add what the part was. */
enum body_fault part_end(struct part *, const char *tmp_dir, struct pairs *);

#endif
