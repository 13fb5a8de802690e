#include <string.h>

#include "admin/review.h"
#include "gen/admin/review_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

enum { PAGE = 20 };

struct desk_review_input {
	int64_t id, after, mentor;
	const char *status, *reason;
};

static const char *const states[] = { "submitted", "claimed", "info_requested",
	"completed", "closed", "canceled", "expired", NULL };

static const struct form_field list_inputs[] = {
	FORM_ONE_OF(struct desk_review_input, status, OPTIONAL, states),
	FORM_ID(struct desk_review_input, after, OPTIONAL),
};
const struct form desk_review_list_form =
    FORM(struct desk_review_input, list_inputs);

static const struct form_field one_inputs[] = {
	FORM_ID(struct desk_review_input, id, REQUIRED),
};
const struct form desk_review_form = FORM(struct desk_review_input, one_inputs);

static const struct form_field assign_inputs[] = {
	FORM_ID(struct desk_review_input, id, REQUIRED),
	FORM_ID(struct desk_review_input, mentor, REQUIRED),
	FORM_FIELD(struct desk_review_input, reason, REQUIRED, 1, 1000),
};
const struct form desk_review_assign_form =
    FORM(struct desk_review_input, assign_inputs);

static const char *
state_words(const char *status)
{
	static const struct word all[] = {
		{ "submitted", WORDS("Pending") },
		{ "claimed", WORDS("In review") },
		{ "info_requested", WORDS("Waits for an answer") },
		{ "completed", WORDS("Completed") },
		{ "closed", WORDS("Closed") },
		{ "canceled", WORDS("Cancelled") },
		{ "expired", WORDS("Ended") },
		{ NULL, NULL },
	};

	return word_of(all, status);
}

static const char *
at_words(struct request *r, struct instant at)
{
	if (at.us == 0)
		return NULL;
	return arena_printf(r->arena, "%s, %s",
	    when_day(r->arena, at, r->session->timezone, r->now),
	    when_clock(r->arena, at, r->session->timezone));
}

/* --- all of them ---------------------------------------------------------------- */

struct desk_review_item {
	int64_t id;
	const char *status, *section, *journey, *client, *mentor;
	const char *status_words, *due_words;
	bool is_returned;
};

static const struct field item_fields[] = {
	FIELD_ID(struct desk_review_item, id),
	FIELD(struct desk_review_item, status),
	FIELD(struct desk_review_item, section),
	FIELD(struct desk_review_item, journey),
	FIELD(struct desk_review_item, client),
	FIELD(struct desk_review_item, mentor),
	FIELD(struct desk_review_item, is_returned),
	FIELD_ONLY(struct desk_review_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct desk_review_item, due_words, ONLY_HTML),
	FIELD_END,
};

struct desk_review_list_view {
	struct desk desk;
	struct desk_review_item *items;
	size_t nitems;
	struct choice *states;
	size_t nstates;
	const char *next;
	struct pager *pager;
};

static const struct field list_fields[] = {
	DESK_FIELD(struct desk_review_list_view),
	FIELD_LIST(struct desk_review_list_view, items, nitems, item_fields),
	FIELD_ONLY(struct desk_review_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(struct desk_review_list_view, states, nstates,
	    choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct desk_review_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page desk_review_list_page = { .path = "admin/review_list",
	.fields = list_fields };

static void
fill_states(struct request *r, struct desk_review_list_view *v)
{
	const struct desk_review_input *in = r->form;
	static const char *const words[] = { "", "submitted", "claimed",
		"info_requested", "completed", "closed", "canceled", "expired",
		NULL };

	v->states = choices_make(r->arena, words, NULL,
	    in->status != NULL ? in->status : "", &v->nstates);
	v->states[0].label = tr("All states");
	for (size_t i = 1; i < v->nstates; i++)
		v->states[i].label = state_words(v->states[i].value);
}

static void
fill_pager(struct request *r, struct desk_review_list_view *v, int64_t last)
{
	const struct desk_review_input *in = r->form;
	struct buf b;

	if (last != 0) {
		buf_init(&b, r->arena, 80);
		buf_puts(&b, r->json ? "/api/admin/reviews" : "/admin/reviews");
		buf_put_query(&b, "status", in->status);
		buf_put_query(&b, "after",
		    arena_printf(r->arena, "%lld", (long long)last));
		v->next = b.data;
	}
	if (v->next == NULL && in->after == 0)
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    arena_printf(r->arena, tr("Reviews here: %d"), (int)v->nitems);
	v->pager->next = v->next;
	if (in->after != 0)
		v->pager->first = "/admin/reviews";
}

enum status
desk_review_list_show(struct request *r)
{
	const struct desk_review_input *in = r->form;
	struct desk_review_list_view v = { .nitems = 0 };
	struct desk_review_list_row *rows;
	size_t n;

	rows = desk_review_list(r->db, in->status, in->after, PAGE + 1, &n);
	v.nitems = n > PAGE ? PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = (struct desk_review_item){ .id = rows[i].id,
			.status = rows[i].status,
			.section = rows[i].section_title,
			.journey = rows[i].journey,
			.client = rows[i].client_name,
			.mentor = rows[i].mentor_name,
			.status_words = state_words(rows[i].status),
			.due_words = at_words(r, rows[i].due_at),
			.is_returned = rows[i].priority > 0 };
	fill_states(r, &v);
	fill_pager(r, &v, n > PAGE ? rows[PAGE - 1].id : 0);
	desk_fill(r, &v.desk);
	return request_render(r, &desk_review_list_page, &v);
}

/* --- one: why this mentor --------------------------------------------------------- */

struct desk_match {
	int64_t mentor_id, rank;
	const char *name, *score, *preferred, *specialisation, *availability,
	    *rating, *load, *excluded, *excluded_words, *offered_words;
	bool may_have;
};

static const struct field match_fields[] = {
	FIELD_ID(struct desk_match, mentor_id),
	FIELD(struct desk_match, rank),
	FIELD(struct desk_match, name),
	FIELD(struct desk_match, score),
	FIELD(struct desk_match, preferred),
	FIELD(struct desk_match, specialisation),
	FIELD(struct desk_match, availability),
	FIELD(struct desk_match, rating),
	FIELD(struct desk_match, load),
	FIELD(struct desk_match, excluded),
	FIELD_ONLY(struct desk_match, excluded_words, ONLY_HTML),
	FIELD_ONLY(struct desk_match, offered_words, ONLY_HTML),
	FIELD_ONLY(struct desk_match, may_have, ONLY_HTML),
	FIELD_END,
};

struct desk_step {
	const char *event, *side, *who, *words, *at_words;
};

static const struct field step_fields[] = {
	FIELD(struct desk_step, event),
	FIELD(struct desk_step, side),
	FIELD(struct desk_step, who),
	FIELD(struct desk_step, words),
	FIELD(struct desk_step, at_words),
	FIELD_END,
};

struct desk_review_view {
	struct desk desk;
	int64_t id;
	const char *status, *section, *journey, *client, *mentor;
	const char *status_words, *due_words;
	struct desk_match *matches;
	size_t nmatches;
	struct desk_step *steps;
	size_t nsteps;
	bool waits;
};

static const struct field one_fields[] = {
	DESK_FIELD(struct desk_review_view),
	FIELD_ID(struct desk_review_view, id),
	FIELD(struct desk_review_view, status),
	FIELD(struct desk_review_view, section),
	FIELD(struct desk_review_view, journey),
	FIELD(struct desk_review_view, client),
	FIELD(struct desk_review_view, mentor),
	FIELD_LIST(struct desk_review_view, matches, nmatches, match_fields),
	FIELD_LIST(struct desk_review_view, steps, nsteps, step_fields),
	FIELD_ONLY(struct desk_review_view, status_words, ONLY_HTML),
	FIELD_ONLY(struct desk_review_view, due_words, ONLY_HTML),
	FIELD_ONLY(struct desk_review_view, waits, ONLY_HTML),
	FIELD_END,
};
struct page desk_review_page = { .path = "admin/review",
	.fields = one_fields,
	.form = &desk_review_assign_form };

static const char *
excluded_words(const char *why)
{
	static const struct word all[] = {
		{ "takes_none", WORDS("takes no reviews") },
		{ "away", WORDS("away") },
		{ "mentor_blocked", WORDS("not wanted by the member") },
		{ "mentor_not_trained", WORDS("training is missing") },
		{ "mentor_full", WORDS("has enough in work") },
		{ "mentor_not_active", WORDS("account is not active") },
		{ "mentor_not_on_journey", WORDS("not on this journey") },
		{ "review_own_work", WORDS("own work") },
		{ NULL, NULL },
	};

	return word_of(all, why);
}

static const char *
part(struct request *r, double value)
{
	return arena_printf(r->arena, "%.2f", value);
}

static void
fill_matches(struct request *r, struct desk_review_view *v)
{
	struct desk_review_matches_row *rows =
	    desk_review_matches(r->db, v->id, &v->nmatches);

	v->matches = arena_alloc(r->arena, v->nmatches, sizeof(*v->matches));
	for (size_t i = 0; i < v->nmatches; i++)
		v->matches[i] =
		    (struct desk_match){ .mentor_id = rows[i].mentor_id,
			    .rank = rows[i].rank,
			    .name = rows[i].name,
			    .score = part(r, rows[i].score),
			    .preferred = part(r, rows[i].preferred),
			    .specialisation = part(r, rows[i].specialisation),
			    .availability = part(r, rows[i].availability),
			    .rating = part(r, rows[i].rating),
			    .load = part(r, rows[i].load),
			    .excluded = rows[i].excluded,
			    .excluded_words = excluded_words(rows[i].excluded),
			    .offered_words = at_words(r, rows[i].offered_at),
			    .may_have = v->waits && rows[i].excluded == NULL };
}

static void
fill_steps(struct request *r, struct desk_review_view *v)
{
	struct desk_review_steps_row *rows =
	    desk_review_steps(r->db, v->id, &v->nsteps);

	v->steps = arena_alloc(r->arena, v->nsteps, sizeof(*v->steps));
	for (size_t i = 0; i < v->nsteps; i++)
		v->steps[i] = (struct desk_step){ .event = rows[i].event,
			.side = rows[i].side,
			.who = rows[i].who,
			.words = rows[i].words,
			.at_words = at_words(r, rows[i].at) };
}

enum status
desk_review_show(struct request *r)
{
	struct desk_review_view v = { .id = typed_id(r, "id") };
	struct desk_review_find_row row;

	if (!desk_review_find(r->db, v.id, &row))
		return NOT_FOUND;
	v.status = row.status;
	v.section = row.section_title;
	v.journey = row.journey;
	v.client = row.client_name;
	v.mentor = row.mentor_name;
	v.status_words = state_words(row.status);
	v.due_words = at_words(r, row.due_at);
	v.waits = strcmp(row.status, "submitted") == 0;
	fill_matches(r, &v);
	fill_steps(r, &v);
	desk_fill(r, &v.desk);
	return request_render(r, &desk_review_page, &v);
}

enum status
desk_review_assign_post(struct request *r)
{
	const struct desk_review_input *in = r->form;

	desk_review_assign(r->db, in->id, in->mentor, in->reason);
	request_audit(
	    r, &(struct deed){ .action = "review.assign",
		   .target_kind = "review",
		   .target_id = in->id,
		   .detail = arena_printf(r->arena, "{\"mentor_id\": \"%lld\"}",
		       (long long)in->mentor) });
	request_flash(r, tr("It is assigned; both are told."));
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/reviews/%lld", (long long)in->id);
}
