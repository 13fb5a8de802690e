#ifndef LIB_FORM_STATE_H
#define LIB_FORM_STATE_H

#include "lib/form/parse.h"

/* What the page shows again after the pairs were read: what was typed, beside
 * the first message of each field or of its rows. */
struct form_state *
state_typed(const struct form *, const struct parse *, struct arena *);

#endif
