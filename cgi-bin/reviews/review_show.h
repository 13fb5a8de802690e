#ifndef REVIEWS_REVIEW_SHOW_H
#define REVIEWS_REVIEW_SHOW_H

#include "reviews/refusals.h"
#include "reviews/review_view.h"

/* What /reviews/ID shows. */
struct step_view {
	const char *event, *label, *words;
	struct instant at;
};
struct review_show_view {
	int64_t id, version, draft_revision;
	const char *side, *status, *outcome, *section, *journey, *client,
	    *mentor, *words, *draft;
	struct maybe_int stars;
	struct instant submitted_at, due_at;
	struct answer_view *answers;
	size_t nanswers;
	struct thread_view *general;
	size_t ngeneral;
	struct round_view *rounds;
	size_t nrounds;
	struct mark_view *checks, *rubric; /* of the work in hand */
	size_t nchecks, nrubric;
	struct step_view *steps;
	size_t nsteps;
	struct choice *templates, *rating_scale;
	size_t ntemplates, nrating_scale;
	const char *base, *state, *status_words, *lede, *due_words,
	    *taken_words, *pay_words, *state_words, *refusal_words, *lock_words,
	    *mentor_href, *journey_href, *rating_words, *rating_reply;
	struct html guidance;
	struct face client_face, mentor_face;
	bool is_client, is_mentor, has_content, has_changes, can_peek,
	    can_claim, can_work, can_withdraw, can_answer, can_resubmit,
	    can_reopen, can_rate, has_paper;
};

#endif
