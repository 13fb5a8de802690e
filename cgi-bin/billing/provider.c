#include <string.h>

#include "billing/provider.h"
#include "gen/billing/provider_sql.h"
#include "lib/base/words.h"
#include "lib/domain/payment_provider.h"

const char *const providers[] = { "stripe", "paypal", "manual", NULL };

static const struct {
	const char *name, *words, *note;
} known[] = {
	{ "stripe", WORDS("Card"),
	    WORDS("You continue at Stripe, our payment provider") },
	{ "paypal", WORDS("PayPal"), WORDS("You continue at PayPal") },
	{ "manual", WORDS("Bank transfer"),
	    WORDS("We show where to pay and a reference; it counts once the "
		  "money has arrived") },
};
enum { NKNOWN = sizeof(known) / sizeof(known[0]) };

/* Configured, and not switched off by an admin. */
static bool
is_offered(const struct providers_on_row *on, const char *name)
{
	if (!payment_provider_is_configured(name))
		return false;
	return strcmp(name, "stripe") == 0   ? on->stripe
	       : strcmp(name, "paypal") == 0 ? on->paypal
					     : on->manual;
}

static const char *
usual(const struct providers_on_row *on)
{
	for (size_t i = 0; i < NKNOWN; i++)
		if (is_offered(on, known[i].name))
			return known[i].name;
	return known[NKNOWN - 1].name;
}

const char *
provider_usual(struct request *r)
{
	struct providers_on_row on;

	return providers_on(r->db, &on) ? usual(&on) : known[0].name;
}

const char *
provider_words(const char *name)
{
	for (size_t i = 0; name != NULL && i < NKNOWN; i++)
		if (strcmp(known[i].name, name) == 0)
			return tr(known[i].words);
	return name;
}

struct choice *
provider_choices(struct request *r, const char *chosen, size_t *n)
{
	struct choice *all = arena_alloc(r->arena, NKNOWN, sizeof(*all));
	struct providers_on_row on = { .manual = true };
	bool is_on;

	providers_on(r->db, &on);
	if (chosen == NULL || *chosen == '\0' || !is_offered(&on, chosen))
		chosen = usual(&on);
	for (*n = 0; *n < NKNOWN; ++*n) {
		is_on = is_offered(&on, known[*n].name);
		all[*n] = (struct choice){ .value = known[*n].name,
			.label = tr(known[*n].words),
			.note = is_on ? tr(known[*n].note)
				: payment_provider_is_configured(known[*n].name)
				    ? tr("Not offered at the moment")
				    : tr("Not configured on this site"),
			.chosen = strcmp(known[*n].name, chosen) == 0,
			.refused = !is_on };
	}
	return all;
}

/* An address as a header may carry it. */
static bool
is_address(const char *url)
{
	if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
		return false;
	for (; *url != '\0'; url++)
		if (*url <= ' ' || *url > '~')
			return false;
	return true;
}

/* By a refresh and not by a redirect: the page that was posted from may not lead
 * to other sites, and the way back leads to this one. */
bool
provider_go(struct request *r, const char *url)
{
	if (url == NULL || !is_address(url))
		return false;
	request_header(r, "Refresh", arena_printf(r->arena, "0; url=%s", url));
	return true;
}
