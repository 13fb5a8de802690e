#include <string.h>

#include "lib/domain/moderation_in.h"

/*
 * Numbers that telephones have.  A candidate is a run of groups of digits,
 * spelled digits too; its shape, and the words around it, say whether it is a
 * telephone's or a price, a date, a version, an address of a machine, an id …
 */

enum { DIGITS = 24, GROUPS = 24, LEAST = 7, MOST = 15, CUE = 6 };

struct number {
	char digits[DIGITS + 1];
	size_t n; /* digits */
	struct {
		uint8_t size;
		char before; /* the sign before it, ' ' for a blank alone */
	} groups[GROUPS];
	size_t ngroups, spelled, single;
	size_t first, last; /* tokens */
	bool has_plus, has_paren;
};

/* --- reading one ------------------------------------------------------------------ */

/* The digit that a byte of a disguised group stands for: "O17O", "6l2_345". */
static char
digit_like(char c)
{
	if (c == 'o')
		return '0';
	return c == 'l' || c == 'i' ? '1' : c;
}

static bool
is_disguised(const struct scan *k, size_t i)
{
	const struct token *t = &k->t[i];

	if (t->kind != TOKEN_WORD || !t->has_digit)
		return false;
	for (size_t j = t->start; j < t->end; j++)
		if (!fold_is_digit(digit_like(k->s[j])) && k->s[j] != '_')
			return false;
	return true;
}

static bool
is_group(const struct scan *k, size_t i)
{
	if (i >= k->n || plays(k, i, ROLE_TWICE))
		return false;
	return k->t[i].kind == TOKEN_NUMBER || k->t[i].digit >= 0 ||
	       is_disguised(k, i);
}

static void
add_digit(struct number *m, char c)
{
	if (m->n < DIGITS)
		m->digits[m->n] = c;
	m->n++;
	m->digits[m->n < DIGITS ? m->n : DIGITS] = '\0';
}

/* The digits of token i, `times` over ("double five"). */
static void
add_group(const struct scan *k, struct number *m, size_t i, int times)
{
	const struct token *t = &k->t[i];
	size_t was = m->n;

	for (; times > 0; times--) {
		if (t->digit >= 0) {
			add_digit(m, (char)('0' + t->digit));
			m->spelled++;
			continue;
		}
		for (size_t j = t->start; j < t->end; j++)
			if (k->s[j] != '_')
				add_digit(m, digit_like(k->s[j]));
	}
	if (m->ngroups < GROUPS)
		m->groups[m->ngroups].size =
		    (uint8_t)(m->n - was > 200 ? 200 : m->n - was);
	m->single += m->n - was == 1;
	m->ngroups++;
	m->last = i;
}

static bool
is_joint(const struct scan *k, size_t i, const struct number *m)
{
	char c = sign_at(k, i);

	if (k->t[i].line)
		return false;
	if (c == ',')
		return m->spelled > 0 && m->spelled == m->n;
	return c == '.' || c == '-' || c == '/' || c == '(' || c == ')' ||
	       c == '~' || c == '*' || c == '|' || c == FOLD_SIGN ||
	       token_is(k, i, "dash") || token_is(k, i, "minus") ||
	       token_is(k, i, "guion") || token_is(k, i, "strich");
}

/* The next group's token, with the sign before it; 0 at the end. */
static size_t
next_group(const struct scan *k, size_t i, const struct number *m, char *before)
{
	*before = ' ';
	for (int joints = 0; joints < 4 && i < k->n; joints++, i++) {
		if (k->t[i].line)
			return 0;
		if (is_group(k, i) ||
		    (plays(k, i, ROLE_TWICE) && is_group(k, i + 1)))
			return *before == ' ' && !k->t[i].space ? 0 : i;
		if (!is_joint(k, i, m))
			return 0;
		if (*before == ' ' || *before == ')')
			*before = sign_at(k, i) != '\0' ? sign_at(k, i) : '-';
	}
	return 0;
}

static size_t
read_number(const struct scan *k, size_t i, struct number *m)
{
	char before = ' ';

	*m = (struct number){ .first = i };
	for (size_t next = i; next != 0 || m->ngroups == 0;) {
		int times = 1;

		if (plays(k, next, ROLE_TWICE))
			times = k->t[next++].digit == 3 ? 3 : 2;
		if (m->ngroups < GROUPS)
			m->groups[m->ngroups].before = before;
		m->has_paren = m->has_paren || before == '(' || before == ')';
		add_group(k, m, next, times);
		next = next_group(k, next + 1, m, &before);
	}
	if (i > 0 && sign_at(k, i - 1) == '(') {
		m->has_paren = true;
		m->first = --i;
	}
	if (i > 0 && sign_at(k, i - 1) == '+' &&
	    (is_tight(k, i) || (i > 1 ? !is_name(k, i - 2) : true))) {
		m->has_plus = true;
		m->first = i - 1;
	} else if (i > 0 && token_is(k, i - 1, "plus") && m->n >= 8) {
		m->has_plus = true;
		m->first = i - 1;
	}
	return m->last;
}

/* --- what it is not --------------------------------------------------------------- */

static int64_t
group_value(const struct number *m, size_t g)
{
	const char *s = m->digits;
	int64_t value = 0;

	for (size_t i = 0; i < g; i++)
		s += m->groups[i].size;
	for (size_t i = 0; i < m->groups[g].size && i < 9; i++)
		value = value * 10 + (s[i] - '0');
	return value;
}

static bool
sizes_are(const struct number *m, const char *sizes)
{
	if (strlen(sizes) != m->ngroups)
		return false;
	for (size_t i = 0; i < m->ngroups; i++)
		if (m->groups[i].size != sizes[i] - '0')
			return false;
	return true;
}

static bool
all_joined_by(const struct number *m, char c)
{
	for (size_t i = 1; i < m->ngroups; i++)
		if (m->groups[i].before != c)
			return false;
	return m->ngroups > 1;
}

static bool
is_year(const struct number *m, size_t g)
{
	return m->groups[g].size == 4 && group_value(m, g) >= 1900 &&
	       group_value(m, g) < 2100;
}

static bool
is_day_month(const struct number *m, size_t g)
{
	int64_t a = group_value(m, g), b = group_value(m, g + 1);

	return m->groups[g].size <= 2 && m->groups[g + 1].size <= 2 &&
	       a <= 31 && b <= 31 && a > 0 && b > 0 && (a <= 12 || b <= 12);
}

/* 2027-03-08, 8.3.2027, 08/03/27, years in a row. */
static bool
is_date(const struct number *m)
{
	bool all_years = true;

	for (size_t i = 0; i < m->ngroups; i++)
		all_years = all_years && is_year(m, i);
	if (all_years || m->ngroups < 3)
		return all_years;
	if (is_year(m, 0) && is_day_month(m, 1))
		return true;
	return is_day_month(m, 0) && is_year(m, 2) &&
	       m->groups[1].before != ' ';
}

/* 10.0.0.1, 1.2.3, 10.0.19045.3803 */
static bool
is_dotted(const struct number *m)
{
	if (!all_joined_by(m, '.'))
		return false;
	if (sizes_are(m, "334") || sizes_are(m, "322") ||
	    (m->digits[0] == '0' && m->ngroups > 2 && m->groups[0].size > 2))
		return false;
	for (size_t i = 0; i < m->ngroups; i++)
		if (m->groups[i].size > 3)
			return m->ngroups > 2 && m->groups[0].size < 3;
	return true;
}

/* 1 000 000, 12.345.678 */
static bool
is_grouped_by_thousands(const struct number *m)
{
	if (m->ngroups < 2 || m->groups[0].size > 2 || m->digits[0] == '0')
		return false;
	for (size_t i = 1; i < m->ngroups; i++)
		if (m->groups[i].size != 3)
			return false;
	return true;
}

/* 0 1 0 1 1, 1 2 3 4 5, 555555555, 01 02 03 04 */
static bool
is_pattern(const struct number *m)
{
	int up = 0, bits = 0, same = 0, zeros = 0;

	for (size_t i = 0; i < m->n; i++) {
		bits += m->digits[i] <= '1';
		if (i == 0)
			continue;
		up += m->digits[i] == m->digits[i - 1] + 1 ||
		      (m->digits[i - 1] == '9' && m->digits[i] == '0');
		same += m->digits[i] == m->digits[i - 1];
	}
	for (size_t i = 0; i < m->ngroups; i++)
		zeros += m->groups[i].size == 2 && group_value(m, i) < 10;
	return bits == (int)m->n || up >= (int)m->n - 2 ||
	       same >= (int)m->n - 1 || zeros >= 4;
}

/* In no order of its own: what one writes of a telephone, but of a list
 * seldom. */
static bool
is_in_order(const struct number *m)
{
	for (size_t i = 1; i < m->n; i++)
		if (m->digits[i] < m->digits[i - 1])
			return false;
	return true;
}

/* --- around it ------------------------------------------------------------------ */

static bool
is_cued(const struct scan *k, const struct number *m)
{
	size_t i = m->first;

	if (plays_before(k, i, CUE, ROLE_PHONE | ROLE_ASK_ME) ||
	    plays_behind(k, m->last, 4, ROLE_PHONE))
		return true;
	for (size_t back = 1; back <= CUE && back <= i; back++) {
		size_t at = i - back;

		if (plays(k, at, ROLE_CALL) &&
		    (back == 1 || plays_behind(k, at, 3, ROLE_MINE)))
			return true;
		if (plays(k, at, ROLE_NUMBER) &&
		    plays_before(k, at, 3, ROLE_MINE))
			return true;
	}
	return plays(k, m->last + 1, ROLE_CALL) &&
	       plays_behind(k, m->last + 1, 2, ROLE_MINE);
}

/* Something else's, by what touches it. */
static bool
is_part_of_more(const struct scan *k, const struct number *m)
{
	char before = m->first > 0 ? sign_at(k, m->first - 1) : '\0';
	char behind = sign_at(k, m->last + 1);

	if (m->first > 0 && is_tight(k, m->first) &&
	    (is_name(k, m->first - 1) || strchr("#$=%^&", before) != NULL))
		return before != '\0' || is_name(k, m->first - 1);
	if (before == '$')
		return true;
	if (is_tight(k, m->last + 1) && is_name(k, m->last + 1))
		return true;
	if (behind == '$' || (behind == '%' && is_tight(k, m->last + 1)))
		return true;
	/* 2147483647, 1000: a list; 12:30: a time; [0, 1]: code */
	return behind == ':' && is_tight(k, m->last + 1) &&
	       is_tight(k, m->last + 2) && is_group(k, m->last + 2);
}

static bool
is_labelled(const struct scan *k, const struct number *m)
{
	return plays(k, m->last + 1, ROLE_UNIT) ||
	       plays_before(k, m->first, 3, ROLE_LABEL) ||
	       (m->first > 0 && plays(k, m->first - 1, ROLE_UNIT));
}

/* 555-0100 to -0199 are kept for examples, and quoted they are one. */
static bool
is_example(const struct scan *k, const struct number *m)
{
	return m->first > 0 && sign_at(k, m->first - 1) == '"' &&
	       strstr(m->digits, "55501") != NULL;
}

/* --- the verdict ------------------------------------------------------------------ */

static bool
is_american(const struct number *m)
{
	return (sizes_are(m, "334") && m->digits[0] > '1') ||
	       (sizes_are(m, "1334") && m->digits[0] == '1');
}

static bool
is_national(const struct number *m)
{
	return m->digits[0] == '0' && m->digits[1] != '0' && m->n >= 9 &&
	       m->n <= 12 && m->ngroups <= 6 && m->groups[0].size >= 2;
}

static bool
is_spanish(const struct number *m)
{
	return m->n == 9 && m->digits[0] >= '6' &&
	       (sizes_are(m, "333") || sizes_are(m, "3222") ||
		   sizes_are(m, "2322"));
}

/* Single digits, spelled or apart. */
static double
of_singles(const struct number *m, bool is_cue)
{
	if (is_in_order(m))
		return 0;
	if (m->spelled >= LEAST || (m->spelled > 3 && m->n >= 9))
		return 0.9;
	if (is_cue)
		return 0.85;
	return m->digits[0] == '0' && m->n >= 10 && m->n <= 12 ? 0.7 : 0;
}

static double
by_shape(const struct number *m)
{
	if (is_american(m))
		return all_joined_by(m, ' ') && !m->has_paren ? 0.75 : 0.9;
	if (is_national(m))
		return m->ngroups > 1 ? 0.85 : 0.75;
	if (is_spanish(m) && !is_grouped_by_thousands(m))
		return all_joined_by(m, '.') ? 0.5 : 0.75;
	return 0;
}

/* Nothing else is in the text. */
static bool
is_alone(const struct scan *k)
{
	return k->c->f.letters <= 3 && k->map == NULL;
}

static double
score_of(const struct scan *k, const struct number *m)
{
	bool is_cue;

	if (m->n < LEAST || m->n > MOST || is_part_of_more(k, m) ||
	    is_example(k, m))
		return 0;
	if (m->has_plus)
		return m->n >= 8 && !is_pattern(m) ? 0.95 : 0;
	is_cue = is_cued(k, m);
	if (is_labelled(k, m) && !is_cue)
		return 0;
	if (is_date(m) || is_dotted(m))
		return 0;
	if (sizes_are(m, "334") && !all_joined_by(m, ' ') &&
	    !all_joined_by(m, '.'))
		return 0.85;
	if (is_pattern(m) || is_grouped_by_thousands(m))
		return is_cue && m->ngroups <= 4 ? 0.8 : 0;
	if (m->ngroups >= LEAST && m->single + 2 >= m->ngroups)
		return of_singles(m, is_cue);
	if (m->spelled >= 4)
		return of_singles(m, is_cue);
	if (is_cue)
		return 0.9;
	if (memcmp(m->digits, "00", 2) == 0)
		return m->n >= 11 && m->digits[2] != '0' ? 0.85 : 0;
	if (is_alone(k) && m->n >= 9 && m->n <= 12)
		return 0.7;
	return by_shape(m);
}

void
phone_scan(const struct scan *k)
{
	struct number m;
	double score;

	for (size_t i = 0; i < k->n; i++) {
		if (!is_group(k, i) &&
		    !(plays(k, i, ROLE_TWICE) && is_group(k, i + 1)))
			continue;
		i = read_number(k, i, &m);
		score = score_of(k, &m);
		if (score > 0)
			scan_hit(k, DETECT_PHONE, m.first, m.last, score);
	}
}
