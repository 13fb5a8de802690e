#ifndef BOOKING_CALENDAR_H
#define BOOKING_CALENDAR_H

#include "lib/app/app.h"

/* --- calendar.c: month, week and agenda --------------------------------------- */
void calendar_read(struct request *);
enum status calendar_show(struct request *);
extern const struct form calendar_form;
extern struct page calendar_page;

/* --- calendar_feed.c: the same in one's own calendar, by a secret address -------- */
void calendar_feed_read(struct request *);
enum status calendar_feed_show(struct request *);
enum status calendar_feed_post(struct request *);
enum status calendar_feed_revoke_post(struct request *);
/* The feed itself: whoever has the address may read it. */
void calendar_feed_file_read(struct request *);
enum status calendar_feed_file(struct request *);
extern const struct form calendar_feed_form;
extern struct page calendar_feed_page;

#endif
