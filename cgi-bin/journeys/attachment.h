#ifndef JOURNEYS_ATTACHMENT_H
#define JOURNEYS_ATTACHMENT_H

#include "journeys/section.h"

/* Files that members attach: checked by name and by content, kept privately. */
struct attachment_place {
	const char *slug;
	int64_t record;
	const struct journey_field *field;
};
/* NULL when it is stored, else why not; *id is the file's. */
const char *attachment_add(struct request *, const struct attachment_place *,
    const struct upload *, int64_t *id);
void attachment_remove(struct request *, const char *slug, int64_t id);

/* Do a name's ending and what libmagic says of the content agree? */
bool attachment_agrees(const char *name, const char *type);

extern const struct form attachment_form, attachment_one_form;
enum status attachment_post(struct request *);
enum status attachment_show(struct request *);
enum status attachment_remove_post(struct request *);

#endif
