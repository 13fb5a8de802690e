#include <string.h>

#include "lib/domain/moderation_in.h"

/* Addresses of mail: jane@example.com, jane (at) gmail dot com, jane arroba
 * gmail punto es, jane @ gmail. */

enum { PARTS = 8, CUE = 8 };

/* What joins the parts before the @: . - + _ or a spelled dot. */
static bool
joins_local(const struct scan *k, size_t i)
{
	char c = sign_at(k, i);

	if (c == '.' || c == '-' || c == '+')
		return is_tight(k, i) && is_tight(k, i + 1);
	return plays(k, i, ROLE_DOT);
}

/* The first token of the part before the @ whose last is i. */
static size_t
local_start(const struct scan *k, size_t i)
{
	for (int parts = 0; parts < PARTS && i >= 2; parts++) {
		if (joins_local(k, i - 1) && is_name(k, i - 2))
			i -= 2;
		else if (i >= 4 && is_name(k, i - 4) &&
			 dot_joint(k, i - 3).style == STYLE_SURE)
			i -= 4;
		else
			break;
	}
	return i;
}

static bool
has_mail_cue(const struct scan *k, size_t i)
{
	return plays_before(k, i, CUE, ROLE_MAIL);
}

/* "user@example.com" in documentation is nobody's, nor what stands quoted in a
 * program. */
static bool
is_of_nobody(
    const struct scan *k, size_t first, size_t local, const struct domain *d)
{
	char before = first > 0 ? sign_at(k, first - 1) : '\0';

	return d->is_placeholder &&
	       (plays(k, local, ROLE_NOBODY) || before == '"' ||
		   before == '\'') &&
	       !plays_before(k, local, CUE, ROLE_MINE);
}

/* git@github.com:owner/name, and what else is reached by ssh. */
static bool
is_repository(const struct scan *k, size_t local, size_t last)
{
	char next = sign_at(k, last + 1);

	return (next == ':' && is_tight(k, last + 2) && is_tight(k, last + 1) &&
		   is_name(k, last + 2)) ||
	       token_is(k, local, "git");
}

static bool
ends_in_letters(const struct scan *k, const struct domain *d)
{
	const struct token *t = &k->t[d->last];

	return t->kind == TOKEN_WORD && t->end - t->start >= 2 && !t->has_digit;
}

/* "a@b.com": letters for something. */
static bool
is_formula(const struct scan *k, const struct domain *d)
{
	const struct token *t = &k->t[d->first];

	return t->end - t->start == 1 && d->labels == 2 &&
	       k->t[d->first - 2].end - k->t[d->first - 2].start == 1;
}

/* How sure it is that "LOCAL at DOMAIN" is an address; 0 for none. */
static double
with_sign(const struct scan *k, enum style style, const struct domain *d)
{
	bool known = d->has_tld || d->has_weak_tld;

	if (style == STYLE_TIGHT && d->labels > 1)
		return ends_in_letters(k, d) && !is_formula(k, d) ? 0.98 : 0;
	if (d->labels > 1 && (known || d->is_provider))
		return 0.95;
	return d->is_provider ? 0.85 : 0;
}

static double
with_word(
    const struct scan *k, size_t local, size_t first, const struct domain *d)
{
	bool is_sure =
	    is_handle(k, local) || first < local || has_mail_cue(k, first);

	if (plays(k, local, ROLE_STOP) && !d->is_provider)
		return 0;
	if (d->labels > 1 && d->is_provider)
		return 0.95;
	if (d->labels > 1 && d->has_tld && (d->is_disguised || is_sure))
		return d->is_disguised ? 0.9 : 0.7;
	if (d->labels == 1 && d->is_provider && is_sure &&
	    !plays(k, local, ROLE_STOP))
		return 0.8;
	return 0;
}

static void
look_at(const struct scan *k, size_t i, struct joint at)
{
	size_t local = i - 1, first;
	struct domain d;
	double score;

	if (i == 0 || !is_name(k, local) || k->t[i].line ||
	    !domain_at(k, at.next, &d) || k->t[at.next].line)
		return;
	first = local_start(k, local);
	score = at.style == STYLE_WORD ? with_word(k, local, first, &d)
				       : with_sign(k, at.style, &d);
	if (score == 0 || is_of_nobody(k, first, local, &d) ||
	    is_repository(k, local, d.last))
		return;
	scan_hit(k, DETECT_EMAIL, first, d.last, score);
}

/* "janedoe92 gmail com", "jane.doe gmail punkt com": the @ is left out. */
static void
look_at_provider(const struct scan *k, size_t i)
{
	struct domain d;
	size_t first;

	if (i == 0 || !is_name(k, i - 1) || k->t[i].line || !k->t[i].space ||
	    !domain_at(k, i, &d))
		return;
	first = local_start(k, i - 1);
	if (d.labels > 1 && (is_handle(k, i - 1) || first < i - 1)) {
		scan_hit(k, DETECT_EMAIL, first, d.last, 0.85);
	} else if (plays(k, i + 1, ROLE_TLD) && !plays(k, i - 1, ROLE_STOP)) {
		scan_hit(k, DETECT_EMAIL, first, i + 1, 0.75);
	}
}

void
mail_scan(const struct scan *k)
{
	struct joint at;

	for (size_t i = 0; i < k->n; i++) {
		at = at_joint(k, i);
		if (at.style != STYLE_NONE)
			look_at(k, i, at);
		else if (plays(k, i, ROLE_PROVIDER))
			look_at_provider(k, i);
	}
}
