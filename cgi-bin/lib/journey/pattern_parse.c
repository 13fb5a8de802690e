#include <string.h>

#include "lib/base/words.h"
#include "lib/form/utf8.h"
#include "lib/journey/pattern_program.h"

enum { GROUPS_DEEP = 20, REPEATS = 100, WORK = 50000, NO_LIMIT = -1 };

static const char syntax[] = "^$\\.*+?()[]{}|";
static const char in_sets[] = "^$\\.*+?()[]{}|/-&!#%,:;<=>@`~";
static const char doubled[] = "&!#$%*+,.:;<=>?@^`~";

struct parser {
	struct arena *arena;
	const char *start, *at;
	struct pattern *pattern;
	/* The set of each place of the text: unrolled parts share it. */
	const struct pattern_set *sets[4 * PATTERN_CHARACTERS + 1];
	size_t origin; /* the place that is being read */
	const char *problem;
	bool dry; /* look for the end of a part, emit nothing */
	int depth;
	int work;
};

static void parse_choices(struct parser *);

static void
fail(struct parser *p, const char *why)
{
	if (p->problem == NULL)
		p->problem = why;
}

static size_t
emit(struct parser *p, struct pattern_step step)
{
	struct pattern *out = p->pattern;

	if (p->dry || p->problem != NULL)
		return 0;
	if (out->nsteps == PATTERN_STEPS) {
		fail(p, words("This pattern is too long when unrolled."));
		return 0;
	}
	out->steps[out->nsteps] = step;
	return out->nsteps++;
}

/* A step that goes on behind itself, and perhaps elsewhere too. */
static size_t
emit_split(struct parser *p)
{
	size_t next = p->pattern->nsteps + 1;

	return emit(
	    p, (struct pattern_step){ PATTERN_SPLIT, NULL, next, next });
}

static struct pattern_step *
step_of(struct parser *p, size_t at)
{
	return &p->pattern->steps[at];
}

static void
emit_set(struct parser *p, const struct pattern_set *set)
{
	struct pattern_set *copy;

	if (p->dry || p->problem != NULL)
		return;
	if (p->sets[p->origin] == NULL) {
		copy = arena_alloc(p->arena, 1, sizeof(*copy));
		*copy = *set;
		p->sets[p->origin] = copy;
	}
	p->pattern->classes |= set->classes;
	(void)emit(p, (struct pattern_step){ PATTERN_SET, p->sets[p->origin],
			  p->pattern->nsteps + 1, 0 });
}

static void
add_range(
    struct parser *p, struct pattern_set *set, int32_t first, int32_t last)
{
	struct pattern_range *range;

	if (p->dry || p->sets[p->origin] != NULL)
		return;
	range = arena_alloc(p->arena, 1, sizeof(*range));
	*range = (struct pattern_range){ first, last, set->ranges };
	set->ranges = range;
}

static int32_t
next_character(struct parser *p)
{
	size_t used;
	int32_t c;

	if (*p->at == '\0') {
		fail(p, words("This pattern ends too early."));
		return 0;
	}
	c = utf8_next(p->at, strlen(p->at), &used);
	p->at += used;
	return c;
}

static bool
is_among(const char *list, int32_t c)
{
	return c > 0 && c < 0x80 && strchr(list, (int)c) != NULL;
}

/* {Lu} behind \p. */
static unsigned
read_property(struct parser *p)
{
	static const struct {
		const char *name;
		unsigned class;
	} all[] = { { "{L}", CLASS_LETTER }, { "{Lu}", CLASS_UPPER },
		{ "{Ll}", CLASS_LOWER }, { "{N}", CLASS_NUMBER },
		{ "{Nd}", CLASS_DECIMAL } };
	size_t i;

	for (i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		if (strncmp(p->at, all[i].name, strlen(all[i].name)) != 0)
			continue;
		p->at += strlen(all[i].name);
		return all[i].class;
	}
	fail(p, words("Behind \\p stands {L}, {Lu}, {Ll}, {N} or {Nd}."));
	return 0;
}

/* Behind a backslash: a class, else 0 and the character in *c. */
static unsigned
read_escape(struct parser *p, const char *allowed, int32_t *c)
{
	static const char letters[] = "dwsDWS";
	const char *found;

	*c = next_character(p);
	if (*c == 'p')
		return read_property(p);
	found = *c > 0 && *c < 0x80 ? strchr(letters, (int)*c) : NULL;
	if (found != NULL)
		return 1u << (found - letters);
	if (!is_among(allowed, *c))
		fail(p, words("This character takes no \\ before it."));
	return 0;
}

/* One end of a range, or a class (0 and *class). */
static int32_t
read_set_item(struct parser *p, unsigned *class)
{
	int32_t c = next_character(p);

	*class = 0;
	if (c == '\\') {
		*class = read_escape(p, in_sets, &c);
		return c;
	}
	if (is_among("()[]{}/-|^", c))
		fail(p,
		    words("Inside of [ ] this is written with \\ before it."));
	if (is_among(doubled, c) && (int32_t)*p->at == c)
		fail(p,
		    words("Inside of [ ] doubled marks are written with \\."));
	return c;
}

static void
read_set(struct parser *p)
{
	struct pattern_set set = { NULL, 0, false };
	unsigned class, second;
	int32_t first, last;

	if (*p->at == '^') {
		set.is_not = true;
		p->at++;
	}
	if (*p->at == ']')
		fail(p, words("A set is empty."));
	while (*p->at != ']' && p->problem == NULL) {
		first = last = read_set_item(p, &class);
		second = 0;
		if (*p->at == '-') {
			p->at++;
			last = read_set_item(p, &second);
			if (class != 0 || second != 0 || first > last)
				fail(p, words("A range of a set is turned."));
		}
		if (class != 0)
			set.classes |= class;
		else
			add_range(p, &set, first, last);
	}
	if (*p->at == ']')
		p->at++;
	emit_set(p, &set);
}

static void
read_any(struct parser *p)
{
	struct pattern_set set = { NULL, 0, true };

	add_range(p, &set, '\n', '\n');
	add_range(p, &set, '\r', '\r');
	add_range(p, &set, 0x2028, 0x2029);
	emit_set(p, &set);
}

static void
read_group(struct parser *p)
{
	if (strncmp(p->at, "?:", 2) == 0)
		p->at += 2;
	else if (*p->at == '?')
		fail(p, words("A group begins with ( or (?: only."));
	if (++p->depth > GROUPS_DEEP)
		fail(p, words("Groups stand too deep in each other."));
	parse_choices(p);
	p->depth--;
	if (*p->at == ')')
		p->at++;
	else
		fail(p, words("A group is not closed."));
}

static void
read_one(struct parser *p)
{
	struct pattern_set set = { NULL, 0, false };
	int32_t c;

	p->origin = (size_t)(p->at - p->start);
	c = next_character(p);
	if (++p->work > WORK)
		fail(p, words("This pattern is too long when unrolled."));
	if (p->problem != NULL)
		return;
	if (c == '(') {
		read_group(p);
		return;
	}
	if (c == '[') {
		read_set(p);
		return;
	}
	if (c == '.') {
		read_any(p);
		return;
	}
	if (c == '\\')
		set.classes = read_escape(p, "^$\\.*+?()[]{}|/", &c);
	else if (is_among(syntax, c))
		fail(p, words("A sign stands where it means nothing."));
	if (set.classes == 0)
		add_range(p, &set, c, c);
	emit_set(p, &set);
}

static int
read_count(struct parser *p)
{
	int n = 0, digits = 0;

	for (; *p->at >= '0' && *p->at <= '9' && digits < 4; p->at++, digits++)
		n = n * 10 + (*p->at - '0');
	if (digits == 0 || n > REPEATS)
		fail(p, words("Repeat at most 100 times, such as {2,5}."));
	return n;
}

/* How often: true when there is such a sign. */
static bool
read_repeat(struct parser *p, int *least, int *most)
{
	*least = *p->at == '+' ? 1 : 0;
	*most = *p->at == '?' ? 1 : NO_LIMIT;
	if (*p->at == '?' || *p->at == '*' || *p->at == '+') {
		p->at++;
		return true;
	}
	*least = *most = 1;
	if (*p->at != '{')
		return false;
	p->at++;
	*least = *most = read_count(p);
	if (*p->at == ',') {
		p->at++;
		*most = *p->at == '}' ? NO_LIMIT : read_count(p);
	}
	if (*p->at != '}' || (*most != NO_LIMIT && *most < *least))
		fail(p, words("Repeat at most 100 times, such as {2,5}."));
	else
		p->at++;
	return true;
}

static void
emit_at(struct parser *p, const char *from)
{
	p->at = from;
	read_one(p);
}

/* x* is: split(x …, out), x, back to the split. */
static void
emit_loop(struct parser *p, const char *from)
{
	size_t split = emit_split(p), back;

	emit_at(p, from);
	back = emit_split(p);
	if (p->problem != NULL)
		return;
	step_of(p, back)->next = step_of(p, back)->other = split;
	step_of(p, split)->other = back + 1;
}

static void
emit_repeated(struct parser *p, const char *from, int least, int most)
{
	size_t split;
	int i;

	for (i = 0; i < least && p->problem == NULL; i++)
		emit_at(p, from);
	if (most == NO_LIMIT) {
		emit_loop(p, from);
		return;
	}
	for (; i < most && p->problem == NULL; i++) {
		split = emit_split(p);
		emit_at(p, from);
		if (p->problem == NULL)
			step_of(p, split)->other = p->pattern->nsteps;
	}
}

static void
parse_repeated(struct parser *p)
{
	const char *from = p->at, *end;
	bool was_dry = p->dry;
	int least, most;

	p->dry = true;
	read_one(p);
	p->dry = was_dry;
	if (read_repeat(p, &least, &most) &&
	    (is_among("?*+{", (unsigned char)*p->at)))
		fail(p, words("A repeat stands behind a repeat."));
	end = p->at;
	if (!p->dry && p->problem == NULL)
		emit_repeated(p, from, least, most);
	p->at = end;
}

/* Each choice begins with a split to the next one and ends with a way out; the
 * ways out are chained by `other` until the end is known. */
static void
parse_choices(struct parser *p)
{
	size_t split, out = 0, at;
	bool more = true;

	while (more && p->problem == NULL) {
		split = emit_split(p);
		while (*p->at != '\0' && *p->at != '|' && *p->at != ')' &&
		       p->problem == NULL)
			parse_repeated(p);
		if ((more = *p->at == '|'))
			p->at++;
		at = emit_split(p);
		if (p->dry || p->problem != NULL)
			continue;
		step_of(p, at)->other = out;
		out = at;
		if (more)
			step_of(p, split)->other = at + 1;
	}
	while (!p->dry && p->problem == NULL && out != 0) {
		at = step_of(p, out)->other;
		step_of(p, out)->next = step_of(p, out)->other =
		    p->pattern->nsteps;
		out = at;
	}
}

const char *
pattern_parse(struct arena *a, const char *text, struct pattern *out)
{
	struct parser p = {
		.arena = a, .start = text, .at = text, .pattern = out
	};

	*out = (struct pattern){
		arena_room(a, PATTERN_STEPS * sizeof(*out->steps)), 0, 0
	};
	if (!utf8_is_text(text, strlen(text)) ||
	    utf8_length(text, strlen(text)) > PATTERN_CHARACTERS)
		return words("This is too long.");
	parse_choices(&p);
	if (p.problem == NULL && *p.at != '\0')
		fail(&p, words("A group is closed that was not opened."));
	(void)emit(&p, (struct pattern_step){ .op = PATTERN_MATCH });
	return p.problem;
}
