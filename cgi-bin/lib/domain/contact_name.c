#include <string.h>

#include "lib/domain/moderation_in.h"

/* Who somebody is and where they live, said outright: "my name is Jane Doe",
 * "ich heiße …", "I live at 12 Baker Street". */

enum { WORDS_MOST = 4 };

static bool
is_capital(const struct scan *k, size_t i)
{
	return i < k->n && k->t[i].kind == TOKEN_WORD &&
	       fold_is_capital(&k->c->f, k->t[i].start);
}

/* The token behind "my name is", "me llamo", "mein Name ist"; 0 for none. */
static size_t
behind_cue(const struct scan *k, size_t i)
{
	size_t at = i + 1;

	if (k->t[i].roles == 0 && !token_is(k, i, "ich"))
		return 0;
	if ((token_is(k, i, "me") && token_is(k, at, "llamo")) ||
	    (token_is(k, i, "ich") &&
		(token_is(k, at, "heisse") || token_is(k, at, "heise"))))
		return i + 2;
	if (!plays(k, i, ROLE_MINE))
		return 0;
	while (token_is(k, at, "full") || token_is(k, at, "real") ||
	       token_is(k, at, "last") || token_is(k, at, "first") ||
	       token_is(k, at, "voller") || token_is(k, at, "richtiger"))
		at++;
	if (!token_is(k, at, "name") && !token_is(k, at, "nombre") &&
	    !token_is(k, at, "apellido") && !token_is(k, at, "nachname") &&
	    !token_is(k, at, "surname"))
		return 0;
	at++;
	if (token_is(k, at, "completo") || token_is(k, at, "real"))
		at++;
	if (token_is(k, at, "s") || sign_at(k, at) == '\'')
		at += sign_at(k, at) == '\'' ? 2 : 1;
	else if (plays(k, at, ROLE_IS) || sign_at(k, at) == ':')
		at++;
	else
		return 0;
	return at;
}

static void
look_at_name(const struct scan *k, size_t i)
{
	size_t first = behind_cue(k, i), last;

	if (first == 0 || !is_capital(k, first) || plays(k, first, ROLE_STOP))
		return;
	last = first;
	while (last < first + WORDS_MOST && is_capital(k, last + 1) &&
	       !k->t[last + 1].line)
		last++;
	scan_hit(k, DETECT_NAME, i, last, 0.8);
}

/* "12 Baker Street", "Hauptstraße 5", "Calle Mayor 7" */
static void
look_at_street(const struct scan *k, size_t i)
{
	size_t len = k->t[i].end - k->t[i].start;
	bool ends_in_street = len > 8 && is_capital(k, i) &&
			      memcmp(k->s + k->t[i].end - 7, "strasse", 7) == 0;

	if (!plays(k, i, ROLE_STREET) && !ends_in_street)
		return;
	if (ends_in_street && i + 1 < k->n && k->t[i + 1].kind == TOKEN_NUMBER)
		scan_hit(k, DETECT_ADDRESS, i, i + 1, 0.8);
	else if (i >= 2 && is_capital(k, i) && is_capital(k, i - 1) &&
		 (k->t[i - 2].kind == TOKEN_NUMBER ||
		     (i >= 3 && is_capital(k, i - 2) &&
			 k->t[i - 3].kind == TOKEN_NUMBER)))
		scan_hit(k, DETECT_ADDRESS,
		    k->t[i - 2].kind == TOKEN_NUMBER ? i - 2 : i - 3, i, 0.8);
	else if (is_capital(k, i) && is_capital(k, i + 1) && i + 2 < k->n &&
		 k->t[i + 2].kind == TOKEN_NUMBER)
		scan_hit(k, DETECT_ADDRESS, i, i + 2, 0.7);
}

void
name_scan(const struct scan *k)
{
	for (size_t i = 0; i < k->n; i++) {
		if (k->t[i].kind != TOKEN_WORD)
			continue;
		look_at_name(k, i);
		look_at_street(k, i);
	}
}
