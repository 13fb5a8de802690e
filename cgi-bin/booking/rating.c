#include <string.h>

#include "booking/expert.h"
#include "booking/rating.h"
#include "lib/app/moderate.h"
#include "lib/domain/avatar.h"
#include "lib/domain/when.h"

/* What people said of an expert, and the expert's one reply to each. */
enum { PAGE = 20, REPLY_MAX = 2000 };

const struct field shown_rating_fields[] = {
	FIELD_ID(struct shown_rating, id),
	FIELD(struct shown_rating, stars),
	FIELD(struct shown_rating, words),
	FIELD(struct shown_rating, reply),
	FIELD(struct shown_rating, author),
	FIELD_ONLY(struct shown_rating, created_at, ONLY_JSON),
	FIELD_OBJECT_ONLY(struct shown_rating, face, face_fields, ONLY_HTML),
	FIELD_ONLY(struct shown_rating, day, ONLY_HTML),
	FIELD_ONLY(struct shown_rating, reply_href, ONLY_HTML),
	FIELD_END,
};

const char *
expert_address(struct request *r, int64_t ref)
{
	return arena_printf(
	    r->arena, "%s/%lld", directory_of(r)->base, (long long)ref);
}

bool
expert_is_elsewhere(struct request *r, const struct expert_find_row *row)
{
	return strcmp(row->kind, directory_of(r)->kind) != 0;
}

struct shown_rating *
ratings_shown(struct request *r, const struct expert_find_row *expert,
    const struct rating_list_row *rows, size_t n)
{
	struct shown_rating *all = arena_alloc(r->arena, n, sizeof(*all));
	const char *address = expert_address(r, expert->ref);

	for (size_t i = 0; i < n; i++) {
		all[i] = (struct shown_rating){
			.id = rows[i].id,
			.stars = rows[i].stars,
			.words = rows[i].words,
			.reply = rows[i].reply,
			.author = rows[i].author,
			.created_at = rows[i].created_at,
		};
		if (r->json)
			continue;
		all[i].face =
		    rows[i].seed != NULL
			? face_of_alias(r->arena, rows[i].author, rows[i].seed)
			: face_of(r->arena, rows[i].author, NULL);
		all[i].day = when_date(r->arena,
		    when_local(rows[i].created_at, r->session->timezone).date);
		if (expert->is_mine && rows[i].reply == NULL)
			all[i].reply_href =
			    arena_printf(r->arena, "%s/ratings/%lld/reply",
				address, (long long)rows[i].id);
	}
	return all;
}

/* --- all of them ------------------------------------------------------------ */

struct rating_list_input {
	int64_t id, after;
};

static const struct form_field rating_list_inputs[] = {
	FORM_ID(struct rating_list_input, id, REQUIRED),
	FORM_ID(struct rating_list_input, after, OPTIONAL),
};
const struct form rating_list_form =
    FORM(struct rating_list_input, rating_list_inputs);

struct rating_list_view {
	struct shown_rating *items;
	size_t nitems;
	const char *next;
	/* on the page only */
	const char *name, *href, *base, *base_words;
	struct pager *pager;
};

static const struct field rating_list_view_fields[] = {
	FIELD_LIST(struct rating_list_view, items, nitems, shown_rating_fields),
	FIELD_ONLY(struct rating_list_view, next, ONLY_JSON),
	FIELD_ONLY(struct rating_list_view, name, ONLY_HTML),
	FIELD_ONLY(struct rating_list_view, href, ONLY_HTML),
	FIELD_ONLY(struct rating_list_view, base, ONLY_HTML),
	FIELD_ONLY(struct rating_list_view, base_words, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct rating_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page rating_list_page = { .path = "booking/rating_list",
	.fields = rating_list_view_fields };

void
rating_list_read(struct request *r)
{
	const struct rating_list_input *in = r->form;

	expert_find_send(r->db, in->id, directory_of(r)->kind);
	rating_list_send(r->db, in->id, in->after, PAGE + 1);
}

static void
fill_pager(struct request *r, struct rating_list_view *v, bool is_first)
{
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    arena_printf(r->arena, tr("%d ratings here"), (int)v->nitems);
	v->pager->next = v->next;
	if (!is_first)
		v->pager->first = arena_printf(r->arena, "%s/ratings", v->href);
}

enum status
rating_list_show(struct request *r)
{
	const struct rating_list_input *in = r->form;
	struct rating_list_view view = { .nitems = 0 };
	struct expert_find_row expert;
	struct rating_list_row *rows;
	size_t n;

	if (!expert_find_get(r->db, &expert))
		return NOT_FOUND;
	rows = rating_list_get(r->db, &n);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = ratings_shown(r, &expert, rows, view.nitems);
	view.name = expert.display_name;
	view.base = directory_of(r)->base;
	view.base_words = tr(directory_of(r)->heading);
	view.href = expert_address(r, expert.ref);
	if (n > PAGE)
		view.next = arena_printf(r->arena, "%s%s/ratings?after=%lld",
		    r->json ? "/api" : "", view.href,
		    (long long)rows[PAGE - 1].id);
	if (view.nitems != 0)
		fill_pager(r, &view, in->after == 0);
	return request_render(r, &rating_list_page, &view);
}

/* --- the expert's reply ------------------------------------------------------ */

struct rating_reply_input {
	int64_t id, rating;
	const char *reply;
};

static const struct form_field rating_reply_inputs[] = {
	FORM_ID(struct rating_reply_input, id, REQUIRED),
	FORM_ID(struct rating_reply_input, rating, REQUIRED),
	FORM_SHOWN(struct rating_reply_input, reply, REQUIRED, 1, REPLY_MAX,
	    CONTEXT_REVIEW),
};
const struct form rating_reply_form =
    FORM(struct rating_reply_input, rating_reply_inputs);

static const struct form_field rating_edit_inputs[] = {
	FORM_ID(struct rating_reply_input, id, REQUIRED),
	FORM_ID(struct rating_reply_input, rating, REQUIRED),
};
const struct form rating_edit_form =
    FORM(struct rating_reply_input, rating_edit_inputs);

struct rating_reply_view {
	struct shown_rating rating;
	const char *href;
};

static const struct field rating_reply_view_fields[] = {
	FIELD_OBJECT(struct rating_reply_view, rating, shown_rating_fields),
	FIELD_ONLY(struct rating_reply_view, href, ONLY_HTML),
	FIELD_END,
};
struct page rating_reply_page = { .path = "booking/rating_reply",
	.fields = rating_reply_view_fields,
	.form = &rating_reply_form };

enum status
rating_reply_show(struct request *r)
{
	struct expert_find_row expert = { .ref = typed_id(r, "id") };
	struct rating_find_row row;
	struct rating_reply_view view;

	if (!rating_find(r->db, expert.ref, typed_id(r, "rating"), &row))
		return NOT_FOUND;
	view.rating = *ratings_shown(r, &expert,
	    &(struct rating_list_row){ .id = row.id,
		.stars = row.stars,
		.words = row.words,
		.reply = row.reply,
		.created_at = row.created_at,
		.author = row.author,
		.seed = row.seed },
	    1);
	view.href = expert_address(r, expert.ref);
	return request_render(r, &rating_reply_page, &view);
}

enum status
rating_reply(struct request *r)
{
	const struct rating_reply_input *in = r->form;
	struct rating_find_row row;

	if (!rating_find(r->db, in->id, in->rating, &row))
		return NOT_FOUND;
	rating_reply_save(r->db, in->rating, in->reply);
	request_shown(r, "reply", in->rating);
	request_flash(r, tr("Your reply is shown below the rating."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT }, "%s",
	    expert_address(r, in->id));
}
