#ifndef INBOX_INBOX_H
#define INBOX_INBOX_H

#include "lib/app/app.h"

/* feed.c: what a member was told, newest first, 20 at a time. */
void feed_read(struct request *);
enum status feed_show(struct request *);
extern const struct form feed_form;
extern struct page feed_page;

/* notice.c: one of them is opened, some or all are marked read. */
enum status notice_follow(struct request *);
enum status notice_read_post(struct request *);
extern const struct form notice_follow_form, notice_read_form;

/* preferences.c: what is told by mail, and when. */
void preferences_read(struct request *);
enum status preferences_show(struct request *);
enum status preferences_refused(struct request *);
enum status preferences_save(struct request *);
extern const struct form preferences_form;
extern struct page preferences_page;

/* unsubscribe.c: the link in every mail that can be done without (RFC 8058). */
enum status unsubscribe_show(struct request *);
enum status unsubscribe_post(struct request *);
extern struct page unsubscribe_page;

#endif
