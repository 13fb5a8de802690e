#include <string.h>

#include "booking/book.h"
#include "booking/expert_card.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/language.h"

const struct field booked_expert_fields[] = {
	FIELD(struct booked_expert, href),
	FIELD(struct booked_expert, display_name),
	FIELD(struct booked_expert, headline),
	FIELD_OBJECT(struct booked_expert, face, face_fields),
	FIELD(struct booked_expert, rating),
	FIELD(struct booked_expert, rating_count),
	FIELD(struct booked_expert, languages),
	FIELD(struct booked_expert, verified),
	FIELD_END,
};

static const struct {
	const char *kind, *base, *english;
} directories[] = {
	{ "mentor", "/mentors", WORDS("Mentors") },
	{ "interviewer", "/interviewers", WORDS("Interviewers") },
	{ "concierge", "/concierges", WORDS("Concierges") },
};

static void
fill_base(struct book_head *h, const struct book_expert_row *row)
{
	size_t i = 0;

	while (i < 2 && row->nkinds > 0 &&
	       strcmp(directories[i].kind, row->kinds[0]) != 0)
		i++;
	h->base = directories[i].base;
	h->base_words = tr(directories[i].english);
}

void
book_head_fill(
    struct request *r, struct book_head *h, const struct book_expert_row *row)
{
	struct booked_expert *e = &h->expert;

	fill_base(h, row);
	*e = (struct booked_expert){
		.href = arena_printf(
		    r->arena, "%s/%lld", h->base, (long long)row->ref),
		.display_name = row->display_name,
		.headline = row->headline,
		.languages =
		    language_words(r->arena, row->languages, row->nlanguages),
		.verified = true,
	};
	if (row->alias_seed != NULL)
		e->face =
		    face_of_alias(r->arena, row->display_name, row->alias_seed);
	else
		e->face = face_of(r->arena, row->display_name, row->picture);
	if (row->rating_mean.set) {
		e->rating =
		    arena_printf(r->arena, "%.1f", row->rating_mean.value);
		e->rating_count = arena_printf(
		    r->arena, "%lld", (long long)row->rating_count);
	}
}
