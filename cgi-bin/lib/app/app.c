#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sysexits.h>
#include <unistd.h>

#include "lib/app/internal.h"
#include "lib/app/prefork.h"
#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"

enum { REQUEST_MEMORY = 8 * 1024 * 1024, DEFAULT_BODY = 64 * 1024 };

struct options {
	enum { SERVE, ROUTES, CHECK, CONTRACT, SETTINGS } what;
	const char *socket;
	int processes;
};

/* fds 0 to 2 must be valid before anything opens a file: else a log line may
 * end up in the database's socket or in somebody's page. */
static void
make_standard_fds_valid(void)
{
	int fd;

	do
		fd = open("/dev/null", O_RDWR);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

static bool
read_options(int argc, char **argv, struct options *o)
{
	static const struct option known[] = {
		{ "socket", required_argument, NULL, 's' },
		{ "processes", required_argument, NULL, 'p' },
		{ "routes", no_argument, NULL, 'r' },
		{ "check", no_argument, NULL, 'c' },
		{ "contract", no_argument, NULL, 'k' },
		{ "settings", no_argument, NULL, 'e' },
		{ NULL, 0, NULL, 0 },
	};
	int c;

	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		switch (c) {
		case 's':
			o->socket = optarg;
			break;
		case 'p':
			o->processes = (int)strtol(optarg, NULL, 10);
			break;
		case 'r':
			o->what = ROUTES;
			break;
		case 'c':
			o->what = CHECK;
			break;
		case 'k':
			o->what = CONTRACT;
			break;
		case 'e':
			o->what = SETTINGS;
			break;
		default:
			return false;
		}
	}
	return optind == argc;
}

static const char *const access_names[] = {
	[NOBODY] = "nobody",
	[PUBLIC] = "public",
	[SIGNED_OUT] = "signed_out",
	[MEMBER] = "member",
	[VERIFIED] = "verified",
	[STAFF] = "staff",
};

static const char *const rate_names[] = {
	[RATE_PAGE] = "page",
	[RATE_WRITE] = "write",
	[RATE_SIGN_IN] = "sign_in",
	[RATE_MAIL] = "mail",
	[RATE_UPLOAD] = "upload",
	[RATE_PROVIDER] = "provider",
};

/* For nginx, for the tests that walk every route, and for people. */
static int
print_routes(const struct app *app)
{
	const struct route *r;

	for (r = app->routes; r->method != NULL; r++)
		printf("%s\t%s\t%s\t%s\t%zu\t%s%s%s%s%s\t%s\n", r->method,
		    r->path, access_names[r->access], rate_names[r->rate],
		    r->body_max != 0 ? r->body_max : (size_t)DEFAULT_BODY,
		    (r->flags & ROUTE_CACHED) != 0 ? "cached," : "",
		    (r->flags & ROUTE_JSON_ONLY) != 0 ? "json," : "",
		    (r->flags & ROUTE_SUSPENDED) != 0 ? "suspended," : "",
		    (r->flags & ROUTE_RAW) != 0 ? "raw," : "",
		    (r->flags & ROUTE_SUDO) != 0 ? "sudo" : "-",
		    r->permission != NULL ? r->permission : "-");
	return EX_OK;
}

static const char *
conninfo_with(struct arena *a, const char *program, const char *options)
{
	const char *base = setting_text("BELAY_DATABASE");

	if (base == NULL)
		base = "dbname=belay";
	return arena_printf(a,
	    "%s user=belay_%s application_name=%s "
	    "options='-c app.clock_offset=%lld%s'",
	    base, program, program,
	    (long long)setting_int("BELAY_CLOCK_OFFSET"), options);
}

const char *
app_conninfo(struct arena *a, const char *program)
{
	return conninfo_with(a, program, "");
}

static int
check_contract(const struct app *app, struct arena *a)
{
	bool fatal;
	struct db *db =
	    db_open(app_conninfo(a, app->name), a, app->stmts, &fatal);
	size_t mistakes;

	if (db == NULL)
		return EX_UNAVAILABLE;
	mistakes = db_check(db, app->stmts);
	db_close(db);
	return mistakes == 0 ? EX_OK : EX_SOFTWARE;
}

struct child {
	const struct app *app;
	struct http_server *server;
	const char *conninfo;
	struct counters *counters;
};

static int
run_child(void *data)
{
	const struct child *c = data;
	struct served s = { .app = c->app,
		.conninfo = c->conninfo,
		.counters = c->counters,
		.arena = arena_new(REQUEST_MEMORY),
		.clock_offset_us =
		    setting_int("BELAY_CLOCK_OFFSET") * 1000000 };
	int status = loop_run(&s, c->server);

	arena_free(s.arena);
	return status;
}

static bool
reload(void *data)
{
	return pages_compile(data);
}

static int
serve(const struct app *app, const struct options *o, struct arena *a)
{
	struct child child = { .app = app };
	struct prefork pool = { .run = run_child,
		.data = &child,
		.stop = http_stop,
		.reload = reload,
		.reload_data = (void *)(uintptr_t)app->pages };
	int status;

	if (!secret_init(setting_text("BELAY_SECRET_KEY")) ||
	    !secret_init_old(setting_text("BELAY_SECRET_KEY_OLD")) ||
	    !pages_compile(app->pages))
		return EX_CONFIG;
	child.counters = mmap(NULL, sizeof(*child.counters),
	    PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	/* Who serves pages writes in transactions that say so. */
	child.conninfo =
	    conninfo_with(a, app->name, " -c default_transaction_read_only=on");
	child.server = http_listen(o->socket);
	if (child.counters == MAP_FAILED || child.server == NULL)
		return EX_UNAVAILABLE;
	pool.processes =
	    o->processes != 0 ? o->processes : prefork_processes(app->name);
	status = prefork_run(&pool);
	http_close(child.server);
	return status;
}

/* The house's settings and the program's own. */
static const struct setting **
all_settings(const struct app *app, struct arena *a)
{
	const struct setting **all;
	size_t n = 0;

	while (app->settings != NULL && app->settings[n] != NULL)
		n++;
	all = arena_alloc(a, n + 2, sizeof(const struct setting *));
	all[0] = base_settings;
	for (size_t i = 0; i < n; i++)
		all[i + 1] = app->settings[i];
	return all;
}

static int
run(const struct app *app, const struct options *o, struct arena *a)
{
	const struct setting **tables = all_settings(app, a);

	switch (o->what) {
	case ROUTES:
		return print_routes(app);
	case SETTINGS:
		settings_print(tables);
		return EX_OK;
	case SERVE:
	case CHECK:
	case CONTRACT:
		break;
	}
	if (!settings_load(tables))
		return EX_CONFIG;
	catalogue_open();
	if (o->what == CHECK)
		return pages_compile(app->pages) ? EX_OK : EX_CONFIG;
	if (o->what == CONTRACT)
		return check_contract(app, a);
	return serve(app, o, a);
}

int
app_run(const struct app *app, int argc, char **argv)
{
	struct options o = { .what = SERVE };
	struct arena *a;
	int status;

	make_standard_fds_valid();
	signal(SIGPIPE, SIG_IGN);
	log_program(app->name);
	if (!read_options(argc, argv, &o)) {
		fprintf(stderr,
		    "usage: %s [--socket PATH] [--processes N] | --routes | "
		    "--check | --contract | --settings\n",
		    app->name);
		return EX_USAGE;
	}
	a = arena_new(REQUEST_MEMORY);
	status = run(app, &o, a);
	pages_free(app->pages);
	arena_free(a);
	return status;
}
