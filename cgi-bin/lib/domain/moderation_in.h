#ifndef LIB_DOMAIN_MODERATION_IN_H
#define LIB_DOMAIN_MODERATION_IN_H

#include <string.h>

#include "lib/domain/folding.h"
#include "lib/domain/lexicon.h"
#include "lib/domain/moderation.h"
#include "lib/domain/terms.h"

/* Shared by the files of automated moderation only. */

enum detector {
	DETECT_EMAIL,
	DETECT_PHONE,
	DETECT_HANDLE,
	DETECT_SITE,    /* a link that says who somebody is */
	DETECT_NAME,    /* "my name is …" */
	DETECT_ADDRESS, /* street and number */
	DETECT_LINK,
	DETECT_REPETITION,
	DETECT_SHOUTING,
	DETECT_SPEED,
	DETECT_NEW_ACCOUNT,
	DETECT_OWN_COPY,
	DETECT_OTHER_COPY,
	DETECTORS
};

struct rule {
	const char *code, *category, *language;
	double score;
	enum moderation_decision decisions[CONTEXTS];
};

struct moderation_rules {
	struct arena *arena;
	struct rule *rules;
	size_t nrules;
	struct terms *terms;
	struct lexicon *lexicon;
	const struct rule *detectors[DETECTORS]; /* NULL: there is no such */
};

/* What terms_find() tells: a rule's term or an allowed phrase of it. */
enum { VALUE_ALLOWED = 1 };

/* Of one rule in one place; in folded bytes. */
struct hit {
	const struct rule *rule;
	uint32_t start, end;
	double score;
	bool
	    allowed; /* an allowed phrase: hits of the rule inside don't count */
	bool whole;  /* of the text as such: no place */
};

struct checking {
	const struct moderation_rules *rules;
	const struct moderation_text *in;
	struct arena *arena, *out; /* what is needed meanwhile; the verdict's */
	struct folded f;
	struct hit *hits;
	size_t nhits, size;
	int language; /* 0: not found out yet, else its first letter, or '?' */
};

/* Where what is needed meanwhile goes, and its end. */
struct arena *scratch_for(struct arena *, size_t len);
void scratch_end(struct arena *scratch, struct arena *);

void hit_add(struct checking *, const struct hit *);
/* Of a detector; nothing where its rule does not apply. */
void hit_found(
    struct checking *, enum detector, size_t start, size_t end, double score);
void hit_whole(struct checking *, enum detector, double score);
/* Does the detector's rule decide anything in this context? */
bool detector_is_on(const struct checking *, enum detector);

/* spans.c: from hits to a verdict. */
void verdict_make(struct checking *, struct moderation_verdict *);

/* moderation_words.c: the rules' own words, in the text; in a run that is put
 * together from single letters, each with its folded byte. */
void words_check(struct checking *);
void
words_spread(struct checking *, const char *s, const uint32_t *map, size_t n);
/* spam.c */
void spam_check(struct checking *);
/* contact.c */
void contact_check(struct checking *);
void spread_check(struct checking *);

/* --- tokens of a text, for detectors ---------------------------------------- */

enum token_kind { TOKEN_WORD, TOKEN_NUMBER, TOKEN_SIGN };

struct token {
	uint32_t start, end; /* in the scanned bytes */
	uint32_t roles;
	int8_t digit; /* a spelled digit's value, or -1 */
	uint8_t kind;
	bool space, line; /* a blank, a new line stands before it */
	bool has_digit;
};

/* A run of tokens being looked at: the text's, or one that was put together
 * from single letters. */
struct scan {
	struct checking *c;
	const char *s;
	const uint32_t *map; /* to folded bytes; NULL: they are */
	struct token *t;
	size_t n;
	/* what is among them at all */
	uint32_t roles;
	size_t digits;
	bool has_at, has_hash, has_dot; /* has_dot: but at a sentence's end */
};

void scan_tokens(struct scan *, const char *s, size_t n);
void scan_hit(const struct scan *, enum detector, size_t first, size_t last,
    double score);

/* The sign a token is, '\0' for a word or beyond the end. */
static inline char
sign_at(const struct scan *k, size_t i)
{
	return i < k->n && k->t[i].kind == TOKEN_SIGN ? k->s[k->t[i].start]
						      : '\0';
}

static inline bool
is_name(const struct scan *k, size_t i)
{
	return i < k->n && k->t[i].kind != TOKEN_SIGN;
}

static inline bool
plays(const struct scan *k, size_t i, uint32_t roles)
{
	return i < k->n && (k->t[i].roles & roles) != 0;
}

static inline bool
token_is(const struct scan *k, size_t i, const char *word)
{
	size_t len = strlen(word);

	return i < k->n && k->t[i].end - k->t[i].start == len &&
	       memcmp(k->s + k->t[i].start, word, len) == 0;
}

/* Nothing between it and the token before. */
static inline bool
is_tight(const struct scan *k, size_t i)
{
	return i < k->n && !k->t[i].space;
}

/* Does a token with the roles stand in the `reach` tokens before i? */
bool plays_before(const struct scan *, size_t i, size_t reach, uint32_t roles);
bool plays_behind(const struct scan *, size_t i, size_t reach, uint32_t roles);
/* Looks like somebody's handle: letters with digits or _ among them. */
bool is_handle(const struct scan *, size_t i);

/* A @ or a dot, written any way, from token i on. */
enum style { STYLE_NONE, STYLE_TIGHT, STYLE_SPACED, STYLE_WORD, STYLE_SURE };
struct joint {
	enum style style;
	size_t next; /* behind it */
};
struct joint at_joint(const struct scan *, size_t i);
struct joint dot_joint(const struct scan *, size_t i);

/* "gmail.com", "example dot co dot uk" from token i on. */
struct domain {
	size_t first, last; /* tokens */
	size_t labels;
	bool has_tld, has_weak_tld, is_provider, is_disguised, is_placeholder;
};
bool domain_at(const struct scan *, size_t i, struct domain *);

void mail_scan(const struct scan *);
void phone_scan(const struct scan *);
void handle_scan(const struct scan *);
void link_scan(const struct scan *);
void name_scan(const struct scan *);

#endif
