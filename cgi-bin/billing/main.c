#include "billing/affiliate.h"
#include "billing/billing.h"
#include "billing/checkout.h"
#include "billing/checkout_api.h"
#include "billing/credit.h"
#include "billing/invoice.h"
#include "billing/order.h"
#include "billing/overview.h"
#include "billing/payout.h"
#include "billing/promotion.h"
#include "billing/provider.h"
#include "billing/refund.h"
#include "billing/subscription.h"
#include "gen/billing/affiliate_sql.h"
#include "gen/billing/checkout_sql.h"
#include "gen/billing/connect_sql.h"
#include "gen/billing/invoice_sql.h"
#include "gen/billing/order_sql.h"
#include "gen/billing/overview_sql.h"
#include "gen/billing/payout_sql.h"
#include "gen/billing/promotion_sql.h"
#include "gen/billing/provider_sql.h"
#include "gen/billing/refund_sql.h"
#include "gen/billing/subscription_sql.h"
#include "gen/billing/tax_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/domain/invoice_sql.h"
#include "gen/lib/job/job_sql.h"
#include "lib/domain/payment_provider.h"

/* One account, and the same of one kind of work each. */
#define REVENUE(path)                                             \
	{                                                         \
		"GET", path, payout_show, &payout_form, VERIFIED, \
		    .reads = payout_read                          \
	}

// clang-format off
static const struct route routes[] = {
	/* Buying. */
	{ "GET", "/checkout/:kind/:id", checkout_show, &checkout_form, VERIFIED,
	    .reads = checkout_read, .refused = checkout_refused,
	    .flags = ROUTE_OPEN },
	{ "POST", "/checkout/:kind/:id", checkout_post, &checkout_form,
	    VERIFIED, .rate = RATE_WRITE, .refused = checkout_refused },
	{ "GET", "/checkout/order/:ref", order_show, &order_form, MEMBER,
	    .reads = order_read },
	{ "GET", "/checkout/order/:ref/return", order_return_show, &order_form,
	    MEMBER, .flags = ROUTE_WRITES | ROUTE_OPEN, .reads = order_read },
	{ "GET", "/checkout/order/:ref/cancel", order_cancel_show, &order_form,
	    MEMBER, .reads = order_read },
	{ "POST", "/checkout/order/:ref/cancel", order_cancel_post, &order_form,
	    MEMBER, .rate = RATE_WRITE, .refused = order_refused },
	{ "POST", "/checkout/order/:ref/pay", order_pay_post, &order_pay_form,
	    VERIFIED, .rate = RATE_WRITE, .refused = order_refused },
	{ "GET", "/checkout/order/:ref/refund", refund_show, &refund_form,
	    MEMBER, .reads = refund_read },
	{ "POST", "/checkout/order/:ref/refund", refund_post, &refund_form,
	    VERIFIED, .rate = RATE_WRITE, .refused = refund_refused },
	{ "GET", "/orders", order_list_show, &order_list_form, MEMBER,
	    .reads = order_list_read },
	/* All of it. */
	{ "GET", "/account/billing", overview_show, NULL, MEMBER,
	    .reads = overview_read },
	{ "POST", "/account/billing/identity", identity_post, &identity_form,
	    MEMBER, .rate = RATE_WRITE, .refused = overview_refused },
	/* Papers. */
	{ "GET", "/billing/invoices", invoice_list_show, &paper_list_form,
	    MEMBER, .reads = invoice_list_read },
	{ "GET", "/billing/invoices/:id", invoice_show, &paper_form, MEMBER },
	{ "GET", "/billing/invoices/:id/pdf", invoice_pdf_show, &paper_form,
	    MEMBER },
	{ "GET", "/billing/credit-notes/:id", credit_note_show, &paper_form,
	    MEMBER },
	{ "GET", "/billing/credit-notes/:id/pdf", credit_note_pdf_show,
	    &paper_form, MEMBER },
	/* Subscriptions. */
	{ "GET", "/billing/plans", plan_list_show, &plan_list_form, PUBLIC,
	    .reads = plan_list_read },
	{ "POST", "/subscriptions/v2/checkout", subscription_begin_post,
	    &subscription_begin_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = plan_list_refused },
	{ "GET", "/subscriptions/:id", subscription_show, &subscription_form,
	    MEMBER, .reads = subscription_read },
	{ "GET", "/subscriptions/:id/change", subscription_change_show,
	    &subscription_form, MEMBER, .reads = subscription_change_read },
	{ "POST", "/subscriptions/:id/change", subscription_change_post,
	    &subscription_change_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = subscription_change_refused },
	{ "POST", "/subscriptions/:id/keep", subscription_keep_post,
	    &subscription_pick_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = subscription_refused },
	{ "GET", "/subscriptions/:id/cancel", subscription_cancel_show,
	    &subscription_form, MEMBER },
	{ "POST", "/subscriptions/:id/cancel", subscription_cancel_post,
	    &subscription_cancel_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = subscription_cancel_refused },
	{ "POST", "/subscriptions/:id/reactivate",
	    subscription_reactivate_post, &subscription_pick_form, VERIFIED,
	    .rate = RATE_WRITE, .refused = subscription_refused },
	{ "POST", "/subscriptions/v2/cancel", subscription_cancel_post,
	    &subscription_cancel_form, VERIFIED, .rate = RATE_WRITE },
	{ "POST", "/subscriptions/v2/reactivate",
	    subscription_reactivate_post, &subscription_pick_form, VERIFIED,
	    .rate = RATE_WRITE },
	{ "POST", "/subscriptions/v2/portal", portal_post, NULL, VERIFIED,
	    .rate = RATE_WRITE },
	{ "POST", "/billing/portal", portal_post, NULL, VERIFIED,
	    .rate = RATE_WRITE },
	{ "POST", "/stripe/customer-portal", portal_post, NULL, VERIFIED,
	    .rate = RATE_WRITE },
	{ "GET", "/billing/portal/:id", portal_show, &portal_form, MEMBER },
	/* The same for programs. */
	{ "POST", "/billing/checkout", purchase_post, &purchase_form, VERIFIED,
	    .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY },
	{ "POST", "/payments/session", purchase_post, &purchase_form, VERIFIED,
	    .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY },
	{ "POST", "/checkout/stripe", purchase_stripe_post, &purchase_form,
	    VERIFIED, .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY },
	{ "POST", "/stripe/create-checkout", purchase_stripe_post,
	    &purchase_form, VERIFIED, .rate = RATE_WRITE,
	    .flags = ROUTE_JSON_ONLY },
	{ "POST", "/checkout/paypal", purchase_paypal_post, &purchase_form,
	    VERIFIED, .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY },
	{ "POST", "/checkout/paypal/capture", capture_post, &capture_form,
	    VERIFIED, .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY },
	{ "POST", "/recruiter/credits", credit_post, &credit_form, VERIFIED,
	    .rate = RATE_WRITE, .flags = ROUTE_JSON_ONLY },
	{ "GET", "/checkout/verify", verify_show, &verify_form, MEMBER,
	    .flags = ROUTE_JSON_ONLY | ROUTE_WRITES },
	/* Promotion codes. */
	{ "GET", "/promotions", promotion_list_show, &promotion_list_form,
	    MEMBER, .reads = promotion_list_read },
	{ "POST", "/promotions", promotion_save_post, &promotion_form,
	    VERIFIED, .rate = RATE_WRITE, .refused = promotion_edit_show },
	{ "GET", "/promotions/new", promotion_edit_show, NULL, MEMBER },
	{ "GET", "/promotions/:id", promotion_edit_show, &promotion_id_form,
	    MEMBER },
	{ "POST", "/promotions/:id", promotion_save_post, &promotion_form,
	    VERIFIED, .rate = RATE_WRITE, .refused = promotion_edit_show },
	{ "POST", "/promotions/:id/end", promotion_end_post,
	    &promotion_id_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = promotion_edit_show },
	/* Being paid. */
	REVENUE("/payouts"),
	REVENUE("/interviewer/payouts"),
	REVENUE("/mentor/revenue"),
	REVENUE("/concierge/revenue"),
	REVENUE("/creator/revenue"),
	{ "POST", "/payouts", payout_ask_post, &payout_ask_form, VERIFIED,
	    .rate = RATE_WRITE },
	{ "POST", "/interviewer/payouts", payout_ask_post, &payout_ask_form,
	    VERIFIED, .rate = RATE_WRITE },
	{ "GET", "/payouts/earnings", earning_show, &earning_form, VERIFIED,
	    .reads = earning_read },
	{ "GET", "/payouts/earnings.csv", earning_csv, &earning_form, VERIFIED,
	    .flags = ROUTE_OPEN },
	{ "GET", "/payouts/account", payout_account_show, NULL, VERIFIED,
	    .flags = ROUTE_SUDO },
	{ "POST", "/payouts/account", payout_account_post,
	    &payout_account_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = payout_account_show, .flags = ROUTE_SUDO },
	{ "POST", "/payouts/account/weekly", payout_weekly_post,
	    &payout_weekly_form, VERIFIED, .rate = RATE_WRITE },
	{ "POST", "/payouts/connect", connect_post, &connect_form, VERIFIED,
	    .rate = RATE_WRITE, .flags = ROUTE_SUDO },
	{ "POST", "/interviewer/connect", connect_post, &connect_form,
	    VERIFIED, .rate = RATE_WRITE, .flags = ROUTE_SUDO },
	{ "GET", "/payouts/connect", connect_show, NULL, VERIFIED,
	    .flags = ROUTE_WRITES },
	{ "GET", "/payouts/connect/return", connect_return, NULL, VERIFIED,
	    .flags = ROUTE_WRITES },
	{ "GET", "/payouts/tax", tax_show, &tax_form, VERIFIED },
	{ "GET", "/payouts/tax.csv", tax_csv, &tax_form, VERIFIED },
	{ "GET", "/payouts/tax.pdf", tax_pdf, &tax_form, VERIFIED },
	{ "GET", "/payouts/:id", payout_one_show, &payout_one_form, VERIFIED },
	{ "GET", "/payouts/:id/statement", payout_statement, &payout_one_form,
	    VERIFIED },
	/* Affiliates. */
	{ "GET", "/affiliate", affiliate_show, &affiliate_form, VERIFIED,
	    .reads = affiliate_read },
	{ "POST", "/affiliate/join", affiliate_join_post,
	    &affiliate_join_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = affiliate_refused },
	{ "POST", "/affiliate/:id/leave", affiliate_leave_post,
	    &affiliate_id_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = affiliate_refused },
	{ "POST", "/affiliate/:id/links", affiliate_link_post,
	    &affiliate_link_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = affiliate_refused },
	{ "POST", "/affiliate/links/:id/end", affiliate_link_end_post,
	    &affiliate_id_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = affiliate_refused },
	{ "GET", "/affiliate/program", program_show, &program_list_form,
	    VERIFIED, .reads = program_read },
	{ "POST", "/affiliate/program", program_post, &program_form, VERIFIED,
	    .rate = RATE_WRITE, .refused = program_show },
	{ "POST", "/affiliate/program/:id", program_decide_post,
	    &program_decide_form, VERIFIED, .rate = RATE_WRITE,
	    .refused = program_show },
	{ "GET", "/r/:code", referral_show, &referral_form, PUBLIC,
	    .flags = ROUTE_WRITES },
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&checkout_page,
	&order_page,
	&order_list_page,
	&payout_page,
	&payout_one_page,
	&payout_account_page,
	&connect_page,
	&earning_page,
	&tax_page,
	&affiliate_page,
	&program_page,
	&invoice_page,
	&invoice_list_page,
	&overview_page,
	&refund_page,
	&promotion_list_page,
	&promotion_page,
	&plan_list_page,
	&subscription_page,
	&subscription_change_page,
	&subscription_cancel_page,
	&portal_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	lib_job_job_stmts,
	billing_checkout_stmts,
	billing_order_stmts,
	billing_provider_stmts,
	billing_payout_stmts,
	billing_connect_stmts,
	billing_tax_stmts,
	billing_affiliate_stmts,
	billing_invoice_stmts,
	billing_overview_stmts,
	billing_refund_stmts,
	billing_subscription_stmts,
	lib_domain_invoice_stmts,
	billing_promotion_stmts,
	NULL,
};

static const struct setting *const settings[] = {
	stripe_api_settings,
	paypal_api_settings,
	NULL,
};

int
main(int argc, char **argv)
{
	return app_run(
	    &(struct app){
		.name = "billing",
		.routes = routes,
		.stmts = stmts,
		.pages = pages,
		.settings = settings,
		.refusals = billing_refusals,
	    },
	    argc, argv);
}
