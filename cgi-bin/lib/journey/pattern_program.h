#ifndef LIB_JOURNEY_PATTERN_PROGRAM_H
#define LIB_JOURNEY_PATTERN_PROGRAM_H

#include "lib/journey/pattern.h"

/* What a pattern is compiled to: steps of a machine that stands on many of them
 * at once. */
enum pattern_op {
	PATTERN_SET,   /* a character of the set, then the next step */
	PATTERN_SPLIT, /* go on at `next` and at `other` */
	PATTERN_MATCH
};

enum {
	CLASS_DIGIT = 1,
	CLASS_WORD = 2,
	CLASS_SPACE = 4,
	CLASS_NOT_DIGIT = 8,
	CLASS_NOT_WORD = 16,
	CLASS_NOT_SPACE = 32,
	CLASS_LETTER = 64, /* the properties, from here on */
	CLASS_UPPER = 128,
	CLASS_LOWER = 256,
	CLASS_NUMBER = 512,
	CLASS_DECIMAL = 1024
};

struct pattern_range {
	int32_t first, last;
	const struct pattern_range *also;
};

struct pattern_set {
	const struct pattern_range *ranges;
	unsigned classes;
	bool is_not;
};

struct pattern_step {
	enum pattern_op op;
	const struct pattern_set *set;
	size_t next, other;
};

struct pattern {
	struct pattern_step *steps;
	size_t nsteps;
	unsigned classes; /* of all its sets */
};

/* Parse `text` into *p; the reason when it is no pattern, else NULL. */
const char *pattern_parse(struct arena *, const char *text, struct pattern *p);

#endif
