#ifndef ADMIN_RULE_H
#define ADMIN_RULE_H

#include "admin/desk.h"
#include "gen/admin/rule_sql.h"
#include "lib/domain/moderation.h"

/* /admin/moderation: the rules of automated moderation.  Moderators look,
 * admins change. */

/* rule_list.c: all of them, and a text that is tried against them. */
void rule_list_read(struct request *);
enum status rule_list_show(struct request *);
enum status rule_make_post(struct request *);
extern const struct form rule_list_form, rule_make_form;
extern struct page rule_list_page;

/* rule.c: one of them: its draft, going live, its history. */
enum status rule_show(struct request *);
enum status rule_save_post(struct request *);
enum status rule_publish_post(struct request *);
enum status rule_drop_post(struct request *);
enum status rule_undo_post(struct request *);
extern const struct form rule_form, rule_id_form, rule_undo_form;
extern struct page rule_page;

/* --- rule_try.c: what rules find -------------------------------------------- */

struct rule_reason {
	const char *rule, *category, *words, *percent, *decision_words;
};
extern const struct field rule_reason_fields[];
/* The reasons of a verdict for people; words are the original's. */
struct rule_reason *rule_reasons(
    struct request *, const char *text, const struct moderation_verdict *);

/* A rule as it would be, on the texts of the last days. */
struct rule_match {
	const char *context, *body, *reason, *when;
	bool is_new; /* the live rule does not find it */
};
struct rule_trial {
	int64_t texts, live, draft;
	struct rule_match *matches; /* of the draft, newest first, some */
	size_t nmatches;
};
extern const struct field rule_trial_fields[];
void
rule_try(struct request *, const struct rule_find_row *, struct rule_trial *);

/* --- words ---------------------------------------------------------------------- */
extern const char *const rule_kinds[];
const char *rule_kind_words(const char *);
const char *rule_category_words(const char *);
const char *rule_context_words(const char *);
const char *rule_decision_words(const char *);
/* "Anonymous: blocked, messages: flagged"; "allowed everywhere". */
const char *rule_decisions_words(struct request *, const char *decisions);

#endif
