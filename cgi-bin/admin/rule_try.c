#include <string.h>

#include "admin/rule.h"

/* A rule tried before it counts: on the texts that members wrote in the last
 * days, beside what is live. */

enum { TEXTS_MOST = 1000, SHOWN_MOST = 30 };

const struct field rule_reason_fields[] = {
	FIELD(struct rule_reason, rule),
	FIELD(struct rule_reason, category),
	FIELD(struct rule_reason, words),
	FIELD(struct rule_reason, percent),
	FIELD(struct rule_reason, decision_words),
	FIELD_END,
};

static const struct field rule_match_fields[] = {
	FIELD(struct rule_match, context),
	FIELD(struct rule_match, body),
	FIELD(struct rule_match, reason),
	FIELD(struct rule_match, when),
	FIELD(struct rule_match, is_new),
	FIELD_END,
};

const struct field rule_trial_fields[] = {
	FIELD(struct rule_trial, texts),
	FIELD(struct rule_trial, live),
	FIELD(struct rule_trial, draft),
	FIELD_LIST(struct rule_trial, matches, nmatches, rule_match_fields),
	FIELD_END,
};

/* The words of a span in the original. */
static const char *
span_words(struct arena *a, const char *text, int64_t start, int64_t end)
{
	const char *from = text, *to;
	int64_t at = 0;

	for (; *from != '\0' && at < start; at++)
		for (from++; (*from & 0xc0) == 0x80; from++)
			;
	for (to = from; *to != '\0' && at < end; at++)
		for (to++; (*to & 0xc0) == 0x80; to++)
			;
	return arena_strndup(a, from, (size_t)(to - from));
}

struct rule_reason *
rule_reasons(
    struct request *r, const char *text, const struct moderation_verdict *v)
{
	struct rule_reason *all =
	    arena_alloc(r->arena, v->nreasons, sizeof(*all));

	for (size_t i = 0; i < v->nreasons; i++) {
		const struct moderation_reason *from = &v->reasons[i];

		all[i] = (struct rule_reason){ .rule = from->rule,
			.category = rule_category_words(from->category),
			.words =
			    span_words(r->arena, text, from->start, from->end),
			.percent = arena_printf(
			    r->arena, "%d %%", (int)(from->score * 100 + 0.5)),
			.decision_words = rule_decision_words(
			    moderation_decisions[from->decision]) };
	}
	return all;
}

/* --- the draft and the live rule, ready ------------------------------------------ */

struct pair_of_rules {
	struct moderation_rules *live, *draft;
};

static struct moderation_rule
from_live(const struct rule_live_row *row)
{
	return (struct moderation_rule){ .code = row->code,
		.kind = row->kind,
		.category = row->category,
		.language = row->language,
		.decisions = row->decisions,
		.score = row->score,
		.terms = row->terms,
		.allowed = row->allowed };
}

static struct moderation_rule
from_draft(const struct rule_find_row *row)
{
	return (struct moderation_rule){ .code = row->code,
		.kind = row->kind,
		.category = row->category,
		.language = row->language,
		.decisions = row->active ? row->decisions : "",
		.score = row->score,
		.terms = row->terms,
		.allowed = row->allowed };
}

static void
make_rules(struct request *r, const struct rule_find_row *rule,
    struct pair_of_rules *p)
{
	size_t n, ndraft = 0;
	struct rule_live_row *rows = rule_live(r->db, rule->id, &n);
	struct moderation_rule *live =
	    arena_alloc(r->arena, n + 1, sizeof(*live));
	struct moderation_rule *draft =
	    arena_alloc(r->arena, n + 1, sizeof(*draft));

	for (size_t i = 0; i < n; i++) {
		live[i] = from_live(&rows[i]);
		if (rows[i].id != rule->id)
			draft[ndraft++] = live[i];
	}
	draft[ndraft++] = from_draft(rule);
	p->live = moderation_rules_new(live, n);
	p->draft = moderation_rules_new(draft, ndraft);
}

/* --- on texts ------------------------------------------------------------------- */

static enum moderation_context
context_of(const char *name)
{
	int c = 0;

	while (c < CONTEXTS - 1 && strcmp(moderation_contexts[c], name) != 0)
		c++;
	return (enum moderation_context)c;
}

static bool
finds(struct request *r, const struct moderation_rules *rules,
    const struct rule_texts_row *row, struct moderation_verdict *v)
{
	moderation_check(rules, r->arena,
	    &(struct moderation_text){ .text = row->body,
		.len = strlen(row->body),
		.context = context_of(row->context) },
	    v);
	return v->nreasons > 0;
}

static void
try_one(struct request *r, const struct pair_of_rules *p,
    const struct rule_texts_row *row, struct rule_trial *t)
{
	struct moderation_verdict v, now;
	bool is_live = finds(r, p->live, row, &now);

	t->live += is_live;
	if (!finds(r, p->draft, row, &v))
		return;
	t->draft++;
	if (t->nmatches >= SHOWN_MOST)
		return;
	t->matches[t->nmatches++] = (struct rule_match){
		.context = rule_context_words(row->context),
		.body = span_words(r->arena, row->body, 0, 300),
		.reason = span_words(
		    r->arena, row->body, v.reasons[0].start, v.reasons[0].end),
		.when = moment(r, row->created_at),
		.is_new = !is_live,
	};
}

void
rule_try(
    struct request *r, const struct rule_find_row *rule, struct rule_trial *t)
{
	size_t n;
	struct rule_texts_row *rows = rule_texts(r->db, TEXTS_MOST, &n);
	struct pair_of_rules p;

	*t = (struct rule_trial){ .texts = (int64_t)n };
	t->matches = arena_alloc(r->arena, SHOWN_MOST, sizeof(*t->matches));
	if (strcmp(rule->kind, "vocabulary") == 0 || n == 0)
		return;
	make_rules(r, rule, &p);
	for (size_t i = 0; i < n; i++)
		try_one(r, &p, &rows[i], t);
	moderation_rules_free(p.live);
	moderation_rules_free(p.draft);
}
