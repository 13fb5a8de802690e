#include "admin/admin.h"
#include "gen/admin/overview_sql.h"
#include "lib/base/words.h"

/* /admin: what waits for somebody, how large the platform is, a search. */

struct tally {
	const char *name, *label, *href;
	int64_t count;
};

static const struct field tally_fields[] = {
	FIELD(struct tally, name),
	FIELD(struct tally, count),
	FIELD_ONLY(struct tally, label, ONLY_HTML),
	FIELD_ONLY(struct tally, href, ONLY_HTML),
	FIELD_END,
};

struct overview_view {
	struct desk desk;
	struct tally *waiting, *figures;
	size_t nwaiting, nfigures;
	bool is_quiet; /* nothing waits */
};

static const struct field overview_fields[] = {
	DESK_FIELD(struct overview_view),
	FIELD_LIST(struct overview_view, waiting, nwaiting, tally_fields),
	FIELD_LIST(struct overview_view, figures, nfigures, tally_fields),
	FIELD_ONLY(struct overview_view, is_quiet, ONLY_HTML),
	FIELD_END,
};
struct page overview_page = { .path = "admin/overview",
	.fields = overview_fields };

/* One figure of the row; `permission` opens the page behind it. */
static const struct figure {
	const char *name, *label, *href, *permission;
	size_t offset;
	bool waits;
} figures[] = {
#define COUNT(m) offsetof(struct overview_counts_row, m)
	{ "interviewers", WORDS("Interviewers to decide about"),
	    "/admin/interviewers", "expert.verify", COUNT(interviewers), true },
	{ "mentors", WORDS("Mentors to decide about"), "/admin/mentors",
	    "expert.verify", COUNT(mentors), true },
	{ "concierges", WORDS("Concierges to decide about"),
	    "/admin/concierges", "expert.verify", COUNT(concierges), true },
	{ "disputes", WORDS("Disputed sessions"), "/admin/sessions?disputed=1",
	    "people.view", COUNT(disputes), true },
	{ "no_shows", WORDS("No-shows of 3 days"),
	    "/admin/sessions?status=no_show", "people.view", COUNT(no_shows),
	    true },
	{ "dead_jobs", WORDS("Dead jobs"), "/admin/jobs?state=dead",
	    "jobs.manage", COUNT(dead_jobs), true },
	{ "late_jobs", WORDS("Jobs that are late"), "/admin/jobs?state=waiting",
	    "jobs.manage", COUNT(late_jobs), true },
	{ "dead_webhooks", WORDS("Webhooks given up"),
	    "/admin/webhooks?status=dead", "webhooks.manage",
	    COUNT(dead_webhooks), true },
	{ "failed_mail", WORDS("Mails failed in 7 days"),
	    "/admin/mail?state=failed", "mail.view", COUNT(failed_mail), true },
	{ "members", WORDS("Members"), "/admin/people", "people.view",
	    COUNT(members), false },
	{ "joined", WORDS("Joined in 7 days"), "/admin/people", "people.view",
	    COUNT(joined), false },
	{ "suspended", WORDS("Suspended or banned"),
	    "/admin/people?status=suspended", "people.view", COUNT(suspended),
	    false },
	{ "experts", WORDS("Verified experts"),
	    "/admin/mentors?status=verified", "expert.verify", COUNT(experts),
	    false },
	{ "upcoming", WORDS("Sessions to come"),
	    "/admin/sessions?status=scheduled", "people.view", COUNT(upcoming),
	    false },
	{ "today", WORDS("In the next 24 hours"),
	    "/admin/sessions?status=scheduled", "people.view", COUNT(today),
	    false },
#undef COUNT
};

enum { NFIGURES = sizeof(figures) / sizeof(figures[0]) };

void
overview_read(struct request *r)
{
	overview_counts_send(r->db);
}

static void
fill_figures(struct request *r, struct overview_view *v,
    const struct overview_counts_row *row)
{
	const struct figure *f;
	struct tally t;

	v->waiting = arena_alloc(r->arena, NFIGURES, sizeof(*v->waiting));
	v->figures = arena_alloc(r->arena, NFIGURES, sizeof(*v->figures));
	v->is_quiet = true;
	for (f = figures; f < figures + NFIGURES; f++) {
		if (!session_may(r->session, f->permission))
			continue;
		t = (struct tally){ f->name, tr(f->label), f->href,
			*(const int64_t *)(const void *)((const char *)row +
							 f->offset) };
		if (f->waits)
			v->waiting[v->nwaiting++] = t;
		else
			v->figures[v->nfigures++] = t;
		if (f->waits && t.count > 0)
			v->is_quiet = false;
	}
}

enum status
overview_show(struct request *r)
{
	struct overview_counts_row row;
	struct overview_view v = { .nwaiting = 0 };

	if (!overview_counts_get(r->db, &row))
		return NOT_FOUND;
	fill_figures(r, &v, &row);
	desk_fill(r, &v.desk);
	return request_render(r, &overview_page, &v);
}
