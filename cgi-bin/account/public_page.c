#include <string.h>

#include "account/account.h"
#include "gen/account/public_page_sql.h"
#include "lib/domain/avatar.h"
#include "lib/domain/country.h"
#include "lib/domain/language.h"
#include "lib/domain/markdown.h"
#include "lib/domain/when.h"

/* --- a member's page --------------------------------------------------------- */

struct handle_input {
	const char *handle;
};

static const struct form_field handle_fields[] = {
	FORM_FIELD(struct handle_input, handle, REQUIRED, 1, 30),
};
const struct form handle_form = FORM(struct handle_input, handle_fields);

struct public_page_view {
	int64_t id;
	const char *handle, *display_name, *headline, *country, *languages,
	    *city, *clock, *since, *experience;
	struct html about;
	struct face face;
	const char *const *skills, *const *industries, *const *links;
	size_t nskills, nindustries, nlinks;
	bool may_block, i_block;
};

static const struct field public_page_fields[] = {
	FIELD_ID(struct public_page_view, id),
	FIELD(struct public_page_view, handle),
	FIELD(struct public_page_view, display_name),
	FIELD(struct public_page_view, headline),
	FIELD(struct public_page_view, about),
	FIELD(struct public_page_view, country),
	FIELD(struct public_page_view, languages),
	FIELD(struct public_page_view, city),
	FIELD_ONLY(struct public_page_view, clock, ONLY_HTML),
	FIELD(struct public_page_view, since),
	FIELD_ONLY(struct public_page_view, experience, ONLY_HTML),
	FIELD_OBJECT(struct public_page_view, face, face_fields),
	FIELD_TEXTS(struct public_page_view, skills, nskills),
	FIELD_TEXTS(struct public_page_view, industries, nindustries),
	FIELD_TEXTS(struct public_page_view, links, nlinks),
	FIELD_ONLY(struct public_page_view, may_block, ONLY_HTML),
	FIELD(struct public_page_view, i_block),
	FIELD_END,
};
struct page public_page_page = { .path = "account/public_page",
	.fields = public_page_fields };

static const char *
experience_words(struct arena *a, struct maybe_int years)
{
	if (!years.set)
		return NULL;
	return years.value == 1 ? tr("1 year of experience")
				: arena_printf(a, tr("%d years of experience"),
				      (int)years.value);
}

enum status
public_page_show(struct request *r)
{
	const struct handle_input *in = r->form;
	struct arena *a = r->arena;
	struct public_profile_row row;
	struct public_page_view v;

	public_profile(r->db, in->handle, &row);
	if (row.user_id == 0)
		return NOT_FOUND;
	v = (struct public_page_view){ .id = row.user_id,
		.handle = row.handle,
		.display_name = row.display_name,
		.headline = row.headline,
		.about = markdown(a, row.about != NULL ? row.about : ""),
		.country = country_name(a, r->session->language, row.country),
		.languages = language_words(a, row.languages, row.nlanguages),
		.city = zone_city(a, row.timezone),
		.clock = when_clock(a, r->now, row.timezone),
		.since = when_day(a, row.since, r->session->timezone, r->now),
		.experience = experience_words(a, row.years_experience),
		.face = face_of(a, row.display_name, row.picture),
		.skills = row.skills,
		.nskills = row.nskills,
		.industries = row.industries,
		.nindustries = row.nindustries,
		.links = row.links,
		.nlinks = row.nlinks,
		.may_block = r->session->user_id != 0 &&
			     r->session->user_id != row.user_id,
		.i_block = row.i_block };
	return request_render(r, &public_page_page, &v);
}
