#include "reviews/rules_change.h"

#include <stdbool.h>
#include <string.h>

enum { TABLE = 40000 }; /* pairs of words that are compared at most */

struct word {
	const char *text;
	size_t len; /* with the space behind it */
};
struct words_of {
	struct word *items;
	size_t n;
	bool too_many;
};

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static struct words_of
split(struct arena *arena, const char *text)
{
	struct words_of w = {
		arena_alloc(arena, CHANGE_WORDS, sizeof(*w.items)), 0, false
	};
	const char *end;

	while (*text != '\0') {
		if (w.n == CHANGE_WORDS) {
			w.too_many = true;
			return w;
		}
		for (end = text; *end != '\0' && !is_space(*end); end++)
			;
		while (is_space(*end))
			end++;
		w.items[w.n++] = (struct word){ text, (size_t)(end - text) };
		text = end;
	}
	return w;
}

static bool
is_same(const struct word *a, const struct word *b)
{
	return a->len == b->len && memcmp(a->text, b->text, a->len) == 0;
}

static void
put_part(struct buf *b, const char *tag, const char *text, size_t len)
{
	if (len == 0)
		return;
	buf_printf(b, "<%s>", tag);
	buf_put_html(b, text, len);
	buf_printf(b, "</%s>", tag);
}

/* What both begin and end with needs no table. */
static size_t
trim(struct words_of *x, struct words_of *y, size_t *end)
{
	size_t start = 0, n = 0;

	while (start < x->n && start < y->n &&
	       is_same(&x->items[start], &y->items[start]))
		start++;
	while (n < x->n - start && n < y->n - start &&
	       is_same(&x->items[x->n - 1 - n], &y->items[y->n - 1 - n]))
		n++;
	x->items += start;
	y->items += start;
	x->n -= start + n;
	y->n -= start + n;
	*end = n;
	return start;
}

/* Lengths of the longest common run of words from (i, j) to the ends. */
static uint16_t *
common_lengths(
    struct arena *arena, const struct words_of *x, const struct words_of *y)
{
	size_t wide = y->n + 1;
	uint16_t *t = arena_alloc(arena, (x->n + 1) * wide, sizeof(*t));

	for (size_t i = x->n; i-- > 0;)
		for (size_t j = y->n; j-- > 0;) {
			uint16_t down = t[(i + 1) * wide + j],
				 right = t[i * wide + j + 1];

			t[i * wide + j] =
			    is_same(&x->items[i], &y->items[j])
				? (uint16_t)(t[(i + 1) * wide + j + 1] + 1)
			    : down > right ? down
					   : right;
		}
	return t;
}

static void
put_words(struct buf *b, const char *tag, const struct word *from, size_t n)
{
	if (n > 0)
		put_part(b, tag, from[0].text,
		    (size_t)(from[n - 1].text + from[n - 1].len -
			     from[0].text));
}

static void
put_plain(struct buf *b, const struct word *from, size_t n)
{
	if (n > 0)
		buf_put_html(b, from[0].text,
		    (size_t)(from[n - 1].text + from[n - 1].len -
			     from[0].text));
}

static void
put_common(struct buf *b, const struct words_of *x, const struct words_of *y,
    const uint16_t *t)
{
	size_t i = 0, j = 0, wide = y->n + 1, went, came;

	while (i < x->n || j < y->n) {
		for (went = i, came = j; went < x->n || came < y->n;)
			if (went < x->n && came < y->n &&
			    is_same(&x->items[went], &y->items[came]))
				break;
			else if (came == y->n ||
				 (went < x->n && t[(went + 1) * wide + came] >=
						     t[went * wide + came + 1]))
				went++;
			else
				came++;
		put_words(b, "del", &x->items[i], went - i);
		put_words(b, "ins", &y->items[j], came - j);
		i = went;
		j = came;
		if (i < x->n && j < y->n) {
			buf_put_html(b, y->items[j].text, y->items[j].len);
			i++;
			j++;
		}
	}
}

void
change_put(struct buf *b, const char *before, const char *after)
{
	struct words_of x = split(b->arena, before);
	struct words_of y = split(b->arena, after);
	const struct word *all = y.items;
	size_t start, end;

	if (x.too_many || y.too_many) {
		put_part(b, "del", before, strlen(before));
		put_part(b, "ins", after, strlen(after));
		return;
	}
	start = trim(&x, &y, &end);
	put_plain(b, all, start);
	if ((x.n + 1) * (y.n + 1) <= TABLE) {
		put_common(b, &x, &y, common_lengths(b->arena, &x, &y));
	} else {
		put_words(b, "del", x.items, x.n);
		put_words(b, "ins", y.items, y.n);
	}
	put_plain(b, &all[start + y.n], end);
}
