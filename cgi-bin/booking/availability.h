#ifndef BOOKING_AVAILABILITY_H
#define BOOKING_AVAILABILITY_H

#include "lib/app/app.h"

/*
 * When an expert can be booked: weekly hours, other hours of single dates, time
 * off.  One document, replaced as a whole; the database checks it.
 *
 *   GET, PUT  /api/interviewer/availability    the contract's document
 *   GET, POST /interviewer/availability        the editor; a POST with `add` or
 *                                              `remove` shows it again unsaved
 */
void availability_read(struct request *);
enum status availability_show(struct request *);
enum status availability_put(struct request *);
enum status availability_post(struct request *);
enum status availability_refused(struct request *);
extern const struct form availability_form;
extern struct page availability_page;

#endif
