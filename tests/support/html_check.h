#ifndef SUPPORT_HTML_CHECK_H
#define SUPPORT_HTML_CHECK_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/*
 * An independent look at what markdown() made: every "<" must begin one of the
 * few tags it may write, spelt exactly so, properly nested; every quote and ">"
 * outside them must be escaped.
 */
enum { HTML_DEEPEST = 16384 };

static const char *const html_plain_tags[] = { "p", "blockquote", "ul", "ol",
	"li", "h3", "h4", "h5", "h6", "pre", "code", "em", "strong", "del" };

/* The length of prefix when s starts with it, else 0. */
static size_t
html_starts(const char *s, const char *prefix)
{
	size_t len = strlen(prefix);

	return strncmp(s, prefix, len) == 0 ? len : 0;
}

/* `href="…" rel="nofollow ugc noopener">` after "<a "; where it ends. */
static const char *
html_link_end(const char *s)
{
	size_t len;

	if ((len = html_starts(s, "href=\"")) == 0)
		return NULL;
	s += len;
	if (strncasecmp(s, "http://", 7) != 0 &&
	    strncasecmp(s, "https://", 8) != 0 &&
	    strncasecmp(s, "mailto:", 7) != 0)
		return NULL;
	for (; *s != '"'; s++)
		if (*s <= ' ' || *s > '~' || strchr("<>'\\`", *s) != NULL)
			return NULL;
	len = html_starts(s, "\" rel=\"nofollow ugc noopener\">");
	return len == 0 ? NULL : s + len;
}

/* After `<ol start="` or `<code class="language-`: to the closing `">`. */
static const char *
html_attribute_end(const char *s)
{
	s += strcspn(s, "\"<> \n");
	return html_starts(s, "\">") != 0 ? s + 2 : NULL;
}

/* The end of the opening tag at s and its name; NULL: none that is allowed. */
static const char *
html_open_tag(const char *s, const char **name)
{
	size_t len;

	if ((len = html_starts(s, "<a ")) != 0) {
		*name = "a";
		return html_link_end(s + len);
	}
	if ((len = html_starts(s, "<ol start=\"")) != 0) {
		*name = "ol";
		return html_attribute_end(s + len);
	}
	if ((len = html_starts(s, "<code class=\"language-")) != 0) {
		*name = "code";
		return html_attribute_end(s + len);
	}
	for (size_t i = 0; i < 14; i++) {
		*name = html_plain_tags[i];
		len = strlen(*name);
		if (strncmp(s + 1, *name, len) == 0 && s[len + 1] == '>')
			return s + len + 2;
	}
	return NULL;
}

/* Where the first fault is; NULL: there is none. */
static const char *
html_fault(const char *s)
{
	const char *open[HTML_DEEPEST], *end;
	size_t depth = 0, len;

	while (*s != '\0') {
		if (*s == '>' || *s == '"' || *s == '\'')
			return s;
		if (*s != '<') {
			s++;
			continue;
		}
		if ((len = html_starts(s, "<hr>")) != 0 ||
		    (len = html_starts(s, "<br>")) != 0) {
			s += len;
			continue;
		}
		if (s[1] != '/') {
			if (depth == HTML_DEEPEST ||
			    (end = html_open_tag(s, &open[depth])) == NULL)
				return s;
			depth++;
			s = end;
			continue;
		}
		if (depth == 0)
			return s;
		len = strlen(open[--depth]);
		if (strncmp(s + 2, open[depth], len) != 0 || s[len + 2] != '>')
			return s;
		s += len + 3;
	}
	return depth == 0 ? NULL : s;
}

#endif
