#ifndef JOURNEYS_JOURNEYS_H
#define JOURNEYS_JOURNEYS_H

#include "lib/app/app.h"

/* marketplace.c: what there is to take. */
enum status marketplace_show(struct request *);
extern struct page marketplace_page;

#endif
