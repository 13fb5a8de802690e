#include <string.h>
#include <unicode/uidna.h>

#include "lib/journey/host.h"

enum { HOST_MOST = 253, LABEL_MOST = 63, TEXT_MOST = 1024 };

static bool
label_fits(const char *s, size_t len)
{
	size_t i;

	if (len == 0 || len > LABEL_MOST || s[0] == '-' || s[len - 1] == '-')
		return false;
	for (i = 0; i < len; i++)
		if (!(s[i] >= 'a' && s[i] <= 'z') &&
		    !(s[i] >= '0' && s[i] <= '9') && s[i] != '-')
			return false;
	return true;
}

/* The last label of a name is none of digits: that would be an address. */
bool
host_fits(const char *s)
{
	size_t len, labels = 0;

	if (strlen(s) > HOST_MOST)
		return false;
	for (;; s += len + 1) {
		len = strcspn(s, ".");
		if (!label_fits(s, len))
			return false;
		labels++;
		if (s[len] == '\0')
			break;
	}
	return labels > 1 && strspn(s, "0123456789") != len;
}

const char *
host_canonical(struct arena *a, const char *text)
{
	UErrorCode status = U_ZERO_ERROR;
	UIDNAInfo info = UIDNA_INFO_INITIALIZER;
	UIDNA *idna =
	    uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_CHECK_BIDI |
				UIDNA_CHECK_CONTEXTJ | UIDNA_USE_STD3_RULES,
		&status);
	char name[HOST_MOST + 1];
	int32_t len = uidna_nameToASCII_UTF8(idna, text,
	    (int32_t)strnlen(text, TEXT_MOST), name, HOST_MOST, &info, &status);

	uidna_close(idna);
	if (U_FAILURE(status) || info.errors != 0 || len < 1 || len > HOST_MOST)
		return NULL;
	name[len] = '\0';
	return host_fits(name) ? arena_strdup(a, name) : NULL;
}

bool
host_is_of(const char *host, const char *parent)
{
	size_t n = strlen(host), m = strlen(parent);

	if (n < m || strcmp(host + n - m, parent) != 0)
		return false;
	return n == m || host[n - m - 1] == '.';
}
