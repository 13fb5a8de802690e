#include <string.h>

#include "lib/app/internal.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"

static const struct field link_fields[] = {
	FIELD(struct chrome_link, href),
	FIELD(struct chrome_link, label),
	FIELD(struct chrome_link, icon),
	FIELD(struct chrome_link, current),
	FIELD_END,
};

static const struct field error_fields[] = {
	FIELD(struct form_message, field),
	FIELD(struct form_message, text),
	FIELD_END,
};

const struct field chrome_fields[] = {
	FIELD(struct chrome, csrf),
	FIELD(struct chrome, signed_in),
	FIELD(struct chrome, user_name),
	FIELD(struct chrome, user_initials),
	FIELD(struct chrome, user_avatar),
	FIELD(struct chrome, user_hue),
	FIELD(struct chrome, user_handle),
	FIELD(struct chrome, theme),
	FIELD(struct chrome, text_size),
	FIELD(struct chrome, language),
	FIELD(struct chrome, unread),
	FIELD(struct chrome, unread_text),
	FIELD_LIST(struct chrome, nav, nnav, link_fields),
	FIELD_LIST(struct chrome, menu, nmenu, link_fields),
	FIELD(struct chrome, flash),
	FIELD(struct chrome, refusal),
	FIELD(struct chrome, has_errors),
	FIELD_LIST(struct chrome, errors, nerrors, error_fields),
	FIELD(struct chrome, banner),
	FIELD(struct chrome, unverified),
	FIELD(struct chrome, acting_as),
	FIELD(struct chrome, timezone),
	FIELD_LIST(struct chrome, themes, nthemes, choice_fields),
	FIELD_LIST(struct chrome, text_sizes, ntext_sizes, choice_fields),
	FIELD(struct chrome, shortcuts_off),
	FIELD(struct chrome, path),
	FIELD(struct chrome, request_id),
	FIELD_END,
};

/* Every area a role opens.  Those with a short name stand in the header too, the
 * first five that fit: what is only some people's comes before what is
 * everybody's.  `roles` NULL: every member; "": everybody, signed in or not. */
static const struct place {
	const char *href, *label, *icon, *roles, *short_label;
} places[] = {
	{ "/dashboard", WORDS("Dashboard"), "layout-dashboard", NULL,
	    WORDS("Dashboard") },
	{ "/sessions", WORDS("Sessions"), "video", NULL, WORDS("Sessions") },
	{ "/journeys", WORDS("My journeys"), "route", NULL, WORDS("Journeys") },
	{ "/calendar", WORDS("Calendar"), "calendar", NULL, WORDS("Calendar") },
	{ "/admin", WORDS("Admin"), "shield", "admin moderator",
	    WORDS("Admin") },
	{ "/safety/admin", WORDS("Moderation"), "scale", "admin moderator",
	    WORDS("Moderation") },
	{ "/instructor/dashboard", WORDS("Instructor dashboard"),
	    "presentation", "mentor interviewer", WORDS("Expert desk") },
	{ "/concierge/dashboard", WORDS("Concierge dashboard"), "hand-helping",
	    "concierge", WORDS("Concierge desk") },
	{ "/mentors", WORDS("Mentors"), "users", "", WORDS("Mentors") },
	{ "/interviewers", WORDS("Interviewers"), "square-code", "",
	    WORDS("Interviewers") },
	{ "/concierges", WORDS("Concierges"), "hand-helping", "",
	    WORDS("Concierges") },
	{ "/instructor/sessions", WORDS("My sessions"), "list-checks",
	    "mentor interviewer concierge", NULL },
	{ "/interviewer/availability", WORDS("Availability"), "calendar-clock",
	    "mentor interviewer concierge", NULL },
	{ "/interviewer/profile", WORDS("Expert profile"), "id-card",
	    "mentor interviewer concierge", NULL },
	{ "/payouts", WORDS("Earnings"), "banknote",
	    "mentor interviewer concierge creator", NULL },
	{ "/affiliate", WORDS("Affiliate links"), "link",
	    "mentor interviewer concierge", NULL },
	{ "/notifications", WORDS("Notifications"), "bell", NULL, NULL },
	{ "/account/billing", WORDS("Billing"), "credit-card", NULL, NULL },
	{ "/settings", WORDS("Settings"), "settings", NULL, NULL },
};

static bool
opens(const struct session *s, const char *roles)
{
	const char *at = roles;
	size_t len;

	if (roles == NULL)
		return s->user_id != 0;
	if (*roles == '\0')
		return true;
	for (; *at != '\0'; at += len + (at[len] == ' ')) {
		len = strcspn(at, " ");
		for (size_t i = 0; i < s->nroles; i++)
			if (strlen(s->roles[i]) == len &&
			    memcmp(s->roles[i], at, len) == 0)
				return true;
	}
	return false;
}

static bool
is_under(const char *path, const char *href)
{
	size_t len = strlen(href);

	return strncmp(path, href, len) == 0 &&
	       (path[len] == '\0' || path[len] == '/');
}

enum { NPLACES = sizeof(places) / sizeof(places[0]), HEADER_LINKS = 5 };

static void
fill_places(struct request *r, struct chrome *c)
{
	const struct place *p;
	struct chrome_link link, *desk = NULL;

	c->nav = arena_alloc(r->arena, HEADER_LINKS, sizeof(*c->nav));
	c->menu = arena_alloc(r->arena, NPLACES, sizeof(*c->menu));
	for (p = places; p < places + NPLACES; p++) {
		if (!opens(r->session, p->roles))
			continue;
		link = (struct chrome_link){ p->href, tr(p->label), p->icon,
			is_under(c->path, p->href) };
		c->menu[c->nmenu++] = link;
		/* What one's role opens stays under its desk in the header. */
		if (p->short_label == NULL && p->roles != NULL && desk != NULL)
			desk->current |= link.current;
		if (p->short_label == NULL || c->nnav == HEADER_LINKS)
			continue;
		link.label = tr(p->short_label);
		c->nav[c->nnav++] = link;
		if (p->roles != NULL && *p->roles != '\0')
			desk = &c->nav[c->nnav - 1];
	}
}

static const char *
flash(struct request *r)
{
	const char *raw = cookie_find(r->arena, r->http->cookie, FLASH_COOKIE);
	struct pairs words;
	char *encoded;

	if (raw == NULL)
		return NULL;
	response_cookie(r->out,
	    &(struct cookie){
		.name = FLASH_COOKIE, .value = "", .max_age_seconds = -1 });
	pairs_init(&words, r->arena);
	encoded = arena_printf(r->arena, "w=%s", raw);
	if (pairs_from_urlencoded(&words, encoded, strlen(encoded)) !=
		FORM_FINE ||
	    words.n != 1)
		return NULL;
	return arena_strndup(
	    r->arena, words.items[0].value, words.items[0].len);
}

static void
fill_person(struct request *r, struct chrome *c)
{
	const struct session *s = r->session;

	c->signed_in = true;
	c->user_name = s->display_name;
	c->user_handle = s->handle;
	c->user_initials = avatar_initials(r->arena, s->display_name);
	c->user_hue = avatar_hue(s->display_name);
	if (s->avatar != NULL)
		c->user_avatar = arena_printf(r->arena, "/media/%s", s->avatar);
	c->unverified = !s->verified;
	c->unread = s->unread;
	c->unread_text = s->unread > 99
			     ? "99+"
			     : arena_printf(r->arena, "%d", (int)s->unread);
	if (s->impersonator_id != 0)
		c->acting_as = s->display_name;
}

static const char *const theme_words[] = { "auto", "light", "dark", "contrast",
	NULL };
static const char *const theme_labels[] = { WORDS("As my device"),
	WORDS("Light"), WORDS("Dark"), WORDS("High contrast") };
static const char *const size_words[] = { "normal", "large", "larger", NULL };
static const char *const size_labels[] = { WORDS("Normal"), WORDS("Large"),
	WORDS("Larger") };

static struct choice *
choices(struct request *r, const char *const *words, const char *const *labels,
    const char *chosen, size_t *n)
{
	struct choice *all = choices_make(r->arena, words, labels, chosen, n);

	for (size_t i = 0; i < *n; i++)
		all[i].label = tr(all[i].label);
	return all;
}

static void
fill_appearance(struct request *r, struct chrome *c)
{
	const struct session *s = r->session;
	size_t n;

	c->theme = s->theme != NULL ? s->theme : "auto";
	c->text_size = s->text_size != NULL ? s->text_size : "normal";
	c->language = catalogue_codes(&n)[catalogue_used()];
	c->timezone = s->timezone;
	c->shortcuts_off = s->shortcuts_off;
	c->themes =
	    choices(r, theme_words, theme_labels, c->theme, &c->nthemes);
	c->text_sizes =
	    choices(r, size_words, size_labels, c->text_size, &c->ntext_sizes);
}

void
chrome_fill(struct request *r, struct chrome *c)
{
	const struct session *s = r->session;

	c->csrf = s->csrf;
	c->path = r->http->path;
	c->request_id = r->http->request_id;
	fill_appearance(r, c);
	if (s->user_id != 0)
		fill_person(r, c);
	fill_places(r, c);
	if ((r->route->flags & ROUTE_CACHED) == 0 || s->user_id != 0)
		c->flash = flash(r);
	c->refusal = r->refusal;
	c->has_errors = r->status == INVALID && r->parsed.nmessages != 0;
	if (c->has_errors) {
		c->errors = r->parsed.messages;
		c->nerrors = r->parsed.nmessages;
	}
	if (setting_on("BELAY_DEMO"))
		c->banner = tr("A demonstration: staff need no second factor.");
}
