#include <errno.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#include "gen/journeys/attachment_sql.h"
#include "journeys/attachment.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"
#include "lib/job/job.h"
#include "lib/journey/field_type.h"

enum { NAME_MOST = 255, FILE_BYTES = 100 * 1024 * 1024 };

/* --- what it may be -------------------------------------------------------------- */

static const char OFFICE[] = "application/vnd.openxmlformats-officedocument.";
static const char OPEN_DOCUMENT[] = "application/vnd.oasis.opendocument.";
static const struct {
	const char *extension, *type; /* or how it begins */
} kinds[] = {
	{ "pdf", "application/pdf" },
	{ "jpg", "image/jpeg" },
	{ "jpeg", "image/jpeg" },
	{ "png", "image/png" },
	{ "gif", "image/gif" },
	{ "webp", "image/webp" },
	{ "heic", "image/hei" },
	{ "txt", "text/plain" },
	{ "csv", "text/" },
	{ "csv", "application/csv" },
	{ "docx", OFFICE },
	{ "xlsx", OFFICE },
	{ "pptx", OFFICE },
	{ "docx", "application/zip" },
	{ "xlsx", "application/zip" },
	{ "pptx", "application/zip" },
	{ "odt", OPEN_DOCUMENT },
	{ "ods", OPEN_DOCUMENT },
	{ "odp", OPEN_DOCUMENT },
	{ "rtf", "text/rtf" },
	{ "zip", "application/zip" },
	{ "mp3", "audio/mpeg" },
	{ "m4a", "audio/x-m4a" },
	{ "m4a", "video/mp4" },
	{ "wav", "audio/x-wav" },
	{ "mp4", "video/mp4" },
	{ "mov", "video/quicktime" },
	{ "webm", "video/webm" },
	{ "ics", "text/calendar" },
};

bool
attachment_agrees(const char *name, const char *type)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < sizeof(kinds) / sizeof(kinds[0]);
	     i++)
		if (strcasecmp(dot + 1, kinds[i].extension) == 0 &&
		    strncmp(type, kinds[i].type, strlen(kinds[i].type)) == 0)
			return true;
	return false;
}

/* The last part of what the browser said, without what no name has. */
static const char *
plain_name(struct arena *a, const char *typed)
{
	char *name = arena_strdup(a, typed), *part;

	for (char *s = name; *s != '\0'; s++)
		if ((unsigned char)*s < ' ' || *s == '\x7f')
			*s = ' ';
	while ((part = strpbrk(name, "/\\")) != NULL)
		name = part + 1;
	return *name == '\0' || strcmp(name, ".") == 0 ||
		       strcmp(name, "..") == 0
		   ? NULL
		   : name;
}

static bool
is_allowed(const struct rule_list *extensions, const char *name)
{
	const char *dot = strrchr(name, '.');

	for (size_t i = 0; dot != NULL && i < extensions->n; i++)
		if (strcasecmp(dot + 1, extensions->items[i]) == 0)
			return true;
	return false;
}

static const char *
refusal(struct request *r, const struct journey_field *f,
    const struct upload *file, const char *name)
{
	if (name == NULL || strlen(name) > NAME_MOST)
		return tr("Give the file a shorter name.");
	if (file->size == 0)
		return tr("This file is empty.");
	if (file->size > f->rules.max_size)
		return arena_printf(r->arena,
		    tr("Choose a file of at most %lld KB."),
		    (long long)(f->rules.max_size / 1024));
	if (!is_allowed(&f->rules.extensions, name))
		return tr("Files of this kind are not taken here.");
	return attachment_agrees(name, file->type)
		   ? NULL
		   : tr("What is in this file is not what its name says.");
}

/* --- to the disk ------------------------------------------------------------------- */

/* Copies it, and tells the SHA-256 of what it wrote; nothing is left after a
 * failure. */
static bool
keep(const char *from, const char *to, char hex[65])
{
	unsigned char block[16 * 1024], digest[crypto_hash_sha256_BYTES];
	int in = open(from, O_RDONLY | O_CLOEXEC), out;
	crypto_hash_sha256_state state;
	ssize_t n = -1;

	crypto_hash_sha256_init(&state);
	out = in < 0 ? -1
		     : open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
	while (out >= 0 && (n = read(in, block, sizeof(block))) > 0) {
		crypto_hash_sha256_update(&state, block, (size_t)n);
		if (write(out, block, (size_t)n) != n) {
			n = -1;
			break;
		}
	}
	if (in >= 0)
		close(in);
	if (out >= 0 && close(out) != 0)
		n = -1;
	if (n != 0 && out >= 0)
		unlink(to);
	crypto_hash_sha256_final(&state, digest);
	sodium_bin2hex(hex, 65, digest, sizeof(digest));
	return n == 0;
}

static void
release(void *doc)
{
	json_object_put(doc);
}

static const char *
about(struct request *r, const struct upload *file, const char *name,
    const char *hash, const char *path)
{
	struct json_object *doc = json_object_new_object();

	arena_defer(r->arena, release, doc);
	json_object_object_add(doc, "name", json_object_new_string(name));
	json_object_object_add(doc, "size", json_object_new_int64(file->size));
	json_object_object_add(doc, "sha256", json_object_new_string(hash));
	json_object_object_add(doc, "type", json_object_new_string(file->type));
	json_object_object_add(doc, "path", json_object_new_string(path));
	return json_object_to_json_string_ext(doc, JSON_C_TO_STRING_PLAIN);
}

const char *
attachment_add(struct request *r, const struct attachment_place *place,
    const struct upload *file, int64_t *id)
{
	const struct journey_field *f = place->field;
	const char *name = plain_name(r->arena, file->filename);
	const char *why = refusal(r, f, file, name), *path, *folder;
	struct answer_file_add_row row;
	char hash[65];

	*id = 0;
	if (why != NULL)
		return why;
	folder = arena_printf(
	    r->arena, "%s/media/answers", setting_text("BELAY_VAR"));
	path = arena_printf(r->arena, "answers/%s", token_new(r->arena));
	if ((mkdir(folder, 0750) != 0 && errno != EEXIST) ||
	    !keep(file->path,
		arena_printf(
		    r->arena, "%s/media/%s", setting_text("BELAY_VAR"), path),
		hash)) {
		log_error("%s: %s", folder, strerror(errno));
		return tr("The file could not be stored. Try again.");
	}
	if (answer_file_add(r->db, place->slug, f->section->key, place->record,
		f->key, about(r, file, name, hash, path), f->rules.max_files,
		&row))
		*id = row.id;
	return NULL;
}

void
attachment_remove(struct request *r, const char *slug, int64_t id)
{
	struct answer_file_remove_row row;

	if (answer_file_remove(r->db, slug, id, &row))
		job_enqueue(r->db, &(struct job){ .kind = "files.remove",
				       .payload = arena_printf(r->arena,
					   "{\"paths\":[\"%s\"]}", row.path) });
}

/* --- one at a time, by script -------------------------------------------------------- */

struct attachment_input {
	const char *slug, *section, *field;
	int64_t record;
	struct upload *file;
};
static const struct form_field attachment_fields[] = {
	FORM_FIELD(struct attachment_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct attachment_input, section, REQUIRED, 1, KEY_MOST),
	FORM_FIELD(struct attachment_input, field, REQUIRED, 1, KEY_MOST),
	FORM_FIELD(struct attachment_input, record, OPTIONAL, 0, INT64_MAX),
	FORM_FIELD(struct attachment_input, file, REQUIRED, 1, FILE_BYTES),
};
const struct form attachment_form =
    FORM(struct attachment_input, attachment_fields);

struct attachment_one_input {
	const char *slug, *section;
	int64_t file;
};
static const struct form_field attachment_one_fields[] = {
	FORM_FIELD(struct attachment_one_input, slug, REQUIRED, 1, 60),
	FORM_FIELD(struct attachment_one_input, section, REQUIRED, 1, KEY_MOST),
	FORM_ID(struct attachment_one_input, file, REQUIRED),
};
const struct form attachment_one_form =
    FORM(struct attachment_one_input, attachment_one_fields);

static const struct field made_fields[] = {
	FIELD_ID(struct answer_file_add_row, id),
	FIELD_END,
};

static enum status
back(struct request *r, const struct outcome *outcome, int64_t record)
{
	const char *path = arena_printf(
	    r->arena, "/journeys/%s/%s", typed(r, "slug"), typed(r, "section"));

	if (record > 0)
		return request_done(
		    r, outcome, "%s?record=%lld", path, (long long)record);
	return request_done(r, outcome, "%s", path);
}

enum status
attachment_post(struct request *r)
{
	const struct attachment_input *in = r->form;
	struct attachment_place place = { .slug = in->slug,
		.record = in->record };
	struct answer_file_add_row made = { 0 };
	const struct journey_section *s;
	const char *why;
	struct taking t;

	if (!taking_load(r, in->slug, &t) ||
	    (s = definition_section(t.definition, in->section)) == NULL ||
	    (place.field = definition_field(s, in->field)) == NULL ||
	    place.field->type != TYPE_FILE)
		return NOT_FOUND;
	if (t.locked != NULL)
		return request_refuse(r, CONFLICT, t.locked);
	why = attachment_add(r, &place, in->file, &made.id);
	if (why != NULL)
		return request_invalid(r, "file", why);
	return back(
	    r, &(struct outcome){ CREATED, made_fields, &made }, in->record);
}

enum status
attachment_show(struct request *r)
{
	const struct attachment_one_input *in = r->form;
	struct answer_file_find_row row;

	if (!answer_file_find(r->db, in->slug, in->section, in->file, &row))
		return NOT_FOUND;
	return request_file(
	    r, &(struct download){
		   .path = row.path, .type = row.type, .filename = row.name });
}

enum status
attachment_remove_post(struct request *r)
{
	const struct attachment_one_input *in = r->form;

	attachment_remove(r, in->slug, in->file);
	return back(r, &(struct outcome){ .status = NO_CONTENT }, 0);
}
