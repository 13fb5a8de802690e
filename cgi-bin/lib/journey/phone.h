#ifndef LIB_JOURNEY_PHONE_H
#define LIB_JOURNEY_PHONE_H

#include "lib/journey/field_type.h"

/*
 * Phone numbers as E.164: + and 8 to 15 digits, of a length that the country
 * has.  Typed with + or 00, or as inside of `country` (its trunk prefix is
 * dropped); spaces and ( ) - . / between digits do not count.
 */

/* NULL when it is none. */
const char *phone_e164(struct arena *, const char *typed, const char *country);
/* "+" and digits that some country has? */
bool phone_fits(const char *e164);
/* Is it of one of the countries?  Those that share a code, such as the United
 * States and Canada, are told apart only by their first digits. */
bool phone_is_of(const char *e164, const struct rule_list *countries);

#endif
