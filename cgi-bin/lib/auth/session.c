#include <string.h>

#include "lib/auth/session.h"

static bool
holds(const char *const *list, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], name) == 0)
			return true;
	return false;
}

bool
session_has_role(const struct session *s, const char *role)
{
	return holds(s->roles, s->nroles, role);
}

bool
session_may(const struct session *s, const char *permission)
{
	return holds(s->permissions, s->npermissions, permission);
}
