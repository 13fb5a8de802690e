#ifndef LIB_DOMAIN_MONEY_H
#define LIB_DOMAIN_MONEY_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Amounts as people read and write them.  Money is a whole number of minor
 * units everywhere else; nothing here rounds.
 */

/* "USD 1,247.20" by the currency's own number of decimals, "JPY 500",
 * "USD −3.00"; "" when the currency is absent. */
const char *money_text(struct arena *, struct money);
/* "1247.20": for forms, CSV and providers that want decimals as text. */
const char *money_decimal(struct arena *, struct money);
/* The amount of "1247.2" or "1,247.20" in this currency's minor units; false
 * when it is no such amount, has more decimals, or is beyond 10^15. */
bool
money_from_decimal(const char *text, const char *currency, int64_t *amount);
/* Minor digits of an ISO 4217 currency: 2 unless it is known otherwise. */
int money_digits(const char *currency);

#endif
