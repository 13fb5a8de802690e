#include "journeys/card.h"
#include "lib/domain/avatar.h"
#include "lib/domain/money.h"

enum { RATINGS_SHOWN = 3 };

#define HTML(m) FIELD_ONLY(struct journey_card, m, ONLY_HTML)

const struct field journey_card_fields[] = {
	FIELD_ID(struct journey_card, id),
	FIELD(struct journey_card, slug),
	FIELD(struct journey_card, title),
	FIELD(struct journey_card, summary),
	FIELD(struct journey_card, category),
	FIELD(struct journey_card, creator),
	FIELD_ONLY(struct journey_card, price_from, ONLY_JSON),
	FIELD_ONLY(struct journey_card, rating_mean, ONLY_JSON),
	FIELD(struct journey_card, rating_count),
	FIELD(struct journey_card, members),
	FIELD_ONLY(struct journey_card, estimate_minutes, ONLY_JSON),
	FIELD(struct journey_card, is_featured),
	HTML(href),
	HTML(length),
	HTML(price),
	HTML(rating),
	HTML(members_words),
	HTML(cover),
	HTML(pattern),
	HTML(hue),
	FIELD_END,
};

const char *
price_words(struct arena *a, struct money price)
{
	return price.amount == 0 ? tr("Free") : money_text(a, price);
}

const char *
length_words(struct arena *a, struct maybe_int minutes)
{
	if (!minutes.set)
		return NULL;
	if (minutes.value < 90)
		return arena_printf(a, tr("about %d min"), (int)minutes.value);
	return arena_printf(
	    a, tr("about %d h"), (int)((minutes.value + 30) / 60));
}

const char *
cover_pattern(struct arena *a, const char *title)
{
	return avatar_pattern(a, title, &(struct avatar_tiles){ 8, 4, 40 });
}

static void
fill_words(struct request *r, struct journey_card *c, const char *cover)
{
	c->href = arena_printf(r->arena, "/marketplace/%s", c->slug);
	c->length = length_words(r->arena, c->estimate_minutes);
	if (c->price_from.currency != NULL)
		c->price = price_words(r->arena, c->price_from);
	if (c->rating_mean.set)
		c->rating =
		    arena_printf(r->arena, "%.1f", c->rating_mean.value);
	c->members_words = arena_printf(r->arena,
	    c->members == 1 ? tr("%d member") : tr("%d members"),
	    (int)c->members);
	if (cover != NULL) {
		c->cover = arena_printf(r->arena, "/media/%s", cover);
		return;
	}
	c->pattern = cover_pattern(r->arena, c->title);
	c->hue = avatar_hue(c->title);
}

struct journey_card *
journey_cards(
    struct request *r, const struct marketplace_list_row *rows, size_t n)
{
	struct journey_card *all = arena_alloc(r->arena, n, sizeof(*all));

	for (size_t i = 0; i < n; i++) {
		const struct marketplace_list_row *row = &rows[i];

		all[i] = (struct journey_card){
			.id = row->id,
			.slug = row->slug,
			.title = row->title,
			.summary = row->summary,
			.category = row->category,
			.creator = row->creator,
			.rating_mean = { row->rating_mean,
			    row->rating_count >= RATINGS_SHOWN },
			.rating_count = row->rating_count,
			.members = row->members,
			.estimate_minutes = row->estimate_minutes,
			.is_featured = row->is_featured,
		};
		if (row->price_min.set)
			all[i].price_from =
			    (struct money){ row->price_min.value,
				    row->currency };
		if (!r->json)
			fill_words(r, &all[i], row->cover);
	}
	return all;
}
