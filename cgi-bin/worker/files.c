#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/log.h"
#include "lib/job/job.h"
#include "worker/worker.h"

const char *
files_path(struct arena *a, const char *path)
{
	if (path == NULL || *path == '/' || *path == '\0' ||
	    strstr(path, "..") != NULL)
		return NULL;
	return arena_printf(a, "%s/media/%s", setting_text("BELAY_VAR"), path);
}

void
files_remove_later(struct db *db, const char *const *paths, size_t n)
{
	struct json_object *payload = json_object_new_object(),
			   *list = json_object_new_array();

	json_object_object_add(payload, "paths", list);
	for (size_t i = 0; i < n; i++)
		json_object_array_add(list, json_object_new_string(paths[i]));
	if (n != 0)
		job_enqueue(
		    db, &(struct job){ .kind = "files.remove",
			    .payload = json_object_to_json_string(payload) });
	json_object_put(payload);
}

enum work_result
files_remove(struct work *w)
{
	struct json_object *list;
	const char *file;

	if (!json_object_object_get_ex(w->payload, "paths", &list))
		return WORK_DONE;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		file = files_path(w->arena,
		    json_object_get_string(json_object_array_get_idx(list, i)));
		if (file == NULL || unlink(file) == 0 || errno == ENOENT)
			continue;
		w->why =
		    arena_printf(w->arena, "%s: %s", file, strerror(errno));
		return WORK_AGAIN;
	}
	return WORK_DONE;
}
