#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lib/base/log.h"
#include "lib/domain/csv.h"
#include "lib/domain/when.h"
#include "lib/journey/difference.h"
#include "lib/journey/pattern.h"
#include "lib/journey/problem.h"
#include "lib/journey/widget.h"
#include "lib/view/view.h"

/*
 * journey: what lib/journey says, for scripts and tests.  Reads one JSON object
 * a line and answers with one a line: {"op": "read", "text": "…"} reads a
 * definition, "problems", "difference", "needs", "evaluate", "section", "entry",
 * "html" and "pattern" do what the functions of that name do, "types" is the table
 * of types, "time" how long it takes.
 */
enum {
	MEMORY = 512 * 1024 * 1024,
	REQUEST_MEMORY = 8 * 1024 * 1024,
	LINE_KEPT = 1024
};

struct asked {
	struct arena *arena;
	struct json_object *line;
	struct buf *out;
	struct entry_context context;
};

static struct json_object *
get(struct json_object *o, const char *name)
{
	struct json_object *value = NULL;

	if (json_object_is_type(o, json_type_object))
		json_object_object_get_ex(o, name, &value);
	return value;
}

static const char *
text(struct json_object *o, const char *name)
{
	struct json_object *value = get(o, name);

	return json_object_is_type(value, json_type_string)
		   ? json_object_get_string(value)
		   : NULL;
}

static void
put_string(struct buf *b, const char *s)
{
	if (s == NULL) {
		buf_puts(b, "null");
		return;
	}
	buf_putc(b, '"');
	buf_put_json(b, s, strlen(s));
	buf_putc(b, '"');
}

static void
put_member(struct buf *b, const char *name, const char *s)
{
	buf_printf(b, ",\"%s\":", name);
	put_string(b, s);
}

static void
put_bool(struct buf *b, const char *name, bool is_on)
{
	buf_printf(b, ",\"%s\":%s", name, is_on ? "true" : "false");
}

static void
put_errors(struct buf *b, const struct definition_errors *errors)
{
	size_t i;

	buf_puts(b, "\"errors\":[");
	for (i = 0; i < errors->n; i++) {
		buf_puts(b, i > 0 ? ",{\"path\":" : "{\"path\":");
		put_string(b, errors->items[i].path);
		put_member(b, "text", errors->items[i].text);
		buf_putc(b, '}');
	}
	buf_putc(b, ']');
}

/* The definition of a member: an object or a text; NULL after its errors were
 * put. */
static struct definition *
definition_of(struct asked *q, const char *name)
{
	struct json_object *value = get(q->line, name);
	struct definition_errors errors = { NULL, 0 };
	struct definition *d;
	const char *json = json_object_is_type(value, json_type_string)
			       ? json_object_get_string(value)
			       : json_object_to_json_string(value);
	size_t len = json_object_is_type(value, json_type_string)
			 ? (size_t)json_object_get_string_len(value)
			 : strlen(json);

	d = definition_read(q->arena, json, len, &errors);
	if (d == NULL) {
		buf_putc(q->out, '{');
		put_errors(q->out, &errors);
		buf_putc(q->out, '}');
	}
	return d;
}

static void
answer_read(struct asked *q)
{
	struct definition *d = definition_of(q, "text");
	struct buf canonical;

	if (d == NULL)
		return;
	buf_init(&canonical, q->arena, 1024);
	definition_put(&canonical, d);
	buf_puts(q->out, "{\"errors\":[],\"canonical\":");
	buf_puts(q->out, canonical.data);
	buf_putc(q->out, '}');
}

static void
answer_problems(struct asked *q)
{
	struct definition *d = definition_of(q, "definition");
	struct problem *all;
	size_t i, n;

	if (d == NULL)
		return;
	all = definition_problems(q->arena, d, &n);
	buf_puts(q->out, "{\"problems\":[");
	for (i = 0; i < n; i++) {
		if (i > 0)
			buf_putc(q->out, ',');
		view_json(problem_fields, &all[i], q->out);
	}
	buf_puts(q->out, "]}");
}

static void
answer_difference(struct asked *q)
{
	struct definition *before = definition_of(q, "before"), *after;
	struct difference d;

	if (before == NULL || (after = definition_of(q, "after")) == NULL)
		return;
	definition_difference(q->arena, before, after, &d);
	view_json(difference_fields, &d, q->out);
}

static void
answer_needs(struct asked *q)
{
	struct definition *d = definition_of(q, "definition");
	struct section_need *needs;
	size_t i, n;

	if (d == NULL)
		return;
	needs = section_needs(q->arena, d, text(q->line, "section"), &n);
	buf_puts(q->out, "{\"needs\":[");
	for (i = 0; i < n; i++)
		buf_printf(q->out, "%s\"%s%s%s\"", i > 0 ? "," : "",
		    needs[i].section, needs[i].field != NULL ? "." : "",
		    needs[i].field != NULL ? needs[i].field : "");
	buf_puts(q->out, "]}");
}

static void
add_answer(struct asked *q, struct answers *all, struct json_object *one)
{
	struct answer answer = { .section = text(one, "section"),
		.field = text(one, "field"),
		.record = json_object_get_int64(get(one, "record")),
		.value = get(one, "value"),
		.revision = json_object_get_int64(get(one, "revision")),
		.sealed = json_object_get_boolean(get(one, "sealed")) };

	(void)q;
	answers_add(all, &answer);
}

static struct answers *
answers_of(struct asked *q, const struct definition *d)
{
	struct answers *all = answers_new(q->arena, d);
	struct json_object *list = get(q->line, "answers");
	struct json_object *records = get(q->line, "records"), *one;
	size_t i;

	for (i = 0; records != NULL && i < json_object_array_length(records);
	     i++) {
		one = json_object_array_get_idx(records, i);
		answers_add_record(all, text(one, "section"),
		    json_object_get_int64(get(one, "record")));
	}
	for (i = 0; list != NULL && i < json_object_array_length(list); i++)
		add_answer(q, all, json_object_array_get_idx(list, i));
	return all;
}

static void
put_score(struct buf *b, struct maybe_real score)
{
	if (score.set)
		buf_printf(b, ",\"score\":%.9f", score.value);
	else
		buf_puts(b, ",\"score\":null");
}

static void
put_field_state(struct buf *b, const struct field_state *f)
{
	buf_printf(b, "{\"key\":\"%s\"", f->field->key);
	put_bool(b, "visible", f->visible);
	put_bool(b, "required", f->required);
	put_bool(b, "answered", f->answered);
	put_bool(b, "valid", f->valid);
	put_member(b, "message", f->message);
	if (f->visible_if != NULL)
		buf_printf(b, ",\"visible_if\":%s", f->visible_if);
	if (f->required_if != NULL)
		buf_printf(b, ",\"required_if\":%s", f->required_if);
	buf_putc(b, '}');
}

static void
put_section_state(struct buf *b, const struct section_state *s)
{
	size_t i, k;

	buf_printf(b,
	    "{\"key\":\"%s\",\"progress\":%lld,\"missing\":%lld,"
	    "\"required\":%lld,\"answered\":%lld",
	    s->section->key, (long long)s->progress, (long long)s->missing,
	    (long long)s->required, (long long)s->answered);
	put_bool(b, "visible", s->visible);
	put_bool(b, "complete", s->complete);
	put_member(b, "message", s->message);
	put_score(b, s->score);
	buf_puts(b, ",\"records\":[");
	for (i = 0; i < s->nrecords; i++) {
		buf_printf(b, "%s{\"record\":%lld,\"fields\":[",
		    i > 0 ? "," : "", (long long)s->records[i].id);
		for (k = 0; k < s->section->nfields; k++) {
			if (k > 0)
				buf_putc(b, ',');
			put_field_state(b, &s->records[i].fields[k]);
		}
		buf_puts(b, "]}");
	}
	buf_puts(b, "]}");
}

static void
put_next(struct buf *b, const struct journey_state *j)
{
	if (j->next.section == NULL) {
		buf_puts(b, ",\"next\":null");
		return;
	}
	buf_printf(b, ",\"next\":\"%s/%lld/%s\"", j->next.section->section->key,
	    (long long)(j->next.record != NULL ? j->next.record->id : 0),
	    j->next.field != NULL ? j->next.field->field->key : "");
}

static void
answer_evaluate(struct asked *q)
{
	struct definition *d = definition_of(q, "definition");
	struct journey_state *j;
	size_t i;

	if (d == NULL)
		return;
	j = evaluate(&q->context, answers_of(q, d));
	buf_printf(q->out, "{\"progress\":%lld,\"missing\":%lld",
	    (long long)j->progress, (long long)j->missing);
	put_bool(q->out, "complete", j->complete);
	put_score(q->out, j->score);
	put_next(q->out, j);
	buf_puts(q->out, ",\"sections\":[");
	for (i = 0; i < d->nsections; i++) {
		if (i > 0)
			buf_putc(q->out, ',');
		put_section_state(q->out, &j->sections[i]);
	}
	buf_puts(q->out, "]}");
}

static void
answer_section(struct asked *q)
{
	struct definition *d = definition_of(q, "definition");
	struct section_state *s;

	if (d == NULL)
		return;
	s = evaluate_section(
	    &q->context, answers_of(q, d), text(q->line, "section"));
	if (s == NULL)
		buf_puts(q->out, "{}");
	else
		put_section_state(q->out, s);
}

/* The only field of a definition of one section. */
static const struct journey_field *
field_of(struct asked *q)
{
	struct definition_errors errors = { NULL, 0 };
	struct definition *d = definition_new(q->arena);
	struct json_object *field = get(q->line, "field");
	struct section_row section = {
		.key = "s", .title = "S", .weight = 1, .max_records = 1
	};
	struct field_row row = { .key = text(q->line, "key"),
		.type = text(q->line, "type"),
		.definition = json_object_to_json_string(field) };

	if (row.key == NULL)
		row.key = "f";
	if (definition_add_section(d, &section, &errors) &&
	    definition_add_field(d, &row, &errors))
		return &d->sections[0].fields[0];
	buf_putc(q->out, '{');
	put_errors(q->out, &errors);
	buf_putc(q->out, '}');
	return NULL;
}

static struct pairs *
pairs_of(struct asked *q, struct json_object *form)
{
	struct pairs *pairs = arena_alloc(q->arena, 1, sizeof(*pairs));
	struct json_object *pair, *value;
	size_t i;

	pairs_init(pairs, q->arena);
	for (i = 0; i < json_object_array_length(form); i++) {
		pair = json_object_array_get_idx(form, i);
		value = json_object_array_get_idx(pair, 1);
		(void)pairs_add(pairs,
		    json_object_get_string(json_object_array_get_idx(pair, 0)),
		    PAIR_FORM, json_object_get_string(value),
		    (size_t)json_object_get_string_len(value));
	}
	return pairs;
}

static const char *
csv_row(struct arena *a, const char *cell)
{
	struct buf b;

	buf_init(&b, a, 64);
	csv_put_row(&b, &cell, 1);
	return b.data;
}

static void
answer_entry(struct asked *q)
{
	const struct journey_field *f = field_of(q);
	struct json_object *form = get(q->line, "form"), *value;
	const char *error = NULL;

	if (f == NULL)
		return;
	q->context.before = get(q->line, "before");
	if (get(q->line, "stored") != NULL)
		value = get(q->line, "stored");
	else
		value = form != NULL ? entry_from_form(&q->context, f,
					   pairs_of(q, form), f->key, &error)
				     : entry_from_json(&q->context, f,
					   get(q->line, "sent"), &error);
	buf_printf(q->out, "{\"value\":%s", entry_text(q->arena, value));
	put_member(q->out, "error", error);
	put_member(
	    q->out, "draft", entry_check(&q->context, f, value, ENTRY_DRAFT));
	put_member(
	    q->out, "submit", entry_check(&q->context, f, value, ENTRY_SUBMIT));
	put_bool(q->out, "answered", entry_is_answered(&q->context, f, value));
	put_member(q->out, "words", entry_words(&q->context, f, value));
	put_member(
	    q->out, "csv", csv_row(q->arena, entry_csv(&q->context, f, value)));
	put_member(q->out, "html", entry_html(&q->context, f, value).text);
	buf_puts(q->out, ",\"json\":");
	entry_put_json(q->out, &q->context, f, value);
	buf_putc(q->out, '}');
}

static char *
load(void *data, const char *name)
{
	char path[LINE_KEPT], *source = NULL;
	size_t len = 0;
	FILE *file;

	(void)data;
	(void)snprintf(path, sizeof(path), "templates/%s.mustache", name);
	if ((file = fopen(path, "r")) == NULL)
		return NULL;
	if (getdelim(&source, &len, '\0', file) < 0) {
		free(source);
		source = NULL;
	}
	fclose(file);
	return source;
}

static const char *
same(void *data, const char *msgid)
{
	(void)data;
	return msgid;
}

struct shown {
	struct widget *widgets;
	size_t nwidgets;
};
static const struct field shown_fields[] = {
	FIELD_LIST(struct shown, widgets, nwidgets, widget_fields),
	FIELD_END,
};

static char *
load_page(void *data, const char *name)
{
	static const char page[] =
	    "{{#widgets}}{{>_journey/field}}{{/widgets}}{{>_journey/words}}";

	return strcmp(name, "page") == 0 ? strdup(page) : load(data, name);
}

static void
render(struct asked *q, struct shown *shown)
{
	const struct view_source source = { load_page, same, same, NULL };
	const struct view_scope scope = { shown_fields };
	const void *models[] = { shown };
	char why[LINE_KEPT];
	struct view *view =
	    view_compile("page", &source, &scope, 1, why, sizeof(why));
	struct buf html;

	if (view == NULL)
		log_fatal("%s", why);
	buf_init(&html, q->arena, 1024);
	view_render(view, models, &html);
	view_free(view);
	put_string(q->out, html.data);
}

static void
answer_html(struct asked *q)
{
	struct definition *d = definition_of(q, "definition");
	const char *show = text(q->line, "show");
	struct widget_about about = { .prefix = "f.",
		.show_errors = show != NULL };
	struct section_state *s;
	struct shown shown;

	if (d == NULL)
		return;
	s = evaluate_section(
	    &q->context, answers_of(q, d), text(q->line, "section"));
	shown.widgets = widgets_make(&q->context, s, &s->records[0], &about);
	shown.nwidgets = s->section->nfields;
	buf_puts(q->out, "{\"html\":");
	render(q, &shown);
	buf_putc(q->out, '}');
}

static void
answer_pattern(struct asked *q)
{
	const char *pattern = text(q->line, "pattern");
	const char *said = text(q->line, "text");
	const char *problem = pattern_problem(pattern);

	buf_puts(q->out, "{\"problem\":");
	put_string(q->out, problem);
	put_bool(q->out, "for_browser", pattern_is_for_browser(pattern));
	if (said != NULL)
		put_bool(q->out, "fits", pattern_fits(pattern, said));
	buf_putc(q->out, '}');
}

static double
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1000000;
}

/* Milliseconds of one reading, of evaluating all and one section, of the static
 * check and of rendering a section; each within the memory of a request. */
static void
answer_time(struct asked *q)
{
	struct asked own = *q;
	struct definition *d;
	struct section_state *s;
	struct widget_about about = { .prefix = "f." };
	double at[6];
	size_t n;

	own.context.arena = own.arena = arena_new(REQUEST_MEMORY);
	at[0] = now_ms();
	d = definition_of(&own, "definition");
	if (d == NULL)
		return; /* the arena goes with the process */
	at[1] = now_ms();
	(void)evaluate(&own.context, answers_of(&own, d));
	at[2] = now_ms();
	s = evaluate_section(
	    &own.context, answers_of(&own, d), text(q->line, "section"));
	at[3] = now_ms();
	(void)widgets_make(&own.context, s, &s->records[0], &about);
	at[4] = now_ms();
	(void)definition_problems(own.arena, d, &n);
	at[5] = now_ms();
	buf_printf(q->out,
	    "{\"read\":%.3f,\"evaluate\":%.3f,\"section\":%.3f,"
	    "\"widgets\":%.3f,\"problems\":%.3f}",
	    at[1] - at[0], at[2] - at[1], at[3] - at[2], at[4] - at[3],
	    at[5] - at[4]);
	arena_free(own.arena);
}

static void
put_rule(struct buf *b, const struct field_rule *rule)
{
	const char *const *word;

	buf_printf(b, "{\"name\":\"%s\",\"kind\":%d,\"min\":%lld,\"max\":%lld",
	    rule->name, (int)rule->kind, (long long)rule->min,
	    (long long)rule->max);
	put_member(b, "initial", rule->initial);
	put_member(b, "label", rule->label);
	buf_puts(b, ",\"words\":[");
	for (word = rule->words; word != NULL && *word != NULL; word++) {
		if (word != rule->words)
			buf_putc(b, ',');
		put_string(b, *word);
	}
	buf_puts(b, "]}");
}

/* The table of types, for the maker of the schema. */
static void
answer_types(struct asked *q)
{
	const struct field_type_about *about;
	size_t i, k;

	buf_puts(q->out, "{\"types\":[");
	for (i = 0; i < FIELD_TYPES; i++) {
		about = field_type_about((enum field_type)i);
		buf_printf(q->out,
		    "%s{\"name\":\"%s\",\"min_options\":%lld,"
		    "\"max_options\":%lld,\"rules\":[",
		    i > 0 ? "," : "", about->name,
		    (long long)about->min_options,
		    (long long)about->max_options);
		for (k = 0; k < about->nrules; k++) {
			if (k > 0)
				buf_putc(q->out, ',');
			put_rule(q->out, &about->rules[k]);
		}
		buf_puts(q->out, "]}");
	}
	buf_puts(q->out, "],\"extensions\":[");
	for (i = 0; field_extensions[i] != NULL; i++)
		buf_printf(
		    q->out, "%s\"%s\"", i > 0 ? "," : "", field_extensions[i]);
	buf_puts(q->out, "]}");
}

static void
answer(struct asked *q)
{
	static const struct {
		const char *op;
		void (*answer)(struct asked *);
	} ops[] = { { "read", answer_read }, { "problems", answer_problems },
		{ "difference", answer_difference }, { "needs", answer_needs },
		{ "evaluate", answer_evaluate }, { "section", answer_section },
		{ "entry", answer_entry }, { "html", answer_html },
		{ "pattern", answer_pattern }, { "types", answer_types },
		{ "time", answer_time } };
	const char *op = text(q->line, "op"), *now = text(q->line, "now");
	size_t i;

	q->context.arena = q->arena;
	q->context.zone = text(q->line, "zone");
	if (now != NULL)
		q->context.now = instant_from_rfc3339(now);
	for (i = 0; op != NULL && i < sizeof(ops) / sizeof(ops[0]); i++)
		if (strcmp(ops[i].op, op) == 0)
			ops[i].answer(q);
	if (q->out->len == 0)
		buf_puts(q->out, "{\"unknown\":true}");
}

int
main(void)
{
	struct arena *a = arena_new(MEMORY);
	char *line = NULL;
	size_t size = 0;
	struct asked q;
	struct buf out;

	log_program("journey");
	while (getline(&line, &size, stdin) > 0) {
		q = (struct asked){ .arena = a, .out = &out };
		q.line = json_tokener_parse(line);
		buf_init(&out, a, LINE_KEPT);
		answer(&q);
		puts(out.data);
		json_object_put(q.line);
		arena_reset(a);
	}
	free(line);
	arena_free(a);
	return 0;
}
