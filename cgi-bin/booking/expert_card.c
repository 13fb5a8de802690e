#include <string.h>

#include "booking/expert_card.h"
#include "booking/expert_row.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/language.h"
#include "lib/domain/money.h"
#include "lib/domain/when.h"

const struct field skill_level_fields[] = {
	FIELD(struct skill_level, name),
	FIELD(struct skill_level, level),
	FIELD_END,
};

const struct field offer_fields[] = {
	FIELD_ID(struct offer, id),
	FIELD(struct offer, kind),
	FIELD(struct offer, minutes),
	FIELD(struct offer, price),
	FIELD_END,
};

const struct field slot_link_fields[] = {
	FIELD(struct slot_link, href),
	FIELD(struct slot_link, label),
	FIELD_END,
};

static const struct field card_slot_fields[] = {
	FIELD(struct card_slot, start),
	FIELD(struct card_slot, type),
	FIELD(struct card_slot, day),
	FIELD(struct card_slot, clock),
	FIELD_END,
};

const struct field rating_fields[] = {
	FIELD(struct rating, mean),
	FIELD(struct rating, count),
	FIELD_END,
};

const struct field expert_card_fields[] = {
	FIELD_ID(struct expert_card, id),
	FIELD(struct expert_card, display_name),
	FIELD(struct expert_card, headline),
	FIELD_TEXTS(struct expert_card, kinds, nkinds),
	FIELD_LIST(struct expert_card, skills, nskills, skill_level_fields),
	FIELD_NAMED(struct expert_card, rating_words, "rating", ONLY_HTML),
	FIELD_OBJECT_ONLY(struct expert_card, rating, rating_fields, ONLY_JSON),
	FIELD(struct expert_card, timezone),
	FIELD_LIST_ONLY(struct expert_card, session_types, nsession_types,
	    offer_fields, ONLY_JSON),
	FIELD_INSTANTS(struct expert_card, next_slots, nnext_slots, ONLY_JSON),
	FIELD_ONLY(struct expert_card, href, ONLY_HTML),
	FIELD_NAMED(
	    struct expert_card, rating.count, "rating_count", ONLY_HTML),
	FIELD_ONLY(struct expert_card, rebooked, ONLY_HTML),
	FIELD_ONLY(struct expert_card, verified, ONLY_HTML),
	FIELD_ONLY(struct expert_card, price, ONLY_HTML),
	FIELD_ONLY(struct expert_card, minutes, ONLY_HTML),
	FIELD_ONLY(struct expert_card, languages, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct expert_card, face, face_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct expert_card, slots, nslots, card_slot_fields, ONLY_HTML),
	FIELD_END,
};

struct card_slot
card_slot_at(struct request *r, struct instant start, int64_t type)
{
	struct local_time l = when_local(start, r->session->timezone);

	return (struct card_slot){ start, type, weekday_short(l.weekday),
		{ l.hour * 60 + l.minute, true } };
}

const char *
price_words(struct request *r, struct money price)
{
	return price.amount == 0 ? tr("Free") : money_text(r->arena, price);
}

static void
fill_offers(
    struct request *r, struct expert_card *c, const struct expert_row *row)
{
	c->nsession_types = row->ntype_ids;
	c->session_types =
	    arena_alloc(r->arena, row->ntype_ids, sizeof(*c->session_types));
	for (size_t i = 0; i < row->ntype_ids; i++)
		c->session_types[i] = (struct offer){
			.id = row->type_ids[i],
			.kind = row->type_names[i],
			.minutes = row->type_minutes[i],
			.price = { row->type_prices[i], row->price_currency },
		};
}

static void
fill_skills(
    struct request *r, struct expert_card *c, const struct expert_row *row)
{
	c->nskills = row->nskill_levels;
	c->skills = arena_alloc(r->arena, c->nskills, sizeof(*c->skills));
	for (size_t i = 0; i < c->nskills; i++)
		c->skills[i] = (struct skill_level){ row->skill_names[i],
			row->skill_levels[i] };
}

/* What a session costs at least: a free introduction says little about that,
 * so it counts only where nothing else is offered. */
static const struct offer *
shown_offer(const struct expert_card *c)
{
	const struct offer *o = c->session_types, *best = NULL;

	for (; o < c->session_types + c->nsession_types; o++)
		if (best == NULL || best->price.amount == 0 ||
		    (o->price.amount != 0 &&
			o->price.amount < best->price.amount))
			best = o;
	return best;
}

static const char *
address(struct arena *a, const char *base, int64_t ref)
{
	struct buf b;

	buf_init(&b, a, 40);
	buf_puts(&b, base);
	buf_putc(&b, '/');
	buf_put_int(&b, ref);
	return b.data;
}

/* What stands on the page and not in the JSON. */
static void
fill_page(struct request *r, struct expert_card *c,
    const struct expert_row *row, const char *base)
{
	const struct offer *offer;

	c->href = address(r->arena, base, row->ref);
	c->face =
	    row->alias_seed != NULL
		? face_of_alias(r->arena, row->display_name, row->alias_seed)
		: face_of(r->arena, row->display_name, row->picture);
	if (row->rating_mean.set)
		c->rating_words =
		    arena_printf(r->arena, "%.1f", row->rating_mean.value);
	if ((offer = shown_offer(c)) != NULL) {
		c->price = price_words(r, offer->price);
		c->minutes = offer->minutes;
	}
	c->languages =
	    language_words(r->arena, row->languages, row->nlanguages);
	c->nslots = row->nnext_slots;
	c->slots = arena_alloc(r->arena, c->nslots, sizeof(*c->slots));
	for (size_t i = 0; i < c->nslots; i++)
		c->slots[i] = card_slot_at(r, row->next_slots[i], 0);
}

void
expert_card_fill(struct request *r, struct expert_card *c, const char *card,
    const char *base)
{
	struct expert_row row = expert_row_read(r->arena, card);

	*c = (struct expert_card){
		.id = row.ref,
		.display_name = row.display_name,
		.headline = row.headline,
		.kinds = row.kinds,
		.nkinds = row.nkinds,
		.rating = { row.rating_mean, row.rating_count },
		.timezone = row.timezone,
		.verified = true, /* or they would not be listed */
		.next_slots = row.next_slots,
		.nnext_slots = row.nnext_slots,
	};
	fill_skills(r, c, &row);
	fill_offers(r, c, &row);
	if (!r->json)
		fill_page(r, c, &row, base);
}
