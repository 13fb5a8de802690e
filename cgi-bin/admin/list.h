#ifndef ADMIN_LIST_H
#define ADMIN_LIST_H

#include "admin/admin.h"

/*
 * /admin/lists: what people choose from (skills, industries, specialisations,
 * categories of journeys ...).  All lists are edited by the same pages; which
 * there are, and which columns hold what was chosen, is data (migration 0230).
 */

/* list_index.c: all lists.  list.c: one, by what is offered, added by members,
 * retired. */
enum status list_index_show(struct request *);
extern struct page list_index_page;
enum status list_show(struct request *);
enum status list_add_post(struct request *);
extern const struct form list_form, list_add_form;
extern struct page list_page;

/* list_item.c: one item: another name, its place, away with it. */
enum status list_item_show(struct request *);
enum status list_rename_post(struct request *);
enum status list_up_post(struct request *);
enum status list_down_post(struct request *);
enum status list_retire_post(struct request *);
enum status list_offer_post(struct request *);
enum status list_merge_post(struct request *);
extern const struct form list_item_form, list_rename_form, list_merge_form;
extern struct page list_item_page;

/* The icons that an item may have, and as choices with `chosen` picked. */
extern const char *const list_icons[];
struct choice *
list_icon_choices(struct request *, const char *chosen, size_t *n);

#endif
