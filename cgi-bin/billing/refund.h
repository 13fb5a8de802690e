#ifndef BILLING_REFUND_H
#define BILLING_REFUND_H

#include "lib/app/app.h"

/* refund.c: a buyer asks for money of an order back.  What its terms give comes
 * at once, more is an admin's to decide. */
void refund_read(struct request *);
enum status refund_show(struct request *);
enum status refund_post(struct request *);
enum status refund_refused(struct request *);
extern const struct form refund_form;
extern struct page refund_page;

#endif
