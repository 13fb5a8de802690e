#ifndef BOOKING_SESSION_SHOW_H
#define BOOKING_SESSION_SHOW_H

#include "booking/session_words.h"
#include "gen/booking/session_feedback_sql.h"
#include "gen/booking/session_note_sql.h"
#include "gen/booking/session_proposal_sql.h"

/* One session as its page shows it; filled by session_show.c (the session and
 * what may be done) and session_around.c (what is said about it). */

struct session_step {
	const char *label, *words;
	bool done, current;
};

struct session_move_row { /* the history in JSON */
	struct instant at;
	const char *side, *move, *from_status, *to_status, *reason;
};

struct session_note_item {
	int64_t id;
	const char *kind, *words, *link, *side;
	bool done, mine;
	struct instant created_at, changed_at;
	/* on the page only */
	struct html text;
	const char *by;
	bool recording;
};
extern const struct field session_note_item_fields[];
void session_note_item_fill(struct request *, const struct session_find_row *,
    const struct session_note_list_row *, struct session_note_item *);

struct session_mark {
	const char *name, *label;
	int64_t mark;
};

struct session_feedback_item {
	const char *side, *words;
	bool mine;
	int64_t rating;
	struct session_mark *rubric;
	size_t nrubric;
	struct instant created_at, shown_at;
	/* on the page only */
	const char *name;
};
extern const struct field session_feedback_item_fields[];
void
session_feedback_item_fill(struct request *, const struct session_find_row *,
    const struct session_feedback_list_row *, struct session_feedback_item *);

struct proposed_start {
	const char *value, *label;
};

struct session_proposal_item {
	int64_t id;
	bool moves; /* this session; else it is a new one */
	const char *words;
	struct instant *starts;
	size_t nstarts;
	struct instant expires_at;
	int64_t minutes;
	struct money price;
	/* on the page only */
	const char *what, *pay_with; /* pay_with: where it has a price */
	struct proposed_start *choices;
	size_t nchoices;
	bool mine;
};

struct session_show_view {
	struct session_card card; /* first: its table is part of this one's */
	const char **allowed;
	size_t nallowed;
	const char *other_zone;
	struct session_move_row *history;
	size_t nhistory;
	struct session_note_item *all_notes;
	size_t nall_notes;
	struct session_feedback_item *feedback;
	size_t nfeedback;
	struct session_proposal_item *proposals;
	size_t nproposals;
	/* on the page only */
	const char *base, *heading, *day_words, *other_words;
	const char *with_headline, *with_href, *place_words;
	const char *ics_href, *google_href, *outlook_href;
	const char *confirm_href, *move_href, *cancel_href, *cancel_label;
	const char *decline_href, *propose_href, *offer_href, *dispute_href;
	const char *feedback_href, *feedback_label, *again_href,
	    *emergency_href;
	bool can_accept, can_start, can_complete, can_report_no_show,
	    can_take_back, can_settle;
	struct session_step *steps;
	size_t nsteps;
	const char *price_words, *paid_words, *paid_href, *policy_words,
	    *return_words, *state_words, *pay_href;
	struct session_note_item *notes, *preparation, *own_notes, *tasks,
	    *links;
	size_t nnotes, npreparation, nown_notes, ntasks, nlinks;
	bool has_doubts; /* something can be done when it goes wrong */
	bool may_write, is_expert;
	const char *reveal_words;
	bool can_offer, can_withdraw, can_agree, can_refuse;
};

/* session_around.c */
void session_around_fill(struct request *, struct session_show_view *,
    const struct session_find_row *);
extern const struct field session_proposal_item_fields[];
/* session_steps.c: the history, and what is still to come. */
void session_steps_fill(struct request *, struct session_show_view *,
    const struct session_find_row *);

#endif
