#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "journeys/studio_part.h"
#include "lib/base/words.h"

/* One form for all fifteen types: what all fields have, then the rules of the
 * type as its table lists them. */
enum { MEGABYTE = 1024 * 1024, LABEL_MOST = 200, HELP_MOST = 1000 };

const struct field prop_fields[] = {
	FIELD(struct prop, name),
	FIELD(struct prop, label),
	FIELD(struct prop, help),
	FIELD(struct prop, value),
	FIELD(struct prop, error),
	FIELD(struct prop, max),
	FIELD_LIST(struct prop, choices, nchoices, choice_fields),
	FIELD(struct prop, checked),
	FIELD(struct prop, is_line),
	FIELD(struct prop, is_number),
	FIELD(struct prop, is_area),
	FIELD(struct prop, is_check),
	FIELD(struct prop, is_select),
	FIELD(struct prop, is_ticks),
	FIELD_END,
};

enum shape { LINE, NUMBER, AREA, CHECK, SELECT, TICKS };

static const struct common {
	const char *name, *label, *help, *initial;
	enum shape shape;
	int64_t max;
} texts[] = {
	{ "label", WORDS("Label"), NULL, NULL, LINE, LABEL_MOST },
	{ "help", WORDS("Help text"),
	    WORDS("Stands between the label and the answer."), NULL, AREA,
	    HELP_MOST },
	{ "placeholder", WORDS("Placeholder"),
	    WORDS("An example, shown in grey while nothing is typed."), NULL,
	    LINE, LABEL_MOST },
	{ "error", WORDS("Words for a wrong answer"),
	    WORDS("Instead of the usual ones."), NULL, LINE, LABEL_MOST },
	{ "default", WORDS("Default"),
	    WORDS("What the answer begins with; options by their id or label."),
	    NULL, LINE, HELP_MOST },
	{ "weight", WORDS("Weight for the score"),
	    WORDS("0 to 10; 0 leaves it out."), "1", NUMBER, 10 },
}, flags[] = {
	{ "required", WORDS("Required"), NULL, NULL, CHECK, 0 },
	{ "sensitive", WORDS("Sensitive"),
	    WORDS("Encrypted where it is kept, masked on pages, and looking at "
		  "it is logged."),
	    NULL, CHECK, 0 },
	{ "private", WORDS("Private"),
	    WORDS("Mentors and concierges do not see the answer."), NULL, CHECK,
	    0 },
	{ "unique_in_list", WORDS("Different in each entry of the list"), NULL,
	    NULL, CHECK, 0 },
};

enum {
	NTEXTS = sizeof(texts) / sizeof(texts[0]),
	NFLAGS = sizeof(flags) / sizeof(flags[0])
};

/* --- values ----------------------------------------------------------------------- */

static const char *
sent(struct request *r, const char *name)
{
	const struct pair *p = pairs_find(r->sent, name);

	return p == NULL || p->value == NULL ? "" : p->value;
}

static bool
is_sent_with(struct request *r, const char *name, const char *value)
{
	for (size_t i = 0; i < r->sent->n; i++)
		if (strcmp(r->sent->items[i].name, name) == 0 &&
		    r->sent->items[i].value != NULL &&
		    strcmp(r->sent->items[i].value, value) == 0)
			return true;
	return false;
}

static struct json_object *
stored_member(const struct prop_source *s, const char *name)
{
	struct json_object *m = NULL;

	(void)json_object_object_get_ex(s->stored, name, &m);
	return m;
}

/* "10" or "0.5" of bytes. */
static const char *
megabytes(struct arena *a, int64_t bytes)
{
	int64_t hundredths = (bytes * 100 + MEGABYTE / 2) / (int64_t)MEGABYTE;

	if (hundredths % 100 == 0)
		return arena_printf(a, "%lld", (long long)(hundredths / 100));
	return arena_printf(a, "%lld.%02lld", (long long)(hundredths / 100),
	    (long long)(hundredths % 100));
}

static const char *
join(struct arena *a, struct json_object *list)
{
	struct buf b;

	buf_init(&b, a, 64);
	buf_puts(&b, "");
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		if (i > 0)
			buf_putc(&b, ' ');
		buf_puts(&b,
		    json_object_get_string(json_object_array_get_idx(list, i)));
	}
	return b.data == NULL ? "" : b.data;
}

static const char *
rule_value(const struct prop_source *s, const struct field_rule *rule,
    const char *control)
{
	struct json_object *m;

	if (s->stored == NULL)
		return sent(s->r, control);
	m = stored_member(s, rule->name);
	if (m == NULL && rule->initial == NULL)
		return "";
	if (rule->kind == RULE_BYTES)
		return megabytes(
		    s->r->arena, m == NULL ? strtoll(rule->initial, NULL, 10)
					   : json_object_get_int64(m));
	if (m == NULL)
		return rule->initial;
	if (json_object_is_type(m, json_type_array))
		return join(s->r->arena, m);
	return arena_strdup(s->r->arena, json_object_get_string(m));
}

static bool
rule_is_on(const struct prop_source *s, const char *name, const char *control)
{
	if (s->stored == NULL)
		return is_sent_with(s->r, control, "true");
	return json_object_get_boolean(stored_member(s, name)) != 0;
}

/* --- the form's rows ------------------------------------------------------------------ */

static const char *
error_of(struct request *r, const char *control)
{
	for (size_t i = 0; i < r->parsed.nmessages; i++)
		if (strcmp(r->parsed.messages[i].field, control) == 0)
			return r->parsed.messages[i].text;
	return NULL;
}

static void
shape_is(struct prop *p, enum shape shape)
{
	p->is_line = shape == LINE;
	p->is_number = shape == NUMBER;
	p->is_area = shape == AREA;
	p->is_check = shape == CHECK;
	p->is_select = shape == SELECT;
	p->is_ticks = shape == TICKS;
}

static struct prop
common_prop(const struct prop_source *s, const struct common *c)
{
	struct prop p = { .name = c->name,
		.label = words(c->label),
		.help = c->help == NULL ? NULL : words(c->help),
		.max = c->max,
		.error = error_of(s->r, c->name) };
	struct json_object *m;

	p.initial = c->initial == NULL ? "" : c->initial;
	shape_is(&p, c->shape);
	if (c->shape == CHECK) {
		p.checked = rule_is_on(s, c->name, c->name);
		return p;
	}
	if (s->stored == NULL) {
		p.value = sent(s->r, c->name);
		return p;
	}
	m = stored_member(s, c->name);
	if (m == NULL)
		p.value = c->initial == NULL ? "" : c->initial;
	else
		p.value = value_to_words(s->r->arena, m);
	return p;
}

static struct prop_list
list_of(const struct prop_source *s, size_t n)
{
	return (struct prop_list){
		arena_alloc(s->r->arena, n + 1, sizeof(struct prop)), 0
	};
}

struct prop_list
prop_texts(const struct prop_source *s)
{
	struct prop_list list = list_of(s, NTEXTS);

	for (size_t i = 0; i < NTEXTS; i++) {
		if (s->type == TYPE_FILE &&
		    strcmp(texts[i].name, "default") == 0)
			continue;
		list.items[list.n++] = common_prop(s, &texts[i]);
	}
	return list;
}

struct prop_list
prop_flags(const struct prop_source *s)
{
	struct prop_list list = list_of(s, NFLAGS);

	for (size_t i = 0; i < NFLAGS; i++)
		if (s->in_list || strcmp(flags[i].name, "unique_in_list") != 0)
			list.items[list.n++] = common_prop(s, &flags[i]);
	return list;
}

/* Is it a word of the list? */
static bool
is_word(const char *list, const char *word)
{
	size_t len = strlen(word);

	for (const char *at = list; (at = strstr(at, word)) != NULL; at += len)
		if ((at == list || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
	return false;
}

static void
word_choices(
    const struct prop_source *s, const struct field_rule *rule, struct prop *p)
{
	p->choices = choices_make(
	    s->r->arena, rule->words, NULL, p->value, &p->nchoices);
}

/* As weekdays and extensions are: some of a short list. */
static void
tick_choices(
    const struct prop_source *s, const char *const *all, struct prop *p)
{
	p->choices = choices_make(s->r->arena, all, NULL, NULL, &p->nchoices);
	for (size_t i = 0; i < p->nchoices; i++) {
		const char *one = p->choices[i].value;

		p->choices[i].chosen = s->stored == NULL
					   ? is_sent_with(s->r, p->name, one)
					   : is_word(p->value, one);
	}
}

static const char *const weekdays[] = { "mon", "tue", "wed", "thu", "fri",
	"sat", "sun", NULL };

static struct prop
rule_prop(const struct prop_source *s, const struct field_rule *rule)
{
	struct prop p = { .name =
			      arena_printf(s->r->arena, "rule.%s", rule->name),
		.label = words(rule->label),
		.help = rule->help == NULL ? NULL : words(rule->help) };

	p.error = error_of(s->r, p.name);
	p.initial = rule->initial == NULL ? "" : rule->initial;
	p.value = rule_value(s, rule, p.name);
	shape_is(&p, LINE);
	if (rule->kind == RULE_BOOL) {
		shape_is(&p, CHECK);
		p.checked = rule_is_on(s, rule->name, p.name);
	} else if (rule->words != NULL) {
		shape_is(&p, SELECT);
		word_choices(s, rule, &p);
	} else if (rule->kind == RULE_WEEKDAYS) {
		shape_is(&p, TICKS);
		tick_choices(s, weekdays, &p);
	} else if (rule->kind == RULE_EXTENSIONS) {
		shape_is(&p, TICKS);
		tick_choices(s, field_extensions, &p);
	} else if (rule->kind == RULE_BYTES) {
		p.label = arena_printf(s->r->arena, tr("%s, in MB"), p.label);
	} else if (rule->kind == RULE_TEXT || rule->kind == RULE_PATTERN) {
		p.max = rule->max;
	}
	return p;
}

struct prop_list
prop_rules(const struct prop_source *s)
{
	const struct field_type_about *about = field_type_about(s->type);
	struct prop_list list = list_of(s, about->nrules);

	for (size_t i = 0; i < about->nrules; i++)
		list.items[list.n++] = rule_prop(s, &about->rules[i]);
	return list;
}

/* --- what was sent, as JSON ------------------------------------------------------------- */

static const char *
trimmed(struct request *r, const char *text)
{
	size_t len;

	text += strspn(text, " \t\r\n");
	len = strlen(text);
	while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
		len--;
	return arena_strndup(r->arena, text, len);
}

/* A whole number, else the text, which the strict reader then refuses. */
static struct json_object *
number_json(const char *text)
{
	char *end;
	long long n = strtoll(text, &end, 10);

	return *end == '\0' ? json_object_new_int64(n)
			    : json_object_new_string(text);
}

static struct json_object *
bytes_json(const char *text)
{
	char *end;
	double n = strtod(text, &end);

	if (*end != '\0' || !(n >= 0 && n < 1e6))
		return json_object_new_string(text);
	return json_object_new_int64((int64_t)(n * MEGABYTE + 0.5));
}

static struct json_object *
words_json(struct request *r, const char *text)
{
	static const char gaps[] = " ,;\t\r\n";
	struct json_object *list = json_object_new_array();

	for (const char *at = text + strspn(text, gaps); *at != '\0';) {
		size_t len = strcspn(at, gaps);

		json_object_array_add(list,
		    json_object_new_string(arena_strndup(r->arena, at, len)));
		at += len;
		at += strspn(at, gaps);
	}
	return list;
}

/* Are exactly those of the default ticked?  Then the definition says nothing. */
static bool
is_initial(struct json_object *list, const char *initial)
{
	size_t n = json_object_array_length(list), wanted = 1;

	for (const char *at = initial; at != NULL && *at != '\0'; at++)
		wanted += *at == ' ';
	for (size_t i = 0; i < n; i++)
		if (initial == NULL ||
		    !is_word(initial, json_object_get_string(
					  json_object_array_get_idx(list, i))))
			return false;
	return initial != NULL && n == wanted;
}

static struct json_object *
ticks_json(struct request *r, const char *control)
{
	struct json_object *list = json_object_new_array();

	for (size_t i = 0; i < r->sent->n; i++)
		if (strcmp(r->sent->items[i].name, control) == 0 &&
		    r->sent->items[i].value != NULL)
			json_object_array_add(list,
			    json_object_new_string(r->sent->items[i].value));
	return list;
}

static void
put_rule(const struct prop_source *s, const struct field_rule *rule,
    struct json_object *into)
{
	const char *control = arena_printf(s->r->arena, "rule.%s", rule->name);
	const char *text = trimmed(s->r, sent(s->r, control));
	struct json_object *o = NULL;

	switch (rule->kind) {
	case RULE_BOOL:
		if (is_sent_with(s->r, control, "true"))
			o = json_object_new_boolean(true);
		break;
	case RULE_WEEKDAYS:
	case RULE_EXTENSIONS:
		o = ticks_json(s->r, control);
		break;
	case RULE_COUNTRIES:
	case RULE_CURRENCIES:
	case RULE_HOSTS:
		o = words_json(s->r, text);
		break;
	case RULE_BYTES:
		o = *text == '\0' ? NULL : bytes_json(text);
		break;
	case RULE_INT:
	case RULE_MINOR:
		o = *text == '\0' ? NULL : number_json(text);
		break;
	default:
		o = *text == '\0' ? NULL : json_object_new_string(text);
	}
	if (o != NULL && json_object_is_type(o, json_type_array) &&
	    (json_object_array_length(o) == 0 ||
		is_initial(o, rule->initial))) {
		json_object_put(o);
		o = NULL;
	}
	if (o != NULL)
		json_object_object_add(into, rule->name, o);
}

static void
put_common(const struct prop_source *s, const struct common *c,
    struct json_object *into)
{
	const char *text = trimmed(s->r, sent(s->r, c->name));
	struct json_object *o = NULL, *options = NULL;

	if (c->shape == CHECK) {
		if (is_sent_with(s->r, c->name, "true"))
			o = json_object_new_boolean(true);
	} else if (*text == '\0') {
		return;
	} else if (c->shape == NUMBER) {
		o = number_json(text);
	} else if (strcmp(c->name, "default") == 0) {
		(void)json_object_object_get_ex(into, "options", &options);
		o = value_from_words(s->r, s->type,
		    options == NULL ? NULL : json_object_get_string(options),
		    text);
	} else {
		o = json_object_new_string(text);
	}
	if (o != NULL)
		json_object_object_add(into, c->name, o);
}

void
props_put(const struct prop_source *s, struct json_object *definition)
{
	const struct field_type_about *about = field_type_about(s->type);

	for (size_t i = 0; i < NTEXTS; i++)
		put_common(s, &texts[i], definition);
	for (size_t i = 0; i < NFLAGS; i++)
		put_common(s, &flags[i], definition);
	for (size_t i = 0; i < about->nrules; i++)
		put_rule(s, &about->rules[i], definition);
}

const char *
prop_control(struct request *r, enum field_type type, const char *path)
{
	const struct field_type_about *about = field_type_about(type);
	size_t len = strcspn(path, ".[");

	for (size_t i = 0; i < about->nrules; i++)
		if (strlen(about->rules[i].name) == len &&
		    memcmp(about->rules[i].name, path, len) == 0)
			return arena_printf(
			    r->arena, "rule.%s", about->rules[i].name);
	return arena_strndup(r->arena, path, len);
}
