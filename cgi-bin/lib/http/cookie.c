#include <stdio.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/http/cookie.h"

enum { VALUE_MAX = 4096 };

static const char *
skip_space(const char *s)
{
	return s + strspn(s, " \t");
}

/* The value of one name=value, without white space and quotes around it. */
static const char *
value_of(struct arena *a, const char *s, size_t len)
{
	while (len > 0 && (*s == ' ' || *s == '\t')) {
		s++;
		len--;
	}
	while (len > 0 && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	if (len >= 2 && s[0] == '"' && s[len - 1] == '"') {
		s++;
		len -= 2;
	}
	return len > VALUE_MAX ? NULL : arena_strndup(a, s, len);
}

const char *
cookie_find(struct arena *a, const char *header, const char *name)
{
	size_t name_len = strlen(name), len;
	const char *at = NULL;

	if (header == NULL || name_len == 0)
		return NULL;
	for (; *header != '\0'; header += *header == ';') {
		header = skip_space(header);
		len = strcspn(header, ";");
		if (len > name_len && header[name_len] == '=' &&
		    memcmp(header, name, name_len) == 0) {
			if (at != NULL)
				return NULL;
			at = header + name_len + 1;
		}
		header += len;
	}
	return at == NULL ? NULL : value_of(a, at, strcspn(at, ";"));
}

/* RFC 6265 cookie-octet; a name has a few bytes fewer still. */
static bool
are_cookie_bytes(const char *s, const char *but)
{
	for (; *s != '\0'; s++)
		if (*s <= ' ' || *s == 0x7f || strchr(but, *s) != NULL)
			return false;
	return true;
}

const char *
cookie_line(struct arena *a, const struct cookie *c)
{
	char age[40] = "";

	if (*c->name == '\0' ||
	    !are_cookie_bytes(c->name, "\",;\\=()<>@:/[]?{}") ||
	    !are_cookie_bytes(c->value, "\",;\\"))
		log_fatal(
		    "http: cookie %s has a byte that it can't have", c->name);
	if (c->max_age_seconds != 0)
		snprintf(age, sizeof(age), "; Max-Age=%lld",
		    c->max_age_seconds < 0 ? 0LL
					   : (long long)c->max_age_seconds);
	return arena_printf(a, "%s=%s; Path=/%s; Secure%s; SameSite=Lax",
	    c->name, c->value, age, c->readable_by_script ? "" : "; HttpOnly");
}
