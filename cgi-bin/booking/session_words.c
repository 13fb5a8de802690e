#include <string.h>

#include "booking/expert_card.h"
#include "booking/session_words.h"
#include "lib/base/words.h"

const char *const session_reasons[] = { "schedule", "illness", "emergency",
	"no_longer_needed", "found_other", "not_a_fit", "technical", "mistake",
	"price", "other", NULL };

static const struct word reasons[] = {
	{ "schedule", WORDS("My plans changed") },
	{ "illness", WORDS("Illness") },
	{ "emergency", WORDS("An emergency") },
	{ "no_longer_needed", WORDS("It is no longer needed") },
	{ "found_other", WORDS("Found another way") },
	{ "not_a_fit", WORDS("Not a good fit") },
	{ "technical", WORDS("Technical problems") },
	{ "mistake", WORDS("Booked by mistake") },
	{ "price", WORDS("The price") },
	{ "other", WORDS("Something else") },
	{ "suspended", WORDS("An account was suspended") },
	{ "provider_closed", WORDS("The expert no longer offers sessions") },
	{ "refunded", WORDS("The purchase was refunded") },
	{ "agreed", WORDS("Both sides agreed") },
	{ NULL, NULL },
};

static const struct word criteria[] = {
	{ "preparation", WORDS("Preparation") },
	{ "clarity", WORDS("Clarity") },
	{ "usefulness", WORDS("Usefulness") },
	{ "kindness", WORDS("Kindness") },
	{ "problem_solving", WORDS("Problem solving") },
	{ "correctness", WORDS("Correctness") },
	{ "code_quality", WORDS("Code quality") },
	{ "testing", WORDS("Testing") },
	{ "communication", WORDS("Communication") },
	{ "requirements", WORDS("Requirements") },
	{ "architecture", WORDS("Architecture") },
	{ "trade_offs", WORDS("Trade-offs") },
	{ "depth", WORDS("Depth") },
	{ "structure", WORDS("Structure") },
	{ "substance", WORDS("Substance") },
	{ "reflection", WORDS("Reflection") },
	{ "relevance", WORDS("Relevance") },
	{ "evidence", WORDS("Evidence") },
	{ "layout", WORDS("Layout") },
	{ "engagement", WORDS("Engagement") },
	{ "progress", WORDS("Progress") },
	{ NULL, NULL },
};

static const struct word moves[] = {
	{ "hold", WORDS("Time held") },
	{ "checkout", WORDS("Payment awaited") },
	{ "pay", WORDS("Paid") },
	{ "accept", WORDS("Accepted") },
	{ "decline", WORDS("Declined") },
	{ "withdraw", WORDS("Withdrawn") },
	{ "leave", WORDS("Given back") },
	{ "expire", WORDS("Ran out") },
	{ "reschedule", WORDS("Moved") },
	{ "propose", WORDS("Another time proposed") },
	{ "accept_proposal", WORDS("Moved to the proposed time") },
	{ "refuse_proposal", WORDS("Proposal refused") },
	{ "withdraw_proposal", WORDS("Proposal taken back") },
	{ "expire_proposal", WORDS("Proposal ran out") },
	{ "cancel", WORDS("Cancelled") },
	{ "start", WORDS("Started") },
	{ "complete", WORDS("Completed") },
	{ "no_show", WORDS("Reported as a no-show") },
	{ "take_back", WORDS("Report taken back") },
	{ "dispute", WORDS("Disputed") },
	{ "settle", WORDS("Outcome proposed") },
	{ "resolve", WORDS("Dispute decided") },
	{ "emergency", WORDS("Ended early") },
	{ "reveal_offer", WORDS("Offered to show names") },
	{ "reveal_withdraw", WORDS("Offer taken back") },
	{ "reveal_agree", WORDS("Names shown") },
	{ "reveal_refuse", WORDS("Stayed anonymous") },
	{ NULL, NULL },
};

const char *
session_reason_words(const char *code)
{
	return word_of(reasons, code);
}

const char *
session_criterion_words(const char *code)
{
	return word_of(criteria, code);
}

const char *
session_side_words(const struct session_find_row *s, const char *side)
{
	if (strcmp(side, s->side) == 0)
		return tr("you");
	if (strcmp(side, "admin") == 0)
		return tr("an admin");
	if (strcmp(side, "system") == 0)
		return tr("the platform");
	return session_other_name(s);
}

const char *
session_move_words(const struct session_history_list_row *h)
{
	if (strcmp(h->move, "confirm") == 0)
		return strcmp(h->to_status, "requested") == 0 ? tr("Requested")
							      : tr("Booked");
	if (strcmp(h->move, "settle") == 0 &&
	    strcmp(h->to_status, "no_show") != 0)
		return tr("Settled");
	return word_of(moves, h->move);
}

const char *
session_heading(struct request *r, const struct session_find_row *s)
{
	return arena_printf(r->arena, tr("%s with %s"),
	    session_kind_words(s->type_kind), session_other_name(s));
}
