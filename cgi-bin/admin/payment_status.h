#ifndef ADMIN_PAYMENT_STATUS_H
#define ADMIN_PAYMENT_STATUS_H

#include "admin/admin.h"

/* Which ways to pay there are: configured is what the environment has, enabled
 * what an admin's switch says, works what both make of it. */
struct payment_status {
	const char *name, *label, *note, *switch_href;
	bool is_configured, is_enabled, is_hearing;
};
extern const struct field payment_status_fields[];
extern const struct setting payment_status_settings[];
struct payment_status *payment_statuses(struct request *, size_t *n);

#endif
