#include <string.h>

#include "admin/rule.h"
#include "lib/base/words.h"

const char *const rule_kinds[] = { "words", "detector", "vocabulary", NULL };

static const struct word kinds[] = { { "words", WORDS("Words") },
	{ "detector", WORDS("Detector") },
	{ "vocabulary", WORDS("Vocabulary") }, { NULL, NULL } };

static const struct word categories[] = { { "contact", WORDS("Contact") },
	{ "link", WORDS("Links") }, { "abuse", WORDS("Insults") },
	{ "hate", WORDS("Hate") }, { "sexual", WORDS("Sexual") },
	{ "violence", WORDS("Violence") }, { "self_harm", WORDS("Self-harm") },
	{ "spam", WORDS("Spam") }, { "scam", WORDS("Fraud") },
	{ "duplicate", WORDS("Duplicates") }, { NULL, NULL } };

static const struct word contexts[] = { { "message", WORDS("Messages") },
	{ "anonymous", WORDS("Anonymous sessions") },
	{ "profile", WORDS("Profiles") }, { "review", WORDS("Ratings") },
	{ "comment", WORDS("Comments") }, { "journey", WORDS("Journeys") },
	{ "job", WORDS("Jobs") }, { NULL, NULL } };

static const struct word decisions[] = { { "allow", WORDS("Allow") },
	{ "flag", WORDS("Flag") }, { "hold", WORDS("Hold") },
	{ "block", WORDS("Block") }, { NULL, NULL } };

const char *
rule_kind_words(const char *kind)
{
	return word_of(kinds, kind);
}

const char *
rule_category_words(const char *category)
{
	return word_of(categories, category);
}

const char *
rule_context_words(const char *context)
{
	return word_of(contexts, context);
}

const char *
rule_decision_words(const char *decision)
{
	return word_of(decisions, decision);
}

const char *
rule_decisions_words(struct request *r, const char *all)
{
	struct buf b;

	buf_init(&b, r->arena, 128);
	for (size_t i = 0; moderation_contexts[i] != NULL; i++) {
		const char *d = moderation_decisions[moderation_decision_for(
		    all, moderation_contexts[i])];

		if (strcmp(d, "allow") == 0)
			continue;
		buf_puts(&b, b.len > 0 ? ", " : "");
		buf_printf(&b, "%s: %s",
		    rule_context_words(moderation_contexts[i]),
		    rule_decision_words(d));
	}
	return b.len > 0 ? b.data : tr("Allows everywhere");
}
