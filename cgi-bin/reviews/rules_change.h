#ifndef REVIEWS_RULES_CHANGE_H
#define REVIEWS_RULES_CHANGE_H

#include "lib/base/buf.h"

/*
 * What changed from one text to another, word by word, as HTML: words that went
 * in <del>, words that came in <ins>, all escaped.  Texts of many words that
 * differ a lot are shown whole, the old one and the new one.  Pure.
 */
enum { CHANGE_WORDS = 800 }; /* of each text that are compared */

void change_put(struct buf *, const char *before, const char *after);

#endif
