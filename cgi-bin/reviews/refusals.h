#ifndef REVIEWS_REFUSALS_H
#define REVIEWS_REFUSALS_H

#include "lib/app/app.h"

/* Words for what the SQL functions of reviews refuse; ends with a NULL code. */
extern const struct refusal review_refusals[];

#endif
