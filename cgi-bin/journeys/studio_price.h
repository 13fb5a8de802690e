#ifndef JOURNEYS_STUDIO_PRICE_H
#define JOURNEYS_STUDIO_PRICE_H

#include "journeys/studio.h"

/* --- studio_price.c: /creator/journeys/:id/pricing -------------------------------- */
void studio_price_read(struct request *);
enum status studio_price_show(struct request *);
enum status studio_price_refused(struct request *);
enum status studio_tier_post(struct request *);
enum status studio_rates_post(struct request *);
extern const struct form studio_tier_form, studio_rates_form;
extern struct page studio_price_page;

/* --- studio_provider.c: /creator/journeys/:id/providers ------------------------------ */
void studio_provider_read(struct request *);
enum status studio_provider_show(struct request *);
enum status studio_provider_refused(struct request *);
enum status studio_appoint_post(struct request *);
enum status studio_provider_decide_post(struct request *);
enum status studio_provider_rate_post(struct request *);
extern const struct form studio_appoint_form, studio_decide_form,
    studio_provider_rate_form;
extern struct page studio_provider_page;

#endif
