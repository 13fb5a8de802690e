#include "journeys/studio_look.h"

#include <errno.h>
#include <json-c/json.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "gen/journeys/studio_look_sql.h"
#include "journeys/studio.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"
#include "lib/domain/picture.h"
#include "lib/job/job.h"
#include "lib/journey/reading.h"

/* /creator/journeys/:id/look: colours that can be read, a font, a cover and a
 * logo. */
enum {
	COVER_WIDTH = 1200,
	COVER_HEIGHT = 630,
	LOGO_SIDE = 256,
	PICTURE_BYTES = 8 * 1024 * 1024
};
/* WCAG 2.2 AA: white words on a colour; lines and signs on white. */
static const double TEXT_CONTRAST = 4.5, SIGN_CONTRAST = 3.0;

struct look_input {
	int64_t id;
	const char *primary, *secondary, *accent, *font;
	struct upload *picture;
};

static const char *const fonts[] = { "sans", "serif", "mono", NULL };

static const struct form_field look_inputs[] = {
	FORM_ID(struct look_input, id, REQUIRED),
	FORM_FIELD(struct look_input, primary, OPTIONAL, 0, 7),
	FORM_FIELD(struct look_input, secondary, OPTIONAL, 0, 7),
	FORM_FIELD(struct look_input, accent, OPTIONAL, 0, 7),
	FORM_ONE_OF(struct look_input, font, OPTIONAL, fonts),
};
const struct form studio_look_form = FORM(struct look_input, look_inputs);

static const struct form_field picture_inputs[] = {
	FORM_ID(struct look_input, id, REQUIRED),
	FORM_FIELD(struct look_input, picture, REQUIRED, 1, PICTURE_BYTES),
};
const struct form studio_cover_form = FORM(struct look_input, picture_inputs);
const struct form studio_logo_form = FORM(struct look_input, picture_inputs);

struct look_view {
	struct studio studio;
	const char *cover, *logo, *picture_error;
	struct choice *fonts;
	size_t nfonts;
};

static const struct field look_view_fields[] = {
	STUDIO_FIELD(struct look_view),
	FIELD(struct look_view, cover),
	FIELD(struct look_view, logo),
	FIELD_ONLY(struct look_view, picture_error, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct look_view, fonts, nfonts, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page studio_look_page = { .path = "journeys/studio_look",
	.fields = look_view_fields,
	.form = &studio_look_form };

/* --- contrast ------------------------------------------------------------------- */

static double
channel(long value)
{
	double c = (double)value / 255;

	return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

/* Of "#rrggbb"; less than 0: it is none. */
static double
luminance(const char *colour)
{
	char *end;
	long n;

	if (colour == NULL || strlen(colour) != 7 || colour[0] != '#' ||
	    strspn(colour + 1, "0123456789abcdefABCDEF") != 6)
		return -1;
	n = strtol(colour + 1, &end, 16);
	return 0.2126 * channel(n >> 16) + 0.7152 * channel(n >> 8 & 255) +
	       0.0722 * channel(n & 255);
}

double
colour_contrast(const char *one, const char *other)
{
	double a = luminance(one), b = luminance(other);

	if (a < 0 || b < 0)
		return 0;
	return a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
}

static const struct {
	const char *name;
	bool is_text;
} colours[] = { { "primary", true }, { "secondary", true },
	{ "accent", false } };

enum { NCOLOURS = sizeof(colours) / sizeof(colours[0]) };

static const char *
colour_problem(struct request *r, const char *colour, bool is_text)
{
	double contrast = colour_contrast(colour, "#ffffff");
	double least = is_text ? TEXT_CONTRAST : SIGN_CONTRAST;

	if (contrast == 0)
		return tr("Enter a colour such as #1f6f4a.");
	if (contrast >= least)
		return NULL;
	return arena_printf(r->arena,
	    tr("White on this colour has a contrast of %.1f to 1; people need "
	       "%.1f. Take a darker one."),
	    floor(contrast * 10) / 10, least);
}

static struct json_object *
parse(struct request *r, const char *theme)
{
	struct json_object *o = json_tokener_parse(theme);

	return o == NULL ? NULL : json_kept(r->arena, o);
}

static const char *
member(struct json_object *o, const char *name)
{
	struct json_object *m = NULL;

	return o != NULL && json_object_object_get_ex(o, name, &m)
		   ? json_object_get_string(m)
		   : NULL;
}

const char *
theme_problem(struct request *r, const char *theme)
{
	struct json_object *o = parse(r, theme);
	const char *colour, *why;

	for (size_t i = 0; i < NCOLOURS; i++) {
		colour = member(o, colours[i].name);
		why = colour == NULL
			  ? NULL
			  : colour_problem(r, colour, colours[i].is_text);
		if (why != NULL)
			return why;
	}
	return NULL;
}

/* --- the page --------------------------------------------------------------------- */

void
studio_look_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_send(r, id);
	studio_look_find_send(r->db, id);
}

static const char *
address(struct request *r, const char *path)
{
	return path == NULL ? NULL : arena_printf(r->arena, "/media/%s", path);
}

static enum status
render(struct request *r, bool is_typed)
{
	const char *const labels[] = { tr("Sans (as everywhere)"), tr("Serif"),
		tr("Monospaced"), NULL };
	struct look_view v = { 0 };
	struct studio_look_find_row row;
	struct json_object *o;

	if (!studio_open(r, &v.studio) || !studio_look_find_get(r->db, &row))
		return NOT_FOUND;
	o = parse(r, row.theme);
	v.cover = address(r, member(o, "cover"));
	v.logo = address(r, member(o, "logo"));
	for (size_t i = 0; i < r->parsed.nmessages; i++)
		if (strcmp(r->parsed.messages[i].field, "picture") == 0)
			v.picture_error = r->parsed.messages[i].text;
	v.fonts = choices_make(r->arena, fonts, labels,
	    is_typed ? typed(r, "font") : member(o, "font"), &v.nfonts);
	if (!is_typed)
		request_fill(r, &studio_look_form,
		    &(struct look_input){
			.primary = member(o, "primary"),
			.secondary = member(o, "secondary"),
			.accent = member(o, "accent"),
			.font = member(o, "font"),
		    });
	return request_render(r, &studio_look_page, &v);
}

enum status
studio_look_show(struct request *r)
{
	return render(r, false);
}

enum status
studio_look_refused(struct request *r)
{
	studio_look_read(r);
	return render(r, true);
}

/* --- saving ------------------------------------------------------------------------ */

static enum status
to_look(struct request *r, int64_t id, const char *words)
{
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/creator/journeys/%lld/look", (long long)id);
}

static void
put(struct json_object *o, const char *name, const char *value)
{
	json_object_object_add(o, name,
	    value == NULL || *value == '\0' ? NULL
					    : json_object_new_string(value));
}

enum status
studio_look_post(struct request *r)
{
	const struct look_input *in = r->form;
	const char *const values[] = { in->primary, in->secondary, in->accent };
	struct json_object *o = json_kept(r->arena, json_object_new_object());
	enum status wrong = OK;

	for (size_t i = 0; i < NCOLOURS; i++) {
		const char *colour = values[i], *why;

		put(o, colours[i].name, colour);
		if (colour == NULL || *colour == '\0')
			continue;
		why = colour_problem(r, colour, colours[i].is_text);
		if (why != NULL)
			wrong = request_invalid(r, colours[i].name, why);
	}
	if (wrong != OK)
		return wrong;
	put(o, "font", in->font);
	studio_look_save(r->db, in->id, json_object_to_json_string(o));
	if (db_error(r->db) != NULL)
		return CONFLICT;
	return to_look(r, in->id, tr("The look is saved."));
}

/* --- pictures ---------------------------------------------------------------------- */

static const char *
media_folder(struct request *r, const char *name)
{
	const char *folder = arena_printf(
	    r->arena, "%s/media/%s", setting_text("BELAY_VAR"), name);

	if (mkdir(folder, 0750) == 0 || errno == EEXIST)
		return folder;
	log_error("%s: %s", folder, strerror(errno));
	return NULL;
}

static bool
is_picture(const char *type)
{
	return strcmp(type, "image/jpeg") == 0 ||
	       strcmp(type, "image/png") == 0 ||
	       strcmp(type, "image/webp") == 0;
}

/* The new path in place of the old one, whose file the worker removes. */
static enum status
exchange(struct request *r, int64_t id, const char *name, const char *path)
{
	struct studio_look_find_row row;
	struct json_object *o = json_kept(r->arena, json_object_new_object());
	const char *old;

	if (!studio_look_find(r->db, id, &row))
		return NOT_FOUND;
	old = member(parse(r, row.theme), name);
	put(o, name, path);
	studio_look_save(r->db, id, json_object_to_json_string(o));
	if (db_error(r->db) != NULL)
		return CONFLICT;
	if (old != NULL)
		job_enqueue(r->db, &(struct job){ .kind = "files.remove",
				       .payload = arena_printf(r->arena,
					   "{\"paths\":[\"%s\"]}", old) });
	return to_look(r, id, tr("The picture is saved."));
}

static enum status
take_picture(struct request *r, bool is_cover)
{
	const struct look_input *in = r->form;
	const char *name = is_cover ? "covers" : "logos", *why, *file;
	const char *folder = media_folder(r, name);
	struct picture_file files[2] = { { NULL, LOGO_SIDE } };

	if (!is_picture(in->picture->type))
		return request_invalid(
		    r, "picture", tr("Choose a JPEG, PNG or WebP picture."));
	if (folder == NULL)
		return INTERNAL_ERROR;
	file = arena_printf(r->arena, "%s.webp", token_new(r->arena));
	files[0].path = arena_printf(r->arena, "%s/%s", folder, file);
	if (is_cover) {
		files[0].size = COVER_WIDTH;
		why = picture_cover(in->picture->path, files, COVER_HEIGHT);
	} else {
		why = picture_make(
		    in->picture->path, &(struct picture_crop){ 0 }, files);
	}
	if (why != NULL)
		return request_invalid(r, "picture", why);
	return exchange(r, in->id, is_cover ? "cover" : "logo",
	    arena_printf(r->arena, "%s/%s", name, file));
}

enum status
studio_cover_post(struct request *r)
{
	return take_picture(r, true);
}

enum status
studio_logo_post(struct request *r)
{
	return take_picture(r, false);
}

enum status
studio_cover_remove_post(struct request *r)
{
	return exchange(r, typed_id(r, "id"), "cover", NULL);
}

enum status
studio_logo_remove_post(struct request *r)
{
	return exchange(r, typed_id(r, "id"), "logo", NULL);
}
