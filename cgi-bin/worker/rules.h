#ifndef WORKER_RULES_H
#define WORKER_RULES_H

#include "lib/base/kind.h"

/* What is decided without looking anything up: who gets which mail, and when. */

/* The end of the quiet hours that `now` lies in, by wall clocks in the zone;
 * .us 0 when it lies in none.  Hours may pass midnight; equal or absent ends
 * are no quiet hours. */
struct instant quiet_end(
    struct instant now, const char *zone, struct minute from, struct minute to);

/* What a notice's mail depends on. */
struct notice_case {
	bool email_initial; /* of the type, until a member chooses */
	bool urgent, required;
	bool has_chosen, chosen; /* the member's own choice */
	bool in_good_standing;   /* not suspended, banned or erased */
	bool verified;
	bool read;      /* in the feed */
	bool invited;   /* an invitation goes out for it: that is its mail */
	bool collected; /* the type can wait for the member's digest */
	bool quiet;     /* these are the member's quiet hours */
};
enum notice_mail {
	NOTICE_NO_MAIL,
	NOTICE_MAIL_NOW,
	NOTICE_MAIL_LATER, /* when the quiet hours end */
	NOTICE_IN_DIGEST
};
enum notice_mail notice_mail_of(const struct notice_case *);

/* What a queued mail depends on when it is about to be sent. */
struct mail_case {
	const char *template;
	bool suppressed; /* the address bounced or complained */
	bool has_person;
	const char *status; /* of the person's account */
	bool verified;
	bool is_notice; /* with these of its notice */
	bool required, wanted, read;
};
/* Why it is not to be sent; NULL: it is. */
const char *mail_refusal(const struct mail_case *);

/* May mails of this template be unsubscribed from?  The name in the link, or
 * NULL: a notice by its type, the digest. */
const char *mail_topic(const char *template, const char *notice_type);

/* Does a server's answer to RCPT or DATA say that the address is none? */
bool is_dead_address(const char *reply);

#endif
