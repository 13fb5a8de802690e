#include <string.h>

#include "lib/form/percent.h"
#include "lib/form/take.h"
#include "lib/http/http.h"
#include "lib/http/path.h"

static bool
has_encoded_slash(const char *s, size_t len)
{
	size_t i;

	for (i = 0; i + 2 < len; i++)
		if (s[i] == '%' && s[i + 1] == '2' && (s[i + 2] | 0x20) == 'f')
			return true;
	return false;
}

const char *
path_decode(struct arena *a, const char *uri)
{
	size_t len = strcspn(uri, "?"), i;
	char *path;

	if (*uri != '/' || has_encoded_slash(uri, len))
		return NULL;
	if ((path = percent_decode(a, uri, len, false, &len)) == NULL)
		return NULL;
	for (i = 0; i < len; i++)
		if ((unsigned char)path[i] < ' ' || path[i] == 0x7f ||
		    path[i] == '\\')
			return NULL;
	return check_has_plain_segments(path, len) ? path : NULL;
}

const char *
path_strip_api(const char *path, bool *is_api)
{
	*is_api = strncmp(path, "/api", 4) == 0 &&
		  (path[4] == '/' || path[4] == '\0');
	if (!*is_api)
		return path;
	return path[4] == '\0' ? "/" : path + 4;
}

static bool
is_below(const char *path, const char *top)
{
	size_t len = strlen(top);

	return strncmp(path, top, len) == 0 &&
	       (path[len] == '\0' || strchr("/?#", path[len]) != NULL);
}

bool
http_is_local_path(const char *next)
{
	return check_is_local_path(next) && !is_below(next, "/login") &&
	       !is_below(next, "/logout");
}
