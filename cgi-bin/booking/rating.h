#ifndef BOOKING_RATING_H
#define BOOKING_RATING_H

#include "gen/booking/expert_show_sql.h"
#include "gen/booking/rating_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/* A rating as pages and JSON show it. */
struct shown_rating {
	int64_t id, stars;
	const char *words, *reply, *author;
	struct instant created_at;
	/* on the page only */
	struct face face;
	const char *day;
	const char *reply_href; /* for its expert, until there is a reply */
};
extern const struct field shown_rating_fields[];

struct shown_rating *ratings_shown(struct request *,
    const struct expert_find_row *, const struct rating_list_row *, size_t n);

/* "/mentors/17", by the directory that this request is in. */
const char *expert_address(struct request *, int64_t ref);
/* The expert asked for is listed in another directory: its page is there. */
bool expert_is_elsewhere(struct request *, const struct expert_find_row *);

#endif
