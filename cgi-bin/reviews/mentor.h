#ifndef REVIEWS_MENTOR_H
#define REVIEWS_MENTOR_H

#include "gen/reviews/mentor_sql.h"
#include "lib/app/app.h"

/* mentor_dashboard.c: journeys, work in hand, this month. */
enum status mentor_dashboard_show(struct request *);
void mentor_dashboard_read(struct request *);
enum status mentor_pause_post(struct request *);
extern const struct form mentor_pause_form;
extern struct page mentor_dashboard_page;

/* mentor_queue.c: what waits. */
enum status mentor_queue_show(struct request *);
void mentor_queue_read(struct request *);
extern const struct form mentor_queue_form;
extern struct page mentor_queue_page;

/* mentor_expertise.c: what one is good at, and how much one takes. */
enum status mentor_expertise_show(struct request *);
enum status mentor_expertise_post(struct request *);
extern const struct form mentor_expertise_form;
extern struct page mentor_expertise_page;

/* mentor_analytics.c: how it went. */
enum status mentor_analytics_show(struct request *);
void mentor_analytics_read(struct request *);
extern struct page mentor_analytics_page;

/* template.c: words that are used again. */
enum status template_list_show(struct request *);
enum status template_add_post(struct request *);
enum status template_add_refused(struct request *);
enum status template_edit_show(struct request *);
enum status template_save_post(struct request *);
enum status template_save_refused(struct request *);
enum status template_remove_post(struct request *);
extern const struct form template_id_form, template_add_form,
    template_save_form;
extern struct page template_list_page, template_edit_page;

/* training.c: modules, and how far one is. */
enum status training_list_show(struct request *);
void training_list_read(struct request *);
enum status training_show(struct request *);
enum status training_done_post(struct request *);
extern const struct form training_form;
extern struct page training_list_page, training_page;

/* preference.c: whom a member wants. */
enum status preference_show(struct request *);
enum status preference_post(struct request *);
extern const struct form preference_form, preference_save_form;
extern struct page preference_page;

/* application.c: becoming a journey's mentor or concierge. */
enum status application_show(struct request *);
enum status application_post(struct request *);
enum status application_refused(struct request *);
extern const struct form application_form, application_save_form;
extern struct page application_page;

/* Specialisations as choices, the first "" with this label (NULL: none). */
struct choice *kind_choices(
    struct request *, const char *first, const char *chosen, size_t *n);

#endif
