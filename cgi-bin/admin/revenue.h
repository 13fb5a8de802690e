#ifndef ADMIN_REVENUE_H
#define ADMIN_REVENUE_H

#include "admin/money.h"
#include "gen/admin/revenue_sql.h"
#include "lib/domain/period.h"

/* What revenue.c (the page) and revenue_report.c (files) share. */

/* What a period brought, by what was sold; kind NULL: of all. */
struct revenue {
	size_t period; /* of revenue_span.periods */
	const char *kind;
	int64_t sales, taken, fees, returned, promotions, providers, tax;
};
struct revenue_span {
	const char *by, *currency;
	struct date today;
	struct period *periods; /* oldest first */
	struct revenue *kinds;  /* as they come: newest period first */
	struct revenue *sums;   /* one a period, in the order of periods */
	size_t nperiods, nkinds;
};
/* Fees that stay: what came in less what went back. */
int64_t revenue_net(const struct revenue *);
/* And less what the platform bore of codes and providers. */
int64_t revenue_left(const struct revenue *);
/* The span that is asked for. */
void revenue_load(
    struct request *, struct revenue_span *, const char *by, const char *unit);
/* NULL when nothing was ever sold in it. */
const char *revenue_currency(struct request *, const char *asked);

struct revenue_input {
	const char *by, *currency;
};

#endif
