#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gen/lib/base/setting_names.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"

enum { MAX_SETTINGS = 256, MAX_LINE = 4096 };

/* The one set of a process: filled once at start, read for its lifetime.  A
 * name that fits a pattern has a row of its own, with the part that differs. */
static struct {
	const struct setting *declared[MAX_SETTINGS];
	char *values[MAX_SETTINGS], *names[MAX_SETTINGS], *parts[MAX_SETTINGS];
	size_t n;
} state;

const struct setting base_settings[] = {
	{ "BELAY_DATABASE", SETTING_TEXT, NULL, true,
	    "libpq connection words without a user; each program adds its role." },
	{ "BELAY_VAR", SETTING_TEXT, "var", false,
	    "Folder of sockets, media, mail spool and secrets." },
	{ "BELAY_SECRET_KEY", SETTING_TEXT, NULL, true,
	    "32 bytes in hex: signs forms and links, encrypts stored tokens." },
	{ "BELAY_SECRET_KEY_OLD", SETTING_TEXT, NULL, true,
	    "The key before, after a change of keys: still opens stored "
	    "tokens." },
	{ "BELAY_PUBLIC_URL", SETTING_URL, "https://localhost:8443", false,
	    "The address people use, without a slash at its end." },
	{ "BELAY_TEMPLATES", SETTING_TEXT, "templates", false,
	    "Folder of the templates." },
	{ "BELAY_STATIC_MANIFEST", SETTING_TEXT, ".build/static/manifest.txt",
	    false, "Names and hashed names of the static files." },
	{ "BELAY_CATALOGUES", SETTING_TEXT, NULL, false,
	    "Folder of compiled gettext catalogues (LANG/LC_MESSAGES/belay.mo)." },
	{ "BELAY_DEMO", SETTING_BOOL, "0", false,
	    "The platform is a demonstration: staff need no second factor." },
	{ "BELAY_CLOCK_OFFSET", SETTING_INT, "0", false,
	    "Seconds added to the clock that rules read; tests only." },
	{ "BELAY_PRODUCTION", SETTING_BOOL, "0", false,
	    "Refuses the settings that are for tests only." },
	{ "BELAY_PROCESSES", SETTING_INT, NULL, false,
	    "Processes of each program; unset, 4 of those people look at most "
	    "and 2 of the others." },
	{ "BELAY_PROCESSES_*", SETTING_INT, NULL, false,
	    "Processes of one program, its name in capitals: "
	    "BELAY_PROCESSES_BOOKING." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

static const char *
name_at(size_t i)
{
	return state.names[i] != NULL ? state.names[i]
				      : state.declared[i]->name;
}

/* The part of `name` that the * of the pattern stands for; 0: it does not fit.
 */
static size_t
fits(const char *pattern, const char *name, size_t len)
{
	const char *star = strchr(pattern, '*');
	size_t before, after, part, i;

	if (star == NULL)
		return 0;
	before = (size_t)(star - pattern);
	after = strlen(star + 1);
	if (len <= before + after || memcmp(pattern, name, before) != 0 ||
	    memcmp(star + 1, name + len - after, after) != 0)
		return 0;
	part = len - before - after;
	for (i = 0; i < part; i++)
		if (!isupper((unsigned char)name[before + i]) &&
		    !isdigit((unsigned char)name[before + i]))
			return 0;
	return part;
}

static bool
find(const char *name, size_t len, size_t *at)
{
	for (size_t i = 0; i < state.n; i++)
		if (strlen(name_at(i)) == len &&
		    memcmp(name_at(i), name, len) == 0) {
			*at = i;
			return true;
		}
	return false;
}

static const struct setting *
pattern_of(const char *name, size_t len, size_t *part)
{
	for (size_t i = 0; i < state.n; i++)
		if (state.names[i] == NULL &&
		    (*part = fits(state.declared[i]->name, name, len)) != 0)
			return state.declared[i];
	return NULL;
}

static char *
copy(const char *text, size_t len)
{
	char *own = strndup(text, len);

	if (own == NULL)
		log_fatal("settings: out of memory");
	return own;
}

/* As find(), and a row for a name that fits a pattern. */
static const struct setting *
find_or_add(const char *name, size_t len, size_t *at)
{
	const struct setting *s;
	size_t part, before;

	if (find(name, len, at))
		return state.declared[*at];
	if ((s = pattern_of(name, len, &part)) == NULL)
		return NULL;
	if (state.n == MAX_SETTINGS)
		log_fatal("settings: more than %d", MAX_SETTINGS);
	before = (size_t)(strchr(s->name, '*') - s->name);
	*at = state.n++;
	state.declared[*at] = s;
	state.names[*at] = copy(name, len);
	state.parts[*at] = copy(name + before, part);
	return s;
}

/* The same file serves every program and tool: those that this one does not
 * declare are in the list that the build makes of all tables. */
static bool
is_of_another(const char *name, size_t len)
{
	for (const char *const *other = setting_names; *other != NULL; other++)
		if ((strlen(*other) == len && memcmp(*other, name, len) == 0) ||
		    fits(*other, name, len) != 0)
			return true;
	return false;
}

static const char *
mistake(const struct setting *s, const char *value)
{
	char *end;

	switch (s->type) {
	case SETTING_INT:
		errno = 0;
		(void)strtoll(value, &end, 10);
		return errno != 0 || end == value || *end != '\0'
			   ? "is not a whole number"
			   : NULL;
	case SETTING_BOOL:
		return strcmp(value, "0") == 0 || strcmp(value, "1") == 0
			   ? NULL
			   : "is neither 0 nor 1";
	case SETTING_URL:
		return strstr(value, "://") != NULL ? NULL : "is not a URL";
	case SETTING_TEXT:
		break;
	}
	return NULL;
}

static void
keep(size_t at, const char *value)
{
	free(state.values[at]);
	state.values[at] = copy(value, strlen(value));
}

/* A value in double quotes, as systemd and shells write it, is what is between
 * them. */
static char *
unquoted(char *value)
{
	size_t len = strlen(value);

	if (len < 2 || value[0] != '"' || value[len - 1] != '"')
		return value;
	value[len - 1] = '\0';
	return value + 1;
}

/* Why NAME=value is refused, the name being `len` bytes; or NULL.  An empty
 * value is none. */
static const char *
read_pair(char *pair, size_t len)
{
	char *value = unquoted(pair + len + 1);
	const struct setting *s;
	const char *why;
	size_t at;

	/* A pattern is no name. */
	if (memchr(pair, '*', len) != NULL)
		return "is no setting";
	if ((s = find_or_add(pair, len, &at)) == NULL)
		return is_of_another(pair, len) ? NULL : "is no setting";
	if (*value == '\0')
		return NULL;
	if ((why = mistake(s, value)) == NULL)
		keep(at, value);
	return why;
}

/* One line of the file: NAME=value, # comment, or empty. */
static bool
read_line(const char *file, int line, char *text)
{
	const char *why;
	size_t len;

	text[strcspn(text, "\r\n")] = '\0';
	text += strspn(text, " \t");
	if (*text == '\0' || *text == '#')
		return true;
	len = strcspn(text, "=");
	if (text[len] != '=') {
		log_error("%s:%d: not NAME=value", file, line);
		return false;
	}
	if ((why = read_pair(text, len)) != NULL)
		log_error("%s:%d: %.*s %s", file, line, (int)len, text, why);
	return why == NULL;
}

static bool
read_file(const char *file)
{
	char line[MAX_LINE];
	bool fine = true;
	int number = 0;
	FILE *f;

	if ((f = fopen(file, "re")) == NULL) {
		log_error("%s: %s", file, strerror(errno));
		return false;
	}
	while (fgets(line, sizeof(line), f) != NULL) {
		number++;
		if (strlen(line) == sizeof(line) - 1) {
			log_error("%s:%d: longer than %d bytes", file, number,
			    MAX_LINE - 2);
			fine = false;
			break;
		}
		fine = read_line(file, number, line) && fine;
	}
	fclose(f);
	return fine;
}

static void
declare(const struct setting *const tables[])
{
	const struct setting *s;
	size_t at;

	for (; *tables != NULL; tables++)
		for (s = *tables; s->name != NULL; s++) {
			if (find(s->name, strlen(s->name), &at))
				continue;
			if (state.n == MAX_SETTINGS)
				log_fatal(
				    "settings: more than %d", MAX_SETTINGS);
			state.declared[state.n++] = s;
		}
}

static bool
read_environment(void)
{
	const struct setting *s;
	const char *value, *why;
	bool fine = true;
	size_t at;

	for (char **line = environ; *line != NULL; line++) {
		value = strchr(*line, '=');
		if (value == NULL || value[1] == '\0')
			continue;
		s = find_or_add(*line, (size_t)(value - *line), &at);
		if (s == NULL)
			continue;
		why = mistake(s, value + 1);
		if (why != NULL) {
			log_error("%s %s", name_at(at), why);
			fine = false;
			continue;
		}
		keep(at, value + 1);
	}
	return fine;
}

bool
settings_load(const struct setting *const tables[])
{
	const char *file = getenv("BELAY_ENV_FILE");
	bool fine = true;

	declare(tables);
	if (file != NULL && *file != '\0')
		fine = read_file(file);
	fine = read_environment() && fine;
	if (fine && setting_on("BELAY_PRODUCTION") &&
	    setting_int("BELAY_CLOCK_OFFSET") != 0) {
		log_error("BELAY_CLOCK_OFFSET is refused in production");
		fine = false;
	}
	return fine;
}

const char *
setting_part(const char *pattern, size_t i)
{
	const char *after = "", *next;

	do {
		next = NULL;
		for (size_t j = 0; j < state.n; j++)
			if (state.parts[j] != NULL &&
			    strcmp(state.declared[j]->name, pattern) == 0 &&
			    strcmp(state.parts[j], after) > 0 &&
			    (next == NULL || strcmp(state.parts[j], next) < 0))
				next = state.parts[j];
		after = next;
	} while (next != NULL && i-- > 0);
	return next;
}

const char *
setting_text(const char *name)
{
	const struct setting *s;
	size_t at, part;

	if (find(name, strlen(name), &at))
		return state.values[at] != NULL ? state.values[at]
						: state.declared[at]->initial;
	if ((s = pattern_of(name, strlen(name), &part)) == NULL)
		log_fatal("settings: %s is not declared", name);
	return s->initial;
}

int64_t
setting_int(const char *name)
{
	const char *value = setting_text(name);

	return value == NULL ? 0 : strtoll(value, NULL, 10);
}

bool
setting_on(const char *name)
{
	return setting_int(name) == 1;
}

/* What a value looks like; cgi-bin/tool/settings.sh reads these words. */
static const char *const shapes[] = {
	[SETTING_TEXT] = "",
	[SETTING_INT] = "# A whole number.\n",
	[SETTING_BOOL] = "# 0 or 1.\n",
	[SETTING_URL] = "# An address with its scheme.\n",
};

static void
print_one(const struct setting *s)
{
	printf("# %s%s\n%s#%s=%s\n\n", s->help,
	    s->secret ? " Secret: keep this file private." : "",
	    shapes[s->type], s->name, s->initial != NULL ? s->initial : "");
}

void
settings_print(const struct setting *const tables[])
{
	const struct setting *s;

	for (; *tables != NULL; tables++)
		for (s = *tables; s->name != NULL; s++)
			print_one(s);
}
