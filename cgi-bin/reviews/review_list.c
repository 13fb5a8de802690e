#include "gen/reviews/review_list_sql.h"
#include "lib/domain/avatar.h"
#include "reviews/review.h"
#include "reviews/review_words.h"

/* /reviews: the member's own, those under way or those that are over. */
enum { PAGE = 20 };

struct review_list_input {
	const char *show;
	struct maybe_int after;
};

static const char *const shows[] = { "open", "past", NULL };

static const struct form_field review_list_inputs[] = {
	FORM_ONE_OF(struct review_list_input, show, OPTIONAL, shows),
	FORM_FIELD(struct review_list_input, after, OPTIONAL, 1, INT64_MAX),
};
const struct form review_list_form =
    FORM(struct review_list_input, review_list_inputs);

struct review_item {
	int64_t id, open_comments;
	const char *status, *outcome, *section, *journey, *mentor;
	struct instant submitted_at, due_at;
	const char *href, *state, *status_words, *when_words, *comment_words;
	struct face face;
};

static const struct field review_item_fields[] = {
	FIELD_ID(struct review_item, id),
	FIELD(struct review_item, status),
	FIELD(struct review_item, outcome),
	FIELD(struct review_item, section),
	FIELD(struct review_item, journey),
	FIELD(struct review_item, mentor),
	FIELD(struct review_item, open_comments),
	FIELD_ONLY(struct review_item, submitted_at, ONLY_JSON),
	FIELD_ONLY(struct review_item, due_at, ONLY_JSON),
	FIELD_ONLY(struct review_item, href, ONLY_HTML),
	FIELD_ONLY(struct review_item, state, ONLY_HTML),
	FIELD_ONLY(struct review_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct review_item, when_words, ONLY_HTML),
	FIELD_ONLY(struct review_item, comment_words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct review_item, face, face_fields, ONLY_HTML),
	FIELD_END,
};

struct section_item {
	const char *section, *journey, *href, *words;
};

static const struct field section_item_fields[] = {
	FIELD(struct section_item, section),
	FIELD(struct section_item, journey),
	FIELD(struct section_item, href),
	FIELD_ONLY(struct section_item, words, ONLY_HTML),
	FIELD_END,
};

struct review_list_view {
	struct review_item *items;
	size_t nitems;
	struct section_item *sections;
	size_t nsections;
	const char *next;
	bool past;
	struct pager *pager;
};

static const struct field review_list_fields_[] = {
	FIELD_LIST(struct review_list_view, items, nitems, review_item_fields),
	FIELD_LIST(
	    struct review_list_view, sections, nsections, section_item_fields),
	FIELD_ONLY(struct review_list_view, next, ONLY_JSON),
	FIELD_ONLY(struct review_list_view, past, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct review_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page review_list_page = { .path = "reviews/review_list",
	.fields = review_list_fields_ };

static bool
is_past(struct request *r)
{
	const struct review_list_input *in = r->form;

	return in->show != NULL && in->show[0] == 'p';
}

void
review_list_read(struct request *r)
{
	const struct review_list_input *in = r->form;

	review_list_send(r->db, !is_past(r), in->after, PAGE + 1);
	review_section_list_send(r->db);
}

static void
fill_item(struct request *r, struct review_item *to,
    const struct review_list_row *row)
{
	*to = (struct review_item){ .id = row->id,
		.status = row->status,
		.outcome = row->outcome,
		.section = row->section_title,
		.journey = row->journey,
		.mentor = row->mentor_name,
		.submitted_at = row->submitted_at,
		.due_at = row->due_at,
		.open_comments = row->open_comments,
		.href =
		    arena_printf(r->arena, "/reviews/%lld", (long long)row->id),
		.state = review_state(row->status, row->outcome),
		.status_words =
		    review_status_words(row->status, row->outcome) };
	to->face =
	    face_of(r->arena, row->mentor_name != NULL ? row->mentor_name : "?",
		row->mentor_picture);
	if (row->completed_at.us != 0)
		to->when_words = arena_printf(
		    r->arena, tr("Done %s"), review_when(r, row->completed_at));
	else if (!is_past(r))
		to->when_words = arena_printf(
		    r->arena, tr("Due %s"), review_when(r, row->due_at));
	if (row->open_comments > 0)
		to->comment_words = arena_printf(
		    r->arena, tr("Open comments: %d"), (int)row->open_comments);
}

static void
fill_sections(struct request *r, struct review_list_view *v)
{
	struct review_section_list_row *rows =
	    review_section_list_get(r->db, &v->nsections);
	struct buf b;

	v->sections = arena_alloc(r->arena, v->nsections, sizeof(*v->sections));
	for (size_t i = 0; i < v->nsections; i++) {
		struct section_item *s = &v->sections[i];

		buf_init(&b, r->arena, 100);
		if (rows[i].open_review != 0) {
			buf_printf(&b, "/reviews/%lld",
			    (long long)rows[i].open_review);
		} else {
			buf_puts(&b, "/reviews/ask");
			buf_put_query(&b, "enrolment",
			    arena_printf(r->arena, "%lld",
				(long long)rows[i].enrolment_id));
			buf_put_query(&b, "section", rows[i].section_key);
		}
		*s = (struct section_item){ .section = rows[i].section_title,
			.journey = rows[i].journey,
			.href = b.data,
			.words = rows[i].open_review != 0
				     ? tr("Under way")
				     : tr("Ask for a review") };
	}
}

static void
fill_pager(struct request *r, struct review_list_view *v,
    const struct review_list_row *rows, size_t n)
{
	const struct review_list_input *in = r->form;
	const char *show = is_past(r) ? "past" : "open";

	if (n > PAGE)
		v->next = arena_printf(r->arena,
		    "%s/reviews?show=%s&after=%lld", r->json ? "/api" : "",
		    show, (long long)rows[PAGE - 1].id);
	if (v->next == NULL && !in->after.set)
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    arena_printf(r->arena, tr("Reviews here: %d"), (int)v->nitems);
	v->pager->next = v->next;
	if (in->after.set)
		v->pager->first =
		    arena_printf(r->arena, "/reviews?show=%s", show);
}

enum status
review_list_show(struct request *r)
{
	struct review_list_view view = { .past = is_past(r) };
	struct review_list_row *rows;
	size_t n;

	rows = review_list_get(r->db, &n);
	view.nitems = n > PAGE ? PAGE : n;
	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		fill_item(r, &view.items[i], &rows[i]);
	fill_sections(r, &view);
	fill_pager(r, &view, rows, n);
	return request_render(r, &review_list_page, &view);
}
