#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "tool/sqlgen.h"

/* What a number type's parameter needs beside it: a struct says itself whether
 * it is there, an id of 0 is nobody's. */
static const struct sql_type types[] = {
	{ "int", "int64_t ", "KIND_INT", "struct maybe_int ", "KIND_MAYBE_INT",
	    "number", ".value", "!%s.set", false },
	{ "id", "int64_t ", "KIND_ID", "int64_t ", "KIND_ID", "number", "",
	    "%s == 0", false },
	{ "text", "const char *", "KIND_TEXT", "const char *", "KIND_TEXT",
	    "text", "", "%s == NULL", false },
	{ "json", "const char *", "KIND_TEXT", "const char *", "KIND_TEXT",
	    "text", "", "%s == NULL", false },
	{ "bool", "bool ", "KIND_BOOL", "bool ", "KIND_BOOL", "number", "",
	    NULL, false },
	{ "instant", "struct instant ", "KIND_INSTANT", "struct instant ",
	    "KIND_INSTANT", "instant", "", "%s.us == 0", false },
	{ "date", "struct date ", "KIND_DATE", "struct date ", "KIND_DATE",
	    "date", "", "%s.year == 0", false },
	{ "minute", "struct minute ", "KIND_MINUTE", "struct minute ",
	    "KIND_MINUTE", "minute", "", "!%s.set", false },
	{ "real", "double ", "KIND_REAL", "struct maybe_real ",
	    "KIND_MAYBE_REAL", "real", ".value", "!%s.set", false },
	{ "texts", "const char **", "KIND_TEXTS", "const char **", "KIND_TEXTS",
	    NULL, NULL, NULL, true },
	{ "ids", "int64_t *", "KIND_IDS", "int64_t *", "KIND_IDS", NULL, NULL,
	    NULL, true },
	{ "instants", "struct instant *", "KIND_INSTANTS", "struct instant *",
	    "KIND_INSTANTS", NULL, NULL, NULL, true },
};

/* Names that C keeps for itself, or that the headers have as macros. */
static const char *const c_words[] = { "auto", "bool", "break", "case", "char",
	"const", "continue", "default", "do", "double", "else", "enum",
	"extern", "false", "float", "for", "goto", "if", "inline", "int",
	"linux", "long", "offsetof", "register", "restrict", "return", "short",
	"signed", "sizeof", "static", "struct", "switch", "true", "typedef",
	"union", "unix", "unsigned", "void", "volatile", "while" };

bool
sql_mistake(struct sql_scan *s, const char *fmt, ...)
{
	va_list ap;

	if (s->file->why[0] != '\0')
		return false;
	s->file->line = s->line;
	va_start(ap, fmt);
	vsnprintf(s->file->why, sizeof(s->file->why), fmt, ap);
	va_end(ap);
	return false;
}

static bool
is_name_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool
same(struct sql_slice a, const char *b)
{
	return a.len == strlen(b) && memcmp(a.s, b, a.len) == 0;
}

static void
skip_spaces(struct sql_scan *s)
{
	while (s->at < s->end &&
	       (*s->at == ' ' || *s->at == '\t' || *s->at == '\r'))
		s->at++;
}

/* Also into the next line, when that is a comment too. */
static void
skip_wrapped(struct sql_scan *s)
{
	for (;;) {
		skip_spaces(s);
		if (s->end - s->at < 3 || memcmp(s->at, "\n--", 3) != 0)
			return;
		sql_advance(s);
		s->at += 2;
	}
}

static bool
at_line_end(struct sql_scan *s)
{
	skip_spaces(s);
	return s->at == s->end || *s->at == '\n';
}

static struct sql_slice
read_word(struct sql_scan *s)
{
	struct sql_slice w = { s->at, 0 };

	while (s->at < s->end && is_name_byte(*s->at))
		s->at++;
	w.len = (size_t)(s->at - w.s);
	return w;
}

static bool
read_name(struct sql_scan *s, const char *what, struct sql_slice *name)
{
	*name = read_word(s);
	if (name->len == 0)
		return sql_mistake(s, "%s has no name", what);
	if (name->len > SQL_MAX_NAME)
		return sql_mistake(
		    s, "a name is longer than %d bytes", (int)SQL_MAX_NAME);
	if (name->s[0] >= '0' && name->s[0] <= '9')
		return sql_mistake(s, "%.*s is no name: it begins with a digit",
		    (int)name->len, name->s);
	if (name->s[name->len - 1] == '_')
		return sql_mistake(s, "%.*s is no name: it ends with _",
		    (int)name->len, name->s);
	for (size_t i = 0; i < sizeof(c_words) / sizeof(c_words[0]); i++)
		if (same(*name, c_words[i]))
			return sql_mistake(s, "%s is a word of C", c_words[i]);
	return true;
}

static bool
read_type(struct sql_scan *s, struct sql_value *v)
{
	struct sql_slice word = read_word(s);

	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (same(word, types[i].name))
			v->type = &types[i];
	if (word.len == 0)
		return sql_mistake(
		    s, "%.*s has no type", (int)v->name.len, v->name.s);
	if (v->type == NULL)
		return sql_mistake(s, "%.*s is not a type",
		    word.len > 60 ? 60 : (int)word.len, word.s);
	v->is_nullable = s->at < s->end && *s->at == '?';
	if (v->is_nullable)
		s->at++;
	return true;
}

/* An array brings a length: names nNAME beside NAME. */
static bool
names_clash(const struct sql_value *a, const struct sql_value *b)
{
	if (a->name.len == b->name.len)
		return memcmp(a->name.s, b->name.s, a->name.len) == 0;
	if (a->name.len > b->name.len)
		return names_clash(b, a);
	return a->type->is_array && b->name.len == a->name.len + 1 &&
	       b->name.s[0] == 'n' &&
	       memcmp(a->name.s, b->name.s + 1, a->name.len) == 0;
}

static bool
read_value(struct sql_scan *s, struct sql_value *list, size_t n, size_t max)
{
	struct sql_value *v = &list[n];

	skip_wrapped(s);
	if (n == max)
		return sql_mistake(s, "more than %zu in one list", max);
	*v = (struct sql_value){ .type = NULL };
	if (!read_name(s, "a parameter or column", &v->name))
		return false;
	skip_wrapped(s);
	if (!read_type(s, v))
		return false;
	for (size_t i = 0; i < n; i++)
		if (names_clash(&list[i], v))
			return sql_mistake(s, "%.*s is there twice",
			    (int)v->name.len, v->name.s);
	return true;
}

static bool
at_comma(struct sql_scan *s)
{
	skip_spaces(s);
	if (s->at == s->end || *s->at != ',')
		return false;
	s->at++;
	return true;
}

static bool
is_param(struct sql_scan *s, const struct sql_value *v)
{
	if (v->type->member == NULL)
		return sql_mistake(s, "%s can't be a parameter", v->type->name);
	if (v->is_nullable && v->type->is_absent == NULL)
		return sql_mistake(s,
		    "%s? can't be a parameter: no value of it is NULL",
		    v->type->name);
	return true;
}

static bool
read_params(struct sql_scan *s, struct sql_stmt *st)
{
	s->at++; /* ( */
	skip_wrapped(s);
	if (s->at < s->end && *s->at == ')') {
		s->at++;
		return true;
	}
	do {
		if (!read_value(s, st->params, st->nparams, SQL_MAX_PARAMS) ||
		    !is_param(s, &st->params[st->nparams]))
			return false;
		st->nparams++;
		skip_wrapped(s);
	} while (at_comma(s));
	if (s->at == s->end || *s->at != ')')
		return sql_mistake(s, "no ) after the parameters");
	s->at++;
	return true;
}

static bool
read_verb(struct sql_scan *s, struct sql_stmt *st)
{
	static const char *const verbs[] = {
		[SQL_ONE] = "one", [SQL_MANY] = "many", [SQL_EXEC] = "exec"
	};
	struct sql_slice word;

	skip_wrapped(s);
	word = read_word(s);
	for (int i = SQL_ONE; i <= SQL_EXEC; i++)
		if (same(word, verbs[i])) {
			st->verb = (enum sql_verb)i;
			return at_line_end(s)
				   ? true
				   : sql_mistake(
					 s, "more text behind %s", verbs[i]);
		}
	return sql_mistake(s, "%.*s has no verb: one, many or exec",
	    (int)st->name.len, st->name.s);
}

static bool
read_columns(struct sql_scan *s, struct sql_stmt *st)
{
	if (s->end - s->at < 3 || memcmp(s->at, "\n--", 3) != 0)
		return sql_mistake(s, "%.*s has no line of columns",
		    (int)st->name.len, st->name.s);
	do {
		if (!read_value(s, st->columns, st->ncolumns, SQL_MAX_COLUMNS))
			return false;
		st->ncolumns++;
	} while (at_comma(s));
	if (!at_line_end(s))
		return sql_mistake(s, "no comma between two columns");
	return true;
}

static bool
is_new_name(struct sql_scan *s, const struct sql_stmt *st)
{
	const struct sql_stmt *other = s->file->stmts;

	for (; other < st; other++)
		if (other->name.len == st->name.len &&
		    memcmp(other->name.s, st->name.s, st->name.len) == 0)
			return sql_mistake(s, "%.*s is there twice",
			    (int)st->name.len, st->name.s);
	return true;
}

static struct sql_stmt *
add_stmt(struct sql_file *f)
{
	struct sql_stmt *grown;

	if (f->n == f->size) {
		f->size = f->size == 0 ? 8 : f->size * 2;
		grown = realloc(f->stmts, f->size * sizeof(*grown));
		if (grown == NULL)
			abort();
		f->stmts = grown;
	}
	return memset(&f->stmts[f->n++], 0, sizeof(f->stmts[0]));
}

static bool
read_stmt(struct sql_scan *s)
{
	struct sql_stmt *st = add_stmt(s->file);

	st->line = s->line;
	s->at += strlen("-- ");
	return read_name(s, "a statement", &st->name) && is_new_name(s, st) &&
	       read_params(s, st) && read_verb(s, st) &&
	       (st->verb == SQL_EXEC || read_columns(s, st)) &&
	       sql_scan_body(s, st);
}

/* One line between statements: blank, a comment, or the head of one. */
static bool
read_line(struct sql_scan *s)
{
	if (sql_is_head(s))
		return read_stmt(s);
	skip_spaces(s);
	if (s->end - s->at >= 2 && memcmp(s->at, "--", 2) == 0)
		while (s->at < s->end && *s->at != '\n')
			s->at++;
	if (!at_line_end(s))
		return sql_mistake(s, "no head, -- name(...) verb, above this");
	if (s->at < s->end)
		sql_advance(s);
	return true;
}

bool
sql_parse(struct sql_file *f, const char *text, size_t len)
{
	struct sql_scan s = { text, text + len, 1, f };
	const char *nul = len == 0 ? NULL : memchr(text, '\0', len);

	*f = (struct sql_file){ .line = 0 };
	if (nul != NULL) {
		for (; s.at < nul;)
			sql_advance(&s);
		return sql_mistake(&s, "a NUL byte");
	}
	while (s.at < s.end)
		if (!read_line(&s))
			return false;
	if (f->n == 0)
		return sql_mistake(&s, "no statement");
	return true;
}

void
sql_release(struct sql_file *f)
{
	free(f->stmts);
	f->stmts = NULL;
	f->n = f->size = 0;
}
