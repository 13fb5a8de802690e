#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/entry_type.h"
#include "lib/journey/text.h"

enum { FILES_MOST = 10, NAME_MOST = 255, ID_MOST = 100, HASH_DIGITS = 64 };

static const char *tr(const char *english) __attribute__((format_arg(1)));

static const char *
tr(const char *english)
{
	return words(english);
}

/* A name for people, without a way out of a folder. */
static bool
name_fits(const char *name)
{
	return *name != '\0' && text_length(name) <= NAME_MOST &&
	       strpbrk(name, "/\\") == NULL && strcmp(name, ".") != 0 &&
	       strcmp(name, "..") != 0;
}

static int64_t
size_of(struct json_object *file)
{
	struct json_object *size = NULL;
	int64_t n = -1;

	json_object_object_get_ex(file, "size", &size);
	return entry_int(size, &n) ? n : -1;
}

static bool
file_is_whole(struct json_object *file)
{
	const char *id = entry_member(file, "id");
	const char *name = entry_member(file, "name");
	const char *hash = entry_member(file, "sha256");
	const char *type = entry_member(file, "type");

	return id != NULL && *id != '\0' && strlen(id) <= ID_MOST &&
	       name != NULL && name_fits(name) && hash != NULL &&
	       strlen(hash) == HASH_DIGITS &&
	       strspn(hash, "0123456789abcdef") == HASH_DIGITS &&
	       type != NULL && size_of(file) >= 0;
}

static size_t
count(struct json_object *value)
{
	return json_object_is_type(value, json_type_array)
		   ? json_object_array_length(value)
		   : 0;
}

static const char *
check_list(struct json_object *value)
{
	size_t i, n = count(value);

	if (!json_object_is_type(value, json_type_array) || n > FILES_MOST)
		return words("Choose a file.");
	for (i = 0; i < n; i++)
		if (!file_is_whole(json_object_array_get_idx(value, i)))
			return words("Choose a file.");
	return NULL;
}

static const char *
take_files(struct entry_at *at, struct json_object **stored)
{
	const char *error = check_list(at->value);

	if (error == NULL && count(at->value) > 0)
		*stored = json_kept(at->arena, json_object_get(at->value));
	return error;
}

static bool
extension_fits(const struct rule_list *allowed, const char *name)
{
	const char *dot = strrchr(name, '.');
	size_t i;

	for (i = 0; dot != NULL && i < allowed->n; i++)
		if (strcasecmp(dot + 1, allowed->items[i]) == 0)
			return true;
	return false;
}

static bool
is_ready(struct entry_at *at, struct json_object *file)
{
	const struct entry_context *c = at->context;

	return c->file_is_ready == NULL ||
	       c->file_is_ready(c->data, entry_member(file, "id"));
}

static const char *
check_file(struct entry_at *at, struct json_object *file)
{
	const struct field_rules *r = at->rules;
	const char *name = entry_member(file, "name");

	if (!extension_fits(&r->extensions, name))
		return words("Files of this kind are not taken here.");
	if (size_of(file) > r->max_size)
		return arena_printf(at->arena,
		    tr("Choose a file of at most %s."),
		    entry_size(at->arena, r->max_size));
	if (!is_ready(at, file))
		return words("This file is still being checked.");
	return NULL;
}

static const char *
check_files(struct entry_at *at)
{
	const char *error = check_list(at->value);
	size_t i, n = count(at->value);

	if (error != NULL || at->stage == ENTRY_DRAFT)
		return error;
	if ((int64_t)n > at->rules->max_files)
		return arena_printf(at->arena,
		    tr("Give at most %lld of these."),
		    (long long)at->rules->max_files);
	for (i = 0; i < n && error == NULL; i++)
		error = check_file(at, json_object_array_get_idx(at->value, i));
	return error;
}

static bool
file_is_answered(struct entry_at *at)
{
	size_t i, n = count(at->value);

	if (check_list(at->value) != NULL)
		return false;
	for (i = 0; i < n; i++)
		if (is_ready(at, json_object_array_get_idx(at->value, i)))
			return true;
	return false;
}

static const char *
show_files(struct entry_at *at)
{
	size_t i, n = count(at->value);
	const char *name;
	struct buf b;

	buf_init(&b, at->arena, 64);
	for (i = 0; i < n; i++) {
		name = entry_member(
		    json_object_array_get_idx(at->value, i), "name");
		if (b.len > 0)
			buf_puts(&b, ", ");
		buf_puts(&b, name);
	}
	return b.len > 0 ? b.data : "";
}

const struct entry_type file_entry = { take_files, check_files,
	file_is_answered, show_files, NULL };
