#ifndef SUPPORT_FASTCGI_CLIENT_H
#define SUPPORT_FASTCGI_CLIENT_H

#include <stddef.h>

/*
 * A FastCGI client for tests, as raw as nginx's: one connection, one request,
 * the answer read to the end.  Include it in one file; failures are cmocka's.
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

void client_open(struct client *, const char *path);
/* BEGIN_REQUEST and the parameters, "NAME=value" up to a NULL. */
void client_begin(struct client *, const char *const params[]);
/* A piece of the body; no bytes end it. */
void client_body(struct client *, const char *, size_t len);
struct answer client_answer(struct client *);
void client_close(struct client *);
void answer_free(struct answer *);

#endif
