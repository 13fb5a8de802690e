#include <stdlib.h>
#include <string.h>

#include "admin/rules_rate.h"
#include "admin/rules_setting.h"
#include "admin/setting.h"
#include "lib/base/words.h"
#include "lib/domain/money.h"

static bool
is(const char *a, const char *b)
{
	return a != NULL && strcmp(a, b) == 0;
}

static const char *
unit_words(const char *unit)
{
	static const struct word list[] = { { "minutes", WORDS("minutes") },
		{ "hours", WORDS("hours") }, { "days", WORDS("days") },
		{ "months", WORDS("months") }, { NULL, NULL } };

	return word_of(list, unit);
}

static const char *
number_words(struct request *r, const char *unit, const char *text)
{
	const int64_t n = strtoll(text, NULL, 10);

	if (is(unit, "bp"))
		return arena_printf(
		    r->arena, "%s %%", percent_write(r->arena, n));
	if (is(unit, "cents"))
		return money_text(r->arena, (struct money){ n, "USD" });
	if (unit == NULL)
		return text;
	return arena_printf(r->arena, "%s %s", text, unit_words(unit));
}

const char *
setting_value_words(
    struct request *r, const char *kind, const char *unit, const char *json)
{
	if (is(kind, "bool"))
		return is(json, "true") ? tr("On") : tr("Off");
	if (is(kind, "int"))
		return number_words(r, unit, json);
	return setting_to_text(r->arena, json);
}

const char *
setting_bounds_words(struct request *r, const struct setting_bounds *b)
{
	const int lo = (int)b->minimum.value, hi = (int)b->maximum.value;

	if (is(b->kind, "zone"))
		return tr("A zone such as Europe/Lisbon.");
	if (!b->minimum.set || !b->maximum.set)
		return is(b->kind, "list") ? tr("One a line.") : NULL;
	if (is(b->kind, "list"))
		return arena_printf(
		    r->arena, tr("One a line, from %d to %d of them."), lo, hi);
	if (is(b->kind, "text"))
		return arena_printf(
		    r->arena, tr("From %d to %d characters."), lo, hi);
	if (is(b->unit, "bp"))
		return arena_printf(r->arena,
		    tr("In hundredths of a percent, from %d to %d."), lo, hi);
	if (is(b->unit, "cents"))
		return arena_printf(
		    r->arena, tr("In US cents, from %d to %d."), lo, hi);
	return arena_printf(r->arena, tr("From %d to %d."), lo, hi);
}

const char *
setting_area_words(const char *area)
{
	static const struct word list[] = { { "platform", WORDS("Platform") },
		{ "features", WORDS("Features") },
		{ "payments", WORDS("Fees and payments") },
		{ "payouts", WORDS("Payouts") },
		{ "plans", WORDS("Plans and subscriptions") },
		{ "credits", WORDS("Recruiters' credits") },
		{ "affiliates", WORDS("Affiliates") },
		{ "limits", WORDS("Limits") },
		{ "moderation", WORDS("Moderation") },
		{ "journeys", WORDS("Journeys") },
		{ "reviews", WORDS("Reviews") }, { NULL, NULL } };
	const struct word *w = list;

	while (w->name != NULL && strcmp(w->name, area) != 0)
		w++;
	return w->name != NULL ? tr(w->english) : tr("Other");
}
