#ifndef LIB_DOMAIN_SESSION_WORDS_H
#define LIB_DOMAIN_SESSION_WORDS_H

/* What sessions are called wherever they are shown. */

/* The kinds of session type, as the contract names them; ends with NULL. */
extern const char *const session_kinds[];
/* "System design" */
const char *session_kind_words(const char *kind);
/* "Scheduled", "Cancelled" */
const char *session_status_words(const char *status);

#endif
