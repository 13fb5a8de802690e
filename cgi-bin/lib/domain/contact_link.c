#include <string.h>

#include "lib/domain/moderation_in.h"

/* Addresses on the web: with a scheme, with www, as example.com/me, and spelled
 * out.  In an anonymous context what is not a known place of reference says who
 * somebody is. */

struct link {
	struct domain d;
	size_t first, last; /* tokens, scheme and path included */
	bool has_scheme, has_path;
	size_t segments; /* of the path */
};

/* https:// and what is made of it: hxxps://; the token behind it, 0 for none. */
static size_t
behind_scheme(const struct scan *k, size_t i)
{
	static const char *const schemes[] = { "http", "https", "hxxp", "hxxps",
		"ftp" };

	for (size_t j = 0; j < sizeof(schemes) / sizeof(schemes[0]); j++)
		if (token_is(k, i, schemes[j]) && sign_at(k, i + 1) == ':' &&
		    sign_at(k, i + 2) == '/' && sign_at(k, i + 3) == '/' &&
		    is_name(k, i + 4))
			return i + 4;
	return 0;
}

/* The whole path: all that is tight. */
static void
read_path(const struct scan *k, struct link *l)
{
	size_t i = l->last + 1;

	if (sign_at(k, i) == ':' && is_tight(k, i) && is_name(k, i + 1) &&
	    is_tight(k, i + 1) && k->t[i + 1].kind == TOKEN_NUMBER)
		i += 2;
	if (sign_at(k, i) != '/' || !is_tight(k, i))
		return;
	for (; i < k->n && is_tight(k, i); i++) {
		char c = sign_at(k, i);

		if (c == ')' || c == '"' || c == '>' || c == '\'' || c == '`' ||
		    c == ']')
			break;
		if (c == '/' && is_name(k, i + 1) && is_tight(k, i + 1))
			l->segments++;
		if (c == '/' && sign_at(k, i + 1) == '@')
			l->segments++;
		l->last = i;
	}
	l->has_path = l->segments > 0;
}

/* "java.io", "System.out.com", "obj.me(", "lib/x.so" */
static bool
is_code(const struct scan *k, const struct link *l)
{
	size_t i = l->d.first;
	char before = i > 0 ? sign_at(k, i - 1) : '\0';

	if (plays(k, i, ROLE_PACKAGE | ROLE_CODE))
		return true;
	if (i > 0 && is_tight(k, i) &&
	    (before == '/' || before == '.' || before == '@' || before == '-' ||
		before == '\\' || before == '$'))
		return true;
	return is_tight(k, l->last + 1) && (sign_at(k, l->last + 1) == '(' ||
					       sign_at(k, l->last + 1) == '[');
}

static size_t
label_length(const struct scan *k, size_t i)
{
	return k->t[i].end - k->t[i].start;
}

/* Spelled out: "example dot com", but neither "the dot com bubble" nor "punto
 * de". */
static bool
is_spelled(const struct scan *k, const struct link *l)
{
	size_t i = l->d.first;

	if (!l->d.has_tld || plays(k, i, ROLE_STOP) || label_length(k, i) < 2)
		return false;
	return !token_is(k, i + 1, "punto") ||
	       !(token_is(k, l->d.last, "de") || token_is(k, l->d.last, "es"));
}

/* What is known of it by the most of its last labels: "python.org" of
 * docs.python.org. */
static struct known
place_of(const struct scan *k, const struct domain *d)
{
	const struct lexicon *v = k->c->rules->lexicon;
	size_t start = k->t[d->last].start, dots = 0;
	struct known known = { 0, -1 }, longer;

	while (start > k->t[d->first].start && dots < 3) {
		start--;
		while (start > k->t[d->first].start && k->s[start - 1] != '.')
			start--;
		dots++;
		longer =
		    lexicon_find(v, k->s + start, k->t[d->last].end - start);
		if (longer.roles != 0)
			known = longer;
	}
	return known;
}

static bool
begins_sentence(const struct scan *k, const struct domain *d)
{
	return k->map == NULL &&
	       fold_is_capital(&k->c->f, k->t[d->last].start) &&
	       !fold_is_capital(&k->c->f, k->t[d->last].end - 1);
}

static bool
is_link(const struct scan *k, const struct link *l)
{
	const struct domain *d = &l->d;
	bool is_www = token_is(k, d->first, "www");

	if (d->labels < 2)
		return false;
	if (l->has_scheme || is_www)
		return k->t[d->last].kind == TOKEN_WORD;
	if (l->has_path && (place_of(k, d).roles & ROLE_PLATFORM) != 0)
		return true;
	if (is_code(k, l))
		return false;
	if (d->is_disguised)
		return is_spelled(k, l);
	if (!d->has_tld && !(d->has_weak_tld && l->has_path))
		return false;
	/* the end of a sentence whose blank was forgotten */
	if (l->has_path)
		return true;
	return label_length(k, d->first) > 1 &&
	       !plays(k, d->first, ROLE_STOP) && !begins_sentence(k, d);
}

/* --- whose it is ------------------------------------------------------------------- */

/* github.com/owner/name is a program, github.com/jane a person. */
static bool
is_repository(const struct link *l, struct known place)
{
	return (place.roles & ROLE_CODE) != 0 && l->segments >= 2;
}

/* What documentation and designs are full of. */
static bool
is_of_nobody(const struct scan *k, const struct link *l, struct known place)
{
	if ((place.roles & ROLE_PLATFORM) != 0)
		return is_repository(l, place);
	return l->d.is_placeholder || (place.roles & ROLE_PLACEHOLDER) != 0 ||
	       ((place.roles & ROLE_BUILD) != 0 &&
		   k->c->in->context == CONTEXT_ANONYMOUS);
}

static void
tell(const struct scan *k, const struct link *l)
{
	struct known place = place_of(k, &l->d);

	if (is_of_nobody(k, l, place) &&
	    !plays_before(k, l->first, 5, ROLE_MINE))
		return;
	scan_hit(k, DETECT_LINK, l->first, l->last, l->has_scheme ? 0.9 : 0.75);
	scan_hit(k, DETECT_SITE, l->first, l->last,
	    (place.roles & ROLE_PLATFORM) != 0 ? 0.95 : 0.75);
}

void
link_scan(const struct scan *k)
{
	struct link l;
	size_t host;

	for (size_t i = 0; i < k->n; i++) {
		if (k->t[i].kind == TOKEN_SIGN)
			continue;
		host = behind_scheme(k, i);
		l = (struct link){ .first = i, .has_scheme = host != 0 };
		if (!domain_at(k, host != 0 ? host : i, &l.d))
			continue;
		l.last = l.d.last;
		if (l.d.labels < 2 && host == 0)
			continue;
		if (!l.d.is_disguised)
			read_path(k, &l);
		if (is_link(k, &l))
			tell(k, &l);
		i = l.last;
	}
}
