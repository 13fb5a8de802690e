#ifndef LIB_DOMAIN_MARKDOWN_H
#define LIB_DOMAIN_MARKDOWN_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * People's Markdown as safe HTML: cmark-gfm with strikethrough and autolinks.
 * Typed HTML shows as the text it is; links lead only to http, https and mailto
 * and carry rel="nofollow ugc noopener"; pictures become links; headings are
 * moved down to start at h3.  Beyond MARKDOWN_MOST bytes, or nested deeper than
 * people write, it is one plain paragraph.
 */
enum { MARKDOWN_MOST = 128 * 1024 };

struct html markdown(struct arena *, const char *text);
/* The same as plain text, for mails and previews: paragraphs and list items on
 * lines of their own, at most `most` code points, cut at a word with "…";
 * 0: all of it. */
const char *markdown_plain(struct arena *, const char *text, size_t most);

#endif
