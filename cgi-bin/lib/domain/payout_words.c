#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/payout_words.h"
#include "lib/domain/when.h"

const char *const payout_states[] = { "pending", "approved", "processing",
	"completed", "failed", "canceled", NULL };
const char *const payout_kinds[] = { "monthly", "weekly", "now", "closing",
	"dormant", NULL };
const char *const earning_types[] = { "mentor", "interviewer", "concierge",
	"creator", "affiliate", NULL };
const char *const earning_states[] = { "pending", "available", "frozen",
	"in_payout", "paid", "reversed", NULL };

static const struct word states[] = {
	{ "pending", WORDS("Waits for approval") },
	{ "second", WORDS("Second approval") },
	{ "approved", WORDS("Approved") },
	{ "processing", WORDS("On its way") },
	{ "completed", WORDS("Paid out") },
	{ "failed", WORDS("Failed") },
	{ "returned", WORDS("Came back") },
	{ "canceled", WORDS("Cancelled") },
	{ NULL, NULL },
};
static const struct word tones[] = {
	{ "pending", "warn" },
	{ "second", "warn" },
	{ "approved", "info" },
	{ "processing", "info" },
	{ "completed", "good" },
	{ "failed", "bad" },
	{ "returned", "bad" },
	{ NULL, NULL },
};
static const struct word kinds[] = {
	{ "monthly", WORDS("Monthly") },
	{ "weekly", WORDS("Weekly") },
	{ "now", WORDS("On demand") },
	{ "closing", WORDS("Account closed") },
	{ "dormant", WORDS("A year without activity") },
	{ NULL, NULL },
};
static const struct word ways[] = {
	{ "manual", WORDS("Bank transfer") },
	{ "stripe", WORDS("Stripe") },
	{ "paypal", WORDS("PayPal") },
	{ NULL, NULL },
};
static const struct word types[] = {
	{ "mentor", WORDS("Mentoring") },
	{ "interviewer", WORDS("Interviews") },
	{ "concierge", WORDS("Concierge calls") },
	{ "creator", WORDS("Journeys and packs") },
	{ "affiliate", WORDS("Commission") },
	{ NULL, NULL },
};
static const struct word line_states[] = {
	{ "pending", WORDS("Not due yet") },
	{ "available", WORDS("Available") },
	{ "frozen", WORDS("Frozen: disputed") },
	{ "in_payout", WORDS("In a payout") },
	{ "paid", WORDS("Paid out") },
	{ "reversed", WORDS("Given back") },
	{ NULL, NULL },
};
static const struct word accounts[] = {
	{ "incomplete", WORDS("Not complete") },
	{ "checking", WORDS("Being checked") },
	{ "verified", WORDS("Verified") },
	{ "restricted", WORDS("Needs your attention") },
	{ NULL, NULL },
};

static const char *
tone_of(const struct word *all, const char *name)
{
	for (; all->name != NULL; all++)
		if (strcmp(all->name, name) == 0)
			return all->english;
	return NULL;
}

const char *
payout_state_words(const char *state)
{
	return word_of(states, state);
}

const char *
payout_tone(const char *state)
{
	return tone_of(tones, state);
}

const char *
payout_kind_words(const char *kind)
{
	return word_of(kinds, kind);
}

static const char *
week_words(struct arena *a, int year, int week)
{
	const struct words_place places[] = {
		{ "week", arena_printf(a, "%d", week) },
		{ "year", arena_printf(a, "%d", year) },
		{ NULL, NULL },
	};
	struct buf b;

	buf_init(&b, a, 40);
	words_fill(&b, words("Week {week}, {year}"), places);
	return b.data;
}

const char *
payout_period_words(struct arena *a, const char *period)
{
	struct date day = date_from_text(period);
	char *rest;
	long year = strtol(period, &rest, 10), n;

	if (day.year != 0)
		return when_date(a, day);
	if (*rest != '-')
		return period;
	n = strtol(rest + (rest[1] == 'W' ? 2 : 1), NULL, 10);
	if (rest[1] == 'W')
		return week_words(a, (int)year, (int)n);
	if (n < 1 || n > 12)
		return period;
	return arena_printf(a, "%s %d", month_name((int32_t)n), (int)year);
}

const char *
payout_way_words(const char *provider)
{
	return word_of(ways, provider);
}

const char *
earning_type_words(const char *type)
{
	return word_of(types, type);
}

const char *
earning_state_words(const char *state)
{
	return word_of(line_states, state);
}

const char *
payout_account_words(const char *state)
{
	return word_of(accounts, state);
}

const char *
payout_account_tone(const char *state)
{
	if (strcmp(state, "verified") == 0)
		return "good";
	return strcmp(state, "checking") == 0 ? "info" : "warn";
}

/* By what they begin with. */
static const struct word needs[] = {
	{ "external_account", WORDS("Your bank account") },
	{ "individual.dob", WORDS("Your date of birth") },
	{ "individual.first_name", WORDS("Your name") },
	{ "individual.last_name", WORDS("Your name") },
	{ "individual.address", WORDS("Your address") },
	{ "individual.verification", WORDS("A proof of who you are") },
	{ "individual.", WORDS("Details about yourself") },
	{ "business_type", WORDS("Whether you are a person or a company") },
	{ "company.", WORDS("Details of your company") },
	{ "tos_acceptance", WORDS("Your consent to Stripe's terms") },
	{ "", WORDS("Further details") },
};

const char *
payout_need_words(const char *need)
{
	const struct word *w = needs;

	while (strncmp(need, w->name, strlen(w->name)) != 0)
		w++;
	return words(w->english);
}

/* --- bank details -------------------------------------------------------------- */

enum { NUMBER_LEAST = 5, NUMBER_MOST = 34, SHOWN = 4 };

/* ISO 13616: the first four behind the rest, letters as 10 to 35, modulo 97. */
static bool
iban_is_right(const char *n, size_t len)
{
	unsigned rest = 0;
	char c;

	for (size_t i = 0; i < len; i++) {
		c = n[(i + 4) % len];
		rest = isdigit((unsigned char)c)
			   ? rest * 10 + (unsigned)(c - '0')
			   : rest * 100 + (unsigned)(c - 'A' + 10);
		rest %= 97;
	}
	return rest == 1;
}

static bool
is_iban(const char *n, size_t len)
{
	return len >= 15 && isupper((unsigned char)n[0]) &&
	       isupper((unsigned char)n[1]) && isdigit((unsigned char)n[2]) &&
	       isdigit((unsigned char)n[3]);
}

const char *
bank_number(struct arena *a, const char *typed)
{
	char *n = arena_alloc(a, strlen(typed) + 1, 1);
	size_t len = 0;

	for (; *typed != '\0'; typed++) {
		if (*typed == ' ' || *typed == '-')
			continue;
		if (!isalnum((unsigned char)*typed))
			return NULL;
		n[len++] = (char)toupper((unsigned char)*typed);
	}
	if (len < NUMBER_LEAST || len > NUMBER_MOST ||
	    (is_iban(n, len) && !iban_is_right(n, len)))
		return NULL;
	return n;
}

const char *
bank_hint(struct arena *a, const char *number)
{
	const char *at = strchr(number, '@');
	size_t len = strlen(number);

	if (at != NULL)
		return arena_printf(a, "%.1s•••%s", number, at);
	return arena_printf(
	    a, "•••• %s", len > SHOWN ? number + len - SHOWN : number);
}
