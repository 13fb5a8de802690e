#include <string.h>

#include "lib/domain/folding.h"
#include "lib/domain/terms.h"

/* Units of the stream that the automaton reads. */
enum {
	GAP = 26,
	DIGIT = 27,
	OTHER = DIGIT + 10,
	STRIDE = OTHER + 1,
	NOTHING = 255,
	LONGEST = 60,
	RING = 64
};

#define FOUND 0x80000000u

struct term {
	uint8_t units[LONGEST + 2];
	uint8_t n;
	bool gap_before, gap_behind;
	uint32_t value, next; /* next + 1: another that ends in its state */
};

struct terms {
	struct arena *arena;
	struct term *terms;
	size_t nterms, size, nunits;
	uint8_t unit[256]; /* of a byte */
	/* made by terms_ready() */
	uint32_t *move; /* state + unit -> state, with FOUND; states are rows */
	uint32_t *found; /* by row: term + 1, 0 for none */
	uint32_t *also;  /* by row: the next shorter end that has terms */
};

static uint8_t
unit_of(unsigned char c)
{
	if (c >= 'a' && c <= 'z')
		return (uint8_t)(c - 'a');
	if (c >= '0' && c <= '9')
		return (uint8_t)(DIGIT + c - '0');
	if (c == FOLD_LETTER)
		return OTHER;
	return c == '\'' ? NOTHING : GAP;
}

struct terms *
terms_new(struct arena *a)
{
	struct terms *t = arena_alloc(a, 1, sizeof(*t));

	t->arena = a;
	for (unsigned c = 0; c < 256; c++)
		t->unit[c] = unit_of((unsigned char)c);
	return t;
}

static struct term *
more(struct terms *t)
{
	struct term *grown;

	if (t->nterms == t->size) {
		t->size = t->size == 0 ? 256 : t->size * 2;
		grown = arena_alloc(t->arena, t->size, sizeof(*grown));
		if (t->nterms != 0)
			memcpy(grown, t->terms, t->nterms * sizeof(*grown));
		t->terms = grown;
	}
	return &t->terms[t->nterms];
}

bool
terms_add(struct terms *t, const char *term, uint32_t value)
{
	size_t len = strlen(term);
	bool open_before = len > 0 && term[0] == '*';
	bool open_behind = len > 1 && term[len - 1] == '*';
	struct term *m = more(t);
	struct folded f;
	uint8_t u, last = GAP;

	*m = (struct term){ .value = value };
	fold(t->arena, term + open_before,
	    len - (size_t)open_before - (size_t)open_behind, &f);
	if (!open_before)
		m->units[m->n++] = GAP;
	m->gap_before = !open_before;
	for (size_t i = 0; i < f.n; i++) {
		u = t->unit[(unsigned char)f.s[i]];
		if (u == NOTHING || (u == GAP && last == GAP))
			continue;
		if (m->n >= LONGEST)
			return false;
		m->units[m->n++] = last = u;
	}
	while (m->n > 0 && m->units[m->n - 1] == GAP)
		m->n--;
	if (m->n == 0)
		return false;
	if (!open_behind)
		m->units[m->n++] = GAP;
	m->gap_behind = !open_behind;
	t->nterms++;
	t->nunits += m->n;
	return true;
}

/* --- the automaton ------------------------------------------------------------ */

struct building {
	struct terms *t;
	uint32_t *child; /* row * STRIDE + unit -> row, 0 for none */
	uint32_t *fail, *found, *order;
	size_t nrows;
};

static void
grow_tree(struct building *b)
{
	for (size_t i = 0; i < b->t->nterms; i++) {
		struct term *m = &b->t->terms[i];
		size_t row = 0;

		for (size_t j = 0; j < m->n; j++) {
			uint32_t *to = &b->child[row * STRIDE + m->units[j]];

			if (*to == 0)
				*to = (uint32_t)b->nrows++;
			row = *to;
		}
		m->next = b->found[row];
		b->found[row] = (uint32_t)i + 1;
	}
}

/* Rows in the order of their depth, each with its fall-back; what a row has no
 * child for becomes its fall-back's. */
static void
link_rows(struct building *b)
{
	size_t head = 0, tail = 1;

	b->order[0] = 0;
	for (; head < tail; head++) {
		uint32_t row = b->order[head];

		for (size_t u = 0; u < STRIDE; u++) {
			uint32_t *to = &b->child[row * STRIDE + u];
			uint32_t back =
			    b->child[(size_t)b->fail[row] * STRIDE + u];

			if (*to == 0) {
				*to = row == 0 ? 0 : back;
				continue;
			}
			b->fail[*to] = row == 0 ? 0 : back;
			b->order[tail++] = *to;
		}
	}
}

/* Shallow rows first, where most of the time is spent. */
static void
write_table(struct building *b)
{
	struct terms *t = b->t;
	uint32_t *place = arena_alloc(t->arena, b->nrows, sizeof(*place));

	t->move = arena_alloc(t->arena, b->nrows * STRIDE, sizeof(*t->move));
	t->found = arena_alloc(t->arena, b->nrows, sizeof(*t->found));
	t->also = arena_alloc(t->arena, b->nrows, sizeof(*t->also));
	for (size_t i = 0; i < b->nrows; i++) {
		uint32_t row = b->order[i], back = b->fail[row];

		place[row] = (uint32_t)i;
		t->found[i] = b->found[row];
		t->also[i] =
		    b->found[back] != 0 ? place[back] : t->also[place[back]];
	}
	for (size_t i = 0; i < b->nrows; i++)
		for (size_t u = 0; u < STRIDE; u++) {
			uint32_t to =
			    place[b->child[(size_t)b->order[i] * STRIDE + u]];
			bool ends = t->found[to] != 0 || t->also[to] != 0;

			t->move[i * STRIDE + u] =
			    to * STRIDE | (ends ? FOUND : 0);
		}
}

void
terms_ready(struct terms *t)
{
	struct building b = { .t = t, .nrows = 1 };
	size_t most = t->nunits + 1;

	b.child = arena_alloc(t->arena, most * STRIDE, sizeof(*b.child));
	b.fail = arena_alloc(t->arena, most, sizeof(*b.fail));
	b.found = arena_alloc(t->arena, most, sizeof(*b.found));
	b.order = arena_alloc(t->arena, most, sizeof(*b.order));
	grow_tree(&b);
	link_rows(&b);
	write_table(&b);
}

/* --- a text -------------------------------------------------------------------- */

struct finding {
	const struct terms *t;
	uint32_t ring[RING]; /* where the last units stand */
	size_t count;
	terms_found *fn;
	void *data;
};

static void
tell(const struct finding *g, uint32_t row)
{
	const struct terms *t = g->t;

	for (; row != 0; row = t->also[row])
		for (uint32_t i = t->found[row]; i != 0;) {
			const struct term *m = &t->terms[i - 1];
			size_t first = g->count - m->n + m->gap_before;
			size_t last = g->count - 1 - m->gap_behind;

			g->fn(g->data, m->value, g->ring[first % RING],
			    (size_t)g->ring[last % RING] + 1);
			i = m->next;
		}
}

void
terms_find(
    const struct terms *t, const char *s, size_t n, terms_found *fn, void *data)
{
	struct finding g = { .t = t, .count = 1, .fn = fn, .data = data };
	uint32_t state = t->move[GAP] & ~FOUND;
	uint8_t unit, last = GAP;

	for (size_t i = 0; i <= n; i++) {
		unit = i == n ? GAP : t->unit[(unsigned char)s[i]];
		if (unit == NOTHING || (unit == GAP && last == GAP))
			continue;
		last = unit;
		state = t->move[state + unit];
		g.ring[g.count++ % RING] = (uint32_t)i;
		if ((state & FOUND) != 0) {
			state &= ~FOUND;
			tell(&g, state / STRIDE);
		}
	}
}
