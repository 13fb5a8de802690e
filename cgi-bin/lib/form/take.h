#ifndef LIB_FORM_TAKE_H
#define LIB_FORM_TAKE_H

#include "lib/form/form.h"

/*
 * One value: from text to the member at `to`.  The value is text already
 * (UTF-8, no NUL), trimmed, not empty, and of a JSON type that may stand for
 * the kind.  Each returns NULL, or the message for the field, translated.
 */
struct taking {
	struct arena *arena;
	const struct form_field *field;
	const char *text;
	size_t len;
};

const char *taking_int(const struct taking *, int64_t *to);
const char *taking_id(const struct taking *, int64_t *to);
const char *taking_text(const struct taking *, const char **to);
const char *taking_date(const struct taking *, struct date *to);
const char *taking_instant(const struct taking *, struct instant *to);
const char *taking_minute(const struct taking *, struct minute *to);

/* on, true, 1, yes / off, false, 0, no; false for any other word. */
bool take_bool_word(const char *text, bool *on);

/* The field's further check; *text may be replaced (ONE_OF). */
const char *check_text(const struct form_field *, const char **text);

/* A path on this site that is safe to redirect to: see http_is_local_path(),
 * which also refuses /login and /logout. */
bool check_is_local_path(const char *);
/* No empty, "." or ".." segment; the path begins with a slash and may end with
 * one. */
bool check_has_plain_segments(const char *path, size_t len);

#endif
