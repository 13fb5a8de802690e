#include <string.h>

#include "admin/desk.h"
#include "lib/base/words.h"

/* Each list is also the values of a filter. */
const char *const role_names[] = { "member", "creator", "mentor", "concierge",
	"interviewer", "recruiter", "employer", "moderator", "admin", NULL };

const char *
role_words(const char *name)
{
	static const struct word list[] = { { "member", WORDS("Member") },
		{ "creator", WORDS("Creator") }, { "mentor", WORDS("Mentor") },
		{ "concierge", WORDS("Concierge") },
		{ "interviewer", WORDS("Interviewer") },
		{ "recruiter", WORDS("Recruiter") },
		{ "employer", WORDS("Employer") },
		{ "moderator", WORDS("Moderator") },
		{ "admin", WORDS("Admin") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *const account_states[] = { "active", "suspended", "banned",
	"deletion_requested", "erased", NULL };

const char *
account_words(const char *name)
{
	static const struct word list[] = { { "active", WORDS("Active") },
		{ "suspended", WORDS("Suspended") },
		{ "banned", WORDS("Banned") },
		{ "deletion_requested", WORDS("Deletion requested") },
		{ "erased", WORDS("Erased") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *const session_states[] = { "held", "requested", "scheduled",
	"in_progress", "completed", "canceled", "no_show", "declined",
	"expired", NULL };

const char *const expert_states[] = { "submitted", "in_review", "verified",
	"rejected", "paused", "suspended", "removed", "draft", NULL };

const char *
expert_words(const char *name)
{
	static const struct word list[] = { { "draft", WORDS("Draft") },
		{ "submitted", WORDS("Submitted") },
		{ "in_review", WORDS("In review") },
		{ "verified", WORDS("Verified") },
		{ "rejected", WORDS("Rejected") },
		{ "paused", WORDS("Paused") },
		{ "suspended", WORDS("Suspended") },
		{ "removed", WORDS("Removed") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *const mail_states[] = { "queued", "sending", "sent", "deferred",
	"failed", "suppressed", NULL };

const char *
mail_words(const char *name)
{
	static const struct word list[] = { { "queued", WORDS("Queued") },
		{ "sending", WORDS("Being sent") }, { "sent", WORDS("Sent") },
		{ "deferred", WORDS("Waiting to try again") },
		{ "failed", WORDS("Failed") },
		{ "suppressed", WORDS("Held back") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *const job_states[] = { "waiting", "running", "done", "dead", NULL };

const char *
job_words(const char *name)
{
	static const struct word list[] = { { "waiting", WORDS("Waiting") },
		{ "running", WORDS("Running") }, { "done", WORDS("Done") },
		{ "dead", WORDS("Dead") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *const webhook_states[] = { "received", "processing", "done",
	"failed", "dead", NULL };

const char *
webhook_words(const char *name)
{
	static const struct word list[] = { { "received", WORDS("Received") },
		{ "processing", WORDS("Being applied") },
		{ "done", WORDS("Applied") },
		{ "failed", WORDS("Waiting to try again") },
		{ "dead", WORDS("Given up") }, { NULL, NULL } };

	return word_of(list, name);
}

const char *
webhook_tone(const char *name)
{
	static const struct {
		const char *name, *tone;
	} list[] = { { "processing", "info" }, { "done", "good" },
		{ "failed", "warn" }, { "dead", "bad" } };

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (strcmp(list[i].name, name) == 0)
			return list[i].tone;
	return NULL;
}

const char *const webhook_providers[] = { "stripe", "paypal", "livekit",
	"discord", "resend", NULL };

const char *
provider_words(const char *name)
{
	static const struct word list[] = { { "stripe", WORDS("Stripe") },
		{ "paypal", WORDS("PayPal") }, { "livekit", WORDS("LiveKit") },
		{ "discord", WORDS("Discord") }, { "resend", WORDS("Resend") },
		{ NULL, NULL } };

	return word_of(list, name);
}
