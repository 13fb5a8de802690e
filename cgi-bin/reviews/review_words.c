#include "reviews/review_words.h"

#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/when.h"

const char *
review_state(const char *status, const char *outcome)
{
	return strcmp(status, "completed") == 0 && outcome != NULL ? outcome
								   : status;
}

const char *
review_status_words(const char *status, const char *outcome)
{
	static const struct word all[] = {
		{ "submitted", WORDS("Pending") },
		{ "claimed", WORDS("In review") },
		{ "info_requested", WORDS("Waits for an answer") },
		{ "approved", WORDS("Approved") },
		{ "changes_requested", WORDS("Changes suggested") },
		{ "completed", WORDS("Completed") },
		{ "closed", WORDS("Closed") },
		{ "canceled", WORDS("Cancelled") },
		{ "expired", WORDS("Ended") },
		{ NULL, NULL },
	};

	return word_of(all, review_state(status, outcome));
}

const char *
thread_status_words(const char *status)
{
	static const struct word all[] = {
		{ "open", WORDS("Open") },
		{ "addressed", WORDS("Addressed") },
		{ "confirmed", WORDS("Confirmed") },
		{ "reopened", WORDS("Open again") },
		{ NULL, NULL },
	};

	return word_of(all, status);
}

const char *
review_when(struct request *r, struct instant at)
{
	if (at.us == 0)
		return "";
	return arena_printf(r->arena, "%s, %s",
	    when_day(r->arena, at, r->session->timezone, r->now),
	    when_clock(r->arena, at, r->session->timezone));
}

const char *
hours_words(struct request *r, struct maybe_real hours)
{
	if (!hours.set)
		return "";
	if (hours.value < 1)
		return tr("within an hour");
	if (hours.value < 1.5)
		return tr("1 hour");
	if (hours.value < 48)
		return arena_printf(
		    r->arena, tr("%d hours"), (int)(hours.value + 0.5));
	return arena_printf(
	    r->arena, tr("%d days"), (int)(hours.value / 24 + 0.5));
}

const char *
rating_words(struct request *r, struct maybe_real mean, int64_t count)
{
	if (!mean.set)
		return tr("New");
	return arena_printf(
	    r->arena, tr("%.1f (%d ratings)"), mean.value, (int)count);
}
