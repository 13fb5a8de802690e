#include "journeys/studio.h"

#include <string.h>

#include "lib/base/words.h"

static const struct field studio_link_fields[] = {
	FIELD(struct studio_link, href),
	FIELD(struct studio_link, label),
	FIELD(struct studio_link, icon),
	FIELD(struct studio_link, current),
	FIELD_END,
};

const struct field studio_fields[] = {
	FIELD_ID(struct studio, id),
	FIELD(struct studio, base),
	FIELD(struct studio, title),
	FIELD(struct studio, status),
	FIELD(struct studio, status_words),
	FIELD(struct studio, version_words),
	FIELD(struct studio, here),
	FIELD(struct studio, locked),
	FIELD_LIST(struct studio, links, nlinks, studio_link_fields),
	FIELD_LIST(struct studio, home, nhome, studio_link_fields),
	FIELD_END,
};

static const struct form_field journey_id_fields[] = {
	FORM_ID(struct journey_id_input, id, REQUIRED),
};
const struct form journey_id_form =
    FORM(struct journey_id_input, journey_id_fields);

/* `path` is below the journey's own; those of home are whole. */
static const struct place {
	const char *path, *label, *icon;
} home_places[] = {
	{ "/creator", WORDS("Overview"), "layout-dashboard" },
	{ "/creator/journeys", WORDS("Journeys"), "route" },
	{ "/creator/templates", WORDS("Templates"), "copy" },
	{ "/payouts", WORDS("Earnings"), "banknote" },
}, places[] = {
	{ "", WORDS("Sections and fields"), "list-tree" },
	{ "/about", WORDS("Name and description"), "file-text" },
	{ "/look", WORDS("Look"), "palette" },
	{ "/preview", WORDS("Preview"), "eye" },
	{ "/pricing", WORDS("Pricing"), "tag" },
	{ "/providers", WORDS("Mentors and concierges"), "hand-helping" },
	{ "/versions", WORDS("Versions and members"), "history" },
	{ "/publish", WORDS("Publish"), "badge-check" },
};

enum {
	NHOME = sizeof(home_places) / sizeof(home_places[0]),
	NPLACES = sizeof(places) / sizeof(places[0])
};

static const struct word states[] = {
	{ "draft", WORDS("Draft") },
	{ "in_review", WORDS("In review") },
	{ "changes_requested", WORDS("Changes asked for") },
	{ "published", WORDS("Published") },
	{ "unpublished", WORDS("Unpublished") },
	{ "suspended", WORDS("Suspended") },
	{ "archived", WORDS("Archived") },
	{ NULL, NULL },
};

const char *
journey_status_words(const char *status)
{
	return word_of(states, status);
}

/* The longest place that the path is or lies below. */
static bool
is_at(const char *path, const char *href, bool exactly)
{
	size_t len = strlen(href);

	return strncmp(path, href, len) == 0 &&
	       (path[len] == '\0' || (!exactly && path[len] == '/'));
}

void
studio_home_fill(struct request *r, struct studio *s)
{
	const struct place *p;
	bool current;

	*s = (struct studio){ .here = tr("Creator studio") };
	if (r->json)
		return;
	s->home = arena_alloc(r->arena, NHOME, sizeof(*s->home));
	for (p = home_places; p < home_places + NHOME; p++) {
		current = is_at(r->http->path, p->path, p == home_places);
		s->home[s->nhome++] = (struct studio_link){ p->path,
			tr(p->label), p->icon, current };
		if (current)
			s->here = tr(p->label);
	}
}

static bool
is_parts(const char *rest)
{
	return *rest == '\0' || strncmp(rest, "/sections", 9) == 0;
}

static void
fill_links(struct request *r, struct studio *s)
{
	const char *rest = r->http->path;
	const struct place *p;
	struct studio_link *link;

	rest = strncmp(rest, "/api", 4) == 0 ? rest + 4 : rest;
	rest += strlen(s->base) <= strlen(rest) ? strlen(s->base) : 0;
	s->links = arena_alloc(r->arena, NPLACES, sizeof(*s->links));
	for (p = places; p < places + NPLACES; p++) {
		link = &s->links[s->nlinks++];
		*link = (struct studio_link){ arena_printf(r->arena, "%s%s",
						  s->base, p->path),
			tr(p->label), p->icon,
			p == places ? is_parts(rest)
				    : is_at(rest, p->path, false) };
		if (link->current)
			s->here = link->label;
	}
}

static const char *
lock_words(const struct studio_find_row *row)
{
	if (strcmp(row->status, "in_review") == 0 || row->is_asked)
		return tr("This waits for approval: withdraw it to change "
			  "something.");
	if (strcmp(row->status, "archived") == 0)
		return tr("This journey is archived and stays as it is.");
	return NULL;
}

static void
fill(struct request *r, struct studio *s)
{
	const struct studio_find_row row = s->row;
	bool is_draft = strcmp(row.latest_status, "draft") == 0;

	studio_home_fill(r, s);
	s->row = row;
	s->id = row.id;
	s->base =
	    arena_printf(r->arena, "/creator/journeys/%lld", (long long)row.id);
	s->title = row.title;
	s->status = row.status;
	s->status_words = journey_status_words(row.status);
	s->version_words = arena_printf(r->arena,
	    is_draft ? tr("Draft of version %d") : tr("Version %d"),
	    (int)row.latest);
	s->locked = lock_words(&row);
	if (!r->json)
		fill_links(r, s);
}

void
studio_send(struct request *r, int64_t id)
{
	studio_find_send(r->db, id);
}

bool
studio_open(struct request *r, struct studio *s)
{
	*s = (struct studio){ 0 };
	if (!studio_find_get(r->db, &s->row))
		return false;
	fill(r, s);
	return true;
}

bool
studio_look(struct request *r, int64_t id, struct studio *s)
{
	studio_send(r, id);
	return studio_open(r, s);
}

enum status
studio_locked(struct request *r, const struct studio *s)
{
	return request_refuse(r, CONFLICT, s->locked);
}

struct changed {
	int64_t revision;
};

static const struct field changed_fields[] = {
	FIELD(struct changed, revision),
	FIELD_END,
};

enum status
studio_changed(struct request *r, int64_t revision, const char *location)
{
	return request_done(r,
	    &(struct outcome){
		OK, changed_fields, &(struct changed){ revision } },
	    "%s", location);
}
