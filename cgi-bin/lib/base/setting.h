#ifndef LIB_BASE_SETTING_H
#define LIB_BASE_SETTING_H

#include "lib/base/kind.h"

/*
 * Settings come from the environment and from one env file (BELAY_ENV_FILE;
 * the environment wins), which serves all programs and tools.  Each is declared
 * in a table beside the code that reads it; from these tables the build makes
 * the list of all names (setting_names.sh).  A name in the file that no table
 * has, a malformed line or value stops the start with the file and line.
 */
struct setting {
	/* SMTP_URL; one * stands for letters and digits: OIDC_*_ISSUER is there
	 * once for every name that is set. */
	const char *name;
	enum { SETTING_TEXT, SETTING_INT, SETTING_BOOL, SETTING_URL } type;
	const char *initial; /* when unset; NULL: not configured */
	bool secret;         /* never printed */
	const char *help;    /* one sentence for --settings */
};

/* Read the file and the environment, check every name and value against the
 * tables (NULL-terminated list).  False with a logged reason. */
bool settings_load(const struct setting *const tables[]);
/* What the * of the pattern stands for in the i-th name that is set, in the
 * order of names; NULL behind the last. */
const char *setting_part(const char *pattern, size_t i);
/* The value of a declared setting, NULL when not configured. */
const char *setting_text(const char *name);
int64_t setting_int(const char *name);
bool setting_on(const char *name);
void settings_print(const struct setting *const tables[]);

extern const struct setting base_settings[];

#endif
