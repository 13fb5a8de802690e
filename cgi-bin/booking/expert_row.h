#ifndef BOOKING_EXPERT_ROW_H
#define BOOKING_EXPERT_ROW_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * A listing as its card keeps it: the column expert_listing.card, which
 * expert_card() in SQL makes of the row.
 */
struct expert_row {
	int64_t ref;
	const char **kinds;
	const char *display_name, *alias_seed, *picture, *headline, *timezone;
	const char **languages, **skill_names;
	int64_t *skill_levels, *type_ids;
	const char **type_names;
	int64_t *type_minutes, *type_prices;
	const char *price_currency;
	struct maybe_real rating_mean; /* absent below three ratings */
	int64_t rating_count;
	struct instant *next_slots;
	size_t nkinds, nlanguages, nskill_names, nskill_levels, ntype_ids,
	    ntype_names, ntype_minutes, ntype_prices, nnext_slots;
};

/* The texts are the arena's. */
struct expert_row expert_row_read(struct arena *, const char *card);

#endif
