#ifndef BOOKING_PACK_H
#define BOOKING_PACK_H

#include "gen/booking/pack_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * Packs of sessions with a mentor, coaching packages of an interviewer, and
 * mentors' seats, as students see them.  Every row comes from a function of the
 * database that answers for who asks.
 */

/* --- pack_words.c ------------------------------------------------------------ */

/* "Running", "Used up", of a pack; "Yours", "On its way out", of a seat. */
const char *pack_status_words(const char *status);
const char *seat_status_words(const char *status);
/* "Tuesday 24 November, 18:00" for the reader; "" of none. */
const char *pack_when(struct request *, struct instant);
/* "System design, 45 minutes" */
const char *
pack_type_words(struct request *, const char *kind, int64_t minutes);
/* "2 of 4 sessions left" */
const char *pack_left_words(struct request *, int64_t remaining, int64_t total);

/* Who sells it: "mentor" in JSON. */
struct pack_expert {
	int64_t id; /* the expert's public reference */
	const char *display_name;
};
extern const struct field pack_expert_fields[];
/* What it pays for: "session_type" in JSON. */
struct pack_type {
	const char *kind;
	int64_t minutes;
};
extern const struct field pack_type_fields[];

/* --- pack_list.c: /packs and /session-packs/me --------------------------------- */
void pack_list_read(struct request *);
enum status pack_list_show(struct request *);
extern const struct form pack_list_form;
extern struct page pack_list_page;
/* GET /coaching/usage: the packages, each with its sessions. */
void pack_usage_read(struct request *);
enum status pack_usage_show(struct request *);
extern struct page pack_usage_page;
/* For other parts of the platform: deliver a paid order, count anew. */
enum status pack_provide_post(struct request *);
enum status pack_recount_post(struct request *);
extern const struct form pack_provide_form, pack_recount_form;

/* --- pack_offer.c: /mentors/ID/packs -------------------------------------------- */
void pack_offer_read(struct request *);
enum status pack_offer_show(struct request *);
enum status pack_offer_refused(struct request *);
extern const struct form pack_offer_form;
extern struct page pack_offer_page;
/* A product at the price that who asks pays. */
struct pack_offer {
	int64_t id;
	const char *name, *about;
	struct pack_type session_type;
	int64_t sessions, valid_days;
	struct money price, list_price;
	const char *discount_code;
	/* on the page only */
	const char *href, *sessions_words, *type_words, *price_words,
	    *was_words, *note;
};
extern const struct field pack_offer_fields[];
/* Of the rows that product_offers() gave; `code` stays in the links. */
struct pack_offer *pack_offers_fill(struct request *, const char *kind,
    const char *code, size_t *n, const char **code_refusal);

/* --- seat.c: how full a mentor is; waiting, leaving ------------------------------ */
enum status seat_availability_show(struct request *);
enum status waiting_join_post(struct request *);
enum status waiting_leave_post(struct request *);
void seat_leave_read(struct request *);
enum status seat_leave_show(struct request *);
enum status seat_leave_post(struct request *);
extern const struct form seat_form;
extern struct page seat_leave_page;
struct your_seat {
	const char *status;
	struct instant grace_ends;
};
struct seat_facts {
	int64_t mentor_id, total, taken, available, waiting;
	struct your_seat *your_seat; /* NULL: none */
};
extern const struct field seat_facts_fields[];
void seat_facts_fill(struct request *, struct seat_facts *, int64_t mentor,
    const struct seat_availability_row *);

/* --- pack_pay.c: what pays for a session that is held ----------------------------- */

/* Choices for how it is paid, those that pay first; *n counts them, and there is
 * room for `more` behind them.  The first is chosen when it may be. */
struct choice *
pack_choices(struct request *, int64_t session_id, size_t more, size_t *n);

/* --- coaching.c: interviewers' packages -------------------------------------------- */
void coaching_read(struct request *);
enum status coaching_show(struct request *);
enum status coaching_buy_post(struct request *);
extern const struct form coaching_form, coaching_buy_form;
extern struct page coaching_page;

#endif
