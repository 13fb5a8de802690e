#include <string.h>

#include "journeys/card.h"
#include "journeys/journey.h"
#include "lib/base/setting.h"
#include "lib/domain/avatar.h"
#include "lib/domain/markdown.h"

enum { REVIEWS = 5, RATINGS_SHOWN = 3 };

struct journey_input {
	const char *slug;
};

static const struct form_field journey_inputs[] = {
	FORM_FIELD(struct journey_input, slug, REQUIRED, 1, 60),
};
const struct form journey_form = FORM(struct journey_input, journey_inputs);

struct outline_shown {
	const char *title, *about;
};

static const struct field outline_fields[] = {
	FIELD(struct outline_shown, title),
	FIELD_ONLY(struct outline_shown, about, ONLY_HTML),
	FIELD_END,
};

struct helper_shown {
	const char *kind, *name, *headline;
	struct maybe_real rating_mean;
	int64_t rating_count;
	/* on the page only */
	struct face face;
	const char *href, *kind_words, *rating;
};

static const struct field helper_fields[] = {
	FIELD(struct helper_shown, kind),
	FIELD(struct helper_shown, name),
	FIELD(struct helper_shown, headline),
	FIELD_ONLY(struct helper_shown, rating_mean, ONLY_JSON),
	FIELD(struct helper_shown, rating_count),
	FIELD_OBJECT_ONLY(struct helper_shown, face, face_fields, ONLY_HTML),
	FIELD_ONLY(struct helper_shown, href, ONLY_HTML),
	FIELD_ONLY(struct helper_shown, kind_words, ONLY_HTML),
	FIELD_ONLY(struct helper_shown, rating, ONLY_HTML),
	FIELD_END,
};

struct journey_view {
	int64_t id;
	const char *slug, *title, *summary, *status, *creator;
	struct maybe_real rating_mean;
	int64_t rating_count, members;
	struct maybe_int estimate_minutes;
	struct tier_shown *tiers;
	size_t ntiers;
	struct outline_shown *sections;
	size_t nsections;
	struct helper_shown *helpers;
	size_t nhelpers;
	struct review_shown *reviews;
	size_t nreviews;
	/* on the page only */
	struct html about, data;
	struct face creator_face;
	const char *creator_href, *creator_headline, *preview;
	const char *address, *canonical, *picture;
	const char *cover, *pattern, *rating, *members_words, *length,
	    *category;
	int64_t hue;
	const char *continue_href, *reviews_href, *review_href, *edit_href;
	const char *login_href;
	bool is_sold, is_mine, has_helpers, has_reviews;
};

#define HTML(m)            FIELD_ONLY(struct journey_view, m, ONLY_HTML)
#define LIST(m, n, fields) FIELD_LIST(struct journey_view, m, n, fields)

static const struct field journey_fields[] = {
	FIELD_ID(struct journey_view, id),
	FIELD(struct journey_view, slug),
	FIELD(struct journey_view, title),
	FIELD(struct journey_view, summary),
	FIELD_ONLY(struct journey_view, status, ONLY_JSON),
	FIELD(struct journey_view, creator),
	FIELD_ONLY(struct journey_view, rating_mean, ONLY_JSON),
	FIELD(struct journey_view, rating_count),
	FIELD(struct journey_view, members),
	FIELD_ONLY(struct journey_view, estimate_minutes, ONLY_JSON),
	LIST(tiers, ntiers, tier_shown_fields),
	LIST(sections, nsections, outline_fields),
	LIST(helpers, nhelpers, helper_fields),
	LIST(reviews, nreviews, review_shown_fields),
	HTML(about),
	HTML(data),
	FIELD_OBJECT_ONLY(
	    struct journey_view, creator_face, face_fields, ONLY_HTML),
	HTML(creator_href),
	HTML(creator_headline),
	HTML(preview),
	HTML(address),
	HTML(canonical),
	HTML(picture),
	HTML(cover),
	HTML(pattern),
	HTML(rating),
	HTML(members_words),
	HTML(length),
	HTML(category),
	HTML(hue),
	HTML(continue_href),
	HTML(reviews_href),
	HTML(review_href),
	HTML(edit_href),
	HTML(login_href),
	HTML(is_sold),
	HTML(is_mine),
	HTML(has_helpers),
	HTML(has_reviews),
	FIELD_END,
};
struct page journey_page = { .path = "journeys/journey",
	.fields = journey_fields };

void
journey_read(struct request *r)
{
	const struct journey_input *in = r->form;

	journey_find_send(r->db, in->slug);
	tier_list_send(r->db, in->slug);
	section_outline_list_send(r->db, in->slug);
	helper_list_send(r->db, in->slug);
	journey_said_send(r->db, in->slug, 0, REVIEWS + 1);
}

static const char *
outline_words(struct request *r, const struct section_outline_list_row *row)
{
	const char *words = arena_printf(r->arena,
	    row->fields == 1 ? tr("%d question") : tr("%d questions"),
	    (int)row->fields);

	if (row->is_list)
		words = arena_printf(
		    r->arena, tr("%s, as often as you need"), words);
	if (row->is_conditional)
		words = arena_printf(r->arena, tr("%s, if it fits you"), words);
	return words;
}

static void
fill_sections(struct request *r, struct journey_view *v)
{
	struct section_outline_list_row *rows =
	    section_outline_list_get(r->db, &v->nsections);

	v->sections = arena_alloc(r->arena, v->nsections, sizeof(*v->sections));
	for (size_t i = 0; i < v->nsections; i++)
		v->sections[i] = (struct outline_shown){ rows[i].title,
			outline_words(r, &rows[i]) };
}

static const char *
helper_address(struct request *r, const struct helper_list_row *row)
{
	if (row->expert_ref != 0)
		return arena_printf(r->arena, "/%ss/%lld", row->kind,
		    (long long)row->expert_ref);
	if (row->handle != NULL)
		return arena_printf(r->arena, "/u/%s", row->handle);
	return NULL;
}

static void
fill_helpers(struct request *r, struct journey_view *v)
{
	struct helper_list_row *rows = helper_list_get(r->db, &v->nhelpers);

	v->helpers = arena_alloc(r->arena, v->nhelpers, sizeof(*v->helpers));
	for (size_t i = 0; i < v->nhelpers; i++)
		v->helpers[i] = (struct helper_shown){
			.kind = rows[i].kind,
			.name = rows[i].name,
			.headline = rows[i].headline,
			.rating_mean = rows[i].rating_mean,
			.rating_count = rows[i].rating_count,
			.face =
			    face_of(r->arena, rows[i].name, rows[i].picture),
			.href = helper_address(r, &rows[i]),
			.kind_words = strcmp(rows[i].kind, "mentor") == 0
					  ? tr("Mentor")
					  : tr("Concierge"),
			.rating = rows[i].rating_mean.set
				      ? arena_printf(r->arena, "%.1f",
					    rows[i].rating_mean.value)
				      : NULL,
		};
}

static void
fill_picture(struct request *r, struct journey_view *v, const char *cover)
{
	if (cover != NULL) {
		v->cover = arena_printf(r->arena, "/media/%s", cover);
		v->picture = arena_printf(r->arena, "%s%s",
		    setting_text("BELAY_PUBLIC_URL"), v->cover);
		return;
	}
	v->pattern = cover_pattern(r->arena, v->title);
	v->hue = avatar_hue(v->title);
}

/* Where the one who looks goes from here. */
static void
fill_ways(struct request *r, struct journey_view *v,
    const struct journey_find_row *row)
{
	v->is_sold = strcmp(row->status, "published") == 0;
	v->is_mine = row->is_mine;
	if (row->is_mine)
		v->edit_href = arena_printf(
		    r->arena, "/creator/journeys/%lld", (long long)row->id);
	if (row->my_status != NULL) {
		v->continue_href =
		    arena_printf(r->arena, "/journeys/%s", row->slug);
		v->review_href =
		    arena_printf(r->arena, "/marketplace/%s/review", row->slug);
	}
	if (r->session->user_id == 0)
		v->login_href = arena_printf(
		    r->arena, "/login?next=/marketplace/%s", row->slug);
}

static void
fill_page(struct request *r, struct journey_view *v,
    const struct journey_find_row *row)
{
	v->about = markdown(r->arena, row->description);
	v->preview = row->summary != NULL
			 ? row->summary
			 : markdown_plain(r->arena, row->description, 160);
	v->creator_face = face_of(r->arena, row->creator, row->creator_picture);
	v->creator_headline = row->creator_headline;
	if (row->creator_handle != NULL)
		v->creator_href =
		    arena_printf(r->arena, "/u/%s", row->creator_handle);
	v->address = arena_printf(r->arena, "/marketplace/%s", row->slug);
	v->canonical = arena_printf(
	    r->arena, "%s%s", setting_text("BELAY_PUBLIC_URL"), v->address);
	v->has_helpers = v->nhelpers != 0;
	v->has_reviews = v->nreviews != 0;
	v->category = row->category;
	if (v->rating_mean.set)
		v->rating =
		    arena_printf(r->arena, "%.1f", v->rating_mean.value);
	v->members_words = arena_printf(r->arena,
	    row->members == 1 ? tr("%d member") : tr("%d members"),
	    (int)row->members);
	v->length = length_words(r->arena, row->estimate_minutes);
	fill_picture(r, v, row->cover);
	fill_ways(r, v, row);
}

enum status
journey_show(struct request *r)
{
	const struct journey_input *in = r->form;
	struct journey_find_row row;
	struct journey_view view = { .id = 0 };
	struct tier_list_row *tiers;
	struct journey_said_row *said;

	if (!journey_find_get(r->db, &row))
		return NOT_FOUND;
	if (strcmp(row.slug, in->slug) != 0)
		return request_redirect(
		    r, "%s/marketplace/%s", r->json ? "/api" : "", row.slug);
	view.id = row.id;
	view.slug = row.slug;
	view.title = row.title;
	view.summary = row.summary;
	view.status = row.status;
	view.creator = row.creator;
	view.rating_mean = (struct maybe_real){ row.rating_mean,
		row.rating_count >= RATINGS_SHOWN };
	view.rating_count = row.rating_count;
	view.members = row.members;
	view.estimate_minutes = row.estimate_minutes;
	tiers = tier_list_get(r->db, &view.ntiers);
	view.tiers = tiers_shown(r, &row, tiers, view.ntiers);
	fill_sections(r, &view);
	fill_helpers(r, &view);
	said = journey_said_get(r->db, &view.nreviews);
	if (view.nreviews > REVIEWS) {
		view.nreviews = REVIEWS;
		view.reviews_href =
		    arena_printf(r->arena, "/marketplace/%s/reviews", row.slug);
	}
	view.reviews = reviews_shown(r, &row, said, view.nreviews);
	if (!r->json) {
		fill_page(r, &view, &row);
		view.data = journey_data(r, &row, tiers, view.ntiers);
	}
	return request_render(r, &journey_page, &view);
}
