#ifndef LIB_VIEW_VIEW_H
#define LIB_VIEW_VIEW_H

#include "lib/base/buf.h"
#include "lib/base/field.h"

/*
 * Mustache (https://github.com/mustache/spec, core plus inheritance) over C
 * structs.  A template is compiled once, at start, against the field tables of
 * what it will show: a name that no scope has, a list used as a value, a
 * section left open is a mistake that says `file:line: {{name}} is not in the
 * view` and stops the start.  Rendering walks typed operations and allocates
 * only what the page grows.
 *
 * Two names are the house's own, decided at compile time:
 *   {{#t}}Book {{name}}{{/t}}   the text between is a catalogue entry; its
 *                               translation is compiled in its place
 *   {{asset.css/site.css}}      the hashed address of a static file
 * Names are looked up from the innermost section outwards, then in the page's
 * fields, then in the further scopes (the form, the chrome around the page).
 * a.b leads through embedded structs and pointers; {{.}} is the item of a list
 * of single values, or the value that a section tests.
 *
 * {{x}} shows texts escaped; instants as 2027-03-08T08:00:00Z, dates as
 * 2027-03-08, minutes as 09:00, reals with two decimals at most, money as
 * USD 47.20, bools as true or false, and nothing for what is absent (an id of 0
 * too).  {{&x}} is for struct html and nothing else.  Sections take false,
 * zero, empty texts, empty lists and absent values for untrue.
 *
 * Stricter than the language: a parent is given nothing but blocks that it
 * shows, and a template never shows itself.
 */
struct view;

/* What a template is compiled against: any number of scopes, outermost last. */
struct view_scope {
	const struct field *fields;
};

struct view_source {
	/* The text of a template or partial, allocated with malloc; NULL when
	 * there is none of that name. */
	char *(*load)(void *data, const char *name);
	/* A catalogue: the translation of msgid, or msgid itself. */
	const char *(*translate)(void *data, const char *msgid);
	/* The public address of a static file, or NULL. */
	const char *(*asset)(void *data, const char *path);
	void *data;
};

enum { VIEW_MAX_SCOPES = 4 };

/* NULL after a mistake, which is written to `why` (at most why_size bytes). */
struct view *view_compile(const char *name, const struct view_source *,
    const struct view_scope *, size_t nscopes, char *why, size_t why_size);
void view_free(struct view *); /* NULL is allowed */

/* models[i] is the struct of scope i; NULL shows as a struct of zeros. */
void view_render(const struct view *, const void *const models[], struct buf *);

/* The JSON twin: the same struct by the same table, without its ONLY_HTML
 * fields.  Instants are RFC 3339 UTC, ids strings, absent values null. */
void view_json(const struct field *, const void *model, struct buf *);

struct json_object;

/* The dynamic binding: any template over json-c values, no field table; unknown
 * names are empty, as the language says.  Serves the mail templates that admins
 * edit and runs the official specification.  False after a syntax mistake, or
 * more than `limit` bytes of output; why says which. */
struct view_dynamic {
	const char *source;                 /* the template's text */
	const struct view_source *partials; /* may be NULL */
	struct json_object *data;
	size_t limit;
};
bool view_render_dynamic(
    const struct view_dynamic *, struct buf *, char *why, size_t why_size);

#endif
