#include <string.h>

#include "lib/app/moderate.h"
#include "safety/safety.h"

/* POST /moderation/check: what automated moderation says of a text, with its
 * reasons.  Nothing is stored, and checking is no posting. */

enum { TEXT_MAX = 100000 };

struct check_input {
	const char *text, *context, *language;
};

/* Spans count from the text's first character, so it is not trimmed. */
static const struct form_field check_fields[] = {
	FORM_FIELD_AS(struct check_input, text, REQUIRED, 1, TEXT_MAX,
	    .keep_space = true),
	FORM_ONE_OF(struct check_input, context, REQUIRED, moderation_contexts),
	FORM_FIELD(struct check_input, language, OPTIONAL, 2, 35),
};
const struct form check_form = FORM(struct check_input, check_fields);

static enum moderation_context
context_of(const char *name)
{
	int context = 0;

	while (strcmp(moderation_contexts[context], name) != 0)
		context++;
	return (enum moderation_context)context;
}

/* By hand: a span is a pair of numbers, which no table of fields has. */
static void
put_verdict(
    struct request *r, struct buf *b, const struct moderation_verdict *v)
{
	buf_printf(b, "{\"decision\":\"%s\",\"reasons\":",
	    moderation_decisions[v->decision]);
	buf_puts(b, moderation_reasons_json(r->arena, v));
	buf_puts(b, ",\"sanitized\":\"");
	buf_put_json(b, v->sanitized, strlen(v->sanitized));
	buf_puts(b, "\"}");
}

enum status
check_post(struct request *r)
{
	const struct check_input *in = r->form;
	struct moderation_text text = { .text = in->text,
		.len = strlen(in->text),
		.context = context_of(in->context),
		.language = in->language };
	struct moderation_verdict v;
	struct buf json;

	moderate_text(r, &text, &v);
	buf_init(&json, r->arena, text.len + 256);
	put_verdict(r, &json, &v);
	return request_text(r, "application/json", NULL, &json);
}
