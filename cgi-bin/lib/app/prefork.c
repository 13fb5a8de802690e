#include <ctype.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "lib/app/prefork.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"

enum { MAX_PROCESSES = 64, LONGEST_PAUSE_MS = 5000, TICK_MS = 200 };

static struct {
	volatile sig_atomic_t stopping, reloading;
	void (*stop)(void);
} state;

static void
on_stop(int sig)
{
	(void)sig;
	state.stopping = 1;
	if (state.stop != NULL)
		state.stop();
}

static void
on_reload(int sig)
{
	(void)sig;
	state.reloading = 1;
}

static void
handle(int sig, void (*fn)(int))
{
	struct sigaction action = { .sa_handler = fn };

	sigemptyset(&action.sa_mask);
	sigaction(sig, &action, NULL);
}

static void
pause_ms(long ms)
{
	nanosleep(&(struct timespec){ ms / 1000, ms % 1000 * 1000000 }, NULL);
}

/* A child must not outlive a parent that was killed. */
static pid_t
start(const struct prefork *p)
{
	pid_t parent = getpid(), pid = fork();

	if (pid != 0)
		return pid;
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EX_OK);
	state.stop = p->stop;
	handle(SIGTERM, on_stop);
	handle(SIGINT, SIG_IGN);
	handle(SIGHUP, SIG_IGN);
	exit(p->run(p->data));
}

struct pool {
	const struct prefork *p;
	pid_t pids[MAX_PROCESSES];
	time_t started[MAX_PROCESSES];
	long wait_ms;
};

static void
fill(struct pool *pool, int most)
{
	int i;

	for (i = 0; i < most; i++) {
		if (pool->pids[i] > 0)
			continue;
		pool->pids[i] = start(pool->p);
		pool->started[i] = time(NULL);
		if (pool->pids[i] < 0)
			log_error("fork: %s", strerror(errno));
	}
}

static void
signal_all(const struct pool *pool, int sig)
{
	int i;

	for (i = 0; i < pool->p->processes; i++)
		if (pool->pids[i] > 0)
			kill(pool->pids[i], sig);
}

/* True when a child is gone. */
static bool
reap(struct pool *pool)
{
	int i, how;
	pid_t pid = waitpid(-1, &how, WNOHANG);

	if (pid <= 0)
		return false;
	for (i = 0; i < pool->p->processes; i++) {
		if (pool->pids[i] != pid)
			continue;
		pool->pids[i] = 0;
		if (state.stopping)
			return true;
		log_warn("process %d ended (%s %d)", (int)pid,
		    WIFSIGNALED(how) ? "signal" : "status",
		    WIFSIGNALED(how) ? WTERMSIG(how) : WEXITSTATUS(how));
		pool->wait_ms = time(NULL) - pool->started[i] > 2
				    ? 0
				    : pool->wait_ms * 2 + 50;
		if (pool->wait_ms > LONGEST_PAUSE_MS)
			pool->wait_ms = LONGEST_PAUSE_MS;
	}
	return true;
}

static bool
any_left(const struct pool *pool)
{
	int i;

	for (i = 0; i < pool->p->processes; i++)
		if (pool->pids[i] > 0)
			return true;
	return false;
}

static void
stop_all(struct pool *pool)
{
	while (any_left(pool)) {
		signal_all(pool, SIGTERM);
		while (reap(pool))
			;
		if (any_left(pool))
			pause_ms(TICK_MS / 10);
	}
}

int
prefork_run(const struct prefork *p)
{
	struct pool pool = { .p = p };
	int most = 1; /* it answers while the others get ready */

	if (p->processes < 1 || p->processes > MAX_PROCESSES) {
		log_error("processes must be 1 to %d", MAX_PROCESSES);
		return EX_CONFIG;
	}
	handle(SIGTERM, on_stop);
	handle(SIGINT, on_stop);
	handle(SIGHUP, on_reload);
	while (!state.stopping) {
		fill(&pool, most);
		most = p->processes;
		pause_ms(pool.wait_ms + TICK_MS);
		while (reap(&pool))
			;
		if (state.reloading && !state.stopping) {
			state.reloading = 0;
			if (p->reload == NULL || p->reload(p->reload_data))
				signal_all(&pool, SIGTERM);
		}
	}
	stop_all(&pool);
	return EX_OK;
}

/* Programs whose pages people look at most. */
static const char *const busy[] = { "account", "booking", "journeys", "inbox",
	NULL };

int
prefork_processes(const char *program)
{
	char name[64];
	int usual = 2;

	snprintf(name, sizeof(name), "BELAY_PROCESSES_%s", program);
	for (char *at = name; *at != '\0'; at++)
		*at = (char)toupper((unsigned char)*at);
	for (const char *const *b = busy; *b != NULL; b++)
		if (strcmp(*b, program) == 0)
			usual = 4;
	if (setting_text(name) != NULL)
		return (int)setting_int(name);
	if (setting_text("BELAY_PROCESSES") != NULL)
		return (int)setting_int("BELAY_PROCESSES");
	return usual;
}
