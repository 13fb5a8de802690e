#include "webhooks/webhooks.h"

const struct setting paypal_settings[] = {
	{ "PAYPAL_WEBHOOK_ID", SETTING_TEXT, NULL, false,
	    "PayPal's id of our webhook, which its signatures are for." },
	{ "PAYPAL_CERT_HOST", SETTING_TEXT, "paypal.com", false,
	    "Domain that PayPal's certificates may be fetched from; with a "
	    "port: that one address, for tests." },
	{ "PAYPAL_CERT_NAME", SETTING_TEXT,
	    "messageverificationcerts.paypal.com "
	    "messageverificationcerts.sandbox.paypal.com",
	    false, "Names that such a certificate may have, by spaces." },
	{ "PAYPAL_ROOT_CERT", SETTING_TEXT, NULL, false,
	    "PEM file with the roots that PayPal's certificate may lead to; "
	    "the system's when unset." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

static const char *
check(struct request *r, struct delivery *d, const struct signed_body *body,
    const struct paypal_headers *h)
{
	const struct paypal_trust trust = { setting_text("PAYPAL_ROOT_CERT"),
		setting_text("PAYPAL_CERT_NAME"), r->now };
	const char *webhook_id = setting_text("PAYPAL_WEBHOOK_ID");
	const char *why, *pem;

	if (webhook_id == NULL)
		return "no webhook id is set";
	why = signature_paypal_place(
	    h->cert_url, setting_text("PAYPAL_CERT_HOST"));
	if (why != NULL)
		return why;
	pem = paypal_certificate(r->arena, h->cert_url, &trust, &why);
	if (pem == NULL) {
		d->is_away = why == NULL;
		return why != NULL ? why : "the certificate can't be had";
	}
	return signature_paypal(r->arena, body, h, webhook_id, pem);
}

void
paypal_check(struct request *r)
{
	static const struct event_shape shape = { "id", "event_type" };
	const struct paypal_headers headers = {
		.id = http_header(r->http, "PayPal-Transmission-Id"),
		.time = http_header(r->http, "PayPal-Transmission-Time"),
		.algorithm = http_header(r->http, "PayPal-Auth-Algo"),
		.cert_url = http_header(r->http, "PayPal-Cert-Url"),
		.signature = http_header(r->http, "PayPal-Transmission-Sig"),
	};
	struct signed_body body;
	struct delivery *d = delivery_new(r, "paypal", &body);

	delivery_judge(r, d, check(r, d, &body, &headers), &shape);
}
