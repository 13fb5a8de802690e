#ifndef BOOKING_SESSION_H
#define BOOKING_SESSION_H

#include "gen/booking/session_sql.h"
#include "lib/app/app.h"
#include "lib/domain/session_words.h"
#include "lib/view/parts.h"

/*
 * Sessions as their two people see them.  Every page and JSON answer is made
 * from a row of the view my_session, in which the other side of an anonymous
 * session is an alias: nothing here asks a profile by other means.
 */

#define SESSION_ROWS(T)                                               \
	_Static_assert(                                               \
	    sizeof(struct T) == sizeof(struct session_find_row) &&    \
		offsetof(struct T, client_handle) ==                  \
		    offsetof(struct session_find_row, client_handle), \
	    #T " has the columns of session_find")

/* --- session_card.c: one session, in lists and by itself --------------------- */

struct session_person {
	int64_t id; /* an expert's public reference; a client's id or 0 */
	const char *display_name, *handle, *picture;
};

struct session_type_of {
	int64_t id;
	const char *kind;
	int64_t minutes;
};

struct session_join {
	struct instant opens, closes;
	const char *url;
};

/* The Session object of the JSON contract, and a row of a page's list.  A view
 * of one session begins with it, so that its table serves both. */
struct session_card {
	int64_t id;
	const char *kind, *status, *side, *uid, *no_show_by, *goals, *reveal;
	struct session_type_of session_type;
	struct instant start, end, expires_at, completed_at, canceled_at;
	struct session_person expert, client;
	int64_t order_id, sequence, version, reschedules_left;
	bool disputed, anonymous;
	struct money price;
	struct session_join *join; /* NULL: it is not to take place */
	/* on the page only */
	const char *href, *weekday, *day, *month, *type_words, *time_words;
	const char *with, *side_words, *status_words, *next_words;
	const char *join_href, *join_words;
	struct face face;
};
extern const struct field session_card_fields[];
/* The same rows, for the table of a struct that begins with a card. */
// clang-format off
#define SESSION_CARD_FIELDS \
	FIELD_ID(struct session_card, id), \
	FIELD(struct session_card, kind), \
	FIELD_OBJECT(struct session_card, session_type, \
	    session_type_of_fields), \
	FIELD(struct session_card, status), \
	FIELD(struct session_card, side), \
	FIELD(struct session_card, start), \
	FIELD(struct session_card, end), \
	FIELD_OBJECT(struct session_card, expert, session_person_fields), \
	FIELD_OBJECT(struct session_card, client, session_person_fields), \
	FIELD_ID(struct session_card, order_id), \
	FIELD(struct session_card, sequence), \
	FIELD(struct session_card, uid), \
	FIELD(struct session_card, reschedules_left), \
	FIELD(struct session_card, no_show_by), \
	FIELD(struct session_card, disputed), \
	FIELD_POINTER(struct session_card, join, session_join_fields), \
	FIELD(struct session_card, version), \
	FIELD(struct session_card, expires_at), \
	FIELD(struct session_card, completed_at), \
	FIELD(struct session_card, canceled_at), \
	FIELD(struct session_card, price), \
	FIELD(struct session_card, goals), \
	FIELD(struct session_card, anonymous), \
	FIELD(struct session_card, reveal), \
	FIELD_ONLY(struct session_card, href, ONLY_HTML), \
	FIELD_ONLY(struct session_card, weekday, ONLY_HTML), \
	FIELD_ONLY(struct session_card, day, ONLY_HTML), \
	FIELD_ONLY(struct session_card, month, ONLY_HTML), \
	FIELD_ONLY(struct session_card, type_words, ONLY_HTML), \
	FIELD_ONLY(struct session_card, time_words, ONLY_HTML), \
	FIELD_ONLY(struct session_card, with, ONLY_HTML), \
	FIELD_ONLY(struct session_card, side_words, ONLY_HTML), \
	FIELD_ONLY(struct session_card, status_words, ONLY_HTML), \
	FIELD_ONLY(struct session_card, next_words, ONLY_HTML), \
	FIELD_ONLY(struct session_card, join_href, ONLY_HTML), \
	FIELD_ONLY(struct session_card, join_words, ONLY_HTML), \
	FIELD_OBJECT_ONLY(struct session_card, face, face_fields, ONLY_HTML)
// clang-format on
extern const struct field session_person_fields[], session_type_of_fields[],
    session_join_fields[];

/* "18:00", with the day when that is not soon. */
const char *session_until(struct request *, struct instant);
void session_card_fill(
    struct request *, struct session_card *, const struct session_find_row *);
/* Cards of n rows.  The rows of every list have session_find's columns: such a
 * statement stands under SESSION_ROWS, which looks at it. */
struct session_card *
session_cards(struct request *, const struct session_find_row *, size_t n);
/* The person on the other side, as a face. */
struct face
session_other_face(struct request *, const struct session_find_row *);
const char *session_other_name(const struct session_find_row *);

/* --- session_input.c: what requests about one session have in common ---------- */

/* Every form about a session begins with its id from the path. */
struct session_input {
	int64_t id;
};
extern const struct form session_form;
/* After a move.  JSON: the session as it is now; a page: back to it, with
 * these words. */
enum status session_moved(struct request *, int64_t id, const char *flash);
/* The same after a booking: a page goes to the checkout where it is to be paid
 * for. */
enum status
session_paid_or_moved(struct request *, int64_t id, const char *flash);

/* --- session_list.c ------------------------------------------------------------- */
void session_list_read(struct request *);
enum status session_list_show(struct request *);
extern const struct form session_list_form;
extern struct page session_list_page;

/* --- session_show.c: one session, for either side ------------------------------- */
void session_show_read(struct request *);
enum status session_show(struct request *);
/* The session as it is now, under the words of a refused move. */
enum status session_show_refused(struct request *);
extern struct page session_show_page;

#endif
