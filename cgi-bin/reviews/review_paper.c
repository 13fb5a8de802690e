#include <string.h>

#include "lib/domain/document.h"
#include "lib/domain/markdown.h"
#include "reviews/review.h"
#include "reviews/review_words.h"
#include "reviews/snapshot.h"

/* /reviews/ID/paper.pdf: a finished review to keep: what was handed in, the
 * comments on it, and what the mentor said of the whole. */
#define PDF_TYPE "application/pdf"

void
review_paper_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	review_find_send(r->db, id);
	review_submission_list_send(r->db, id);
	review_comment_list_send(r->db, id);
	review_mark_list_send(r->db, id);
}

static void
put_comments(struct request *r, struct document *d,
    const struct review_comment_list_row *rows, size_t n,
    const struct snapshot_answer *a)
{
	for (size_t i = 0; i < n; i++) {
		bool is_about =
		    rows[i].field_key == NULL
			? a == NULL
			: a != NULL && rows[i].record_id == a->record &&
			      strcmp(rows[i].field_key, a->field) == 0;

		if (!is_about || rows[i].shown_at.us == 0)
			continue;
		if (rows[i].quote != NULL &&
		    (i == 0 || rows[i - 1].thread_id != rows[i].thread_id))
			document_text(d, arena_printf(r->arena, tr("On “%s”:"),
					     rows[i].quote));
		document_fact(d, rows[i].author,
		    markdown_plain(r->arena, rows[i].words, 0));
	}
}

static void
put_marks(struct request *r, struct document *d,
    const struct review_mark_list_row *rows, size_t n, int64_t number)
{
	for (size_t i = 0; i < n; i++) {
		if (rows[i].number != number)
			continue;
		if (strcmp(rows[i].kind, "check") == 0)
			document_fact(d, rows[i].words,
			    rows[i].is_met ? tr("yes") : tr("no"));
		else if (rows[i].stars.set)
			document_fact(d, rows[i].words,
			    arena_printf(r->arena, tr("%d of 5"),
				(int)rows[i].stars.value));
	}
}

static void
put_rounds(struct request *r, struct document *d,
    const struct review_submission_list_row *s, size_t n,
    const struct review_mark_list_row *marks, size_t nmarks)
{
	for (size_t i = n; i-- > 0;) {
		if (s[i].outcome == NULL)
			continue;
		document_heading(d,
		    arena_printf(r->arena, tr("Round %d: %s"), (int)s[i].number,
			review_status_words("completed", s[i].outcome)));
		document_fact(
		    d, s[i].mentor_name, review_when(r, s[i].completed_at));
		document_text(d, markdown_plain(r->arena, s[i].summary, 0));
		put_marks(r, d, marks, nmarks, s[i].number);
	}
}

static void
put_answers(struct request *r, struct document *d, const struct snapshot *s,
    const struct review_comment_list_row *comments, size_t n)
{
	document_heading(d, tr("What was handed in"));
	for (size_t i = 0; i < s->n; i++) {
		const struct snapshot_answer *a = &s->answers[i];

		document_fact(d, a->label,
		    *a->words != '\0' ? a->words : tr("No answer"));
		put_comments(r, d, comments, n, a);
	}
}

enum status
review_paper_file(struct request *r)
{
	struct review_find_row row;
	struct review_submission_list_row *submissions;
	struct review_comment_list_row *comments;
	struct review_mark_list_row *marks;
	size_t nsubmissions, ncomments, nmarks;
	struct document *d;
	struct buf file;

	if (!review_find_get(r->db, &row))
		return NOT_FOUND;
	submissions = review_submission_list_get(r->db, &nsubmissions);
	comments = review_comment_list_get(r->db, &ncomments);
	marks = review_mark_list_get(r->db, &nmarks);
	if (row.completed_at.us == 0 || nsubmissions == 0)
		return NOT_FOUND;
	d = document_new(
	    r->arena, &(struct document_about){
			  .title = row.section_title, .footer = row.journey });
	document_title(d, row.section_title);
	document_fact(d, tr("Journey"), row.journey);
	document_fact(d, tr("Member"), row.client_name);
	put_rounds(r, d, submissions, nsubmissions, marks, nmarks);
	put_answers(r, d, snapshot_read(r, submissions, row.section_key),
	    comments, ncomments);
	document_heading(d, tr("Comments on the whole"));
	put_comments(r, d, comments, ncomments, NULL);
	buf_init(&file, r->arena, (size_t)32 * 1024);
	if (!document_end(d, &file))
		return INTERNAL_ERROR;
	return request_text(r, PDF_TYPE,
	    arena_printf(r->arena, "review-%lld.pdf", (long long)row.id),
	    &file);
}
