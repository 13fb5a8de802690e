#ifndef BOOKING_SESSION_MOVE_H
#define BOOKING_SESSION_MOVE_H

#include "booking/session.h"

/* The moves of a session: each is one SQL function, which refuses what is not
 * allowed; the routes say who is asked what before. */

/* --- session_move.c: moves without questions ----------------------------------- */
struct session_seen_input {
	int64_t id;
	struct maybe_int seen; /* the version that the page showed */
};
extern const struct form session_seen_form, session_settle_form,
    session_reveal_form;
enum status session_accept_post(struct request *);
enum status session_start_post(struct request *);
enum status session_complete_post(struct request *);
enum status session_no_show_post(struct request *);
enum status session_take_back_post(struct request *);
enum status session_settle_post(struct request *);
enum status session_reveal_post(struct request *);

/* --- session_cancel.c: with a reason -------------------------------------------- */
void session_cancel_read(struct request *);
enum status session_cancel_show(struct request *);
enum status session_cancel_post(struct request *);
enum status session_cancel_refused(struct request *);
enum status session_decline_show(struct request *);
enum status session_decline_post(struct request *);
enum status session_decline_refused(struct request *);
extern const struct form session_cancel_form;
extern struct page session_cancel_page;

/* --- session_question.c: with words ----------------------------------------------- */
enum status session_dispute_show(struct request *);
enum status session_dispute_post(struct request *);
enum status session_dispute_refused(struct request *);
enum status session_emergency_show(struct request *);
enum status session_emergency_post(struct request *);
enum status session_emergency_refused(struct request *);
extern const struct form session_question_form;
extern struct page session_question_page;

/* --- session_time.c: another time --------------------------------------------------- */
void session_time_read(struct request *);
enum status session_reschedule_show(struct request *);
enum status session_reschedule_post(struct request *);
enum status session_reschedule_refused(struct request *);
enum status session_propose_show(struct request *);
enum status session_propose_post(struct request *);
enum status session_propose_refused(struct request *);
extern const struct form session_time_form;
extern struct page session_time_page;

/* --- session_offer.c: a new session for the same client, and the answers ------------ */
void session_offer_read(struct request *);
enum status session_offer_show(struct request *);
enum status session_offer_post(struct request *);
enum status session_offer_refused(struct request *);
enum status session_proposal_accept_post(struct request *);
enum status session_proposal_close_post(struct request *);
extern const struct form session_offer_form, session_proposal_form;
extern struct page session_offer_page;

#endif
