#include <string.h>

#include "admin/desk.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

static const struct field desk_link_fields[] = {
	FIELD(struct desk_link, href),
	FIELD(struct desk_link, label),
	FIELD(struct desk_link, icon),
	FIELD(struct desk_link, current),
	FIELD_END,
};

static const struct field desk_section_fields[] = {
	FIELD(struct desk_section, heading),
	FIELD_LIST(struct desk_section, links, nlinks, desk_link_fields),
	FIELD_END,
};

const struct field desk_fields[] = {
	FIELD(struct desk, here),
	FIELD_LIST(struct desk, sections, nsections, desk_section_fields),
	FIELD_END,
};

/* In the order of the menu; a heading begins a section. */
static const struct place {
	const char *heading, *href, *label, *icon, *permission;
} places[] = {
	{ "", "/admin", WORDS("Overview"), "layout-dashboard", "people.view" },
	{ NULL, "/admin/people", WORDS("People"), "users", "people.view" },
	{ NULL, "/admin/sessions", WORDS("Sessions"), "video", "people.view" },
	{ WORDS("Approvals"), "/admin/interviewers", WORDS("Interviewers"),
	    "square-code", "expert.verify" },
	{ NULL, "/admin/mentors", WORDS("Mentors"), "presentation",
	    "expert.verify" },
	{ NULL, "/admin/concierges", WORDS("Concierges"), "hand-helping",
	    "expert.verify" },
	{ NULL, "/admin/journeys", WORDS("Journeys"), "route",
	    "journeys.manage" },
	{ WORDS("Money"), "/admin/orders", WORDS("Orders"), "credit-card",
	    "money.manage" },
	{ NULL, "/admin/revenue", WORDS("Revenue"), "chart-line",
	    "money.manage" },
	{ NULL, "/admin/refunds", WORDS("Refunds"), "banknote",
	    "money.manage" },
	{ NULL, "/admin/disputes", WORDS("Disputes"), "flag", "money.manage" },
	{ NULL, "/admin/transactions", WORDS("Transactions"), "list-checks",
	    "money.manage" },
	{ NULL, "/admin/promotions", WORDS("Promotion codes"), "badge-check",
	    "money.manage" },
	{ NULL, "/admin/payouts", WORDS("Payouts"), "banknote",
	    "money.manage" },
	{ WORDS("System"), "/admin/mail", WORDS("Mail"), "inbox", "mail.view" },
	{ NULL, "/admin/jobs", WORDS("Jobs"), "list-checks", "jobs.manage" },
	{ NULL, "/admin/webhooks", WORDS("Webhooks"), "link",
	    "webhooks.manage" },
	{ NULL, "/admin/health", WORDS("Health"), "heart-pulse",
	    "health.view" },
	{ NULL, "/admin/settings", WORDS("Settings"), "settings",
	    "settings.manage" },
	{ NULL, "/admin/lists", WORDS("Lists"), "list-checks",
	    "settings.manage" },
	{ NULL, "/admin/audit", WORDS("Audit log"), "scroll-text",
	    "audit.view" },
};

enum { NPLACES = sizeof(places) / sizeof(places[0]), OVERVIEW = 0 };

static bool
is_here(const char *path, const struct place *p)
{
	size_t len = strlen(p->href);

	if (p == &places[OVERVIEW])
		return strcmp(path, p->href) == 0 ||
		       strcmp(path, "/admin/search") == 0;
	return strncmp(path, p->href, len) == 0 &&
	       (path[len] == '\0' || path[len] == '/');
}

static void
add_place(struct request *r, struct desk *d, const struct place *p,
    const char *heading)
{
	struct desk_section *s;
	struct desk_link link = { p->href, tr(p->label), p->icon,
		is_here(r->http->path, p) };

	if (d->nsections == 0 ||
	    strcmp(d->sections[d->nsections - 1].heading, heading) != 0)
		d->sections[d->nsections++] = (struct desk_section){ heading,
			arena_alloc(r->arena, NPLACES, sizeof(*s->links)), 0 };
	s = &d->sections[d->nsections - 1];
	s->links[s->nlinks++] = link;
	if (link.current)
		d->here = link.label;
}

void
desk_fill(struct request *r, struct desk *d)
{
	const struct place *p;
	const char *heading = "";

	*d = (struct desk){ .here = tr("Overview") };
	if (r->json)
		return;
	d->sections = arena_alloc(r->arena, NPLACES, sizeof(*d->sections));
	for (p = places; p < places + NPLACES; p++) {
		if (p->heading != NULL)
			heading = *p->heading != '\0' ? tr(p->heading) : "";
		if (session_may(r->session, p->permission))
			add_place(r, d, p, heading);
	}
}

/* --- lists ------------------------------------------------------------------ */

const char *
list_address(struct request *r, const char *base, const char *after)
{
	const struct form *form = r->route->form;
	const struct form_state *s = r->parsed.states;
	struct buf b;

	buf_init(&b, r->arena, 128);
	buf_puts(&b, base);
	for (size_t i = 0; form != NULL && s != NULL && i < form->nfields; i++)
		if (strcmp(s[i].name, "after") != 0 &&
		    strcmp(s[i].name, "id") != 0)
			buf_put_query(&b, s[i].name, s[i].value);
	buf_put_query(&b, "after", after);
	return b.data;
}

struct pager *
list_pager(struct request *r, const struct list_end *end, const char **next)
{
	struct pager *p;
	bool later = *typed(r, "after") != '\0';

	*next = NULL;
	if (end->n == 0)
		return NULL;
	p = arena_alloc(r->arena, 1, sizeof(*p));
	p->range =
	    end->last == NULL && !later
		? arena_printf(r->arena, tr("%d in all"), (int)end->n)
	    : later ? arena_printf(r->arena, tr("%d more"), (int)end->n)
		    : arena_printf(r->arena, tr("The first %d"), (int)end->n);
	if (later)
		p->first = list_address(r, end->base, NULL);
	if (end->last == NULL)
		return p;
	p->next = list_address(r, end->base, end->last);
	*next = arena_printf(r->arena, "/api%s", p->next);
	return p;
}

struct choice *
filter_choices(struct request *r, const char *field, const char *const *values,
    const char *(*say)(const char *), size_t *n)
{
	struct choice *all;
	size_t count = 0;

	while (values[count] != NULL)
		count++;
	all = arena_alloc(r->arena, count + 1, sizeof(*all));
	all[0] = (struct choice){ .value = "", .label = tr("Any") };
	for (size_t i = 0; i < count; i++)
		all[i + 1] = (struct choice){ .value = values[i],
			.label = say(values[i]) };
	*n = count + 1;
	choices_pick(all, *n, typed(r, field));
	return all;
}

/* --- decisions ------------------------------------------------------------------ */

const char *
json_of(struct arena *a, const char *const *texts)
{
	const char *const *pair;
	struct buf b;

	buf_init(&b, a, 256);
	buf_putc(&b, '{');
	for (pair = texts; pair[0] != NULL; pair += 2) {
		if (pair[1] == NULL)
			continue;
		buf_printf(&b, "%s\"%s\":\"", b.len > 1 ? "," : "", pair[0]);
		buf_put_json(&b, pair[1], strlen(pair[1]));
		buf_putc(&b, '"');
	}
	buf_putc(&b, '}');
	return b.data;
}

static const struct form_field reason_fields[] = {
	FORM_ID(struct reason_input, id, REQUIRED),
	FORM_FIELD(struct reason_input, reason, REQUIRED, 1, 1000),
};
const struct form reason_form = FORM(struct reason_input, reason_fields);

static const struct form_field id_fields[] = {
	FORM_ID(struct id_input, id, REQUIRED),
};
const struct form id_form = FORM(struct id_input, id_fields);

const char *
moment(struct request *r, struct instant i)
{
	struct local_time l;

	if (i.us == 0)
		return "";
	l = when_local(i, r->session->timezone);
	return arena_printf(r->arena, "%s, %02d:%02d",
	    when_date(r->arena, l.date), l.hour, l.minute);
}
