#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
/* cmocka.h needs setjmp, stdarg, stddef and stdint first. */
#include <cmocka.h>

#include "../support/echo_fixture.h"

/* Ask a process to end, and see that it does so by itself, without a leak. */
static void
stop(pid_t pid)
{
	int status;

	kill(pid, SIGTERM);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int
listening_socket(const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(at.sun_path, path, strlen(path) + 1);
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof(at)), 0);
	assert_int_equal(listen(fd, 5), 0);
	return fd;
}

static void
finishes_the_request_before_it_stops(void **state)
{
	static const char *const params[] = { "REQUEST_METHOD=POST",
		"REQUEST_URI=/echo", "CONTENT_LENGTH=7",
		"CONTENT_TYPE=application/x-www-form-urlencoded", NULL };
	struct fixture *f = *state;
	struct client c;
	struct answer a;
	char byte;
	int i;

	client_open(&c, f->path);
	client_begin(&c, params);
	client_body(&c, "a=1", 3);
	assert_int_equal(read(f->ready[0], &byte, 1), 1);
	for (i = 0; i < 20; i++)
		kill(f->pid, SIGTERM);
	client_body(&c, "&b=2", 4);
	client_body(&c, NULL, 0);
	a = client_answer(&c);
	client_close(&c);
	check(a, "fault=0 json=0 a=1 b=2");
}

/* Nothing but the stop in teardown: the process is still starting, or in
 * accept(). */
static void
stops_while_it_waits(void **state)
{
	(void)state;
}

static void
makes_a_socket_for_the_group_only(void **state)
{
	struct fixture *f = *state;
	struct stat st;

	assert_int_equal(stat(f->path, &st), 0);
	assert_true(S_ISSOCK(st.st_mode));
	assert_int_equal(st.st_mode & 0777, 0660);
}

/* Two processes on one socket: the end of one is nothing to the other. */
static void
leaves_the_socket_to_others(void **state)
{
	struct fixture *f = *state, other = *f;
	struct http_server *server;
	const char *const params[] = { "REQUEST_URI=/empty", NULL };
	struct answer a;
	pid_t first;
	int i;

	snprintf(other.path, sizeof(other.path), "%s/other", f->dir);
	server = http_listen(other.path);
	assert_non_null(server);
	assert_true(start(&other, server));
	first = other.pid;
	assert_true(start(&other, server));
	http_close(server);
	stop(first);
	for (i = 0; i < 20; i++) {
		a = call(&other, params, NULL, 0);
		answer_free(&a);
	}
	stop(other.pid);
	unlink(other.path);
}

/* As systemd passes a socket. */
static void
listens_on_fd_0(void **state)
{
	struct fixture *f = *state, other = *f;
	int saved = dup(STDIN_FILENO), fd = open("/dev/null", O_RDONLY);
	const char *const params[] = { "REQUEST_URI=/empty", NULL };
	struct http_server *server;
	struct answer a;

	dup2(fd, STDIN_FILENO);
	assert_null(http_listen(NULL));
	snprintf(other.path, sizeof(other.path), "%s/other", f->dir);
	dup2(listening_socket(other.path), STDIN_FILENO);
	server = http_listen(NULL);
	assert_non_null(server);
	assert_true(start(&other, server));
	http_close(server);
	dup2(saved, STDIN_FILENO);
	close(saved);
	close(fd);
	a = call(&other, params, NULL, 0);
	answer_free(&a);
	stop(other.pid);
	unlink(other.path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(finishes_the_request_before_it_stops),
		TEST(stops_while_it_waits),
		TEST(leaves_the_socket_to_others),
		TEST(listens_on_fd_0),
		TEST(makes_a_socket_for_the_group_only),
	};

	return cmocka_run_group_tests_name("serve_stop", tests, NULL, NULL);
}
