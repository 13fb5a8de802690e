#ifndef JOURNEYS_JOURNEYS_H
#define JOURNEYS_JOURNEYS_H

#include "lib/app/app.h"

/* marketplace.c: what there is to take. */
void marketplace_read(struct request *);
enum status marketplace_show(struct request *);
extern const struct form marketplace_form;
extern struct page marketplace_page;

#endif
