#include <stdio.h>
#include <string.h>

#include "lib/app/internal.h"

/* "# version 2026f" at the head of the system's zone data. */
static const char *
tzdata_version(struct arena *a)
{
	char line[64] = "";
	FILE *f;

	if ((f = fopen("/usr/share/zoneinfo/tzdata.zi", "re")) == NULL)
		return "unknown";
	if (fgets(line, sizeof(line), f) == NULL)
		line[0] = '\0';
	fclose(f);
	line[strcspn(line, "\n")] = '\0';
	return strncmp(line, "# version ", 10) == 0 ? arena_strdup(a, line + 10)
						    : "unknown";
}

struct ready_view {
	const char *program, *database, *tzdata;
	bool ready;
};

static const struct field ready_fields[] = {
	FIELD(struct ready_view, program),
	FIELD(struct ready_view, ready),
	FIELD(struct ready_view, database),
	FIELD(struct ready_view, tzdata),
	FIELD_END,
};

static bool
database_answers(struct request *r)
{
	if (r->db == NULL)
		return false;
	db_begin(r->db, DB_READ_ONLY);
	return db_commit(r->db);
}

bool
health_answer(struct request *r)
{
	static const struct session nobody = { .timezone = "UTC" };
	struct ready_view view = { .program = r->area };
	const char *path = r->http->path;

	if (strcmp(path, "/healthz") != 0 && strcmp(path, "/readyz") != 0)
		return false;
	r->session = &nobody;
	response_header(r->out, "Cache-Control", "no-store");
	if (strcmp(path, "/healthz") == 0) {
		response_header(
		    r->out, "Content-Type", "text/plain; charset=utf-8");
		buf_puts(r->body, "ok");
		return true;
	}
	view.ready = database_answers(r);
	view.database = view.ready ? "ok" : "away";
	view.tzdata = tzdata_version(r->arena);
	if (!view.ready)
		response_header(r->out, "Retry-After", "2");
	request_json(r, view.ready ? OK : UNAVAILABLE, ready_fields, &view);
	return true;
}
