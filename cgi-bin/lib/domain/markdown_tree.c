#include <cmark-gfm-core-extensions.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/domain/markdown.h"
#include "lib/domain/markdown_tree.h"

/* The parser's time grows with the square of the last two, and depth is a
 * burden to browsers; nobody writes so. */
enum { MOST_NESTED = 64, MOST_BRACKETS = 20000, MOST_AT_SIGNS = 2000 };

static const char *const extensions[] = { "strikethrough", "autolink" };

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

/* The length of the quote or list marker at s; 0: none. */
static size_t
marker(const char *s)
{
	size_t digits = strspn(s, "0123456789");

	if (*s == '>')
		return 1;
	if (*s != '\0' && strchr("-*+", *s) != NULL && is_blank(s[1]))
		return 1;
	if (digits > 0 && (s[digits] == '.' || s[digits] == ')') &&
	    is_blank(s[digits + 1]))
		return digits + 1;
	return 0;
}

static bool
line_is_too_deep(const char *line)
{
	size_t depth = 0, len;

	do {
		line += strspn(line, " \t");
		line += len = marker(line);
	} while (len != 0 && ++depth <= MOST_NESTED);
	return depth > MOST_NESTED;
}

static bool
is_hostile(const char *text, size_t len)
{
	size_t brackets = 0, at_signs = 0;

	if (len > MARKDOWN_MOST)
		return true;
	for (size_t i = 0; i < len; i++) {
		brackets += text[i] == '[' || text[i] == ']';
		at_signs += text[i] == '@';
		if ((i == 0 || strchr("\r\n", text[i - 1]) != NULL) &&
		    line_is_too_deep(text + i))
			return true;
	}
	return brackets > MOST_BRACKETS || at_signs > MOST_AT_SIGNS;
}

struct cmark_node *
markdown_parse(const char *text, size_t len)
{
	cmark_syntax_extension *extension;
	struct cmark_parser *p;
	struct cmark_node *root;

	if (is_hostile(text, len))
		return NULL;
	cmark_gfm_core_extensions_ensure_registered();
	p = cmark_parser_new(
	    CMARK_OPT_VALIDATE_UTF8 | CMARK_OPT_STRIKETHROUGH_DOUBLE_TILDE);
	for (size_t i = 0; i < sizeof(extensions) / sizeof(*extensions); i++) {
		extension = cmark_find_syntax_extension(extensions[i]);
		if (extension == NULL ||
		    !cmark_parser_attach_syntax_extension(p, extension))
			log_fatal("markdown: no %s", extensions[i]);
	}
	cmark_parser_feed(p, text, len);
	root = cmark_parser_finish(p);
	cmark_parser_free(p);
	if (root == NULL)
		log_fatal("markdown: out of memory");
	return root;
}

bool
markdown_is_tight(struct cmark_node *paragraph)
{
	struct cmark_node *item = cmark_node_parent(paragraph);
	struct cmark_node *list = item == NULL ? NULL : cmark_node_parent(item);

	return list != NULL && cmark_node_get_type(list) == CMARK_NODE_LIST &&
	       cmark_node_get_list_tight(list);
}

bool
markdown_is_block(struct cmark_node *n)
{
	return (cmark_node_get_type(n) & CMARK_NODE_TYPE_MASK) ==
	       CMARK_NODE_TYPE_BLOCK;
}
