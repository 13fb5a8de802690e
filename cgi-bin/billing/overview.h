#ifndef BILLING_OVERVIEW_H
#define BILLING_OVERVIEW_H

#include "lib/app/app.h"

/* overview.c: /account/billing, all about a member's money that goes out: the
 * plan, what stands on invoices, the last orders, papers and refunds. */
void overview_read(struct request *);
enum status overview_show(struct request *);
enum status overview_refused(struct request *);
extern struct page overview_page;

/* identity.c: name, address and tax number on invoices from now on. */
enum status identity_post(struct request *);
extern const struct form identity_form;
struct identity_input {
	const char *name, *address, *country, *tax_id;
};

#endif
