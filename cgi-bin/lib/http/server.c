#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/http/server.h"

enum { BACKLOG = 511, LINGER_MS = 2000, HEAD_SECONDS = 10 };

/* What the signal handler needs: a process serves one socket. */
static struct {
	volatile sig_atomic_t stopping;
	volatile int fd, null_fd;
} stop = { .fd = -1, .null_fd = -1 };

/* accept() on anything but a socket fails at once, so a signal that comes
 * between the check of `stopping` and the call is not lost. */
void
http_stop(void)
{
	int saved = errno;

	stop.stopping = 1;
	if (stop.fd >= 0 && stop.null_fd >= 0)
		dup2(stop.null_fd, stop.fd);
	errno = saved;
}

static bool
is_listening(int fd)
{
	int on = 0;
	socklen_t len = sizeof(on);

	return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &on, &len) == 0 &&
	       on != 0;
}

/* Only a socket that an earlier process left is taken away. */
static void
remove_stale(const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISSOCK(st.st_mode))
		unlink(path);
}

static bool
bind_to(int fd, const char *path)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	mode_t before;
	int wrong;

	if (strlen(path) >= sizeof(at.sun_path)) {
		errno = ENAMETOOLONG;
		return false;
	}
	memcpy(at.sun_path, path, strlen(path) + 1);
	remove_stale(path);
	before = umask(0117);
	wrong = bind(fd, (const struct sockaddr *)&at, sizeof(at));
	umask(before);
	return wrong == 0 && listen(fd, BACKLOG) == 0;
}

static int
open_socket(const char *path)
{
	int fd;

	if (path == NULL) {
		if (is_listening(STDIN_FILENO))
			return STDIN_FILENO;
		log_error("http: fd 0 is not a listening socket");
		return -1;
	}
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && bind_to(fd, path))
		return fd;
	log_error("http: %s: %s", path, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* libfcgi takes SIGTERM and SIGUSR1 for itself where nobody has: give back. */
static bool
init_library(void)
{
	struct sigaction on_term, on_usr1;
	int wrong;

	sigaction(SIGTERM, NULL, &on_term);
	sigaction(SIGUSR1, NULL, &on_usr1);
	wrong = FCGX_Init();
	sigaction(SIGTERM, &on_term, NULL);
	sigaction(SIGUSR1, &on_usr1, NULL);
	return wrong == 0;
}

struct http_server *
http_listen(const char *path)
{
	struct http_server *s;
	int fd = open_socket(path);

	if (fd < 0)
		return NULL;
	if ((s = calloc(1, sizeof(*s))) == NULL)
		log_fatal("http: out of memory");
	if (!init_library())
		log_fatal("http: libfcgi does not start");
	s->fd = fd;
	FCGX_InitRequest(&s->fcgi, -1, 0);
	stop.fd = fd;
	stop.null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	return s;
}

/* Closing with unread bytes would take the answer away from the peer, so read
 * what still comes until the peer closes, for a while. */
static void
linger(int fd)
{
	struct pollfd wait = { .fd = fd, .events = POLLIN };
	char trash[4096];
	int n;

	shutdown(fd, SHUT_WR);
	do {
		n = poll(&wait, 1, LINGER_MS);
		if (n > 0 && recv(fd, trash, sizeof(trash), MSG_DONTWAIT) <= 0)
			return;
	} while (n > 0 || (n < 0 && errno == EINTR));
}

void
server_hang_up(struct http_server *s)
{
	char trash[64];

	if (s->fcgi.ipcFd < 0)
		return;
	if (!s->body_is_read ||
	    recv(s->fcgi.ipcFd, trash, sizeof(trash), MSG_DONTWAIT) > 0)
		linger(s->fcgi.ipcFd);
	close(s->fcgi.ipcFd);
	s->fcgi.ipcFd = -1;
}

void
http_close(struct http_server *s)
{
	if (s == NULL)
		return;
	server_hang_up(s);
	FCGX_Free(&s->fcgi, 0);
	stop.fd = -1;
	close(stop.null_fd);
	stop.null_fd = -1;
	close(s->fd);
	free(s);
}

static bool
is_passing(int error)
{
	return error == EINTR || error == ECONNABORTED || error == EPROTO ||
	       error == EAGAIN;
}

/* The next connection, -1 at the end. */
static int
next_connection(struct http_server *s)
{
	int fd;

	for (;;) {
		if (stop.stopping)
			return -1;
		fd = accept4(s->fd, NULL, NULL, SOCK_CLOEXEC);
		if (fd >= 0)
			return fd;
		if (stop.stopping || is_passing(errno))
			continue;
		log_error("http: accept: %s", strerror(errno));
		return -1;
	}
}

void
server_set_patience(int fd, int seconds)
{
	struct timeval limit = { .tv_sec = seconds };

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

void
server_hold_signals(sigset_t *before)
{
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGTERM);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGHUP);
	sigprocmask(SIG_BLOCK, &held, before);
}

void
server_release_signals(const sigset_t *before)
{
	sigprocmask(SIG_SETMASK, before, NULL);
}

/* Let libfcgi read the request of a connection that it did not accept itself:
 * keepConnection says that there is one, and with -1 to listen on it gives up
 * after a bad one. */
static bool
read_request(struct http_server *s, int fd)
{
	sigset_t before;
	int wrong;

	FCGX_InitRequest(&s->fcgi, -1, 0);
	s->fcgi.ipcFd = fd;
	s->fcgi.keepConnection = 1;
	server_set_patience(fd, HEAD_SECONDS);
	server_hold_signals(&before);
	wrong = FCGX_Accept_r(&s->fcgi);
	server_release_signals(&before);
	return wrong == 0;
}

const struct http_request *
http_accept(struct http_server *s, struct arena *a)
{
	int fd;

	server_hang_up(s);
	FCGX_Free(&s->fcgi, 0);
	do {
		if ((fd = next_connection(s)) < 0)
			return NULL;
	} while (!read_request(s, fd));
	return request_read(s, a);
}
