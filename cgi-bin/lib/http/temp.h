#ifndef LIB_HTTP_TEMP_H
#define LIB_HTTP_TEMP_H

#include <stdbool.h>

#include "lib/base/arena.h"

/* A private file (0600) that is gone when the arena is reset. */
struct temp {
	int fd; /* -1: closed */
	char *path;
};

/* In `dir`, which is made when it is missing; NULL with a logged reason. */
struct temp *temp_new(struct arena *, const char *dir);
bool temp_write(struct temp *, const char *, size_t len);
void temp_close(struct temp *);
/* The media type by content; "application/octet-stream" when nobody knows. */
const char *temp_type(const struct temp *, struct arena *);

#endif
