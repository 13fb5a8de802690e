#ifndef JOURNEYS_JOURNEY_H
#define JOURNEYS_JOURNEY_H

#include "gen/journeys/journey_sql.h"
#include "lib/app/app.h"

/* A journey's public page: what it is, who made it, who helps, what its tiers
 * cost, what members say. */
void journey_read(struct request *);
enum status journey_show(struct request *);
extern const struct form journey_form;
extern struct page journey_page;

/* journey_tiers.c: the tiers side by side, and how one begins. */
struct tier_shown {
	const char *tier, *title;
	struct money month, year;
	int64_t reviews, sessions, session_minutes;
	/* on the page only */
	const char *price, *year_words, *saving, *split, *intro;
	const char *reviews_words, *sessions_words;
	bool is_free, is_best, is_mine, may_start;
};
extern const struct field tier_shown_fields[];
struct tier_shown *tiers_shown(struct request *,
    const struct journey_find_row *, const struct tier_list_row *, size_t n);

/* Begin at a tier that costs nothing. */
enum status journey_start_post(struct request *);
extern const struct form journey_start_form;

/* journey_review.c: what members say of a journey, and its creator's answers. */
struct review_shown {
	int64_t id, stars;
	const char *words, *reply, *author;
	struct instant written;
	bool is_changed, is_mine;
	/* on the page only */
	struct face face;
	const char *day, *reply_href, *edit_href;
};
extern const struct field review_shown_fields[];
struct review_shown *reviews_shown(struct request *,
    const struct journey_find_row *, const struct journey_said_row *, size_t n);
void journey_review_list_read(struct request *);
enum status journey_review_list_show(struct request *);
extern const struct form journey_review_list_form;
extern struct page journey_review_list_page;

/* journey_review_write.c: a member's own words about a journey, and the answer of
 * its creator, each once. */
enum status journey_review_show(struct request *);
enum status journey_review_post(struct request *);
extern const struct form journey_review_show_form, journey_review_form;
extern struct page journey_review_page;
enum status journey_reply_show(struct request *);
enum status journey_reply_post(struct request *);
extern const struct form journey_reply_show_form, journey_reply_form;
extern struct page journey_reply_page;

/* journey_data.c: what search engines and previews read of it. */
struct html journey_data(struct request *, const struct journey_find_row *,
    const struct tier_list_row *, size_t n);

#endif
