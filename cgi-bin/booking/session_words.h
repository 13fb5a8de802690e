#ifndef BOOKING_SESSION_WORDS_H
#define BOOKING_SESSION_WORDS_H

#include "booking/session.h"

/* What is said about sessions in more than one place. */

/* The reasons that people choose from, ends with NULL; and their labels. */
extern const char *const session_reasons[];
const char *session_reason_words(const char *code);
/* "Clarity" of a rubric's criterion. */
const char *session_criterion_words(const char *code);
/* Who did it, to the person reading: "you", "Ines", "an admin". */
const char *
session_side_words(const struct session_find_row *, const char *side);
/* A line of the history: "Moved", "Canceled". */
const char *session_move_words(const struct session_history_list_row *);
/* "System design with Ines Okafor" */
const char *session_heading(struct request *, const struct session_find_row *);

#endif
