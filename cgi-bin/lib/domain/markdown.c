#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/domain/markdown.h"
#include "lib/domain/markdown_tree.h"

/* Emphasis inside emphasis that is still shown. */
enum { MOST_EMPHASIS = 16 };

struct page {
	struct buf buf;
	int emphasis;            /* how many are open */
	struct cmark_node *link; /* the one whose <a> is open */
};

static void
put_text(struct buf *b, const char *text)
{
	if (text != NULL)
		buf_put_html(b, text, strlen(text));
}

static bool
has_safe_scheme(const char *url)
{
	static const char *const schemes[] = { "https://", "http://",
		"mailto:" };
	size_t len;

	for (size_t i = 0; i < sizeof(schemes) / sizeof(*schemes); i++) {
		len = strlen(schemes[i]);
		if (strncasecmp(url, schemes[i], len) == 0 && url[len] != '\0')
			return true;
	}
	return false;
}

/* Bytes that have no place in an address become %XX, the rest is escaped. */
static void
put_address(struct buf *b, const char *url)
{
	for (; *url != '\0'; url++) {
		if ((unsigned char)*url <= ' ' || (unsigned char)*url >= 0x7f ||
		    strchr("\"<>\\^`{|}", *url) != NULL)
			buf_put_url(b, url, 1);
		else
			buf_put_html(b, url, 1);
	}
}

/* Links don't nest: of a picture in a link, only the link is one. */
static void
put_link(struct page *p, struct cmark_node *n, bool entering)
{
	const char *url = cmark_node_get_url(n);

	if (!entering && p->link == n) {
		buf_puts(&p->buf, "</a>");
		p->link = NULL;
	}
	if (!entering || url == NULL)
		return;
	if (p->link == NULL && has_safe_scheme(url)) {
		buf_puts(&p->buf, "<a href=\"");
		put_address(&p->buf, url);
		buf_puts(&p->buf, "\" rel=\"nofollow ugc noopener\">");
		p->link = n;
	}
	if (cmark_node_first_child(n) == NULL)
		put_text(&p->buf, url);
}

static void
put_list(struct buf *b, struct cmark_node *n, bool entering)
{
	bool ordered = cmark_node_get_list_type(n) == CMARK_ORDERED_LIST;
	int start = cmark_node_get_list_start(n);

	if (!entering)
		buf_puts(b, ordered ? "</ol>\n" : "</ul>\n");
	else if (ordered && start != 1)
		buf_printf(b, "<ol start=\"%d\">\n", start);
	else
		buf_puts(b, ordered ? "<ol>\n" : "<ul>\n");
}

static void
put_code_block(struct buf *b, struct cmark_node *n)
{
	const char *info = cmark_node_get_fence_info(n);
	size_t word = info == NULL ? 0 : strcspn(info, " \t\n");

	buf_puts(b, "<pre><code");
	if (word != 0) {
		buf_puts(b, " class=\"language-");
		buf_put_html(b, info, word);
		buf_puts(b, "\"");
	}
	buf_puts(b, ">");
	put_text(b, cmark_node_get_literal(n));
	buf_puts(b, "</code></pre>\n");
}

static void
put_heading(struct buf *b, struct cmark_node *n, bool entering)
{
	int level = cmark_node_get_heading_level(n) + 2;

	buf_printf(b, "<%sh%d>%s", entering ? "" : "/", level > 6 ? 6 : level,
	    entering ? "" : "\n");
}

static void
put_emphasis(struct page *p, const char *name, bool entering)
{
	int depth = entering ? p->emphasis++ : --p->emphasis;

	if (depth < MOST_EMPHASIS)
		buf_printf(&p->buf, entering ? "<%s>" : "</%s>", name);
}

static void
put_block(struct page *p, struct cmark_node *n, bool entering)
{
	struct buf *b = &p->buf;

	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_PARAGRAPH:
		if (!markdown_is_tight(n))
			buf_puts(b, entering ? "<p>" : "</p>\n");
		return;
	case CMARK_NODE_BLOCK_QUOTE:
		buf_puts(b, entering ? "<blockquote>\n" : "</blockquote>\n");
		return;
	case CMARK_NODE_LIST:
		put_list(b, n, entering);
		return;
	case CMARK_NODE_ITEM:
		buf_puts(b, entering ? "<li>" : "</li>\n");
		return;
	case CMARK_NODE_HEADING:
		put_heading(b, n, entering);
		return;
	case CMARK_NODE_THEMATIC_BREAK:
		buf_puts(b, "<hr>\n");
		return;
	case CMARK_NODE_CODE_BLOCK:
		put_code_block(b, n);
		return;
	case CMARK_NODE_HTML_BLOCK:
		buf_puts(b, "<p>");
		put_text(b, cmark_node_get_literal(n));
		buf_puts(b, "</p>\n");
		return;
	default:
		return;
	}
}

static void
put_inline(struct page *p, struct cmark_node *n, bool entering)
{
	struct buf *b = &p->buf;

	switch (cmark_node_get_type(n)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_HTML_INLINE:
		put_text(b, cmark_node_get_literal(n));
		return;
	case CMARK_NODE_SOFTBREAK:
		buf_puts(b, "\n");
		return;
	case CMARK_NODE_LINEBREAK:
		buf_puts(b, "<br>\n");
		return;
	case CMARK_NODE_CODE:
		buf_puts(b, "<code>");
		put_text(b, cmark_node_get_literal(n));
		buf_puts(b, "</code>");
		return;
	case CMARK_NODE_EMPH:
		put_emphasis(p, "em", entering);
		return;
	case CMARK_NODE_STRONG:
		put_emphasis(p, "strong", entering);
		return;
	case CMARK_NODE_LINK:
	case CMARK_NODE_IMAGE:
		put_link(p, n, entering);
		return;
	default:
		if (strcmp(cmark_node_get_type_string(n), "strikethrough") == 0)
			put_emphasis(p, "del", entering);
	}
}

static void
put_tree(struct page *p, struct cmark_node *root)
{
	struct cmark_iter *it = cmark_iter_new(root);
	cmark_event_type event;
	struct cmark_node *n;

	while ((event = cmark_iter_next(it)) != CMARK_EVENT_DONE) {
		n = cmark_iter_get_node(it);
		if (markdown_is_block(n))
			put_block(p, n, event == CMARK_EVENT_ENTER);
		else
			put_inline(p, n, event == CMARK_EVENT_ENTER);
	}
	cmark_iter_free(it);
}

struct html
markdown(struct arena *a, const char *text)
{
	size_t len = text == NULL ? 0 : strlen(text);
	struct page p = { .link = NULL };
	struct cmark_node *root;

	if (len == 0)
		return (struct html){ "" };
	buf_init(&p.buf, a, len + len / 4);
	if ((root = markdown_parse(text, len)) == NULL) {
		buf_puts(&p.buf, "<p>");
		buf_put_html(&p.buf, text, len);
		buf_puts(&p.buf, "</p>\n");
		return (struct html){ p.buf.data };
	}
	put_tree(&p, root);
	cmark_node_free(root);
	buf_put(&p.buf, "", 0);
	return (struct html){ p.buf.data };
}
