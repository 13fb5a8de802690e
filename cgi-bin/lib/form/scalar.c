#include <string.h>

#include "lib/base/log.h"
#include "lib/form/parse.h"
#include "lib/form/utf8.h"
#include "lib/form/words.h"

enum word
type_word(enum kind kind)
{
	switch (kind) {
	case KIND_INT:
	case KIND_MAYBE_INT:
		return WORD_INT;
	case KIND_ID:
		return WORD_CHOOSE;
	case KIND_BOOL:
		return WORD_YES_NO;
	case KIND_DATE:
		return WORD_DATE;
	case KIND_INSTANT:
		return WORD_INSTANT;
	case KIND_MINUTE:
		return WORD_MINUTE;
	case KIND_FILE:
		return WORD_FILE;
	case KIND_LIST:
	case KIND_TEXTS:
	case KIND_IDS:
		return WORD_LIST;
	default:
		return WORD_TEXT;
	}
}

/* May a value that came like this stand for the kind? */
static bool
fits(enum kind kind, enum pair_from from)
{
	switch (from) {
	case PAIR_FORM:
		return true;
	case PAIR_STRING:
		return kind == KIND_ID || kind == KIND_TEXT ||
		       kind == KIND_DATE || kind == KIND_INSTANT ||
		       kind == KIND_MINUTE;
	case PAIR_NUMBER:
		return kind == KIND_INT || kind == KIND_MAYBE_INT ||
		       kind == KIND_ID;
	case PAIR_BOOL:
		return kind == KIND_BOOL;
	case PAIR_FILE:
		return kind == KIND_FILE;
	default:
		return false;
	}
}

/* Bytes of white space or of an invisible character at s, 0 for none. */
static size_t
space_at(const char *s, size_t len)
{
	size_t used;
	int32_t c = len == 0 ? 0 : utf8_next(s, len, &used);

	if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x3000 ||
	    (c >= 0x2000 && c <= 0x200b) || c == 0x2028 || c == 0x2029 ||
	    c == 0x202f || c == 0x205f || c == 0x2060 || c == 0xfeff)
		return used;
	return 0;
}

/* The start of the last character. */
static const char *
last_of(const char *s, size_t len)
{
	const char *at = s + len - 1;

	while (at > s && (*at & 0xc0) == 0x80)
		at--;
	return at;
}

static void
trim(struct taking *t)
{
	size_t n;
	const char *last;

	while ((n = space_at(t->text, t->len)) != 0) {
		t->text += n;
		t->len -= n;
	}
	while (t->len > 0) {
		last = last_of(t->text, t->len);
		n = (size_t)(t->text + t->len - last);
		if (space_at(last, n) == 0)
			break;
		t->len -= n;
	}
	t->text = arena_strndup(t->arena, t->text, t->len);
}

static const char *
take_bool(const struct taking *t, bool *to)
{
	if (!take_bool_word(t->text, to))
		return word_text(WORD_YES_NO);
	return t->field->min > 0 && !*to ? word_text(WORD_NEEDED) : NULL;
}

static const char *
take_file(const struct taking *t, struct upload *file, struct upload **to)
{
	if (t->field->max > 0 && file->size > t->field->max)
		return words_file_size(t->arena, t->field);
	*to = file;
	return NULL;
}

/* Nothing was typed: an absent value, unless empty text is a value too. */
static const char *
take_nothing(const struct form_field *f, void *to)
{
	const char **text = to;

	if (f->required)
		return word_text(WORD_NEEDED);
	if (f->kind == KIND_TEXT && f->min == 0 && f->check == CHECK_NONE)
		*text = "";
	return NULL;
}

static const char *
take_maybe_int(const struct taking *t, struct maybe_int *to)
{
	to->set = true;
	return taking_int(t, &to->value);
}

static const char *
take_by_kind(const struct taking *t, void *to)
{
	switch (t->field->kind) {
	case KIND_INT:
		return taking_int(t, to);
	case KIND_MAYBE_INT:
		return take_maybe_int(t, to);
	case KIND_ID:
		return taking_id(t, to);
	case KIND_TEXT:
		return taking_text(t, to);
	case KIND_DATE:
		return taking_date(t, to);
	case KIND_INSTANT:
		return taking_instant(t, to);
	case KIND_MINUTE:
		return taking_minute(t, to);
	case KIND_FILE:
		return word_text(WORD_FILE);
	default:
		log_fatal(
		    "form: %s is of a kind that no form reads", t->field->name);
	}
}

const char *
scalar_take(struct arena *a, const struct form_field *f,
    const struct pair *pair, void *to)
{
	struct taking t = { a, f, pair->value, pair->len };

	if (pair->from == PAIR_NULL && !pair->in_list)
		return f->required ? word_text(WORD_NEEDED) : NULL;
	if (pair->in_list || !fits(f->kind, pair->from))
		return word_text(type_word(f->kind));
	if (pair->from == PAIR_FILE)
		return take_file(&t, pair->file, to);
	if (!utf8_is_text(t.text, t.len))
		return word_text(type_word(f->kind));
	if (!f->keep_space)
		trim(&t);
	if (f->kind == KIND_BOOL)
		return take_bool(&t, to);
	return t.len == 0 ? take_nothing(f, to) : take_by_kind(&t, to);
}
