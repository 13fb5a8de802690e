#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/markdown.h"
#include "lib/domain/money.h"
#include "reviews/review.h"
#include "reviews/review_show.h"
#include "reviews/review_view.h"
#include "reviews/review_words.h"

/* /reviews/ID: what was handed in with the comments on it; beside it, what can
 * be done now, for the side that looks. */
struct review_input {
	int64_t id;
};

static const struct form_field review_inputs[] = {
	FORM_ID(struct review_input, id, REQUIRED),
};
const struct form review_form = FORM(struct review_input, review_inputs);

static const struct field step_view_fields[] = {
	FIELD(struct step_view, label),
	FIELD(struct step_view, words),
	FIELD(struct step_view, event),
	FIELD_ONLY(struct step_view, at, ONLY_JSON),
	FIELD_END,
};

static const struct field review_show_fields[] = {
	FIELD_ID(struct review_show_view, id),
	FIELD(struct review_show_view, side),
	FIELD(struct review_show_view, status),
	FIELD(struct review_show_view, outcome),
	FIELD(struct review_show_view, version),
	FIELD(struct review_show_view, section),
	FIELD(struct review_show_view, journey),
	FIELD(struct review_show_view, client),
	FIELD(struct review_show_view, mentor),
	FIELD(struct review_show_view, words),
	FIELD(struct review_show_view, stars),
	FIELD_ONLY(struct review_show_view, submitted_at, ONLY_JSON),
	FIELD_ONLY(struct review_show_view, due_at, ONLY_JSON),
	FIELD_LIST(
	    struct review_show_view, answers, nanswers, answer_view_fields),
	FIELD_LIST(
	    struct review_show_view, general, ngeneral, thread_view_fields),
	FIELD_LIST(struct review_show_view, rounds, nrounds, round_view_fields),
	FIELD_LIST(struct review_show_view, checks, nchecks, mark_view_fields),
	FIELD_LIST(struct review_show_view, rubric, nrubric, mark_view_fields),
	FIELD_LIST(struct review_show_view, steps, nsteps, step_view_fields),
	FIELD(struct review_show_view, draft),
	FIELD(struct review_show_view, draft_revision),
	FIELD_LIST_ONLY(struct review_show_view, templates, ntemplates,
	    choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(struct review_show_view, rating_scale, nrating_scale,
	    choice_fields, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, base, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, state, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, status_words, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, lede, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, due_words, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, taken_words, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, pay_words, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, state_words, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, refusal_words, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, lock_words, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, mentor_href, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, journey_href, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, rating_words, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, rating_reply, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, guidance, ONLY_HTML),
	FIELD_OBJECT_ONLY(
	    struct review_show_view, client_face, face_fields, ONLY_HTML),
	FIELD_OBJECT_ONLY(
	    struct review_show_view, mentor_face, face_fields, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, is_client, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, is_mentor, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, has_content, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, has_changes, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, can_peek, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, can_claim, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, can_work, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, can_withdraw, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, can_answer, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, can_resubmit, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, can_reopen, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, can_rate, ONLY_HTML),
	FIELD_ONLY(struct review_show_view, has_paper, ONLY_HTML),
	FIELD_END,
};
struct page review_show_page = { .path = "reviews/review_show",
	.fields = review_show_fields };

/* --- facts -------------------------------------------------------------------- */

static bool
is(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

static const char *
state_words(struct request *r, const struct review_find_row *v)
{
	if (is(v->status, "submitted") && is(v->side, "client") &&
	    v->first_name != NULL)
		return arena_printf(r->arena,
		    tr("%s can take it until %s; then any mentor may."),
		    v->first_name, review_when(r, v->first_until));
	if (is(v->status, "submitted") && is(v->side, "client"))
		return tr("Nobody has to wait for it: go on with your journey "
			  "meanwhile.");
	if (is(v->status, "info_requested") && is(v->side, "client"))
		return arena_printf(r->arena,
		    tr("Your mentor needs an answer by %s."),
		    review_when(r, v->answer_until));
	if (is(v->status, "info_requested"))
		return arena_printf(r->arena,
		    tr("Your time stands still until there is an answer, or "
		       "until %s."),
		    review_when(r, v->answer_until));
	if (is(v->status, "claimed") && is(v->side, "mentor"))
		return arena_printf(r->arena,
		    tr("Without a sign of you it is free again on %s."),
		    review_when(r, v->silent_at));
	if (is(v->status, "completed") && is(v->side, "client"))
		return arena_printf(r->arena, tr("It closes by itself on %s."),
		    review_when(r, v->closes_at));
	return NULL;
}

static void
fill_moves(struct review_show_view *v, const struct review_find_row *row)
{
	bool waits = is(row->status, "submitted");

	v->is_client = is(row->side, "client");
	v->is_mentor = is(row->side, "mentor");
	v->can_peek =
	    waits && is(row->side, "candidate") && row->refusal == NULL;
	v->can_claim = waits && !v->is_client && row->refusal == NULL;
	v->can_work = v->is_mentor && is(row->status, "claimed");
	v->can_withdraw = v->is_client && waits;
	v->can_answer = v->is_client && is(row->status, "info_requested");
	v->can_resubmit = v->is_client && is(row->status, "completed") &&
			  is(row->outcome, "changes_requested") &&
			  row->resubmits == 0;
	v->can_reopen = v->is_client && is(row->status, "expired") &&
			row->has_mentor && !row->reopened;
	v->can_rate = v->is_client && row->rating_reply == NULL &&
		      (is(row->status, "completed") ||
			  (is(row->status, "closed") && !row->stars.set));
}

static void
fill_people(struct request *r, struct review_show_view *v,
    const struct review_find_row *row)
{
	v->client = row->client_name;
	v->mentor = row->mentor_name;
	v->client_face =
	    face_of(r->arena, row->client_name, row->client_picture);
	if (row->mentor_name != NULL)
		v->mentor_face =
		    face_of(r->arena, row->mentor_name, row->mentor_picture);
	if (row->mentor_ref.set)
		v->mentor_href = arena_printf(r->arena, "/mentors/%lld",
		    (long long)row->mentor_ref.value);
	v->journey_href = arena_printf(r->arena,
	    v->is_client ? "/journeys/%s" : "/marketplace/%s", row->slug);
}

static const char *
refusal_words(const char *word)
{
	for (const struct refusal *x = review_refusals; x->code != NULL; x++)
		if (is(word, x->code))
			return tr(x->english);
	return word;
}

static void
fill_facts(struct request *r, struct review_show_view *v,
    const struct review_find_row *row)
{
	v->id = row->id;
	v->side = row->side;
	v->status = row->status;
	v->outcome = row->outcome;
	v->version = row->version;
	v->section = row->section_title;
	v->journey = row->journey;
	v->words = row->words;
	v->stars = row->stars;
	v->rating_words = row->rating_words;
	v->rating_reply = row->rating_reply;
	v->submitted_at = row->submitted_at;
	v->due_at = row->due_at;
	v->base = arena_printf(r->arena, "/reviews/%lld", (long long)row->id);
	v->state = review_state(row->status, row->outcome);
	v->status_words = review_status_words(row->status, row->outcome);
	v->due_words = review_when(r, row->due_at);
	v->state_words = state_words(r, row);
	if (row->pay.set && row->pay.value > 0)
		v->pay_words = money_text(
		    r->arena, (struct money){ row->pay.value, row->currency });
	if (row->refusal != NULL)
		v->refusal_words = refusal_words(row->refusal);
	if (is(row->side, "looker"))
		v->lock_words = arena_printf(r->arena,
		    tr("You can look at it until %s; nobody else can take it "
		       "meanwhile."),
		    review_when(r, row->locked_until));
	if (row->guidance != NULL)
		v->guidance = markdown(r->arena, row->guidance);
	v->has_paper =
	    row->completed_at.us != 0 &&
	    (is(row->status, "completed") || is(row->status, "closed"));
}

/* --- what happened ------------------------------------------------------------ */

static const char *
step_words(const struct review_step_list_row *row)
{
	static const struct word all[] = {
		{ "submit", WORDS("Handed in") },
		{ "claim", WORDS("A mentor began") },
		{ "assign", WORDS("A mentor was assigned") },
		{ "release", WORDS("Back in the queue") },
		{ "silence",
		    WORDS("Back in the queue: no sign of the mentor") },
		{ "lose", WORDS("Back in the queue: the mentor is gone") },
		{ "ask", WORDS("The mentor asked something") },
		{ "answer", WORDS("Answered") },
		{ "give_up", WORDS("Ended without an answer") },
		{ "finish", WORDS("Review done") },
		{ "resubmit", WORDS("Handed in again") },
		{ "reopen", WORDS("Taken up again") },
		{ "close", WORDS("Closed") },
		{ "withdraw", WORDS("Withdrawn") },
		{ "end", WORDS("Cancelled") },
		{ "expire", WORDS("Nobody could take it in time") },
		{ NULL, NULL },
	};

	return word_of(all, row->event);
}

static void
fill_steps(struct request *r, struct review_show_view *v)
{
	struct review_step_list_row *rows =
	    review_step_list_get(r->db, &v->nsteps);

	v->steps = arena_alloc(r->arena, v->nsteps, sizeof(*v->steps));
	for (size_t i = 0; i < v->nsteps; i++)
		v->steps[i] = (struct step_view){ .event = rows[i].event,
			.at = rows[i].at,
			.label = step_words(&rows[i]),
			.words = review_when(r, rows[i].at) };
}

/* --- the page ----------------------------------------------------------------- */

static void
read_review(struct request *r, int64_t id)
{
	review_find_send(r->db, id);
	review_submission_list_send(r->db, id);
	review_comment_list_send(r->db, id);
	review_mark_list_send(r->db, id);
	review_step_list_send(r->db, id);
}

void
review_show_read(struct request *r)
{
	read_review(r, typed_id(r, "id"));
}

static void
fill_content(struct request *r, struct review_show_view *v,
    struct review_parts *p, const struct review_mark_list_row *marks,
    size_t nmarks)
{
	const struct review_submission_list_row *last = p->submissions;

	v->has_content = true;
	p->last = snapshot_read(r, last, p->review->section_key);
	if (p->nsubmissions > 1)
		p->before = snapshot_read(
		    r, &p->submissions[1], p->review->section_key);
	v->answers =
	    answers_fill(r, p, &v->nanswers, &v->general, &v->ngeneral);
	for (size_t i = 0; i < v->nanswers; i++)
		v->has_changes = v->has_changes || v->answers[i].is_changed;
	v->rounds = rounds_fill(r, p, marks, nmarks, &v->nrounds);
	v->taken_words = review_when(r, last->taken_at);
	v->draft = last->draft;
	v->draft_revision = last->draft_revision;
	if (last->outcome == NULL) {
		v->checks = marks_fill(
		    r, marks, nmarks, last->number, "check", &v->nchecks);
		v->rubric = marks_fill(
		    r, marks, nmarks, last->number, "rubric", &v->nrubric);
	}
}

static void
fill_templates(struct request *r, struct review_show_view *v,
    const struct review_find_row *row)
{
	struct review_template_list_row *rows;
	size_t n;

	rows = review_template_list(r->db, row->section_kind, &n);
	v->ntemplates = n;
	v->templates = arena_alloc(r->arena, n, sizeof(*v->templates));
	for (size_t i = 0; i < n; i++)
		v->templates[i] = (struct choice){
			.value = arena_printf(
			    r->arena, "%lld", (long long)rows[i].id),
			.label = rows[i].is_mine
				     ? rows[i].name
				     : arena_printf(r->arena, tr("%s (by %s)"),
					   rows[i].name, rows[i].owner),
		};
}

static void
fill_rating(struct request *r, struct review_show_view *v)
{
	static const char *const values[] = { "1", "2", "3", "4", "5", NULL };

	v->rating_scale = choices_make(r->arena, values, NULL,
	    v->stars.set ? values[v->stars.value - 1] : NULL,
	    &v->nrating_scale);
	for (size_t i = 0; i < v->nrating_scale; i++)
		v->rating_scale[i].label =
		    arena_printf(r->arena, tr("%d of 5"), (int)i + 1);
}

static enum status
render(struct request *r)
{
	struct review_show_view view = { .id = 0 };
	struct review_find_row row;
	struct review_parts parts = { .review = &row };
	struct review_comment_list_row *comments;
	struct review_mark_list_row *marks;
	size_t ncomments, nmarks;

	if (!review_find_get(r->db, &row))
		return NOT_FOUND;
	parts.submissions =
	    review_submission_list_get(r->db, &parts.nsubmissions);
	comments = review_comment_list_get(r->db, &ncomments);
	marks = review_mark_list_get(r->db, &nmarks);
	fill_steps(r, &view);
	fill_facts(r, &view, &row);
	fill_moves(&view, &row);
	fill_people(r, &view, &row);
	threads_fill(r, &parts, comments, ncomments);
	if (parts.nsubmissions > 0)
		fill_content(r, &view, &parts, marks, nmarks);
	if (view.can_work)
		fill_templates(r, &view, &row);
	if (view.can_rate)
		fill_rating(r, &view);
	return request_render(r, &review_show_page, &view);
}

enum status
review_show(struct request *r)
{
	return render(r);
}

/* The page with the refusal above it. */
enum status
review_show_refused(struct request *r)
{
	read_review(r, typed_id(r, "id"));
	return render(r);
}
