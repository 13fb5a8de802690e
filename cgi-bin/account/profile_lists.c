#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "account/profile_lists.h"
#include "lib/base/buf.h"
#include "lib/base/words.h"
#include "lib/domain/language.h"
#include "lib/form/take.h"
#include "lib/form/utf8.h"

enum {
	MOST_SKILLS = 30,
	MOST_LANGUAGES = 20,
	MOST_LINKS = 8,
	SKILL_CHARS = 40,
	LINK_CHARS = 300
};

static bool
has_word(const struct words_list *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcasecmp(list->items[i], word) == 0)
			return true;
	return false;
}

static void
add_word(struct arena *a, struct words_list *list, const char *s, size_t len)
{
	const char *word;

	while (len > 0 && isspace((unsigned char)*s)) {
		s++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)s[len - 1]))
		len--;
	word = arena_strndup(a, s, len);
	if (len > 0 && !has_word(list, word))
		list->items[list->n++] = word;
}

struct words_list
words_split(struct arena *a, const char *const *texts, size_t n, bool by_comma)
{
	const char *separators = by_comma ? ",;\n" : "\n";
	struct words_list list = { .n = 0 };
	size_t i, len, most = 0;
	const char *s;

	for (i = 0; i < n; i++)
		for (most++, s = texts[i]; *s != '\0'; s++)
			most += strchr(separators, *s) != NULL;
	list.items = arena_alloc(a, most, sizeof(*list.items));
	for (i = 0; i < n; i++)
		for (s = texts[i]; *s != '\0'; s += len + (s[len] != '\0')) {
			len = strcspn(s, separators);
			add_word(a, &list, s, len);
		}
	return list;
}

const char *
words_join(
    struct arena *a, const char *const *items, size_t n, const char *separator)
{
	struct buf b;

	buf_init(&b, a, 256);
	buf_puts(&b, "");
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i == 0 ? "" : separator);
		buf_puts(&b, items[i]);
	}
	return b.data;
}

const char *
words_json(struct arena *a, const struct words_list *list)
{
	struct buf b;

	buf_init(&b, a, 256);
	buf_putc(&b, '[');
	for (size_t i = 0; i < list->n; i++) {
		buf_puts(&b, i == 0 ? "\"" : ",\"");
		buf_put_json(&b, list->items[i], strlen(list->items[i]));
		buf_putc(&b, '"');
	}
	buf_putc(&b, ']');
	return b.data;
}

const char *
skills_refusal(const struct words_list *list)
{
	if (list->n > MOST_SKILLS)
		return words("Name at most 30 skills.");
	for (size_t i = 0; i < list->n; i++)
		if (utf8_length(list->items[i], strlen(list->items[i])) >
		    SKILL_CHARS)
			return words("A skill has at most 40 characters.");
	return NULL;
}

const char *
links_refusal(const struct words_list *list)
{
	const struct form_field url = { .check = CHECK_URL };
	const char *why = NULL;

	if (list->n > MOST_LINKS)
		return words("Name at most 8 links.");
	for (size_t i = 0; i < list->n && why == NULL; i++) {
		const char *link = list->items[i];

		if (strlen(link) > LINK_CHARS)
			return words("A link has at most 300 characters.");
		why = check_text(&url, &link);
	}
	return why;
}

const char *
languages_refusal(struct words_list *list)
{
	struct words_list codes = { list->items, 0 };

	if (list->n > MOST_LANGUAGES)
		return words("Name at most 20 languages.");
	for (size_t i = 0; i < list->n; i++) {
		const char *word = list->items[i];
		const char *code = language_code(word, strlen(word));

		if (code == NULL)
			return words("Name languages in English, such as "
				     "Portuguese, or by code, such as pt.");
		if (!has_word(&codes, code))
			codes.items[codes.n++] = code;
	}
	list->n = codes.n;
	return NULL;
}

const char *
handle_fold(struct arena *a, const char *typed)
{
	char *handle = arena_strdup(a, typed);

	for (char *s = handle; *s != '\0'; s++)
		if (*s >= 'A' && *s <= 'Z')
			*s = (char)(*s - 'A' + 'a');
	return handle;
}

const char *
handle_refusal(const char *handle)
{
	static const char *const reserved[] = { "admin", "administrator",
		"belay", "help", "moderator", "official", "root", "security",
		"staff", "support", "system", "team" };
	size_t len = strlen(handle);

	if (len < 2 || len > 30 || *handle == '-' ||
	    strspn(handle, "abcdefghijklmnopqrstuvwxyz0123456789-") != len)
		return words("A handle has 2 to 30 of the letters a to z, "
			     "digits and hyphens, and does not begin with a "
			     "hyphen.");
	for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
		if (strcmp(handle, reserved[i]) == 0)
			return words("This handle is taken.");
	if (strncmp(handle, "former-", 7) == 0)
		return words("This handle is taken.");
	return NULL;
}
