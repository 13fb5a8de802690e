#include <string.h>

#include "lib/base/words.h"
#include "lib/journey/decimal.h"
#include "lib/journey/field_type.h"

#define AT(m)        offsetof(struct field_rules, m)
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

const char *const field_extensions[] = { "pdf", "jpg", "jpeg", "png", "gif",
	"webp", "heic", "txt", "csv", "docx", "xlsx", "pptx", "odt", "ods",
	"odp", "rtf", "zip", "mp3", "m4a", "wav", "mp4", "mov", "webm", "ics",
	NULL };

static const char *const markups[] = { "none", "light", NULL };
static const char *const captures[] = { "none", "draw", NULL };
static const char *const steps[] = { "1", "5", "15", "30", NULL };

static const struct field_rule text_rules[] = {
	{ "min_len", RULE_INT, AT(min_len), 0, 1000, "0", NULL,
	    WORDS("Shortest length"), NULL },
	{ "max_len", RULE_INT, AT(max_len), 1, 1000, "255", NULL,
	    WORDS("Longest length"), NULL },
	{ "pattern", RULE_PATTERN, AT(pattern), 1, 200, NULL, NULL,
	    WORDS("Pattern"),
	    WORDS("The whole answer must fit, such as [A-Z]{2}[0-9]{6}.") },
};

static const struct field_rule textarea_rules[] = {
	{ "min_len", RULE_INT, AT(min_len), 0, 50000, "0", NULL,
	    WORDS("Shortest length"), NULL },
	{ "max_len", RULE_INT, AT(max_len), 1, 50000, "5000", NULL,
	    WORDS("Longest length"), NULL },
	{ "max_lines", RULE_INT, AT(max_lines), 0, 1000, "0", NULL,
	    WORDS("Most lines"), WORDS("0 for any number of lines.") },
	{ "markup", RULE_WORD, AT(markup), 0, 0, "none", markups,
	    WORDS("Formatting"),
	    WORDS("Light: lists, emphasis and links as in Markdown.") },
};

static const struct field_rule email_rules[] = {
	{ "allow_domains", RULE_HOSTS, AT(allow_domains), 0, 50, NULL, NULL,
	    WORDS("Only these domains"), NULL },
	{ "deny_domains", RULE_HOSTS, AT(deny_domains), 0, 50, NULL, NULL,
	    WORDS("Not these domains"), NULL },
};

static const struct field_rule phone_rules[] = {
	{ "country", RULE_COUNTRY, AT(country), 2, 2, NULL, NULL,
	    WORDS("Country of numbers without +"), NULL },
	{ "countries", RULE_COUNTRIES, AT(countries), 0, 50, NULL, NULL,
	    WORDS("Only numbers of these countries"), NULL },
};

static const struct field_rule url_rules[] = {
	{ "hosts", RULE_HOSTS, AT(hosts), 0, 50, NULL, NULL,
	    WORDS("Only these hosts"),
	    WORDS("A host stands for the names below it, too.") },
};

static const struct field_rule number_rules[] = {
	{ "min", RULE_DECIMAL, AT(min), 1, 20, NULL, NULL, WORDS("Smallest"),
	    NULL },
	{ "max", RULE_DECIMAL, AT(max), 1, 20, NULL, NULL, WORDS("Largest"),
	    NULL },
	{ "step", RULE_DECIMAL, AT(step), 1, 20, NULL, NULL, WORDS("Step"),
	    WORDS("Counted from the smallest number, else from 0.") },
	{ "decimals", RULE_INT, AT(decimals), 0, DECIMAL_PLACES, "2", NULL,
	    WORDS("Decimals"), NULL },
	{ "integer", RULE_BOOL, AT(integer), 0, 0, NULL, NULL,
	    WORDS("Whole numbers only"), NULL },
	{ "unit", RULE_TEXT, AT(unit), 1, 20, NULL, NULL, WORDS("Unit"),
	    WORDS("Shown behind the number, such as kg.") },
};

static const struct field_rule currency_rules[] = {
	{ "min", RULE_MINOR, AT(min_minor), -1000000000000, 1000000000000, "0",
	    NULL, WORDS("Smallest amount"),
	    WORDS("In the smallest unit, such as cents.") },
	{ "max", RULE_MINOR, AT(max_minor), -1000000000000, 1000000000000,
	    "1000000000000", NULL, WORDS("Largest amount"),
	    WORDS("In the smallest unit, such as cents.") },
	{ "currencies", RULE_CURRENCIES, AT(currencies), 1, 50, "USD", NULL,
	    WORDS("Currencies"), NULL },
};

static const struct field_rule date_rules[] = {
	{ "min", RULE_DAY, AT(min), 1, 20, NULL, NULL, WORDS("Earliest day"),
	    WORDS("A day such as 2027-03-08, today, or today+30d.") },
	{ "max", RULE_DAY, AT(max), 1, 20, NULL, NULL, WORDS("Latest day"),
	    WORDS("A day such as 2027-03-08, today, or today+30d.") },
	{ "weekdays", RULE_WEEKDAYS, AT(weekdays), 0, 7, NULL, NULL,
	    WORDS("Only these weekdays"), NULL },
	{ "with_time", RULE_BOOL, AT(with_time), 0, 0, NULL, NULL,
	    WORDS("With a time of day"), NULL },
};

static const struct field_rule time_rules[] = {
	{ "min", RULE_TIME, AT(min), 5, 5, NULL, NULL, WORDS("Earliest"),
	    NULL },
	{ "max", RULE_TIME, AT(max), 5, 5, NULL, NULL, WORDS("Latest"), NULL },
	{ "step", RULE_INT, AT(step_minutes), 1, 30, "1", steps,
	    WORDS("Step in minutes"), NULL },
	{ "zone", RULE_BOOL, AT(zone), 0, 0, NULL, NULL,
	    WORDS("With a time zone"), NULL },
};

static const struct field_rule choice_rules[] = {
	{ "other", RULE_BOOL, AT(other), 0, 0, NULL, NULL,
	    WORDS("Other, in words of one's own"), NULL },
};

static const struct field_rule multiselect_rules[] = {
	{ "min_selected", RULE_INT, AT(min_selected), 0, 200, "0", NULL,
	    WORDS("Choose at least"), NULL },
	{ "max_selected", RULE_INT, AT(max_selected), 0, 200, "0", NULL,
	    WORDS("Choose at most"), WORDS("0 for all of them.") },
	{ "exclusive", RULE_OPTION, AT(exclusive), 1, 40, NULL, NULL,
	    WORDS("Option that excludes the others"),
	    WORDS("Such as: none of these.") },
};

static const struct field_rule checkbox_rules[] = {
	{ "must_be_true", RULE_BOOL, AT(must_be_true), 0, 0, NULL, NULL,
	    WORDS("Must be ticked (consent)"), NULL },
};

static const struct field_rule file_rules[] = {
	{ "max_files", RULE_INT, AT(max_files), 1, 10, "1", NULL,
	    WORDS("Most files"), NULL },
	{ "max_size", RULE_BYTES, AT(max_size), 1, 104857600, "10485760", NULL,
	    WORDS("Largest size"), NULL },
	{ "extensions", RULE_EXTENSIONS, AT(extensions), 1, 50,
	    "pdf jpg jpeg png webp docx xlsx odt ods txt", NULL,
	    WORDS("Kinds of file"), NULL },
	{ "capture", RULE_WORD, AT(capture), 0, 0, "none", captures,
	    WORDS("Drawn on the page"),
	    WORDS("For signatures: drawn with finger, pen or mouse.") },
};

static const struct field_rule rating_rules[] = {
	{ "scale", RULE_INT, AT(scale), 3, 10, "5", NULL,
	    WORDS("Points of the scale"), NULL },
	{ "low", RULE_TEXT, AT(low), 1, 60, NULL, NULL,
	    WORDS("Label of the low end"), NULL },
	{ "high", RULE_TEXT, AT(high), 1, 60, NULL, NULL,
	    WORDS("Label of the high end"), NULL },
	{ "nps", RULE_BOOL, AT(nps), 0, 0, NULL, NULL,
	    WORDS("0 to 10: would you recommend it?"), NULL },
	{ "na", RULE_BOOL, AT(na), 0, 0, NULL, NULL,
	    WORDS("Offer: does not apply"), NULL },
};

static const struct field_type_about types[FIELD_TYPES] = {
	[TYPE_TEXT] = { "text", WORDS("One line"),
	    WORDS("Names, places, short answers."), "square-pen", text_rules,
	    COUNT(text_rules), 0, 0 },
	[TYPE_TEXTAREA] = { "textarea", WORDS("Several lines"),
	    WORDS("Stories, plans, notes."), "file-text", textarea_rules,
	    COUNT(textarea_rules), 0, 0 },
	[TYPE_EMAIL] = { "email", WORDS("E-mail address"),
	    WORDS("An address that can be written to."), "mail", email_rules,
	    COUNT(email_rules), 0, 0 },
	[TYPE_PHONE] = { "phone", WORDS("Phone number"),
	    WORDS("Kept in the form that works from abroad."), "phone",
	    phone_rules, COUNT(phone_rules), 0, 0 },
	[TYPE_URL] = { "url", WORDS("Web address"),
	    WORDS("A page that begins with https://."), "link", url_rules,
	    COUNT(url_rules), 0, 0 },
	[TYPE_NUMBER] = { "number", WORDS("Number"),
	    WORDS("Counts and measures, with a unit."), "hash", number_rules,
	    COUNT(number_rules), 0, 0 },
	[TYPE_CURRENCY] = { "currency", WORDS("Amount of money"),
	    WORDS("Costs and budgets, exact to the cent."), "coins",
	    currency_rules, COUNT(currency_rules), 0, 0 },
	[TYPE_DATE] = { "date", WORDS("Date"),
	    WORDS("A day, on request with a time."), "calendar", date_rules,
	    COUNT(date_rules), 0, 0 },
	[TYPE_TIME] = { "time", WORDS("Time of day"), WORDS("Such as 09:30."),
	    "clock", time_rules, COUNT(time_rules), 0, 0 },
	[TYPE_SELECT] = { "select", WORDS("One of a long list"),
	    WORDS("2 to 200 options in a menu."), "list", choice_rules,
	    COUNT(choice_rules), 2, 200 },
	[TYPE_RADIO] = { "radio", WORDS("One of a few"),
	    WORDS("2 to 12 options, all of them seen."), "circle-dot",
	    choice_rules, COUNT(choice_rules), 2, 12 },
	[TYPE_MULTISELECT] = { "multiselect", WORDS("Any of a list"),
	    WORDS("Several options can be ticked."), "list-checks",
	    multiselect_rules, COUNT(multiselect_rules), 2, 200 },
	[TYPE_CHECKBOX] = { "checkbox", WORDS("Yes or no"),
	    WORDS("One tick; consent is kept with its words and time."),
	    "square-check", checkbox_rules, COUNT(checkbox_rules), 0, 0 },
	[TYPE_FILE] = { "file", WORDS("Files"),
	    WORDS("Documents, pictures, a signature."), "upload", file_rules,
	    COUNT(file_rules), 0, 0 },
	[TYPE_RATING] = { "rating", WORDS("Rating"),
	    WORDS("A point on a scale with labelled ends."), "star",
	    rating_rules, COUNT(rating_rules), 0, 0 },
};

const struct field_type_about *
field_type_about(enum field_type type)
{
	return &types[type];
}

enum field_type
field_type_of(const char *name)
{
	size_t i;

	for (i = 0; i < FIELD_TYPES; i++)
		if (strcmp(types[i].name, name) == 0)
			break;
	return (enum field_type)i;
}

static struct rule_list
split(struct arena *a, const char *names)
{
	struct rule_list list = { NULL, 0 };
	char *text = arena_strdup(a, names), *name, *rest = text;

	list.items = arena_alloc(a, strlen(names) / 2 + 1, sizeof(char *));
	while ((name = strtok_r(rest, " ", &rest)) != NULL)
		list.items[list.n++] = name;
	return list;
}

void
field_rules_initial(
    struct arena *a, enum field_type type, struct field_rules *rules)
{
	const struct field_type_about *about = &types[type];
	const struct field_rule *rule;

	memset(rules, 0, sizeof(*rules));
	for (rule = about->rules; rule < about->rules + about->nrules; rule++) {
		void *at = (char *)rules + rule->offset;

		if (rule->initial == NULL)
			continue;
		if (rule->kind <= RULE_MINOR)
			*(int64_t *)at = strtoll(rule->initial, NULL, 10);
		else if (rule->kind >= RULE_WEEKDAYS)
			*(struct rule_list *)at = split(a, rule->initial);
		else
			*(const char **)at = rule->initial;
	}
}
