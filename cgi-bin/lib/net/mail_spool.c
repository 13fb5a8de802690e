#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/net/mail_text.h"
#include "lib/net/net.h"

enum { NAME_SIZE = 256 };

/* Admins read the spool through another program of the same group. */
enum { FILE_MODE = 0640 };

static bool
write_all(int fd, const char *data, size_t len)
{
	ssize_t n;

	for (; len > 0; data += n, len -= (size_t)n) {
		n = write(fd, data, len);
		if (n < 0 && errno == EINTR)
			n = 0;
		if (n < 0)
			return false;
	}
	return fchmod(fd, FILE_MODE) == 0 && fsync(fd) == 0;
}

/* A file of that name is there, whole, or errno says why not. */
static bool
place(int dir, const char *name, const struct buf *message)
{
	char temporary[32];
	bool fine;
	int fd;

	if (faccessat(dir, name, F_OK, 0) == 0)
		return true;
	snprintf(temporary, sizeof(temporary), ".%d.tmp", (int)getpid());
	fd = openat(dir, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
	    FILE_MODE);
	if (fd < 0)
		return false;
	fine = write_all(fd, message->data, message->len);
	fine = close(fd) == 0 && fine;
	fine = fine && renameat(dir, temporary, dir, name) == 0;
	if (!fine)
		unlinkat(dir, temporary, 0);
	return fine && fsync(dir) == 0;
}

enum mail_outcome
mail_spool(const char *dir, const struct mail *m, const struct buf *message,
    char *why, size_t why_size)
{
	char name[NAME_SIZE];
	bool placed;
	int fd;

	if (!mail_is_id(m->message_id)) {
		snprintf(why, why_size, "no message id");
		return MAIL_REFUSED;
	}
	snprintf(name, sizeof(name), "%.*s.eml", (int)strlen(m->message_id) - 2,
	    m->message_id + 1);
	if ((fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC)) < 0) {
		snprintf(why, why_size, "%s: %s", dir, strerror(errno));
		return MAIL_DEFERRED;
	}
	placed = place(fd, name, message);
	snprintf(why, why_size, "%s: %s", name,
	    placed ? "in the spool" : strerror(errno));
	close(fd);
	return placed ? MAIL_SENT : MAIL_DEFERRED;
}
