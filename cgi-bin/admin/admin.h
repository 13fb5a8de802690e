#ifndef ADMIN_ADMIN_H
#define ADMIN_ADMIN_H

#include "admin/desk.h"
#include "admin/person.h"
#include "lib/base/setting.h"

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

/* overview.c, search.c: what waits, and everything by number or word. */
void overview_read(struct request *);
enum status overview_show(struct request *);
extern struct page overview_page;
void search_read(struct request *);
enum status search_show(struct request *);
extern const struct form search_form;
extern struct page search_page;

/* session_list.c, session.c, session_act.c: other people's sessions. */
void session_list_read(struct request *);
enum status session_list_show(struct request *);
extern const struct form session_list_form;
extern struct page session_list_page;
void session_read(struct request *);
enum status session_show(struct request *);
extern struct page session_page;
enum status session_act_show(struct request *);
enum status session_act_post(struct request *);
extern const struct form session_act_form;
extern struct page session_act_page;

/* mail_list.c, mail.c: what was sent; suppression.c: to whom nothing is. */
void mail_list_read(struct request *);
enum status mail_list_show(struct request *);
extern const struct form mail_list_form;
extern struct page mail_list_page;
enum status mail_show(struct request *);
enum status mail_html_show(struct request *);
enum status mail_file(struct request *);
enum status mail_again_post(struct request *);
extern struct page mail_page;
enum status suppression_show(struct request *);
enum status suppression_add_post(struct request *);
enum status suppression_remove_post(struct request *);
extern const struct form suppression_form;
extern struct page suppression_page;

/* mail_template_list.c, mail_template.c: what mails say. */
enum { MAIL_TEMPLATE_BYTES = 256 * 1024 };
enum status mail_template_list_show(struct request *);
extern struct page mail_template_list_page;
enum status mail_template_show(struct request *);
enum status mail_template_html(struct request *);
enum status mail_template_post(struct request *);
enum status mail_template_reset_post(struct request *);
enum status mail_template_test_post(struct request *);
extern const struct form mail_template_form, mail_template_name_form;
extern struct page mail_template_page;

/* job_list.c, job.c, schedule.c: work for later and by the clock. */
void job_list_read(struct request *);
enum status job_list_show(struct request *);
extern const struct form job_list_form;
extern struct page job_list_page;
void job_read(struct request *);
enum status job_show(struct request *);
enum status job_refused(struct request *);
enum status job_again_post(struct request *);
enum status job_discard_post(struct request *);
enum status job_again_all_post(struct request *);
extern const struct form job_kind_form;
extern struct page job_page;
void schedule_read(struct request *);
enum status schedule_show(struct request *);
enum status schedule_post(struct request *);
extern const struct form schedule_form;
extern struct page schedule_page;

/* webhook_list.c, webhook.c: what other systems told. */
void webhook_list_read(struct request *);
enum status webhook_list_show(struct request *);
extern const struct form webhook_list_form;
extern struct page webhook_list_page;
void webhook_read(struct request *);
enum status webhook_show(struct request *);
enum status webhook_refused(struct request *);
enum status webhook_again_post(struct request *);
enum status webhook_again_all_post(struct request *);
extern const struct form webhook_provider_form;
extern struct page webhook_page;

/* health.c: the state of the system. */
enum status health_show(struct request *);
extern struct page health_page;
extern const struct setting health_settings[];

/* setting.c: what admins change while the platform runs. */
enum status setting_list_show(struct request *);
extern struct page setting_list_page;
enum status setting_show(struct request *);
enum status setting_post(struct request *);
enum status setting_undo_post(struct request *);
extern const struct form setting_form, setting_undo_form;
extern struct page setting_page;

/* audit.c: who did what. */
enum status audit_show(struct request *);
enum status audit_csv(struct request *);
extern const struct form audit_form;
extern struct page audit_page;

/* refusals.c: what the database refuses, in words. */
extern const struct refusal admin_refusals[];

#endif
