#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/uio.h>

#include "lib/http/server.h"

enum {
	FCGI_VERSION = 1,
	END_REQUEST = 3,
	STDOUT = 6,
	RECORD_MAX = 65528,
	PATIENCE_SECONDS = 60,
	PIECES_MAX = 1024
};

/* FastCGI 1.0, section 3.3. */
struct record {
	unsigned char version, type, id_high, id_low, len_high, len_low,
	    padding, reserved;
};

/* What is still to be written. */
struct pieces {
	struct iovec *at;
	size_t n;
};

static struct record
record_of(int id, unsigned char type, size_t len)
{
	return (struct record){ .version = FCGI_VERSION,
		.type = type,
		.id_high = (unsigned char)(id >> 8),
		.id_low = (unsigned char)id,
		.len_high = (unsigned char)(len >> 8),
		.len_low = (unsigned char)len };
}

static void
add(struct pieces *p, const void *data, size_t len)
{
	p->at[p->n++] = (struct iovec){ (void *)(uintptr_t)data, len };
}

/* Take up to `most` bytes of a slice as a piece. */
static size_t
add_some(struct pieces *p, struct slice *from, size_t most)
{
	size_t n = from->len < most ? from->len : most;

	if (n == 0)
		return 0;
	add(p, from->data, n);
	from->data += n;
	from->len -= n;
	return n;
}

static void
drop_written(struct pieces *p, size_t written)
{
	while (p->n > 0 && written >= p->at->iov_len) {
		written -= p->at->iov_len;
		p->at++;
		p->n--;
	}
	if (p->n > 0) {
		p->at->iov_base = (char *)p->at->iov_base + written;
		p->at->iov_len -= written;
	}
}

/* A peer that reads nothing for a minute has gone, too. */
static void
set_patience(int fd)
{
	struct timeval limit = { .tv_sec = PATIENCE_SECONDS };

	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
}

static bool
write_all(int fd, struct pieces *p)
{
	struct msghdr message = { 0 };
	bool patient = false;
	ssize_t n;

	while (p->n > 0) {
		message.msg_iov = p->at;
		message.msg_iovlen = p->n < PIECES_MAX ? p->n : PIECES_MAX;
		n = sendmsg(
		    fd, &message, MSG_NOSIGNAL | (patient ? 0 : MSG_DONTWAIT));
		if (n >= 0) {
			drop_written(p, (size_t)n);
		} else if (errno == EAGAIN && !patient) {
			set_patience(fd);
			patient = true;
		} else if (errno != EINTR) {
			return false;
		}
	}
	return true;
}

/* STDOUT records of two slices, into a piece list that has room for them. */
static void
add_records(struct http_server *s, struct pieces *p, struct record *records,
    struct slice head, struct slice body)
{
	size_t i, left = head.len + body.len, size;

	for (i = 0; left > 0; i++, left -= size) {
		size = left < RECORD_MAX ? left : RECORD_MAX;
		records[i] = record_of(s->fcgi.requestId, STDOUT, size);
		add(p, &records[i], sizeof(*records));
		add_some(p, &body, size - add_some(p, &head, size));
	}
}

static void
add_end(struct http_server *s, struct pieces *p, struct record *records)
{
	static const unsigned char complete[8];

	records[0] = record_of(s->fcgi.requestId, STDOUT, 0);
	records[1] =
	    record_of(s->fcgi.requestId, END_REQUEST, sizeof(complete));
	add(p, records, 2 * sizeof(*records));
	add(p, complete, sizeof(complete));
}

static size_t
records_for(size_t len)
{
	return (len + RECORD_MAX - 1) / RECORD_MAX;
}

bool
server_write(struct http_server *s, struct slice head, struct slice body,
    struct arena *a)
{
	size_t n = records_for(head.len + body.len);
	struct record *records = arena_alloc(a, n + 2, sizeof(*records));
	struct pieces p = { arena_alloc(a, 2 * n + 4, sizeof(*p.at)), 0 };

	add_records(s, &p, records, head, body);
	add_end(s, &p, &records[n]);
	return write_all(s->fcgi.ipcFd, &p);
}

bool
server_put(struct http_server *s, struct slice part, struct arena *a)
{
	size_t n = records_for(part.len);
	struct record *records = arena_alloc(a, n + 1, sizeof(*records));
	struct pieces p = { arena_alloc(a, 2 * n + 1, sizeof(*p.at)), 0 };

	add_records(s, &p, records, part, (struct slice){ 0 });
	return write_all(s->fcgi.ipcFd, &p);
}

bool
server_end(struct http_server *s)
{
	struct record records[2];
	struct iovec at[2];
	struct pieces p = { at, 0 };

	add_end(s, &p, records);
	return write_all(s->fcgi.ipcFd, &p);
}
