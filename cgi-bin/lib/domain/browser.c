#include <string.h>

#include "lib/base/words.h"
#include "lib/domain/browser.h"

/* The order decides, since most browsers name several others too. */
static const struct {
	const char *mark, *name;
} browsers[] = {
	{ "Edg/", "Edge" },
	{ "OPR/", "Opera" },
	{ "Firefox/", "Firefox" },
	{ "SamsungBrowser/", "Samsung Internet" },
	{ "Chrome/", "Chrome" },
	{ "Safari/", "Safari" },
}, systems[] = {
	{ "iPhone", "iPhone" },
	{ "iPad", "iPad" },
	{ "Android", "Android" },
	{ "Windows", "Windows" },
	{ "Mac OS X", "macOS" },
	{ "Linux", "Linux" },
};

const char *
browser_words(struct arena *a, const char *agent)
{
	const char *browser = NULL, *system = NULL;
	size_t i;

	if (agent == NULL)
		return words("A program");
	for (i = 0; i < sizeof(browsers) / sizeof(browsers[0]); i++)
		if (browser == NULL && strstr(agent, browsers[i].mark) != NULL)
			browser = browsers[i].name;
	for (i = 0; i < sizeof(systems) / sizeof(systems[0]); i++)
		if (system == NULL && strstr(agent, systems[i].mark) != NULL)
			system = systems[i].name;
	if (browser == NULL)
		return arena_printf(a, "%.40s", agent);
	return system == NULL ? browser
			      : arena_printf(a, "%s, %s", browser, system);
}
