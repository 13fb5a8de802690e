#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "lib/base/buf.h"
#include "lib/view/parse.h"

/*
 * catalogue FILES…: the words that the interface says, as a gettext template
 * (.pot) on stdout.  From templates it takes what stands in {{#t}}…{{/t}}, from
 * C files the literals given to tr(), words() and WORDS(), from lists (.txt)
 * every line without a #; each once, in the order of the words, with all files
 * that say it: so the result changes only when words do.
 */
enum { MEMORY = 256 * 1024 * 1024, CHUNK = 16 * 1024 };

struct entry {
	struct entry *next;
	const char *msgid;
	const char *last; /* of its files */
	struct buf files; /* " file" … */
	bool code;        /* said by a C file: a % may be printf's */
};

struct catalogue {
	struct arena *arena;
	struct entry *first, **tail;
	size_t n;
};

struct reader {
	struct catalogue *catalogue;
	const char *file;
	const char *at;
};

static struct entry *
add_entry(struct catalogue *c, const char *msgid, const char *file)
{
	struct entry *e;

	for (e = c->first; e != NULL; e = e->next)
		if (strcmp(e->msgid, msgid) == 0)
			break;
	if (e == NULL) {
		e = arena_alloc(c->arena, 1, sizeof(*e));
		e->msgid = msgid;
		buf_init(&e->files, c->arena, 0);
		c->n++;
		*c->tail = e;
		c->tail = &e->next;
	}
	if (e->last == NULL || strcmp(e->last, file) != 0)
		buf_printf(&e->files, " %s", file);
	e->last = file;
	return e;
}

static void
take_sections(struct catalogue *c, const struct node *n)
{
	const char *msgid;

	for (; n != NULL; n = n->next) {
		if (!parse_is_translated(n)) {
			take_sections(c, n->child);
			continue;
		}
		msgid = parse_msgid(c->arena, n->raw);
		if (*msgid != '\0')
			add_entry(c, msgid, n->file);
	}
}

static bool
read_template(struct catalogue *c, const char *file, const char *text)
{
	char why[200] = "";
	struct mistake mistake = { .text = why, .size = sizeof(why) };
	const struct parse in = { .arena = c->arena,
		.mistake = &mistake,
		.file = file,
		.source = { text, strlen(text) },
		.line = 1 };
	struct node *tree;

	if (!parse_template(&in, &tree)) {
		fprintf(stderr, "catalogue: %s\n", why);
		return false;
	}
	take_sections(c, tree);
	return true;
}

static bool
is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '_';
}

/* Past one byte, an escaped pair, a comment or a quoted run. */
static void
pass_over(struct reader *r)
{
	const char *end = r->at + 1;
	char quote = *r->at;

	if (strncmp(r->at, "/*", 2) == 0) {
		end = strstr(r->at + 2, "*/");
		end = end == NULL ? strchr(r->at, '\0') : end + 2;
	} else if (strncmp(r->at, "//", 2) == 0) {
		end = strchrnul(r->at, '\n');
	} else if (quote == '"' || quote == '\'') {
		for (; *end != '\0' && *end != quote && *end != '\n'; end++)
			if (*end == '\\' && end[1] != '\0')
				end++;
		end += *end == quote;
	}
	r->at = end;
}

static void
skip_space(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\t' || *r->at == '\n' ||
	       strncmp(r->at, "/*", 2) == 0)
		pass_over(r);
}

static void
put_code_point(struct buf *out, unsigned long c)
{
	if (c < 0x80) {
		buf_putc(out, (char)c);
	} else if (c < 0x800) {
		buf_putc(out, (char)(0xc0 | c >> 6));
		buf_putc(out, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_putc(out, (char)(0xe0 | c >> 12));
		buf_putc(out, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_putc(out, (char)(0x80 | (c & 0x3f)));
	}
}

/* What an escape stands for; at is after the backslash.  Returns its end. */
static const char *
put_escape(struct buf *out, const char *at)
{
	static const char names[] = "nt\"\\'";
	static const char bytes[] = "\n\t\"\\'";
	const char *name = memchr(names, *at, sizeof(names) - 1);
	char digits[5] = "";

	if (name != NULL) {
		buf_putc(out, bytes[name - names]);
		return at + 1;
	}
	if (*at != 'u' || strspn(at + 1, "0123456789abcdefABCDEF") < 4)
		return NULL;
	memcpy(digits, at + 1, 4);
	put_code_point(out, strtoul(digits, NULL, 16));
	return at + 5;
}

/* One literal, at its opening quote.  False: it has an escape we don't know. */
static bool
read_literal(struct reader *r, struct buf *out)
{
	const char *at = r->at + 1, *end;

	pass_over(r);
	end = r->at - 1;
	while (at < end) {
		if (*at != '\\')
			buf_putc(out, *at++);
		else if ((at = put_escape(out, at + 1)) == NULL)
			return false;
	}
	return true;
}

/* An argument that is nothing but literals; else NULL. */
static const char *
read_argument(struct reader *r)
{
	struct buf text;

	buf_init(&text, r->catalogue->arena, 0);
	for (skip_space(r); *r->at == '"'; skip_space(r))
		if (!read_literal(r, &text))
			return NULL;
	return *r->at == ')' ? text.data : NULL;
}

static const char *const callers[] = { "tr", "words", "WORDS", NULL };

/* Is the word at the reader, which is then after it, a name that is given
 * words? */
static bool
takes_caller(struct reader *r)
{
	const char *from = r->at;
	size_t len;

	while (is_word(*r->at))
		r->at++;
	len = (size_t)(r->at - from);
	for (const char *const *c = callers; *c != NULL; c++)
		if (strlen(*c) == len && memcmp(from, *c, len) == 0)
			return true;
	return false;
}

static void
read_code(struct catalogue *c, const char *file, const char *text)
{
	struct reader r = { c, file, text };
	const char *msgid;

	while (*r.at != '\0') {
		if (!is_word(*r.at)) {
			pass_over(&r);
			continue;
		}
		if (!takes_caller(&r))
			continue;
		skip_space(&r);
		if (*r.at != '(')
			continue;
		r.at++;
		if ((msgid = read_argument(&r)) != NULL)
			add_entry(c, msgid, file)->code = true;
	}
}

/* What rows of the database say. */
static void
read_list(struct catalogue *c, const char *file, const char *text)
{
	size_t len;

	for (; *text != '\0'; text += len + (text[len] == '\n')) {
		len = strcspn(text, "\n");
		if (len > 0 && *text != '#')
			add_entry(c, arena_strndup(c->arena, text, len), file);
	}
}

static bool
ends_in(const char *path, const char *end)
{
	size_t len = strlen(path), n = strlen(end);

	return len > n && strcmp(path + len - n, end) == 0;
}

static bool
read_file(struct catalogue *c, const char *path)
{
	struct buf text;
	FILE *f = fopen(path, "r");
	size_t n;

	if (f == NULL) {
		perror(path);
		return false;
	}
	buf_init(&text, c->arena, 0);
	do {
		n = fread(buf_reserve(&text, CHUNK), 1, CHUNK, f);
		text.len += n;
	} while (n > 0);
	buf_put(&text, "", 0);
	fclose(f);
	if (ends_in(path, ".mustache"))
		return read_template(c, path, text.data);
	if (ends_in(path, ".txt"))
		read_list(c, path, text.data);
	else
		read_code(c, path, text.data);
	return true;
}

static void
print_quoted(const char *text)
{
	putchar('"');
	for (; *text != '\0'; text++) {
		if (*text == '\n') {
			fputs("\\n", stdout);
		} else if (*text == '\t') {
			fputs("\\t", stdout);
		} else {
			if (*text == '"' || *text == '\\')
				putchar('\\');
			putchar(*text);
		}
	}
	puts("\"");
}

static void
print_entry(const struct entry *e)
{
	printf("\n#:%s\n", e->files.data);
	if (e->code && strchr(e->msgid, '%') != NULL)
		puts("#, c-format");
	fputs("msgid ", stdout);
	print_quoted(e->msgid);
	puts("msgstr \"\"");
}

static int
by_words(const void *a, const void *b)
{
	const struct entry *const *x = a, *const *y = b;

	return strcmp((*x)->msgid, (*y)->msgid);
}

static void
print_all(const struct catalogue *c)
{
	const struct entry **all =
	    arena_alloc(c->arena, c->n, sizeof(const struct entry *));
	size_t n = 0;

	for (const struct entry *e = c->first; e != NULL; e = e->next)
		all[n++] = e;
	qsort(all, n, sizeof(const struct entry *), by_words);
	puts("msgid \"\"\nmsgstr \"\"\n"
	     "\"Content-Type: text/plain; charset=UTF-8\\n\"");
	for (size_t i = 0; i < n; i++)
		print_entry(all[i]);
}

int
main(int argc, char **argv)
{
	struct catalogue c = { .arena = arena_new(MEMORY), .tail = &c.first };
	bool fine = true;
	int i;

	for (i = 1; i < argc; i++)
		fine = read_file(&c, argv[i]) && fine;
	print_all(&c);
	arena_free(c.arena);
	return fine && fflush(stdout) == 0 ? EXIT_SUCCESS : EX_DATAERR;
}
