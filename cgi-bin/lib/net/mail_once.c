#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/net/mail_text.h"
#include "lib/net/net.h"

enum { PATH_SIZE = 1024, WEEK_SECONDS = 7 * 24 * 3600 };

/* The note of <id>: its lock is held by who sends, its words are the server's
 * answer. */
static bool
note_path(const char *notes, const char *message_id, char path[PATH_SIZE])
{
	return mail_is_id(message_id) && snprintf(path, PATH_SIZE, "%s/%.*s",
					     notes, (int)strlen(message_id) - 2,
					     message_id + 1) < (int)PATH_SIZE;
}

static bool
is_sent(int fd, char *why, size_t why_size)
{
	ssize_t n = read(fd, why, why_size - 1);

	why[n > 0 ? n : 0] = '\0';
	return n > 0;
}

/* Keep the server's answer, or take an empty note away. */
static void
settle(int fd, const char *path, enum mail_outcome outcome, const char *why)
{
	if (outcome != MAIL_SENT)
		unlink(path);
	else if (write(fd, why, strlen(why)) <= 0)
		log_warn("mail: %s: %s", path, strerror(errno));
}

enum mail_outcome
mail_send_once(const struct smtp *s, const struct mail *m,
    const struct buf *message, char *why, size_t why_size)
{
	enum mail_outcome outcome = MAIL_DEFERRED;
	char path[PATH_SIZE];
	int fd;

	if (!note_path(s->notes, m->message_id, path)) {
		snprintf(why, why_size, "no message id");
		return MAIL_REFUSED;
	}
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (fd < 0) {
		snprintf(why, why_size, "%s: %s", path, strerror(errno));
		return MAIL_DEFERRED;
	}
	if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
		snprintf(why, why_size, "another process is sending it");
	} else if (is_sent(fd, why, why_size)) {
		log_info("mail %s was sent before", m->message_id);
		outcome = MAIL_SENT;
	} else {
		outcome = mail_send_smtp(s, m, message, why, why_size);
		settle(fd, path, outcome, why);
	}
	close(fd);
	return outcome;
}

void
mail_forget_note(const char *notes, const char *message_id)
{
	char path[PATH_SIZE];

	if (note_path(notes, message_id, path))
		unlink(path);
}

void
mail_tidy_notes(const char *notes)
{
	time_t old = time(NULL) - WEEK_SECONDS;
	const struct dirent *entry;
	struct stat st;
	DIR *dir = opendir(notes);

	if (dir == NULL)
		return;
	while ((entry = readdir(dir)) != NULL)
		if (fstatat(dirfd(dir), entry->d_name, &st,
			AT_SYMLINK_NOFOLLOW) == 0 &&
		    S_ISREG(st.st_mode) && st.st_mtime < old)
			unlinkat(dirfd(dir), entry->d_name, 0);
	closedir(dir);
}
