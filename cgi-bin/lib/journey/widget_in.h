#ifndef LIB_JOURNEY_WIDGET_IN_H
#define LIB_JOURNEY_WIDGET_IN_H

#include "lib/journey/entry_type.h"
#include "lib/journey/widget.h"

/* A widget while it is made. */
struct making {
	const struct entry_context *context;
	struct arena *arena;
	const struct journey_field *field;
	const struct field_rules *rules;
	const struct field_state *state;
	const struct widget_about *about;
	struct widget *widget;
	struct buf rules_json;
};

enum { WIDGET_ATTRIBUTES = 12 };

/* NULL values and more than there is room for are left out. */
void widget_attribute(struct making *, const char *name, const char *value);
void widget_number(struct making *, const char *name, int64_t value);
/* A member of data-rules: its value is JSON. */
void widget_rule(struct making *, const char *name, const char *json);
void widget_rule_int(struct making *, const char *name, int64_t value);
void
widget_rule_list(struct making *, const char *name, const struct rule_list *);
struct choice *widget_choices(struct making *, size_t n);

void widget_text(struct making *);
void widget_amount(struct making *);
void widget_moment(struct making *);
void widget_choice(struct making *);
void widget_rating(struct making *);
void widget_files(struct making *);

#endif
