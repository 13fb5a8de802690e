#include "journeys/journey.h"
#include "lib/domain/avatar.h"
#include "lib/domain/when.h"

enum { PAGE = 20 };

#define HTML(m) FIELD_ONLY(struct review_shown, m, ONLY_HTML)

const struct field review_shown_fields[] = {
	FIELD_ID(struct review_shown, id),
	FIELD(struct review_shown, stars),
	FIELD(struct review_shown, words),
	FIELD(struct review_shown, reply),
	FIELD(struct review_shown, author),
	FIELD_ONLY(struct review_shown, written, ONLY_JSON),
	FIELD(struct review_shown, is_changed),
	FIELD_ONLY(struct review_shown, is_mine, ONLY_JSON),
	FIELD_OBJECT_ONLY(struct review_shown, face, face_fields, ONLY_HTML),
	HTML(day),
	HTML(reply_href),
	HTML(edit_href),
	FIELD_END,
};

struct review_shown *
reviews_shown(struct request *r, const struct journey_find_row *journey,
    const struct journey_said_row *rows, size_t n)
{
	struct review_shown *all = arena_alloc(r->arena, n, sizeof(*all));

	for (size_t i = 0; i < n; i++) {
		all[i] = (struct review_shown){
			.id = rows[i].id,
			.stars = rows[i].stars,
			.words = rows[i].words,
			.reply = rows[i].reply,
			.author = rows[i].name,
			.written = rows[i].written,
			.is_changed = rows[i].is_changed,
			.is_mine = rows[i].is_mine,
		};
		if (r->json)
			continue;
		all[i].face = face_of(r->arena, rows[i].name, rows[i].picture);
		all[i].day = when_date(r->arena,
		    when_local(rows[i].written, r->session->timezone).date);
		if (journey->is_mine && rows[i].reply == NULL)
			all[i].reply_href = arena_printf(r->arena,
			    "/marketplace/%s/reviews/%lld/reply", journey->slug,
			    (long long)rows[i].id);
		if (rows[i].is_mine)
			all[i].edit_href = arena_printf(
			    r->arena, "/marketplace/%s/review", journey->slug);
	}
	return all;
}

/* --- all of them ------------------------------------------------------------ */

struct review_list_input {
	const char *slug;
	int64_t after;
};

static const struct form_field review_list_inputs[] = {
	FORM_FIELD(struct review_list_input, slug, REQUIRED, 1, 60),
	FORM_ID(struct review_list_input, after, OPTIONAL),
};
const struct form journey_review_list_form =
    FORM(struct review_list_input, review_list_inputs);

struct review_list_view {
	struct review_shown *items;
	size_t nitems;
	const char *next;
	/* on the page only */
	const char *title, *href;
	struct pager *pager;
};

static const struct field review_list_fields[] = {
	FIELD_LIST(struct review_list_view, items, nitems, review_shown_fields),
	FIELD_ONLY(struct review_list_view, next, ONLY_JSON),
	FIELD_ONLY(struct review_list_view, title, ONLY_HTML),
	FIELD_ONLY(struct review_list_view, href, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct review_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page journey_review_list_page = { .path = "journeys/journey_reviews",
	.fields = review_list_fields };

void
journey_review_list_read(struct request *r)
{
	const struct review_list_input *in = r->form;

	journey_find_send(r->db, in->slug);
	journey_said_send(r->db, in->slug, in->after, PAGE + 1);
}

enum status
journey_review_list_show(struct request *r)
{
	const struct review_list_input *in = r->form;
	struct journey_find_row journey;
	struct journey_said_row *rows;
	struct review_list_view view = { .nitems = 0 };
	size_t n;

	if (!journey_find_get(r->db, &journey))
		return NOT_FOUND;
	rows = journey_said_get(r->db, &n);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = reviews_shown(r, &journey, rows, view.nitems);
	view.title = journey.title;
	view.href = arena_printf(r->arena, "/marketplace/%s", journey.slug);
	if (n > PAGE)
		view.next = arena_printf(r->arena, "%s%s/reviews?after=%lld",
		    r->json ? "/api" : "", view.href,
		    (long long)rows[PAGE - 1].id);
	if (view.nitems != 0) {
		view.pager = arena_alloc(r->arena, 1, sizeof(*view.pager));
		view.pager->range = arena_printf(
		    r->arena, tr("%d reviews here"), (int)view.nitems);
		view.pager->next = view.next;
		if (in->after != 0)
			view.pager->first =
			    arena_printf(r->arena, "%s/reviews", view.href);
	}
	return request_render(r, &journey_review_list_page, &view);
}
