#ifndef BILLING_BILLING_H
#define BILLING_BILLING_H

#include "lib/app/app.h"

/* Buying, paying and being paid: checkout, invoices, refunds, payouts. */

extern const struct refusal billing_refusals[];

#endif
