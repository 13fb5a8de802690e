#ifndef LIB_DOMAIN_WORDING_H
#define LIB_DOMAIN_WORDING_H

#include <json-c/json.h>

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Texts that are filled from JSON when they are read: notices and mails.  Their
 * templates are files of BELAY_TEMPLATES, read once per process; wording that
 * an admin changed comes from the caller.  Names that the data lacks are empty.
 */

/* A template's text by name ("_mail/verify.text"), for as long as the process
 * lives; NULL when there is none. */
const char *wording_source(const char *name);

/* The text filled; NULL after a mistake in the template, which is logged under
 * that name.  Partials and parents are files. */
const char *wording_fill(struct arena *, const char *name, const char *source,
    struct json_object *data);
/* What is wrong with a template that was written by hand; NULL when it fills. */
const char *
wording_mistake(struct arena *, const char *source, struct json_object *data);

/* Who reads, where and when: what days and clocks are told by. */
struct reader {
	const char *zone;
	struct instant now;
};

/*
 * A row's data made ready for texts; it lives as long as the arena.  Control
 * characters become spaces.  An instant `answer_by` adds `answer_by_day` and
 * `answer_by_text` ("Tuesday 24 November, 18:00, Lisbon"), a list of them
 * `proposed_texts`; `start` with `end` adds `when` ("Tuesday 24 November, 18:00
 * to 18:45, Lisbon") and nothing else.  A member `by` that is the word `client`
 * adds a true `by_client`, so that a template can ask for it.  `type_name` and
 * `reason_name` are the words for a session's type and for why it was ended,
 * `agent_name` those for a browser.
 */
struct json_object *
wording_data(struct arena *, const char *json, const struct reader *);
/* Add a text member; NULL adds nothing. */
void wording_set(struct json_object *, const char *name, const char *text);

/* What templates/_notification/TYPE says: its first line is the title, the rest
 * the words, "" when there are none. */
struct notice_words {
	const char *title, *words;
};
void notice_words(struct arena *, const char *type, struct json_object *data,
    struct notice_words *);

#endif
