#ifndef LIB_HTTP_MULTIPART_H
#define LIB_HTTP_MULTIPART_H

#include "lib/http/http.h"

/*
 * multipart/form-data, fed in pieces of any size: the pairs are the same
 * however the body is cut.  Files go straight to disk; texts are kept and may
 * have BODY_MEMORY_MAX bytes together.  The first fault stays.
 */
struct multipart;

/* NULL: no such boundary can be. */
struct multipart *
multipart_new(const char *boundary, const char *tmp_dir, struct pairs *);
enum body_fault multipart_feed(struct multipart *, const char *, size_t len);
/* The body ends here: BODY_MALFORMED without the closing boundary. */
enum body_fault multipart_end(struct multipart *);

#endif
