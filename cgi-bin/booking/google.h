#ifndef BOOKING_GOOGLE_H
#define BOOKING_GOOGLE_H

#include "lib/app/app.h"

/* google.c: an expert's calendar at Google.  The worker makes the calls; these
 * pages begin and end a connection and tell how it is. */
extern const struct form google_callback_form;
extern struct page google_page;
enum status google_show(struct request *);
enum status google_connect_post(struct request *);
enum status google_callback(struct request *);
enum status google_disconnect_post(struct request *);

/* One sentence on the expert's connection, for pages that lead to it; NULL when
 * the site has none and the expert had none.  google_read goes before. */
void google_read(struct request *);
const char *google_words(struct request *);

#endif
