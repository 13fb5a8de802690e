#ifndef LIB_APP_CATALOGUE_H
#define LIB_APP_CATALOGUE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The languages the platform speaks: English, in which it is written, and each
 * with a gettext catalogue below BELAY_CATALOGUES (CODE/LC_MESSAGES/belay.mo,
 * built of templates/_words/CODE.po).  A process speaks one at a time, that of
 * the person it answers or writes to; tr() and words() give its words.
 */
enum { MOST_LANGUAGES = 16 };

/* Once at start, after the settings: look what there is, and let lib/form and
 * lib/domain ask here for words. */
void catalogue_open(void);
/* Their codes, "en" first; MOST_LANGUAGES at most. */
const char *const *catalogue_codes(size_t *n);
bool catalogue_has(const char *code);
/* Speak this from now on; English for NULL and what there is no catalogue of.
 * False: it was spoken before. */
bool catalogue_use(const char *code);
/* What is spoken: its number among the codes. */
size_t catalogue_used(void);

#endif
