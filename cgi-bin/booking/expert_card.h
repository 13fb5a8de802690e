#ifndef BOOKING_EXPERT_CARD_H
#define BOOKING_EXPERT_CARD_H

#include "gen/booking/expert_list_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * An expert as the directory shows one: a card on the page, and the Expert
 * object of the JSON contract.  Both are made from one listing row.
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
	const char *href, *label; /* "Tue 18:00" in the viewer's zone */
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
	const char *href, *rating_words, *rating_count, *rebooked;
	const char *price, *price_note, *languages;
	bool verified;
	struct face face;
	struct slot_link *slots;
	size_t nslots;
};
extern const struct field expert_card_fields[];
extern const struct field skill_level_fields[];
extern const struct field rating_fields[];
extern const struct field offer_fields[];
extern const struct field slot_link_fields[];

/* `base` is the directory's address: "/mentors". */
void expert_card_fill(struct request *, struct expert_card *,
    const struct expert_page_row *, const char *base);
/* Where this time is booked; type 0: of any type. */
const char *
slot_address(struct request *, int64_t ref, int64_t type, struct instant start);
/* "Tue 18:00" in the viewer's zone. */
const char *slot_label(struct request *, struct instant);
/* "USD 90.00", or "Free". */
const char *price_words(struct request *, struct money);
/* What people call a session type: "System design". */
const char *session_kind_words(const char *kind);

#endif
