#include <string.h>

#include "lib/journey/widget_in.h"

static const char *
accepted(struct arena *a, const struct rule_list *extensions)
{
	struct buf b;
	size_t i;

	buf_init(&b, a, 64);
	for (i = 0; i < extensions->n; i++)
		buf_printf(&b, "%s.%s", i > 0 ? "," : "", extensions->items[i]);
	return b.data;
}

static void
add_file(struct making *m, struct json_object *file)
{
	const struct widget_about *about = m->about;
	struct json_object *size = NULL;
	const char *id = entry_member(file, "id");
	struct widget *w = m->widget;
	int64_t bytes = 0;

	json_object_object_get_ex(file, "size", &size);
	(void)entry_int(size, &bytes);
	w->files[w->nfiles++] = (struct widget_file){ .file_id = id,
		.file_name = entry_member(file, "name"),
		.file_size = entry_size(m->arena, bytes),
		.href = about->file_href != NULL && id != NULL
			    ? about->file_href(about->data, id)
			    : NULL };
}

void
widget_files(struct making *m)
{
	const struct field_rules *r = m->rules;
	struct json_object *value = m->state->value;
	struct widget *w = m->widget;
	size_t i, n = json_object_is_type(value, json_type_array)
			  ? json_object_array_length(value)
			  : 0;

	w->is_file = true;
	w->is_drawn = strcmp(r->capture, "draw") == 0;
	w->files = arena_alloc(m->arena, n + 1, sizeof(*w->files));
	for (i = 0; i < n; i++)
		add_file(m, json_object_array_get_idx(value, i));
	w->required &= n == 0;
	widget_attribute(m, "accept", accepted(m->arena, &r->extensions));
	if (r->max_files > 1)
		widget_attribute(m, "multiple", "multiple");
	widget_rule_int(m, "max_files", r->max_files - (int64_t)n);
	widget_rule_int(m, "max_size", r->max_size);
	widget_rule_list(m, "extensions", &r->extensions);
}
