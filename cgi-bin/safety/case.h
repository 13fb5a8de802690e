#ifndef SAFETY_CASE_H
#define SAFETY_CASE_H

#include <string.h>

#include "safety/safety.h"

/*
 * The moderators' side: cases, what is decided about them, incidents, figures.
 * All of it reads and writes by functions of the database that answer nobody but
 * moderators.
 */

/* desk.c: the navigation at the side of all pages below /safety/admin. */
void safety_desk(struct request *, struct desk *);

/* Somebody, in JSON. */
struct case_person {
	int64_t id;
	const char *display_name;
};

/* words.c */
extern const char *const case_states[],
    *const case_outcomes[], *const incident_states[], *const incident_kinds[];
const char *case_state_words(const char *);
const char *case_outcome_words(const char *);
const char *case_event_words(const char *);
const char *action_words(const char *);
const char *incident_state_words(const char *);
const char *incident_kind_words(const char *);
const char *account_state_words(const char *);
/* "38 min", "4 h 5 min", "3 d 2 h"; "" for less than nothing. */
const char *span_words(struct arena *, int64_t seconds);

/* case_list.c: the queue, and what was decided. */
enum status case_list_show(struct request *);
extern const struct form case_list_form;
extern struct page case_list_page;

/* case.c: one case with all that is known. */
enum status case_show(struct request *);
extern struct page case_page;

/* case_act.c: what is done with it. */
enum status case_patch_do(struct request *); /* PATCH, as JSON */
enum status case_claim_post(struct request *);
enum status case_release_post(struct request *);
enum status case_note_post(struct request *);
enum status case_decide_post(struct request *);
enum status case_ignore_post(struct request *);
enum status case_undo_post(struct request *);
enum status case_next_post(struct request *);
enum status case_bulk_post(struct request *);
extern const struct form case_patch_form, case_decide_form, case_note_form,
    case_move_form, case_bulk_form;

/* incident_list.c, incident.c */
enum status incident_list_show(struct request *);
extern const struct form incident_list_form;
extern struct page incident_list_page;
enum status incident_show(struct request *);
enum status incident_new_show(struct request *);
enum status incident_open_post(struct request *);
enum status incident_patch_do(struct request *);
enum status incident_act_post(struct request *);
extern const struct form incident_open_form, incident_patch_form,
    incident_new_form;
extern struct page incident_page, incident_new_page;

/* stats.c */
enum status stats_show(struct request *);
extern const struct form stats_form;
extern struct page stats_page;

#endif
