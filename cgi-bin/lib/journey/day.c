#include <string.h>

#include "lib/domain/when.h"
#include "lib/journey/day.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2200, DAYS_DIGITS = 5 };

struct date
day_read(const char *text)
{
	struct date day = { 0, 0, 0 };

	if (strlen(text) == 10)
		day = date_from_text(text);
	if (day.year < FIRST_YEAR || day.year > LAST_YEAR)
		day.year = 0;
	return day;
}

bool
day_rule_read(const char *s, struct day_rule *rule)
{
	bool minus;
	int digits;

	*rule = (struct day_rule){ .day = day_read(s) };
	if (rule->day.year != 0)
		return true;
	if (strncmp(s, "today", 5) != 0)
		return false;
	s += 5;
	if (*s == '\0')
		return true;
	if (*s != '+' && *s != '-')
		return false;
	minus = *s++ == '-';
	for (digits = 0; *s >= '0' && *s <= '9' && digits < DAYS_DIGITS;
	     s++, digits++)
		rule->days = rule->days * 10 + (*s - '0');
	if (minus)
		rule->days = -rule->days;
	return digits > 0 && strcmp(s, "d") == 0;
}

struct date
day_rule_on(const char *text, struct date today)
{
	struct day_rule rule;

	if (!day_rule_read(text, &rule))
		return (struct date){ 0, 0, 0 };
	return rule.day.year != 0 ? rule.day : date_add_days(today, rule.days);
}

bool
day_rules_cross(const char *min, const char *max)
{
	struct day_rule low, high;

	if (!day_rule_read(min, &low) || !day_rule_read(max, &high) ||
	    (low.day.year == 0) != (high.day.year == 0))
		return false;
	if (low.day.year == 0)
		return low.days > high.days;
	return date_days_between(low.day, high.day) < 0;
}

int32_t
day_minute(const char *s)
{
	static const char form[] = "dd:dd";
	int32_t hour, minute;
	size_t i;

	if (strlen(s) != 5)
		return -1;
	for (i = 0; i < 5; i++)
		if (form[i] == ':' ? s[i] != ':' : s[i] < '0' || s[i] > '9')
			return -1;
	hour = (s[0] - '0') * 10 + (s[1] - '0');
	minute = (s[3] - '0') * 10 + (s[4] - '0');
	return hour < 24 && minute < 60 ? hour * 60 + minute : -1;
}

int32_t
day_weekday(const char *text)
{
	static const char *const names[] = { "mon", "tue", "wed", "thu", "fri",
		"sat", "sun" };
	int32_t i;

	for (i = 0; i < 7; i++)
		if (strcmp(names[i], text) == 0)
			return i + 1;
	return 0;
}
