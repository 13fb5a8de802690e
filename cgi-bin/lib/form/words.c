#include "lib/form/words.h"

static struct {
	const char *(*translate)(const char *);
} state;

void
form_translate(const char *(*translate)(const char *english))
{
	state.translate = translate;
}

/* The name that `make catalogue` looks for. */
static const char *tr(const char *english) __attribute__((format_arg(1)));

static const char *
tr(const char *english)
{
	return state.translate == NULL ? english : state.translate(english);
}

const char *
word_text(enum word word)
{
	switch (word) {
	case WORD_NEEDED:
		return tr("This is needed.");
	case WORD_ONCE:
		return tr("Give this only once.");
	case WORD_INT:
		return tr("Enter a whole number.");
	case WORD_YES_NO:
		return tr("Choose yes or no.");
	case WORD_DATE:
		return tr("Enter a date such as 2027-03-08.");
	case WORD_INSTANT:
		return tr("Enter a date and time such as "
			  "2027-03-08T08:00:00Z.");
	case WORD_MINUTE:
		return tr("Enter a time such as 09:30.");
	case WORD_FILE:
		return tr("Choose a file.");
	case WORD_TEXT:
		return tr("Enter text.");
	case WORD_CONTROL:
		return tr("Remove the control characters.");
	case WORD_LIST:
		return tr("Enter a list.");
	case WORD_CHOOSE:
		return tr("Choose one of the list.");
	case WORD_EMAIL:
		return tr("Enter an e-mail address such as name@example.org.");
	case WORD_URL:
		return tr("Enter an address that begins with https://.");
	case WORD_SLUG:
		return tr("Use only a to z, 0 to 9 and hyphens.");
	case WORD_ZONE:
		return tr("Choose a time zone such as Europe/Lisbon.");
	case WORD_PATH:
		return tr("Enter a path on this site.");
	}
	return "";
}

const char *
words_range(struct arena *a, const struct form_field *f)
{
	long long min = f->min, max = f->max;

	if (max == INT64_MAX)
		return arena_printf(a, tr("Enter %lld or more."), min);
	if (min == INT64_MIN)
		return arena_printf(a, tr("Enter %lld or less."), max);
	return arena_printf(
	    a, tr("Enter an amount between %lld and %lld."), min, max);
}

const char *
words_length(struct arena *a, const struct form_field *f, int64_t length)
{
	long long n = length;

	if (length > f->max)
		return arena_printf(a,
		    tr("Enter at most %lld characters; this has %lld."),
		    (long long)f->max, n);
	return arena_printf(a,
	    tr("Enter at least %lld characters; this has %lld."),
	    (long long)f->min, n);
}

const char *
words_count(struct arena *a, const struct form_field *f, bool many)
{
	if (many)
		return arena_printf(
		    a, tr("Give at most %lld of these."), (long long)f->max);
	return arena_printf(
	    a, tr("Give at least %lld of these."), (long long)f->min);
}

const char *
words_file_size(struct arena *a, const struct form_field *f)
{
	long long kib = f->max / 1024;

	if (kib >= 1024)
		return arena_printf(
		    a, tr("Choose a file of at most %lld MB."), kib / 1024);
	return arena_printf(a, tr("Choose a file of at most %lld KB."), kib);
}
