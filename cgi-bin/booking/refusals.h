#ifndef BOOKING_REFUSALS_H
#define BOOKING_REFUSALS_H

#include "lib/app/app.h"

/* Words for what the SQL functions of booking refuse; ends with a NULL code. */
extern const struct refusal booking_refusals[];

#endif
