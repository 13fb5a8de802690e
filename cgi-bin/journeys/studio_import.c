#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gen/journeys/studio_exchange_sql.h"
#include "journeys/studio_exchange.h"
#include "journeys/studio_look.h"
#include "lib/journey/text.h"

/* /creator/journeys/import: a document becomes a draft.  It is read strictly:
 * every mistake is told by its path, and after one nothing is written. */
enum { NAME_MOST = 120 };
/* A document becomes more than its bytes, and never more than this. */
static const size_t READ_MOST = (size_t)96 * 1024 * 1024;

struct import_input {
	struct upload *file;
	const char *document;
};

static const struct form_field import_inputs[] = {
	FORM_FIELD(struct import_input, file, OPTIONAL, 1, DEFINITION_BYTES),
	FORM_FIELD(
	    struct import_input, document, OPTIONAL, 0, DEFINITION_BYTES),
};
const struct form studio_import_form = FORM(struct import_input, import_inputs);

struct import_error {
	const char *path, *text;
};

static const struct field import_error_fields[] = {
	FIELD(struct import_error, path),
	FIELD(struct import_error, text),
	FIELD_END,
};

struct import_view {
	struct studio studio;
	struct import_error *mistakes;
	size_t nmistakes;
};

static const struct field import_view_fields[] = {
	STUDIO_FIELD(struct import_view),
	FIELD_LIST(
	    struct import_view, mistakes, nmistakes, import_error_fields),
	FIELD_END,
};
struct page studio_import_page = { .path = "journeys/studio_import",
	.fields = import_view_fields };

enum status
studio_import_show(struct request *r)
{
	struct import_view v = { 0 };

	studio_home_fill(r, &v.studio);
	return request_render(r, &studio_import_page, &v);
}

/* The messages of the refusal, path by path. */
enum status
studio_import_refused(struct request *r)
{
	struct import_view v = { 0 };

	studio_home_fill(r, &v.studio);
	v.nmistakes = r->parsed.nmessages;
	v.mistakes = arena_alloc(r->arena, v.nmistakes, sizeof(*v.mistakes));
	for (size_t i = 0; i < v.nmistakes; i++)
		v.mistakes[i] =
		    (struct import_error){ r->parsed.messages[i].field,
			    r->parsed.messages[i].text };
	return request_render(r, &studio_import_page, &v);
}

static void
free_arena(void *a)
{
	arena_free(a);
}

/* What was sent, in the arena; NULL: nothing was, or it can't be read. */
static const char *
contents(struct arena *a, const struct import_input *in, size_t *len)
{
	struct stat s;
	char *text = NULL;
	int fd;

	if (in->file == NULL) {
		*len = in->document == NULL ? 0 : strlen(in->document);
		return *len == 0 ? NULL : in->document;
	}
	fd = open(in->file->path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return NULL;
	if (fstat(fd, &s) == 0 && s.st_size <= DEFINITION_BYTES) {
		text = arena_alloc(a, 1, (size_t)s.st_size + 1);
		*len = (size_t)s.st_size;
		if (read(fd, text, *len) != (ssize_t)*len)
			text = NULL;
	}
	close(fd);
	return text;
}

static void
wrong(struct request *r, const char *path, const char *text)
{
	(void)request_invalid(r,
	    *path == '\0' ? "document" : arena_strdup(r->arena, path),
	    arena_strdup(r->arena, text));
}

/* What the house wants beyond the schema. */
static void
check_about(struct request *r, const struct journey_about *about)
{
	struct buf b;
	const char *why;

	if (text_length(about->name) > NAME_MOST)
		wrong(r, "name", tr("A name has 120 characters at most."));
	if (about->font != NULL && strcmp(about->font, "sans") != 0 &&
	    strcmp(about->font, "serif") != 0 &&
	    strcmp(about->font, "mono") != 0)
		wrong(r, "theme.font", tr("Use sans, serif or mono."));
	buf_init(&b, r->arena, 100);
	buf_printf(&b, "{\"primary\":\"%s\"}",
	    about->primary == NULL ? "#000000" : about->primary);
	why = theme_problem(r, b.data);
	if (why != NULL)
		wrong(r, "theme.primary", why);
}

enum status
studio_import_post(struct request *r)
{
	struct arena *a = arena_new(READ_MOST);
	struct definition_errors errors = { 0 };
	struct definition *d;
	struct studio_import_row row;
	struct buf b;
	const char *text;
	size_t len = 0;

	arena_defer(r->arena, free_arena, a);
	text = contents(a, r->form, &len);
	if (text == NULL)
		return request_invalid(
		    r, "file", tr("Choose a file, or paste its text."));
	d = definition_read(a, text, len, &errors);
	for (size_t i = 0; i < errors.n; i++)
		wrong(r, errors.items[i].path, errors.items[i].text);
	if (d == NULL)
		return INVALID;
	check_about(r, &d->about);
	if (r->parsed.nmessages > 0)
		return INVALID;
	buf_init(&b, a, len);
	definition_put(&b, d);
	if (!studio_import(r->db, b.data, &row))
		return CONFLICT;
	request_flash(r, tr("The journey is imported as a draft."));
	return request_done(r, &(struct outcome){ .status = CREATED },
	    "/creator/journeys/%lld", (long long)row.id);
}
