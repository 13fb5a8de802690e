#include <string.h>

#include "lib/domain/moderation_in.h"

/* The words and phrases of the rules: in the text as it is folded, in what it
 * says when digits and signs are read as letters and drawn-out letters once. */

struct finding {
	struct checking *c;
	const uint32_t *map; /* NULL: positions are the folded text's */
};

static void
found(void *data, uint32_t value, size_t start, size_t end)
{
	const struct finding *g = data;
	struct checking *c = g->c;
	const struct rule *rule = &c->rules->rules[value >> 1];

	if (rule->decisions[c->in->context] == DECISION_ALLOW)
		return;
	if (g->map != NULL) {
		start = g->map[start];
		end = (size_t)g->map[end - 1] + 1;
	}
	hit_add(c, &(struct hit){ .rule = rule,
		       .start = (uint32_t)start,
		       .end = (uint32_t)end,
		       .score = rule->score,
		       .allowed = (value & VALUE_ALLOWED) != 0 });
}

void
words_spread(struct checking *c, const char *s, const uint32_t *map, size_t n)
{
	struct finding g = { c, map };

	terms_find(c->rules->terms, s, n, found, &g);
}

/* --- read again --------------------------------------------------------------- */

static char
letter_like(char c, char one)
{
	switch (c) {
	case '0':
		return 'o';
	case '1':
	case '!':
	case '|':
		return one;
	case '3':
		return 'e';
	case '4':
	case '@':
		return 'a';
	case '5':
	case '$':
		return 's';
	case '7':
	case '+':
		return 't';
	case '8':
		return 'b';
	case '9':
		return 'g';
	case '(':
		return 'c';
	default:
		return c;
	}
}

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* Another reading of the text, and where each byte of it stands. */
struct reading {
	char *s;
	uint32_t *map;
	size_t n, run; /* run: how often the last came in a row */
	char last;
	bool differs, has_one;
};

/* One more; a letter that is drawn out counts once, a consonant twice. */
static void
put(struct reading *w, char c, size_t at)
{
	w->run = c == w->last && fold_is_letter(c) ? w->run + 1 : 1;
	w->last = c;
	if (w->run <= 2) {
		w->s[w->n] = c;
		w->map[w->n++] = (uint32_t)at;
		return;
	}
	w->n -= w->run == 3 && is_vowel(c);
	w->map[w->n - 1] = (uint32_t)at;
	w->differs = true;
}

/* The word [start, end), which has letters and signs among them. */
static void
read_word(const struct folded *f, size_t start, size_t end, char one,
    struct reading *w)
{
	unsigned classes = 0;
	char c;

	for (size_t i = start; i < end; i++)
		classes |= fold_class[(unsigned char)f->s[i]];
	for (size_t i = start; i < end; i++) {
		c = f->s[i];
		if ((classes & FOLD_IS_LETTER) != 0 &&
		    (classes & (FOLD_IS_LEET | FOLD_IS_DIGIT)) != 0) {
			c = letter_like(c, one);
			w->differs = w->differs || c != f->s[i];
			w->has_one = w->has_one || (c == one && f->s[i] != one);
		}
		put(w, c, i);
	}
}

static void
read_again(const struct folded *f, char one, struct reading *w)
{
	size_t end;

	w->n = w->run = 0;
	w->last = '\0';
	w->differs = w->has_one = false;
	for (size_t i = 0; i < f->n; i = end) {
		end = i;
		while (end < f->n && f->s[end] != ' ' && f->s[end] != '\n')
			end++;
		read_word(f, i, end, one, w);
		if (end < f->n) {
			put(w, f->s[end], end);
			end++;
		}
	}
}

void
words_check(struct checking *c)
{
	const struct folded *f = &c->f;
	struct finding g = { c, NULL };
	struct reading w;

	terms_find(c->rules->terms, f->s, f->n, found, &g);
	if ((f->seen & (FOLD_IS_DIGIT | FOLD_IS_LEET)) == 0 && !f->has_run)
		return;
	w.s = arena_room(c->arena, f->n + 2);
	w.map = arena_room(c->arena, (f->n + 2) * sizeof(*w.map));
	read_again(f, 'i', &w);
	if (w.differs)
		words_spread(c, w.s, w.map, w.n);
	if (!w.has_one)
		return;
	read_again(f, 'l', &w);
	words_spread(c, w.s, w.map, w.n);
}
