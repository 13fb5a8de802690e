#ifndef JOURNEYS_STUDIO_EXCHANGE_H
#define JOURNEYS_STUDIO_EXCHANGE_H

#include "journeys/studio.h"

/* --- studio_export.c: a journey as a document -------------------------------------- */
enum status studio_export(struct request *);
/* The canonical document of a journey of the asking member, as of
 * static/schema/journey-1.json; NULL: there is none. */
const struct buf *studio_document(
    struct request *, int64_t id, const char **slug, const char **title);

/* --- studio_import.c: /creator/journeys/import --------------------------------------- */
enum status studio_import_show(struct request *);
enum status studio_import_refused(struct request *);
enum status studio_import_post(struct request *);
extern const struct form studio_import_form;
extern struct page studio_import_page;

#endif
