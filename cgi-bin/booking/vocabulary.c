#include <ctype.h>
#include <string.h>

#include "booking/expert_card.h"
#include "booking/vocabulary.h"
#include "lib/domain/language.h"

enum { KEPT_US = 900000, LIMIT = 1024 * 1024, SLUG_MAX = 40 };

static struct {
	struct arena *arena;
	struct vocabulary_find_row row;
	int64_t read_at_us; /* 0: never */
	bool is_asked;
} state;

void
vocabulary_read(struct request *r)
{
	state.is_asked = state.read_at_us == 0 ||
			 r->now.us < state.read_at_us ||
			 r->now.us - state.read_at_us > KEPT_US;
	if (state.is_asked)
		vocabulary_find_send(r->db);
}

static void
keep(const char ***texts, size_t n)
{
	const char **kept = arena_alloc(state.arena, n, sizeof(*kept));

	for (size_t i = 0; i < n; i++)
		kept[i] = arena_strdup(state.arena, (*texts)[i]);
	*texts = kept;
}

const struct vocabulary_find_row *
vocabulary_get(struct request *r)
{
	struct vocabulary_find_row row;

	if (!state.is_asked || !vocabulary_find_get(r->db, &row))
		return &state.row;
	state.is_asked = false;
	if (state.arena == NULL)
		state.arena = arena_new(LIMIT);
	arena_reset(state.arena);
	keep(&row.skills, row.nskills);
	keep(&row.industry_slugs, row.nindustry_slugs);
	keep(&row.industry_names, row.nindustry_names);
	keep(&row.specialisation_slugs, row.nspecialisation_slugs);
	keep(&row.specialisation_names, row.nspecialisation_names);
	state.row = row;
	state.read_at_us = r->now.us;
	return &state.row;
}

const char *
slug_meant(struct arena *a, const char *typed)
{
	char *slug, *to;

	if (typed == NULL)
		return NULL;
	slug = to = arena_alloc(a, strlen(typed) + 1, 1);
	for (; *typed != '\0' && to - slug < SLUG_MAX; typed++)
		if (isalnum((unsigned char)*typed) ||
		    strchr("+#.", *typed) != NULL)
			*to++ = (char)tolower((unsigned char)*typed);
		else if (to > slug && to[-1] != '-')
			*to++ = '-';
	if (to > slug && to[-1] == '-')
		to[-1] = '\0';
	return slug;
}

struct choice *
choices_of(struct arena *a, const struct slug_list *list, const char *any,
    const char *chosen, size_t *n)
{
	struct choice *all = arena_alloc(a, list->n + 1, sizeof(*all));

	*n = 0;
	if (any != NULL)
		all[(*n)++] = (struct choice){ .value = "", .label = any };
	for (size_t i = 0; i < list->n; i++)
		all[(*n)++] = (struct choice){ .value = list->slugs[i],
			.label = list->names[i] };
	choices_pick(all, *n, chosen);
	return all;
}

struct choice *
language_choices(
    struct request *r, const char *any, const char *chosen, size_t *n)
{
	const char **codes, **names;
	struct slug_list list = { .n = 0 };

	while (language_at(list.n) != NULL)
		list.n++;
	list.slugs = codes = arena_alloc(r->arena, list.n, sizeof(char *));
	list.names = names = arena_alloc(r->arena, list.n, sizeof(char *));
	for (size_t i = 0; i < list.n; i++) {
		codes[i] = language_at(i);
		names[i] = language_name_at(i);
	}
	return choices_of(r->arena, &list, any, chosen, n);
}
