#include <string.h>
#include <strings.h>

#include "lib/domain/ical_in.h"

enum { MOST_COMPONENTS = 50000, MOST_DEPTH = 8, LONGEST_LINE = 64 * 1024 };

#define ANY "*"

/* The lines that are kept, and the types that VALUE may name: libical simply
 * believes it, and its own code then reads one type as another. */
static const struct {
	const char *name, *types;
} wanted[] = {
	{ "BEGIN", ANY },
	{ "END", ANY },
	{ "UID", ANY },
	{ "DTSTART", "DATE DATE-TIME" },
	{ "DTEND", "DATE DATE-TIME" },
	{ "DURATION", "DURATION" },
	{ "RRULE", "RECUR" },
	{ "RDATE", "DATE DATE-TIME PERIOD" },
	{ "EXDATE", "DATE DATE-TIME" },
	{ "RECURRENCE-ID", "DATE DATE-TIME" },
	{ "STATUS", "" },
	{ "TRANSP", "" },
	{ "SUMMARY", ANY },
	{ "FREEBUSY", "PERIOD" },
	{ "TZID", "TEXT" },
	{ "TZOFFSETFROM", "UTC-OFFSET" },
	{ "TZOFFSETTO", "UTC-OFFSET" },
	{ "X-MICROSOFT-CDO-BUSYSTATUS", "TEXT" },
};

struct scan {
	struct buf out;
	size_t components, depth;
	const char *why;
};

/* Copy the line at s without its folds; returns where the next one begins. */
static const char *
take_line(struct scan *scan, const char *s, const char *end)
{
	const char *stop;

	for (;;) {
		stop = memchr(s, '\n', (size_t)(end - s));
		stop = stop == NULL ? end : stop;
		buf_put(&scan->out, s,
		    (size_t)(stop - s) - (stop > s && stop[-1] == '\r'));
		if (stop == end)
			return end;
		s = stop + 1;
		if (s == end || (*s != ' ' && *s != '\t'))
			return s;
		s++;
	}
}

static bool
is_named(const char *line, const char *name)
{
	size_t len = strlen(name);

	return strncasecmp(line, name, len) == 0 &&
	       (line[len] == ':' || line[len] == ';');
}

static const char *
types_of(const char *line)
{
	for (size_t i = 0; i < sizeof(wanted) / sizeof(*wanted); i++)
		if (is_named(line, wanted[i].name))
			return wanted[i].types;
	return NULL;
}

/* Is the word at s, up to a parameter's end, one of the list? */
static bool
is_listed(const char *s, const char *list)
{
	size_t len = strcspn(s, ":;"), one;

	for (;; list += one + 1) {
		one = strcspn(list, " ");
		if (one == len && strncasecmp(s, list, len) == 0)
			return true;
		if (list[one] == '\0')
			return false;
	}
}

/* Wherever it stands, also inside quotes: nobody names a zone so. */
static bool
has_other_type(const char *line, const char *types)
{
	const char *at = line;

	while ((at = strcasestr(at, ";VALUE=")) != NULL) {
		at += strlen(";VALUE=");
		if (!is_listed(at, types))
			return true;
	}
	return false;
}

static void
check_line(struct scan *scan, const char *line, size_t len, const char *types)
{
	if (strlen(line) != len)
		scan->why = "there is a zero byte";
	else if (len > LONGEST_LINE)
		scan->why = "a line is too long";
	else if (is_named(line, "BEGIN")) {
		scan->depth++;
		scan->components++;
	} else if (is_named(line, "END")) {
		if (scan->depth == 0)
			scan->why = "a component ends before it begins";
		else
			scan->depth--;
	} else if (strcmp(types, ANY) != 0 && has_other_type(line, types))
		scan->why = "a property has another type";
	if (scan->depth > MOST_DEPTH)
		scan->why = "components are nested too deep";
	if (scan->components > MOST_COMPONENTS)
		scan->why = "there are too many components";
}

const char *
ical_scan(struct arena *a, const char *text, size_t len, const char **why)
{
	struct scan scan = { .why = NULL };
	const char *end = text + len, *types;
	size_t before;

	if (len > ICAL_LONGEST) {
		*why = "the calendar is too long";
		return NULL;
	}
	buf_init(&scan.out, a, 4096);
	buf_puts(&scan.out, "\r\n");
	while (text < end && scan.why == NULL) {
		before = scan.out.len;
		text = take_line(&scan, text, end);
		types = types_of(scan.out.data + before);
		if (types != NULL) {
			check_line(&scan, scan.out.data + before,
			    scan.out.len - before, types);
			buf_puts(&scan.out, "\r\n");
		} else
			scan.out.len = before;
	}
	scan.out.data[scan.out.len] = '\0';
	*why = scan.why;
	return scan.why == NULL ? scan.out.data : NULL;
}
