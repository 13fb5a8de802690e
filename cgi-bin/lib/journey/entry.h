#ifndef LIB_JOURNEY_ENTRY_H
#define LIB_JOURNEY_ENTRY_H

#include "lib/base/buf.h"
#include "lib/form/form.h"
#include "lib/journey/definition.h"

/*
 * One answer of one field: from what a form or a script sent to the JSON that is
 * stored, and from there to words, CSV and the page.  Stored as:
 *
 *   text textarea email url   "…"        (email: domain lower case, punycode)
 *   phone        {"e164": "+351912345678", "typed": "912 345 678"}
 *   number       {"decimal": "12.50", "scale": 2}
 *   currency     {"minor": 1250, "currency": "USD"}
 *   date         "2027-03-08"; with_time {"at": "2027-03-08T08:00:00Z",
 *                "zone": "Europe/Lisbon"}
 *   time         "09:30"; zone {"time": "09:30", "zone": "Europe/Lisbon"}
 *   select radio "id", or {"other": "words"}
 *   multiselect  ["id", …] in the order of the options
 *   checkbox     {"checked": true, "at": "2027-03-08T08:00:00Z",
 *                "text": "9f2a…"} (text: which words were agreed to)
 *   file         [{"id": "…", "name": "…", "size": 1, "sha256": "…",
 *                "type": "image/png"}, …]
 *   rating       4, or "na"
 *
 * No answer is NULL (JSON null).  JSON objects live as long as the arena.
 * A draft is checked for type and length only, a submission for everything.
 */
struct entry_context {
	struct arena *arena;
	struct instant now;
	const char *zone;     /* the member's; NULL: UTC */
	const char *language; /* NULL: English */
	/* What is stored of the field now, for what is taken by it: a retired
	 * option may be kept and not chosen anew, files are kept; NULL: none. */
	struct json_object *before;
	/* Is the file stored and scanned?  NULL: all are. */
	bool (*file_is_ready)(const void *data, const char *id);
	const void *data;
};

enum entry_stage { ENTRY_DRAFT, ENTRY_SUBMIT };

/* The stored form of what a script sent ("value" of an autosave): normalised
 * and checked as a draft.  Beside stored forms it takes "912 345 678" (phone),
 * "12.50" or 12.5 (number), {"amount": "12.50", "currency": "USD"} or, of one
 * currency, "12.50", {"date", "time", "zone"} (date with a time), true and false
 * (checkbox, whose time and words are always ours).  A file's list is taken as it
 * is: its maker is the server, never a script.  *error is NULL or the sentence to show; the value is
 * NULL for no answer and after an error. */
struct json_object *entry_from_json(const struct entry_context *,
    const struct journey_field *, struct json_object *, const char **error);
/* The same from text; *error also when it is no JSON. */
struct json_object *entry_from_text(const struct entry_context *,
    const struct journey_field *, const char *json, const char **error);
/* The same from a page's controls, which are named NAME (the amount, the day, the
 * option …), NAME.currency, NAME.time, NAME.zone, NAME.other.  New files are not
 * read here: `before` stays, less the ids given as NAME.remove. */
struct json_object *
entry_from_form(const struct entry_context *, const struct journey_field *,
    const struct pairs *, const char *name, const char **error);
/* Was any control of the field on the page that sent this? */
bool entry_is_sent(const struct pairs *, const char *name);
/* A value as it comes out of the database; NULL for null and for no JSON. */
struct json_object *entry_stored(struct arena *, const char *json);
const char *entry_text(struct arena *, struct json_object *); /* for jsonb */

/* NULL when it is fine, else what to do, in the reader's language.  An absent
 * value is fine here: required is the evaluator's. */
const char *entry_check(const struct entry_context *,
    const struct journey_field *, struct json_object *, enum entry_stage);
/* Counts as answered (fields.md). */
bool entry_is_answered(const struct entry_context *,
    const struct journey_field *, struct json_object *);
/* The field's default, as the value that it begins with; NULL: none. */
struct json_object *
entry_initial(const struct entry_context *, const struct journey_field *);

/* What people read: labels for options, dates in the reader's zone; "" for no
 * answer.  Several lines only for textarea; a file's names are joined by ", ".
 */
const char *entry_words(const struct entry_context *,
    const struct journey_field *, struct json_object *);
/* One cell for spreadsheets: machine-readable where that is short (2027-03-08,
 * 12.50, USD 12.50), labels for options.  csv_put_row() makes it safe from
 * formulas: put cells by nothing else. */
const char *entry_csv(const struct entry_context *,
    const struct journey_field *, struct json_object *);
/* For the export as JSON: {"value": stored, "words": "…"}, options with id and
 * label. */
void entry_put_json(struct buf *, const struct entry_context *,
    const struct journey_field *, struct json_object *);
/* A textarea with markup "light" as HTML; other answers as escaped words. */
struct html entry_html(const struct entry_context *,
    const struct journey_field *, struct json_object *);

#endif
