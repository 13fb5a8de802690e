#ifndef LIB_FORM_WORDS_H
#define LIB_FORM_WORDS_H

#include "lib/form/form.h"

/* What a field's message says: short, and what to do.  In the language that
 * form_translate() gives; numbers come after the translation. */
enum word {
	WORD_NEEDED,
	WORD_ONCE,
	WORD_INT,
	WORD_YES_NO,
	WORD_DATE,
	WORD_INSTANT,
	WORD_MINUTE,
	WORD_FILE,
	WORD_TEXT,
	WORD_CONTROL,
	WORD_LIST,
	WORD_CHOOSE,
	WORD_EMAIL,
	WORD_URL,
	WORD_SLUG,
	WORD_ZONE,
	WORD_PATH
};
const char *word_text(enum word);

/* An amount outside of min and max; INT64_MIN and INT64_MAX are no bound. */
const char *words_range(struct arena *, const struct form_field *);
/* A text of `length` code points that is too long or too short. */
const char *
words_length(struct arena *, const struct form_field *, int64_t length);
/* A list with too many items or too few. */
const char *words_count(struct arena *, const struct form_field *, bool many);
/* A file above max bytes. */
const char *words_file_size(struct arena *, const struct form_field *);

#endif
