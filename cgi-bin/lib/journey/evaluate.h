#ifndef LIB_JOURNEY_EVALUATE_H
#define LIB_JOURNEY_EVALUATE_H

#include "lib/journey/entry.h"

/*
 * What is visible, required, answered and valid, given a definition and the
 * answers there are.  One evaluator for pages, autosave, submission, progress,
 * score and PDF: nothing else decides these.
 *
 * - A field is visible when its section is and its visible_if holds.  A hidden
 *   field is never required; its answer is kept and not counted.
 * - required: visible, and `required` or required_if holds.
 * - valid: an answer that entry_check() takes as a submission; without an answer
 *   when it is not required; unique_in_list holds within the visible records.
 * - missing: visible required fields that are not answered and valid, records
 *   below the minimum or above the maximum.  A section is complete when nothing
 *   is missing and it has something required or answered; a journey when that
 *   holds of all visible sections together.
 * - progress = answered required ÷ required, of visible fields; each record below
 *   the minimum is one more that is required.  Nothing required: any answer is
 *   100 %.
 * - score = weights of answered ÷ weights of visible fields × 100; a list is the
 *   mean of its records, 0 below its minimum; the journey is the mean of its
 *   visible sections by their weights.  No weight: no score.
 */
struct answer {
	const char *section, *field; /* keys */
	int64_t record;              /* 0 outside of lists */
	struct json_object *value;   /* NULL: none */
	int64_t revision;
	bool sealed; /* sensitive and not opened: answered, not looked into */
};

/* The answers of one enrolment.  Those of unknown sections, fields and records
 * are ignored. */
struct answers;
struct answers *answers_new(struct arena *, const struct definition *);
/* A record of a list section, in the order of the page. */
void answers_add_record(struct answers *, const char *section, int64_t record);
void answers_add(struct answers *, const struct answer *);

struct field_state {
	const struct journey_field *field;
	struct json_object *value; /* also of hidden fields */
	int64_t revision;
	bool visible, required, answered, valid, sealed;
	/* Of evaluate_section() only: the condition as JSON for a script that sees
	 * this record's fields, what others say put in ({"all": []} holds,
	 * {"any": []} does not); NULL when the record has no say in it. */
	const char *visible_if, *required_if;
	const char *message; /* why it is not valid; NULL when it is, and for an
				answer that is only not given yet */
};

struct record_state {
	int64_t id;                 /* 0 outside of lists */
	struct field_state *fields; /* as many as the section has */
	int64_t missing;
};

struct section_state {
	const struct journey_section *section;
	bool visible, complete;
	struct record_state *records; /* one outside of lists */
	size_t nrecords;
	const char *message; /* too few or too many records; or NULL */
	int64_t required, answered_required, answered, missing;
	int64_t progress;        /* 0 to 100, rounded down */
	struct maybe_real score; /* 0 to 100 */
};

struct journey_state {
	const struct definition *definition;
	struct section_state *sections; /* as many as the definition has */
	bool complete;
	int64_t required, answered_required, answered, missing;
	int64_t progress;
	struct maybe_real score;
	/* Where to go on: the first missing field (or list short of records:
	 * field NULL); when nothing is missing, the first visible field without
	 * an answer.  section NULL: there is nothing left. */
	struct {
		const struct section_state *section;
		const struct record_state *record;
		const struct field_state *field;
	} next;
};

struct journey_state *
evaluate(const struct entry_context *, const struct answers *);
/* One section by itself: what its conditions need must be among the answers,
 * and the definition must know the fields (see section_needs).  NULL: there is
 * no such section. */
struct section_state *evaluate_section(
    const struct entry_context *, const struct answers *, const char *section);

/* What evaluate_section() has to know of other sections, through conditions of
 * conditions: fields, and sections whose records are counted (field NULL). */
struct section_need {
	const char *section, *field;
};
struct section_need *section_needs(
    struct arena *, const struct definition *, const char *section, size_t *n);

/* The state of a field of a record; NULL when there is none. */
const struct field_state *section_state_field(
    const struct section_state *, int64_t record, const char *field);

#endif
