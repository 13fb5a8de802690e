#ifndef SUPPORT_ECHO_FIXTURE_H
#define SUPPORT_ECHO_FIXTURE_H

#include <sys/wait.h>

#include "echo_server.h"
#include "fastcgi_client.h"

/* An echo server for each test, and a call to it; included by the tests of what
 * the server does. */
static struct answer
call(
    struct fixture *f, const char *const params[], const char *body, size_t len)
{
	struct client c;
	struct answer a;

	client_open(&c, f->path);
	client_begin(&c, params);
	if (len > 0)
		client_body(&c, body, len);
	client_body(&c, NULL, 0);
	a = client_answer(&c);
	client_close(&c);
	assert_true(a.ended);
	return a;
}

static void
check(struct answer a, const char *body)
{
	assert_string_equal(a.body, body);
	answer_free(&a);
}

static int
setup(void **state)
{
	static struct fixture fixture;
	struct fixture *f = &fixture;
	struct http_server *server;

	snprintf(f->dir, sizeof(f->dir), "/tmp/serve-test-XXXXXX");
	if (mkdtemp(f->dir) == NULL || pipe(f->ready) != 0)
		return -1;
	snprintf(f->path, sizeof(f->path), "%s/socket", f->dir);
	snprintf(f->tmp, sizeof(f->tmp), "%s/tmp", f->dir);
	/* Twice: the second takes the place of what the first left. */
	http_close(http_listen(f->path));
	if ((server = http_listen(f->path)) == NULL)
		return -1;
	if (!start(f, server))
		return -1;
	http_close(server);
	*state = f;
	return 0;
}

/* The process ends by itself, without a leak. */
static int
teardown(void **state)
{
	struct fixture *f = *state;
	int status;

	kill(f->pid, SIGTERM);
	waitpid(f->pid, &status, 0);
	close(f->ready[0]);
	close(f->ready[1]);
	unlink(f->path);
	rmdir(f->tmp);
	rmdir(f->dir);
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 : -1;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

#endif
