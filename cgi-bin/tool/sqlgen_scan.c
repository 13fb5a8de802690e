#include <string.h>

#include "tool/sqlgen.h"

/* Just enough of PostgreSQL's lexer to know what is quoted or a comment. */

static bool
is_word_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
	       (unsigned char)c >= 0x80;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool
starts(const struct sql_scan *s, const char *with)
{
	size_t len = strlen(with);

	return (size_t)(s->end - s->at) >= len && memcmp(s->at, with, len) == 0;
}

void
sql_advance(struct sql_scan *s)
{
	if (*s->at++ == '\n')
		s->line++;
}

static void
advance_by(struct sql_scan *s, size_t n)
{
	while (n-- > 0 && s->at < s->end)
		sql_advance(s);
}

/* "-- name(" at the start of a line is the head of a statement. */
bool
sql_is_head(const struct sql_scan *s)
{
	const char *at = s->at + 3;

	if (!starts(s, "-- "))
		return false;
	if (at == s->end || !((*at >= 'a' && *at <= 'z') || *at == '_'))
		return false;
	while (at < s->end &&
	       (is_digit(*at) || *at == '_' || (*at >= 'a' && *at <= 'z')))
		at++;
	return at < s->end && *at == '(';
}

static void
skip_line(struct sql_scan *s)
{
	while (s->at < s->end && *s->at != '\n')
		s->at++;
}

static bool
skip_block_comment(struct sql_scan *s)
{
	int depth = 0, line = s->line;

	do {
		if (starts(s, "/*")) {
			depth++;
			advance_by(s, 2);
		} else if (starts(s, "*/")) {
			depth--;
			advance_by(s, 2);
		} else if (s->at == s->end) {
			s->line = line;
			return sql_mistake(s, "a comment is not closed");
		} else {
			sql_advance(s);
		}
	} while (depth > 0);
	return true;
}

/* A doubled quote is two quoted texts in a row, which comes to the same. */
static bool
skip_quoted(struct sql_scan *s, bool has_escapes)
{
	char quote = *s->at;
	int line = s->line;

	for (s->at++; s->at < s->end; sql_advance(s)) {
		if (*s->at == '\\' && has_escapes && s->at + 1 < s->end)
			sql_advance(s);
		else if (*s->at == quote)
			break;
	}
	if (s->at == s->end) {
		s->line = line;
		return sql_mistake(s, "a quoted text is not closed");
	}
	s->at++;
	return true;
}

static bool
skip_dollar_quoted(struct sql_scan *s, size_t tag_len)
{
	const char *tag = s->at;
	int line = s->line;

	for (advance_by(s, tag_len); s->at < s->end; sql_advance(s))
		if ((size_t)(s->end - s->at) >= tag_len &&
		    memcmp(s->at, tag, tag_len) == 0) {
			s->at += tag_len;
			return true;
		}
	s->line = line;
	return sql_mistake(s, "a dollar-quoted text is not closed");
}

static bool
note_param(struct sql_scan *s, const struct sql_stmt *st, bool used[])
{
	size_t n = 0;

	for (; s->at < s->end && is_digit(*s->at); s->at++)
		if (n <= SQL_MAX_PARAMS)
			n = n * 10 + (size_t)(*s->at - '0');
	if (n == 0 || n > st->nparams)
		return sql_mistake(s,
		    "%.*s has %zu parameters, but the SQL wants another",
		    (int)st->name.len, st->name.s, st->nparams);
	used[n - 1] = true;
	return true;
}

/* $1, $$text$$ or $tag$text$tag$; at is behind the first dollar. */
static bool
scan_dollar(struct sql_scan *s, const struct sql_stmt *st, bool used[])
{
	const char *at = s->at + 1;

	if (at < s->end && is_digit(*at)) {
		s->at++;
		return note_param(s, st, used);
	}
	while (at < s->end && (is_word_start(*at) || is_digit(*at)))
		at++;
	if (at < s->end && *at == '$')
		return skip_dollar_quoted(s, (size_t)(at - s->at) + 1);
	s->at++;
	return true;
}

static bool
scan_word(struct sql_scan *s)
{
	const char *start = s->at;

	while (s->at < s->end &&
	       (is_word_start(*s->at) || is_digit(*s->at) || *s->at == '$'))
		s->at++;
	if (s->at - start == 1 && (*start == 'e' || *start == 'E') &&
	    s->at < s->end && *s->at == '\'')
		return skip_quoted(s, true);
	return true;
}

static bool
scan_token(struct sql_scan *s, const struct sql_stmt *st, bool used[])
{
	if (*s->at == '$')
		return scan_dollar(s, st, used);
	if (*s->at == '\'' || *s->at == '"')
		return skip_quoted(s, false);
	if (is_word_start(*s->at))
		return scan_word(s);
	s->at++;
	return true;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' ||
	       c == '\v';
}

/* Blanks and comments; a head among them means that a semicolon is missing. */
static bool
skip_between(struct sql_scan *s, const struct sql_stmt *st)
{
	while (s->at < s->end) {
		if (is_blank(*s->at))
			sql_advance(s);
		else if (starts(s, "/*")) {
			if (!skip_block_comment(s))
				return false;
		} else if (starts(s, "--")) {
			if (s->at[-1] == '\n' && sql_is_head(s))
				break;
			skip_line(s);
		} else {
			return true;
		}
	}
	s->line = st->line;
	return sql_mistake(s,
	    st->sql.s == NULL ? "%.*s has no SQL" : "%.*s does not end with ;",
	    (int)st->name.len, st->name.s);
}

static bool
end_statement(struct sql_scan *s, struct sql_stmt *st)
{
	st->sql.len = (size_t)(s->at - st->sql.s);
	s->at++;
	while (s->at < s->end && is_blank(*s->at) && *s->at != '\n')
		s->at++;
	if (starts(s, "--"))
		skip_line(s);
	if (s->at < s->end && *s->at != '\n')
		return sql_mistake(s, "; is not at the end of a line");
	return true;
}

static bool
all_used(struct sql_scan *s, const struct sql_stmt *st, const bool used[])
{
	s->line = st->line;
	for (size_t i = 0; i < st->nparams; i++)
		if (!used[i])
			return sql_mistake(s, "$%zu %.*s is not used", i + 1,
			    (int)st->params[i].name.len, st->params[i].name.s);
	return true;
}

static bool
finish_body(struct sql_scan *s, struct sql_stmt *st, const bool used[])
{
	int line;

	if (st->sql.s == s->at)
		return sql_mistake(
		    s, "%.*s has no SQL", (int)st->name.len, st->name.s);
	if (!end_statement(s, st))
		return false;
	line = s->line;
	if (!all_used(s, st, used))
		return false;
	s->line = line;
	return true;
}

bool
sql_scan_body(struct sql_scan *s, struct sql_stmt *st)
{
	bool used[SQL_MAX_PARAMS] = { false };

	while (skip_between(s, st)) {
		if (st->sql.s == NULL)
			st->sql.s = s->at;
		if (*s->at == ';')
			return finish_body(s, st, used);
		if (!scan_token(s, st, used))
			return false;
	}
	return false;
}
