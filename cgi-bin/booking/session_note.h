#ifndef BOOKING_SESSION_NOTE_H
#define BOOKING_SESSION_NOTE_H

#include "booking/session.h"

/* --- session_note.c: notes, tasks and links, written by either side --------------- */
enum status session_note_add(struct request *);
enum status session_note_edit(struct request *);
enum status session_note_remove(struct request *);
extern const struct form session_note_add_form, session_note_form;

/* --- session_shown.c: OK, or INVALID: words of a session that its other side may
 * not be shown; while names are hidden nothing that leads to somebody.  NULL is
 * fine.  `kind` and the id are what moderators are told. */
enum status session_words_check(
    struct request *, int64_t id, const char *field, const char *words);
enum status
session_feedback_check(struct request *, int64_t id, const char *words);

/* --- session_feedback.c: what each thought of it ------------------------------------ */
void session_feedback_read(struct request *);
enum status session_feedback_show(struct request *);
enum status session_feedback_post(struct request *);
enum status session_feedback_refused(struct request *);
extern const struct form session_feedback_form;
extern struct page session_feedback_page;

/* --- session_desk.c: PATCH /instructor/sessions/:id ---------------------------------- */
enum status session_desk_patch(struct request *);
extern const struct form session_desk_form;

/* --- session_join.c: into calendars, and into the room ------------------------------- */
void session_one_read(struct request *);
enum status session_calendar_file(struct request *);
enum status session_room_show(struct request *);
extern struct page session_room_page;

#endif
