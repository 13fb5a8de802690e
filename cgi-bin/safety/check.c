#include "safety/safety.h"

/* POST /moderation/check: the decision about a text, with its reasons. */

enum { TEXT_MAX = 100000 };

struct check_input {
	const char *text, *context, *language;
};

static const char *const contexts[] = { "message", "anonymous", "profile",
	"review", "comment", "journey", "job", NULL };

static const struct form_field check_fields[] = {
	FORM_FIELD(struct check_input, text, REQUIRED, 1, TEXT_MAX),
	FORM_ONE_OF(struct check_input, context, REQUIRED, contexts),
	FORM_FIELD(struct check_input, language, OPTIONAL, 2, 35),
};
const struct form check_form = FORM(struct check_input, check_fields);

struct check_view {
	const char *decision, *sanitized;
};

static const struct field check_view_fields[] = {
	FIELD(struct check_view, decision),
	FIELD(struct check_view, sanitized),
	FIELD_END,
};

enum status
check_post(struct request *r)
{
	const struct check_input *in = r->form;
	struct check_view v = { .decision = "allow", .sanitized = in->text };

	return request_json(r, OK, check_view_fields, &v);
}
