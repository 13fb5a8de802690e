#include <string.h>

#include "lib/base/words.h"

/* A process answers one person at a time. */
static struct {
	words_translate *translate;
} state;

void
words_set(words_translate *translate)
{
	state.translate = translate;
}

const char *
words(const char *english)
{
	return state.translate == NULL ? english : state.translate(english);
}

const char *
word_of(const struct word *list, const char *name)
{
	for (; name != NULL && list->name != NULL; list++)
		if (strcmp(list->name, name) == 0)
			return words(list->english);
	return name;
}

/* The place that starts at `at` ("{name}…"); NULL: none of that name. */
static const struct words_place *
place_at(const char *at, const struct words_place *p)
{
	size_t len;

	for (; p->name != NULL; p++) {
		len = strlen(p->name);
		if (strncmp(at + 1, p->name, len) == 0 && at[len + 1] == '}')
			return p;
	}
	return NULL;
}

void
words_fill(struct buf *b, const char *s, const struct words_place *places)
{
	const struct words_place *p;
	const char *at;

	while ((at = strchr(s, '{')) != NULL) {
		buf_put(b, s, (size_t)(at - s));
		if ((p = place_at(at, places)) == NULL) {
			buf_putc(b, '{');
			s = at + 1;
			continue;
		}
		buf_puts(b, p->text);
		s = at + strlen(p->name) + 2;
	}
	buf_puts(b, s);
}

const char *
words_with(
    struct arena *a, const char *sentence, const char *name, const char *text)
{
	struct buf b;

	buf_init(&b, a, 128);
	words_fill(&b, sentence,
	    (const struct words_place[]){ { name, text }, { NULL, NULL } });
	return b.data;
}
