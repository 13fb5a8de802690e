#ifndef BOOKING_BOOKING_H
#define BOOKING_BOOKING_H

#include "lib/app/app.h"
#include "lib/view/parts.h"

/* The kinds of session type, as the contract names them; ends with NULL. */
extern const char *const session_kinds[];

/* expert_list.c: the directory. */
void expert_list_read(struct request *);
enum status expert_list_show(struct request *);
extern const struct form expert_list_form;
extern struct page expert_list_page;

#endif
