#include <string.h>

#include "account/account.h"
#include "account/profile_lists.h"
#include "gen/account/profile_sql.h"
#include "lib/app/moderate.h"
#include "lib/domain/avatar.h"
#include "lib/domain/country.h"
#include "lib/domain/language.h"
#include "lib/domain/when.h"
#include "lib/view/parts.h"

enum { MOST_TEXTS = 40, MOST_INDUSTRIES = 10 };

struct profile_input {
	const char *display_name, *handle, *headline, *about, *country,
	    *timezone;
	const char **languages, **industries, **skills, **links;
	size_t nlanguages, nindustries, nskills, nlinks;
	struct maybe_int years_experience;
};

static const struct form_field profile_form_fields[] = {
	FORM_SHOWN(struct profile_input, display_name, REQUIRED, 1, 80,
	    CONTEXT_PROFILE),
	FORM_FIELD(struct profile_input, handle, REQUIRED, 2, 30),
	FORM_SHOWN(
	    struct profile_input, headline, OPTIONAL, 1, 120, CONTEXT_PROFILE),
	FORM_SHOWN(
	    struct profile_input, about, OPTIONAL, 1, 5000, CONTEXT_PROFILE),
	FORM_FIELD(struct profile_input, country, OPTIONAL, 2, 2),
	FORM_FIELD_AS(struct profile_input, timezone, REQUIRED, 1, 64,
	    .check = CHECK_ZONE),
	FORM_TEXTS(struct profile_input, languages, nlanguages, MOST_TEXTS),
	FORM_TEXTS(struct profile_input, industries, nindustries, MOST_TEXTS),
	FORM_TEXTS(struct profile_input, skills, nskills, MOST_TEXTS),
	FORM_TEXTS(struct profile_input, links, nlinks, MOST_TEXTS),
	FORM_FIELD(struct profile_input, years_experience, OPTIONAL, 0, 70),
};
const struct form profile_form =
    FORM(struct profile_input, profile_form_fields);

struct profile_view {
	struct profile_find_row row;
	struct face face;
	struct choice *countries, *industry_choices;
	size_t ncountries, nindustry_choices;
	const char *resume_filename, *resume_words;
	const char *picture_error, *resume_error; /* of the other two forms */
	bool has_picture;
};

static const struct field profile_view_fields[] = {
	{ .name = "profile",
	    .kind = KIND_OBJECT,
	    .offset = offsetof(struct profile_view, row),
	    .item = profile_find_fields,
	    .only = ONLY_JSON },
	FIELD_OBJECT(struct profile_view, face, face_fields),
	FIELD_ONLY(struct profile_view, has_picture, ONLY_HTML),
	FIELD_LIST_ONLY(struct profile_view, countries, ncountries,
	    choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct profile_view, industry_choices,
	    nindustry_choices, choice_fields, ONLY_HTML),
	FIELD_ONLY(struct profile_view, resume_filename, ONLY_HTML),
	FIELD_ONLY(struct profile_view, resume_words, ONLY_HTML),
	FIELD_ONLY(struct profile_view, picture_error, ONLY_HTML),
	FIELD_ONLY(struct profile_view, resume_error, ONLY_HTML),
	FIELD_END,
};
struct page profile_page = { .path = "account/profile",
	.fields = profile_view_fields,
	.form = &profile_form };

void
profile_read(struct request *r)
{
	profile_find_send(r->db);
	industry_list_send(r->db);
}

static const char *
message_of(const struct request *r, const char *field)
{
	for (size_t i = 0; i < r->parsed.nmessages; i++)
		if (strcmp(r->parsed.messages[i].field, field) == 0)
			return r->parsed.messages[i].text;
	return NULL;
}

/* Was the form of this page sent and refused, not one of the others? */
static bool
is_refused(const struct request *r)
{
	return r->status != OK && r->route->form == &profile_form;
}

/* What was ticked when the rest was refused, else what is kept. */
static void
fill_industries(struct request *r, struct profile_view *v)
{
	struct industry_list_row *rows =
	    industry_list_get(r->db, &v->nindustry_choices);

	v->industry_choices = arena_alloc(
	    r->arena, v->nindustry_choices, sizeof(*v->industry_choices));
	for (size_t i = 0; i < v->nindustry_choices; i++)
		v->industry_choices[i] = (struct choice){ .value = rows[i].slug,
			.label = tr(rows[i].name) };
	if (is_refused(r))
		pick_ticked(
		    r, "industries", v->industry_choices, v->nindustry_choices);
	else
		choices_pick_all(v->industry_choices, v->nindustry_choices,
		    v->row.industries, v->row.nindustries);
}

static const char *
language_names(struct request *r, const struct profile_find_row *row)
{
	const char *names =
	    language_words(r->arena, row->languages, row->nlanguages);

	return names != NULL ? names : "";
}

/* The lists stand in one field each: the states' values are their words. */
static void
fill_form(struct request *r, const struct profile_find_row *row)
{
	struct profile_input now = { .display_name = row->display_name,
		.handle = row->handle,
		.headline = row->headline,
		.about = row->about,
		.country = row->country,
		.timezone = row->timezone,
		.years_experience = row->years_experience };
	const struct {
		const char *name, *words;
	} lists[] = {
		{ "languages", language_names(r, row) },
		{ "skills",
		    words_join(r->arena, row->skills, row->nskills, ", ") },
		{ "links",
		    words_join(r->arena, row->links, row->nlinks, "\n") },
	};

	if (is_refused(r))
		return;
	r->parsed.states = form_states(&profile_form, &now, r->arena);
	r->parsed.form = &profile_form;
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		for (size_t j = 0; j < profile_form.nfields; j++)
			if (strcmp(profile_form.fields[j].name,
				lists[i].name) == 0)
				r->parsed.states[j].value = lists[i].words;
}

static const char *
resume_words(struct request *r, const struct profile_find_row *row)
{
	int64_t kilobytes = (row->resume_size.value + 1023) / 1024;

	return arena_printf(r->arena, tr("%d kB, added %s"), (int)kilobytes,
	    when_day(r->arena, row->resume_at, r->session->timezone, r->now));
}

static enum status
render_profile(struct request *r)
{
	struct profile_view v = { .has_picture = false };

	profile_find_get(r->db, &v.row);
	if (v.row.picture != NULL)
		v.row.picture =
		    arena_printf(r->arena, "/media/%s", v.row.picture);
	v.has_picture = v.row.picture != NULL;
	v.face = face_of(r->arena, v.row.display_name, v.row.picture);
	v.resume_filename = v.row.resume_filename;
	if (v.resume_filename != NULL)
		v.resume_words = resume_words(r, &v.row);
	v.picture_error = message_of(r, "picture");
	v.resume_error = message_of(r, "resume");
	fill_industries(r, &v);
	fill_form(r, &v.row);
	v.countries = country_choices(r->arena, r->session->language,
	    tr("Not said"), is_refused(r) ? typed(r, "country") : v.row.country,
	    &v.ncountries);
	return request_render(r, &profile_page, &v);
}

enum status
profile_show(struct request *r)
{
	return render_profile(r);
}

enum status
profile_refused(struct request *r)
{
	profile_read(r);
	return render_profile(r);
}

/* The texts of the form as what is kept. */
struct profile_lists {
	struct words_list languages, skills, links, industries;
	const char *handle;
};

static enum status
check_profile(
    struct request *r, const struct profile_input *in, struct profile_lists *l)
{
	enum status status = OK;
	const char *why;

	if ((why = handle_refusal(l->handle)) != NULL)
		status = request_invalid(r, "handle", why);
	if (in->country != NULL && !country_is_known(in->country))
		status = request_invalid(
		    r, "country", tr("Choose one of the list."));
	if (!when_zone_is_known(in->timezone))
		status = request_invalid(
		    r, "timezone", tr("Choose a zone such as Europe/Lisbon."));
	if ((why = languages_refusal(&l->languages)) != NULL)
		status = request_invalid(r, "languages", why);
	if (in->nindustries > MOST_INDUSTRIES)
		status = request_invalid(
		    r, "industries", tr("Choose at most 10 industries."));
	if ((why = skills_refusal(&l->skills)) != NULL)
		status = request_invalid(r, "skills", why);
	if ((why = links_refusal(&l->links)) != NULL)
		status = request_invalid(r, "links", why);
	return status;
}

static void
save(struct request *r, const struct profile_input *in,
    const struct profile_lists *l)
{
	struct arena *a = r->arena;

	profile_save(r->db, in->display_name, l->handle, in->headline,
	    in->about, in->country, words_json(a, &l->languages), in->timezone,
	    words_json(a, &l->industries), words_json(a, &l->skills),
	    words_json(a, &l->links), in->years_experience);
}

enum status
profile_post(struct request *r)
{
	const struct profile_input *in = r->form;
	struct arena *a = r->arena;
	struct profile_lists l = {
		.languages =
		    words_split(a, in->languages, in->nlanguages, true),
		.skills = words_split(a, in->skills, in->nskills, true),
		.links = words_split(a, in->links, in->nlinks, false),
		.industries = { in->industries, in->nindustries },
		.handle = handle_fold(a, in->handle),
	};
	struct handle_taken_row taken;
	enum status status = check_profile(r, in, &l);

	if (status != OK)
		return status;
	handle_taken(r->db, l.handle, &taken);
	if (taken.taken)
		return request_invalid(
		    r, "handle", tr("This handle is taken."));
	save(r, in, &l);
	request_shown(r, "profile", r->session->user_id);
	request_flash(r, tr("Your profile is saved."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/profile");
}
