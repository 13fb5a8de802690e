#include "billing/billing.h"
#include "billing/checkout.h"
#include "billing/checkout_api.h"
#include "billing/invoice.h"
#include "billing/order.h"
#include "billing/overview.h"
#include "billing/promotion.h"
#include "billing/provider.h"
#include "billing/refund.h"
#include "gen/billing/checkout_sql.h"
#include "gen/billing/invoice_sql.h"
#include "gen/billing/order_sql.h"
#include "gen/billing/overview_sql.h"
#include "gen/billing/promotion_sql.h"
#include "gen/billing/refund_sql.h"
#include "gen/lib/auth/session_sql.h"
#include "gen/lib/domain/invoice_sql.h"

// clang-format off
static const struct route routes[] = {
	/* Buying. */
	{ "GET", "/checkout/:kind/:id", checkout_show, &checkout_form, VERIFIED,
	    .reads = checkout_read, .refused = checkout_refused },
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
	{ NULL, NULL, NULL, NULL, NOBODY },
};
// clang-format on

static struct page *const pages[] = {
	&checkout_page,
	&order_page,
	&order_list_page,
	&invoice_page,
	&invoice_list_page,
	&overview_page,
	&refund_page,
	&promotion_list_page,
	&promotion_page,
	NULL,
};

static const struct stmt *const *const stmts[] = {
	lib_auth_session_stmts,
	billing_checkout_stmts,
	billing_order_stmts,
	billing_invoice_stmts,
	billing_overview_stmts,
	billing_refund_stmts,
	lib_domain_invoice_stmts,
	billing_promotion_stmts,
	NULL,
};

static const struct setting *const settings[] = {
	provider_settings,
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
