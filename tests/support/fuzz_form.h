#ifndef SUPPORT_FUZZ_FORM_H
#define SUPPORT_FUZZ_FORM_H

#include <stdlib.h>
#include <string.h>

#include "lib/form/form.h"
#include "lib/form/utf8.h"

/* A form of every kind, and what must hold of anything that was parsed by it.
 */
struct row {
	int64_t day;
	struct minute start;
	const char **words;
	size_t nwords;
};
static const struct form_field row_fields[] = {
	FORM_FIELD(struct row, day, REQUIRED, 1, 7),
	FORM_FIELD(struct row, start, OPTIONAL, 0, 0),
	FORM_TEXTS(struct row, words, nwords, 2),
};
static const struct form row_form = FORM(struct row, row_fields);

struct all {
	int64_t i, d;
	const char *t, *e, *u, *o, *s, *z, *p, *k;
	bool b;
	struct date y;
	struct instant a;
	struct minute m;
	struct maybe_int n;
	struct upload *f;
	const struct row *r;
	size_t nr;
	const char **w;
	size_t nw;
	const int64_t *x;
	size_t nx;
};

static const char *const all_words[] = { "yes", "no", NULL };

#define TEXT_OF(m, lo, hi, ...) \
	FORM_FIELD_AS(struct all, m, OPTIONAL, lo, hi, __VA_ARGS__)

static const struct form_field all_fields[] = {
	FORM_FIELD(struct all, i, OPTIONAL, -5, 500),
	FORM_ID(struct all, d, OPTIONAL),
	FORM_FIELD(struct all, t, OPTIONAL, 2, 9),
	TEXT_OF(e, 0, 99, .check = CHECK_EMAIL),
	TEXT_OF(u, 0, 99, .check = CHECK_URL),
	FORM_ONE_OF(struct all, o, OPTIONAL, all_words),
	TEXT_OF(s, 0, 99, .check = CHECK_SLUG),
	TEXT_OF(z, 0, 99, .check = CHECK_ZONE),
	TEXT_OF(p, 0, 99, .check = CHECK_PATH),
	TEXT_OF(k, 0, 99, .keep_space = true, .no_refill = true),
	FORM_FIELD(struct all, b, OPTIONAL, 0, 0),
	FORM_FIELD(struct all, y, OPTIONAL, 0, 0),
	FORM_FIELD(struct all, a, OPTIONAL, 0, 0),
	FORM_FIELD(struct all, m, OPTIONAL, 0, 0),
	FORM_FIELD(struct all, n, OPTIONAL, -5, 5),
	FORM_FIELD(struct all, f, OPTIONAL, 0, 99),
	FORM_LIST(struct all, r, nr, 5, &row_form),
	FORM_TEXTS(struct all, w, nw, 3),
	FORM_IDS(struct all, x, nx, 3),
};
static const struct form all_form = FORM(struct all, all_fields);

static void
require(bool holds)
{
	if (!holds)
		abort();
}

static void
require_text(const char *s, int64_t min, int64_t max)
{
	int64_t length;

	if (s == NULL)
		return;
	length = utf8_length(s, strlen(s));
	require(utf8_is_text(s, strlen(s)));
	require(length >= min && length <= max);
}

static void
require_values(const struct all *v)
{
	size_t i;

	require(v->i == 0 || (v->i >= -5 && v->i <= 500));
	require(v->d >= 0);
	require_text(v->t, 2, 9);
	require_text(v->e, 3, 99);
	require_text(v->k, 0, 99);
	require(v->o == NULL || v->o == all_words[0] || v->o == all_words[1]);
	require(v->p == NULL || (v->p[0] == '/' && v->p[1] != '/'));
	require(v->y.year >= 0 && v->y.month <= 12 && v->y.day <= 31);
	require(v->m.of_day >= 0 && v->m.of_day <= 1440);
	require(v->nr <= 5 && v->nw <= 3 && v->nx <= 3);
	for (i = 0; i < v->nr; i++)
		require(v->r[i].day >= 1 && v->r[i].day <= 7);
	for (i = 0; i < v->nw; i++)
		require_text(v->w[i], 1, 500);
	for (i = 0; i < v->nx; i++)
		require(v->x[i] > 0);
}

static void
require_parsed(const struct pairs *pairs, struct arena *a, bool only_given)
{
	struct form_result r;
	size_t i;

	form_parse(&all_form, pairs, a, only_given, &r);
	require((r.values == NULL) == (r.nmessages > 0));
	for (i = 0; i < r.nmessages; i++)
		require(
		    r.messages[i].text != NULL && r.messages[i].field != NULL);
	if (r.values != NULL)
		require_values(r.values);
	for (i = 0; i < all_form.nfields; i++)
		require_text(r.states[i].value, 0, INT64_MAX);
	if (r.values != NULL)
		form_states(&all_form, r.values, a);
}

#endif
