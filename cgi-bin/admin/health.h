#ifndef ADMIN_HEALTH_H
#define ADMIN_HEALTH_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/* What this machine says, without asking the network.  Absent members: it could
 * not be told. */
struct host_health {
	int64_t disk_free_bytes, disk_size_bytes; /* of BELAY_VAR; -1 */
	struct instant certificate_until;
	const char *certificate, *certificate_why; /* path; why it is absent */
	const char *tzdata; /* release of the system's zone data, "2025b" */
	struct instant tzdata_at; /* when it was installed */
};
void host_health(struct arena *, struct host_health *);

#endif
