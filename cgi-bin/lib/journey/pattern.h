#ifndef LIB_JOURNEY_PATTERN_H
#define LIB_JOURNEY_PATTERN_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Patterns that a whole answer must fit, matched in time linear in the answer's
 * length: all ways are followed at once, nothing is tried again.  A subset of
 * JavaScript's regular expressions (flag v) that means the same there:
 *
 *   a  \.            a character itself; ^ $ \ . * + ? ( ) [ ] { } | are
 *                    written with \ before them, / may be
 *   .                any character but a line's end
 *   [a-z0-9_]  [^,]  a set; in it ( ) [ ] { } / - | \ ^ and doubled marks such
 *                    as && are written with \ before each
 *   \d \w \s  \D \W \S      as in JavaScript; also in sets
 *   \p{L} \p{Lu} \p{Ll} \p{N} \p{Nd}   letters, digits of all scripts
 *   (…) (?:…) a|b    groups, choices; groups nest 20 deep
 *   ? * + {2} {2,} {2,5}    repeated, at most 100 times by number
 *
 * No ^ and $ (the whole answer is meant), no lazy or possessive repeats, no
 * looking around, no back references, no flags.  Unrolled, a pattern has at most
 * PATTERN_STEPS steps.
 */
enum { PATTERN_CHARACTERS = 200, PATTERN_STEPS = 2000 };

/* NULL when the pattern is one, else why not; translated. */
const char *pattern_problem(const char *pattern);

/* Does the whole of the text, which is valid UTF-8, fit?  Nothing fits what is no
 * pattern. */
bool pattern_fits(const char *pattern, const char *text);

/* Whether a browser finds the same: not for \p{…}, whose tables are as old as
 * the browser is. */
bool pattern_is_for_browser(const char *pattern);

#endif
