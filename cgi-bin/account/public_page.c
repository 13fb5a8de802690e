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
	const char *handle, *display_name, *headline, *country, *languages,
	    *city, *clock, *since, *experience;
	struct html about;
	struct face face;
	const char *const *skills, *const *industries, *const *links;
	size_t nskills, nindustries, nlinks;
	bool may_block, i_block;
};

static const struct field public_page_fields[] = {
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
	v = (struct public_page_view){ .handle = row.handle,
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

/* --- blocks --------------------------------------------------------------------- */

struct unblock_input {
	const char *handle, *next;
};

static const struct form_field unblock_fields[] = {
	FORM_FIELD(struct unblock_input, handle, REQUIRED, 1, 30),
	FORM_FIELD(struct unblock_input, next, OPTIONAL, 0, 2000),
};
const struct form unblock_form = FORM(struct unblock_input, unblock_fields);

enum status
block_post(struct request *r)
{
	const struct handle_input *in = r->form;
	struct block_find_row other;

	block_find(r->db, in->handle, &other);
	if (other.user_id == 0)
		return NOT_FOUND;
	block_add(r->db, other.user_id);
	if (!other.blocked)
		request_audit(r,
		    &(struct deed){ "block.add", "user", other.user_id, NULL });
	request_flash(r,
	    arena_printf(r->arena, tr("%s is blocked."), other.display_name));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/safety/blocks");
}

enum status
unblock_post(struct request *r)
{
	const struct unblock_input *in = r->form;
	struct block_find_row other;

	block_find(r->db, in->handle, &other);
	if (other.user_id == 0)
		return NOT_FOUND;
	if (block_remove(r->db, other.user_id) != 0)
		request_audit(r, &(struct deed){ "block.remove", "user",
				     other.user_id, NULL });
	request_flash(
	    r, arena_printf(r->arena, tr("%s is not blocked any more."),
		   other.display_name));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT }, "%s",
	    in->next != NULL && http_is_local_path(in->next)
		? in->next
		: "/safety/blocks");
}

struct block_item {
	const char *handle, *display_name, *since;
	struct instant created_at;
	struct face face;
};

static const struct field block_item_fields[] = {
	FIELD(struct block_item, handle),
	FIELD(struct block_item, display_name),
	FIELD_ONLY(struct block_item, since, ONLY_HTML),
	FIELD_ONLY(struct block_item, created_at, ONLY_JSON),
	FIELD_OBJECT(struct block_item, face, face_fields),
	FIELD_END,
};

struct block_list_view {
	struct block_item *items;
	size_t nitems;
};

static const struct field block_list_view_fields[] = {
	FIELD_LIST(struct block_list_view, items, nitems, block_item_fields),
	FIELD_END,
};
struct page block_list_page = { .path = "account/block_list",
	.fields = block_list_view_fields };

enum status
block_list_show(struct request *r)
{
	struct block_list_view v;
	struct block_list_row *rows = block_list(r->db, &v.nitems);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = (struct block_item){
			.handle = rows[i].handle,
			.display_name = rows[i].display_name,
			.created_at = rows[i].created_at,
			.since = when_day(r->arena, rows[i].created_at,
			    r->session->timezone, r->now),
			.face = face_of(
			    r->arena, rows[i].display_name, rows[i].picture),
		};
	return request_render(r, &block_list_page, &v);
}
