#ifndef BILLING_CHECKOUT_H
#define BILLING_CHECKOUT_H

#include "lib/app/app.h"

/* checkout.c: what something costs, and how it is paid; its POST makes the
 * order.  /checkout/KIND/ID for every row of order_kind. */
void checkout_read(struct request *);
enum status checkout_show(struct request *);
enum status checkout_post(struct request *);
enum status checkout_refused(struct request *);
extern const struct form checkout_form;
extern struct page checkout_page;

#endif
