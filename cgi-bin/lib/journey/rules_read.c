#include <string.h>
#include <unicode/ucurr.h>

#include "lib/base/words.h"
#include "lib/domain/country.h"
#include "lib/journey/day.h"
#include "lib/journey/decimal.h"
#include "lib/journey/host.h"
#include "lib/journey/pattern.h"
#include "lib/journey/reading.h"

static bool
is_one_of(const char *const *list, const char *word)
{
	for (; *list != NULL; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

static bool
is_weekday(const char *text)
{
	return day_weekday(text) != 0;
}

static bool
is_extension(const char *text)
{
	return is_one_of(field_extensions, text);
}

static bool
is_currency(const char *text)
{
	static const char *const none[] = { "XXX", "XTS", NULL };
	UChar code[4] = { 0 };
	size_t i;

	if (strlen(text) != 3 || is_one_of(none, text))
		return false;
	for (i = 0; i < 3; i++) {
		if (text[i] < 'A' || text[i] > 'Z')
			return false;
		code[i] = (UChar)text[i];
	}
	return ucurr_getNumericCode(code) != 0;
}

static bool
is_decimal(const char *text)
{
	struct decimal d;

	return decimal_read(text, &d);
}

static bool
is_day(const char *text)
{
	struct day_rule day;

	return day_rule_read(text, &day);
}

static bool
is_minute(const char *text)
{
	return day_minute(text) >= 0;
}

static bool
is_pattern(const char *text)
{
	return pattern_problem(text) == NULL;
}

/* What a text of the kind must be beyond its length; NULL: anything. */
static const struct {
	bool (*fits)(const char *);
	const char *wrong;
} kinds[] = {
	[RULE_PATTERN] = { is_pattern, WORDS("Patterns are written so not.") },
	[RULE_DECIMAL] = { is_decimal, WORDS("Enter a number such as 12.50.") },
	[RULE_DAY] = { is_day,
	    WORDS("Enter a day such as 2027-03-08, today or today+30d.") },
	[RULE_TIME] = { is_minute, WORDS("Enter a time such as 09:30.") },
	[RULE_COUNTRY] = { country_is_known,
	    WORDS("Name a country by two letters, such as PT.") },
	[RULE_OPTION] = { definition_key_fits,
	    WORDS("Use only a to z, 0 to 9 and _.") },
	[RULE_WEEKDAYS] = { is_weekday,
	    WORDS("Name weekdays as mon, tue, wed, thu, fri, sat, sun.") },
	[RULE_COUNTRIES] = { country_is_known,
	    WORDS("Name a country by two letters, such as PT.") },
	[RULE_CURRENCIES] = { is_currency,
	    WORDS("Name a currency by three letters, such as EUR.") },
	[RULE_HOSTS] = { host_fits,
	    WORDS("Enter a host name such as example.org.") },
	[RULE_EXTENSIONS] = { is_extension,
	    WORDS("This kind of file is not known.") },
};

static void
read_word(
    const struct place *at, const struct field_rule *rule, const char **out)
{
	struct text_limits limits = { 1, 200, false, true };
	const char *text = NULL;

	if (rule->kind == RULE_TEXT || rule->kind == RULE_PATTERN ||
	    rule->kind == RULE_DECIMAL)
		limits = (struct text_limits){ rule->min, rule->max, false,
			rule->kind != RULE_TEXT };
	if (!place_text(at, limits, &text))
		return;
	if (rule->kind == RULE_WORD && !is_one_of(rule->words, text))
		place_wrong(at, words("Choose one of the list."));
	else if (rule->kind == RULE_PATTERN && !is_pattern(text))
		place_wrong(at, pattern_problem(text));
	else if (rule->kind != RULE_WORD && kinds[rule->kind].fits != NULL &&
		 !kinds[rule->kind].fits(text))
		place_wrong(at, words(kinds[rule->kind].wrong));
	else
		*out = text;
}

static bool
holds(const struct rule_list *list, const char *text)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		if (strcmp(list->items[i], text) == 0)
			return true;
	return false;
}

static void
read_list(
    struct place *at, const struct field_rule *rule, struct rule_list *list)
{
	struct place member, item;
	const char *text;
	size_t i, n;

	if (!take_list(at, rule->name, (size_t)rule->max, &member, &n))
		return;
	if ((int64_t)n < rule->min)
		place_wrong(&member, words("This is needed."));
	*list = (struct rule_list){
		arena_alloc(at->arena, n + 1, sizeof(*list->items)), 0
	};
	for (i = 0; i < n; i++) {
		item = place_item(&member, i);
		text = NULL;
		read_word(&item, rule, &text);
		if (text != NULL && holds(list, text))
			place_wrong(&item, words("This stands here twice."));
		else if (text != NULL)
			list->items[list->n++] = text;
	}
}

static void
read_int(struct place *at, const struct field_rule *rule, int64_t *out)
{
	struct place member;
	char digits[24];

	if (!take(at, rule->name, &member) ||
	    !place_int(&member, rule->min, rule->max, out))
		return;
	(void)snprintf(digits, sizeof(digits), "%lld", (long long)*out);
	if (rule->words != NULL && !is_one_of(rule->words, digits))
		place_wrong(&member, words("Choose one of the list."));
}

static void
read_rule(struct place *at, const struct field_rule *rule, void *into)
{
	struct place member;

	if (rule->kind <= RULE_MINOR)
		read_int(at, rule, into);
	else if (rule->kind == RULE_BOOL)
		(void)take_bool(at, rule->name, into);
	else if (rule->kind >= RULE_WEEKDAYS)
		read_list(at, rule, into);
	else if (take(at, rule->name, &member))
		read_word(&member, rule, into);
}

/* Both ends, in the order that they stand on the number line. */
static void
check_order(const struct place *at, const struct journey_field *f)
{
	const struct field_rules *r = &f->rules;
	struct decimal low, high;
	bool is_wrong = r->min_len > r->max_len && r->max_len > 0;

	if (f->type == TYPE_CURRENCY)
		is_wrong = r->min_minor > r->max_minor;
	if (f->type == TYPE_NUMBER && r->min != NULL && r->max != NULL)
		is_wrong = decimal_read(r->min, &low) &&
			   decimal_read(r->max, &high) &&
			   low.micro > high.micro;
	if (f->type == TYPE_TIME && r->min != NULL && r->max != NULL)
		is_wrong = strcmp(r->min, r->max) > 0;
	if (f->type == TYPE_DATE && r->min != NULL && r->max != NULL)
		is_wrong = day_rules_cross(r->min, r->max);
	if (f->type == TYPE_MULTISELECT && r->max_selected > 0)
		is_wrong = r->min_selected > r->max_selected;
	if (is_wrong)
		place_wrong(at, words("The smallest lies above the largest."));
}

static void
check_step(const struct place *at, const struct journey_field *f)
{
	struct decimal step;

	if (f->type == TYPE_NUMBER && f->rules.step != NULL &&
	    decimal_read(f->rules.step, &step) && step.micro <= 0)
		place_member_wrong(at, "step", words("Enter more than 0."));
}

void
rules_read(struct place *at, struct journey_field *f)
{
	const struct field_type_about *about = field_type_about(f->type);
	size_t i;

	field_rules_initial(at->arena, f->type, &f->rules);
	for (i = 0; i < about->nrules; i++)
		read_rule(at, &about->rules[i],
		    (char *)&f->rules + about->rules[i].offset);
	check_order(at, f);
	check_step(at, f);
}
