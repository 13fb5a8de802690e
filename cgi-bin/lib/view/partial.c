#include <stdlib.h>
#include <string.h>

#include "lib/view/partial.h"

enum { MOST_LOADED = 512 * 1024 };

static bool
load(struct partials *all, struct partial *p, const char *name)
{
	struct parse in = {
		.arena = all->arena, .mistake = all->mistake, .line = 1
	};
	char *text = NULL;
	size_t len;

	if (all->source != NULL && all->source->load != NULL)
		text = all->source->load(all->source->data, name);
	if (text == NULL)
		return true;
	p->exists = true;
	in.file =
	    arena_printf(all->arena, "%s%s%s", all->before, name, all->after);
	len = strlen(text);
	all->loaded += len;
	if (len > PARSE_MAX_SOURCE || all->loaded > MOST_LOADED) {
		free(text);
		return mistake_at(
		    all->mistake, in.file, 1, "is too long to load");
	}
	in.source.at = arena_strndup(all->arena, text, len);
	in.source.len = len;
	free(text);
	return parse_template(&in, &p->tree);
}

const struct partial *
partials_find(struct partials *all, struct slice name)
{
	struct partial *p;
	char *text;

	for (p = all->list; p != NULL; p = p->next)
		if (slice_equal(p->name, name))
			return p;
	text = arena_strndup(all->arena, name.at, name.len);
	p = arena_alloc(all->arena, 1, sizeof(*p));
	p->name = (struct slice){ text, name.len };
	p->next = all->list;
	all->list = p;
	return load(all, p, text) ? p : NULL;
}

bool
partials_translate(struct partials *all, struct node *section)
{
	struct parse in = { .arena = all->arena,
		.mistake = all->mistake,
		.file = section->file,
		.line = section->line,
		.delimiters = section->delimiters,
		.within_line = true };
	const char *text, *to = NULL;

	if (section->used)
		return true;
	section->used = true;
	text = parse_msgid(all->arena, section->raw);
	if (all->source != NULL && all->source->translate != NULL)
		to = all->source->translate(all->source->data, text);
	if (to != NULL)
		text = arena_strdup(all->arena, to);
	in.source = (struct slice){ text, strlen(text) };
	return parse_template(&in, &section->child);
}

bool
partials_asset(
    const struct partials *all, struct slice name, const char **address)
{
	const struct view_source *source = all->source;
	struct slice part = slice_part(&name);
	char path[256];

	if (!slice_is(part, "asset") || name.len == 0)
		return false;
	*address = NULL;
	if (source == NULL || source->asset == NULL || name.len >= sizeof(path))
		return true;
	memcpy(path, name.at, name.len);
	path[name.len] = '\0';
	*address = source->asset(source->data, path);
	return true;
}

struct node *
given_find(const struct given *g, struct slice name, const struct given **outer)
{
	struct node *found = NULL, *n;

	for (; g != NULL; g = g->outer)
		for (n = g->parent->child; n != NULL; n = n->next) {
			if (n->kind != NODE_BLOCK ||
			    !slice_equal(n->text, name))
				continue;
			n->used = true;
			found = n;
			*outer = g->outer;
		}
	return found;
}
