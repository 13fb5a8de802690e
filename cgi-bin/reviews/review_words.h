#ifndef REVIEWS_REVIEW_WORDS_H
#define REVIEWS_REVIEW_WORDS_H

#include "lib/app/app.h"

/* "Waiting for a mentor", "In review", …; outcome may be NULL. */
const char *review_status_words(const char *status, const char *outcome);
/* The word by which a pill is coloured: the status, or the outcome. */
const char *review_state(const char *status, const char *outcome);
const char *thread_status_words(const char *status);
/* "Tuesday 24 November, 18:00" in the reader's zone; "" for none. */
const char *review_when(struct request *, struct instant);
/* "3 hours", "2 days"; "" when not known. */
const char *hours_words(struct request *, struct maybe_real hours);
/* "4.8 (12 ratings)" or "New". */
const char *
rating_words(struct request *, struct maybe_real mean, int64_t count);

#endif
