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
 * What the browser checks (attributes, and data-rules for the script) is never
 * stricter than entry_check(); without script the server says it.
 */
struct widget_attribute {
	const char *name, *value;
};

struct widget {
	const char *id;   /* of the control; its label's `for` */
	const char *name; /* of the control in the form */
	const char *key, *type;
	const char *label, *help, *placeholder, *error;
	const char *value;  /* as the control takes it */
	const char *second; /* time of a date, words of other, zone's name */
	const char *zone;
	int64_t revision;
	bool required, visible, sensitive, answered, disabled;
	bool is_line, is_area, is_date, is_time, is_money, is_select, is_radio;
	bool is_ticks, is_check, is_file, is_rating; /* one is true */
	const char *input_type; /* of is_line: "text", "email", "tel", … */
	struct widget_attribute *attributes; /* min, max, pattern, … */
	size_t nattributes;
	struct choice *choices; /* options, currencies, points of a scale */
	size_t nchoices;
	bool has_other;
	struct widget_file *files;
	size_t nfiles;
	const char *low, *high, *unit;
	const char *accept;                   /* of files */
	const char *rules;                    /* JSON for the script */
	const char *visible_if, *required_if; /* JSON for the script, with what
					     other sections say put in */
	bool drawn, with_zone, with_time, light_markup;
};
extern const struct field widget_fields[];

struct widget_file {
	const char *id, *name, *size; /* size: "1.2 MB" */
	const char *href;             /* NULL: no link */
};

struct widget_about {
	const char *prefix; /* of control names: "" or "r12." */
	/* The address of a stored file; may be NULL. */
	const char *(*file_href)(const void *data, const char *id);
	const void *data;
	bool disabled;    /* shown, not filled in: previews, mentors */
	bool show_errors; /* also that required ones are empty */
};

/* One widget of a state; `typed` is what a refused form sent, or NULL. */
void widget_make(const struct entry_context *, const struct field_state *,
    const struct widget_about *, struct widget *);
/* All fields of a record, hidden ones too (they carry `hidden` and wait for the
 * script): an array as long as the section has fields. */
struct widget *
widgets_make(const struct entry_context *, const struct section_state *,
    const struct record_state *, const struct widget_about *);

#endif
