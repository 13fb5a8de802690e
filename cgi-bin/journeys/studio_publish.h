#ifndef JOURNEYS_STUDIO_PUBLISH_H
#define JOURNEYS_STUDIO_PUBLISH_H

#include "journeys/studio_part.h"

/* Publication, versions and what members may be offered. */

/* --- studio_publish.c: /creator/journeys/:id/publish ---------------------------- */
void studio_publish_read(struct request *);
enum status studio_publish_show(struct request *);
enum status studio_publish_refused(struct request *);
enum status studio_submit_post(struct request *);
enum status studio_withdraw_post(struct request *);
enum status studio_unpublish_post(struct request *);
enum status studio_archive_post(struct request *);
enum status studio_duplicate_post(struct request *);
enum status studio_delete_show(struct request *);
enum status studio_delete_post(struct request *);
extern const struct form studio_submit_form, studio_unpublish_form;
extern struct page studio_publish_page;

/* --- studio_check.c: what must be done before ------------------------------------- */
struct check_item {
	const char *text, *href, *place;
	bool stops;
};
extern const struct field check_item_fields[];
struct checks {
	struct check_item *items;
	size_t n;
	bool stop;
};
/* Of the version, by lib/journey and by the rows; studio is the open journey. */
void studio_checks(struct request *, const struct studio *, int64_t version_id,
    struct checks *);

/* --- studio_version.c: /creator/journeys/:id/versions ------------------------------- */
void studio_version_read(struct request *);
enum status studio_version_show(struct request *);
enum status studio_version_refused(struct request *);
enum status studio_restore_post(struct request *);
enum status studio_offer_post(struct request *);
enum status studio_diff_show(struct request *);
extern const struct form studio_restore_form, studio_diff_form;
extern struct page studio_version_page, studio_diff_page;

/* --- studio_preview.c: as a member sees it --------------------------------------------- */
enum status studio_preview_show(struct request *);
extern const struct form studio_preview_form;
extern struct page studio_preview_page;

#endif
