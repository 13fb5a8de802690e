#ifndef SUPPORT_FASTCGI_CLIENT_H
#define SUPPORT_FASTCGI_CLIENT_H

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/*
 * A FastCGI client for tests, as raw as nginx's: one connection, one request,
 * the answer read to the end.  cmocka.h must come first.
 */
struct client {
	int fd;
	int id; /* of the request */
};

struct answer {
	char *head, *body; /* head without the empty line; both by malloc */
	size_t len;        /* of body */
	int ended;         /* an END_REQUEST record came */
};

enum { BEGIN_REQUEST = 1, END_REQUEST = 3, PARAMS = 4, STDIN = 5, STDOUT = 6 };

static void
client_open(struct client *c, const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };

	memcpy(at.sun_path, path, strlen(path) + 1);
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	c->id = 1;
	if (connect(c->fd, (struct sockaddr *)&at, sizeof(at)) != 0)
		fail_msg("no connection to %s", path);
}

static void
put(struct client *c, int type, const void *data, size_t len)
{
	unsigned char record[8 + 65535] = { 1, (unsigned char)type,
		(unsigned char)(c->id >> 8), (unsigned char)c->id,
		(unsigned char)(len >> 8), (unsigned char)len, 0, 0 };
	const unsigned char *at = record;
	ssize_t n;

	if (len != 0)
		memcpy(record + 8, data, len);
	for (len += 8; len > 0; len -= (size_t)n, at += n)
		if ((n = send(c->fd, at, len, MSG_NOSIGNAL)) <= 0)
			return;
}

static size_t
put_length(unsigned char *to, size_t n)
{
	to[0] = (unsigned char)(n >> 24 | 0x80);
	to[1] = (unsigned char)(n >> 16);
	to[2] = (unsigned char)(n >> 8);
	to[3] = (unsigned char)n;
	return 4;
}

/* BEGIN_REQUEST and the parameters, "NAME=value" up to a NULL. */
static void
client_begin(struct client *c, const char *const params[])
{
	static const unsigned char responder[8] = { 0, 1 };
	unsigned char block[32768];
	size_t len = 0, name;

	put(c, BEGIN_REQUEST, responder, sizeof(responder));
	for (; *params != NULL; params++) {
		name = strcspn(*params, "=");
		len += put_length(block + len, name);
		len += put_length(block + len, strlen(*params) - name - 1);
		memcpy(block + len, *params, name);
		len += name;
		memcpy(block + len, *params + name + 1,
		    strlen(*params) - name - 1);
		len += strlen(*params) - name - 1;
	}
	put(c, PARAMS, block, len);
	put(c, PARAMS, NULL, 0);
}

/* A piece of the body; no bytes end it. */
static void
client_body(struct client *c, const char *data, size_t len)
{
	size_t n;

	if (len == 0)
		put(c, STDIN, NULL, 0);
	for (; len > 0; len -= n, data += n) {
		n = len < 65528 ? len : 65528;
		put(c, STDIN, data, n);
	}
}

static int
get(struct client *c, void *to, size_t len)
{
	char *at = to;
	ssize_t n;

	for (; len > 0; len -= (size_t)n, at += n)
		if ((n = read(c->fd, at, len)) <= 0)
			return 0;
	return 1;
}

static void
split(struct answer *a, char *text, size_t len)
{
	char *end = memmem(text, len, "\r\n\r\n", 4);

	if (end == NULL) {
		a->head = text;
		a->body = calloc(1, 1);
		return;
	}
	*end = '\0';
	a->head = text;
	a->len = len - (size_t)(end + 4 - text);
	a->body = calloc(a->len + 1, 1);
	memcpy(a->body, end + 4, a->len);
}

static struct answer
client_answer(struct client *c)
{
	struct answer a = { NULL, NULL, 0, 0 };
	unsigned char header[8], content[65535 + 255];
	char *text = calloc(1, 1);
	size_t len = 0, n;

	while (!a.ended && get(c, header, sizeof(header))) {
		n = (size_t)header[4] << 8 | header[5];
		if (!get(c, content, n + header[6]))
			break;
		a.ended = header[1] == END_REQUEST && n == 8 &&
			  content[4] == 0 && header[3] == c->id;
		if (header[1] != STDOUT)
			continue;
		text = realloc(text, len + n + 1);
		memcpy(text + len, content, n);
		len += n;
		text[len] = '\0';
	}
	split(&a, text, len);
	return a;
}

static void
client_close(struct client *c)
{
	close(c->fd);
}

static void
answer_free(struct answer *a)
{
	free(a->head);
	free(a->body);
}

#endif
