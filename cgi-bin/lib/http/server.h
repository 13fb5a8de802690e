#ifndef LIB_HTTP_SERVER_H
#define LIB_HTTP_SERVER_H

#include <fcgiapp.h>
#include <signal.h>

#include "lib/http/http.h"

/*
 * The transport.  libfcgi reads (records, parameters, body); the answer is
 * framed here and leaves in one system call, where libfcgi's stream would send
 * pieces of 8 KB.  Connections are accepted here too: libfcgi waits up to two
 * seconds for a silent peer, and a signal just before its accept() is lost.
 */
struct http_server {
	int fd;            /* listens */
	FCGX_Request fcgi; /* ipcFd -1: no connection */
	bool body_is_read; /* to its end; also when none was announced */
};

struct slice {
	const char *data;
	size_t len;
};
/* Write the header block and the body as one FastCGI answer, its end with it.
 * False when the peer went away. */
bool server_write(
    struct http_server *, struct slice head, struct slice body, struct arena *);
/* The same in pieces: as many puts as one likes, then the end. */
bool server_put(struct http_server *, struct slice, struct arena *);
bool server_end(struct http_server *);
/* Close the connection; the strings of the request stay. */
void server_hang_up(struct http_server *);

/* A peer that sends nothing for so long has gone. */
void server_set_patience(int fd, int seconds);
/* libfcgi takes an interrupted read for the end, and a socket with a timeout is
 * interrupted even under SA_RESTART: signals wait while it reads. */
void server_hold_signals(sigset_t *before);
void server_release_signals(const sigset_t *before);

/* The request that libfcgi has read, its strings inside its parameters or the
 * arena. */
const struct http_request *request_read(struct http_server *, struct arena *);

#endif
