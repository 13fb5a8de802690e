#ifndef BOOKING_EXPERT_H
#define BOOKING_EXPERT_H

#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * Experts as others see them: the three directories, a page each, ratings, free
 * times, and the match.  An expert's number is expert.ref everywhere.
 */
struct directory {
	const char *base, *kind, *heading;
};
/* By the path that was asked for. */
const struct directory *directory_of(const struct request *);
const struct directory *directory_of_kind(const char *kind);

/* "Europe/Lisbon (UTC+1)" as it holds at this instant; "UTC" of itself. */
const char *zone_words(struct request *, const char *zone, struct instant at);

/* expert_show.c: one expert's page. */
void expert_show_read(struct request *);
enum status expert_show(struct request *);
extern const struct form expert_show_form;
extern struct page expert_show_page;

/* rating.c: what people said, and the expert's reply. */
void rating_list_read(struct request *);
enum status rating_list_show(struct request *);
enum status rating_reply_show(struct request *);
enum status rating_reply(struct request *);
extern const struct form rating_list_form, rating_edit_form, rating_reply_form;
extern struct page rating_list_page, rating_reply_page;

/* match.c: the three who fit best. */
enum status match_show(struct request *);
enum status match_refused(struct request *);
extern const struct form match_form;
extern struct page match_page;

struct slot {
	struct instant start, end;
};
extern const struct field slot_fields[];

/* slot_list.c: free times between two dates, as JSON. */
enum status slot_list_show(struct request *);
extern const struct form slot_list_form;

#endif
