#ifndef LIB_DOMAIN_MARKDOWN_H
#define LIB_DOMAIN_MARKDOWN_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/* People's Markdown as safe HTML: cmark-gfm in safe mode, no raw HTML, links
 * only http, https and mailto with rel="nofollow ugc noopener", headings moved
 * down to start at h3. */
struct html markdown(struct arena *, const char *text);
/* The same as plain text, for mails and previews, cut at a word. */
const char *markdown_plain(struct arena *, const char *text, size_t most);

#endif
