#ifndef ADMIN_JOURNEY_H
#define ADMIN_JOURNEY_H

#include "gen/admin/journey_sql.h"
#include "lib/app/app.h"

/* --- journey_list.c: /admin/journeys ------------------------------------------------ */
void journey_list_read(struct request *);
enum status journey_list_show(struct request *);
extern const struct form journey_list_form;
extern struct page journey_list_page;
const char *journey_words(const char *status);

/* --- journey.c: /admin/journeys/:id --------------------------------------------------- */
enum status journey_show(struct request *);
enum status journey_refused(struct request *);
extern struct page journey_page;

/* --- journey_act.c: what is decided ------------------------------------------------------ */
enum status journey_approve_post(struct request *);
enum status journey_changes_post(struct request *);
enum status journey_decide_post(struct request *);
enum status journey_feature_post(struct request *);
enum status journey_fee_post(struct request *);
enum status journey_safety_post(struct request *);
extern const struct form journey_approve_form, journey_changes_form,
    journey_decide_form, journey_feature_form, journey_fee_form;

#endif
