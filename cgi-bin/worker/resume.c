#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "gen/worker/resume_sql.h"
#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/form/utf8.h"
#include "worker/worker.h"

/*
 * The PDF is a stranger's: pdftotext reads it in a process of its own, with
 * little time and memory, and what it writes is cut and checked.
 */
enum { TEXT_BYTES = 200 * 1024 };

static pid_t
start(const char *file, int out)
{
	const char *const argv[] = { "prlimit", "--as=1073741824", "--cpu=20",
		"--fsize=0", "--nofile=64", "--", "timeout", "-k", "1", "30",
		"pdftotext", "-q", "-enc", "UTF-8", "-l", "50", file, "-",
		NULL };
	const char *const environment[] = { "PATH=/usr/bin:/bin",
		"LC_ALL=C.UTF-8", NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;
	int failed;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, out, STDOUT_FILENO);
	posix_spawn_file_actions_addopen(
	    &actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(
	    &actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
	failed = posix_spawnp(&pid, argv[0], &actions, NULL,
	    (char *const *)(uintptr_t)argv,
	    (char *const *)(uintptr_t)environment);
	posix_spawn_file_actions_destroy(&actions);
	if (failed != 0)
		log_error("resume: %s: %s", argv[0], strerror(failed));
	return failed != 0 ? -1 : pid;
}

/* All that fits; the rest is read and dropped, so that the writer can end. */
static size_t
read_some(int fd, char *text, size_t size)
{
	char rest[4096];
	size_t len = 0;
	ssize_t n;

	do {
		n = len < size ? read(fd, text + len, size - len)
			       : read(fd, rest, sizeof(rest));
		if (n > 0 && len < size)
			len += (size_t)n;
	} while (n > 0 || (n < 0 && errno == EINTR));
	return len;
}

/* Valid text without control characters, cut before a broken character. */
static const char *
clean(struct arena *a, const char *text, size_t len)
{
	struct buf b;
	size_t used;
	int32_t c;

	buf_init(&b, a, len + 1);
	buf_puts(&b, "");
	for (size_t i = 0; i < len; i += used) {
		c = utf8_next(text + i, len - i, &used);
		if (c == '\f')
			buf_putc(&b, '\n');
		else if (c == '\n' || c >= ' ')
			buf_put(&b, text + i, used);
	}
	return b.len == 0 ? NULL : b.data;
}

/* NULL state: nothing could be read, which is no failure of ours. */
enum work_result
resume_extract(struct work *w)
{
	const char *file = files_path(w->arena, work_text(w, "path"));
	char *text;
	int ends[2], status = 0;
	size_t len;
	pid_t pid;

	if (file == NULL || access(file, R_OK) != 0)
		return WORK_DONE;
	if (pipe2(ends, O_CLOEXEC) != 0) {
		w->why = "no pipe";
		return WORK_AGAIN;
	}
	pid = start(file, ends[1]);
	close(ends[1]);
	text = arena_alloc(w->arena, 1, TEXT_BYTES);
	len = pid < 0 ? 0 : read_some(ends[0], text, TEXT_BYTES);
	close(ends[0]);
	if (pid < 0) {
		w->why = "pdftotext can't be started";
		return WORK_AGAIN;
	}
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	if (status == 0)
		w->state = (void *)(uintptr_t)clean(w->arena, text, len);
	else
		log_info("resume: pdftotext ended with %d", status);
	return WORK_DONE;
}

enum work_result
resume_finish(struct work *w)
{
	const char *path = work_text(w, "path");

	if (path != NULL)
		resume_text_save(w->db, work_id(w, "user_id"), path, w->state);
	return WORK_DONE;
}
