#ifndef BILLING_CREDIT_H
#define BILLING_CREDIT_H

#include "lib/app/app.h"

/* credit.c: recruiters' credits, for programs; people buy them at
 * /checkout/credits/NUMBER. */
enum status credit_post(struct request *);
extern const struct form credit_form;

#endif
