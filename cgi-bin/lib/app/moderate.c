#include <string.h>
#include <time.h>

#include "gen/lib/app/moderate_sql.h"
#include "lib/app/internal.h"
#include "lib/app/moderate.h"
#include "lib/base/log.h"
#include "lib/base/words.h"
#include "lib/form/utf8.h"

/* --- the rules of this process ------------------------------------------------- */

enum { FRESH_US = 500000, EXCERPT = 60 };

static struct {
	struct moderation_rules *rules;
	int64_t version, looked_us;
} kept;

static int64_t
clock_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void
read_rules(struct db *db, struct arena *a)
{
	size_t n;
	struct moderation_rule_list_row *rows = moderation_rule_list(db, &n);
	struct moderation_rule *rules = arena_alloc(a, n, sizeof(*rules));

	if (db_error(db) != NULL)
		return;
	for (size_t i = 0; i < n; i++)
		rules[i] = (struct moderation_rule){ .id = rows[i].id,
			.code = rows[i].code,
			.kind = rows[i].kind,
			.category = rows[i].category,
			.language = rows[i].language,
			.decisions = rows[i].decisions,
			.score = rows[i].score,
			.terms = rows[i].terms,
			.allowed = rows[i].allowed };
	moderation_rules_free(kept.rules);
	kept.rules = moderation_rules_new(rules, n);
}

const struct moderation_rules *
moderate_rules(struct db *db, struct arena *a)
{
	struct moderation_version_row row;
	int64_t now = clock_us();

	if (kept.rules != NULL && now - kept.looked_us < FRESH_US)
		return kept.rules;
	if (!moderation_version(db, &row))
		return kept.rules;
	if (kept.rules == NULL || row.version != kept.version)
		read_rules(db, a);
	kept.version = row.version;
	kept.looked_us = now;
	return kept.rules;
}

/* --- a text ---------------------------------------------------------------------- */

/* One that was checked in this request. */
struct moderated {
	struct moderated *next;
	const char *text, *bins;
	enum moderation_context context;
	struct moderation_verdict verdict;
	bool recorded;
};

static const char *
bins_json(struct arena *a, const char *text, size_t len)
{
	struct fingerprint print;
	struct buf b;

	moderation_fingerprint(a, text, len, &print);
	buf_init(&b, a, 128);
	buf_putc(&b, '[');
	for (size_t i = 0; i < print.n; i++) {
		buf_puts(&b, i > 0 ? "," : "");
		buf_put_int(&b, print.bins[i]);
	}
	buf_putc(&b, ']');
	return b.data;
}

static void
check_one(struct request *r, struct moderation_text *in, const char *bins,
    struct moderation_verdict *v)
{
	const struct moderation_rules *rules = moderate_rules(r->db, r->arena);
	struct moderation_signals_row row;

	*v = (struct moderation_verdict){ .sanitized = in->text };
	if (rules == NULL || !moderation_signals(r->db, bins, &row))
		return; /* the database's error is the request's */
	in->signals = (struct moderation_signals){
		.posts_minute = row.posts_minute,
		.account_minutes = row.account_minutes,
		.own_copies = row.own_copies,
		.other_copies = row.other_copies,
	};
	moderation_check(rules, r->arena, in, v);
}

void
moderate_text(
    struct request *r, struct moderation_text *in, struct moderation_verdict *v)
{
	check_one(r, in, bins_json(r->arena, in->text, in->len), v);
}

/* --- what is refused ------------------------------------------------------------- */

static const struct word block_words[] = {
	{ "contact", WORDS("Names are hidden here, so leave out what leads to "
			   "somebody outside: “{what}”.") },
	{ "link", WORDS("Links can't be shared here: “{what}”.") },
	{ "abuse", WORDS("Say it without insults: “{what}”.") },
	{ "hate", WORDS("Contempt for people has no place here: “{what}”.") },
	{ "sexual", WORDS("Sexual words have no place here: “{what}”.") },
	{ "violence", WORDS("Threats have no place here: “{what}”.") },
	{ "self_harm", WORDS("This could hurt somebody: “{what}”.") },
	{ "spam", WORDS("This reads like advertising.") },
	{ "scam", WORDS("This reads like fraud: “{what}”.") },
	{ "duplicate", WORDS("You have written this before.") },
	{ NULL, NULL },
};

/* The original words of a span, not too many. */
static const char *
excerpt(struct arena *a, const char *text, int64_t start, int64_t end)
{
	const char *from = text, *to;

	while (start-- > 0)
		for (from++; (*from & 0xc0) == 0x80; from++)
			;
	end -= start + 1;
	to = from;
	for (int64_t i = 0; *to != '\0' && i < end && i < EXCERPT; i++)
		for (to++; (*to & 0xc0) == 0x80; to++)
			;
	return arena_strndup(a, from, (size_t)(to - from));
}

static const char *
refusal_words(
    struct request *r, const char *text, const struct moderation_verdict *v)
{
	const struct moderation_reason *worst = &v->reasons[0];

	for (size_t i = 1; i < v->nreasons; i++)
		if (v->reasons[i].decision > worst->decision)
			worst = &v->reasons[i];
	return words_with(r->arena, word_of(block_words, worst->category),
	    "what", excerpt(r->arena, text, worst->start, worst->end));
}

static void
record(
    struct request *r, const struct moderated *m, const char *kind, int64_t ref)
{
	moderation_record(r->db, kind, ref, moderation_contexts[m->context],
	    m->text, m->bins, moderation_reasons_json(r->arena, &m->verdict),
	    moderation_decisions[m->verdict.decision]);
}

/* That it was tried stays, when the rest is undone. */
static void
record_blocked(struct request *r, void *data)
{
	const struct moderated *m = data;

	visit_again(r);
	for (; m != NULL; m = m->next)
		if (m->verdict.decision == DECISION_BLOCK)
			record(r, m, r->area, 0);
}

enum status
request_check(struct request *r, const char *field, const char *text,
    enum moderation_context context)
{
	struct moderated *m;
	struct moderation_text in = { .text = text, .context = context };

	if (text == NULL || *text == '\0' || r->session->user_id == 0)
		return OK;
	in.len = strlen(text);
	m = arena_alloc(r->arena, 1, sizeof(*m));
	*m = (struct moderated){ .next = r->moderated,
		.text = text,
		.bins = bins_json(r->arena, text, in.len),
		.context = context };
	check_one(r, &in, m->bins, &m->verdict);
	r->moderated = m;
	if (m->verdict.decision != DECISION_BLOCK)
		return OK;
	after_refusal(r, record_blocked, m);
	return request_invalid(r, field, refusal_words(r, text, &m->verdict));
}

/* --- what is stored ---------------------------------------------------------------- */

bool
request_shown(struct request *r, const char *kind, int64_t ref)
{
	bool is_held = false;

	for (struct moderated *m = r->moderated; m != NULL; m = m->next) {
		if (!m->recorded)
			record(r, m, kind, ref);
		m->recorded = true;
		is_held = is_held || m->verdict.decision == DECISION_HOLD;
	}
	return is_held;
}

void
moderate_finish(struct request *r)
{
	for (struct moderated *m = r->moderated; m != NULL; m = m->next)
		if (!m->recorded && !db_is_finished(r->db)) {
			log_warn("%s: a text is shown, and nobody said "
				 "as part of what",
			    r->route->path);
			record(r, m, r->area, 0);
		}
}

/* --- the form ----------------------------------------------------------------------- */

static enum status
check_field(struct request *r, const struct form_field *f, const char *values,
    const char *name)
{
	const char *const *text = (const void *)(values + f->offset);
	const char *const *const *texts = (const void *)text;
	const size_t *n = (const void *)(values + f->count_offset);
	enum moderation_context context =
	    (enum moderation_context)(f->shown - 1);
	enum status status = OK;

	if (f->kind != KIND_TEXTS)
		return request_check(r, name, *text, context);
	for (size_t i = 0; i < *n; i++)
		if (request_check(r, name, (*texts)[i], context) != OK)
			status = INVALID;
	return status;
}

static enum status
check_fields(struct request *r, const struct form *form, const char *values,
    const char *prefix)
{
	enum status status = OK;

	for (size_t i = 0; i < form->nfields; i++) {
		const struct form_field *f = &form->fields[i];
		const char *const *rows = (const void *)(values + f->offset);
		const size_t *n = (const void *)(values + f->count_offset);
		const char *name =
		    arena_printf(r->arena, "%s%s", prefix, f->name);

		if (f->shown != 0 && check_field(r, f, values, name) != OK)
			status = INVALID;
		for (size_t j = 0; f->kind == KIND_LIST && j < *n; j++)
			if (check_fields(r, f->item, *rows + j * f->item->size,
				arena_printf(r->arena, "%s.%zu.", name, j)) !=
			    OK)
				status = INVALID;
	}
	return status;
}

/* Whether any field is shown is known before a route is first asked for. */
static bool
has_shown(const struct form *form)
{
	for (size_t i = 0; i < form->nfields; i++)
		if (form->fields[i].shown != 0 ||
		    (form->fields[i].kind == KIND_LIST &&
			has_shown(form->fields[i].item)))
			return true;
	return false;
}

enum status
moderate_form(struct request *r)
{
	const struct form *form = r->route->form;

	if (form == NULL || strcmp(r->http->method, "GET") == 0 ||
	    !has_shown(form))
		return OK;
	return check_fields(r, form, r->form, "");
}
