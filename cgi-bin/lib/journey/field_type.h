#ifndef LIB_JOURNEY_FIELD_TYPE_H
#define LIB_JOURNEY_FIELD_TYPE_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * The fifteen types of field, and the rules each of them has.  The table here
 * drives the strict reader of definitions, the builder's form of properties and
 * the published schema: whoever shows or reads a rule walks `rules`.
 */
enum field_type {
	TYPE_TEXT,
	TYPE_TEXTAREA,
	TYPE_EMAIL,
	TYPE_PHONE,
	TYPE_URL,
	TYPE_NUMBER,
	TYPE_CURRENCY,
	TYPE_DATE,
	TYPE_TIME,
	TYPE_SELECT,
	TYPE_RADIO,
	TYPE_MULTISELECT,
	TYPE_CHECKBOX,
	TYPE_FILE,
	TYPE_RATING,
	FIELD_TYPES
};

/* The kinds of rule, the member of struct field_rules that each fills, and how
 * it stands in JSON. */
enum rule_kind {
	RULE_INT,        /* int64_t: a number */
	RULE_BYTES,      /* int64_t: a number of bytes; people read MB */
	RULE_MINOR,      /* int64_t: minor units of a currency */
	RULE_BOOL,       /* bool */
	RULE_TEXT,       /* const char *, min to max code points */
	RULE_PATTERN,    /* const char *: lib/journey/pattern.h */
	RULE_WORD,       /* const char *: one of `words` */
	RULE_DECIMAL,    /* const char *: "12.50" */
	RULE_DAY,        /* const char *: "2027-03-08", "today", "today+30d" */
	RULE_TIME,       /* const char *: "09:30" */
	RULE_COUNTRY,    /* const char *: ISO 3166-1, two letters */
	RULE_OPTION,     /* const char *: the id of an option of this field */
	RULE_WEEKDAYS,   /* struct rule_list of "mon" to "sun" */
	RULE_COUNTRIES,  /* struct rule_list of ISO 3166-1 */
	RULE_CURRENCIES, /* struct rule_list of ISO 4217 */
	RULE_HOSTS,      /* struct rule_list of host names */
	RULE_EXTENSIONS  /* struct rule_list of "pdf", "jpg" … that we know */
};

struct rule_list {
	const char **items; /* at most 50; n 0: anything goes */
	size_t n;
};

/* Of all types together; a field's type says which of them mean something.  A
 * text that is absent is NULL. */
struct field_rules {
	int64_t min_len, max_len, max_lines; /* max_lines 0: any number */
	const char *pattern;
	const char *markup; /* "none", "light" */
	struct rule_list allow_domains, deny_domains, hosts;
	const char *country;
	struct rule_list countries;
	const char *min, *max; /* number, date, time: by the type's kind */
	const char *step;      /* number */
	int64_t decimals;
	bool integer;
	const char *unit;
	int64_t min_minor, max_minor; /* currency; "min", "max" in JSON */
	struct rule_list currencies;
	struct rule_list weekdays;
	bool with_time, zone;
	int64_t step_minutes; /* "step" of time: 1, 5, 15, 30 */
	bool other;
	int64_t min_selected, max_selected; /* max_selected 0: all of them */
	const char *exclusive;
	bool must_be_true;
	int64_t max_files, max_size;
	struct rule_list extensions;
	const char *capture; /* "none", "draw" */
	int64_t scale;
	const char *low, *high; /* labels of both ends */
	bool nps, na;
};

struct field_rule {
	const char *name; /* in JSON and in the builder's form */
	enum rule_kind kind;
	size_t offset;       /* in struct field_rules */
	int64_t min, max;    /* of the value, or of a text's length */
	const char *initial; /* as the form would send it; NULL: absent */
	const char *const
	    *words;        /* RULE_WORD, and RULE_INT of a few; or NULL */
	const char *label; /* for the builder; words() translates */
	const char *help;  /* the same; NULL: none */
};

struct field_type_about {
	const char *name;  /* "text" */
	const char *label; /* "One line of text"; words() translates */
	const char *help;  /* when to take it; words() translates */
	const char *icon;  /* of static/icons.svg */
	const struct field_rule *rules;
	size_t nrules;
	int64_t min_options, max_options; /* 0, 0: the type has no options */
};

const struct field_type_about *field_type_about(enum field_type);
/* FIELD_TYPES when there is no such type. */
enum field_type field_type_of(const char *name);
/* The type's rules as they are when a definition names none. */
void field_rules_initial(struct arena *, enum field_type, struct field_rules *);
/* Those of the extensions that may be allowed, NULL at the end: "pdf", … */
extern const char *const field_extensions[];

#endif
