#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/app/catalogue.h"
#include "lib/app/internal.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"

enum { MAX_ASSETS = 256, TEMPLATE_MAX = 512 * 1024 };

/* The static files' names and hashed names, read once at start. */
static struct {
	char *lines[MAX_ASSETS]; /* "css/belay.css" NUL "/static/css/…" */
	size_t n;
} assets;

static const struct field error_view_fields[] = {
	FIELD(struct error_view, code),
	FIELD(struct error_view, heading),
	FIELD(struct error_view, words),
	FIELD(struct error_view, link),
	FIELD(struct error_view, link_words),
	FIELD_END,
};
struct page error_page = { .path = "_error", .fields = error_view_fields };

static const char *
translate(void *data, const char *msgid)
{
	(void)data;
	return tr(msgid);
}

static bool
read_assets(void)
{
	const char *file = setting_text("BELAY_STATIC_MANIFEST");
	char line[512], *space;
	FILE *f;

	if ((f = fopen(file, "re")) == NULL) {
		log_error("%s: %s", file, strerror(errno));
		return false;
	}
	while (fgets(line, sizeof(line), f) != NULL && assets.n < MAX_ASSETS) {
		line[strcspn(line, "\n")] = '\0';
		if ((space = strchr(line, ' ')) == NULL)
			continue;
		if (asprintf(&assets.lines[assets.n], "%.*s%c%s",
			(int)(space - line), line, '\0', space + 1) < 0)
			log_fatal("assets: out of memory");
		assets.n++;
	}
	fclose(f);
	return true;
}

static const char *
asset(void *data, const char *path)
{
	(void)data;
	for (size_t i = 0; i < assets.n; i++)
		if (strcmp(assets.lines[i], path) == 0)
			return assets.lines[i] + strlen(path) + 1;
	return NULL;
}

static char *
load(void *data, const char *name)
{
	const char *dir = data;
	char path[512], *text;
	size_t len;
	FILE *f;

	if (strstr(name, "..") != NULL ||
	    snprintf(path, sizeof(path), "%s/%s.mustache", dir, name) >=
		(int)sizeof(path) ||
	    (f = fopen(path, "re")) == NULL)
		return NULL;
	if ((text = malloc(TEMPLATE_MAX)) == NULL)
		log_fatal("templates: out of memory");
	len = fread(text, 1, TEMPLATE_MAX - 1, f);
	text[len] = '\0';
	fclose(f);
	return text;
}

/* In the language that is spoken. */
static bool
compile(struct page *page)
{
	struct view **view = &page->views[catalogue_used()];
	char why[512], *dir;
	struct view_source source = { load, translate, asset, NULL };
	struct view_scope scopes[3];

	if ((dir = strdup(setting_text("BELAY_TEMPLATES"))) == NULL)
		log_fatal("templates: out of memory");
	source.data = dir;
	/* A form's fields are seen as form.NAME, over the array of its
	 * states. */
	if (page->form != NULL && page->form_scope[0].item == NULL)
		page->form_scope[0] = (struct field){ .name = "form",
			.kind = KIND_OBJECT,
			.item = form_view_fields(page->form) };
	scopes[0].fields = page->fields;
	scopes[1].fields = page->form_scope;
	scopes[2].fields = chrome_fields;
	view_free(*view);
	*view = view_compile(page->path, &source, scopes, 3, why, sizeof(why));
	free(dir);
	if (*view == NULL)
		log_error("%s", why);
	return *view != NULL;
}

bool
pages_compile(struct page *const pages[])
{
	bool fine = true;
	size_t n;
	const char *const *codes = catalogue_codes(&n);

	if (assets.n == 0 && !read_assets())
		return false;
	for (size_t i = 0; i < n; i++) {
		catalogue_use(codes[i]);
		fine = compile(&error_page) && fine;
		for (struct page *const *p = pages; *p != NULL; p++)
			fine = compile(*p) && fine;
	}
	catalogue_use(NULL);
	return fine;
}

static void
free_views(struct page *page)
{
	for (size_t i = 0; i < MOST_LANGUAGES; i++) {
		view_free(page->views[i]);
		page->views[i] = NULL;
	}
}

void
pages_free(struct page *const pages[])
{
	for (; *pages != NULL; pages++)
		free_views(*pages);
	free_views(&error_page);
}
