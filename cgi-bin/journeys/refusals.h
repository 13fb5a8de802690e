#ifndef JOURNEYS_REFUSALS_H
#define JOURNEYS_REFUSALS_H

#include "lib/app/app.h"

/* What the SQL functions of journeys refuse, in words. */
extern const struct refusal journeys_refusals[];

#endif
