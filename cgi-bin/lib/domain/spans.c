#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/domain/moderation_in.h"

/* From what was found to a verdict: allowed phrases taken out, one reason for
 * one place, spans in code points of the original, the rest masked. */

enum { CATEGORIES = 10 };

static size_t
category_of(const char *name)
{
	size_t i = 0;

	while (i < CATEGORIES && strcmp(moderation_categories[i], name) != 0)
		i++;
	return i % CATEGORIES;
}

static int
by_place(const void *a, const void *b)
{
	const struct hit *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if (x->end != y->end)
		return x->end > y->end ? -1 : 1;
	if (x->allowed != y->allowed)
		return x->allowed ? -1 : 1;
	return (x->score < y->score) - (x->score > y->score);
}

/* --- which language it is --------------------------------------------------------- */

static void
count_language(struct checking *c, size_t counts[3])
{
	static const char *const common[3] = {
		" the is and you to of it for that this with are not "
		"have your was ",
		" der die das und ist nicht ich du ein eine mit zu auf "
		"fur sie wir ihr den dem wie ",
		" el la los las que es no un una para con por tu mi "
		"se lo del como muy ",
	};
	const struct folded *f = &c->f;
	char word[10] = " ";
	size_t start = 0;

	for (size_t i = 0; i <= f->n; i++) {
		if (i < f->n && fold_is_letter(f->s[i]))
			continue;
		if (i > start && i - start < sizeof(word) - 2) {
			memcpy(word + 1, f->s + start, i - start);
			word[i - start + 1] = ' ';
			word[i - start + 2] = '\0';
			for (size_t l = 0; l < 3; l++)
				counts[l] += strstr(common[l], word) != NULL;
		}
		start = i + 1;
	}
}

/* A letter for a language: English is e, so Spanish is s. */
static int
letter_of(const char *language)
{
	return strncmp(language, "es", 2) == 0 ? 's' : language[0];
}

/* As it was said, else as it looks; '?' when that does not tell. */
static int
language(struct checking *c)
{
	size_t counts[3] = { 0, 0, 0 }, best = 0;

	if (c->language != 0)
		return c->language;
	if (c->in->language != NULL && strlen(c->in->language) >= 2)
		return c->language = letter_of(c->in->language);
	count_language(c, counts);
	for (size_t l = 1; l < 3; l++)
		if (counts[l] > counts[best])
			best = l;
	c->language = counts[best] == 0 ? '?' : "eds"[best];
	return c->language;
}

/* A text too short to tell may be in any. */
static bool
is_in_language(struct checking *c, const struct rule *rule)
{
	return rule->language == NULL || language(c) == '?' ||
	       language(c) == letter_of(rule->language);
}

/* --- which of them count ------------------------------------------------------------ */

struct keeping {
	struct checking *c;
	uint32_t *allowed_until; /* by rule */
	uint32_t kept_until[CATEGORIES];
};

static bool
is_kept(struct keeping *k, const struct hit *h)
{
	uint32_t *allowed = &k->allowed_until[h->rule - k->c->rules->rules];
	uint32_t *kept = &k->kept_until[category_of(h->rule->category)];

	if (h->allowed) {
		if (h->end > *allowed)
			*allowed = h->end;
		return false;
	}
	if (h->whole)
		return true;
	if (h->end <= *allowed || !is_in_language(k->c, h->rule))
		return false;
	if (h->end <= *kept)
		return false;
	*kept = h->end;
	return true;
}

static void
keep(struct checking *c)
{
	struct keeping k = { .c = c };
	size_t kept = 0;

	k.allowed_until = arena_alloc(
	    c->arena, c->rules->nrules + 1, sizeof(*k.allowed_until));
	qsort(c->hits, c->nhits, sizeof(*c->hits), by_place);
	for (size_t i = 0; i < c->nhits; i++)
		if (is_kept(&k, &c->hits[i]))
			c->hits[kept++] = c->hits[i];
	c->nhits = kept;
}

/* --- places in the original ------------------------------------------------------- */

/* Code points before a byte, counted onwards from the last that was asked. */
struct counter {
	const char *text;
	size_t at;
	int64_t points;
};

static int64_t
points_before(struct counter *n, size_t byte)
{
	for (; n->at < byte; n->at++)
		n->points += (n->text[n->at] & 0xc0) != 0x80;
	return n->points;
}

/* The points of a span's end, which may lie behind the next span's start. */
static int64_t
points_until(struct counter n, size_t byte)
{
	return points_before(&n, byte);
}

static void
mask(struct buf *b, const char *text, size_t from, size_t to)
{
	for (; from < to; from++)
		if ((text[from] & 0xc0) != 0x80)
			buf_putc(b, '*');
}

static const char *
sanitized(const struct checking *c)
{
	const struct folded *f = &c->f;
	size_t at = 0, start, end;
	struct buf b;

	buf_init(&b, c->out, f->len + 1);
	for (size_t i = 0; i < c->nhits; i++) {
		if (c->hits[i].whole)
			continue;
		start = f->at[c->hits[i].start];
		end = fold_end(f, c->hits[i].end);
		if (start > at) {
			buf_put(&b, f->text + at, start - at);
			at = start;
		}
		if (end > at) {
			mask(&b, f->text, at, end);
			at = end;
		}
	}
	buf_put(&b, f->text + at, f->len - at);
	return b.data;
}

void
verdict_make(struct checking *c, struct moderation_verdict *v)
{
	struct counter n = { .text = c->f.text };
	struct moderation_reason *reason;

	*v = (struct moderation_verdict){ .sanitized = c->f.text };
	if (c->nhits != 0)
		keep(c);
	if (c->nhits == 0)
		return;
	v->nreasons =
	    c->nhits < MODERATION_REASONS ? c->nhits : MODERATION_REASONS;
	v->reasons = arena_alloc(c->out, v->nreasons, sizeof(*v->reasons));
	for (size_t i = 0; i < c->nhits; i++) {
		const struct hit *h = &c->hits[i];
		enum moderation_decision d = h->rule->decisions[c->in->context];

		if (d > v->decision)
			v->decision = d;
		if (i >= v->nreasons)
			continue;
		reason = &v->reasons[i];
		*reason = (struct moderation_reason){
			.rule = arena_strdup(c->out, h->rule->code),
			.category = moderation_categories[category_of(
			    h->rule->category)],
			.score = h->score,
			.decision = d
		};
		if (h->whole)
			continue;
		reason->start = points_before(&n, c->f.at[h->start]);
		reason->end = points_until(n, fold_end(&c->f, h->end));
	}
	v->sanitized = sanitized(c);
}
