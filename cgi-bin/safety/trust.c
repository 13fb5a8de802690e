#include "lib/domain/trust.h"
#include "gen/safety/trust_sql.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"
#include "safety/safety.h"

/* /safety/trust: what one's trust is made of, and what each level opens. */

enum { PARTS = 7 };

struct trust_part {
	const char *name, *label, *how, *points_words;
	int64_t points;
};

static const struct field trust_part_fields[] = {
	FIELD(struct trust_part, name),
	FIELD(struct trust_part, points),
	FIELD_ONLY(struct trust_part, label, ONLY_HTML),
	FIELD_ONLY(struct trust_part, how, ONLY_HTML),
	FIELD_ONLY(struct trust_part, points_words, ONLY_HTML),
	FIELD_END,
};

struct trust_level {
	int64_t level, from, messages_a_day, reports_a_day;
	const char *weight;
	bool links, attachments, is_mine;
};

static const struct field trust_level_fields[] = {
	FIELD(struct trust_level, level),
	FIELD(struct trust_level, from),
	FIELD(struct trust_level, links),
	FIELD(struct trust_level, attachments),
	FIELD(struct trust_level, messages_a_day),
	FIELD(struct trust_level, reports_a_day),
	FIELD(struct trust_level, weight),
	FIELD(struct trust_level, is_mine),
	FIELD_END,
};

struct restriction {
	int64_t case_id;
	const char *words;
};

static const struct field restriction_fields[] = {
	FIELD_ID(struct restriction, case_id),
	FIELD(struct restriction, words),
	FIELD_END,
};

struct trust_view {
	int64_t score, level, missing; /* points to the next level; 0: none */
	struct trust_part *parts;
	struct trust_level *levels;
	size_t nparts, nlevels;
	struct restriction *restrictions;
	size_t nrestrictions;
	const char *computed;
	struct instant computed_at;
};

static const struct field trust_view_fields[] = {
	FIELD(struct trust_view, score),
	FIELD(struct trust_view, level),
	FIELD_ONLY(struct trust_view, missing, ONLY_HTML),
	FIELD_LIST(struct trust_view, parts, nparts, trust_part_fields),
	FIELD_LIST(struct trust_view, levels, nlevels, trust_level_fields),
	FIELD_LIST(
	    struct trust_view, restrictions, nrestrictions, restriction_fields),
	FIELD(struct trust_view, computed_at),
	FIELD_ONLY(struct trust_view, computed, ONLY_HTML),
	FIELD_END,
};
struct page trust_page = { .path = "safety/trust",
	.fields = trust_view_fields };

static void
add_part(
    struct request *r, struct trust_view *v, const char *name, int64_t points)
{
	static const struct word labels[] = { { "start", WORDS("Everybody's "
							       "start") },
		{ "age", WORDS("Time here") },
		{ "verification", WORDS("Confirmed") },
		{ "sessions", WORDS("Sessions that took place") },
		{ "ratings", WORDS("Ratings you received") },
		{ "reports", WORDS("Reports that were right") },
		{ "refunds", WORDS("Payments taken back") }, { NULL, NULL } };
	static const struct word hows[] = { { "start", WORDS("20 points.") },
		{ "age", WORDS("A point for every two weeks, 15 at most.") },
		{ "verification",
		    WORDS(
			"5 points each for a confirmed address, a second "
			"factor or passkey, and a verified expert profile.") },
		{ "sessions", WORDS("A point each, 20 at most.") },
		{ "ratings",
		    WORDS("Up to 15 points for good ones, up to 10 fewer for "
			  "bad ones.") },
		{ "reports",
		    WORDS("15 points fewer for each that a moderator upheld; "
			  "it fades within a year. Reports that nobody looked "
			  "at count for nothing.") },
		{ "refunds",
		    WORDS("15 points fewer for each payment that your bank "
			  "took back, 2 for each refund beyond two in half a "
			  "year.") },
		{ NULL, NULL } };

	v->parts[v->nparts++] = (struct trust_part){
		.name = name,
		.label = word_of(labels, name),
		.how = word_of(hows, name),
		.points = points,
		.points_words = arena_printf(r->arena, "%s%lld",
		    points > 0 ? "+" : "", (long long)points),
	};
}

static void
fill_levels(struct request *r, struct trust_view *v)
{
	for (int64_t l = 0; l < TRUST_LEVELS; l++) {
		struct trust_rights rights = trust_rights(l);

		v->levels[v->nlevels++] = (struct trust_level){
			.level = l,
			.from = l * TRUST_STEP,
			.links = rights.links,
			.attachments = rights.attachments,
			.messages_a_day = rights.messages_a_day,
			.reports_a_day = rights.reports_a_day,
			.weight = arena_printf(r->arena, "%.2f",
			    (double)rights.report_weight_percent / TRUST_MOST),
			.is_mine = l == v->level,
		};
	}
}

static void
fill_restrictions(struct request *r, struct trust_view *v)
{
	struct enforced_now_row *rows = enforced_now(r->db, &v->nrestrictions);

	v->restrictions =
	    arena_alloc(r->arena, v->nrestrictions, sizeof(*v->restrictions));
	for (size_t i = 0; i < v->nrestrictions; i++)
		v->restrictions[i] = (struct restriction){ rows[i].case_id,
			enforcement_words(
			    r, &(struct enforced){ rows[i].kind, "active", 0,
				   rows[i].ends_at }) };
}

enum status
trust_show(struct request *r)
{
	struct trust_view v = { .nparts = 0 };
	struct trust_find_row row;

	if (!trust_find(r->db, &row))
		return NOT_FOUND;
	v.parts = arena_alloc(r->arena, PARTS, sizeof(*v.parts));
	v.levels = arena_alloc(r->arena, TRUST_LEVELS, sizeof(*v.levels));
	v.score = row.score;
	v.level = row.level;
	if (row.level + 1 < TRUST_LEVELS)
		v.missing = (row.level + 1) * TRUST_STEP - row.score;
	v.computed_at = row.computed_at;
	v.computed = row.computed_at.us != 0
			 ? when_ago(r->arena, row.computed_at, r->now)
			 : NULL;
	add_part(r, &v, "start", row.start);
	add_part(r, &v, "age", row.age);
	add_part(r, &v, "verification", row.verification);
	add_part(r, &v, "sessions", row.sessions);
	add_part(r, &v, "ratings", row.ratings);
	add_part(r, &v, "reports", row.reports);
	add_part(r, &v, "refunds", row.refunds);
	fill_levels(r, &v);
	fill_restrictions(r, &v);
	return request_render(r, &trust_page, &v);
}
