#ifndef JOURNEYS_STUDIO_TEMPLATE_H
#define JOURNEYS_STUDIO_TEMPLATE_H

#include "journeys/studio.h"

/* studio_template.c: /creator/templates, the library. */
void studio_template_read(struct request *);
enum status studio_template_show(struct request *);
enum status studio_template_refused(struct request *);
enum status studio_template_keep_post(struct request *);
enum status studio_template_use_post(struct request *);
enum status studio_template_rate_post(struct request *);
enum status studio_template_share_post(struct request *);
enum status studio_template_remove_post(struct request *);
extern const struct form studio_template_form, studio_template_use_form,
    studio_template_rate_form, studio_template_share_form;
extern struct page studio_template_page;

#endif
