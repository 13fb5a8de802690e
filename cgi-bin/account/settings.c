#include <string.h>

#include "account/account.h"
#include "gen/account/settings_sql.h"
#include "lib/domain/when.h"
#include "lib/view/parts.h"

/* --- looks and zone, of members and of visitors ----------------------------- */

static const char *const themes[] = { "auto", "light", "dark", "contrast",
	NULL };
static const char *const text_sizes[] = { "normal", "large", "larger", NULL };

struct appearance_input {
	const char *theme, *text_size, *timezone, *next;
};

static const struct form_field appearance_fields[] = {
	FORM_ONE_OF(struct appearance_input, theme, OPTIONAL, themes),
	FORM_ONE_OF(struct appearance_input, text_size, OPTIONAL, text_sizes),
	FORM_FIELD_AS(struct appearance_input, timezone, OPTIONAL, 1, 64,
	    .check = CHECK_ZONE),
	FORM_FIELD(struct appearance_input, next, OPTIONAL, 0, 2000),
};
const struct form appearance_form =
    FORM(struct appearance_input, appearance_fields);

static const char *
or_else(const char *chosen, const char *was, const char *initial)
{
	return chosen != NULL ? chosen : was != NULL ? was : initial;
}

/* A visitor's choice is the browser's: what was not chosen stays as it was.  A
 * zone that is the browser's own is no choice, and goes where it goes. */
static void
keep_in_cookie(struct request *r, const struct appearance_input *in)
{
	const struct session *was = r->session;
	const char *zone = or_else(in->timezone, was->timezone, "UTC");

	request_cookie(
	    r, &(struct cookie){ .name = LOOK_COOKIE,
		   .value = arena_printf(r->arena, "%s:%s:%s",
		       or_else(in->theme, was->theme, "auto"),
		       or_else(in->text_size, was->text_size, "normal"),
		       strcmp(zone, r->browser_zone) == 0 ? "auto" : zone),
		   .max_age_seconds = (int64_t)365 * 24 * 3600 });
}

/* The page the form stood on, sign-in too. */
static const char *
way_back(const struct appearance_input *in)
{
	if (in->next != NULL &&
	    (http_is_local_path(in->next) || strcmp(in->next, "/login") == 0))
		return in->next;
	return "/";
}

enum status
appearance_post(struct request *r)
{
	const struct appearance_input *in = r->form;
	const struct session *s = r->session;

	if (in->timezone != NULL && !when_zone_is_known(in->timezone))
		return request_invalid(
		    r, "timezone", tr("Choose a zone such as Europe/Lisbon."));
	/* The route is open to all, so these two are not held up before. */
	if (s->is_token || s->impersonator_id != 0)
		return request_refuse(
		    r, FORBIDDEN, tr("Only the member may change this."));
	if (s->user_id == 0) {
		keep_in_cookie(r, in);
	} else {
		appearance_save(r->db, in->theme, in->text_size);
		if (in->timezone != NULL)
			timezone_save(r->db, in->timezone);
	}
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "%s", way_back(in));
}

enum status
appearance_refused(struct request *r)
{
	return message_render(
	    r, &(struct message_view){ .heading = tr("That did not work"),
		   .words = tr("The time zone is not one we know. Zones have "
			       "names such as Europe/Lisbon."),
		   .link = "/",
		   .link_words = tr("Back to the start") });
}

/* --- the general page ---------------------------------------------------------- */

/* A language is offered once its catalogue is there. */
static const char *const language_words[] = { "en", "de", "es", "fr", "it",
	"nl", "pl", "pt", NULL };
static const char *const language_labels[] = { "English", "Deutsch", "Español",
	"Français", "Italiano", "Nederlands", "Polski", "Português" };

struct settings_input {
	bool shortcuts, email_marketing, is_public;
	const char *language;
};

static const struct form_field settings_fields[] = {
	FORM_FIELD(struct settings_input, shortcuts, OPTIONAL, 0, 1),
	FORM_FIELD(struct settings_input, email_marketing, OPTIONAL, 0, 1),
	FORM_FIELD(struct settings_input, is_public, OPTIONAL, 0, 1),
	FORM_ONE_OF(struct settings_input, language, REQUIRED, language_words),
};
const struct form settings_form = FORM(struct settings_input, settings_fields);

struct settings_view {
	struct settings_find_row now;
	const char *handle;
	struct choice *languages;
	size_t nlanguages;
};

static const struct field settings_view_fields[] = {
	{ .name = "settings",
	    .kind = KIND_OBJECT,
	    .offset = offsetof(struct settings_view, now),
	    .item = settings_find_fields,
	    .only = ONLY_JSON },
	FIELD(struct settings_view, handle),
	FIELD_NAMED(
	    struct settings_view, now.is_public, "page_is_on", ONLY_HTML),
	FIELD_LIST_ONLY(struct settings_view, languages, nlanguages,
	    choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page settings_page = { .path = "account/settings",
	.fields = settings_view_fields,
	.form = &settings_form };

static void
fill_languages(struct request *r, struct settings_view *v)
{
	size_t n, kept = 0;
	struct choice *all = choices_make(
	    r->arena, language_words, language_labels, v->now.language, &n);

	for (size_t i = 0; i < n; i++)
		if (catalogue_has(all[i].value))
			all[kept++] = all[i];
	v->languages = all;
	v->nlanguages = kept;
}

enum status
settings_show(struct request *r)
{
	struct settings_view view = { .handle = r->session->handle };
	struct settings_input now;

	settings_find(r->db, &view.now);
	now = (struct settings_input){ .shortcuts = view.now.shortcuts,
		.email_marketing = view.now.email_marketing,
		.is_public = view.now.is_public,
		.language = view.now.language };
	request_fill(r, &settings_form, &now);
	fill_languages(r, &view);
	return request_render(r, &settings_page, &view);
}

enum status
settings_post(struct request *r)
{
	const struct settings_input *in = r->form;

	if (!catalogue_has(in->language))
		return request_invalid(
		    r, "language", tr("Choose one of the list."));
	settings_save(r->db, in->shortcuts, in->language, in->email_marketing);
	settings_publish(r->db, in->is_public);
	request_flash(r, tr("Your settings are saved."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings");
}
