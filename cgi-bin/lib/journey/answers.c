#include <string.h>

#include "lib/journey/evaluate_in.h"

enum { FIRST_RECORDS = 4 };

static struct record *
new_record(struct arena *a, struct page *page, int64_t id)
{
	struct record *more;

	if (page->nrecords == page->size) {
		page->size = page->size == 0 ? FIRST_RECORDS : 2 * page->size;
		more = arena_alloc(a, page->size, sizeof(*more));
		if (page->nrecords > 0)
			memcpy(more, page->records,
			    page->nrecords * sizeof(*more));
		page->records = more;
	}
	page->records[page->nrecords] =
	    (struct record){ id, arena_alloc(a, page->section->nfields + 1,
				     sizeof(struct cell)) };
	return &page->records[page->nrecords++];
}

struct answers *
answers_new(struct arena *a, const struct definition *d)
{
	struct answers *all = arena_alloc(a, 1, sizeof(*all));
	size_t i;

	all->arena = a;
	all->definition = d;
	all->pages = arena_alloc(a, d->nsections + 1, sizeof(*all->pages));
	for (i = 0; i < d->nsections; i++) {
		all->pages[i].section = &d->sections[i];
		if (!d->sections[i].is_list)
			(void)new_record(a, &all->pages[i], 0);
	}
	return all;
}

static struct page *
page_of(struct answers *all, const char *key)
{
	const struct journey_section *s =
	    definition_section(all->definition, key);

	return s != NULL ? &all->pages[s->at] : NULL;
}

static struct record *
record_of(struct page *page, int64_t id)
{
	size_t i;

	for (i = 0; i < page->nrecords; i++)
		if (page->records[i].id == id)
			return &page->records[i];
	return NULL;
}

void
answers_add_record(struct answers *all, const char *section, int64_t id)
{
	struct page *page = page_of(all, section);

	if (page != NULL && page->section->is_list &&
	    record_of(page, id) == NULL)
		(void)new_record(all->arena, page, id);
}

void
answers_add(struct answers *all, const struct answer *answer)
{
	struct page *page = page_of(all, answer->section);
	struct record *record =
	    page != NULL ? record_of(page, answer->record) : NULL;
	const struct journey_field *f =
	    record != NULL ? definition_field(page->section, answer->field)
			   : NULL;

	if (f == NULL)
		return;
	record->cells[f->at] = (struct cell){ .value = answer->value,
		.revision = answer->revision,
		.sealed = answer->sealed };
}
