#ifndef SUPPORT_ECHO_SERVER_H
#define SUPPORT_ECHO_SERVER_H

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/http/http.h"

/* The server that serve_test talks to; included there. */
#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

enum { BODY_MAX = 2 * 1024 * 1024 };

/* A server in a process of its own, on a socket in a directory of its own. */
struct fixture {
	char dir[64], path[80], tmp[80];
	pid_t pid;
	int ready[2]; /* /echo writes a byte before it reads the body */
};

static void
show(const struct http_request *r, struct buf *b)
{
	const struct {
		const char *name, *value;
	} members[] = { { "method", r->method }, { "path", r->path },
		{ "query", r->query }, { "uri", r->uri }, { "host", r->host },
		{ "scheme", r->scheme }, { "remote_addr", r->remote_addr },
		{ "user_agent", r->user_agent }, { "id", r->request_id },
		{ "accept", r->accept }, { "cookie", r->cookie },
		{ "csrf", r->csrf_header }, { "origin", r->origin },
		{ "key", r->idempotency_key },
		{ "signature", http_header(r, "Stripe-Signature") } };
	size_t i;

	for (i = 0; i < COUNT(members); i++)
		buf_printf(b, "%s=%s\n", members[i].name,
		    members[i].value != NULL ? members[i].value : "(null)");
	buf_printf(b, "length=%lld head=%d api=%d fault=%d\n",
	    (long long)r->content_length, r->is_head, r->is_api, r->path_fault);
}

static void
echo(struct fixture *f, const struct http_request *r, struct arena *a,
    struct buf *b)
{
	struct body_limits limits = { BODY_MAX, f->tmp };
	const struct pair *p;
	struct pairs pairs;
	enum body_fault fault;
	struct stat st;
	bool is_json;

	pairs_init(&pairs, a);
	if (write(f->ready[1], "", 1) != 1)
		_exit(3);
	fault = http_read_body(r, &limits, &pairs, &is_json);
	buf_printf(b, "fault=%d json=%d", fault, is_json);
	for (p = pairs.items; p < pairs.items + pairs.n; p++) {
		buf_printf(b, " %s=%s", p->name, p->value);
		if (p->file != NULL && stat(p->file->path, &st) == 0)
			buf_printf(b, "[%s %s %lld %lld]", p->file->filename,
			    p->file->type, (long long)p->file->size,
			    (long long)st.st_size);
	}
}

static void
answer(struct fixture *f, const struct http_request *r, struct arena *a,
    struct response *out)
{
	struct buf *b = response_body(out), raw;
	size_t n;

	if (strcmp(r->path, "/echo") == 0) {
		echo(f, r, a, b);
	} else if (strcmp(r->path, "/raw") == 0) {
		buf_init(&raw, a, 0);
		buf_printf(b, "fault=%d ", http_read_raw(r, 1000, &raw));
		buf_put(b, raw.data, raw.len);
	} else if (strcmp(r->path, "/big") == 0) {
		n = (size_t)strtoul(r->query, NULL, 10);
		memset(buf_reserve(b, n), 'x', n);
		b->len += n;
	} else if (strcmp(r->path, "/refuse") == 0) {
		response_status(out, 413);
		response_header(out, "Content-Type", "text/plain");
		response_header(out, "content-type", "text/markdown");
		response_cookie(out, &(struct cookie){ .name = "a", "1" });
		response_cookie(out, &(struct cookie){ .name = "b", "2" });
		response_cookie(out, &(struct cookie){ .name = "a", "3" });
		buf_puts(b, "no");
	} else if (strcmp(r->path, "/empty") == 0) {
		response_status(out, 204);
		buf_puts(b, "never sent");
	} else if (strcmp(r->path, "/again") == 0) {
		response_status(out, 500);
		response_header(out, "X-First", "1");
		buf_puts(b, "first");
		response_reset(out);
		buf_puts(b, "second");
	} else {
		show(r, b);
	}
}

static void
on_term(int sig)
{
	(void)sig;
	http_stop();
}

static int
serve(struct fixture *f, struct http_server *server)
{
	struct sigaction action = { .sa_handler = on_term };
	struct arena *a = arena_new(16 << 20);
	const struct http_request *r;
	struct response *out;
	sigset_t term;

	sigaction(SIGTERM, &action, NULL);
	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_UNBLOCK, &term, NULL);
	while ((r = http_accept(server, a)) != NULL) {
		out = response_new(a);
		answer(f, r, a, out);
		response_send(out, r, strcmp(r->method, "GET") == 0);
		arena_reset(a);
	}
	http_close(server);
	arena_free(a);
	return 0;
}

/* SIGTERM waits until the process has its handler. */
static bool
start(struct fixture *f, struct http_server *server)
{
	sigset_t term, before;

	sigemptyset(&term);
	sigaddset(&term, SIGTERM);
	sigprocmask(SIG_BLOCK, &term, &before);
	f->pid = fork();
	if (f->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		exit(serve(f, server));
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	return f->pid > 0;
}

#endif
