#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"
#include "lib/domain/wording.h"
#include "lib/view/view.h"

enum {
	MOST_SOURCES = 256,
	SOURCE_MAX = 64 * 1024,
	FILLED_MAX = 256 * 1024,
	WHY_SIZE = 256
};

/* The templates that were asked for, as far as they are there. */
static struct {
	struct source {
		char *name, *text;
	} list[MOST_SOURCES];
	size_t n;
} sources;

static char *
copy(const char *text, size_t len)
{
	char *own = strndup(text, len);

	if (own == NULL)
		log_fatal("wording: out of memory");
	return own;
}

static char *
read_source(const char *name)
{
	char path[512], text[SOURCE_MAX];
	size_t len;
	FILE *f;

	if (strstr(name, "..") != NULL ||
	    snprintf(path, sizeof(path), "%s/%s.mustache",
		setting_text("BELAY_TEMPLATES"), name) >= (int)sizeof(path) ||
	    (f = fopen(path, "re")) == NULL)
		return NULL;
	len = fread(text, 1, sizeof(text), f);
	fclose(f);
	return copy(text, len);
}

const char *
wording_source(const char *name)
{
	struct source *s = sources.list, *end = s + sources.n;
	char *text;

	for (; s < end; s++)
		if (strcmp(s->name, name) == 0)
			return s->text;
	if ((text = read_source(name)) == NULL)
		return NULL;
	if (sources.n == MOST_SOURCES)
		log_fatal("wording: too many templates");
	*s = (struct source){ copy(name, strlen(name)), text };
	sources.n++;
	return text;
}

static char *
load(void *data, const char *name)
{
	const char *text = wording_source(name);

	(void)data;
	return text == NULL ? NULL : copy(text, strlen(text));
}

static const char *
translate(void *data, const char *english)
{
	(void)data;
	return words(english);
}

/* NULL after a mistake, which is in `why`. */
static const char *
fill(struct arena *a, const char *source, struct json_object *data,
    char why[WHY_SIZE])
{
	static const struct view_source files = { .load = load,
		.translate = translate };
	const struct view_dynamic view = { .source = source,
		.partials = &files,
		.data = data,
		.limit = FILLED_MAX };
	struct buf out;

	buf_init(&out, a, 4096);
	if (!view_render_dynamic(&view, &out, why, WHY_SIZE))
		return NULL;
	return out.data != NULL ? out.data : "";
}

const char *
wording_fill(struct arena *a, const char *name, const char *source,
    struct json_object *data)
{
	char why[WHY_SIZE];
	const char *text = fill(a, source, data, why);

	if (text == NULL)
		log_error("%s: %s", name, why);
	return text;
}

const char *
wording_mistake(struct arena *a, const char *source, struct json_object *data)
{
	char why[WHY_SIZE];

	return fill(a, source, data, why) == NULL ? arena_strdup(a, why) : NULL;
}

/* Runs of white space as one space, none at the ends. */
static const char *
on_one_line(struct arena *a, const char *s, size_t len)
{
	char *line = arena_alloc(a, len + 1, 1);
	size_t n = 0;

	for (size_t i = 0; i < len; i++)
		if (strchr(" \t\r\n", s[i]) == NULL)
			line[n++] = s[i];
		else if (n > 0 && line[n - 1] != ' ')
			line[n++] = ' ';
	if (n > 0 && line[n - 1] == ' ')
		n--;
	line[n] = '\0';
	return line;
}

void
notice_words(struct arena *a, const char *type, struct json_object *data,
    struct notice_words *out)
{
	const char *name = arena_printf(a, "_notification/%s", type);
	const char *source = wording_source(name), *text = NULL;
	size_t title;

	*out = (struct notice_words){ words("A note for you"), "" };
	if (source == NULL)
		log_error("%s: there is no such template", name);
	else
		text = wording_fill(a, name, source, data);
	if (text == NULL)
		return;
	text += strspn(text, " \t\r\n");
	title = strcspn(text, "\n");
	if (title != 0)
		out->title = on_one_line(a, text, title);
	out->words = on_one_line(a, text + title, strlen(text + title));
}
