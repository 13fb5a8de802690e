#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/base/words.h"
#include "lib/domain/language.h"

static const struct {
	const char *code, *english;
} languages[] = {
	{ "ar", WORDS("Arabic") },
	{ "bn", WORDS("Bengali") },
	{ "cs", WORDS("Czech") },
	{ "da", WORDS("Danish") },
	{ "de", WORDS("German") },
	{ "el", WORDS("Greek") },
	{ "en", WORDS("English") },
	{ "es", WORDS("Spanish") },
	{ "fa", WORDS("Persian") },
	{ "fi", WORDS("Finnish") },
	{ "fr", WORDS("French") },
	{ "he", WORDS("Hebrew") },
	{ "hi", WORDS("Hindi") },
	{ "hu", WORDS("Hungarian") },
	{ "id", WORDS("Indonesian") },
	{ "it", WORDS("Italian") },
	{ "ja", WORDS("Japanese") },
	{ "ko", WORDS("Korean") },
	{ "nl", WORDS("Dutch") },
	{ "no", WORDS("Norwegian") },
	{ "pl", WORDS("Polish") },
	{ "pt", WORDS("Portuguese") },
	{ "ro", WORDS("Romanian") },
	{ "ru", WORDS("Russian") },
	{ "sv", WORDS("Swedish") },
	{ "sw", WORDS("Swahili") },
	{ "ta", WORDS("Tamil") },
	{ "th", WORDS("Thai") },
	{ "tr", WORDS("Turkish") },
	{ "uk", WORDS("Ukrainian") },
	{ "ur", WORDS("Urdu") },
	{ "vi", WORDS("Vietnamese") },
	{ "zh", WORDS("Chinese") },
};

enum { LANGUAGES = sizeof(languages) / sizeof(languages[0]) };

const char *
language_at(size_t i)
{
	return i < LANGUAGES ? languages[i].code : NULL;
}

const char *
language_name_at(size_t i)
{
	return i < LANGUAGES ? words(languages[i].english) : NULL;
}

const char *
language_name(const char *code)
{
	for (size_t i = 0; i < LANGUAGES; i++)
		if (strcmp(languages[i].code, code) == 0)
			return words(languages[i].english);
	return code;
}

static bool
is_same(const char *name, const char *text, size_t len)
{
	return strlen(name) == len && strncasecmp(name, text, len) == 0;
}

const char *
language_code(const char *text, size_t len)
{
	for (size_t i = 0; i < LANGUAGES; i++)
		if (is_same(languages[i].code, text, len) ||
		    is_same(languages[i].english, text, len) ||
		    is_same(words(languages[i].english), text, len))
			return languages[i].code;
	return NULL;
}

const char *
language_meant(const char *text)
{
	return text != NULL ? language_code(text, strlen(text)) : NULL;
}

const char *
language_words(struct arena *a, const char *const *codes, size_t n)
{
	struct buf b;

	if (n == 0)
		return NULL;
	buf_init(&b, a, 64);
	for (size_t i = 0; i < n; i++) {
		buf_puts(&b, i == 0 ? "" : ", ");
		buf_puts(&b, language_name(codes[i]));
	}
	return b.data;
}
