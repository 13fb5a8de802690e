#ifndef JOURNEYS_CARD_H
#define JOURNEYS_CARD_H

#include "gen/journeys/marketplace_sql.h"
#include "lib/app/app.h"

/* A journey as lists show it. */
struct journey_card {
	int64_t id;
	const char *slug, *title, *summary, *category, *creator;
	struct money price_from; /* of a month; no currency: not on sale */
	struct maybe_real rating_mean;
	int64_t rating_count, members;
	struct maybe_int estimate_minutes;
	bool is_featured;
	/* on the page only */
	const char *href, *length, *price, *rating, *members_words;
	const char *cover, *pattern;
	int64_t hue;
};
extern const struct field journey_card_fields[];

/* The cards of rows; fewer than three ratings are not shown. */
struct journey_card *
journey_cards(struct request *, const struct marketplace_list_row *, size_t n);

/* "USD 24"; "Free" */
const char *price_words(struct arena *, struct money);
/* "about 6 h", "about 40 min"; NULL where it is not said */
const char *length_words(struct arena *, struct maybe_int minutes);
/* The drawn cover of a journey that has no picture: path data of 8 × 4 tiles. */
const char *cover_pattern(struct arena *, const char *title);

#endif
