#ifndef LIB_JOURNEY_WIDGET_H
#define LIB_JOURNEY_WIDGET_H

#include "lib/journey/evaluate.h"
#include "lib/view/parts.h"

/*
 * A field as a page shows it: what templates/_journey/field.mustache and its
 * partials print.  Embed `struct widget` by FIELD_LIST(…, widget_fields) and
 * write {{#widgets}}{{>_journey/field}}{{/widgets}} inside of a form whose
 * element carries data-journey; the page's scripts block names
 * {{asset.js/journey_field.js}}.
 *
 * What the browser checks (attributes, and data-rules for the script) is what
 * entry_check() checks; what it cannot know the server says.  A button that saves
 * a draft carries formnovalidate.  Once in the form stands
 * {{>_journey/words}}: the script's sentences.
 */
struct widget_attribute {
	const char *name, *value;
};

struct widget_file {
	const char *file_id, *file_name, *file_size; /* size: "1.2 MB" */
	const char *href;                            /* NULL: no link */
};

struct widget {
	const char *name; /* of the control, and its id */
	const char *key, *type;
	const char *label, *help, *placeholder, *error;
	const char *value;  /* as the control takes it */
	const char *second; /* time of a date; words of "other" */
	const char *zone;
	int64_t revision;
	bool required, visible, sensitive, answered;
	bool sealed;   /* stored and not opened: an empty control keeps it */
	bool disabled; /* hidden, or for looking only */
	/* One of these is true. */
	bool is_line, is_area, is_date, is_time, is_money, is_select, is_radio,
	    is_ticks, is_check, is_file, is_rating;
	const char *input_type; /* of is_line: "text", "email", "tel", … */
	struct widget_attribute *attributes; /* min, max, pattern, … */
	size_t nattributes;
	struct choice *choices; /* options, currencies, points of a scale */
	size_t nchoices;
	bool has_other, with_time, with_zone, is_drawn, has_na, is_na;
	bool has_one_currency;
	const char *currency;
	struct widget_file *files;
	size_t nfiles;
	const char *low, *high, *unit;
	const char *rules;       /* JSON for the script */
	const char *visible_if;  /* the same; NULL: the server has decided */
	const char *required_if; /* the same */
	const char *own_error;   /* the creator's words for a mistake */
};
extern const struct field widget_fields[];

struct widget_about {
	const char *prefix; /* of control names: "", "f.", "r12." */
	/* The address of a stored file; may be NULL. */
	const char *(*file_href)(const void *data, const char *id);
	const void *data;
	bool disabled;    /* shown, not filled in: previews, mentors */
	bool show_errors; /* also that required ones are empty */
};

void widget_make(const struct entry_context *, const struct field_state *,
    const struct widget_about *, struct widget *);
/* All fields of a record, hidden ones too (they wait for the script, disabled so
 * that they are not sent): an array as long as the section has fields. */
struct widget *
widgets_make(const struct entry_context *, const struct section_state *,
    const struct record_state *, const struct widget_about *);
/* What was sent and refused is shown again, with the error beside it. */
void widget_refuse(const struct entry_context *, struct widget *,
    const struct pairs *, const char *error);

#endif
