#include "moderation_fixture.h"

/* The labelled texts beside this file, and those that nobody tuned on: precision
 * and recall of each category, printed. */

enum { CATEGORIES = 10, LINE = 4096 };

struct counts {
	int found, wrong, missed;
};

struct line {
	enum moderation_context context;
	const char *expected;
	char *text;
};

static double
share(int part, int other)
{
	return part + other == 0 ? 1 : (double)part / (part + other);
}

static char *
next_field(char **at)
{
	char *field = *at, *tab = strchr(field, '\t');

	if (tab == NULL)
		fail_msg("a field is missing: %s", field);
	*tab = '\0';
	*at = tab + 1;
	return field;
}

/* "\n" in a text is a new line. */
static void
undo_escapes(char *s)
{
	while ((s = strstr(s, "\\n")) != NULL) {
		*s++ = '\n';
		memmove(s, s + 1, strlen(s));
	}
}

static void
read_line(char *from, struct line *l)
{
	const char *context;
	int c = 0;

	from[strcspn(from, "\n")] = '\0';
	context = next_field(&from);
	while (moderation_contexts[c] != NULL &&
	       strcmp(moderation_contexts[c], context) != 0)
		c++;
	if (c == CONTEXTS)
		fail_msg("no context: %s", context);
	l->context = (enum moderation_context)c;
	next_field(&from);
	l->expected = next_field(&from);
	l->text = from;
	undo_escapes(l->text);
}

static bool
gives(const struct moderation_verdict *v, const char *category)
{
	for (size_t i = 0; i < v->nreasons; i++)
		if (strcmp(v->reasons[i].category, category) == 0)
			return true;
	return false;
}

/* What leads to somebody may be a link besides. */
static bool
is_beside(const struct line *l, const char *category)
{
	return strcmp(category, "link") == 0 &&
	       strcmp(l->expected, "contact") == 0;
}

static void
count(
    struct counts *c, const struct line *l, const char *category, bool is_given)
{
	bool is_expected = strstr(l->expected, category) != NULL;

	c->found += is_given && is_expected;
	c->wrong += is_given && !is_expected;
	c->missed += !is_given && is_expected;
	if (is_given != is_expected)
		printf("# %s %s: %s\n", is_given ? "not" : "missed", category,
		    l->text);
}

static void
print_figures(const char *what, const struct counts *c)
{
	if (c->found + c->wrong + c->missed != 0)
		printf("# %-20s precision %.3f recall %.3f (%d found, %d "
		       "wrongly, %d missed)\n",
		    what, share(c->found, c->wrong), share(c->found, c->missed),
		    c->found, c->wrong, c->missed);
}

/* Contact details in anonymous contexts. */
static struct counts
run(struct fixture *f, const char *path)
{
	struct counts all[CATEGORIES] = { 0 }, contact = { 0 };
	struct moderation_verdict v;
	struct line l;
	char text[LINE];
	int n = 0;
	FILE *in = fopen(path, "r");

	assert_non_null(in);
	while (fgets(text, sizeof(text), in) != NULL) {
		if (*text == '#')
			continue;
		read_line(text, &l);
		check(f, l.context, l.text, &v);
		for (int i = 0; i < CATEGORIES; i++) {
			const char *name = moderation_categories[i];

			if (is_beside(&l, name))
				continue;
			count(&all[i], &l, name, gives(&v, name));
			if (i == 0 && l.context == CONTEXT_ANONYMOUS)
				count(&contact, &l, name, gives(&v, name));
		}
		arena_reset(f->arena);
		n++;
	}
	fclose(in);
	printf("# %s: %d texts\n", path, n);
	for (int i = 0; i < CATEGORIES; i++)
		print_figures(moderation_categories[i], &all[i]);
	print_figures("contact, anonymous", &contact);
	return contact;
}

static void
the_labelled_texts_are_told_apart(void **state)
{
	struct counts c = run(*state, "tests/unit/moderation/labelled.tsv");

	assert_true(share(c.found, c.wrong) >= 0.95);
	assert_true(share(c.found, c.missed) >= 0.90);
}

static void
so_are_texts_that_nobody_tuned_on(void **state)
{
	struct counts c = run(*state, "tests/unit/moderation/heldout.tsv");

	assert_true(share(c.found, c.wrong) >= 0.95);
	assert_true(share(c.found, c.missed) >= 0.90);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_labelled_texts_are_told_apart),
		cmocka_unit_test(so_are_texts_that_nobody_tuned_on),
	};

	if (getenv("BELAY_TEST_DATABASE") == NULL) {
		puts("skipped: BELAY_TEST_DATABASE is not set");
		return 77;
	}
	return cmocka_run_group_tests(tests, setup, teardown);
}
