#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "lib/domain/moderation.h"
#include "lib/form/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

/* One of each kind, all detectors on. */
#define ON "message:flag anonymous:block review:hold"
#define DETECTOR(name, in)                                                \
	{                                                                 \
		.code = (name), .kind = "detector", .category = (in),     \
		.decisions = ON, .score = 0.8, .terms = "", .allowed = "" \
	}
#define KNOWN(part, words)                                                   \
	{                                                                    \
		.code = (part), .kind = "vocabulary", .category = "contact", \
		.decisions = "", .score = 1, .terms = (words), .allowed = "" \
	}
static const struct moderation_rule rules[] = {
	DETECTOR("contact_email", "contact"),
	DETECTOR("contact_phone", "contact"),
	DETECTOR("contact_handle", "contact"),
	DETECTOR("contact_site", "contact"),
	DETECTOR("contact_name", "contact"),
	DETECTOR("contact_address", "contact"),
	DETECTOR("link", "link"),
	DETECTOR("spam_repetition", "spam"),
	DETECTOR("spam_shouting", "spam"),
	{ .code = "words",
	    .kind = "words",
	    .category = "abuse",
	    .language = "en",
	    .decisions = ON,
	    .score = 0.8,
	    .terms = "idiot*\n*schei\xc3\x9f"
		     "e\ngo to hell\na\nab\nabc",
	    .allowed = "idiot proof\nab a" },
	KNOWN("at", "at"),
	KNOWN("at_sure", "arroba"),
	KNOWN("dot", "dot\npunkt"),
	KNOWN("provider", "gmail\ngmx"),
	KNOWN("tld", "com\nde\norg"),
	KNOWN("tld_weak", "me\nin"),
	KNOWN("platform", "insta\ntelegram\ngithub.com"),
	KNOWN("private", "telegram"),
	KNOWN("weak_platform", "signal"),
	KNOWN("mine", "my\nme"),
	KNOWN("phone", "phone"),
	KNOWN("call", "call"),
	KNOWN("number", "number"),
	KNOWN("mail", "mail"),
	KNOWN("ask", "find\nadd"),
	KNOWN("ask_me", "buscame"),
	KNOWN("handle", "handle\nname"),
	KNOWN("is", "is"),
	KNOWN("digit", "one=1\ntwo=2\nnull=0"),
	KNOWN("twice", "double=2\ntriple=3"),
	KNOWN("unit", "users"),
	KNOWN("label", "order"),
	KNOWN("code", "override\ngithub.com"),
	KNOWN("stop", "the\nlook"),
	KNOWN("move", "lets"),
	KNOWN("to", "on"),
	KNOWN("placeholder", "example\npython.org"),
	KNOWN("package", "java"),
	KNOWN("street", "street"),
	KNOWN("nobody", "user"),
	KNOWN("build", "design"),
};

static int64_t
points(const char *s)
{
	return utf8_length(s, strlen(s));
}

/* Whatever is written, spans lie inside the text, in order, and what is masked
 * is as long as it was and says the same again. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static struct moderation_rules *ready;
	struct arena *a = arena_new((size_t)1 << 30);
	struct moderation_text in = { .len = len == 0 ? 0 : len - 1 };
	struct moderation_verdict v;
	struct fingerprint print;
	char *text;

	if (ready == NULL)
		ready = moderation_rules_new(
		    rules, sizeof(rules) / sizeof(rules[0]));
	text = arena_strndup(a, (const char *)data + (len != 0), in.len);
	in.len = strlen(text);
	in.text = text;
	in.context =
	    (enum moderation_context)(len == 0 ? 0 : data[0] % CONTEXTS);
	if (utf8_is_text(text, in.len)) {
		moderation_check(ready, a, &in, &v);
		moderation_fingerprint(a, text, in.len, &print);
		if (points(v.sanitized) != points(text))
			abort();
		for (size_t i = 0; i < v.nreasons; i++)
			if (v.reasons[i].start < 0 ||
			    v.reasons[i].end < v.reasons[i].start ||
			    v.reasons[i].end > points(text) ||
			    (i > 0 &&
				v.reasons[i].start < v.reasons[i - 1].start))
				abort();
		moderation_reasons_json(a, &v);
	}
	arena_free(a);
	return 0;
}
