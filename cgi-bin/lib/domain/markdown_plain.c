#include <stdint.h>
#include <string.h>

#include "lib/base/buf.h"
#include "lib/domain/markdown.h"
#include "lib/domain/markdown_tree.h"

/* An ordered list's item keeps its number with it: its elder sibling's and one
 * more. */
static void
number_item(struct cmark_node *item)
{
	struct cmark_node *before = cmark_node_previous(item);
	intptr_t number;

	if (before == NULL)
		number = cmark_node_get_list_start(cmark_node_parent(item));
	else
		number = (intptr_t)cmark_node_get_user_data(before) + 1;
	cmark_node_set_user_data(item, (void *)number);
}

static void
put_mark(struct buf *b, struct cmark_node *item)
{
	struct cmark_node *list = cmark_node_parent(item);

	if (cmark_node_get_list_type(list) == CMARK_ORDERED_LIST)
		buf_printf(
		    b, "%d. ", (int)(intptr_t)cmark_node_get_user_data(item));
	else
		buf_puts(b, "- ");
}

/* A block that holds text itself begins: on a new line, after its item's mark
 * when it is the item's first. */
static void
begin_block(struct buf *b, struct cmark_node *n)
{
	struct cmark_node *item = cmark_node_parent(n);

	if (b->len != 0)
		buf_puts(b, markdown_is_tight(n) ? "\n" : "\n\n");
	if (cmark_node_get_type(item) == CMARK_NODE_ITEM &&
	    cmark_node_first_child(item) == n)
		put_mark(b, item);
}

/* Without the line ends that code and HTML blocks close with. */
static void
put_literal(struct buf *b, struct cmark_node *n)
{
	const char *text = cmark_node_get_literal(n);
	size_t len = text == NULL ? 0 : strlen(text);

	while (len > 0 && text[len - 1] == '\n')
		len--;
	buf_put(b, text, len);
}

static void
put_node(struct buf *b, struct cmark_node *n)
{
	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_ITEM:
		number_item(n);
		return;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING:
		begin_block(b, n);
		return;
	case CMARK_NODE_CODE_BLOCK:
	case CMARK_NODE_HTML_BLOCK:
		begin_block(b, n);
		put_literal(b, n);
		return;
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE:
	case CMARK_NODE_HTML_INLINE:
		put_literal(b, n);
		return;
	case CMARK_NODE_SOFTBREAK:
		buf_puts(b, " ");
		return;
	case CMARK_NODE_LINEBREAK:
		buf_puts(b, "\n");
		return;
	default:
		return;
	}
}

static void
put_tree(struct buf *b, struct cmark_node *root)
{
	struct cmark_iter *it = cmark_iter_new(root);
	cmark_event_type event;

	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE)
		if (event == CMARK_EVENT_ENTER)
			put_node(b, cmark_iter_get_node(it));
	cmark_iter_free(it);
}

static bool
is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

/* Where the code point after `most` of them begins; NULL: there is none. */
static const char *
after_points(const char *s, size_t most)
{
	for (; *s != '\0'; s++)
		if (((unsigned char)*s & 0xc0) != 0x80 && most-- == 0)
			return s;
	return NULL;
}

/* At the last space that leaves room for the ellipsis; inside a word only when
 * it is the first. */
static const char *
cut(struct arena *a, const char *text, size_t most)
{
	const char *end, *at;

	if (most == 0 || after_points(text, most) == NULL)
		return text;
	end = after_points(text, most - 1);
	for (at = end; at > text && !is_space(*at); at--)
		;
	while (at > text && is_space(at[-1]))
		at--;
	if (at == text)
		at = end;
	return arena_printf(a, "%.*s\u2026", (int)(at - text), text);
}

const char *
markdown_plain(struct arena *a, const char *text, size_t most)
{
	size_t len = text == NULL ? 0 : strlen(text);
	struct cmark_node *root;
	struct buf b;

	if (len == 0)
		return "";
	if ((root = markdown_parse(text, len)) == NULL)
		return cut(a, text, most);
	buf_init(&b, a, len);
	put_tree(&b, root);
	buf_put(&b, "", 0);
	cmark_node_free(root);
	return cut(a, b.data, most);
}
