#ifndef LIB_JOB_JOB_H
#define LIB_JOB_JOB_H

#include "lib/db/db.h"

/*
 * Work for later, written in the caller's transaction: the worker does it at
 * least once after the commit, never before.
 */
struct job {
	const char *kind;    /* "mail.send"; the worker's table of that name */
	const char *payload; /* a JSON object, or NULL for {} */
	const char *unique;  /* one waiting job per kind and key; or NULL */
	struct instant run_at; /* 0: as soon as possible */
};
void job_enqueue(struct db *, const struct job *);

/*
 * Tell a member something (spec: inbox, Notifications).  One row; which
 * channels it goes to is decided from the member's preferences when the worker
 * picks it up.  Texts are in templates/_notification/TYPE.mustache, filled from
 * `data`.
 */
struct notice {
	int64_t user_id;
	const char *type;   /* a row of notification_type: "session_booked" */
	const char *link;   /* path on this site, or NULL */
	const char *data;   /* JSON object for the texts */
	const char *unique; /* never two notices of this key; or NULL */
};
void notice_send(struct db *, const struct notice *);

/*
 * A mail to one address, outside the notification channels: verify, reset,
 * invitations.  `template` names templates/_mail/NAME.{subject,text,html}.
 */
struct queued_mail {
	int64_t user_id; /* 0: nobody's account */
	const char *address, *template;
	const char *data;   /* JSON object for the texts */
	const char *unique; /* never two mails of this key; or NULL */
	const char *calendar,
	    *calendar_method; /* an iCalendar object; or NULL */
};
void mail_queue(struct db *, const struct queued_mail *);

/* Who did what to which row (spec README, rule 12); by the request's user. */
struct audit {
	const char *action;      /* "role.grant" */
	const char *target_kind; /* "user" */
	int64_t target_id;
	const char *detail; /* JSON object, or NULL */
	const char *remote_addr, *request_id;
};
void audit_write(struct db *, const struct audit *);
/* Whether this transaction wrote such a row, in C or in SQL. */
bool audit_is_written(struct db *);

#endif
