#include <string.h>

#include "lib/domain/moderation_in.h"

enum { LONGEST_WORD = 40, LONGEST_LABEL = 63 };

/* --- reading tokens --------------------------------------------------------- */

static bool
is_inner(char c)
{
	return fold_is_word(c) || c == '_';
}

static char
letter_of(char c, char one)
{
	static const char letters[] = "olzeasgtbg";

	if (c == '1')
		return one;
	return c >= '0' && c <= '9' ? letters[c - '0'] : c;
}

/* "gma1l", "d0t": digits stand for letters. */
static struct known
find_leet(const struct lexicon *v, const char *s, size_t len)
{
	char word[LONGEST_WORD + FOLD_ROOM] = "";
	struct known known = { 0, -1 };

	if (len > LONGEST_WORD)
		return known;
	for (int i = 0; i < 2 && known.roles == 0; i++) {
		for (size_t j = 0; j < len; j++)
			word[j] = letter_of(s[j], "il"[i]);
		known = lexicon_find(v, word, len);
	}
	return known;
}

static size_t
read_word(const struct scan *k, size_t i, size_t n, struct token *t)
{
	const struct lexicon *v = k->c->rules->lexicon;
	bool has_letter = false;
	struct known known = { 0, -1 };

	for (; i < n && is_inner(k->s[i]); i++)
		if (fold_is_digit(k->s[i]))
			t->has_digit = true;
		else
			has_letter = true;
	t->kind = has_letter ? TOKEN_WORD : TOKEN_NUMBER;
	if (has_letter)
		known = lexicon_find(v, k->s + t->start, i - t->start);
	if (has_letter && known.roles == 0 && t->has_digit)
		known = find_leet(v, k->s + t->start, i - t->start);
	t->roles = known.roles;
	t->digit = (int8_t)known.digit;
	return i;
}

static void
note_sign(struct scan *k, const struct token *t, bool ends_sentence)
{
	char c = k->s[t->start];

	k->has_at = k->has_at || c == '@';
	k->has_hash = k->has_hash || c == '#';
	k->has_dot = k->has_dot || (c == '.' && !ends_sentence);
}

static void
note_word(struct scan *k, const struct token *t)
{
	k->roles |= t->roles;
	if (t->digit >= 0)
		k->digits += 3; /* it may be doubled or tripled */
	else if (t->has_digit || t->kind == TOKEN_NUMBER)
		k->digits += t->end - t->start;
}

void
scan_tokens(struct scan *k, const char *s, size_t n)
{
	struct token *t;
	bool space = true, line = true;

	k->s = s;
	k->n = 0;
	k->t = arena_room(k->c->arena, (n + 1) * sizeof(*k->t));
	for (size_t i = 0; i < n;) {
		if (s[i] == ' ' || s[i] == '\n') {
			line = line || s[i] == '\n';
			space = true;
			i++;
			continue;
		}
		t = &k->t[k->n++];
		*t = (struct token){ .start = (uint32_t)i,
			.digit = -1,
			.kind = TOKEN_SIGN,
			.space = space,
			.line = line };
		i = is_inner(s[i]) ? read_word(k, i, n, t) : i + 1;
		t->end = (uint32_t)i;
		if (t->kind == TOKEN_SIGN)
			note_sign(k, t,
			    !t->space &&
				(i == n || s[i] == ' ' || s[i] == '\n'));
		else
			note_word(k, t);
		space = line = false;
	}
}

void
scan_hit(const struct scan *k, enum detector d, size_t first, size_t last,
    double score)
{
	size_t start = k->t[first].start, end = k->t[last].end;

	if (k->map != NULL) {
		start = k->map[start];
		end = (size_t)k->map[end - 1] + 1;
	}
	hit_found(k->c, d, start, end, score);
}

/* --- looking around ------------------------------------------------------------ */

bool
plays_before(const struct scan *k, size_t i, size_t reach, uint32_t roles)
{
	for (size_t back = 1; back <= reach && back <= i; back++)
		if (plays(k, i - back, roles))
			return true;
	return false;
}

bool
plays_behind(const struct scan *k, size_t i, size_t reach, uint32_t roles)
{
	for (size_t ahead = 1; ahead <= reach; ahead++)
		if (plays(k, i + ahead, roles))
			return true;
	return false;
}

bool
is_handle(const struct scan *k, size_t i)
{
	const struct token *t = &k->t[i];

	if (i >= k->n || t->kind != TOKEN_WORD || t->end - t->start < 4)
		return false;
	return t->has_digit ||
	       memchr(k->s + t->start, '_', t->end - t->start) != NULL;
}

/* --- @ and dot ------------------------------------------------------------------ */

static bool
opens(char c)
{
	return c == '(' || c == '[' || c == '{' || c == '<';
}

static bool
closes(char c)
{
	return c == ')' || c == ']' || c == '}' || c == '>';
}

/* What stands in brackets, between stars or lines: (at), [.], -at-, *dot*. */
static bool
is_bracketed(const struct scan *k, size_t i)
{
	char before = sign_at(k, i), behind = sign_at(k, i + 2);

	if (opens(before))
		return closes(behind);
	return (before == '*' || before == '-' || before == '_' ||
		   before == '/' || before == '|' || before == '~') &&
	       behind == before;
}

struct joint
at_joint(const struct scan *k, size_t i)
{
	struct joint j = { STYLE_NONE, i + 1 };

	if (is_name(k, i) && k->t[i].roles == 0)
		return j;
	if (sign_at(k, i) == '@')
		j.style = is_tight(k, i) && is_tight(k, i + 1) ? STYLE_TIGHT
							       : STYLE_SPACED;
	else if (is_bracketed(k, i) &&
		 (sign_at(k, i + 1) == '@' ||
		     plays(k, i + 1, ROLE_AT | ROLE_AT_SURE) ||
		     token_is(k, i + 1, "a")))
		j = (struct joint){ STYLE_SURE, i + 3 };
	else if (plays(k, i, ROLE_AT_SURE))
		j.style = STYLE_SURE;
	else if (plays(k, i, ROLE_AT))
		j.style = STYLE_WORD;
	return j;
}

struct joint
dot_joint(const struct scan *k, size_t i)
{
	struct joint j = { STYLE_NONE, i + 1 };

	if (is_name(k, i) && k->t[i].roles == 0)
		return j;
	if (sign_at(k, i) == '.') {
		if (is_tight(k, i) && is_tight(k, i + 1))
			j.style = STYLE_TIGHT;
		else if (!is_tight(k, i) || plays(k, i + 1, ROLE_TLD))
			j.style = STYLE_SPACED;
	} else if (is_bracketed(k, i) &&
		   (sign_at(k, i + 1) == '.' || plays(k, i + 1, ROLE_DOT))) {
		j = (struct joint){ STYLE_SURE, i + 3 };
	} else if (sign_at(k, i) == ',' && is_tight(k, i) &&
		   is_tight(k, i + 1) && plays(k, i - 1, ROLE_PROVIDER) &&
		   plays(k, i + 1, ROLE_TLD)) {
		j.style = STYLE_SPACED;
	} else if (plays(k, i, ROLE_DOT)) {
		j.style = STYLE_WORD;
	}
	return j;
}

/* --- domains -------------------------------------------------------------------- */

/* One label, hyphens inside; the index of its last token. */
static size_t
label_end(const struct scan *k, size_t i)
{
	for (int parts = 0; parts < 8; parts++) {
		if (sign_at(k, i + 1) != '-' || !is_tight(k, i + 1) ||
		    !is_tight(k, i + 2) || !is_name(k, i + 2))
			break;
		i += 2;
	}
	return i;
}

static void
look_at_label(const struct scan *k, size_t i, struct domain *d)
{
	d->has_tld = plays(k, i, ROLE_TLD);
	d->has_weak_tld = plays(k, i, ROLE_TLD_WEAK);
	d->is_provider = d->is_provider || plays(k, i, ROLE_PROVIDER);
	d->is_placeholder = d->is_placeholder || plays(k, i, ROLE_PLACEHOLDER);
	d->last = i;
	d->labels++;
}

bool
domain_at(const struct scan *k, size_t i, struct domain *d)
{
	struct joint dot;

	*d = (struct domain){ .first = i };
	if (!is_name(k, i) || k->t[i].end - k->t[i].start > LONGEST_LABEL)
		return false;
	look_at_label(k, label_end(k, i), d);
	while (d->labels < 8) {
		dot = dot_joint(k, d->last + 1);
		if (dot.style == STYLE_NONE || !is_name(k, dot.next) ||
		    k->t[dot.next].line)
			break;
		if (dot.style != STYLE_TIGHT) {
			/* else the end of a sentence, or "the dot product" */
			if (!plays(k, dot.next, ROLE_TLD) &&
			    dot_joint(k, dot.next + 1).style == STYLE_NONE)
				break;
			d->is_disguised = true;
		}
		look_at_label(k, label_end(k, dot.next), d);
	}
	return true;
}
