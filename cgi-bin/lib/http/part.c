#include <string.h>
#include <strings.h>

#include "lib/form/pairs.h"
#include "lib/form/utf8.h"
#include "lib/http/content_type.h"
#include "lib/http/part.h"
#include "lib/http/temp.h"

enum { NAME_MAX_BYTES = 200, FILENAME_MAX_BYTES = 255 };

/* What a person sees of a name: the last step of a path, without controls, not
 * cut inside a character. */
static const char *
shown_filename(struct arena *a, const char *name)
{
	const char *s;
	char *copy, *at;
	size_t len;

	for (s = name; *s != '\0'; s++)
		if (*s == '/' || *s == '\\')
			name = s + 1;
	len = strlen(name);
	if (len > FILENAME_MAX_BYTES)
		for (len = FILENAME_MAX_BYTES; (name[len] & 0xc0) == 0x80;)
			len--;
	copy = arena_strndup(a, name, len);
	for (at = copy; *at != '\0'; at++)
		if ((unsigned char)*at < ' ' || *at == 0x7f)
			*at = '_';
	return copy;
}

static enum body_fault
read_disposition(struct part *p, struct arena *a, const char *value)
{
	const char *filename = value_param(a, value, "filename");

	if (p->name != NULL || !value_is(value, "form-data"))
		return BODY_MALFORMED;
	p->name = value_param(a, value, "name");
	if (p->name == NULL || *p->name == '\0' ||
	    strlen(p->name) > NAME_MAX_BYTES)
		return BODY_MALFORMED;
	if (filename != NULL)
		p->filename = shown_filename(a, filename);
	return BODY_FINE;
}

static bool
is_plain_encoding(const char *value)
{
	return value_is(value, "binary") || value_is(value, "8bit") ||
	       value_is(value, "7bit");
}

static enum body_fault
read_line(struct part *p, struct arena *a, const char *line)
{
	const char *colon = strchr(line, ':');
	size_t len = colon == NULL ? 0 : (size_t)(colon - line);

	if (len == 0 || strpbrk(line, "\r\n") != NULL)
		return BODY_MALFORMED;
	if (len == 19 && strncasecmp(line, "Content-Disposition", len) == 0)
		return read_disposition(p, a, colon + 1);
	if (len == 25 &&
	    strncasecmp(line, "Content-Transfer-Encoding", len) == 0)
		return is_plain_encoding(colon + 1) ? BODY_FINE
						    : BODY_MALFORMED;
	return BODY_FINE;
}

enum body_fault
part_begin(struct part *p, struct arena *a, const char *head, size_t len)
{
	const char *end = head + len, *stop;
	enum body_fault fault = BODY_FINE;

	*p = (struct part){ .name = NULL };
	buf_init(&p->text, a, 0);
	if (!utf8_is_text(head, len))
		return BODY_MALFORMED;
	while (head < end && fault == BODY_FINE) {
		stop = memmem(head, (size_t)(end - head), "\r\n", 2);
		if (stop == NULL)
			stop = end;
		fault = read_line(
		    p, a, arena_strndup(a, head, (size_t)(stop - head)));
		head = stop + (stop < end ? 2 : 0);
	}
	return fault == BODY_FINE && p->name == NULL ? BODY_MALFORMED : fault;
}

/* The file, if it has none yet.  A disk without room is said as the part being
 * too large; the log has the reason. */
static enum body_fault
open_file(struct part *p, struct arena *a, const char *tmp_dir)
{
	if (p->file != NULL)
		return BODY_FINE;
	if (tmp_dir == NULL)
		return BODY_UNSUPPORTED;
	p->file = temp_new(a, tmp_dir);
	return p->file == NULL ? BODY_TOO_LARGE : BODY_FINE;
}

enum body_fault
part_write(struct part *p, struct arena *a, const char *tmp_dir,
    const char *data, size_t len)
{
	enum body_fault fault;

	if (len == 0)
		return BODY_FINE;
	p->size += (int64_t)len;
	if (p->filename == NULL) {
		buf_put(&p->text, data, len);
		return BODY_FINE;
	}
	if ((fault = open_file(p, a, tmp_dir)) != BODY_FINE)
		return fault;
	return temp_write(p->file, data, len) ? BODY_FINE : BODY_TOO_LARGE;
}

static enum body_fault
end_text(struct part *p, struct pairs *pairs)
{
	const char *text = p->text.len == 0 ? "" : p->text.data;

	if (!utf8_is_text(text, p->text.len))
		return BODY_MALFORMED;
	if (pairs_take(pairs, p->name, PAIR_FORM, text, p->text.len) == NULL)
		return BODY_TOO_MANY;
	return BODY_FINE;
}

static enum body_fault
end_file(struct part *p, const char *tmp_dir, struct pairs *pairs)
{
	struct arena *a = pairs->arena;
	enum body_fault fault = open_file(p, a, tmp_dir);
	struct pair *pair;

	if (fault != BODY_FINE)
		return fault;
	temp_close(p->file);
	if ((pair = pairs_take(pairs, p->name, PAIR_FILE, "", 0)) == NULL)
		return BODY_TOO_MANY;
	pair->file = arena_alloc(a, 1, sizeof(*pair->file));
	*pair->file = (struct upload){ .filename = p->filename,
		.type = temp_type(p->file, a),
		.path = p->file->path,
		.size = p->size };
	return BODY_FINE;
}

/* A field without a file chosen comes as an empty file without a name. */
enum body_fault
part_end(struct part *p, const char *tmp_dir, struct pairs *pairs)
{
	if (p->filename == NULL || (*p->filename == '\0' && p->size == 0))
		return end_text(p, pairs);
	return end_file(p, tmp_dir, pairs);
}
