#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gen/lib/app/moderate_sql.h"
#include "lib/domain/moderation.h"

/*
 * What the check of a text costs: of 500 characters, as a share of the write W3's
 * CPU in the application, and of hostile texts from 1 KB to 1 MB, as nanoseconds
 * a byte.  Reads the rules of BELAY_BENCH_DATABASE; see moderation.sh.
 *
 *	moderation [W3_MICROSECONDS]
 */
enum { ROUNDS = 20000, MOST = 1 << 20 };

static const char text[] =
    "Thanks a lot for the session yesterday, it really helped me to see where "
    "my answers went wrong. I will rework the part about caching and send you "
    "a new version before Thursday evening. Could we look at the trade-offs of "
    "sharding once more next week, maybe with a small example from the booking "
    "system that you mentioned? I would also like to practise how to explain "
    "the choice of a queue in plain words, since I always get lost in details. "
    "My goal is to be ready for the panel in three weeks, if it is possible.";

static const char *const hostile[] = { "a", "a@b.co ", "1 ", "0170 ", "((((",
	"f u c k ", "@", "www.x.com/", "\xd0\xb0", "\xf0\x9f\x98\x80", "fuck ",
	"one two ", "at dot com ", "my insta is ", "a-a-a-", "....", "aaaa",
	"+49 ", "j a n e @ " };

static double
cpu_us(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static struct moderation_rules *
read_rules(struct arena *a)
{
	static const struct stmt *const *const tables[] = {
		lib_app_moderate_stmts, NULL
	};
	struct moderation_rule_list_row *rows;
	struct moderation_rule *rules;
	struct db *db;
	bool fatal;
	size_t n;

	db = db_open(getenv("BELAY_BENCH_DATABASE"), a, tables, &fatal);
	if (db == NULL)
		exit(1);
	rows = moderation_rule_list(db, &n);
	rules = arena_alloc(a, n, sizeof(*rules));
	for (size_t i = 0; i < n; i++)
		rules[i] = (struct moderation_rule){ .code = rows[i].code,
			.kind = rows[i].kind,
			.category = rows[i].category,
			.language = rows[i].language,
			.decisions = rows[i].decisions,
			.score = rows[i].score,
			.terms = rows[i].terms,
			.allowed = rows[i].allowed };
	db_close(db);
	return moderation_rules_new(rules, n);
}

static double
check_us(const struct moderation_rules *rules, struct arena *a,
    const struct moderation_text *in, int times)
{
	struct moderation_verdict v;
	double began = cpu_us();

	for (int i = 0; i < times; i++) {
		moderation_check(rules, a, in, &v);
		arena_reset(a);
	}
	return (cpu_us() - began) / times;
}

static void
measure_500(const struct moderation_rules *rules, struct arena *a, double w3)
{
	for (int c = 0; c < CONTEXTS; c++) {
		struct moderation_text in = { .text = text,
			.len = strlen(text),
			.context = (enum moderation_context)c };
		double us = check_us(rules, a, &in, ROUNDS);

		printf("%zu characters, %-9s %6.2f us", in.len,
		    moderation_contexts[c], us);
		if (w3 > 0)
			printf(", %.1f %% of W3's %.0f us", us / w3 * 100, w3);
		putchar('\n');
	}
}

static void
measure_hostile(const struct moderation_rules *rules, struct arena *a)
{
	char *s = malloc(MOST + 1);

	puts("hostile, ns a byte at 1 KB, 32 KB, 1 MB; 1 MB by 1 KB");
	for (size_t h = 0; h < sizeof(hostile) / sizeof(hostile[0]); h++) {
		size_t part = strlen(hostile[h]);
		double ns[3];

		for (int k = 0; k < 3; k++) {
			size_t len = ((size_t)1 << (10 + 5 * k)) / part * part;
			struct moderation_text in = { .text = s,
				.len = len,
				.context = CONTEXT_ANONYMOUS };

			for (size_t i = 0; i < len; i += part)
				memcpy(s + i, hostile[h], part);
			s[len] = '\0';
			ns[k] = check_us(rules, a, &in,
				    k == 0   ? 500
				    : k == 1 ? 20
					     : 2) *
				1000 / (double)len;
		}
		printf("%-14s %8.1f %8.1f %8.1f   %.2f\n", hostile[h], ns[0],
		    ns[1], ns[2], ns[2] / ns[0]);
	}
	free(s);
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct moderation_rules *rules = read_rules(a);

	arena_reset(a);
	measure_500(rules, a, argc > 1 ? strtod(argv[1], NULL) : 0);
	measure_hostile(rules, a);
	moderation_rules_free(rules);
	arena_free(a);
	return 0;
}
