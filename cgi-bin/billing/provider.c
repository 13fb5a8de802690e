#include <string.h>

#include "billing/provider.h"
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

const char *
provider_usual(void)
{
	size_t i = 0;

	while (!payment_provider_is_configured(known[i].name))
		i++;
	return known[i].name;
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
	bool is_on;

	if (chosen == NULL || *chosen == '\0' ||
	    !payment_provider_is_configured(chosen))
		chosen = provider_usual();
	for (*n = 0; *n < NKNOWN; ++*n) {
		is_on = payment_provider_is_configured(known[*n].name);
		all[*n] = (struct choice){ .value = known[*n].name,
			.label = tr(known[*n].words),
			.note = is_on ? tr(known[*n].note)
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
