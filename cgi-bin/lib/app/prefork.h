#ifndef LIB_APP_PREFORK_H
#define LIB_APP_PREFORK_H

#include <stdbool.h>

/*
 * A pool of processes that do the same work.  The parent starts another when
 * one dies (at once, then with a growing pause while they die young), asks all
 * to stop on SIGTERM or SIGINT and repeats that every 200 ms until they are
 * gone, and replaces them one by one on SIGHUP.
 */
struct prefork {
	int processes;
	int (*run)(
	    void *data); /* a child's life; its result is the exit code */
	void *data;
	void (*stop)(void);         /* called in the child's SIGTERM handler */
	bool (*reload)(void *data); /* before the children are replaced; NULL */
	void *reload_data;
};

int prefork_run(const struct prefork *);

/* How many processes a program has: BELAY_PROCESSES_NAME, else
 * BELAY_PROCESSES, else by how busy it is. */
int prefork_processes(const char *program);

#endif
