#include <string.h>

#include "lib/base/buf.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

static const struct {
	const char *name, *brief;
} months[] = {
	{ WORDS("January"), WORDS("Jan") },
	{ WORDS("February"), WORDS("Feb") },
	{ WORDS("March"), WORDS("Mar") },
	{ WORDS("April"), WORDS("Apr") },
	{ WORDS("May"), WORDS("May") },
	{ WORDS("June"), WORDS("Jun") },
	{ WORDS("July"), WORDS("Jul") },
	{ WORDS("August"), WORDS("Aug") },
	{ WORDS("September"), WORDS("Sep") },
	{ WORDS("October"), WORDS("Oct") },
	{ WORDS("November"), WORDS("Nov") },
	{ WORDS("December"), WORDS("Dec") },
}, weekdays[] = {
	{ WORDS("Monday"), WORDS("Mon") },
	{ WORDS("Tuesday"), WORDS("Tue") },
	{ WORDS("Wednesday"), WORDS("Wed") },
	{ WORDS("Thursday"), WORDS("Thu") },
	{ WORDS("Friday"), WORDS("Fri") },
	{ WORDS("Saturday"), WORDS("Sat") },
	{ WORDS("Sunday"), WORDS("Sun") },
};

/* The units of "3 hours ago", largest first. */
static const struct {
	int64_t seconds;
	const char *past_one, *past, *future_one, *future;
} units[] = {
	{ 31536000, WORDS("1 year ago"), WORDS("{n} years ago"),
	    WORDS("in 1 year"), WORDS("in {n} years") },
	{ 2592000, WORDS("1 month ago"), WORDS("{n} months ago"),
	    WORDS("in 1 month"), WORDS("in {n} months") },
	{ 86400, WORDS("1 day ago"), WORDS("{n} days ago"), WORDS("in 1 day"),
	    WORDS("in {n} days") },
	{ 3600, WORDS("1 hour ago"), WORDS("{n} hours ago"), WORDS("in 1 hour"),
	    WORDS("in {n} hours") },
	{ 60, WORDS("1 minute ago"), WORDS("{n} minutes ago"),
	    WORDS("in 1 minute"), WORDS("in {n} minutes") },
};

static const char *
fill(struct arena *a, const char *sentence, const struct words_place *places)
{
	struct buf b;

	buf_init(&b, a, 64);
	words_fill(&b, sentence, places);
	return b.data;
}

static const char *
number(struct arena *a, int64_t n)
{
	struct buf b;

	buf_init(&b, a, 24);
	buf_put_int(&b, n);
	return b.data;
}

const char *
weekday_name(int32_t iso)
{
	return words(weekdays[iso - 1].name);
}

const char *
weekday_short(int32_t iso)
{
	return words(weekdays[iso - 1].brief);
}

const char *
month_name(int32_t month)
{
	return words(months[month - 1].name);
}

const char *
month_short(int32_t month)
{
	return words(months[month - 1].brief);
}

const char *
when_date(struct arena *a, struct date d)
{
	if (d.year == 0 || d.month < 1 || d.month > 12)
		return "";
	return fill(a, words("{day} {month} {year}"),
	    (struct words_place[]){
		{ "day", number(a, d.day) },
		{ "month", month_name(d.month) },
		{ "year", number(a, d.year) },
		{ NULL, NULL },
	    });
}

const char *
when_day(
    struct arena *a, struct instant at, const char *zone, struct instant now)
{
	struct local_time t = when_local(at, zone);
	bool this_year = t.date.year == when_local(now, zone).date.year;

	if (at.us == 0)
		return "";
	return fill(a,
	    words(this_year ? WORDS("{weekday} {day} {month}")
			    : WORDS("{weekday} {day} {month} {year}")),
	    (struct words_place[]){
		{ "weekday", weekday_name(t.weekday) },
		{ "day", number(a, t.date.day) },
		{ "month", month_name(t.date.month) },
		{ "year", number(a, t.date.year) },
		{ NULL, NULL },
	    });
}

static const char *
clock_text(struct arena *a, const struct local_time *t)
{
	char text[6] = { (char)('0' + t->hour / 10), (char)('0' + t->hour % 10),
		':', (char)('0' + t->minute / 10), (char)('0' + t->minute % 10),
		'\0' };

	return arena_strdup(a, text);
}

const char *
when_clock(struct arena *a, struct instant at, const char *zone)
{
	struct local_time t = when_local(at, zone);

	return at.us == 0 ? "" : clock_text(a, &t);
}

/* How a range reads: its end may be on another day, or in an hour that clocks
 * show twice. */
static const char *
range_sentence(const struct local_time *from, const struct local_time *to)
{
	int32_t days = date_days_between(from->date, to->date);

	if (days == 1)
		return words("{start} to {end} the next day, {city}");
	if (days != 0)
		return words("{start} to {end} on {day}, {city}");
	if (from->offset_seconds != to->offset_seconds)
		return words("{start} to {end} (the clocks change), {city}");
	return words("{start} to {end}, {city}");
}

const char *
when_range(
    struct arena *a, struct instant start, struct instant end, const char *zone)
{
	struct local_time from = when_local(start, zone);
	struct local_time to = when_local(end, zone);

	if (start.us == 0 || end.us == 0)
		return "";
	return fill(a, range_sentence(&from, &to),
	    (struct words_place[]){
		{ "start", clock_text(a, &from) },
		{ "end", clock_text(a, &to) },
		{ "day", when_date(a, to.date) },
		{ "city", zone_city(a, zone) },
		{ NULL, NULL },
	    });
}

const char *
when_ago(struct arena *a, struct instant at, struct instant now)
{
	int64_t seconds, n;
	bool past = at.us <= now.us;
	const char *sentence;

	if (at.us == 0)
		return "";
	seconds = (past ? now.us - at.us : at.us - now.us) / 1000000;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		if ((n = seconds / units[i].seconds) == 0)
			continue;
		if (n == 1)
			return words(
			    past ? units[i].past_one : units[i].future_one);
		sentence = words(past ? units[i].past : units[i].future);
		return fill(a, sentence,
		    (struct words_place[]){
			{ "n", number(a, n) }, { NULL, NULL } });
	}
	return words("now");
}

/* "Etc/GMT+5" is five hours behind: POSIX counts west. */
static const char *
etc_city(struct arena *a, const char *name)
{
	if (strncmp(name, "GMT", 3) != 0)
		return "UTC";
	if (name[3] == '+' && strcmp(name + 4, "0") != 0)
		return arena_printf(a, "UTC\u2212%s", name + 4);
	if (name[3] == '-' && strcmp(name + 4, "0") != 0)
		return arena_printf(a, "UTC+%s", name + 4);
	return "UTC";
}

const char *
zone_city(struct arena *a, const char *zone)
{
	const char *slash;
	char *city, *c;

	if (zone == NULL || !when_zone_is_known(zone))
		return "UTC";
	if (strncmp(zone, "Etc/", 4) == 0)
		return etc_city(a, zone + 4);
	slash = strrchr(zone, '/');
	city = arena_strdup(a, slash == NULL ? zone : slash + 1);
	for (c = city; (c = strchr(c, '_')) != NULL;)
		*c = ' ';
	return city;
}
