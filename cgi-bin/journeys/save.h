#ifndef JOURNEYS_SAVE_H
#define JOURNEYS_SAVE_H

#include "journeys/taking.h"

struct json_object;

/* Answers on their way to answers_save(). */
struct save_list {
	struct request *r;
	struct json_object *items;
	size_t n;
};
struct save_one {
	const struct journey_field *field;
	int64_t record;  /* 0: outside of lists, or by ref */
	const char *ref; /* of a record to make; NULL: none */
	struct json_object *value;
	int64_t base, seq;
};
void save_list_init(struct save_list *, struct request *);
/* Sealed, where the field is sensitive. */
void save_add(struct save_list *, const struct save_one *);
const char *save_text(const struct save_list *);

#endif
