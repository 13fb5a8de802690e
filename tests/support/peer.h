#ifndef SUPPORT_PEER_H
#define SUPPORT_PEER_H

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * A real server for a test, written in JavaScript: it listens on ports the
 * system chooses and says so on its first line, "ready PORT PORT …".  It ends
 * with peer_stop(), or with the test.
 */
enum { PEER_PORTS = 4, PEER_PATH = 96 };

struct peer {
	pid_t pid;
	FILE *out;
	int ports[PEER_PORTS];
};

/* What it prints, as a stream; argv[0] is the script below tests/support. */
static FILE *
peer_run(const char *const argv[], pid_t *pid)
{
	const char *command[8] = { "tests/node_modules/.bin/node" };
	char script[128];
	int ends[2];
	size_t n;

	if (access("tests/node_modules", F_OK) != 0)
		fail_msg(
		    "tests/node_modules is missing: npm ci --prefix tests");
	if (access(command[0], X_OK) != 0)
		command[0] = "node"; /* a platform without that package */
	snprintf(script, sizeof(script), "tests/support/%s", argv[0]);
	command[1] = script;
	for (n = 1; argv[n] != NULL && n < 6; n++)
		command[n + 1] = argv[n];
	assert_int_equal(pipe(ends), 0);
	if ((*pid = fork()) == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		dup2(ends[1], 1);
		close(ends[0]);
		close(ends[1]);
		execvp(command[0], (char *const *)(uintptr_t)command);
		_exit(127);
	}
	assert_true(*pid > 0);
	close(ends[1]);
	return fdopen(ends[0], "r");
}

static void __attribute__((unused))
peer_start(struct peer *p, const char *const argv[])
{
	char line[128] = "", *at = line + 5;

	p->out = peer_run(argv, &p->pid);
	if (fgets(line, sizeof(line), p->out) == NULL ||
	    strncmp(line, "ready", 5) != 0)
		fail_msg("%s does not start: %s", argv[0], line);
	for (size_t i = 0; i < PEER_PORTS; i++)
		p->ports[i] = (int)strtol(at, &at, 10);
}

static void __attribute__((unused)) peer_stop(struct peer *p)
{
	kill(p->pid, SIGKILL);
	waitpid(p->pid, NULL, 0);
	fclose(p->out);
}

/* A new folder for a test, which the caller removes with its contents by
 * peer_remove(). */
static void __attribute__((unused)) peer_folder(char path[PEER_PATH])
{
	const char *parent = getenv("BELAY_TEST_TMP");

	snprintf(path, PEER_PATH, "%s/peer_XXXXXX",
	    parent != NULL ? parent : "/tmp");
	assert_non_null(mkdtemp(path));
}

static void __attribute__((unused)) peer_remove(const char *path)
{
	char command[PEER_PATH + 16];

	snprintf(command, sizeof(command), "rm -r -- '%s'", path);
	assert_int_equal(system(command), 0);
}

#endif
