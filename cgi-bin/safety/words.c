#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "safety/case.h"

enum { MINUTE = 60, HOUR = 3600, DAY = 86400, TWO = 2 };

const char *const case_states[] = { "open", "assigned", "resolved", "ignored",
	"appealed", NULL };
const char *const case_outcomes[] = { "action_taken", "no_violation",
	"duplicate", NULL };
const char *const incident_states[] = { "open", "investigating", "mitigated",
	"resolved", "closed", NULL };
const char *const incident_kinds[] = { "abuse", "spam_wave", "trust_drop",
	"payment_fraud", "sandbox_escape", "account_takeover", "other", NULL };

const char *
case_state_words(const char *name)
{
	static const struct word list[] = { { "open", WORDS("Open") },
		{ "assigned", WORDS("Assigned") },
		{ "resolved", WORDS("Resolved") },
		{ "ignored", WORDS("Ignored") },
		{ "appealed", WORDS("Appealed") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *
case_outcome_words(const char *name)
{
	static const struct word list[] = { { "action_taken",
						WORDS("Action taken") },
		{ "no_violation", WORDS("No violation") },
		{ "duplicate", WORDS("Duplicate") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *
case_event_words(const char *name)
{
	static const struct word list[] = { { "opened", WORDS("Reported") },
		{ "reported", WORDS("Reported again") },
		{ "withdrawn", WORDS("A report was taken back") },
		{ "hidden", WORDS("Hidden until reviewed") },
		{ "silenced", WORDS("Author silenced until reviewed") },
		{ "claim", WORDS("Claimed") }, { "assign", WORDS("Assigned") },
		{ "release", WORDS("Released") },
		{ "lease_over", WORDS("Open again: no activity") },
		{ "note", WORDS("Note") }, { "resolve", WORDS("Resolved") },
		{ "ignore", WORDS("Ignored") }, { "undo", WORDS("Undone") },
		{ "appeal", WORDS("Appealed by the author") },
		{ "decide", WORDS("Appeal decided") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *
action_words(const char *name)
{
	static const struct word list[] = { { "none", WORDS("Nothing") },
		{ "hide", WORDS("Hide") }, { "edit", WORDS("Edit") },
		{ "remove", WORDS("Remove") }, { "warn", WORDS("Warn") },
		{ "silence", WORDS("Silence") },
		{ "suspend", WORDS("Suspend") }, { "ban", WORDS("Ban") },
		{ "refund", WORDS("Refund") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *
incident_state_words(const char *name)
{
	static const struct word list[] = { { "open", WORDS("Open") },
		{ "investigating", WORDS("Being looked into") },
		{ "mitigated", WORDS("Contained") },
		{ "resolved", WORDS("Resolved") },
		{ "closed", WORDS("Closed") },
		{ "false_positive", WORDS("False alarm") },
		{ "opened", WORDS("Opened") }, { "note", WORDS("Note") },
		{ NULL, NULL } };

	return word_of(list, name);
}

const char *
incident_kind_words(const char *name)
{
	static const struct word list[] = { { "abuse",
						WORDS("Abuse by several") },
		{ "spam_wave", WORDS("Wave of spam") },
		{ "trust_drop", WORDS("Trust fell") },
		{ "payment_fraud", WORDS("Payment fraud") },
		{ "sandbox_escape", WORDS("Sandbox escape") },
		{ "account_takeover", WORDS("Account taken over") },
		{ "other", WORDS("Something else") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *
account_state_words(const char *name)
{
	static const struct word list[] = { { "active", WORDS("Active") },
		{ "suspended", WORDS("Suspended") },
		{ "banned", WORDS("Banned") },
		{ "deletion_requested", WORDS("Deletion requested") },
		{ "erased", WORDS("Erased") }, { NULL, NULL } };

	return word_of(list, name);
}

static const char *
enforced_words(const struct enforced *e)
{
	static const struct word list[] = {
		{ "hide", WORDS("Hidden from others") },
		{ "edit", WORDS("Changed by a moderator") },
		{ "remove", WORDS("Removed") },
		{ "warn", WORDS("You are warned") },
		{ "silence", WORDS("You can't write for now") },
		{ "suspend", WORDS("Your account is suspended") },
		{ "ban", WORDS("Your account is closed") },
		{ "refund", WORDS("What was paid went back") }, { NULL, NULL }
	};

	return word_of(list, e->kind);
}

const char *
enforcement_words(struct request *r, const struct enforced *e)
{
	const char *what = enforced_words(e);

	if (strcmp(e->status, "lifted") == 0)
		return arena_printf(r->arena, tr("%s: lifted"), what);
	if (strcmp(e->status, "expired") == 0)
		return arena_printf(r->arena, tr("%s: over"), what);
	if (e->ends_at.us <= 0 || strcmp(e->kind, "warn") == 0)
		return what;
	return arena_printf(
	    r->arena, tr("%s, until %s"), what, moment(r, e->ends_at));
}

const char *
span_words(struct arena *a, int64_t seconds)
{
	int minutes = (int)(seconds / MINUTE), hours = (int)(seconds / HOUR),
	    days = (int)(seconds / DAY);

	if (seconds < 0)
		return "";
	if (minutes < 1)
		return tr("under a minute");
	if (hours < 1)
		return arena_printf(a, tr("%d min"), minutes);
	if (hours < TWO * DAY / HOUR)
		return arena_printf(
		    a, tr("%d h %d min"), hours, minutes % MINUTE);
	return arena_printf(a, tr("%d d %d h"), days, hours % (DAY / HOUR));
}
