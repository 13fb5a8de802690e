#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "account/account.h"
#include "gen/account/profile_sql.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"
#include "lib/domain/picture.h"
#include "lib/job/job.h"

enum {
	PICTURE_SMALL = 256,
	PICTURE_LARGE = 512,
	PICTURE_BYTES = 8 * 1024 * 1024,
	RESUME_BYTES = 5 * 1024 * 1024,
	FILENAME_CHARS = 100
};

/* The folder below media, made when it is not there; NULL: it can't be. */
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

/* The worker removes files once the commit took their rows' words away. */
static void
remove_later(struct request *r, const char *one, const char *other)
{
	if (one == NULL)
		return;
	job_enqueue(r->db,
	    &(struct job){ .kind = "files.remove",
		.payload = other == NULL ? arena_printf(r->arena,
					       "{\"paths\":[\"%s\"]}", one)
					 : arena_printf(r->arena,
					       "{\"paths\":[\"%s\",\"%s\"]"
					       "}",
					       one, other) });
}

static enum status
to_profile(struct request *r, const char *words)
{
	request_flash(r, words);
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/settings/profile");
}

/* --- the picture ------------------------------------------------------------- */

struct picture_input {
	struct upload *picture;
	int64_t crop_left, crop_top, crop_size;
};

static const struct form_field picture_fields[] = {
	FORM_FIELD(struct picture_input, picture, REQUIRED, 1, PICTURE_BYTES),
	FORM_FIELD(struct picture_input, crop_left, OPTIONAL, 0, 100000),
	FORM_FIELD(struct picture_input, crop_top, OPTIONAL, 0, 100000),
	FORM_FIELD(struct picture_input, crop_size, OPTIONAL, 0, 100000),
};
const struct form picture_form = FORM(struct picture_input, picture_fields);

static bool
is_picture(const char *type)
{
	return strcmp(type, "image/jpeg") == 0 ||
	       strcmp(type, "image/png") == 0 ||
	       strcmp(type, "image/webp") == 0;
}

enum status
picture_post(struct request *r)
{
	const struct picture_input *in = r->form;
	const struct picture_crop crop = { in->crop_left, in->crop_top,
		in->crop_size };
	const char *folder = media_folder(r, "avatars"), *name, *why;
	struct picture_file files[] = { { NULL, PICTURE_SMALL },
		{ NULL, PICTURE_LARGE }, { NULL, 0 } };
	struct picture_find_row old;

	if (!is_picture(in->picture->type))
		return request_invalid(
		    r, "picture", tr("Choose a JPEG, PNG or WebP picture."));
	if (folder == NULL)
		return INTERNAL_ERROR;
	name = token_new(r->arena);
	files[0].path = arena_printf(r->arena, "%s/%s.webp", folder, name);
	files[1].path = arena_printf(r->arena, "%s/%s-512.webp", folder, name);
	if ((why = picture_make(in->picture->path, &crop, files)) != NULL)
		return request_invalid(r, "picture", why);
	picture_find(r->db, &old);
	picture_save(r->db, arena_printf(r->arena, "avatars/%s.webp", name),
	    arena_printf(r->arena, "avatars/%s-512.webp", name));
	remove_later(r, old.picture, old.picture_large);
	return to_profile(r, tr("Your picture is saved."));
}

enum status
picture_remove_post(struct request *r)
{
	struct picture_find_row old;

	picture_find(r->db, &old);
	picture_save(r->db, NULL, NULL);
	remove_later(r, old.picture, old.picture_large);
	return to_profile(r, tr("Your picture is removed."));
}

/* --- the résumé ---------------------------------------------------------------- */

struct resume_input {
	struct upload *resume;
};

static const struct form_field resume_fields[] = {
	FORM_FIELD(struct resume_input, resume, REQUIRED, 1, RESUME_BYTES),
};
const struct form resume_form = FORM(struct resume_input, resume_fields);

/* What was uploaded is gone when the request ends: a copy stays.  Nothing of it
 * is left after a failure. */
static bool
keep_file(const char *from, const char *to)
{
	char block[16 * 1024];
	int in = open(from, O_RDONLY | O_CLOEXEC), out;
	ssize_t n = -1;

	out = in < 0 ? -1
		     : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	while (out >= 0 && (n = read(in, block, sizeof(block))) > 0)
		if (write(out, block, (size_t)n) != n) {
			n = -1;
			break;
		}
	if (in >= 0)
		close(in);
	if (out >= 0 && close(out) != 0)
		n = -1;
	if (n != 0 && out >= 0)
		unlink(to);
	return n == 0;
}

/* What a header can carry: letters, digits and a few marks, ending in .pdf. */
static const char *
plain_filename(struct arena *a, const char *typed)
{
	char *name = arena_strndup(a, typed,
	    strlen(typed) < FILENAME_CHARS ? strlen(typed) : FILENAME_CHARS);
	size_t len;

	for (char *s = name; *s != '\0'; s++)
		if (strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXY"
			   "Z0123456789._-",
			*s) == NULL)
			*s = '_';
	len = strlen(name);
	if (len > 4 && strcmp(name + len - 4, ".pdf") == 0)
		return name;
	return arena_printf(a, "%s.pdf", len == 0 ? "resume" : name);
}

enum status
resume_post(struct request *r)
{
	const struct resume_input *in = r->form;
	const char *folder = media_folder(r, "resumes"), *path;
	struct resume_find_row old;

	if (strcmp(in->resume->type, "application/pdf") != 0)
		return request_invalid(r, "resume", tr("Choose a PDF."));
	path = arena_printf(r->arena, "resumes/%s.pdf", token_new(r->arena));
	if (folder == NULL ||
	    !keep_file(in->resume->path, arena_printf(r->arena, "%s/media/%s",
					     setting_text("BELAY_VAR"), path)))
		return INTERNAL_ERROR;
	if (resume_find(r->db, &old))
		remove_later(r, old.path, NULL);
	resume_save(r->db, path, plain_filename(r->arena, in->resume->filename),
	    in->resume->size);
	job_enqueue(r->db, &(struct job){ .kind = "resume.extract",
			       .payload = arena_printf(r->arena,
				   "{\"user_id\":%lld,\"path\":\"%s\"}",
				   (long long)r->session->user_id, path) });
	return to_profile(r, tr("Your résumé is saved."));
}

enum status
resume_show(struct request *r)
{
	struct resume_find_row row;

	if (!resume_find(r->db, &row))
		return NOT_FOUND;
	return request_file(r, &(struct download){ .path = row.path,
				   .type = "application/pdf",
				   .filename = row.filename });
}

enum status
resume_remove_post(struct request *r)
{
	struct resume_find_row old;

	if (resume_find(r->db, &old)) {
		remove_later(r, old.path, NULL);
		resume_remove(r->db);
	}
	return to_profile(r, tr("Your résumé is removed."));
}
