#include <dirent.h>
#include <libintl.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/app/app.h"
#include "lib/app/catalogue.h"
#include "lib/base/log.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"

enum { CODE_SIZE = 16 };

/* What glibc counts changes of the language by; it looks at LANGUAGE again when
 * this has another value. */
extern int _nl_msg_cat_cntr; /* NOLINT(bugprone-reserved-identifier) */

static struct {
	char names[MOST_LANGUAGES][CODE_SIZE];
	const char *codes[MOST_LANGUAGES];
	size_t n, used;
} state = { .codes = { "en" }, .n = 1 };

static bool
has_catalogue(const char *dir, const char *code)
{
	char path[512];

	return strspn(code, "abcdefghijklmnopqrstuvwxyz") == strlen(code) &&
	       strlen(code) < CODE_SIZE && strcmp(code, "en") != 0 &&
	       snprintf(path, sizeof(path), "%s/%s/LC_MESSAGES/belay.mo", dir,
		   code) < (int)sizeof(path) &&
	       access(path, R_OK) == 0;
}

static void
find_catalogues(const char *dir)
{
	struct dirent **entries;
	int n = scandir(dir, &entries, NULL, alphasort);

	for (int i = 0; i < n; i++) {
		const char *code = entries[i]->d_name;

		if (state.n < MOST_LANGUAGES && has_catalogue(dir, code)) {
			snprintf(state.names[state.n], CODE_SIZE, "%s", code);
			state.codes[state.n] = state.names[state.n];
			state.n++;
		}
		free(entries[i]);
	}
	if (n >= 0)
		free(entries);
}

void
catalogue_open(void)
{
	const char *dir = setting_text("BELAY_CATALOGUES");

	words_set(tr);
	form_translate(tr);
	if (dir == NULL)
		return;
	find_catalogues(dir);
	/* In the locale "C" gettext translates nothing; whose language it is
	 * LANGUAGE says. */
	if (setlocale(LC_MESSAGES, "C.UTF-8") == NULL)
		log_error("the locale C.UTF-8 is missing: English only");
	bindtextdomain("belay", dir);
	bind_textdomain_codeset("belay", "UTF-8");
	textdomain("belay");
}

const char *const *
catalogue_codes(size_t *n)
{
	*n = state.n;
	return state.codes;
}

static size_t
number_of(const char *code)
{
	for (size_t i = 1; code != NULL && i < state.n; i++)
		if (strcmp(state.codes[i], code) == 0)
			return i;
	return 0;
}

bool
catalogue_has(const char *code)
{
	return strcmp(code, state.codes[0]) == 0 || number_of(code) != 0;
}

bool
catalogue_use(const char *code)
{
	size_t number = number_of(code);

	if (number == state.used)
		return false;
	state.used = number;
	setenv("LANGUAGE", state.codes[number], 1);
	_nl_msg_cat_cntr++;
	return true;
}

size_t
catalogue_used(void)
{
	return state.used;
}

const char *
tr(const char *english)
{
	return state.used == 0 || *english == '\0' ? english : gettext(english);
}
