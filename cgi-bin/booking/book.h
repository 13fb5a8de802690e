#ifndef BOOKING_BOOK_H
#define BOOKING_BOOK_H

#include "gen/booking/book_sql.h"
#include "lib/app/app.h"
#include "lib/view/parts.h"

/*
 * Booking in three steps: what kind of session, when, and the confirmation.  The
 * second step's POST makes the hold; nothing before it writes.
 */

/* --- book_expert.c: whom ------------------------------------------------------- */

struct booked_expert {
	const char *href, *display_name, *headline;
	struct face face;
	const char *rating, *rating_count, *languages;
	bool verified;
};
extern const struct field booked_expert_fields[];
/* The head of every step, and the address and name of the directory above. */
struct book_head {
	struct booked_expert expert;
	const char *base, *base_words;
};
void book_head_fill(
    struct request *, struct book_head *, const struct book_expert_row *);
/* For the table of a view that embeds it as `head`. */
// clang-format off
#define BOOK_HEAD_FIELDS(T) \
	{ .name = "expert", .kind = KIND_OBJECT, \
	    .offset = offsetof(T, head.expert), \
	    .item = booked_expert_fields, .only = ONLY_HTML }, \
	{ .name = "base", .kind = KIND_TEXT, \
	    .offset = offsetof(T, head.base), .only = ONLY_HTML }, \
	{ .name = "base_words", .kind = KIND_TEXT, \
	    .offset = offsetof(T, head.base_words), .only = ONLY_HTML }
// clang-format on

/* --- book.c: the type and the time ------------------------------------------------ */
void book_read(struct request *);
enum status book_show(struct request *);
enum status book_hold_post(struct request *);
enum status book_refused(struct request *);
extern const struct form book_form;
extern struct page book_type_page, book_slot_page;

/* POST /sessions/book, for programs: hold and confirm at once. */
enum status session_book_post(struct request *);
extern const struct form session_book_form;

/* --- book_confirm.c: the hold, and the confirmation -------------------------------- */
void book_confirm_read(struct request *);
enum status book_confirm_show(struct request *);
enum status session_confirm_post(struct request *);
enum status session_confirm_refused(struct request *);
enum status session_leave_post(struct request *);
extern const struct form book_confirm_show_form, session_confirm_form;
extern struct page book_confirm_page;

#endif
