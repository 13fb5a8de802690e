#include <string.h>

#include "lib/journey/evaluate_in.h"

void
run_init(struct run *run, const struct entry_context *c,
    const struct answers *answers)
{
	struct arena *a = c->arena;
	size_t i, j, n = answers->definition->nsections;

	*run = (struct run){ .context = c, .answers = answers };
	run->pages = arena_alloc(a, n + 1, sizeof(*run->pages));
	for (i = 0; i < n; i++) {
		const struct page *from = &answers->pages[i];
		struct page *to = &run->pages[i];

		*to = *from;
		to->records =
		    arena_alloc(a, from->nrecords + 1, sizeof(*to->records));
		for (j = 0; j < from->nrecords; j++) {
			size_t cells = from->section->nfields;

			to->records[j].id = from->records[j].id;
			to->records[j].cells =
			    arena_alloc(a, cells + 1, sizeof(struct cell));
			memcpy(to->records[j].cells, from->records[j].cells,
			    cells * sizeof(struct cell));
		}
	}
}

bool
page_is_visible(struct run *run, struct page *page)
{
	const struct standpoint here = { page, NULL };

	if (page->visible == UNKNOWN) {
		page->visible = BEING_ASKED;
		page->visible =
		    condition_holds(run, page->section->visible_if, &here)
			? KNOWN_YES
			: KNOWN_NO;
	}
	return page->visible == KNOWN_YES;
}

bool
cell_is_visible(
    struct run *run, struct page *page, struct record *record, size_t at)
{
	const struct journey_field *f = &page->section->fields[at];
	const struct standpoint here = { page, record };
	struct cell *cell = &record->cells[at];

	if (cell->visible == UNKNOWN && run->depth < RUN_DEEP) {
		run->depth++;
		cell->visible = BEING_ASKED;
		cell->visible =
		    page_is_visible(run, page) &&
			    condition_holds(run, f->visible_if, &here)
			? KNOWN_YES
			: KNOWN_NO;
	}
	return cell->visible == KNOWN_YES;
}

bool
cell_counts(
    struct run *run, struct page *page, struct record *record, size_t at)
{
	struct cell *cell = &record->cells[at];

	if (!cell_is_visible(run, page, record, at))
		return false;
	if (cell->answered == UNKNOWN)
		cell->answered =
		    cell->sealed || entry_is_answered(run->context,
					&page->section->fields[at], cell->value)
			? KNOWN_YES
			: KNOWN_NO;
	return cell->answered == KNOWN_YES;
}

static struct page *
page_of(struct run *run, const char *key)
{
	const struct definition *d = run->answers->definition;
	const struct journey_section *s = definition_section(d, key);

	return s != NULL ? &run->pages[s->at] : NULL;
}

/* The record that a condition means: its own, or the only one elsewhere. */
static struct record *
record_of(const struct standpoint *here, struct page *page)
{
	if (page == here->page)
		return here->record != NULL || page->section->is_list
			   ? here->record
			   : page->records;
	return page->section->is_list ? NULL : page->records;
}

static bool
field_meets(
    struct run *run, const struct condition *c, const struct standpoint *here)
{
	struct page *page =
	    c->section == NULL ? here->page : page_of(run, c->section);
	struct record *record = page != NULL ? record_of(here, page) : NULL;
	const struct journey_field *f =
	    record != NULL ? definition_field(page->section, c->field) : NULL;
	bool counts = f != NULL && cell_counts(run, page, record, f->at);

	if (c->is == IS_ANSWERED)
		return counts;
	if (c->is == IS_EMPTY)
		return !counts;
	if (!counts || record->cells[f->at].sealed)
		return c->is == IS_NOT_EQUALS;
	return value_meets(run->context, f, record->cells[f->at].value, c);
}

bool
records_meet(const struct condition *c, int64_t n)
{
	int64_t asked = json_object_get_int64(c->value);

	if (!json_object_is_type(c->value, json_type_int))
		return false;
	switch (c->is) {
	case IS_EQUALS:
		return n == asked;
	case IS_NOT_EQUALS:
		return n != asked;
	case IS_LESS:
		return n < asked;
	case IS_MORE:
		return n > asked;
	case IS_AT_LEAST:
		return n >= asked;
	default:
		return c->is == IS_AT_MOST && n <= asked;
	}
}

/* A hidden section has no records that count. */
static int64_t
count_records(struct run *run, const char *section)
{
	struct page *page = page_of(run, section);

	return page != NULL && page->section->is_list &&
		       page_is_visible(run, page)
		   ? (int64_t)page->nrecords
		   : 0;
}

/* Every part is asked, so that circles are found the same way always. */
static bool
group_holds(
    struct run *run, const struct condition *c, const struct standpoint *here)
{
	size_t i, held = 0;

	for (i = 0; i < c->nitems; i++)
		held += condition_holds(run, &c->items[i], here);
	if (c->kind == CONDITION_ALL)
		return held == c->nitems;
	return c->kind == CONDITION_ANY ? held > 0 : held == 0;
}

bool
condition_holds(
    struct run *run, const struct condition *c, const struct standpoint *here)
{
	if (c == NULL)
		return true;
	if (c->kind == CONDITION_FIELD)
		return field_meets(run, c, here);
	if (c->kind == CONDITION_RECORDS)
		return records_meet(c, count_records(run, c->section));
	return group_holds(run, c, here);
}
