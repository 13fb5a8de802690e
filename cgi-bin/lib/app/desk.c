#include <string.h>

#include "lib/app/desk.h"
#include "lib/domain/when.h"

static const struct field desk_link_fields[] = {
	FIELD(struct desk_link, href),
	FIELD(struct desk_link, label),
	FIELD(struct desk_link, icon),
	FIELD(struct desk_link, n),
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

static bool
is_here(const char *path, const struct desk_place *p)
{
	size_t len = strlen(p->href);

	return strncmp(path, p->href, len) == 0 &&
	       (path[len] == '\0' || (!p->is_exact && path[len] == '/'));
}

static void
add_place(struct request *r, struct desk *d, const struct desk_place *p,
    const char *heading, size_t most)
{
	struct desk_section *s;
	struct desk_link link = { .href = p->href,
		.label = tr(p->label),
		.icon = p->icon,
		.current = is_here(r->http->path, p) };

	if (d->nsections == 0 ||
	    strcmp(d->sections[d->nsections - 1].heading, heading) != 0)
		d->sections[d->nsections++] = (struct desk_section){ heading,
			arena_alloc(r->arena, most, sizeof(*s->links)), 0 };
	s = &d->sections[d->nsections - 1];
	s->links[s->nlinks++] = link;
	if (link.current)
		d->here = link.label;
}

void
desk_place(struct request *r, struct desk *d, const struct desk_place *places)
{
	const struct desk_place *p;
	const char *heading = "";
	size_t n = 0;

	while (places[n].href != NULL)
		n++;
	*d = (struct desk){ .here = tr(places[0].label) };
	if (r->json)
		return;
	d->sections = arena_alloc(r->arena, n, sizeof(*d->sections));
	for (p = places; p < places + n; p++) {
		if (p->heading != NULL)
			heading = *p->heading != '\0' ? tr(p->heading) : "";
		if (session_may(r->session, p->permission))
			add_place(r, d, p, heading, n);
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

void
export_logged(struct request *r, const char *action, const char *kind)
{
	request_audit(
	    r, &(struct deed){ action, kind, 0,
		   json_of(r->arena, TEXTS("filter", r->http->query)) });
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
