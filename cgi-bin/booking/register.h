#ifndef BOOKING_REGISTER_H
#define BOOKING_REGISTER_H

#include "lib/app/app.h"

/*
 * Applying to be an interviewer, mentor or concierge (`kind`), and applying again
 * after a rejection.  What is sent becomes the expert's profile and hours at
 * once; nobody sees them before an admin has said yes.
 *
 *   GET, POST /interviewer/register?kind=   and the same as JSON
 */
void register_read(struct request *);
enum status register_show(struct request *);
enum status register_post(struct request *);
enum status register_refused(struct request *);
extern const struct form register_show_form, register_form;
extern struct page register_page;

#endif
