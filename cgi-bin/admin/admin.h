#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "admin/desk.h"
#include "admin/person.h"

/* person_list.c: everybody. */
void person_list_read(struct request *);
enum status person_list_show(struct request *);
extern const struct form person_list_form;
extern struct page person_list_page;

/* person.c: one of them. */
void person_read(struct request *);
enum status person_show(struct request *);
extern struct page person_page;

/* person_act.c: warn, suspend, ban, lift, verify: a question and its answer. */
enum status person_act_show(struct request *);
enum status person_act_post(struct request *);
enum status person_sign_out_post(struct request *);
extern const struct form person_act_form;
extern struct page person_act_page;

/* role.c: roles granted and revoked. */
enum status role_list_show(struct request *);
enum status role_grant_post(struct request *);
enum status role_revoke_show(struct request *);
enum status role_revoke_post(struct request *);
extern const struct form role_form, role_show_form;
extern struct page role_page, role_revoke_page;

/* impersonation.c: looking at the site as a member. */
enum status impersonation_show(struct request *);
enum status impersonation_post(struct request *);
enum status impersonation_stop_post(struct request *);
extern struct page impersonation_page;

/* expert_list.c, expert.c: applications and what becomes of them. */
void expert_list_read(struct request *);
enum status expert_list_show(struct request *);
enum status expert_show(struct request *);
enum status expert_decide_post(struct request *);
extern const struct form expert_list_form, expert_form;
extern struct page expert_list_page, expert_page;

/* refusals.c: what the database refuses, in words. */
extern const struct refusal admin_refusals[];

#endif
