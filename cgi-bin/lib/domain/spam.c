#include <string.h>

#include "lib/domain/moderation_in.h"

/* What unwanted texts have in common: the same again and again, capitals, too
 * many at once, an account of today that already links elsewhere. */

enum {
	SAME_SIGN = 12, /* in a row */
	SAME_WORD = 8,  /* in a row */
	WORDS_LEAST = 40,
	CAPITALS_LEAST = 25,
	POSTS_MANY = 6, /* a minute */
	DAY = 24 * 60
};

/* --- repetition --------------------------------------------------------------------- */

/* Lines of signs, blanks and dots are drawn, not shouted. */
static bool
is_drawing(char c)
{
	return !fold_is_word(c) && c != '!' && c != '?' && c != FOLD_SIGN &&
	       c != '$';
}

static void
look_for_signs(struct checking *c)
{
	const struct folded *f = &c->f;
	size_t start = 0;

	for (size_t i = 1; i <= f->n; i++) {
		if (i < f->n && f->s[i] == f->s[start])
			continue;
		if (i - start >= SAME_SIGN && !is_drawing(f->s[start]) &&
		    !fold_is_digit(f->s[start]))
			hit_found(c, DETECT_REPETITION, start, i, 0.5);
		start = i;
	}
}

struct words {
	size_t n, in_row, distinct;
	uint64_t last;
	uint64_t seen[32]; /* a sketch of the set of them */
};

static void
add_word(struct words *w, uint64_t hash, size_t *longest)
{
	uint64_t *cell = &w->seen[hash / 64 % 32],
		 bit = (uint64_t)1 << (hash & 63);

	w->n++;
	w->distinct += (*cell & bit) == 0;
	*cell |= bit;
	w->in_row = hash == w->last ? w->in_row + 1 : 1;
	w->last = hash;
	if (w->in_row > *longest)
		*longest = w->in_row;
}

static void
look_for_words(struct checking *c)
{
	const struct folded *f = &c->f;
	struct words w = { .n = 0 };
	size_t start = 0, longest = 0;

	for (size_t i = 0; i <= f->n; i++) {
		if (i < f->n && fold_is_letter(f->s[i]))
			continue;
		if (i > start)
			add_word(
			    &w, fold_hash(f->s + start, i - start), &longest);
		start = i + 1;
	}
	if (longest >= SAME_WORD && (f->seen & FOLD_IS_CODE) == 0)
		hit_whole(c, DETECT_REPETITION, 0.6);
	else if (w.n >= WORDS_LEAST && w.n <= 2000 && w.distinct * 6 < w.n &&
		 (f->seen & FOLD_IS_CODE) == 0)
		hit_whole(c, DETECT_REPETITION, 0.7);
}

/* --- the rest ---------------------------------------------------------------------- */

static void
look_for_shouting(struct checking *c)
{
	const struct folded *f = &c->f;

	if (f->capitals >= CAPITALS_LEAST &&
	    f->capitals * 10 > f->letters * 8 && (f->seen & FOLD_IS_CODE) == 0)
		hit_whole(c, DETECT_SHOUTING, 0.4);
}

static bool
has_link(const struct checking *c)
{
	for (size_t i = 0; i < c->nhits; i++)
		if (c->hits[i].rule == c->rules->detectors[DETECT_LINK] ||
		    c->hits[i].rule == c->rules->detectors[DETECT_SITE] ||
		    strcmp(c->hits[i].rule->category, "spam") == 0)
			return true;
	return false;
}

static void
look_at_signals(struct checking *c)
{
	const struct moderation_signals *s = &c->in->signals;

	if (s->posts_minute >= POSTS_MANY)
		hit_whole(c, DETECT_SPEED,
		    s->posts_minute >= 2 * (int64_t)POSTS_MANY ? 0.9 : 0.6);
	if (s->account_minutes > 0 && s->account_minutes < DAY && has_link(c))
		hit_whole(c, DETECT_NEW_ACCOUNT, 0.6);
	if (s->own_copies >= 2)
		hit_whole(c, DETECT_OWN_COPY, s->own_copies >= 4 ? 0.9 : 0.6);
	if (s->other_copies >= 1)
		hit_whole(
		    c, DETECT_OTHER_COPY, s->other_copies >= 3 ? 0.9 : 0.6);
}

void
spam_check(struct checking *c)
{
	if (detector_is_on(c, DETECT_REPETITION)) {
		if (c->f.has_run)
			look_for_signs(c);
		look_for_words(c);
	}
	if (detector_is_on(c, DETECT_SHOUTING))
		look_for_shouting(c);
	look_at_signals(c);
}

/* --- what copies share ---------------------------------------------------------------- */

enum { TOO_SHORT = 8 };

void
moderation_fingerprint(
    struct arena *a, const char *text, size_t len, struct fingerprint *print)
{
	struct arena *scratch = scratch_for(a, len);
	struct folded f;
	uint64_t least[FINGERPRINT_BINS], one = 0, two = 0, h;
	size_t words = 0, start = 0;

	fold(scratch, text, len, &f);
	memset(least, 0xff, sizeof(least));
	for (size_t i = 0; i <= f.n; i++) {
		if (i < f.n && fold_is_word(f.s[i]))
			continue;
		if (i > start) {
			h = fold_hash(f.s + start, i - start);
			if (++words >= 3) {
				uint64_t run =
				    (one * 31 + two) * 0x9e3779b97f4a7c15u + h;

				run = (run ^ run >> 31) * 0xbf58476d1ce4e5b9u;
				run ^= run >> 27;
				if (run < least[run % FINGERPRINT_BINS])
					least[run % FINGERPRINT_BINS] = run;
			}
			one = two;
			two = h;
		}
		start = i + 1;
	}
	print->n = 0;
	for (size_t i = 0; words >= TOO_SHORT && i < FINGERPRINT_BINS; i++)
		if (least[i] != UINT64_MAX)
			print->bins[print->n++] =
			    (int64_t)(least[i] >> 32 << 3 | i);
	scratch_end(scratch, a);
}
