#ifndef JOURNEYS_SECTION_VIEW_H
#define JOURNEYS_SECTION_VIEW_H

#include "journeys/section.h"

/* What the page of a section shows. */
struct section_link {
	const char *key, *title, *href, *words;
	int64_t progress;
	bool here, complete;
};

struct section_record {
	int64_t id;
	const char *heading, *href, *words;
	int64_t before, after; /* places beside; 0: it is the first, the last */
	bool open, complete;
};

struct section_choice {
	int64_t id;
	const char *field, *heading, *mine, *other, *when;
};

struct section_gone {
	int64_t id;
	const char *words;
};

struct section_answer {
	int64_t record, revision;
	const char *field, *words;
	struct json value;
	bool visible, required, answered, sealed;
	const char *message;
};

struct section_view {
	const char *journey_title, *journey_href, *heading, *href,
	    *section_href;
	struct html description;
	const char *place_words, *account;
	int64_t progress, version, section_progress, missing;
	bool complete, is_list, has_form, is_new, can_add, check, is_short;
	struct section_link *links;
	struct section_record *records;
	struct section_choice *choices;
	struct section_gone *removed;
	struct section_answer *answers;
	struct widget *widgets;
	size_t nlinks, nrecords, nchoices, nremoved, nanswers, nwidgets;
	int64_t record;
	const char *record_param, *ref, *tab, *was, *records_words,
	    *list_message;
	const char *locked, *previous_href, *next_href, *next_title;
	const char *missing_words;
};

/* The whole view; `check` of it is set before. */
void section_fill(
    struct request *, const struct section_place *, struct section_view *);
/* section_parts.c: its lists. */
void section_fill_links(
    struct request *, const struct section_place *, struct section_view *);
void section_fill_records(
    struct request *, const struct section_place *, struct section_view *);
void section_fill_choices(
    struct request *, const struct section_place *, struct section_view *);
void section_fill_removed(struct request *, struct section_view *);
void section_fill_answers(
    struct request *, const struct section_place *, struct section_view *);

#endif
