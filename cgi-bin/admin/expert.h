#ifndef ADMIN_EXPERT_H
#define ADMIN_EXPERT_H

#include "admin/desk.h"

/* The kind of expert that the request's path is about. */
struct expert_desk {
	const char *kind, *base, *heading;
};
const struct expert_desk *expert_desk_of(const struct request *);

/* One question of an application with its answer, as a text. */
struct answer_item {
	const char *name, *label, *value;
};
extern const struct field answer_item_fields[];
struct answer_item *
application_fill(struct arena *, const char *json, size_t *n);

#endif
