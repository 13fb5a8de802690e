#ifndef LIB_DOMAIN_MARKDOWN_TREE_H
#define LIB_DOMAIN_MARKDOWN_TREE_H

#include <cmark-gfm.h>
#include <stdbool.h>
#include <stddef.h>

/* What markdown() and markdown_plain() walk; for these two only. */

/* Free with cmark_node_free().  NULL: too long, or nested to waste time. */
struct cmark_node *markdown_parse(const char *text, size_t len);
/* A paragraph of a list without blank lines between its items. */
bool markdown_is_tight(struct cmark_node *paragraph);
bool markdown_is_block(struct cmark_node *);

#endif
