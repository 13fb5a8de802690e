#ifndef LIB_DOMAIN_MODERATION_H
#define LIB_DOMAIN_MODERATION_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Automated moderation of a text before it is shown: the rules, compiled, and
 * their verdict.  Pure: rules are data that somebody else reads (lib/app), and
 * nothing is stored here.  The time is linear in the text.
 */
enum moderation_context {
	CONTEXT_MESSAGE,
	CONTEXT_ANONYMOUS, /* identities are hidden from each other */
	CONTEXT_PROFILE,
	CONTEXT_REVIEW,
	CONTEXT_COMMENT,
	CONTEXT_JOURNEY,
	CONTEXT_JOB,
	CONTEXTS
};
/* "message" … in that order, then NULL. */
extern const char *const moderation_contexts[];
/* "contact" … then NULL. */
extern const char *const moderation_categories[];

enum moderation_decision {
	DECISION_ALLOW,
	DECISION_FLAG,  /* shown, and moderators look */
	DECISION_HOLD,  /* hidden until they have looked */
	DECISION_BLOCK, /* refused */
	DECISIONS
};
extern const char *const moderation_decisions[];

/*
 * A rule as it is stored.  `kind`: words (terms are looked for, what lies inside
 * an allowed phrase does not count), detector (found by the code of that name),
 * vocabulary (words that detectors know, by their part).  Lists are one term a
 * line.
 */
struct moderation_rule {
	int64_t id;
	const char *code, *kind, *category;
	const char *language; /* NULL: any; else counts in that language only */
	const char *decisions; /* "anonymous:block message:flag"; else allow */
	double score;          /* how sure, 0 to 1 */
	const char *terms, *allowed;
};

/* The decision that such a list has for a context. */
enum moderation_decision
moderation_decision_for(const char *decisions, const char *context);

/* Rules ready for use; they own nothing of what they were made of. */
struct moderation_rules;
struct moderation_rules *
moderation_rules_new(const struct moderation_rule *, size_t n);
void moderation_rules_free(struct moderation_rules *); /* NULL is allowed */

/* What is known besides the text, by who looks things up; zeroes are fine. */
struct moderation_signals {
	int64_t posts_minute;    /* of the author, in the last 60 seconds */
	int64_t account_minutes; /* how old the account is; 0: not known */
	int64_t own_copies, other_copies; /* like this one, in the last week */
};

struct moderation_text {
	const char *text; /* valid UTF-8 */
	size_t len;
	enum moderation_context context;
	const char *language; /* "de"; NULL: found out where it matters */
	struct moderation_signals signals;
};

struct moderation_reason {
	const char *rule, *category;
	int64_t start, end; /* code points of the text; whole: 0 and 0 */
	double score;
	enum moderation_decision decision;
};

enum { MODERATION_REASONS = 100 };

struct moderation_verdict {
	enum moderation_decision decision;
	struct moderation_reason *reasons; /* by start; at most so many */
	size_t nreasons;
	const char *sanitized; /* each character of a reason is a * */
};

/* The verdict's strings live in the arena, its rules' names in the rules. */
void moderation_check(const struct moderation_rules *, struct arena *,
    const struct moderation_text *, struct moderation_verdict *);

/* The reasons as JSON: [{"rule","category","span":[0,5],"score"}]. */
const char *
moderation_reasons_json(struct arena *, const struct moderation_verdict *);

/*
 * What texts that are nearly the same share: the least hash of every run of
 * three words, in eight bins.  0 bins: too short to say.
 */
enum { FINGERPRINT_BINS = 8 };
struct fingerprint {
	int64_t bins[FINGERPRINT_BINS];
	size_t n;
};
void moderation_fingerprint(
    struct arena *, const char *text, size_t len, struct fingerprint *);

#endif
