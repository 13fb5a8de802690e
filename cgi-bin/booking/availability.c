#include <string.h>

#include "booking/availability.h"
#include "booking/availability_page.h"
#include "booking/document.h"
#include "lib/domain/zone_list.h"

/* --- what comes in ------------------------------------------------------------ */
/* Texts are taken as they are: the database says what is wrong with which, so
 * that a page and a script hear the same. */

enum { OVERRIDES_MAX = 500, BLOCKS_MAX = 200, DAY_MAX = 24 };

struct window_input {
	const char *start, *end;
};

static const struct form_field window_inputs[] = {
	FORM_FIELD(struct window_input, start, OPTIONAL, 0, 20),
	FORM_FIELD(struct window_input, end, OPTIONAL, 0, 20),
};
static const struct form window_form = FORM(struct window_input, window_inputs);

static const struct form_field rule_inputs[] = {
	FORM_FIELD(struct rule_input, day, OPTIONAL, 1, 7),
	FORM_FIELD(struct rule_input, start, OPTIONAL, 0, 20),
	FORM_FIELD(struct rule_input, end, OPTIONAL, 0, 20),
};
const struct form rule_form = FORM(struct rule_input, rule_inputs);

struct override_input {
	const char *date;
	struct window_input *windows;
	size_t nwindows;
};

static const struct form_field override_inputs[] = {
	FORM_FIELD(struct override_input, date, OPTIONAL, 0, 20),
	FORM_LIST(
	    struct override_input, windows, nwindows, DAY_MAX, &window_form),
};
static const struct form override_form =
    FORM(struct override_input, override_inputs);

struct block_input {
	const char *from, *to, *reason;
};

static const struct form_field block_inputs[] = {
	FORM_FIELD(struct block_input, from, OPTIONAL, 0, 20),
	FORM_FIELD(struct block_input, to, OPTIONAL, 0, 20),
	FORM_FIELD(struct block_input, reason, OPTIONAL, 0, 200),
};
static const struct form block_form = FORM(struct block_input, block_inputs);

struct availability_input {
	const char *timezone;
	struct rule_input *weekly;
	size_t nweekly;
	struct override_input *overrides;
	size_t noverrides;
	struct block_input *blocked;
	size_t nblocked;
	const char *add, *remove; /* buttons of the page */
};

static const struct form_field availability_inputs[] = {
	FORM_FIELD(struct availability_input, timezone, OPTIONAL, 1, 64),
	FORM_LIST(
	    struct availability_input, weekly, nweekly, WEEKLY_MAX, &rule_form),
	FORM_LIST(struct availability_input, overrides, noverrides,
	    OVERRIDES_MAX, &override_form),
	FORM_LIST(struct availability_input, blocked, nblocked, BLOCKS_MAX,
	    &block_form),
	FORM_FIELD(struct availability_input, add, OPTIONAL, 1, 60),
	FORM_FIELD(struct availability_input, remove, OPTIONAL, 1, 60),
};
const struct form availability_form =
    FORM(struct availability_input, availability_inputs);

struct page availability_page = { .path = "booking/availability",
	.fields = availability_page_fields,
	.form = &availability_form };

/* --- the document for the database ------------------------------------------- */

static bool
is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

/* What a form leaves empty is not there. */
static const char *
given(const struct request *r, const char *text)
{
	return !r->json && is_empty(text) ? NULL : text;
}

/* People also write 9:00. */
static const char *
clock_given(struct request *r, const char *text)
{
	if (r->json || is_empty(text))
		return given(r, text);
	return strlen(text) == 4 && text[1] == ':'
		   ? arena_printf(r->arena, "0%s", text)
		   : text;
}

static void
put_window(
    struct request *r, struct json_object *to, const struct window_input *w)
{
	doc_text(to, "start", clock_given(r, w->start));
	doc_text(to, "end", clock_given(r, w->end));
}

static void
put_weekly(struct request *r, struct json_object *list,
    const struct rule_input *rules, size_t n)
{
	struct json_object *item;

	for (size_t i = 0; i < n; i++) {
		const struct rule_input *w = &rules[i];

		if (!r->json && is_empty(w->start) && is_empty(w->end))
			continue;
		item = doc_item(list);
		doc_int(item, "day", w->day);
		put_window(r, item, &(struct window_input){ w->start, w->end });
	}
}

static void
put_overrides(struct request *r, struct json_object *list)
{
	const struct availability_input *in = r->form;
	struct json_object *item, *windows;

	for (size_t i = 0; i < in->noverrides; i++) {
		const struct override_input *o = &in->overrides[i];

		if (!r->json && is_empty(o->date) && o->nwindows == 0)
			continue;
		item = doc_item(list);
		doc_text(item, "date", given(r, o->date));
		windows = doc_list(item, "windows");
		for (size_t j = 0; j < o->nwindows; j++)
			put_window(r, doc_item(windows), &o->windows[j]);
	}
}

static void
put_blocked(struct request *r, struct json_object *list)
{
	const struct availability_input *in = r->form;
	struct json_object *item;

	for (size_t i = 0; i < in->nblocked; i++) {
		const struct block_input *b = &in->blocked[i];

		if (!r->json && is_empty(b->from) && is_empty(b->to) &&
		    is_empty(b->reason))
			continue;
		item = doc_item(list);
		doc_text(item, "from", given(r, b->from));
		doc_text(item, "to", given(r, b->to));
		doc_text(item, "reason", given(r, b->reason));
	}
}

const char *
zone_given(struct request *r, const char *typed)
{
	const char *meant;

	if (r->json || typed == NULL)
		return typed;
	meant = zone_meant(typed);
	return meant != NULL ? meant : typed;
}

void
week_put(struct request *r, struct json_object *doc, const char *timezone,
    const struct rule_input *rules, size_t n)
{
	doc_text(doc, "timezone", zone_given(r, timezone));
	put_weekly(r, doc_list(doc, "weekly"), rules, n);
}

static const char *
document(struct request *r)
{
	const struct availability_input *in = r->form;
	struct json_object *doc = doc_new(r->arena);

	week_put(r, doc, in->timezone, in->weekly, in->nweekly);
	put_overrides(r, doc_list(doc, "overrides"));
	put_blocked(r, doc_list(doc, "blocked"));
	return doc_json(doc);
}

/* --- the document as the contract has it --------------------------------------- */

struct window_doc {
	struct minute start, end;
};

static const struct field window_doc_fields[] = {
	FIELD(struct window_doc, start),
	FIELD(struct window_doc, end),
	FIELD_END,
};

struct override_doc {
	struct date date;
	struct window_doc *windows;
	size_t nwindows;
};

static const struct field override_doc_fields[] = {
	FIELD(struct override_doc, date),
	FIELD_LIST(struct override_doc, windows, nwindows, window_doc_fields),
	FIELD_END,
};

struct availability_doc {
	const char *timezone;
	struct availability_rules_row *weekly;
	size_t nweekly;
	struct override_doc *overrides;
	size_t noverrides;
	struct availability_blocks_row *blocked;
	size_t nblocked;
};

static const struct field availability_doc_fields[] = {
	FIELD(struct availability_doc, timezone),
	FIELD_LIST(struct availability_doc, weekly, nweekly,
	    availability_rules_fields),
	FIELD_LIST(struct availability_doc, overrides, noverrides,
	    override_doc_fields),
	FIELD_LIST(struct availability_doc, blocked, nblocked,
	    availability_blocks_fields),
	FIELD_END,
};

/* Rows come by date: the windows of one date stand together. */
static void
fill_overrides(struct request *r, struct availability_doc *doc,
    const struct availability_saved *s)
{
	struct window_doc *windows =
	    arena_alloc(r->arena, s->noverrides, sizeof(*windows));
	struct override_doc *o = NULL;

	doc->overrides =
	    arena_alloc(r->arena, s->noverrides, sizeof(*doc->overrides));
	for (size_t i = 0; i < s->noverrides; i++) {
		const struct availability_overrides_row *row = &s->overrides[i];

		if (o == NULL ||
		    memcmp(&o->date, &row->date, sizeof(o->date)) != 0) {
			o = &doc->overrides[doc->noverrides++];
			*o = (struct override_doc){ .date = row->date,
				.windows = &windows[i] };
		}
		if (row->start.set)
			o->windows[o->nwindows++] =
			    (struct window_doc){ row->start, row->end };
	}
}

static enum status
show_document(struct request *r, const struct availability_saved *s)
{
	struct availability_doc doc = {
		.timezone = s->expert.timezone,
		.weekly = s->rules,
		.nweekly = s->nrules,
		.blocked = s->blocks,
		.nblocked = s->nblocks,
	};

	fill_overrides(r, &doc, s);
	return request_json(r, OK, availability_doc_fields, &doc);
}

void
availability_page_fill(struct request *r, const char *zone)
{
	request_fill(r, &availability_form,
	    &(struct availability_input){ .timezone = zone });
}

/* --- handlers ----------------------------------------------------------------- */

void
availability_read(struct request *r)
{
	availability_find_send(r->db);
	availability_rules_send(r->db);
	availability_overrides_send(r->db);
	availability_blocks_send(r->db);
	if (!r->json)
		availability_page_read(r);
}

static bool
take(struct request *r, struct availability_saved *s)
{
	if (!availability_find_get(r->db, &s->expert))
		return false;
	s->rules = availability_rules_get(r->db, &s->nrules);
	s->overrides = availability_overrides_get(r->db, &s->noverrides);
	s->blocks = availability_blocks_get(r->db, &s->nblocks);
	return true;
}

/* Who is no expert yet may become one. */
static enum status
no_expert(struct request *r)
{
	if (r->json)
		return NOT_FOUND;
	return request_redirect(r, "/interviewer/register");
}

enum status
availability_show(struct request *r)
{
	struct availability_saved saved;

	if (!take(r, &saved))
		return no_expert(r);
	return r->json ? show_document(r, &saved)
		       : availability_page_show(r, &saved, false);
}

enum status
availability_refused(struct request *r)
{
	struct availability_saved saved;

	availability_read(r);
	if (!take(r, &saved))
		return no_expert(r);
	return availability_page_show(r, &saved, true);
}

enum status
availability_put(struct request *r)
{
	struct availability_saved saved;

	availability_save(r->db, document(r));
	if (!r->json) {
		request_flash(r, tr("Your hours are saved."));
		return request_done(r,
		    &(struct outcome){ .status = NO_CONTENT },
		    "/interviewer/availability");
	}
	availability_read(r);
	return take(r, &saved) ? show_document(r, &saved) : NOT_FOUND;
}

enum status
availability_post(struct request *r)
{
	const struct availability_input *in = r->form;

	if (!r->json && (in->add != NULL || in->remove != NULL))
		return availability_refused(r);
	return availability_put(r);
}
