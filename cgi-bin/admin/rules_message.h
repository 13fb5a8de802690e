#ifndef ADMIN_RULES_MESSAGE_H
#define ADMIN_RULES_MESSAGE_H

#include "lib/base/arena.h"

/*
 * A mail of the spool, read again: its headers and the first text and HTML part.
 * Any bytes may come in; what comes out is valid UTF-8 without NUL.
 */
struct message_header {
	const char *name, *value; /* RFC 2047 words decoded */
};
struct message {
	struct message_header *headers;
	size_t nheaders;
	const char *text, *html; /* NULL: has none */
	size_t nparts;           /* looked at; no more than 32 are */
};
void
message_read(struct arena *, const char *data, size_t len, struct message *);
/* By name in any case; NULL: there is none. */
const char *message_header(const struct message *, const char *name);

#endif
