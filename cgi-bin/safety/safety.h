#ifndef SAFETY_SAFETY_H
#define SAFETY_SAFETY_H

#include "lib/app/app.h"

/* refusals.c: the words for what its functions of the database refuse. */
extern const struct refusal safety_refusals[];

/* check.c: what automated moderation says of a text, before it is shown. */
enum status check_post(struct request *);
extern const struct form check_form;

#endif
