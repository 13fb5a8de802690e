#ifndef ACCOUNT_PROFILE_LISTS_H
#define ACCOUNT_PROFILE_LISTS_H

#include <stdbool.h>

#include "lib/base/arena.h"

/*
 * Lists that people type into one field: skills, languages, links.  A page
 * sends them as one text, separated by commas or line ends; JSON sends a list.
 * Either way they arrive as some texts that are split here.
 */
struct words_list {
	const char **items;
	size_t n;
};

/* Trimmed, without empty ones and without doubles in any case; commas split
 * only where `by_comma` (addresses may hold one). */
struct words_list
words_split(struct arena *, const char *const *texts, size_t n, bool by_comma);
/* "a, b" or a line each. */
const char *words_join(
    struct arena *, const char *const *items, size_t n, const char *separator);
/* ["a","b"] */
const char *words_json(struct arena *, const struct words_list *);

/* Why the list is refused, translated; NULL: it is fine. */
const char *skills_refusal(const struct words_list *);
const char *links_refusal(const struct words_list *);
/* Turns names and codes into codes. */
const char *languages_refusal(struct words_list *);
/* Lower case of what was typed. */
const char *handle_fold(struct arena *, const char *typed);
/* The plain ASCII rule, so that no handle can look like another's. */
const char *handle_refusal(const char *handle);

#endif
