#ifndef LIB_NET_NET_H
#define LIB_NET_NET_H

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/kind.h"
#include "lib/base/setting.h"

/*
 * Calls to the outside by libcurl: for the worker, and for a route's step
 * outside any transaction.  Certificates are always checked; redirects are not
 * followed; proxies of the environment are not used; times are limited.  A
 * process has one handle, whose connections are kept for the next call.
 *
 * A program that calls out declares net_settings.
 */
extern const struct setting net_settings[];

struct net_header {
	const char *name, *value;
};
struct net_call {
	const char *method, *url;
	const struct net_header
	    *headers;     /* ends with a NULL name; may be NULL */
	const char *body; /* no Content-Type is added */
	size_t body_len;
	int64_t timeout_ms; /* 0: 15,000 */
	size_t answer_max;  /* 0: 1 MiB */
	/* The address came from a person: https and public networks only. */
	bool is_foreign;
};
struct net_answer {
	int64_t status; /* 0: no answer; then `error` */
	const char *error;
	struct buf body; /* .data is never NULL after an answer */
	const struct net_header *headers; /* ends with a NULL name */
	int64_t retry_after_seconds;      /* of 429 and 503; 0: none given */
};
/* True when any HTTP answer came whole, whatever its status. */
bool net_fetch(struct arena *, const struct net_call *, struct net_answer *);
/* By name in any case; NULL: not in the answer. */
const char *net_answer_header(const struct net_answer *, const char *name);
/* Close the handle and its connections; a later call opens it again. */
void net_close(void);

struct mail_part {
	const char *type; /* "text/calendar; method=REQUEST; charset=utf-8" */
	const char *filename; /* an attachment; NULL: an alternative body */
	const char *data;
	size_t len;
};
struct mail {
	/* Addresses may carry a name: `Ines Duarte <ines@example.org>`, with
	 * any characters in it; the last <…> is the address. */
	const char *from, *to, *subject;
	const char *reply_to;   /* NULL: none */
	const char *message_id; /* with its brackets; ours for ever */
	const char *text, *html;
	const char *unsubscribe_url; /* https, RFC 8058 one-click; NULL: none */
	const struct mail_part *parts;
	size_t nparts;
	struct instant date;
};
/*
 * RFC 5322 message: CRLF lines of at most 76 bytes of body, UTF-8 headers by
 * RFC 2047.  Line ends and other control characters in any header become
 * spaces.  The same mail gives the same bytes.  False, with nothing written,
 * when from, to, reply_to or message_id is not of its form; international
 * (non-ASCII) addresses are not supported.
 */
bool mail_compose(const struct mail *, struct buf *);
/* The two parts by which Gmail, Outlook and Apple Mail all show an invitation:
 * the third alternative and the file invite.ics.  method: "REQUEST",
 * "CANCEL". */
void mail_invite(struct arena *, struct mail_part[2], const char *method,
    const struct buf *);

enum mail_outcome { MAIL_SENT, MAIL_DEFERRED, MAIL_REFUSED };
struct smtp {
	const char *url;     /* smtp://user:pass@host:587 or smtps:// */
	bool require_tls;    /* STARTTLS or fail */
	const char *ca_file; /* NULL: NET_CA_FILE, else the system's */
	int64_t timeout_ms;  /* 0: 60,000 */
	const char *notes;   /* folder, for mail_send_once() */
};
/*
 * MAIL_REFUSED: the server answered 5xx to this sender, recipient or message;
 * trying again is pointless.  MAIL_DEFERRED: try again later with the same
 * message: 4xx, network, TLS, and our own login refused (no recipient's fault).
 * `why` gets the server's words.
 */
enum mail_outcome mail_send_smtp(const struct smtp *, const struct mail *,
    const struct buf *message, char *why, size_t why_size);
/*
 * The same, at most once for an id, also when the process is killed after the
 * server's 250 and before anybody wrote that down: a note in the folder `notes`
 * says it.  MAIL_DEFERRED while another process is sending it.  (Killed before
 * the 250 arrived, nobody can know; it is sent again under the same id.)
 */
enum mail_outcome mail_send_once(const struct smtp *, const struct mail *,
    const struct buf *message, char *why, size_t why_size);
/* It is written down elsewhere that this was sent: no note is needed. */
void mail_forget_note(const char *notes, const char *message_id);
/* Remove notes of more than a week ago. */
void mail_tidy_notes(const char *notes);
/* Without SMTP: the message becomes a file in the spool folder, its name the
 * message id and ".eml"; it appears whole or not at all, once for an id. */
enum mail_outcome mail_spool(const char *dir, const struct mail *,
    const struct buf *message, char *why, size_t why_size);

#endif
