#ifndef BOOKING_EXPERT_CARD_H
#define BOOKING_EXPERT_CARD_H

#include "lib/app/app.h"
#include "lib/domain/session_words.h"
#include "lib/view/parts.h"

/*
 * An expert as the directory shows one: a card on the page, and the Expert
 * object of the JSON contract.  Both are made from one listing.
 */
struct skill_level {
	const char *name;
	int64_t level; /* 1 to 5 */
};

struct offer {
	int64_t id;
	const char *kind; /* technical_coding, mentoring, … */
	int64_t minutes;
	struct money price;
};

struct slot_link {
	const char *href, *label;
};

/* A free time, in the viewer's zone. */
struct card_slot {
	struct instant start;
	int64_t type;    /* what would be booked; 0: any */
	const char *day; /* "Tue" */
	struct minute clock;
};

struct rating {
	struct maybe_real mean; /* absent below three ratings */
	int64_t count;
};

struct expert_card {
	int64_t id; /* the expert's public reference, never a user id */
	const char *display_name, *headline;
	const char **kinds;
	size_t nkinds;
	struct skill_level *skills;
	size_t nskills;
	struct rating rating;
	const char *timezone;
	struct offer *session_types;
	size_t nsession_types;
	struct instant *next_slots;
	size_t nnext_slots;
	/* on the page only */
	const char *href, *rating_words, *rebooked;
	const char *price, *languages;
	int64_t minutes; /* that the price is for */
	bool verified;
	struct face face;
	struct card_slot *slots;
	size_t nslots;
};
extern const struct field expert_card_fields[];
extern const struct field skill_level_fields[];
extern const struct field rating_fields[];
extern const struct field offer_fields[];
extern const struct field slot_link_fields[];

/* From expert_listing.card; `base` is the directory's address: "/mentors". */
void expert_card_fill(
    struct request *, struct expert_card *, const char *card, const char *base);
struct card_slot card_slot_at(struct request *, struct instant, int64_t type);
/* "USD 90.00", or "Free". */
const char *price_words(struct request *, struct money);

#endif
