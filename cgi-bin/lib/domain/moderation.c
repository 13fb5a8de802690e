#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/domain/moderation_in.h"

const char *const moderation_contexts[] = { "message", "anonymous", "profile",
	"review", "comment", "journey", "job", NULL };
const char *const moderation_categories[] = { "contact", "link", "abuse",
	"hate", "sexual", "violence", "self_harm", "spam", "scam", "duplicate",
	NULL };
const char *const moderation_decisions[] = { "allow", "flag", "hold", "block",
	NULL };

static const char *const detector_codes[DETECTORS] = {
	[DETECT_EMAIL] = "contact_email",
	[DETECT_PHONE] = "contact_phone",
	[DETECT_HANDLE] = "contact_handle",
	[DETECT_SITE] = "contact_site",
	[DETECT_NAME] = "contact_name",
	[DETECT_ADDRESS] = "contact_address",
	[DETECT_LINK] = "link",
	[DETECT_REPETITION] = "spam_repetition",
	[DETECT_SHOUTING] = "spam_shouting",
	[DETECT_SPEED] = "spam_speed",
	[DETECT_NEW_ACCOUNT] = "spam_new_account",
	[DETECT_OWN_COPY] = "duplicate_own",
	[DETECT_OTHER_COPY] = "duplicate_other",
};

enum { RULES_LIMIT = 512 << 20 };

/* --- rules ------------------------------------------------------------------------ */

enum moderation_decision
moderation_decision_for(const char *decisions, const char *context)
{
	size_t len = strlen(context);
	const char *s = decisions;

	while (s != NULL && (s = strstr(s, context)) != NULL) {
		bool starts = s == decisions || s[-1] == ' ';

		s += len;
		if (!starts || *s != ':')
			continue;
		for (int d = DECISION_FLAG; d < DECISIONS; d++)
			if (strncmp(s + 1, moderation_decisions[d],
				strlen(moderation_decisions[d])) == 0)
				return (enum moderation_decision)d;
	}
	return DECISION_ALLOW;
}

/* Each line of a list that is not empty. */
static void
each_line(struct arena *a, const char *list,
    void (*fn)(void *, const char *line), void *data)
{
	while (list != NULL && *list != '\0') {
		size_t len = strcspn(list, "\r\n");

		if (len > 0)
			fn(data, arena_strndup(a, list, len));
		list += len;
		list += strspn(list, "\r\n");
	}
}

struct adding {
	struct moderation_rules *rules;
	uint32_t value;
	const char *part;
};

static void
add_term(void *data, const char *line)
{
	struct adding *g = data;

	if (!terms_add(g->rules->terms, line, g->value))
		log_debug("moderation: a term of no use: %s", line);
}

static void
add_word(void *data, const char *line)
{
	struct adding *g = data;
	struct folded f;

	fold(g->rules->arena, line, strlen(line), &f);
	if (!lexicon_add(g->rules->lexicon, g->part, f.s))
		log_debug("moderation: no part %s", g->part);
}

static void
set_detector(struct moderation_rules *rules, const struct rule *rule)
{
	for (size_t d = 0; d < DETECTORS; d++)
		if (strcmp(detector_codes[d], rule->code) == 0)
			rules->detectors[d] = rule;
}

static void
add_rule(struct moderation_rules *rules, const struct moderation_rule *from)
{
	struct rule *rule = &rules->rules[rules->nrules];
	struct adding g = { .rules = rules,
		.value = (uint32_t)rules->nrules << 1,
		.part = from->code };
	struct arena *a = rules->arena;

	if (strcmp(from->kind, "vocabulary") == 0) {
		each_line(a, from->terms, add_word, &g);
		return;
	}
	*rule = (struct rule){ .code = arena_strdup(a, from->code),
		.category = arena_strdup(a, from->category),
		.language = arena_strdup(a, from->language),
		.score = from->score };
	for (size_t i = 0; i < CONTEXTS; i++)
		rule->decisions[i] = moderation_decision_for(
		    from->decisions, moderation_contexts[i]);
	rules->nrules++;
	if (strcmp(from->kind, "detector") == 0) {
		set_detector(rules, rule);
		return;
	}
	each_line(a, from->terms, add_term, &g);
	g.value |= VALUE_ALLOWED;
	each_line(a, from->allowed, add_term, &g);
}

struct moderation_rules *
moderation_rules_new(const struct moderation_rule *from, size_t n)
{
	struct arena *a = arena_new(RULES_LIMIT);
	struct moderation_rules *rules = arena_alloc(a, 1, sizeof(*rules));

	rules->arena = a;
	rules->rules = arena_alloc(a, n + 1, sizeof(*rules->rules));
	rules->terms = terms_new(a);
	rules->lexicon = lexicon_new(a);
	for (size_t i = 0; i < n; i++)
		add_rule(rules, &from[i]);
	terms_ready(rules->terms);
	return rules;
}

void
moderation_rules_free(struct moderation_rules *rules)
{
	if (rules != NULL)
		arena_free(rules->arena);
}

/* --- hits ------------------------------------------------------------------------ */

void
hit_add(struct checking *c, const struct hit *h)
{
	struct hit *grown;

	if (c->nhits == c->size) {
		c->size = c->size == 0 ? 16 : c->size * 2;
		grown = arena_room(c->arena, c->size * sizeof(*grown));
		if (c->nhits != 0)
			memcpy(grown, c->hits, c->nhits * sizeof(*grown));
		c->hits = grown;
	}
	c->hits[c->nhits++] = *h;
}

bool
detector_is_on(const struct checking *c, enum detector d)
{
	const struct rule *rule = c->rules->detectors[d];

	return rule != NULL &&
	       rule->decisions[c->in->context] != DECISION_ALLOW;
}

void
hit_found(
    struct checking *c, enum detector d, size_t start, size_t end, double score)
{
	if (detector_is_on(c, d))
		hit_add(c, &(struct hit){ .rule = c->rules->detectors[d],
			       .start = (uint32_t)start,
			       .end = (uint32_t)end,
			       .score = score });
}

void
hit_whole(struct checking *c, enum detector d, double score)
{
	if (detector_is_on(c, d))
		hit_add(c, &(struct hit){ .rule = c->rules->detectors[d],
			       .score = score,
			       .whole = true });
}

/* --- memory that is only needed meanwhile ---------------------------------------- */

/* Tokens of a text take many times its bytes: a long one has an arena of its
 * own. */
enum { LONG_TEXT = 16 << 10, SCRATCH_FACTOR = 200, SCRATCH_LEAST = 1 << 20 };

struct arena *
scratch_for(struct arena *a, size_t len)
{
	return len < LONG_TEXT
		   ? a
		   : arena_new(len * SCRATCH_FACTOR + SCRATCH_LEAST);
}

void
scratch_end(struct arena *scratch, struct arena *a)
{
	if (scratch != a)
		arena_free(scratch);
}

/* --- a text ------------------------------------------------------------------------ */

void
moderation_check(const struct moderation_rules *rules, struct arena *a,
    const struct moderation_text *in, struct moderation_verdict *v)
{
	struct checking c = { .rules = rules, .in = in, .out = a };

	c.arena = scratch_for(a, in->len);
	fold(c.arena, in->text, in->len, &c.f);
	words_check(&c);
	contact_check(&c);
	spread_check(&c);
	spam_check(&c);
	verdict_make(&c, v);
	scratch_end(c.arena, a);
}

const char *
moderation_reasons_json(struct arena *a, const struct moderation_verdict *v)
{
	struct buf b;

	buf_init(&b, a, 64 + v->nreasons * 96);
	buf_putc(&b, '[');
	for (size_t i = 0; i < v->nreasons; i++) {
		const struct moderation_reason *r = &v->reasons[i];

		buf_printf(&b, "%s{\"rule\":\"", i > 0 ? "," : "");
		buf_put_json(&b, r->rule, strlen(r->rule));
		buf_printf(&b,
		    "\",\"category\":\"%s\",\"span\":[%lld,%lld],"
		    "\"score\":%.2f}",
		    r->category, (long long)r->start, (long long)r->end,
		    r->score);
	}
	buf_putc(&b, ']');
	return b.data;
}
