#ifndef SAFETY_CASE_PARTS_H
#define SAFETY_CASE_PARTS_H

#include "safety/case.h"

/* The lists of a case's page, each a query and its rows ready to show. */

struct text_part {
	const char *name, *label, *text;
};
extern const struct field text_part_fields[];
struct text_part *text_parts(struct request *, const char *const *labels,
    const char *const *texts, size_t n, size_t *count);

struct finding {
	const char *rule;
	int64_t percent;
};
extern const struct field finding_fields[];
struct finding *findings_of(struct request *, const char *const *rules,
    const int64_t *scores, size_t n, size_t *count);

struct report_row {
	int64_t id, reporter_id;
	const char *reporter, *label, *words, *at_words, *weight_words;
	double weight;
	struct instant created_at;
	struct face face;
	bool withdrawn, by_rule;
};
extern const struct field report_row_fields[];
struct report_row *case_report_rows(struct request *, int64_t id, size_t *n);

struct event_row {
	const char *actor, *event, *event_words, *words, *resolution,
	    *detail_words, *at_words;
	struct instant at;
};
extern const struct field event_row_fields[];
struct event_row *case_event_rows(struct request *, int64_t id, size_t *n);

struct enforced_row {
	int64_t id, days;
	const char *kind, *status, *kind_words, *state_words;
	struct instant starts_at, ends_at;
	bool by_rule;
};
extern const struct field enforced_row_fields[];
struct enforced_row *
case_enforced_rows(struct request *, int64_t id, size_t *n);

struct people_row {
	int64_t id, score, level, sessions, upheld, reports_sent, reports_right;
	const char *name, *status, *status_words, *joined, *last_words;
	bool is_author;
};
extern const struct field people_row_fields[];
struct people_row *case_people_rows(struct request *, int64_t id, size_t *n);

struct similar_row {
	int64_t id;
	const char *title, *label, *state, *state_words, *done_words;
	bool same_author, appealed;
};
extern const struct field similar_row_fields[];
struct similar_row *case_similar_rows(struct request *, int64_t id, size_t *n);

struct appeal_row {
	const char *words, *sent, *outcome, *decider, *decision_words;
	struct instant created_at, decided_at;
};
extern const struct field appeal_row_fields[];
/* NULL: nobody appealed. */
struct appeal_row *appeal_of(struct request *, int64_t id);

#endif
