#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/view/view.h"

struct city {
	const char *name;
	bool capital;
};
struct owner {
	const char *name;
	struct city city;
	const struct city *birthplace;
};
struct item {
	int64_t id;
	const char *name;
	const char **tags;
	size_t ntags;
	const struct owner *owner;
};
struct page {
	int64_t count, none, id;
	const char *title, *empty, *absent;
	bool on, off;
	struct instant start, exact, never;
	struct date day, no_day;
	struct minute opens, closes, no_minute;
	double rate, half, quarter, whole, third, zero;
	struct maybe_int few, no_int;
	struct maybe_real grade, no_real;
	struct money price, yen, dinar, debt, free_of_charge;
	struct html bio, no_bio;
	struct owner owner;
	const struct owner *friend, *nobody;
	struct item *items;
	size_t nitems;
	struct item *empties;
	size_t nempties;
	const char **words;
	size_t nwords;
	struct instant *starts;
	size_t nstarts;
	int64_t *ids;
	size_t nids;
	const char *secret;
};
struct chrome {
	const char *title, *csrf;
	bool signed_in;
};

static const struct field city_fields[] = {
	FIELD(struct city, name),
	FIELD(struct city, capital),
	FIELD_END,
};
static const struct field owner_fields[] = {
	FIELD(struct owner, name),
	FIELD_OBJECT(struct owner, city, city_fields),
	FIELD_POINTER(struct owner, birthplace, city_fields),
	FIELD_END,
};
static const struct field item_fields[] = {
	FIELD_ID(struct item, id),
	FIELD(struct item, name),
	FIELD_TEXTS(struct item, tags, ntags),
	FIELD_POINTER(struct item, owner, owner_fields),
	FIELD_END,
};
static const struct field page_fields[] = {
	FIELD(struct page, count),
	FIELD(struct page, none),
	FIELD_ID(struct page, id),
	FIELD(struct page, title),
	FIELD(struct page, empty),
	FIELD(struct page, absent),
	FIELD(struct page, on),
	FIELD(struct page, off),
	FIELD(struct page, start),
	FIELD(struct page, exact),
	FIELD(struct page, never),
	FIELD(struct page, day),
	FIELD(struct page, no_day),
	FIELD(struct page, opens),
	FIELD(struct page, closes),
	FIELD(struct page, no_minute),
	FIELD(struct page, rate),
	FIELD(struct page, half),
	FIELD(struct page, quarter),
	FIELD(struct page, whole),
	FIELD(struct page, third),
	FIELD(struct page, zero),
	FIELD(struct page, few),
	FIELD(struct page, no_int),
	FIELD(struct page, grade),
	FIELD(struct page, no_real),
	FIELD(struct page, price),
	FIELD(struct page, yen),
	FIELD(struct page, dinar),
	FIELD(struct page, debt),
	FIELD(struct page, free_of_charge),
	FIELD(struct page, bio),
	FIELD(struct page, no_bio),
	FIELD_OBJECT(struct page, owner, owner_fields),
	FIELD_POINTER(struct page, friend, owner_fields),
	FIELD_POINTER(struct page, nobody, owner_fields),
	FIELD_LIST(struct page, items, nitems, item_fields),
	FIELD_LIST(struct page, empties, nempties, item_fields),
	FIELD_TEXTS(struct page, words, nwords),
	{ "starts", KIND_INSTANTS, offsetof(struct page, starts), NULL,
	    sizeof(struct instant), offsetof(struct page, nstarts), 0 },
	{ "ids", KIND_IDS, offsetof(struct page, ids), NULL, sizeof(int64_t),
	    offsetof(struct page, nids), 0 },
	FIELD_ONLY(struct page, secret, ONLY_HTML),
	FIELD_END,
};
static const struct field chrome_fields[] = {
	FIELD(struct chrome, title),
	FIELD(struct chrome, csrf),
	FIELD(struct chrome, signed_in),
	FIELD_END,
};

static const char *tags[] = { "c", "<sql>" };
static const char *words[] = { "one", "two" };
static struct instant starts[] = { { 1000000 }, { 2000000 } };
static int64_t ids[] = { 7, 8 };
static const struct city lisbon = { "Lisbon", true };
static const struct owner anna = { "Anna", { "Porto", false }, &lisbon };
static struct item items[] = {
	{ 1, "First", tags, 2, &anna },
	{ 2, NULL, NULL, 0, NULL },
};
static const struct page page = {
	.count = -42,
	.id = 9007199254740993,
	.title = "Fish & <Chips> \"'",
	.empty = "",
	.on = true,
	.start = { INT64_C(1804492800000000) },
	.exact = { INT64_C(-1500000) },
	.day = { 2027, 3, 8 },
	.opens = { 540, true },
	.closes = { 1440, true },
	.rate = 4.5,
	.half = -0.5,
	.quarter = 4.25,
	.whole = 4,
	.third = 1 / 3.0,
	.few = { 0, true },
	.grade = { 0, true },
	.price = { 4720, "USD" },
	.yen = { 4720, "JPY" },
	.dinar = { 4720, "KWD" },
	.debt = { -300, "EUR" },
	.bio = { "<p>Hi</p>" },
	.owner = { "Owner", { "Faro", false }, NULL },
	.friend = &anna,
	.items = items,
	.nitems = 2,
	.words = words,
	.nwords = 2,
	.starts = starts,
	.nstarts = 2,
	.ids = ids,
	.nids = 2,
	.secret = "s",
};
static const struct chrome chrome = { "Chrome", "token", true };

/* Templates: name, text, … ending with NULL. */
static char *
load(void *data, const char *name)
{
	const char *const *t;

	for (t = data; *t != NULL; t += 2)
		if (strcmp(*t, name) == 0)
			return strdup(t[1]);
	return NULL;
}

static const char *
translate(void *data, const char *msgid)
{
	(void)data;
	if (strcmp(msgid, "Book {{title}} now") == 0)
		return "Jetzt {{title}} <b>buchen</b>";
	if (strcmp(msgid, "Lines") == 0)
		return "a\n{{#on}}\nb\n{{/on}}\nc";
	return msgid;
}

static const char *
asset(void *data, const char *path)
{
	(void)data;
	return strcmp(path, "css/site.css") == 0 ? "/s/site.1f&2.css" : NULL;
}

static struct view *
compile(const char *const *templates, char *why, size_t size)
{
	union {
		const char *const *from;
		void *to;
	} data = { templates };
	const struct view_source source = { load, translate, asset, data.to };
	const struct view_scope scopes[] = { { page_fields },
		{ chrome_fields } };

	why[0] = '\0';
	return view_compile("a", &source, scopes, 2, why, size);
}

static void
expect(const char *const *templates, const char *expected)
{
	const void *const models[] = { &page, &chrome };
	struct arena *arena = arena_new(1024 * 1024);
	struct view *view;
	struct buf out;
	char why[200];

	buf_init(&out, arena, 0);
	view = compile(templates, why, sizeof(why));
	assert_string_equal(why, "");
	assert_non_null(view);
	view_render(view, models, &out);
	assert_string_equal(out.data, expected);
	view_free(view);
	arena_free(arena);
}

struct example {
	const char *template, *expected;
};

static void
expect_all(const struct example *e)
{
	for (; e->template != NULL; e++)
		expect((const char *[]){ "a", e->template, NULL }, e->expected);
}

static void
test_values(void **state)
{
	static const struct example examples[] = {
		{ "", "" },
		{ "plain", "plain" },
		{ "{{count}}|{{none}}|{{id}}{{secret}}",
		    "-42|0|9007199254740993s" },
		{ "{{title}}", "Fish &amp; &lt;Chips&gt; &quot;&#39;" },
		{ "[{{empty}}{{absent}}]", "[]" },
		{ "{{on}} {{off}}", "true false" },
		{ "{{start}}", "2027-03-08T08:00:00Z" },
		{ "{{exact}}", "1969-12-31T23:59:58.5Z" },
		{ "{{day}} {{opens}} {{closes}}", "2027-03-08 09:00 24:00" },
		{ "[{{never}}{{no_day}}{{no_minute}}]", "[]" },
		{ "{{rate}} {{half}} {{quarter}} {{whole}} {{third}} {{zero}}",
		    "4.5 -0.5 4.25 4 0.33 0" },
		{ "{{few}} {{grade}} [{{no_int}}{{no_real}}]", "0 0 []" },
		{ "{{price}}|{{yen}}|{{dinar}}",
		    "USD 47.20|JPY 4720|KWD 4.720" },
		{ "{{debt}}[{{free_of_charge}}]", "EUR \u22123.00[]" },
		{ "{{&bio}}{{{bio}}}[{{&no_bio}}]", "<p>Hi</p><p>Hi</p>[]" },
		{ "{{! nothing }}x{{=<% %>=}}<%count%>{{count}}",
		    "x-42{{count}}" },
		{ NULL, NULL },
	};

	(void)state;
	expect_all(examples);
}

static void
test_truth(void **state)
{
	static const char *const yes[] = { "count", "id", "title", "on",
		"start", "day", "opens", "rate", "few", "grade", "price", "bio",
		"owner", "friend", "items", "words", "starts", "ids",
		"signed_in", "friend.birthplace.capital", "owner.city" };
	static const char *const no[] = { "none", "empty", "absent", "off",
		"never", "no_day", "no_minute", "zero", "no_int", "no_real",
		"free_of_charge", "no_bio", "nobody", "empties",
		"owner.city.capital", "owner.birthplace",
		"owner.birthplace.name", "nobody.city.name" };
	char text[200];
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(yes) / sizeof(*yes); i++) {
		snprintf(
		    text, sizeof(text), "{{^%s}}no{{/%s}}.", yes[i], yes[i]);
		expect((const char *[]){ "a", text, NULL }, ".");
		snprintf(text, sizeof(text), "{{#%s}}{{/%s}}{{#on}}.{{/on}}",
		    yes[i], yes[i]);
		expect((const char *[]){ "a", text, NULL }, ".");
	}
	for (i = 0; i < sizeof(no) / sizeof(*no); i++) {
		snprintf(text, sizeof(text),
		    "{{#%s}}yes{{/%s}}{{^%s}}no{{/%s}}", no[i], no[i], no[i],
		    no[i]);
		expect((const char *[]){ "a", text, NULL }, "no");
	}
}

static void
test_sections(void **state)
{
	static const struct example examples[] = {
		{ "{{#on}}a{{#off}}b{{/off}}c{{/on}}d", "acd" },
		{ "{{#on}}{{^off}}x{{/off}}{{/on}}{{#off}}y{{/off}}", "x" },
		{ "{{#items}}({{id}}{{name}}{{count}}){{/items}}",
		    "(1First-42)(2-42)" },
		{ "{{#items}}{{#tags}}{{id}}{{.}},{{/tags}}{{/items}}",
		    "1c,1&lt;sql&gt;," },
		{ "{{#items}}{{^tags}}none{{/tags}};{{/items}}", ";none;" },
		{ "{{#items}}{{#owner}}{{name}}{{/owner}}{{^owner}}-{{/owner}}"
		  "{{/items}}",
		    "Anna-" },
		{ "{{#items}}{{owner.city.name}}/{{owner.birthplace.name}};"
		  "{{/items}}",
		    "Porto/Lisbon;/;" },
		{ "{{#items}}{{#items}}{{id}}{{/items}}{{/items}}", "1212" },
		{ "{{#words}}{{.}} {{/words}}{{#ids}}{{.}} {{/ids}}",
		    "one two 7 8 " },
		{ "{{#starts}}{{.}} {{/starts}}",
		    "1970-01-01T00:00:01Z 1970-01-01T00:00:02Z " },
		{ "{{#title}}{{.}}!{{/title}}",
		    "Fish &amp; &lt;Chips&gt; &quot;&#39;!" },
		{ "{{#friend.birthplace.name}}{{.}}{{count}}{{.}}"
		  "{{/friend.birthplace.name}}",
		    "Lisbon-42Lisbon" },
		{ "{{#words}}{{#on}}{{.}}{{/on}}{{/words}}", "onetwo" },
		{ "{{#owner}}{{name}} {{city.name}} {{title}}{{/owner}}",
		    "Owner Faro Fish &amp; &lt;Chips&gt; &quot;&#39;" },
		{ "{{#friend}}{{#birthplace}}{{name}} {{csrf}}{{/birthplace}}"
		  "{{/friend}}",
		    "Lisbon token" },
		{ "{{^owner}}never{{count}}{{/owner}}x", "x" },
		{ "{{#price}}{{.}}{{/price}}", "USD 47.20" },
		{ NULL, NULL },
	};

	(void)state;
	expect_all(examples);
}

static void
test_partials(void **state)
{
	(void)state;
	expect((const char *[]){ "a", "<ul>\n  {{>b/c}}\n</ul>\n", "b/c",
		   "{{#words}}\n<li>{{.}}</li>\n{{/words}}\n", NULL },
	    "<ul>\n  <li>one</li>\n  <li>two</li>\n</ul>\n");
	expect((const char *[]){ "a", "{{#words}}{{>b}}{{/words}}{{>b2}}", "b",
		   "{{.}}{{=| |=}}|.|", "b2", "{{count}}", NULL },
	    "oneonetwotwo-42");
}

static void
test_inheritance(void **state)
{
	static const char layout[] =
	    "<title>{{$title}}Belay{{/title}}</title>\n"
	    "<main>\n"
	    "  {{$main}}\n  {{/main}}\n"
	    "</main>\n"
	    "{{#signed_in}}{{csrf}}{{/signed_in}}\n";

	(void)state;
	expect((const char *[]){ "a",
		   "{{<l}}\n"
		   "{{$title}}{{#t}}Book {{title}} now{{/t}}{{/title}}\n"
		   "{{$main}}\n<h1>{{count}}</h1>\n{{#words}}\n"
		   "<p>{{.}}\n{{/words}}\n{{/main}}\n"
		   "{{/l}}\n",
		   "l", layout, NULL },
	    "<title>Jetzt Fish &amp; &lt;Chips&gt; &quot;&#39; "
	    "<b>buchen</b></title>\n<main>\n  <h1>-42</h1>\n  <p>one\n"
	    "  <p>two\n</main>\ntoken\n");
	expect((const char *[]){ "a", "{{<l}}{{$main}}x{{/main}}{{/l}}", "l",
		   layout, NULL },
	    "<title>Belay</title>\n<main>\n  x\n</main>\ntoken\n");
	expect((const char *[]){ "a", "{{>l}}", "l", layout, NULL },
	    "<title>Belay</title>\n<main>\n</main>\ntoken\n");
}

static void
test_house_names(void **state)
{
	static const struct example examples[] = {
		{ "{{#t}}Book {{title}} now{{/t}}",
		    "Jetzt Fish &amp; &lt;Chips&gt; &quot;&#39; <b>buchen</b>" },
		{ "{{#t}}\n\t Book   {{title}}\n now {{/t}}.",
		    "Jetzt Fish &amp; &lt;Chips&gt; &quot;&#39; "
		    "<b>buchen</b>." },
		{ "{{#words}}{{#t}}A {{.}}{{/t}};{{/words}}", "A one;A two;" },
		{ "{{#t}}Lines{{/t}}", "a\n\nb\n\nc" },
		{ "<link href=\"{{asset.css/site.css}}\">",
		    "<link href=\"/s/site.1f&amp;2.css\">" },
		{ "{{=| |=}}|#t|Is |count||/t|", "Is -42" },
		{ NULL, NULL },
	};

	(void)state;
	expect_all(examples);
}

static void
test_scopes(void **state)
{
	const void *const models[] = { NULL, NULL };
	struct arena *arena = arena_new(1024 * 1024);
	struct view *view;
	struct buf out;
	char why[200];

	(void)state;
	buf_init(&out, arena, 0);
	view = compile((const char *[]){ "a",
			   "{{title}}{{csrf}}{{#items}}x{{/items}}{{count}}"
			   "{{friend.birthplace.name}}{{price}}"
			   "{{owner.city.name}}{{^signed_in}}out{{/signed_in}}",
			   NULL },
	    why, sizeof(why));
	assert_non_null(view);
	view_render(view, models, &out);
	assert_string_equal(out.data, "0out");
	view_free(view);
	view_free(NULL);
	arena_free(arena);
}

/* Operations and text far beyond what memory is asked for at once. */
static void
test_large(void **state)
{
	enum { TIMES = 5000 };
	static const char piece[] = "{{none}} and some text ";
	static const char shown[] = "0 and some text ";
	char *template = calloc(TIMES, sizeof(piece));
	char *expected = calloc(TIMES, sizeof(shown)), *from = template;
	char *to = expected;
	size_t i;

	(void)state;
	for (i = 0; i < TIMES; i++) {
		from = stpcpy(from, piece);
		to = stpcpy(to, shown);
	}
	expect((const char *[]){ "a", template, NULL }, expected);
	free(template);
	free(expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_truth),
		cmocka_unit_test(test_sections),
		cmocka_unit_test(test_partials),
		cmocka_unit_test(test_inheritance),
		cmocka_unit_test(test_house_names),
		cmocka_unit_test(test_scopes),
		cmocka_unit_test(test_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
