#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include "gen/lib/job/work_sql.h"
#include "gen/worker/export_sql.h"
#include "lib/auth/secret.h"
#include "lib/job/job.h"
#include "worker/worker.h"

enum {
	ROWS = 500, /* of a table at once */
	PIECE_MEMORY = 48 * 1024 * 1024,
	LEASE_SECONDS = 300
};

/*
 * A member's data as a ZIP below the media folder: a JSON file per table of
 * person_data, read piece by piece, and the files the rows name.  libzip reads
 * its sources when it closes the archive, so tables pass through temporary
 * files, which have no names any more by then.
 */
struct export
{
	struct export_find_row row;
	struct arena *piece;
	zip_t *zip;
	const char *path; /* below the media folder */
	int64_t size;
	bool is_over; /* nothing to be done */
};

enum work_result
export_load(struct work *w)
{
	struct export *e = arena_alloc(w->arena, 1, sizeof(*e));

	w->state = e;
	e->is_over = !export_find(w->db, work_id(w, "export_id"), &e->row);
	if (!e->is_over)
		export_running(w->db, e->row.id, 0);
	return WORK_DONE;
}

static bool
failed(struct work *w, const char *what, const char *why)
{
	w->why = arena_printf(w->arena, "%s: %s", what, why);
	return false;
}

/* --- tables ---------------------------------------------------------------------- */

/* A piece's rows, without the brackets. */
static void
put_rows(FILE *f, const char *json, bool is_first)
{
	size_t len = strlen(json);

	if (len <= 2)
		return;
	if (!is_first)
		fputs(",\n", f);
	fwrite(json + 1, 1, len - 2, f);
}

static bool
write_table(struct work *w, struct export *e, const struct export_tables_row *t,
    FILE *f)
{
	struct person_export_row row;
	int64_t after = 0;
	bool found;

	fputs("[\n", f);
	do {
		arena_reset(e->piece);
		db_use_arena(w->db, e->piece);
		db_begin(w->db, DB_READ_ONLY);
		found = person_export(w->db, e->row.user_id, t->table_name,
		    t->column_name, after, ROWS, &row);
		found = db_commit(w->db) && found;
		db_use_arena(w->db, w->arena);
		if (!found)
			return failed(w, t->table_name, "can't be read");
		put_rows(f, row.data, after == 0);
		after += row.n;
	} while (row.n == ROWS);
	fputs("\n]\n", f);
	return fseek(f, 0, SEEK_SET) == 0 ||
	       failed(w, t->table_name, strerror(errno));
}

/* The archive owns f from here on. */
static bool
add_stream(struct work *w, struct export *e, const char *name, FILE *f)
{
	zip_source_t *source = zip_source_filep(e->zip, f, 0, -1);

	if (source == NULL) {
		fclose(f);
		return failed(w, name, zip_strerror(e->zip));
	}
	if (zip_file_add(e->zip, name, source, ZIP_FL_ENC_UTF_8) >= 0)
		return true;
	zip_source_free(source);
	return failed(w, name, zip_strerror(e->zip));
}

static bool
add_table(struct work *w, struct export *e, const struct export_tables_row *t)
{
	const char *name =
	    t->is_only
		? arena_printf(w->arena, "%s/%s.json", t->area, t->table_name)
		: arena_printf(w->arena, "%s/%s.%s.json", t->area,
		      t->table_name, t->column_name);
	FILE *f = tmpfile();

	if (f == NULL)
		return failed(w, name, strerror(errno));
	if (!write_table(w, e, t, f)) {
		fclose(f);
		return false;
	}
	return add_stream(w, e, name, f);
}

static void
tell_progress(struct work *w, const struct export *e, size_t done, size_t all)
{
	db_begin(w->db, DB_READ_WRITE);
	export_running(w->db, e->row.id, (int64_t)(done * 90 / all));
	job_renew(w->db, w->job_id, LEASE_SECONDS);
	db_commit(w->db);
}

static bool
add_tables(struct work *w, struct export *e)
{
	struct export_tables_row *tables;
	size_t n;

	db_begin(w->db, DB_READ_ONLY);
	tables = export_tables(w->db, &n);
	if (!db_commit(w->db))
		return failed(w, "tables", "can't be read");
	for (size_t i = 0; i < n; i++) {
		if (!add_table(w, e, &tables[i]))
			return false;
		tell_progress(w, e, i + 1, n);
	}
	return true;
}

/* --- files -------------------------------------------------------------------------- */

static bool
add_file(struct work *w, struct export *e, const char *path)
{
	const char *file = files_path(w->arena, path), *slash;
	zip_source_t *source;

	if (file == NULL || access(file, R_OK) != 0 ||
	    strncmp(path, "exports/", 8) == 0)
		return true;
	slash = strrchr(path, '/');
	source = zip_source_file(e->zip, file, 0, -1);
	if (source != NULL &&
	    zip_file_add(e->zip,
		arena_printf(
		    w->arena, "files/%s", slash != NULL ? slash + 1 : path),
		source, ZIP_FL_ENC_UTF_8 | ZIP_FL_OVERWRITE) >= 0)
		return true;
	zip_source_free(source);
	return failed(w, path, zip_strerror(e->zip));
}

static bool
add_files(struct work *w, struct export *e)
{
	struct person_paths_row row;
	bool found;

	db_begin(w->db, DB_READ_ONLY);
	found = person_paths(w->db, e->row.user_id, &row);
	if (!db_commit(w->db) || !found)
		return failed(w, "files", "can't be read");
	for (size_t i = 0; i < row.npaths; i++)
		if (!add_file(w, e, row.paths[i]))
			return false;
	return true;
}

/* --- the archive ------------------------------------------------------------------------ */

static const char *
begin_archive(struct work *w, struct export *e)
{
	const char *folder = files_path(w->arena, "exports");
	const char *file;
	int why = 0;

	e->path = arena_printf(w->arena, "exports/%s.zip", token_new(w->arena));
	file = files_path(w->arena, e->path);
	if (mkdir(folder, 0750) != 0 && errno != EEXIST) {
		failed(w, folder, strerror(errno));
		return NULL;
	}
	e->zip = zip_open(file, ZIP_CREATE | ZIP_EXCL, &why);
	if (e->zip == NULL) {
		failed(w, file, "can't be made");
		return NULL;
	}
	return file;
}

/* zip_close() writes it whole under another name and renames it. */
static bool
end_archive(struct work *w, struct export *e, const char *file)
{
	struct stat st;

	if (zip_close(e->zip) != 0) {
		failed(w, file, zip_strerror(e->zip));
		zip_discard(e->zip);
		return false;
	}
	if (stat(file, &st) != 0)
		return failed(w, file, strerror(errno));
	e->size = st.st_size;
	return true;
}

enum work_result
export_call(struct work *w)
{
	struct export *e = w->state;
	const char *file;
	bool fine;

	if (e->is_over)
		return WORK_DONE;
	if ((file = begin_archive(w, e)) == NULL)
		return WORK_AGAIN;
	e->piece = arena_new(PIECE_MEMORY);
	fine = add_tables(w, e) && add_files(w, e);
	arena_free(e->piece);
	if (fine)
		return end_archive(w, e, file) ? WORK_DONE : WORK_AGAIN;
	zip_discard(e->zip);
	return WORK_AGAIN;
}

enum work_result
export_finish(struct work *w)
{
	struct export *e = w->state;

	if (e->is_over)
		return WORK_DONE;
	export_ready(w->db, e->row.id, e->path, e->size);
	notice_send(w->db, &(struct notice){ .user_id = e->row.user_id,
			       .type = "export_ready",
			       .link = "/settings/data",
			       .data = "{}",
			       .unique = arena_printf(w->arena, "export:%lld",
				   (long long)e->row.id) });
	return WORK_DONE;
}

void
export_gave_up(struct work *w)
{
	export_failed(w->db, work_id(w, "export_id"));
}
