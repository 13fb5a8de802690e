#include <string.h>

#include "lib/domain/moderation_in.h"

/* Names on other platforms: @jane_doe, "my insta is jane.doe", "telegram: jane",
 * jane#1234, "find me on LinkedIn", "let's talk on WhatsApp". */

enum { ASK_REACH = 4, PLATFORM_REACH = 6 };

static bool
ends_clause(const struct scan *k, size_t i)
{
	char c = sign_at(k, i);

	return i >= k->n || k->t[i].line || c == ',' || c == ';' || c == ')' ||
	       c == '!' || c == '?' || c == '|' || c == FOLD_SIGN ||
	       (c == '.' && !is_tight(k, i + 1)) || plays(k, i, ROLE_IS) ||
	       token_is(k, i, "or") || token_is(k, i, "and") ||
	       token_is(k, i, "oder") || token_is(k, i, "und") ||
	       token_is(k, i, "y") || token_is(k, i, "o");
}

/* The last token of a name that may have dots and hyphens in it. */
static size_t
name_end(const struct scan *k, size_t i)
{
	for (int parts = 0; parts < 6; parts++) {
		char c = sign_at(k, i + 1);

		if ((c != '.' && c != '-') || !is_tight(k, i + 1) ||
		    !is_tight(k, i + 2) || !is_name(k, i + 2))
			break;
		i += 2;
	}
	return i;
}

static size_t
length(const struct scan *k, size_t first, size_t last)
{
	return k->t[last].end - k->t[first].start;
}

/* --- @name ---------------------------------------------------------------------- */

/* "@Test", "SET @total = 1", "@app.route('/')", "@angular/core", "@@version" */
static bool
is_of_code(const struct scan *k, size_t i, size_t last)
{
	char next = sign_at(k, last + 1);

	if (plays(k, i + 1, ROLE_CODE))
		return true;
	if (is_tight(k, last + 1) &&
	    (next == '(' || next == '/' || next == '@' || next == '`'))
		return true;
	if (next == '=' || (next == ':' && sign_at(k, last + 2) == '='))
		return true;
	if (i > 0 && (sign_at(k, i - 1) == '@' || sign_at(k, i - 1) == '='))
		return true;
	/* a type's annotation, in what is a program by its looks */
	if (k->map == NULL && (k->c->f.seen & FOLD_IS_CODE) != 0 &&
	    fold_is_capital(&k->c->f, k->t[i + 1].start))
		return true;
	return plays_before(k, i, 2, ROLE_BUILD);
}

static void
look_at_sign(const struct scan *k, size_t i)
{
	size_t last;

	if (sign_at(k, i) != '@' || !is_tight(k, i + 1) || !is_name(k, i + 1) ||
	    k->t[i + 1].kind == TOKEN_NUMBER ||
	    (i > 0 && is_tight(k, i) && is_name(k, i - 1)))
		return;
	last = name_end(k, i + 1);
	if (length(k, i + 1, last) < 3 || is_of_code(k, i, last) ||
	    plays(k, last, ROLE_TLD))
		return;
	scan_hit(k, DETECT_HANDLE, i, last, 0.8);
}

/* --- jane#1234 ------------------------------------------------------------------- */

static void
look_at_tag(const struct scan *k, size_t i)
{
	const struct token *t;

	if (sign_at(k, i) != '#' || i == 0 || !is_name(k, i - 1) ||
	    !is_tight(k, i) || !is_tight(k, i + 1) || i + 1 >= k->n)
		return;
	t = &k->t[i + 1];
	if (t->kind != TOKEN_NUMBER || t->end - t->start != 4 ||
	    plays(k, i - 1, ROLE_LABEL) || length(k, i - 1, i - 1) < 3 ||
	    (i > 1 && sign_at(k, i - 2) == '/'))
		return;
	scan_hit(k, DETECT_HANDLE, i - 1, i + 1, 0.8);
}

/* --- a platform by name ---------------------------------------------------------- */

static bool
is_platform(const struct scan *k, size_t i)
{
	/* "discord.js", "telegram-bot", "Discord's" */
	return plays(k, i, ROLE_PLATFORM) &&
	       !(is_tight(k, i + 1) && is_tight(k, i + 2) && i + 2 < k->n &&
		   strchr(".-'/_", sign_at(k, i + 1)) &&
		   sign_at(k, i + 1) != '\0' && is_name(k, i + 2)) &&
	       !(i > 0 && is_tight(k, i) &&
		   (sign_at(k, i - 1) == '.' || sign_at(k, i - 1) == '/' ||
		       sign_at(k, i - 1) == '#'));
}

/* "on insta I'm …", "auf Instagram bin ich …" */
static bool
is_oneself(const struct scan *k, size_t i)
{
	return token_is(k, i, "i") || token_is(k, i, "m") ||
	       token_is(k, i, "am") || token_is(k, i, "im") ||
	       token_is(k, i, "ich");
}

/* Where the name begins that is said behind a platform ("insta: ", "telegram
 * handle is ", "ig -> "); 0 for none. */
static size_t
name_behind(const struct scan *k, size_t i, bool *is_said)
{
	size_t at = i + 1;

	*is_said = false;
	for (; at < i + 5 && at < k->n; at++) {
		char c = sign_at(k, at);

		if (c == ':' || c == '=' || c == '>' || c == '-' ||
		    plays(k, at, ROLE_IS))
			*is_said = true;
		else if (c != '@' && c != '"' && c != '\'' && c != '(' &&
			 !plays(k, at, ROLE_HANDLE) && !is_oneself(k, at))
			break;
	}
	return at < k->n && is_name(k, at) && !k->t[at].line ? at : 0;
}

static bool
looks_like_name(const struct scan *k, size_t first, size_t last)
{
	for (size_t i = first; i <= last; i += 2)
		if (is_handle(k, i))
			return true;
	return last > first && k->t[first].kind == TOKEN_WORD &&
	       !plays(k, last, ROLE_STOP | ROLE_TLD);
}

static void
look_at_name(const struct scan *k, size_t i)
{
	bool is_said, is_mine = plays_before(k, i, 3, ROLE_MINE);
	bool has_word = plays(k, i + 1, ROLE_HANDLE);
	size_t first = name_behind(k, i, &is_said), last;

	if (first == 0)
		return;
	last = name_end(k, first);
	if (length(k, first, last) < 3 ||
	    (last == first && plays(k, first, ROLE_STOP)))
		return;
	if (is_mine && is_said)
		scan_hit(k, DETECT_HANDLE, i, last, 0.85);
	else if (looks_like_name(k, first, last) &&
		 (is_said || has_word || plays(k, i, ROLE_PRIVATE) || is_mine))
		scan_hit(k, DETECT_HANDLE, i, last, 0.85);
	else if (is_said && ends_clause(k, last + 1) &&
		 (plays(k, i, ROLE_PRIVATE) || has_word))
		scan_hit(k, DETECT_HANDLE, i, last, 0.7);
}

/* "jane_doe92 on telegram" */
static void
look_before(const struct scan *k, size_t i)
{
	if (i >= 2 && plays(k, i - 1, ROLE_TO) && is_handle(k, i - 2) &&
	    k->t[i - 2].roles == 0)
		scan_hit(k, DETECT_HANDLE, i - 2, i, 0.8);
}

/* "my handle is jane_doe", "my @ is jane_doe" */
static void
look_at_own(const struct scan *k, size_t i)
{
	size_t name = i + 2;

	if (!plays_before(k, i, 2, ROLE_MINE) ||
	    (!plays(k, i + 1, ROLE_IS) && sign_at(k, i + 1) != ':'))
		return;
	if (sign_at(k, name) == '@' || sign_at(k, name) == '"')
		name++;
	if (is_handle(k, name) || (sign_at(k, i) == '@' && is_name(k, name)))
		scan_hit(k, DETECT_HANDLE, i, name, 0.8);
}

/* --- "find me on …" --------------------------------------------------------------- */

static bool
ends_sentence(const struct scan *k, size_t i)
{
	char c = sign_at(k, i);

	return c == '?' || c == '!' || c == ';' ||
	       (c == '.' && !is_tight(k, i + 1));
}

static bool
is_any_platform(const struct scan *k, size_t i)
{
	return is_platform(k, i) || plays(k, i, ROLE_WEAK | ROLE_PROVIDER);
}

/* The platform that is named in what follows, 0 for none. */
static size_t
platform_behind(const struct scan *k, size_t i)
{
	for (size_t at = i + 1; at <= i + PLATFORM_REACH && at < k->n; at++) {
		if (ends_sentence(k, at) || plays(k, at, ROLE_BUILD))
			return 0;
		if (is_any_platform(k, at) &&
		    (is_platform(k, at) || plays(k, at - 1, ROLE_TO)) &&
		    !(sign_at(k, at + 1) == '\'' && is_tight(k, at + 1)))
			return at;
	}
	return 0;
}

static void
look_at_asking(const struct scan *k, size_t i)
{
	size_t me = i, platform;

	if (plays(k, i, ROLE_ASK)) {
		while (me < i + ASK_REACH && !plays(k, me + 1, ROLE_MINE))
			me++;
		if (me == i + ASK_REACH)
			return;
	} else if (!plays(k, i, ROLE_ASK_ME)) {
		return;
	}
	platform = platform_behind(k, me);
	if (platform != 0)
		scan_hit(k, DETECT_HANDLE, i, platform, 0.75);
}

/* "let's continue on WhatsApp", "hablemos por telegram" */
static void
look_at_moving(const struct scan *k, size_t i)
{
	size_t platform;

	if (!plays(k, i, ROLE_MOVE))
		return;
	platform = platform_behind(k, i);
	if (platform != 0 && plays(k, platform - 1, ROLE_TO) &&
	    (plays(k, platform, ROLE_PRIVATE | ROLE_PROVIDER) ||
		token_is(k, platform, "signal")) &&
	    (ends_clause(k, platform + 1) || ends_sentence(k, platform + 1) ||
		plays(k, platform + 1, ROLE_TO | ROLE_STOP | ROLE_MOVE)))
		scan_hit(k, DETECT_HANDLE, i, platform, 0.65);
}

void
handle_scan(const struct scan *k)
{
	for (size_t i = 0; i < k->n; i++) {
		if (k->t[i].kind == TOKEN_SIGN) {
			look_at_sign(k, i);
			look_at_tag(k, i);
			if (sign_at(k, i) == '@')
				look_at_own(k, i);
			continue;
		}
		if (k->t[i].roles == 0)
			continue;
		if (is_platform(k, i) ||
		    (plays(k, i, ROLE_WEAK | ROLE_PROVIDER) &&
			(plays_before(k, i, 2, ROLE_MINE) ||
			    (sign_at(k, i + 1) == ':' &&
				plays(k, i, ROLE_PROVIDER)))))
			look_at_name(k, i);
		if (is_platform(k, i))
			look_before(k, i);
		if (plays(k, i, ROLE_HANDLE))
			look_at_own(k, i);
		look_at_asking(k, i);
		look_at_moving(k, i);
	}
}
