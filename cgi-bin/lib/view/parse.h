#ifndef LIB_VIEW_PARSE_H
#define LIB_VIEW_PARSE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/arena.h"

/*
 * The mustache language as a tree of tags, without any meaning of names: the
 * compiler over field tables, the interpreter over JSON and the catalogue's
 * extractor all walk it.  Everything lies in the caller's arena, except the
 * text, which nodes point into.
 *
 * Lines that hold nothing but tags are "alone": their white space and line end
 * are no text.  What such a line began with is kept as its tag's indent, which
 * margin.h applies to the lines of partials and blocks.
 */
struct slice {
	const char *at;
	size_t len;
};

enum node_kind {
	NODE_TEXT,
	NODE_VALUE,
	NODE_RAW,
	NODE_SECTION,
	NODE_INVERTED,
	NODE_PARTIAL,
	NODE_PARENT, /* {{<name}}; its blocks are the arguments */
	NODE_BLOCK,  /* {{$name}} */
	NODE_CLOSE,  /* these two: only while parsing */
	NODE_NOTHING
};

struct delimiters {
	struct slice open, close;
};

struct node {
	enum node_kind kind;
	unsigned line;
	struct slice text; /* the text, or the tag's name */
	struct slice tag;  /* the whole tag as written */
	struct slice raw; /* section, parent, block: what is between its tags */
	struct slice indent;  /* first of an alone line: what stood before it;
				 alone block: of its content's first line */
	struct slice newline; /* of the alone line that the last tag ended */
	const char *file;
	const struct delimiters *delimiters; /* in force after the tag */
	struct node *child, *next;
	bool bol;       /* text: begins a line of the template */
	bool alone;     /* no text on the (opening) tag's line */
	bool last;      /* and nothing after it */
	bool ends_line; /* what it shows ends with its line */
	bool used;      /* block given to a parent: the parent shows it;
			   {{#t}}: its children are the translation */
};

/* Where the first mistake is written; `text` may be NULL when size is 0. */
struct mistake {
	char *text;
	size_t size;
	bool made;
};
/* Always false, for the caller to return. */
bool mistake_at(struct mistake *, const char *file, unsigned line,
    const char *fmt, ...) __attribute__((format(printf, 4, 5)));
/* "FILE:LINE: {{tag}} WHY" */
bool mistake_in(struct mistake *, const struct node *, const char *why);

struct parse {
	struct arena *arena;
	struct mistake *mistake;
	const char *file; /* kept, not copied */
	struct slice source;
	unsigned line;                       /* of the source's first byte */
	const struct delimiters *delimiters; /* NULL: {{ and }} */
	bool within_line; /* a translation: no line of it is alone */
};

enum { PARSE_MAX_DEPTH = 64, PARSE_MAX_SOURCE = 256 * 1024 };

/* False after a mistake; *tree is NULL for an empty source. */
bool parse_template(const struct parse *, struct node **tree);

bool slice_is(struct slice, const char *);
bool slice_equal(struct slice, struct slice);
/* Takes the first name off a dotted one. */
struct slice slice_part(struct slice *dotted);

/* The catalogue key of a {{#t}} section: its source with runs of white space
 * as one space and none at the ends. */
char *parse_msgid(struct arena *, struct slice raw);
/* Is it a section whose text belongs to the catalogue? */
bool parse_is_translated(const struct node *);

/* The two halves of parse_template: tags and text in a row, then the tree. */
bool scan_tags(const struct parse *, struct node **list);
bool nest_tags(const struct parse *, struct node *list, struct node **tree);

#endif
