#include "lib/domain/moderation_in.h"

/* What leads to somebody outside: the detectors, over the text as it is folded,
 * and over what is written letter by letter in it. */

enum { SPREAD_LEAST = 5, LEAST_DIGITS = 7 };

static bool
detects_contact(const struct checking *c)
{
	for (int d = DETECT_EMAIL; d <= DETECT_ADDRESS; d++)
		if (detector_is_on(c, (enum detector)d))
			return true;
	return false;
}

/* A dot between two words, or what begins an address. */
static bool
may_have_link(const struct folded *f)
{
	if ((f->seen & FOLD_IS_DOT) == 0)
		return false;
	for (size_t i = 1; i + 1 < f->n; i++)
		if (f->s[i] == '.' && fold_is_word(f->s[i - 1]) &&
		    fold_is_letter(f->s[i + 1]))
			return true;
	return false;
}

/* --- "g m a i l", "j.a.n.e" ----------------------------------------------------- */

/* Bytes put together, each with the folded byte it stands for. */
struct spread {
	char *s;
	uint32_t *map;
	size_t n, letters;
};

static void
spread_init(struct spread *w, const struct checking *c)
{
	w->s = arena_alloc(c->arena, c->f.n + 1 + FOLD_ROOM, 1);
	w->map = arena_room(c->arena, (c->f.n + 1) * sizeof(*w->map));
	w->n = 0;
}

static void
spread_put(struct spread *w, char c, size_t at)
{
	w->s[w->n] = c;
	w->map[w->n++] = (uint32_t)at;
}

static bool
is_filler(char c)
{
	return c == ' ' || c == '\n' || c == '*' || c == '|' || c == '~' ||
	       c == FOLD_SIGN || c == '-';
}

/* One sign of a spread word from i on: its place; where none is, i itself is
 * past the end of the run. */
static bool
is_single(const struct folded *f, size_t i)
{
	char c = f->s[i];
	bool before = i > 0 && fold_is_word(f->s[i - 1]);
	bool behind = i + 1 < f->n && fold_is_word(f->s[i + 1]);

	if (fold_is_word(c))
		return !before && !behind;
	return c == '@' || c == '.' || c == '_' || c == '+';
}

/* Collect the run that begins at i; returns where it ends. */
static size_t
collect(const struct folded *f, size_t i, struct spread *w)
{
	size_t gap = 0;

	w->n = w->letters = 0;
	for (; i < f->n && gap < 4; i++) {
		if (is_filler(f->s[i])) {
			gap++;
			continue;
		}
		if (!is_single(f, i))
			break;
		gap = 0;
		spread_put(w, f->s[i], i);
		w->letters += fold_is_word(f->s[i]);
	}
	return i;
}

/* Each where there is anything for it. */
static void
scan_contact(const struct scan *k)
{
	const uint32_t places = ROLE_PLATFORM | ROLE_WEAK | ROLE_PROVIDER;

	if (k->has_at ||
	    (k->roles & (ROLE_AT | ROLE_AT_SURE | ROLE_PROVIDER)) != 0)
		mail_scan(k);
	if (k->digits >= LEAST_DIGITS)
		phone_scan(k);
	if (k->has_at || k->has_hash || (k->roles & places) != 0)
		handle_scan(k);
	if ((k->roles & ROLE_HANDLE) != 0 || k->digits > 0)
		name_scan(k);
}

void
contact_check(struct checking *c)
{
	struct scan k = { .c = c };
	bool all = detects_contact(c);

	if (!all && !(detector_is_on(c, DETECT_LINK) && may_have_link(&c->f)))
		return;
	scan_tokens(&k, c->f.s, c->f.n);
	if (all)
		scan_contact(&k);
	if (k.has_dot || (k.roles & ROLE_DOT) != 0 || k.has_at)
		link_scan(&k);
}

/* The text with the runs found so far put together. */
struct joined {
	struct spread all;
	size_t until; /* how far the text is in it */
};

static void
join(const struct folded *f, struct joined *j, const struct spread *run)
{
	for (; j->until < run->map[0]; j->until++)
		spread_put(&j->all, f->s[j->until], j->until);
	for (size_t i = 0; i < run->n; i++)
		spread_put(&j->all, run->s[i], run->map[i]);
	j->until = (size_t)run->map[run->n - 1] + 1;
}

static void
scan_joined(struct checking *c, const struct spread *all)
{
	struct scan k = { .c = c, .map = all->map };

	scan_tokens(&k, all->s, all->n);
	mail_scan(&k);
	link_scan(&k);
	handle_scan(&k);
}

/* Where a word of single letters may begin. */
static bool
begins_run(const struct folded *f, size_t i)
{
	return fold_is_word(f->s[i]) && !fold_is_word(f->s[i + 1]) &&
	       (i == 0 || !fold_is_word(f->s[i - 1])) &&
	       is_filler(f->s[i + 1]) && is_single(f, i + 2);
}

/* What is spread over single letters is read together: by detectors, and as
 * words of the rules. */
void
spread_check(struct checking *c)
{
	const struct folded *f = &c->f;
	struct spread run = { .n = 0 };
	struct joined j = { .until = 0 };
	size_t end;

	if (f->singles < SPREAD_LEAST - 1)
		return;
	for (size_t i = 0; i + SPREAD_LEAST < f->n; i = end) {
		end = i + 1;
		if (!begins_run(f, i))
			continue;
		if (run.s == NULL) {
			spread_init(&run, c);
			spread_init(&j.all, c);
		}
		end = collect(f, i, &run);
		if (run.letters < SPREAD_LEAST - 1)
			continue;
		join(f, &j, &run);
	}
	if (j.until == 0)
		return;
	for (; j.until < f->n; j.until++)
		spread_put(&j.all, f->s[j.until], j.until);
	memset(j.all.s + j.all.n, 0, FOLD_ROOM);
	words_spread(c, j.all.s, j.all.map, j.all.n);
	if (detects_contact(c))
		scan_joined(c, &j.all);
}
