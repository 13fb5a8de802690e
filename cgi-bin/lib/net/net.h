#ifndef LIB_NET_NET_H
#define LIB_NET_NET_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/kind.h"

/*
 * Calls to the outside by libcurl: for the worker, and for a route's step
 * outside any transaction.  Certificates are always checked; redirects are not
 * followed; times are limited.
 */
struct net_header {
	const char *name, *value;
};
struct net_call {
	const char *method, *url;
	const struct net_header
	    *headers; /* ends with a NULL name; may be NULL */
	const char *body;
	size_t body_len;
	int64_t timeout_ms; /* 0: 15,000 */
	size_t answer_max;  /* 0: 1 MiB */
};
struct net_answer {
	int64_t status; /* 0: no answer; then `error` */
	const char *error;
	struct buf body;
	const struct net_header *headers; /* ends with a NULL name */
};
/* True when any HTTP answer came, whatever its status. */
bool net_fetch(struct arena *, const struct net_call *, struct net_answer *);
const char *net_answer_header(const struct net_answer *, const char *name);

struct mail_part {
	const char *type; /* "text/calendar; method=REQUEST; charset=utf-8" */
	const char *filename; /* an attachment; NULL: an alternative body */
	const char *data;
	size_t len;
};
struct mail {
	const char *from, *to, *subject; /* addresses may carry a name */
	const char *reply_to;
	const char *message_id; /* with its brackets; ours for ever */
	const char *text, *html;
	const char *unsubscribe_url; /* RFC 8058 one-click; NULL: none */
	const struct mail_part *parts;
	size_t nparts;
	struct instant date;
};
/* RFC 5322 message, CRLF lines under 998 bytes, UTF-8 headers by RFC 2047. */
void mail_compose(const struct mail *, struct buf *);

enum mail_outcome { MAIL_SENT, MAIL_DEFERRED, MAIL_REFUSED };
struct smtp {
	const char *url;     /* smtp://user:pass@host:587 or smtps:// */
	bool require_tls;    /* STARTTLS or fail */
	const char *ca_file; /* NULL: the system's */
};
/* MAIL_DEFERRED: try again later (4xx, network).  MAIL_REFUSED: 5xx. */
enum mail_outcome mail_send_smtp(const struct smtp *, const struct mail *,
    const struct buf *message, char *why, size_t why_size);
/* Without SMTP: the message becomes a file in the spool folder, its name the
 * message id. */
enum mail_outcome mail_spool(const char *dir, const struct mail *,
    const struct buf *message, char *why, size_t why_size);

#endif
