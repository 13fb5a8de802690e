#include "account/account.h"
#include "gen/account/home_sql.h"
#include "lib/domain/avatar.h"
#include "lib/domain/money.h"
#include "lib/view/parts.h"

/* The front page: what there is, and the best rated of each kind. */
enum { MANY = 100 }; /* home.sql counts one more */

struct home_expert {
	const char *href, *display_name, *headline;
	struct face face;
	const char *rating, *rating_count; /* rating NULL: new */
	const char *price, *minutes;       /* "USD 90" or "Free"; "45 min" */
};

static const struct field home_expert_fields[] = {
	FIELD(struct home_expert, href),
	FIELD(struct home_expert, display_name),
	FIELD(struct home_expert, headline),
	FIELD_OBJECT(struct home_expert, face, face_fields),
	FIELD(struct home_expert, rating),
	FIELD(struct home_expert, rating_count),
	FIELD(struct home_expert, price),
	FIELD(struct home_expert, minutes),
	FIELD_END,
};

struct home_view {
	const char *mentors, *interviewers, *concierges; /* "412 mentors" */
	struct home_expert *experts;
	size_t nexperts;
	bool has_experts;
};

static const struct field home_fields[] = {
	FIELD(struct home_view, mentors),
	FIELD(struct home_view, interviewers),
	FIELD(struct home_view, concierges),
	FIELD_LIST(struct home_view, experts, nexperts, home_expert_fields),
	FIELD_ONLY(struct home_view, has_experts, ONLY_HTML),
	FIELD_END,
};
struct page home_page = { .path = "account/home", .fields = home_fields };

void
home_read(struct request *r)
{
	home_counts_send(r->db);
	home_experts_send(r->db);
}

/* NULL below two; more than MANY are not counted. */
static const char *
count_words(int64_t n, const char *exactly, const char *many)
{
	return n < 2 ? NULL : n > MANY ? many : exactly;
}

static void
fill_counts(struct request *r, struct home_view *v)
{
	struct arena *a = r->arena;
	struct home_counts_row n;

	home_counts_get(r->db, &n);
	v->mentors = count_words(n.mentors,
	    arena_printf(a, tr("%d mentors"), (int)n.mentors),
	    tr("More than 100 mentors"));
	v->interviewers = count_words(n.interviewers,
	    arena_printf(a, tr("%d interviewers"), (int)n.interviewers),
	    tr("More than 100 interviewers"));
	v->concierges = count_words(n.concierges,
	    arena_printf(a, tr("%d concierges"), (int)n.concierges),
	    tr("More than 100 concierges"));
}

static void
fill_price(struct request *r, struct home_expert *e,
    const struct home_experts_row *row)
{
	if (!row->price_amount.set)
		return;
	e->price =
	    row->price_amount.value == 0
		? tr("Free")
		: money_text(r->arena, (struct money){ row->price_amount.value,
					   row->price_currency });
	e->minutes =
	    arena_printf(r->arena, tr("%d min"), (int)row->minutes.value);
}

static void
fill_expert(struct request *r, struct home_expert *e,
    const struct home_experts_row *row)
{
	*e = (struct home_expert){
		.href = arena_printf(
		    r->arena, "%s/%lld", row->base, (long long)row->ref),
		.display_name = row->display_name,
		.headline = row->headline,
		.face =
		    row->alias_seed != NULL
			? face_of_alias(
			      r->arena, row->display_name, row->alias_seed)
			: face_of(r->arena, row->display_name, row->picture),
	};
	if (row->rating_mean.set) {
		e->rating =
		    arena_printf(r->arena, "%.1f", row->rating_mean.value);
		e->rating_count = arena_printf(
		    r->arena, "%lld", (long long)row->rating_count);
	}
	fill_price(r, e, row);
}

enum status
home_show(struct request *r)
{
	struct home_view view = { .mentors = NULL };
	struct home_experts_row *rows;

	fill_counts(r, &view);
	rows = home_experts_get(r->db, &view.nexperts);
	view.experts =
	    arena_alloc(r->arena, view.nexperts, sizeof(*view.experts));
	for (size_t i = 0; i < view.nexperts; i++)
		fill_expert(r, &view.experts[i], &rows[i]);
	view.has_experts = view.nexperts > 0;
	return request_render(r, &home_page, &view);
}
