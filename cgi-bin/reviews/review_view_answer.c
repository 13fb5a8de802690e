#include <stdlib.h>
#include <string.h>

#include "reviews/review_view.h"
#include "reviews/rules_anchor.h"
#include "reviews/rules_change.h"

const struct field answer_view_fields[] = {
	FIELD(struct answer_view, field),
	FIELD_ID(struct answer_view, record),
	FIELD(struct answer_view, label),
	FIELD(struct answer_view, words),
	FIELD(struct answer_view, is_changed),
	FIELD_LIST(struct answer_view, threads, nthreads, thread_view_fields),
	FIELD_ONLY(struct answer_view, id, ONLY_HTML),
	FIELD_ONLY(struct answer_view, record_words, ONLY_HTML),
	FIELD_ONLY(struct answer_view, said, ONLY_HTML),
	FIELD_ONLY(struct answer_view, change, ONLY_HTML),
	FIELD_ONLY(struct answer_view, is_first_of_record, ONLY_HTML),
	FIELD_END,
};

/* --- the words that comments are about ------------------------------------------ */

struct mark_at {
	struct span span;
	int64_t thread;
};

static int
by_place(const void *a, const void *b)
{
	const struct mark_at *x = a, *y = b;

	return x->span.at < y->span.at ? -1 : x->span.at > y->span.at;
}

static const char *
found_word(enum anchor_found found)
{
	return found == ANCHOR_THERE     ? "there"
	       : found == ANCHOR_CHANGED ? "changed"
					 : "gone";
}

static const char *
found_words(enum anchor_found found)
{
	return found == ANCHOR_THERE ? NULL
	       : found == ANCHOR_CHANGED
		   ? tr("Other words stand there now.")
		   : tr("These words are no longer there.");
}

static size_t
find_marks(struct answer_view *a, struct mark_at *marks)
{
	size_t n = 0;

	for (size_t i = 0; i < a->nthreads; i++) {
		struct thread_view *t = &a->threads[i];
		struct anchor anchor = { t->quote, t->quote_before,
			t->quote_after };
		enum anchor_found found;
		struct span s;

		if (t->quote == NULL)
			continue;
		found = anchor_find(a->words, &anchor, &s);
		t->quote_found = found_word(found);
		t->quote_words = found_words(found);
		if (found != ANCHOR_GONE)
			marks[n++] = (struct mark_at){ s, t->id };
	}
	qsort(marks, n, sizeof(*marks), by_place);
	return n;
}

static struct html
marked(struct request *r, struct answer_view *a)
{
	struct mark_at *marks =
	    arena_alloc(r->arena, a->nthreads, sizeof(*marks));
	size_t n = find_marks(a, marks), at = 0;
	struct buf b;

	buf_init(&b, r->arena, strlen(a->words) + 100);
	buf_puts(&b, "");
	for (size_t i = 0; i < n; i++) {
		struct span s = marks[i].span;

		if (s.at < at)
			continue; /* inside of the one before */
		buf_put_html(&b, a->words + at, s.at - at);
		buf_printf(&b,
		    "<a class=\"quoted\" href=\"#thread-%lld\"><mark>",
		    (long long)marks[i].thread);
		buf_put_html(&b, a->words + s.at, s.len);
		buf_puts(&b, "</mark></a>");
		at = s.at + s.len;
	}
	buf_put_html(&b, a->words + at, strlen(a->words + at));
	return (struct html){ b.data };
}

/* --- answers -------------------------------------------------------------------- */

static void
take_threads(struct request *r, struct answer_view *a, struct review_parts *p)
{
	a->threads = arena_alloc(r->arena, p->nthreads, sizeof(*a->threads));
	for (size_t i = 0; i < p->nthreads; i++)
		if (p->threads[i].field != NULL &&
		    p->threads[i].record == a->record &&
		    strcmp(p->threads[i].field, a->field) == 0)
			a->threads[a->nthreads++] = p->threads[i];
}

static void
fill_change(struct request *r, struct answer_view *a, struct review_parts *p)
{
	const struct snapshot_answer *was =
	    snapshot_answer(p->before, a->field, a->record);
	const char *words = was != NULL ? was->words : "";
	struct buf b;

	if (p->before == NULL || strcmp(words, a->words) == 0)
		return;
	a->is_changed = true;
	if (r->json)
		return;
	buf_init(&b, r->arena, 200);
	change_put(&b, words, a->words);
	a->change = (struct html){ b.data };
}

struct answer_view *
answers_fill(struct request *r, struct review_parts *p, size_t *n,
    struct thread_view **general, size_t *ngeneral)
{
	struct answer_view *all =
	    arena_alloc(r->arena, p->last->n, sizeof(*all));
	int64_t record = 0;

	*n = p->last->n;
	for (size_t i = 0; i < *n; i++) {
		const struct snapshot_answer *s = &p->last->answers[i];
		struct answer_view *a = &all[i];

		a->field = s->field;
		a->record = s->record;
		a->label = s->label;
		a->words = s->words;
		a->id = arena_printf(
		    r->arena, "%lld-%s", (long long)s->record, s->field);
		a->is_first_of_record = s->record != 0 && s->record != record;
		record = s->record;
		if (s->place != 0)
			a->record_words =
			    arena_printf(r->arena, tr("No. %d"), (int)s->place);
		take_threads(r, a, p);
		a->said = marked(r, a);
		fill_change(r, a, p);
	}
	*general = arena_alloc(r->arena, p->nthreads, sizeof(**general));
	*ngeneral = 0;
	for (size_t i = 0; i < p->nthreads; i++)
		if (p->threads[i].field == NULL ||
		    snapshot_answer(p->last, p->threads[i].field,
			p->threads[i].record) == NULL)
			(*general)[(*ngeneral)++] = p->threads[i];
	return all;
}
