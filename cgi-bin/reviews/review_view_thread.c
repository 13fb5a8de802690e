#include <string.h>

#include "lib/domain/avatar.h"
#include "lib/domain/markdown.h"
#include "lib/domain/when.h"
#include "reviews/review_view.h"
#include "reviews/review_words.h"

static const struct field comment_view_fields[] = {
	FIELD_ID(struct comment_view, id),
	FIELD(struct comment_view, author),
	FIELD(struct comment_view, side),
	FIELD(struct comment_view, words),
	FIELD_ONLY(struct comment_view, created_at, ONLY_JSON),
	FIELD_ONLY(struct comment_view, text, ONLY_HTML),
	FIELD_ONLY(struct comment_view, when_words, ONLY_HTML),
	FIELD_OBJECT_ONLY(struct comment_view, face, face_fields, ONLY_HTML),
	FIELD(struct comment_view, is_mine),
	FIELD(struct comment_view, may_edit),
	FIELD_ONLY(struct comment_view, is_edited, ONLY_HTML),
	FIELD_END,
};

const struct field thread_view_fields[] = {
	FIELD_ID(struct thread_view, id),
	FIELD(struct thread_view, round),
	FIELD(struct thread_view, kind),
	FIELD(struct thread_view, field),
	FIELD_ID(struct thread_view, record),
	FIELD(struct thread_view, status),
	FIELD(struct thread_view, quote),
	FIELD(struct thread_view, quote_found),
	FIELD_LIST(
	    struct thread_view, comments, ncomments, comment_view_fields),
	FIELD(struct thread_view, is_draft),
	FIELD_ONLY(struct thread_view, status_words, ONLY_HTML),
	FIELD_ONLY(struct thread_view, quote_words, ONLY_HTML),
	FIELD_ONLY(struct thread_view, round_words, ONLY_HTML),
	FIELD_ONLY(struct thread_view, base, ONLY_HTML),
	FIELD_ONLY(struct thread_view, can_reply, ONLY_HTML),
	FIELD_ONLY(struct thread_view, can_address, ONLY_HTML),
	FIELD_ONLY(struct thread_view, can_decide, ONLY_HTML),
	FIELD_ONLY(struct thread_view, is_question, ONLY_HTML),
	FIELD_END,
};

static void
fill_comment(struct request *r, struct comment_view *c,
    const struct review_comment_list_row *row)
{
	*c = (struct comment_view){ .id = row->id,
		.author = row->author,
		.side = row->side,
		.words = row->words,
		.created_at = row->created_at,
		.is_mine = row->is_mine,
		.may_edit = row->may_edit,
		.is_edited = row->edited_at.us != 0 };
	if (r->json)
		return;
	c->text = markdown(r->arena, row->words);
	c->when_words = when_ago(r->arena, row->created_at, r->now);
	c->face = face_of(r->arena, row->author, row->picture);
}

static void
fill_moves(
    struct thread_view *t, const struct review_find_row *review, bool is_alive)
{
	bool is_comment = strcmp(t->kind, "comment") == 0,
	     is_open = strcmp(t->status, "open") == 0 ||
		       strcmp(t->status, "reopened") == 0;

	if (!is_alive)
		return;
	t->can_reply = true;
	if (t->is_draft || !is_comment)
		return;
	t->can_address = strcmp(review->side, "client") == 0 && is_open;
	t->can_decide = strcmp(review->side, "mentor") == 0 &&
			strcmp(t->status, "addressed") == 0;
}

static void
fill_thread(struct request *r, struct thread_view *t,
    const struct review_parts *p, const struct review_comment_list_row *row)
{
	const struct review_find_row *review = p->review;
	bool is_alive = strcmp(review->status, "claimed") == 0 ||
			strcmp(review->status, "info_requested") == 0 ||
			strcmp(review->status, "completed") == 0;

	*t = (struct thread_view){ .id = row->thread_id,
		.round = row->submission_number,
		.kind = row->kind,
		.field = row->field_key,
		.record = row->record_id,
		.status = row->status,
		.quote = row->quote,
		.quote_before = row->quote_before,
		.quote_after = row->quote_after,
		.is_draft = row->shown_at.us == 0,
		.is_question = strcmp(row->kind, "question") == 0,
		.status_words = row->shown_at.us == 0
				    ? tr("Draft")
				    : thread_status_words(row->status),
		.base = arena_printf(
		    r->arena, "/reviews/%lld", (long long)review->id) };
	if (p->nsubmissions > 1)
		t->round_words =
		    arena_printf(r->arena, tr("Round %d"), (int)t->round);
	fill_moves(t, review, is_alive);
}

void
threads_fill(struct request *r, struct review_parts *p,
    const struct review_comment_list_row *rows, size_t n)
{
	struct comment_view *comments =
	    arena_alloc(r->arena, n, sizeof(*comments));
	struct thread_view *t = NULL;

	p->threads = arena_alloc(r->arena, n, sizeof(*p->threads));
	for (size_t i = 0; i < n; i++) {
		if (t == NULL || t->id != rows[i].thread_id) {
			t = &p->threads[p->nthreads++];
			fill_thread(r, t, p, &rows[i]);
			t->comments = &comments[i];
		}
		fill_comment(r, &comments[i], &rows[i]);
		t->ncomments++;
	}
}
