#ifndef ADMIN_RATE_H
#define ADMIN_RATE_H

#include "admin/admin.h"

/* tax_rate.c: what is added to a price, by the buyer's country. */
enum status tax_rate_list_show(struct request *);
enum status tax_rate_show(struct request *);
enum status tax_rate_post(struct request *);
enum status tax_rate_remove_post(struct request *);
extern const struct form tax_rate_form, tax_country_form;
extern struct page tax_rate_list_page, tax_rate_page;

/* currency.c: the least that can be paid. */
enum status currency_list_show(struct request *);
enum status currency_show(struct request *);
enum status currency_post(struct request *);
extern const struct form currency_list_form, currency_form;
extern struct page currency_list_page, currency_page;

/* rate_history.c: what a rate was, from the audit log; the newest first. */
struct rate_change {
	const char *words, *when, *who;
	const char *was, *was_name; /* to go back to; NULL: there was none */
};
extern const struct field rate_change_fields[];
/* `write` says a stored number as the form takes it. */
struct rate_change *
rate_history(struct request *, const char *kind, const char *of,
    const char *(*write)(struct request *, const char *), size_t *n);

#endif
