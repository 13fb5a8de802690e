#ifndef BOOKING_BOOKING_H
#define BOOKING_BOOKING_H

#include "lib/app/app.h"
#include "lib/view/parts.h"

/* expert_list.c: the directory. */
void expert_list_read(struct request *);
enum status expert_list_show(struct request *);
extern const struct form expert_list_form;
extern struct page expert_list_page;

#endif
