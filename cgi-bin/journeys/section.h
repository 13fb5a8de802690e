#ifndef JOURNEYS_SECTION_H
#define JOURNEYS_SECTION_H

#include "gen/journeys/section_sql.h"
#include "journeys/taking.h"
#include "lib/journey/widget.h"

/*
 * One section of a journey somebody takes: what it asks, as a form.  Of a list
 * the page shows its records and the form of one, ?record=ID or ?record=new.
 * Controls are named "f.KEY".
 */
struct section_input {
	const char *slug, *section;
	const char *record; /* an id, "new", "" */
	bool check;         /* say what is missing */
};
extern const struct form section_form;

/* What a page without script sends. */
struct section_post_input {
	const char *slug, *section;
	int64_t version;
	const char *record; /* an id, or "" */
	const char *ref;    /* of a record to make, or "" */
	const char *tab;    /* of the page that was filled in */
	const char *was;    /* what its controls showed: section_was() */
	const char *go;     /* "save", "finish" */
};
extern const struct form section_post_form;

/* Where on the page one is: a section, and the record whose form is open. */
struct section_place {
	struct taking taking;
	const struct section_state *section; /* as the others see it */
	const struct section_state *open;    /* with a new record, if one is */
	const struct record_state *record;   /* NULL: of a list, none */
	bool is_new;
	const char *href; /* "/journeys/wedding/guests" */
};
enum { NEW_RECORD = -1 };

void section_send(struct request *, const char *slug, const char *section);
/* Fetches what section_send() queued; false: there is nothing here. */
bool section_get(struct request *, const char *section, const char *record,
    struct section_place *);

/* The stored values that a page shows, in short: "name=4f1c09aa …"; what comes
 * back as it was is no change of who sent it. */
const char *section_was(struct request *, const struct record_state *);
bool section_was_this(struct request *, const char *was,
    const struct journey_field *, struct json_object *value);

enum status section_show(struct request *);
enum status section_post(struct request *);
enum status section_again(struct request *);
void section_read(struct request *);
extern struct page section_page;

/* answer_save.c: what a script saves. */
extern const struct form answer_save_form;
void answer_save_plan(struct request *);
void answer_save_read(struct request *);
enum status answer_save(struct request *);

/* record.c */
extern const struct form record_form, record_add_form, record_move_form;
enum status record_add_post(struct request *);
enum status record_remove_post(struct request *);
enum status record_back_post(struct request *);
enum status record_move_post(struct request *);

/* answer.c: one answer, chosen or revealed */
extern const struct form answer_choose_form, answer_reveal_form;
extern struct page answer_reveal_page;
enum status answer_choose_post(struct request *);
enum status answer_reveal_post(struct request *);

#endif
