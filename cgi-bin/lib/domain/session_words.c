#include <stddef.h>

#include "lib/base/words.h"
#include "lib/domain/session_words.h"

const char *const session_kinds[] = { "technical_coding", "system_design",
	"behavioural", "resume", "mentoring", "concierge", "introduction",
	NULL };

static const struct word kinds[] = {
	{ "technical_coding", WORDS("Coding interview") },
	{ "system_design", WORDS("System design") },
	{ "behavioural", WORDS("Behavioural interview") },
	{ "resume", WORDS("Résumé review") },
	{ "mentoring", WORDS("Mentoring") },
	{ "concierge", WORDS("Concierge session") },
	{ "introduction", WORDS("Introduction") },
	{ NULL, NULL },
};

static const struct word statuses[] = {
	{ "held", WORDS("Held") },
	{ "awaiting_payment", WORDS("Awaiting payment") },
	{ "requested", WORDS("Requested") },
	{ "scheduled", WORDS("Scheduled") },
	{ "in_progress", WORDS("In progress") },
	{ "completed", WORDS("Completed") },
	{ "canceled", WORDS("Cancelled") },
	{ "no_show", WORDS("No-show") },
	{ "declined", WORDS("Declined") },
	{ "expired", WORDS("Expired") },
	{ NULL, NULL },
};

const char *
session_kind_words(const char *kind)
{
	return word_of(kinds, kind);
}

const char *
session_status_words(const char *status)
{
	return word_of(statuses, status);
}
