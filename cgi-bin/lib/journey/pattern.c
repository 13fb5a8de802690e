#include <string.h>
#include <unicode/uchar.h>

#include "lib/form/utf8.h"
#include "lib/journey/pattern_program.h"
#include "lib/journey/text.h"

enum { PATTERN_MEMORY = 4 << 20 };

/* The steps that the machine stands on; `seen` holds the round of each. */
struct standing {
	const struct pattern *pattern;
	size_t *steps, *todo;
	size_t n;
	size_t *seen, round;
};

static bool
is_word(int32_t c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
	       (c >= 'A' && c <= 'Z') || c == '_';
}

static unsigned
classes_of(int32_t c)
{
	unsigned of = 0, type = 1u << u_charType(c);

	of |= c >= '0' && c <= '9' ? CLASS_DIGIT : CLASS_NOT_DIGIT;
	of |= is_word(c) ? CLASS_WORD : CLASS_NOT_WORD;
	of |= text_is_space(c) ? CLASS_SPACE : CLASS_NOT_SPACE;
	of |= (type & U_GC_L_MASK) != 0 ? CLASS_LETTER : 0;
	of |= (type & U_GC_LU_MASK) != 0 ? CLASS_UPPER : 0;
	of |= (type & U_GC_LL_MASK) != 0 ? CLASS_LOWER : 0;
	of |= (type & U_GC_N_MASK) != 0 ? CLASS_NUMBER : 0;
	of |= (type & U_GC_ND_MASK) != 0 ? CLASS_DECIMAL : 0;
	return of;
}

static bool
set_has(const struct pattern_set *set, int32_t c)
{
	const struct pattern_range *range;
	bool found = set->classes != 0 && (set->classes & classes_of(c)) != 0;

	for (range = set->ranges; range != NULL && !found; range = range->also)
		found = c >= range->first && c <= range->last;
	return found != set->is_not;
}

/* Stand on a step, and on all that splits lead to from it. */
static void
stand(struct standing *s, size_t step)
{
	size_t n = 0;

	s->todo[n++] = step;
	while (n > 0) {
		const struct pattern_step *at;

		step = s->todo[--n];
		if (s->seen[step] == s->round)
			continue;
		s->seen[step] = s->round;
		at = &s->pattern->steps[step];
		if (at->op != PATTERN_SPLIT) {
			s->steps[s->n++] = step;
			continue;
		}
		s->todo[n++] = at->other;
		s->todo[n++] = at->next;
	}
}

static void
standing_init(struct standing *s, struct arena *a, const struct pattern *p)
{
	*s = (struct standing){ .pattern = p, .round = 0 };
	s->steps = arena_alloc(a, p->nsteps, sizeof(size_t));
	s->todo = arena_alloc(a, 2 * p->nsteps + 2, sizeof(size_t));
	s->seen = arena_alloc(a, p->nsteps, sizeof(size_t));
}

static bool
fits(struct arena *a, const struct pattern *p, const char *text)
{
	size_t *now = arena_alloc(a, p->nsteps, sizeof(size_t)), nnow, i, used;
	size_t len = strlen(text);
	struct standing s;
	int32_t c;

	standing_init(&s, a, p);
	s.round = 1;
	stand(&s, 0);
	for (; len > 0 && s.n > 0; text += used, len -= used) {
		c = utf8_next(text, len, &used);
		nnow = s.n;
		memcpy(now, s.steps, nnow * sizeof(*now));
		s.n = 0;
		s.round++;
		for (i = 0; i < nnow; i++) {
			const struct pattern_step *step = &p->steps[now[i]];

			if (step->op == PATTERN_SET && set_has(step->set, c))
				stand(&s, step->next);
		}
	}
	for (i = 0; i < s.n && len == 0; i++)
		if (p->steps[s.steps[i]].op == PATTERN_MATCH)
			return true;
	return false;
}

bool
pattern_fits(const char *pattern, const char *text)
{
	struct arena *a = arena_new(PATTERN_MEMORY);
	struct pattern p;
	bool is_fit =
	    pattern_parse(a, pattern, &p) == NULL && fits(a, &p, text);

	arena_free(a);
	return is_fit;
}

const char *
pattern_problem(const char *text)
{
	struct arena *a = arena_new(PATTERN_MEMORY);
	struct pattern p;
	const char *problem = pattern_parse(a, text, &p);

	arena_free(a);
	return problem;
}

bool
pattern_is_for_browser(const char *text)
{
	struct arena *a = arena_new(PATTERN_MEMORY);
	struct pattern p;
	bool is_same =
	    pattern_parse(a, text, &p) == NULL && p.classes < CLASS_LETTER;

	arena_free(a);
	return is_same;
}
