#ifndef LIB_AUTH_SESSION_H
#define LIB_AUTH_SESSION_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Who is asking.  One row of session_open() (SECURITY DEFINER, sets
 * app.user_id for the transaction), read in the same round trip as the page.
 */
struct session {
	int64_t session_id, user_id; /* user_id 0: nobody is signed in */
	const char *display_name, *handle, *email;
	bool verified; /* the address is */
	bool suspended;
	bool has_second_factor; /* was used for this session (or not needed
					in the demo) */
	const char *const *roles;
	size_t nroles;
	const char *const *permissions;
	size_t npermissions;
	const char *timezone, *language, *theme, *text_size;
	bool shortcuts_off;
	int64_t unread;            /* notifications, counted up to 99 */
	struct instant sudo_until; /* password was given recently */
	bool stale;                /* last seen is to be written */
	bool rotate;               /* its rights changed: a new token is due */
	bool is_token;             /* Authorization: Bearer; then scopes: */
	const char *const *scopes; /* "booking:read", "account:write" */
	size_t nscopes;
	const char *csrf;        /* for forms, bound to the cookie */
	int64_t impersonator_id; /* an admin acting (read only), or 0 */
	const char *avatar;      /* public address of the picture, or NULL */
};

bool session_has_role(const struct session *, const char *role);
bool session_may(const struct session *, const char *permission);

#endif
