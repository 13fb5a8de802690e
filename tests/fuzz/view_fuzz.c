#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/view/view.h"

/*
 * The input is a template and, after bytes 0xff, its partials p, q and r.  It
 * is compiled and rendered against a struct with one member of every sort, and
 * shown over JSON of the same shape.
 */
struct item {
	int64_t id;
	const char *name;
	const char **words;
	size_t nwords;
	const struct item *next;
};
struct model {
	const char *name;
	bool on;
	int64_t n;
	double x;
	struct instant at;
	struct money price;
	struct html bio;
	struct item item;
	const struct item *nobody;
	struct item *items;
	size_t nitems;
};

static const struct field item_fields[] = {
	FIELD_ID(struct item, id),
	FIELD(struct item, name),
	FIELD_TEXTS(struct item, words, nwords),
	FIELD_POINTER(struct item, next, item_fields),
	FIELD_END,
};
static const struct field fields[] = {
	FIELD(struct model, name),
	FIELD(struct model, on),
	FIELD(struct model, n),
	FIELD(struct model, x),
	FIELD(struct model, at),
	FIELD(struct model, price),
	FIELD(struct model, bio),
	FIELD_OBJECT(struct model, item, item_fields),
	FIELD_POINTER(struct model, nobody, item_fields),
	FIELD_LIST(struct model, items, nitems, item_fields),
	FIELD_END,
};

static const char *words[] = { "<one>", "" };
static const struct item last = { 3, "\xe2\x80\xa8", words, 2, NULL };
static struct item items[] = {
	{ 1, "a&b", words, 2, &last },
	{ 2, NULL, NULL, 0, NULL },
};
static const struct model model = { "<&>", true, -7, 1.005, { 1 },
	{ -5, "USD" }, { "<b>" }, { 4, "in", words, 2, &last }, NULL, items,
	2 };
static const char json[] =
    "{\"name\":\"<&>\",\"on\":true,\"n\":-7,\"x\":1.005,\"bio\":\"<b>\","
    "\"item\":{\"id\":4,\"words\":[\"<one>\",\"\"]},\"nobody\":null,"
    "\"items\":[{\"id\":1,\"name\":\"a&b\"},{\"id\":2}]}";

struct input {
	char *text;
	size_t size;
};

/* The i-th piece between bytes 0xff, as a string; NULL when there is none. */
static char *
piece(const struct input *in, size_t i)
{
	const char *at = in->text, *end = in->text + in->size, *stop;

	for (;; i--, at = stop + 1) {
		stop = memchr(at, 0xff, (size_t)(end - at));
		if (i == 0)
			return strndup(
			    at, (size_t)((stop == NULL ? end : stop) - at));
		if (stop == NULL)
			return NULL;
	}
}

static char *
load(void *data, const char *name)
{
	if (strcmp(name, "main") == 0)
		return piece(data, 0);
	if (strlen(name) != 1 || *name < 'p' || *name > 'r')
		return NULL;
	return piece(data, (size_t)(*name - 'p') + 1);
}

static const char *
translate(void *data, const char *msgid)
{
	(void)data;
	return *msgid == 'T' ? "{{#on}}\n{{name}}{{/on}}" : msgid;
}

static const char *
asset(void *data, const char *path)
{
	(void)data;
	return *path == 'a' ? "/a?b&c" : NULL;
}

static void
run_typed(const struct view_source *source, struct arena *arena)
{
	const struct view_scope scope = { fields };
	const void *const models[] = { &model }, *const nothing[] = { NULL };
	struct view *view;
	struct buf out;
	char why[128];

	view = view_compile("main", source, &scope, 1, why, sizeof(why));
	if (view == NULL)
		return;
	buf_init(&out, arena, 0);
	view_render(view, models, &out);
	if (strlen(out.data) != out.len)
		abort();
	view_render(view, nothing, &out);
	view_free(view);
}

static void
run_dynamic(const struct view_source *source, struct arena *arena)
{
	struct view_dynamic in = { .partials = source, .limit = 64 * 1024 };
	char *text = load(source->data, "main"), why[128];
	struct buf out;

	buf_init(&out, arena, 0);
	in.source = text;
	in.data = json_tokener_parse(json);
	if (view_render_dynamic(&in, &out, why, sizeof(why)) &&
	    out.len > in.limit)
		abort();
	json_object_put(in.data);
	free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new((size_t)256 * 1024 * 1024);
	struct input in = { malloc(size + 1), size };
	const struct view_source source = { load, translate, asset, &in };

	memcpy(in.text, data, size);
	run_typed(&source, arena);
	run_dynamic(&source, arena);
	free(in.text);
	arena_free(arena);
	return 0;
}
