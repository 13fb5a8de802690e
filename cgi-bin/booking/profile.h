#ifndef BOOKING_PROFILE_H
#define BOOKING_PROFILE_H

#include <json-c/json.h>

#include "gen/booking/profile_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * An expert's own profile, whatever their kinds.
 *
 *   GET, PATCH /api/interviewer/profile    the Expert of the contract, with
 *                                          "booking" and what only they see
 *   GET, POST  /interviewer/profile        the same in one form
 *   POST       /interviewer/profile/pause  one kind pauses, or comes back
 */
void profile_read(struct request *);
enum status profile_show(struct request *);
enum status profile_save_post(struct request *); /* PATCH, too */
enum status profile_refused(struct request *);
enum status profile_pause_post(struct request *);
extern const struct form profile_patch_form, profile_post_form,
    profile_pause_form;
extern struct page profile_page;

/* --- shared by its files -------------------------------------------------------- */

struct skill_input {
	const char *name;
	struct maybe_int level;
};
struct type_input {
	const char *kind, *currency, *cost; /* cost: a decimal, from a page */
	struct maybe_int minutes, amount;
};
struct profile_input {
	const char *headline, *bio, *timezone, *meeting_link;
	const char *language_words; /* from the page: "English, German" */
	const char **languages, **industries, **specialisations;
	size_t nlanguages, nindustries, nspecialisations;
	struct skill_input *skills;
	size_t nskills;
	struct type_input *types;
	size_t ntypes;
	bool anonymous, confirm_by_hand, takes_reviews, sells_packs;
	bool is_mentor;  /* from the page: it shows what mentors choose */
	const char *add; /* a button of the page: one row more of this list */
	struct maybe_int seats, late_return_percent, horizon_days,
	    min_notice_hours, buffer_before_minutes, buffer_after_minutes,
	    max_per_day, max_per_week;
};

/* The form shows what is saved. */
void profile_fill(struct request *, const struct profile_find_row *);
/* profile_page.c */
extern const struct field profile_page_fields[];
enum status profile_page_show(
    struct request *, const struct profile_find_row *, bool as_typed);
/* profile_doc.c: the JSON of one's own. */
enum status profile_doc_show(struct request *, const struct profile_find_row *);
/* What a kind's status is called: "Verified". */
const char *kind_status_words(const char *status);
/* "Interviewer" by "interviewer". */
const char *expert_kind_words(const char *kind);

/* Rows of a page as they go into a document; also of a registration. */
void skills_put(struct request *, struct json_object *doc,
    const struct skill_input *, size_t n);
/* OK, or INVALID when a price is no amount. */
enum status types_put(struct request *, struct json_object *doc,
    const struct type_input *, size_t n);
extern const struct form skill_form, type_form;

/* OK, or INVALID: what the asking expert just saved can't be shown as it is. */
enum status
profile_words_check(struct request *, const char *headline, const char *bio);

#endif
