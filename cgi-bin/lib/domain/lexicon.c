#include <stdlib.h>
#include <string.h>

#include "lib/domain/folding.h"
#include "lib/domain/lexicon.h"

enum { SLOTS = 8192, WORD_MAX = 40 };

struct entry {
	const char *word;
	struct known known;
};

/* Open addressing, never more than half full; most that are asked for are not
 * there, which the first slot says. */
struct slot {
	uint32_t hash; /* 0: empty */
	uint32_t entry;
};

struct lexicon {
	struct arena *arena;
	struct slot slots[SLOTS];
	struct entry entries[SLOTS / 2];
	uint32_t n;
};

static const struct {
	const char *part;
	uint32_t role;
} parts[] = {
	{ "at", ROLE_AT },
	{ "at_sure", ROLE_AT_SURE },
	{ "dot", ROLE_DOT },
	{ "provider", ROLE_PROVIDER },
	{ "tld", ROLE_TLD },
	{ "tld_weak", ROLE_TLD_WEAK },
	{ "platform", ROLE_PLATFORM },
	{ "private", ROLE_PRIVATE },
	{ "weak_platform", ROLE_WEAK },
	{ "mine", ROLE_MINE },
	{ "phone", ROLE_PHONE },
	{ "call", ROLE_CALL },
	{ "number", ROLE_NUMBER },
	{ "mail", ROLE_MAIL },
	{ "ask", ROLE_ASK },
	{ "ask_me", ROLE_ASK_ME },
	{ "handle", ROLE_HANDLE },
	{ "is", ROLE_IS },
	{ "digit", ROLE_DIGIT },
	{ "twice", ROLE_TWICE },
	{ "unit", ROLE_UNIT },
	{ "label", ROLE_LABEL },
	{ "code", ROLE_CODE },
	{ "stop", ROLE_STOP },
	{ "move", ROLE_MOVE },
	{ "to", ROLE_TO },
	{ "placeholder", ROLE_PLACEHOLDER },
	{ "package", ROLE_PACKAGE },
	{ "street", ROLE_STREET },
	{ "nobody", ROLE_NOBODY },
	{ "build", ROLE_BUILD },
};

static uint32_t
hash(const char *s, size_t len)
{
	uint32_t h = (uint32_t)fold_hash(s, len);

	return h != 0 ? h : 1;
}

struct lexicon *
lexicon_new(struct arena *a)
{
	struct lexicon *v = arena_alloc(a, 1, sizeof(*v));

	v->arena = a;
	return v;
}

static bool
is_word(const struct entry *e, const char *word, size_t len)
{
	return strncmp(e->word, word, len) == 0 && e->word[len] == '\0';
}

/* Its slot, or the empty one where it would be. */
static size_t
place_of(const struct lexicon *v, const char *word, size_t len)
{
	uint32_t h = hash(word, len);
	size_t i = h % SLOTS;

	while (v->slots[i].hash != 0 &&
	       (v->slots[i].hash != h ||
		   !is_word(&v->entries[v->slots[i].entry], word, len)))
		i = (i + 1) % SLOTS;
	return i;
}

static struct known *
known_of(struct lexicon *v, const char *word, size_t len)
{
	struct slot *slot = &v->slots[place_of(v, word, len)];

	if (slot->hash == 0) {
		*slot = (struct slot){ hash(word, len), v->n++ };
		v->entries[slot->entry] =
		    (struct entry){ arena_strndup(v->arena, word, len),
			    { 0, -1 } };
	}
	return &v->entries[slot->entry].known;
}

/* "seven=7" is a digit with its value. */
bool
lexicon_add(struct lexicon *v, const char *part, const char *word)
{
	size_t len = strcspn(word, "=");
	struct known *known;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strcmp(parts[i].part, part) != 0)
			continue;
		if (len == 0 || len > WORD_MAX || v->n >= SLOTS / 2)
			return true;
		known = known_of(v, word, len);
		known->roles |= parts[i].role;
		if (word[len] == '=')
			known->digit = word[len + 1] - '0';
		return true;
	}
	return false;
}

struct known
lexicon_find(const struct lexicon *v, const char *word, size_t len)
{
	static const struct known nothing = { 0, -1 };
	size_t i;

	if (len > WORD_MAX)
		return nothing;
	i = place_of(v, word, len);
	return v->slots[i].hash == 0 ? nothing
				     : v->entries[v->slots[i].entry].known;
}
