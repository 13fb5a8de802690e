#include "admin/admin.h"
#include "admin/journey.h"
#include "admin/list.h"
#include "admin/money.h"
#include "admin/payment_status.h"
#include "admin/payout.h"
#include "admin/promotion.h"
#include "admin/rate.h"
#include "admin/review.h"
#include "admin/rule.h"
#include "gen/admin/audit_sql.h"
#include "gen/admin/dispute_sql.h"
#include "gen/admin/expert_list_sql.h"
#include "gen/admin/expert_sql.h"
#include "gen/admin/health_sql.h"
#include "gen/admin/impersonation_sql.h"
#include "gen/admin/job_sql.h"
#include "gen/admin/journey_sql.h"
#include "gen/admin/list_sql.h"
#include "gen/admin/mail_sql.h"
#include "gen/admin/mail_template_sql.h"
#include "gen/admin/order_list_sql.h"
#include "gen/admin/order_sql.h"
#include "gen/admin/overview_sql.h"
#include "gen/admin/payment_status_sql.h"
#include "gen/admin/payout_sql.h"
#include "gen/admin/person_act_sql.h"
#include "gen/admin/person_list_sql.h"
#include "gen/admin/person_sql.h"
#include "gen/admin/promotion_sql.h"
#include "gen/admin/rate_sql.h"
#include "gen/admin/refund_sql.h"
#include "gen/admin/revenue_sql.h"
#include "gen/admin/review_sql.h"
#include "gen/admin/role_sql.h"
#include "gen/admin/rule_sql.h"
#include "gen/admin/search_sql.h"
#include "gen/admin/session_list_sql.h"
#include "gen/admin/session_sql.h"
#include "gen/admin/setting_sql.h"
#include "gen/admin/transaction_sql.h"
#include "gen/admin/webhook_sql.h"
#include "gen/lib/app/moderate_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/job/job_sql.h"
#include "gen/lib/journey/version_sql.h"
#include "lib/base/words.h"
#include "lib/domain/google.h"
#include "lib/domain/payment_provider.h"

/* The three directories' experts are decided about alike. */
#define EXPERTS(base)                                                          \
	{ "GET", base, expert_list_show, &expert_list_form, STAFF,             \
		"expert.verify", .reads = expert_list_read },                  \
	    { "GET", base "/:id", expert_show, &id_form, STAFF,                \
		    "expert.verify" },                                         \
	    { "POST", base "/:id", expert_decide_post, &expert_form, STAFF,    \
		    "expert.verify", RATE_WRITE, .refused = expert_show },     \
	{                                                                      \
		"PATCH", base "/:id", expert_decide_post, &expert_form, STAFF, \
		    "expert.verify", RATE_WRITE                                \
	}
/* A question about a person, and its answer. */
#define ACT(path, permission, sudo)                                     \
	{ "GET", path, person_act_show, &id_form, STAFF, permission,    \
		.flags = (sudo) },                                      \
	{                                                               \
		"POST", path, person_act_post, &person_act_form, STAFF, \
		    permission, RATE_WRITE, .refused = person_act_show, \
					    .flags = (sudo)             \
	}

/* What an admin does with somebody's session. */
#define SESSION_ACT(path, permission, sudo)                               \
	{ "GET", path, session_act_show, &id_form, STAFF, permission,     \
		.flags = (sudo) },                                        \
	{                                                                 \
		"POST", path, session_act_post, &session_act_form, STAFF, \
		    permission, RATE_WRITE, .refused = session_act_show,  \
					    .flags = (sudo)               \
	}
/* What an admin does with the money of an order. */
#define ORDER_ACT(path)                                                    \
	{ "GET", path, order_act_show, &id_form, STAFF, "money.manage",    \
		.flags = ROUTE_SUDO },                                     \
	{                                                                  \
		"POST", path, order_act_post, &order_act_form, STAFF,      \
		    "money.manage", RATE_WRITE, .refused = order_act_show, \
						.flags = ROUTE_SUDO        \
	}
#define PAYOUT_ACT(path)                                                    \
	{ "GET", path, payout_act_show, &id_form, STAFF, "money.manage",    \
		.flags = ROUTE_SUDO },                                      \
	{                                                                   \
		"POST", path, payout_act_post, &payout_act_form, STAFF,     \
		    "money.manage", RATE_WRITE, .refused = payout_act_show, \
						.flags = ROUTE_SUDO         \
	}
/* What is done with one payout at once. */
#define PAYOUT_DO(path, handler)                                            \
	{                                                                   \
		"POST", path, handler, &id_form, STAFF, "money.manage",     \
		    RATE_WRITE, .refused = payout_show, .flags = ROUTE_SUDO \
	}
#define REFUND_ACT(path, handle)                                               \
	{                                                                      \
		"POST", path, handle, &refund_form, STAFF, "money.manage",     \
		    RATE_WRITE, .refused = refund_refused, .flags = ROUTE_SUDO \
	}
/* Mails are seen by some and changed by fewer. */
#define TEMPLATE "/admin/mail/templates/:name"
#define SCHEDULE "/admin/jobs/schedules/:name"
/* What is done to an item of a list at once. */
#define ITEM_DO(what, handler)                                             \
	{                                                                  \
		"POST", "/admin/lists/:list/:id/" what, handler,           \
		    &list_item_form, STAFF, "settings.manage", RATE_WRITE, \
		    .refused = list_item_show                              \
	}

// clang-format off
static const struct route routes[] = {
	{ "GET", "/admin", overview_show, NULL, STAFF, "people.view",
	    .reads = overview_read },
	{ "GET", "/admin/search", search_show, &search_form, STAFF,
	    "people.view", .reads = search_read },
	{ "GET", "/admin/people", person_list_show, &person_list_form, STAFF,
	    "people.view", .reads = person_list_read },
	{ "GET", "/admin/people/:id", person_show, &id_form, STAFF,
	    "people.view", .reads = person_read },
	ACT("/admin/people/:id/warn", "people.suspend", 0),
	ACT("/admin/people/:id/suspend", "people.suspend", 0),
	ACT("/admin/people/:id/lift", "people.suspend", 0),
	ACT("/admin/people/:id/ban", "people.suspend", ROUTE_SUDO),
	ACT("/admin/people/:id/verify", "people.roles", ROUTE_SUDO),
	{ "POST", "/admin/people/:id/sign-out", person_sign_out_post, &id_form,
	    STAFF, "people.suspend", RATE_WRITE },
	{ "GET", "/admin/people/:id/roles", role_list_show, &id_form, STAFF,
	    "people.roles", .flags = ROUTE_SUDO },
	{ "POST", "/admin/people/:id/roles/grant", role_grant_post, &role_form,
	    STAFF, "people.roles", RATE_WRITE, .refused = role_list_show,
	    .flags = ROUTE_SUDO },
	{ "GET", "/admin/people/:id/roles/revoke", role_revoke_show,
	    &role_show_form, STAFF, "people.roles", .flags = ROUTE_SUDO },
	{ "POST", "/admin/people/:id/roles/revoke", role_revoke_post,
	    &role_form, STAFF, "people.roles", RATE_WRITE,
	    .refused = role_revoke_show, .flags = ROUTE_SUDO },
	{ "GET", "/admin/people/:id/impersonate", impersonation_show, &id_form,
	    STAFF, "people.impersonate", .flags = ROUTE_SUDO },
	{ "POST", "/admin/people/:id/impersonate", impersonation_post,
	    &reason_form, STAFF, "people.impersonate", RATE_WRITE,
	    .refused = impersonation_show, .flags = ROUTE_SUDO },
	{ "POST", "/admin/impersonation/stop", impersonation_stop_post, NULL,
	    PUBLIC, .rate = RATE_WRITE, .flags = ROUTE_IMPERSONATED },
	EXPERTS("/admin/interviewers"),
	EXPERTS("/admin/mentors"),
	EXPERTS("/admin/concierges"),
	{ "GET", "/admin/sessions", session_list_show, &session_list_form,
	    STAFF, "people.view", .reads = session_list_read },
	{ "GET", "/admin/sessions/:id", session_show, &id_form, STAFF,
	    "people.view", .reads = session_read },
	SESSION_ACT("/admin/sessions/:id/cancel", "sessions.override",
	    ROUTE_SUDO),
	SESSION_ACT("/admin/sessions/:id/move", "sessions.override", 0),
	SESSION_ACT("/admin/sessions/:id/settle", "sessions.override",
	    ROUTE_SUDO),
	SESSION_ACT("/admin/sessions/:id/resolve", "safety.resolve",
	    ROUTE_SUDO),
	SESSION_ACT("/admin/sessions/:id/emergency", "sessions.override", 0),
	{ "GET", "/admin/orders", order_list_show, &order_list_form, STAFF,
	    "money.manage", .reads = order_list_read },
	{ "GET", "/admin/orders/:id", order_show, &id_form, STAFF,
	    "money.manage", .reads = order_read },
	ORDER_ACT("/admin/orders/:id/receive"),
	ORDER_ACT("/admin/orders/:id/refund"),
	ORDER_ACT("/admin/orders/:id/hold"),
	{ "GET", "/admin/payouts", payout_list_show, &payout_list_form, STAFF,
	    "money.manage", .reads = payout_list_read },
	{ "POST", "/admin/payouts", payout_batch_post, &payout_batch_form,
	    STAFF, "money.manage", RATE_WRITE, .flags = ROUTE_SUDO },
	{ "GET", "/admin/payouts.csv", payout_csv, &payout_list_form, STAFF,
	    "money.manage", .flags = ROUTE_WRITES | ROUTE_SUDO },
	{ "GET", "/admin/payouts/tax.csv", payout_tax_csv, &payout_tax_form,
	    STAFF, "money.manage", .flags = ROUTE_WRITES | ROUTE_SUDO },
	{ "GET", "/admin/payouts/people/:id", payout_person_show, &id_form,
	    STAFF, "money.manage", .flags = ROUTE_SUDO },
	{ "POST", "/admin/payouts/people/:id/account", payout_account_post,
	    &payout_account_form, STAFF, "money.manage", RATE_WRITE,
	    .refused = payout_person_show, .flags = ROUTE_SUDO },
	{ "POST", "/admin/payouts/people/:id/hold", payout_hold_post,
	    &payout_hold_form, STAFF, "money.manage", RATE_WRITE,
	    .refused = payout_person_show, .flags = ROUTE_SUDO },
	{ "GET", "/admin/payouts/:id", payout_show, &id_form, STAFF,
	    "money.manage" },
	PAYOUT_DO("/admin/payouts/:id/approve", payout_approve_post),
	PAYOUT_DO("/admin/payouts/:id/send", payout_send_post),
	PAYOUT_DO("/admin/payouts/:id/retry", payout_retry_post),
	PAYOUT_ACT("/admin/payouts/:id/cancel"),
	PAYOUT_ACT("/admin/payouts/:id/paid"),
	PAYOUT_ACT("/admin/payouts/:id/returned"),
	{ "POST", "/admin/receipts/:id/agree", receipt_post, &id_form, STAFF,
	    "money.manage", RATE_WRITE, .flags = ROUTE_SUDO },
	{ "POST", "/admin/receipts/:id/withdraw", receipt_post, &id_form,
	    STAFF, "money.manage", RATE_WRITE, .flags = ROUTE_SUDO },
	{ "POST", "/admin/provider-calls/:id/again", call_retry_post,
	    &id_form, STAFF, "money.manage", RATE_WRITE },
	{ "GET", "/admin/refunds", refund_list_show, &refund_list_form, STAFF,
	    "money.manage", .reads = refund_list_read },
	{ "GET", "/admin/refunds/:id", refund_show, &id_form, STAFF,
	    "money.manage", .reads = refund_read },
	REFUND_ACT("/admin/refunds/:id/approve", refund_approve_post),
	REFUND_ACT("/admin/refunds/:id/reject", refund_reject_post),
	REFUND_ACT("/admin/refunds/:id/retry", refund_retry_post),
	REFUND_ACT("/admin/refunds/:id/by-hand", refund_hand_post),
	{ "GET", "/admin/disputes", dispute_list_show, &dispute_list_form,
	    STAFF, "money.manage", .reads = dispute_list_read },
	{ "GET", "/admin/disputes/:id", dispute_show, &id_form, STAFF,
	    "money.manage", .reads = dispute_read },
	{ "GET", "/admin/transactions", transaction_list_show,
	    &transaction_list_form, STAFF, "money.manage" },
	{ "GET", "/admin/transactions.csv", transaction_csv,
	    &transaction_list_form, STAFF, "money.manage",
	    .flags = ROUTE_WRITES },
	{ "GET", "/admin/revenue", revenue_show, &revenue_form, STAFF,
	    "money.manage" },
	{ "GET", "/admin/revenue.csv", revenue_csv, &revenue_form, STAFF,
	    "money.manage", .flags = ROUTE_WRITES },
	{ "GET", "/admin/revenue.pdf", revenue_pdf, &revenue_form, STAFF,
	    "money.manage", .flags = ROUTE_WRITES },
	{ "GET", "/admin/mail", mail_list_show, &mail_list_form, STAFF,
	    "mail.view", .reads = mail_list_read },
	{ "GET", "/admin/mail/:id", mail_show, &id_form, STAFF, "mail.view" },
	{ "GET", "/admin/mail/:id/html", mail_html_show, &id_form, STAFF,
	    "mail.view" },
	{ "GET", "/admin/mail/:id/file", mail_file, &id_form, STAFF,
	    "mail.view" },
	{ "POST", "/admin/mail/:id/again", mail_again_post, &id_form, STAFF,
	    "mail.manage", RATE_WRITE, .refused = mail_show },
	{ "GET", "/admin/mail/suppressions", suppression_show, NULL, STAFF,
	    "mail.view" },
	{ "POST", "/admin/mail/suppressions", suppression_add_post,
	    &suppression_form, STAFF, "mail.manage", RATE_WRITE,
	    .refused = suppression_show },
	{ "POST", "/admin/mail/suppressions/remove", suppression_remove_post,
	    &suppression_form, STAFF, "mail.manage", RATE_WRITE,
	    .refused = suppression_show },
	{ "GET", "/admin/mail/templates", mail_template_list_show, NULL, STAFF,
	    "mail.manage" },
	{ "GET", TEMPLATE, mail_template_show, &mail_template_name_form, STAFF,
	    "mail.manage" },
	{ "POST", TEMPLATE, mail_template_post, &mail_template_form, STAFF,
	    "mail.manage", RATE_WRITE, .refused = mail_template_show,
	    .body_max = MAIL_TEMPLATE_BYTES },
	{ "GET", TEMPLATE "/html", mail_template_html,
	    &mail_template_name_form, STAFF, "mail.manage" },
	{ "POST", TEMPLATE "/reset", mail_template_reset_post,
	    &mail_template_name_form, STAFF, "mail.manage", RATE_WRITE },
	{ "POST", TEMPLATE "/test", mail_template_test_post,
	    &mail_template_name_form, STAFF, "mail.manage", RATE_MAIL },
	{ "GET", "/admin/jobs", job_list_show, &job_list_form, STAFF,
	    "jobs.manage", .reads = job_list_read },
	{ "GET", "/admin/jobs/:id", job_show, &id_form, STAFF, "jobs.manage",
	    .reads = job_read },
	{ "POST", "/admin/jobs/:id/again", job_again_post, &id_form, STAFF,
	    "jobs.manage", RATE_WRITE, .refused = job_refused },
	{ "POST", "/admin/jobs/:id/discard", job_discard_post, &id_form, STAFF,
	    "jobs.manage", RATE_WRITE, .refused = job_refused },
	{ "POST", "/admin/jobs/again", job_again_all_post, &job_kind_form,
	    STAFF, "jobs.manage", RATE_WRITE },
	{ "GET", "/admin/jobs/schedules", schedule_show, NULL, STAFF,
	    "jobs.manage", .reads = schedule_read },
	{ "POST", SCHEDULE "/pause", schedule_post, &schedule_form, STAFF,
	    "jobs.manage", RATE_WRITE },
	{ "POST", SCHEDULE "/resume", schedule_post, &schedule_form, STAFF,
	    "jobs.manage", RATE_WRITE },
	{ "POST", SCHEDULE "/run", schedule_post, &schedule_form, STAFF,
	    "jobs.manage", RATE_WRITE },
	{ "GET", "/admin/journeys", journey_list_show, &journey_list_form,
	    STAFF, "journeys.manage", .reads = journey_list_read },
	{ "GET", "/admin/journeys/:id", journey_show, &id_form, STAFF,
	    "journeys.manage", .flags = ROUTE_OPEN },
	{ "POST", "/admin/journeys/:id/approve", journey_approve_post,
	    &journey_approve_form, STAFF, "journeys.manage", RATE_WRITE,
	    .refused = journey_refused },
	{ "POST", "/admin/journeys/:id/changes", journey_changes_post,
	    &journey_changes_form, STAFF, "journeys.manage", RATE_WRITE,
	    .refused = journey_refused },
	{ "POST", "/admin/journeys/:id/decide", journey_decide_post,
	    &journey_decide_form, STAFF, "journeys.manage", RATE_WRITE,
	    .refused = journey_refused },
	{ "POST", "/admin/journeys/:id/feature", journey_feature_post,
	    &journey_feature_form, STAFF, "journeys.manage", RATE_WRITE,
	    .refused = journey_refused },
	{ "POST", "/admin/journeys/:id/fee", journey_fee_post,
	    &journey_fee_form, STAFF, "journeys.manage", RATE_WRITE,
	    .refused = journey_refused },
	{ "POST", "/admin/journeys/:id/safety-fix", journey_safety_post,
	    &id_form, STAFF, "journeys.manage", RATE_WRITE,
	    .refused = journey_refused },
	{ "GET", "/admin/webhooks", webhook_list_show, &webhook_list_form,
	    STAFF, "webhooks.manage", .reads = webhook_list_read },
	{ "GET", "/admin/webhooks/:id", webhook_show, &id_form, STAFF,
	    "webhooks.manage", .reads = webhook_read },
	{ "POST", "/admin/webhooks/:id/again", webhook_again_post, &id_form,
	    STAFF, "webhooks.manage", RATE_WRITE, .refused = webhook_refused },
	{ "POST", "/admin/webhooks/again", webhook_again_all_post,
	    &webhook_provider_form, STAFF, "webhooks.manage", RATE_WRITE },
	{ "GET", "/admin/health", health_show, NULL, STAFF, "health.view" },
	{ "GET", "/admin/promotions", promotion_list_show,
	    &promotion_list_form, STAFF, "money.manage",
	    .reads = promotion_list_read },
	{ "POST", "/admin/promotions", promotion_save_post,
	    &promotion_form, STAFF, "money.manage", RATE_WRITE,
	    .refused = promotion_edit_show },
	{ "GET", "/admin/promotions/new", promotion_edit_show, NULL, STAFF,
	    "money.manage" },
	{ "GET", "/admin/promotions/:id", promotion_edit_show, &id_form,
	    STAFF, "money.manage" },
	{ "POST", "/admin/promotions/:id", promotion_save_post,
	    &promotion_form, STAFF, "money.manage", RATE_WRITE,
	    .refused = promotion_edit_show },
	{ "POST", "/admin/promotions/:id/end", promotion_end_post, &id_form,
	    STAFF, "money.manage", RATE_WRITE,
	    .refused = promotion_edit_show },
	{ "GET", "/admin/lists", list_index_show, NULL, STAFF,
	    "settings.manage" },
	{ "GET", "/admin/lists/:list", list_show, &list_form, STAFF,
	    "settings.manage" },
	{ "POST", "/admin/lists/:list", list_add_post, &list_add_form, STAFF,
	    "settings.manage", RATE_WRITE, .refused = list_show },
	{ "GET", "/admin/lists/:list/:id", list_item_show, &list_item_form,
	    STAFF, "settings.manage" },
	{ "POST", "/admin/lists/:list/:id", list_rename_post,
	    &list_rename_form, STAFF, "settings.manage", RATE_WRITE,
	    .refused = list_item_show },
	ITEM_DO("up", list_up_post),
	ITEM_DO("down", list_down_post),
	ITEM_DO("retire", list_retire_post),
	ITEM_DO("offer", list_offer_post),
	{ "POST", "/admin/lists/:list/:id/merge", list_merge_post,
	    &list_merge_form, STAFF, "settings.manage", RATE_WRITE,
	    .refused = list_item_show },
	{ "GET", "/admin/tax-rates", tax_rate_list_show, NULL, STAFF,
	    "settings.manage", .flags = ROUTE_SUDO },
	{ "POST", "/admin/tax-rates", tax_rate_post, &tax_rate_form, STAFF,
	    "settings.manage", RATE_WRITE, .refused = tax_rate_list_show,
	    .flags = ROUTE_SUDO },
	{ "GET", "/admin/tax-rates/:country", tax_rate_show,
	    &tax_country_form, STAFF, "settings.manage",
	    .flags = ROUTE_SUDO },
	{ "POST", "/admin/tax-rates/:country", tax_rate_post, &tax_rate_form,
	    STAFF, "settings.manage", RATE_WRITE, .refused = tax_rate_show,
	    .flags = ROUTE_SUDO },
	{ "POST", "/admin/tax-rates/:country/remove", tax_rate_remove_post,
	    &tax_country_form, STAFF, "settings.manage", RATE_WRITE,
	    .flags = ROUTE_SUDO },
	{ "GET", "/admin/reviews", desk_review_list_show,
	    &desk_review_list_form, STAFF, "journeys.manage",
	    .flags = ROUTE_OPEN },
	{ "GET", "/admin/reviews/:id", desk_review_show, &desk_review_form,
	    STAFF, "journeys.manage", .flags = ROUTE_OPEN },
	{ "POST", "/admin/reviews/:id/assign", desk_review_assign_post,
	    &desk_review_assign_form, STAFF, "journeys.manage", RATE_WRITE,
	    .refused = desk_review_show },
	{ "GET", "/admin/currencies", currency_list_show,
	    &currency_list_form, STAFF, "settings.manage" },
	{ "GET", "/admin/currencies/:code", currency_show, &currency_form,
	    STAFF, "settings.manage", .flags = ROUTE_SUDO },
	{ "POST", "/admin/currencies/:code", currency_post, &currency_form,
	    STAFF, "settings.manage", RATE_WRITE, .refused = currency_show,
	    .flags = ROUTE_SUDO },
	/* The rules of automated moderation. */
	{ "GET", "/admin/moderation", rule_list_show, &rule_list_form, STAFF,
	    "safety.resolve", .reads = rule_list_read, .flags = ROUTE_OPEN },
	{ "POST", "/admin/moderation", rule_make_post, &rule_make_form, STAFF,
	    "moderation.manage", RATE_WRITE },
	{ "GET", "/admin/moderation/:id", rule_show, &rule_id_form, STAFF,
	    "safety.resolve" },
	{ "POST", "/admin/moderation/:id", rule_save_post, &rule_form, STAFF,
	    "moderation.manage", RATE_WRITE, .refused = rule_show,
	    .body_max = (size_t)1 << 20 },
	{ "POST", "/admin/moderation/:id/publish", rule_publish_post,
	    &rule_id_form, STAFF, "moderation.manage", RATE_WRITE,
	    .refused = rule_show },
	{ "POST", "/admin/moderation/:id/drop", rule_drop_post, &rule_id_form,
	    STAFF, "moderation.manage", RATE_WRITE, .refused = rule_show },
	{ "POST", "/admin/moderation/:id/undo", rule_undo_post,
	    &rule_undo_form, STAFF, "moderation.manage", RATE_WRITE,
	    .refused = rule_show },
	{ "GET", "/admin/settings", setting_list_show, NULL, STAFF,
	    "settings.manage" },
	{ "GET", "/admin/settings/:name", setting_show, &setting_form, STAFF,
	    "settings.manage", .flags = ROUTE_SUDO },
	{ "POST", "/admin/settings/:name", setting_post, &setting_form, STAFF,
	    "settings.manage", RATE_WRITE, .refused = setting_show,
	    .flags = ROUTE_SUDO },
	{ "POST", "/admin/settings/:name/undo", setting_undo_post,
	    &setting_undo_form, STAFF, "settings.manage", RATE_WRITE,
	    .refused = setting_show, .flags = ROUTE_SUDO },
	{ "GET", "/admin/audit", audit_show, &audit_form, STAFF,
	    "audit.view" },
	{ "GET", "/admin/audit.csv", audit_csv, &audit_form, STAFF,
	    "audit.view", .flags = ROUTE_WRITES },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&overview_page,
	&search_page,
	&person_list_page,
	&person_page,
	&person_act_page,
	&role_page,
	&role_revoke_page,
	&impersonation_page,
	&expert_list_page,
	&expert_page,
	&session_list_page,
	&session_page,
	&session_act_page,
	&order_list_page,
	&order_page,
	&order_act_page,
	&refund_list_page,
	&refund_page,
	&dispute_list_page,
	&dispute_page,
	&transaction_list_page,
	&revenue_page,
	&list_index_page,
	&list_page,
	&list_item_page,
	&tax_rate_list_page,
	&tax_rate_page,
	&currency_list_page,
	&desk_review_list_page,
	&desk_review_page,
	&currency_page,
	&mail_list_page,
	&mail_page,
	&suppression_page,
	&mail_template_list_page,
	&mail_template_page,
	&job_list_page,
	&job_page,
	&schedule_page,
	&payout_list_page,
	&payout_page,
	&payout_act_page,
	&payout_person_page,
	&journey_list_page,
	&journey_page,
	&webhook_list_page,
	&webhook_page,
	&health_page,
	&rule_list_page,
	&rule_page,
	&setting_list_page,
	&setting_page,
	&promotion_list_page,
	&promotion_page,
	&audit_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	admin_person_list_stmts,
	admin_person_stmts,
	admin_person_act_stmts,
	admin_role_stmts,
	admin_impersonation_stmts,
	admin_expert_list_stmts,
	admin_expert_stmts,
	admin_overview_stmts,
	admin_search_stmts,
	admin_session_list_stmts,
	admin_session_stmts,
	admin_order_list_stmts,
	admin_order_stmts,
	admin_rate_stmts,
	admin_review_stmts,
	admin_refund_stmts,
	admin_dispute_stmts,
	admin_transaction_stmts,
	admin_revenue_stmts,
	admin_list_stmts,
	admin_mail_stmts,
	admin_mail_template_stmts,
	admin_job_stmts,
	admin_payment_status_stmts,
	admin_payout_stmts,
	admin_journey_stmts,
	lib_journey_version_stmts,
	admin_webhook_stmts,
	admin_health_stmts,
	admin_rule_stmts,
	lib_app_moderate_stmts,
	admin_setting_stmts,
	admin_promotion_stmts,
	admin_audit_stmts,
	NULL,
};

static const struct setting *const settings[] = { health_settings,
	payment_status_settings, stripe_api_settings, paypal_api_settings,
	google_settings, NULL };

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "admin",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
		.refusals = admin_refusals,
		.settings = settings,
	    },
	    argc, argv);
}
