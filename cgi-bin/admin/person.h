#ifndef ADMIN_PERSON_H
#define ADMIN_PERSON_H

#include "admin/desk.h"
#include "gen/admin/person_sql.h"

/* The lists of a person's page, made from their rows. */
struct device_item {
	int64_t id;
	const char *browser, *address, *since, *seen, *impersonator;
};
extern const struct field device_item_fields[];

struct booking_item {
	int64_t id;
	const char *href, *side_words, *type_words, *status, *status_words,
	    *when, *other, *other_href;
	struct instant start;
	bool disputed;
};
extern const struct field booking_item_fields[];

struct log_item {
	int64_t id;
	struct instant at;
	const char *action, *when, *actor, *actor_href, *detail, *address;
};
extern const struct field log_item_fields[];

struct kind_item {
	const char *kind, *kind_words, *status, *status_words, *href;
};
extern const struct field kind_item_fields[];

struct role_item {
	const char *role, *role_words, *since;
	bool is_expert; /* follows verification */
};
extern const struct field role_item_fields[];

/* Each fetches the rows that were queued for it. */
struct device_item *person_devices_fill(struct request *, size_t *n);
struct booking_item *person_bookings_fill(struct request *, size_t *n);
struct log_item *person_log_fill(struct request *, size_t *n);
struct kind_item *person_kinds_fill(struct request *, size_t *n);
struct role_item *person_roles_fill(struct request *, size_t *n);

/* "Mentor, Admin"; NULL when there is none. */
const char *roles_line(struct arena *, const char *const *roles, size_t n);
bool is_expert_role(const char *role);
/* "/admin/mentors/123" */
const char *expert_address(struct arena *, const char *kind, int64_t ref);

#endif
