#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "lib/form/percent.h"
#include "lib/form/take.h"
#include "lib/form/words.h"

enum {
	LOCAL_MAX = 64,
	DOMAIN_MAX = 253,
	LABEL_MAX = 63,
	EMAIL_MAX = 254,
	PATH_MAX_BYTES = 2000
};

static bool
is_beyond_ascii(char c)
{
	return (c & 0x80) != 0;
}

/* 1 to 63 letters, digits, hyphens inside, and UTF-8 (IDN). */
static bool
is_label(const char *s, size_t len)
{
	size_t i;

	if (len == 0 || len > LABEL_MAX || s[0] == '-' || s[len - 1] == '-')
		return false;
	for (i = 0; i < len; i++)
		if (!isalnum((unsigned char)s[i]) && !is_beyond_ascii(s[i]) &&
		    s[i] != '-')
			return false;
	return true;
}

/* Labels joined by dots; with `dotted`, at least two. */
static bool
is_domain(const char *s, size_t len, bool dotted)
{
	const char *end = s + len, *dot = memchr(s, '.', len);

	if (len > DOMAIN_MAX || (dotted && dot == NULL))
		return false;
	for (; dot != NULL; dot = memchr(s, '.', (size_t)(end - s))) {
		if (!is_label(s, (size_t)(dot - s)))
			return false;
		s = dot + 1;
	}
	return is_label(s, (size_t)(end - s));
}

/* Dot-separated runs of RFC 5321 atext, which RFC 6531 extends to UTF-8. */
static bool
is_mailbox(const char *s, size_t len)
{
	size_t i;

	if (len == 0 || len > LOCAL_MAX || s[0] == '.' || s[len - 1] == '.')
		return false;
	for (i = 0; i < len; i++) {
		if (s[i] == '.' && s[i + 1] == '.')
			return false;
		if (!isalnum((unsigned char)s[i]) && !is_beyond_ascii(s[i]) &&
		    strchr(".!#$%&'*+-/=?^_`{|}~", s[i]) == NULL)
			return false;
	}
	return true;
}

static bool
is_email(const char *s)
{
	const char *at = strchr(s, '@');
	size_t len = strlen(s), local;

	if (at == NULL || len > EMAIL_MAX)
		return false;
	local = (size_t)(at - s);
	return is_mailbox(s, local) && is_domain(at + 1, len - local - 1, true);
}

/* host, host:port or [address]:port, without a user's name. */
static bool
is_authority(const char *s, size_t len)
{
	size_t digits = 0;

	while (digits < len && isdigit((unsigned char)s[len - 1 - digits]))
		digits++;
	if (digits < len && digits <= 5 && s[len - 1 - digits] == ':')
		len -= digits + 1;
	if (len > 2 && s[0] == '[' && s[len - 1] == ']')
		return strspn(s + 1, "0123456789abcdefABCDEF:.") == len - 2;
	return is_domain(s, len, false);
}

static bool
is_url(const char *s)
{
	size_t i, len;

	if (strncasecmp(s, "https://", 8) == 0)
		s += 8;
	else if (strncasecmp(s, "http://", 7) == 0)
		s += 7;
	else
		return false;
	len = strcspn(s, "/?#");
	for (i = 0; s[i] != '\0'; i++)
		if ((unsigned char)s[i] <= ' ' ||
		    strchr("\\<>\"", s[i]) != NULL)
			return false;
	return is_authority(s, len);
}

static bool
is_slug(const char *s)
{
	size_t len = strlen(s);

	return len > 0 &&
	       strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == len &&
	       s[0] != '-' && s[len - 1] != '-';
}

/* A file of the zone database, its own helpers left out. */
static bool
is_zone(const char *s)
{
	static const char *const others[] = { "posix/", "right/", "Factory",
		"localtime", "posixrules" };
	char path[128], magic[4];
	bool found = false;
	size_t i, len = strlen(s);
	FILE *file;

	if (len > 64 || !isupper((unsigned char)*s) ||
	    strstr(s, "//") != NULL ||
	    strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		      "0123456789_+-/") != len)
		return false;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (strncmp(s, others[i], strlen(others[i])) == 0)
			return false;
	snprintf(path, sizeof(path), "/usr/share/zoneinfo/%s", s);
	if ((file = fopen(path, "re")) != NULL) {
		found = fread(magic, 1, sizeof(magic), file) == 4 &&
			memcmp(magic, "TZif", sizeof(magic)) == 0;
		fclose(file);
	}
	return found;
}

/* No byte that a browser, a proxy or a header could read another way, neither
 * as it is nor behind a %. */
static bool
has_only_path_bytes(const char *s)
{
	int byte;

	for (; *s != '\0'; s++) {
		byte = (unsigned char)*s;
		if (*s == '%') {
			if (hex_value(s[1]) < 0 || hex_value(s[2]) < 0)
				return false;
			byte = hex_value(s[1]) << 4 | hex_value(s[2]);
			if (byte >= 0x80 || byte == ' ')
				continue;
		}
		if (byte <= ' ' || byte >= 0x7f || byte == '\\')
			return false;
	}
	return true;
}

bool
check_has_plain_segments(const char *path, size_t len)
{
	const char *end = path + len, *s, *next;

	for (s = path; s < end; s = next) {
		s++;
		next = memchr(s, '/', (size_t)(end - s));
		if (next == NULL)
			next = end;
		if ((next == s && s < end) || (next - s == 1 && *s == '.') ||
		    (next - s == 2 && s[0] == '.' && s[1] == '.'))
			return false;
	}
	return true;
}

/* An encoded dot or slash that could make a segment later. */
static bool
has_hidden_segments(const char *path, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (strncasecmp(path + i, "%2e", 3) == 0 ||
		    strncasecmp(path + i, "%2f", 3) == 0)
			return true;
	return false;
}

bool
check_is_local_path(const char *s)
{
	size_t len;

	if (s == NULL || *s != '/' || strlen(s) > PATH_MAX_BYTES)
		return false;
	len = strcspn(s, "?#");
	return has_only_path_bytes(s) && check_has_plain_segments(s, len) &&
	       !has_hidden_segments(s, len);
}

static const char *
check_one_of(const struct form_field *f, const char **text)
{
	const char *const *name;

	for (name = f->names; *name != NULL; name++)
		if (strcmp(*name, *text) == 0) {
			*text = *name;
			return NULL;
		}
	return word_text(WORD_CHOOSE);
}

const char *
check_text(const struct form_field *f, const char **text)
{
	switch (f->check) {
	case CHECK_NONE:
		return NULL;
	case CHECK_EMAIL:
		return is_email(*text) ? NULL : word_text(WORD_EMAIL);
	case CHECK_URL:
		return is_url(*text) ? NULL : word_text(WORD_URL);
	case CHECK_ONE_OF:
		return check_one_of(f, text);
	case CHECK_SLUG:
		return is_slug(*text) ? NULL : word_text(WORD_SLUG);
	case CHECK_ZONE:
		return is_zone(*text) ? NULL : word_text(WORD_ZONE);
	case CHECK_PATH:
		return check_is_local_path(*text) ? NULL : word_text(WORD_PATH);
	}
	return NULL;
}
