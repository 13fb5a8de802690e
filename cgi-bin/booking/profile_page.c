#include <stdlib.h>
#include <string.h>

#include "booking/booking.h"
#include "booking/expert.h"
#include "booking/expert_card.h"
#include "booking/product.h"
#include "booking/profile.h"
#include "booking/profile_rows.h"
#include "booking/rows.h"
#include "booking/vocabulary.h"

/* The one form in which an expert says everything about themselves. */

struct kind_state {
	const char *kind, *label, *status, *status_words, *reason;
	bool may_pause, may_resume, may_apply;
};

static const struct field kind_state_fields[] = {
	FIELD(struct kind_state, kind),
	FIELD(struct kind_state, label),
	FIELD(struct kind_state, status),
	FIELD(struct kind_state, status_words),
	FIELD(struct kind_state, reason),
	FIELD(struct kind_state, may_pause),
	FIELD(struct kind_state, may_resume),
	FIELD(struct kind_state, may_apply),
	FIELD_END,
};

struct profile_view {
	const char *public_href, *alias;
	struct kind_state *kinds;
	size_t nkinds;
	struct choice *industry_choices, *specialisation_choices;
	size_t nindustry_choices, nspecialisation_choices;
	struct profile_rows rows;
	const char *const *skill_names;
	size_t nskill_names;
	bool is_mentor, is_interviewer;
	struct package_type *packages;
	size_t npackages;
};

#define VIEW struct profile_view
const struct field profile_page_fields[] = {
	FIELD(VIEW, public_href),
	FIELD(VIEW, alias),
	FIELD_LIST(VIEW, kinds, nkinds, kind_state_fields),
	FIELD_LIST(VIEW, industry_choices, nindustry_choices, choice_fields),
	FIELD_LIST(VIEW, specialisation_choices, nspecialisation_choices,
	    choice_fields),
	{ .name = "skills",
	    .kind = KIND_LIST,
	    .offset = offsetof(VIEW, rows.skills),
	    .item = skill_row_fields,
	    .item_size = sizeof(struct skill_row),
	    .count_offset = offsetof(VIEW, rows.nskills) },
	{ .name = "types",
	    .kind = KIND_LIST,
	    .offset = offsetof(VIEW, rows.types),
	    .item = type_row_fields,
	    .item_size = sizeof(struct type_row),
	    .count_offset = offsetof(VIEW, rows.ntypes) },
	FIELD_TEXTS(VIEW, skill_names, nskill_names),
	FIELD(VIEW, is_mentor),
	FIELD(VIEW, is_interviewer),
	FIELD_LIST(VIEW, packages, npackages, package_type_fields),
	FIELD_END,
};
#undef VIEW

static void
fill_kinds(struct request *r, struct profile_view *v,
    const struct profile_find_row *row)
{
	v->nkinds = row->nkind_names;
	v->kinds = arena_alloc(r->arena, v->nkinds, sizeof(*v->kinds));
	for (size_t i = 0; i < v->nkinds; i++) {
		const char *kind = row->kind_names[i];
		const char *status = row->kind_statuses[i];
		bool is_verified = strcmp(status, "verified") == 0;

		v->kinds[i] = (struct kind_state){
			.kind = kind,
			.label = expert_kind_words(kind),
			.status = status,
			.status_words = kind_status_words(status),
			.reason = row->kind_reasons[i],
			.may_pause = is_verified,
			.may_resume = strcmp(status, "paused") == 0,
			.may_apply = strcmp(status, "rejected") == 0 ||
				     strcmp(status, "draft") == 0,
		};
		if (is_verified && v->public_href == NULL)
			v->public_href = arena_printf(r->arena, "%s/%lld",
			    directory_of_kind(kind)->base, (long long)row->ref);
		if (strcmp(kind, "mentor") == 0)
			v->is_mentor = true;
		if (strcmp(kind, "interviewer") == 0)
			v->is_interviewer = true;
	}
}

static void
fill_ticks(struct request *r, struct profile_view *v,
    const struct profile_find_row *row, bool as_typed)
{
	const struct vocabulary_find_row *words = vocabulary_get(r);
	struct slug_list industries = { words->industry_slugs,
		words->industry_names, words->nindustry_slugs };
	struct slug_list specialisations = { words->specialisation_slugs,
		words->specialisation_names, words->nspecialisation_slugs };

	v->industry_choices = choices_of(
	    r->arena, &industries, NULL, NULL, &v->nindustry_choices);
	v->specialisation_choices = choices_of(r->arena, &specialisations, NULL,
	    NULL, &v->nspecialisation_choices);
	v->skill_names = words->skills;
	v->nskill_names = words->nskills;
	if (as_typed) {
		pick_ticked(
		    r, "industries", v->industry_choices, v->nindustry_choices);
		pick_ticked(r, "specialisations", v->specialisation_choices,
		    v->nspecialisation_choices);
		return;
	}
	choices_pick_all(v->industry_choices, v->nindustry_choices,
	    row->industries, row->nindustries);
	choices_pick_all(v->specialisation_choices, v->nspecialisation_choices,
	    row->specialisations, row->nspecialisations);
}

enum status
profile_page_show(
    struct request *r, const struct profile_find_row *row, bool as_typed)
{
	struct profile_view view = { .alias = row->alias };

	fill_kinds(r, &view, row);
	fill_ticks(r, &view, row, as_typed);
	if (as_typed)
		profile_rows_typed(r, &view.rows);
	else
		profile_rows_saved(r, &view.rows, row);
	if (!as_typed)
		profile_fill(r, row);
	package_types_send(r->db);
	view.packages = package_types_fill(r, &view.npackages);
	return request_render(r, &profile_page, &view);
}
