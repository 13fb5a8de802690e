#include <string.h>

#include "admin/order_words.h"
#include "lib/base/words.h"

const char *const order_kinds[] = { "session", "pack", "package",
	"subscription", "tier", "credits", "review", "company", NULL };

const char *
order_kind_words(const char *kind)
{
	static const struct word list[] = { { "session", WORDS("Session") },
		{ "pack", WORDS("Session pack") },
		{ "package", WORDS("Coaching package") },
		{ "subscription", WORDS("Subscription") },
		{ "tier", WORDS("Journey tier") },
		{ "credits", WORDS("Credits") }, { "review", WORDS("Review") },
		{ "company", WORDS("Company plan") },
		{ "affiliate", WORDS("Commission") }, { NULL, NULL } };

	return word_of(list, kind);
}

const char *const order_states[] = { "pending", "processing", "paid",
	"fulfilled", "partially_refunded", "refunded", "failed", "canceled",
	"expired", "disputed", "charged_back", NULL };

const char *
order_status_words(const char *status)
{
	static const struct word list[] = { { "pending", WORDS("Not paid") },
		{ "processing", WORDS("Being paid") },
		{ "paid", WORDS("Paid") }, { "fulfilled", WORDS("Delivered") },
		{ "partially_refunded", WORDS("Partly refunded") },
		{ "refunded", WORDS("Refunded") },
		{ "failed", WORDS("Failed") },
		{ "canceled", WORDS("Cancelled") },
		{ "expired", WORDS("Expired") },
		{ "disputed", WORDS("Disputed") },
		{ "charged_back", WORDS("Charged back") },
		{ "completed", WORDS("Completed") }, { NULL, NULL } };

	return word_of(list, status);
}

const char *const order_providers[] = { "manual", "stripe", "paypal", NULL };

const char *
order_provider_words(const char *provider)
{
	static const struct word list[] = { { "manual", WORDS("By hand") },
		{ "stripe", WORDS("Stripe") }, { "paypal", WORDS("PayPal") },
		{ NULL, NULL } };

	return word_of(list, provider);
}

const char *const refund_states[] = { "requested", "approved", "submitted",
	"succeeded", "failed", "rejected", NULL };

const char *
refund_status_words(const char *status)
{
	static const struct word list[] = { { "requested", WORDS("Asked for") },
		{ "approved", WORDS("Approved") },
		{ "submitted", WORDS("On its way") },
		{ "succeeded", WORDS("Sent") }, { "failed", WORDS("Failed") },
		{ "rejected", WORDS("Refused") }, { NULL, NULL } };

	return word_of(list, status);
}

const char *
refund_reason_words(const char *reason)
{
	static const struct word list[] = { { "asked",
						WORDS("Asked by the buyer") },
		{ "policy", WORDS("By the policy") },
		{ "admin", WORDS("Given by an admin") },
		{ "canceled", WORDS("Session cancelled") },
		{ "declined", WORDS("Session declined") },
		{ "no_show", WORDS("No-show") },
		{ "resolved", WORDS("Dispute resolved") },
		{ "unavailable", WORDS("Could not be delivered") },
		{ "late", WORDS("Paid too late") },
		{ "extra", WORDS("Paid too much") },
		{ "provider", WORDS("Sent by the provider") }, { NULL, NULL } };

	return word_of(list, reason);
}

const char *const dispute_states[] = { "open", "won", "lost", NULL };

const char *
dispute_status_words(const char *status)
{
	static const struct word list[] = { { "open", WORDS("Open") },
		{ "won", WORDS("Won") }, { "lost", WORDS("Lost") },
		{ NULL, NULL } };

	return word_of(list, status);
}

const char *
payment_status_words(const char *status)
{
	static const struct word list[] = { { "created", WORDS("Begun") },
		{ "requires_action", WORDS("Waits for the buyer") },
		{ "authorized", WORDS("Agreed by the bank") },
		{ "captured", WORDS("Received") },
		{ "failed", WORDS("Failed") }, { "voided", WORDS("Given up") },
		{ NULL, NULL } };

	return word_of(list, status);
}

const char *
share_words(const char *kind)
{
	static const struct word list[] = { { "fee", WORDS("Platform fee") },
		{ "seller", WORDS("Seller") },
		{ "affiliate", WORDS("Affiliate") },
		{ "reserve", WORDS("Reserve for work to come") },
		{ "creator", WORDS("Creator") }, { "mentor", WORDS("Mentor") },
		{ "concierge", WORDS("Concierge") },
		{ "interviewer", WORDS("Interviewer") },
		{ "clawback", WORDS("Taken back") }, { "tax", WORDS("Tax") },
		{ NULL, NULL } };

	return word_of(list, kind);
}

const char *
order_tone(const char *status)
{
	static const struct {
		const char *name, *tone;
	} list[] = { { "paid", "info" }, { "fulfilled", "good" },
		{ "completed", "good" }, { "succeeded", "good" },
		{ "captured", "good" }, { "won", "good" }, { "done", "good" },
		{ "processing", "info" }, { "approved", "info" },
		{ "submitted", "info" }, { "authorized", "info" },
		{ "pending", "warn" }, { "waiting", "warn" },
		{ "requested", "warn" }, { "open", "warn" },
		{ "partially_refunded", "warn" }, { "failed", "bad" },
		{ "disputed", "bad" }, { "charged_back", "bad" },
		{ "lost", "bad" } };

	for (size_t i = 0; status != NULL && i < sizeof(list) / sizeof(list[0]);
	     i++)
		if (strcmp(list[i].name, status) == 0)
			return list[i].tone;
	return NULL;
}
