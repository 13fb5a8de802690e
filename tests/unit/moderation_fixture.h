#ifndef UNIT_MODERATION_FIXTURE_H
#define UNIT_MODERATION_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gen/lib/app/moderate_sql.h"
#include "lib/domain/moderation.h"

/* The rules that a new platform has: BELAY_TEST_DATABASE is a migrated one. */
struct fixture {
	struct arena *arena;
	struct moderation_rules *rules;
};

static const struct stmt *const *const moderate_tables[] = {
	lib_app_moderate_stmts, NULL
};

static inline int
setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	struct moderation_rule_list_row *rows;
	struct moderation_rule *rules;
	struct db *db;
	bool fatal;
	size_t n;

	f->arena = arena_new((size_t)256 << 20);
	db = db_open(
	    getenv("BELAY_TEST_DATABASE"), f->arena, moderate_tables, &fatal);
	if (db == NULL)
		return -1;
	rows = moderation_rule_list(db, &n);
	rules = arena_alloc(f->arena, n, sizeof(*rules));
	for (size_t i = 0; i < n; i++)
		rules[i] = (struct moderation_rule){ .code = rows[i].code,
			.kind = rows[i].kind,
			.category = rows[i].category,
			.language = rows[i].language,
			.decisions = rows[i].decisions,
			.score = rows[i].score,
			.terms = rows[i].terms,
			.allowed = rows[i].allowed };
	f->rules = moderation_rules_new(rules, n);
	db_close(db);
	arena_reset(f->arena);
	*state = f;
	return n == 0;
}

static inline int
teardown(void **state)
{
	struct fixture *f = *state;

	moderation_rules_free(f->rules);
	arena_free(f->arena);
	free(f);
	return 0;
}

static inline void
check(struct fixture *f, enum moderation_context context, const char *text,
    struct moderation_verdict *v)
{
	moderation_check(f->rules, f->arena,
	    &(struct moderation_text){
		.text = text, .len = strlen(text), .context = context },
	    v);
}

#endif
