#ifndef REVIEWS_REVIEW_VIEW_H
#define REVIEWS_REVIEW_VIEW_H

#include "gen/reviews/review_show_sql.h"
#include "lib/app/app.h"
#include "reviews/snapshot.h"

/*
 * The parts of a review's page: answers with the threads about them, and the
 * rounds that are done.
 */
struct comment_view {
	int64_t id;
	const char *author, *side, *words;
	struct instant created_at;
	struct html text;
	const char *when_words;
	struct face face;
	bool is_mine, may_edit, is_edited;
};
struct thread_view {
	int64_t id, round;
	const char *kind, *field, *status, *quote;
	const char *quote_before, *quote_after; /* as it was then */
	int64_t record;
	/* of the quoted words in what was handed in last: there, changed, gone */
	const char *quote_found;
	const char *status_words, *quote_words, *round_words, *base;
	struct comment_view *comments;
	size_t ncomments;
	bool is_draft, can_reply, can_address, can_decide, is_question;
};
struct answer_view {
	const char *field, *label, *words, *id, *record_words;
	int64_t record;
	struct html said;   /* with the quoted words marked */
	struct html change; /* since the submission before; text NULL: none */
	bool is_changed, is_first_of_record;
	struct thread_view *threads;
	size_t nthreads;
};
struct mark_view {
	int64_t id, n; /* n: its place in the form */
	const char *words, *about;
	bool is_met;
	struct maybe_int stars;
	struct choice *scale;
	size_t nscale;
};
struct round_view {
	int64_t number;
	const char *outcome, *mentor, *summary;
	struct instant taken_at, completed_at;
	struct html text;
	const char *outcome_words, *when_words;
	struct mark_view *checks, *rubric;
	size_t nchecks, nrubric;
};
extern const struct field thread_view_fields[], answer_view_fields[],
    mark_view_fields[], round_view_fields[];

/* What the page knows when it makes its parts. */
struct review_parts {
	const struct review_find_row *review;
	struct review_submission_list_row *submissions; /* the last first */
	size_t nsubmissions;
	struct thread_view *threads;
	size_t nthreads;
	struct snapshot *last, *before; /* before NULL: the first one */
};

/* review_view_thread.c: threads with their comments, in order. */
void threads_fill(struct request *, struct review_parts *,
    const struct review_comment_list_row *, size_t n);
/* review_view_answer.c: answers, each with its threads; those about none of
 * them are left in *general. */
struct answer_view *answers_fill(struct request *, struct review_parts *,
    size_t *n, struct thread_view **general, size_t *ngeneral);
/* review_view_round.c: marks of a submission, by kind; rounds that are done. */
struct mark_view *
marks_fill(struct request *, const struct review_mark_list_row *, size_t nrows,
    int64_t number, const char *kind, size_t *n);
struct round_view *rounds_fill(struct request *, struct review_parts *,
    const struct review_mark_list_row *, size_t nrows, size_t *n);

#endif
