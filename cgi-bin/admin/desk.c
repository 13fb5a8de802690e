#include <string.h>

#include "admin/desk.h"
#include "lib/base/words.h"

/* In the order of the menu; a heading begins a section. */
static const struct desk_place places[] = {
	{ "", "/admin", WORDS("Overview"), "layout-dashboard", "people.view",
	    .is_exact = true },
	{ NULL, "/admin/people", WORDS("People"), "users", "people.view" },
	{ NULL, "/admin/sessions", WORDS("Sessions"), "video", "people.view" },
	{ WORDS("Approvals"), "/admin/interviewers", WORDS("Interviewers"),
	    "square-code", "expert.verify" },
	{ NULL, "/admin/mentors", WORDS("Mentors"), "presentation",
	    "expert.verify" },
	{ NULL, "/admin/concierges", WORDS("Concierges"), "hand-helping",
	    "expert.verify" },
	{ NULL, "/admin/journeys", WORDS("Journeys"), "route",
	    "journeys.manage" },
	{ WORDS("Money"), "/admin/orders", WORDS("Orders"), "credit-card",
	    "money.manage" },
	{ NULL, "/admin/revenue", WORDS("Revenue"), "chart-line",
	    "money.manage" },
	{ NULL, "/admin/refunds", WORDS("Refunds"), "banknote",
	    "money.manage" },
	{ NULL, "/admin/disputes", WORDS("Disputes"), "flag", "money.manage" },
	{ NULL, "/admin/transactions", WORDS("Transactions"), "list-checks",
	    "money.manage" },
	{ NULL, "/admin/promotions", WORDS("Promotion codes"), "badge-check",
	    "money.manage" },
	{ NULL, "/admin/payouts", WORDS("Payouts"), "banknote",
	    "money.manage" },
	{ WORDS("Safety"), "/admin/moderation", WORDS("Automated moderation"),
	    "shield", "safety.resolve" },
	{ WORDS("System"), "/admin/mail", WORDS("Mail"), "inbox", "mail.view" },
	{ NULL, "/admin/jobs", WORDS("Jobs"), "list-checks", "jobs.manage" },
	{ NULL, "/admin/webhooks", WORDS("Webhooks"), "link",
	    "webhooks.manage" },
	{ NULL, "/admin/health", WORDS("Health"), "heart-pulse",
	    "health.view" },
	{ NULL, "/admin/settings", WORDS("Settings"), "settings",
	    "settings.manage" },
	{ NULL, "/admin/reviews", WORDS("Reviews"), "scroll-text",
	    "journeys.manage" },
	{ NULL, "/admin/lists", WORDS("Lists"), "list-checks",
	    "settings.manage" },
	{ NULL, "/admin/audit", WORDS("Audit log"), "scroll-text",
	    "audit.view" },
	{ NULL, NULL, NULL, NULL, NULL },
};

void
desk_fill(struct request *r, struct desk *d)
{
	desk_place(r, d, places);
	if (strcmp(r->http->path, "/admin/search") == 0 && d->nsections != 0)
		d->sections[0].links[0].current = true;
}
