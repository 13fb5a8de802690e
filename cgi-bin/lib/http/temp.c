#include <errno.h>
#include <fcntl.h>
#include <magic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/http/temp.h"

/* The table of libmagic, loaded by the first upload of a process. */
static struct {
	magic_t table;
} magic;

static void
release(void *data)
{
	struct temp *t = data;

	temp_close(t);
	unlink(t->path);
}

struct temp *
temp_new(struct arena *a, const char *dir)
{
	struct temp *t = arena_alloc(a, 1, sizeof(*t));

	t->path = arena_printf(a, "%s/upload-XXXXXX", dir);
	t->fd = mkostemp(t->path, O_CLOEXEC);
	if (t->fd < 0 && errno == ENOENT && mkdir(dir, 0700) == 0) {
		t->path = arena_printf(a, "%s/upload-XXXXXX", dir);
		t->fd = mkostemp(t->path, O_CLOEXEC);
	}
	if (t->fd < 0) {
		log_error("upload: %s: %s", dir, strerror(errno));
		return NULL;
	}
	arena_defer(a, release, t);
	return t;
}

bool
temp_write(struct temp *t, const char *data, size_t len)
{
	ssize_t n;

	while (len > 0) {
		n = write(t->fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			log_error("upload: %s: %s", t->path, strerror(errno));
			return false;
		}
		data += n;
		len -= (size_t)n;
	}
	return true;
}

void
temp_close(struct temp *t)
{
	if (t->fd >= 0)
		close(t->fd);
	t->fd = -1;
}

static bool
load(void)
{
	if (magic.table != NULL)
		return true;
	magic.table = magic_open(MAGIC_MIME_TYPE | MAGIC_ERROR);
	if (magic.table != NULL && magic_load(magic.table, NULL) == 0)
		return true;
	log_error("libmagic: %s",
	    magic.table == NULL ? "out of memory" : magic_error(magic.table));
	if (magic.table != NULL)
		magic_close(magic.table);
	magic.table = NULL;
	return false;
}

const char *
temp_type(const struct temp *t, struct arena *a)
{
	const char *type = load() ? magic_file(magic.table, t->path) : NULL;

	return type == NULL ? "application/octet-stream"
			    : arena_strdup(a, type);
}
