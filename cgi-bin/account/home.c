#include "account/account.h"
#include "lib/view/parts.h"

struct home_expert {
	const char *href, *display_name, *headline;
	struct face face;
	const char *rating, *rating_count; /* rating NULL: new */
	const char *price, *minutes;       /* "USD 90" or "Free"; "45 min" */
};

static const struct field home_expert_fields[] = {
	FIELD(struct home_expert, href),
	FIELD(struct home_expert, display_name),
	FIELD(struct home_expert, headline),
	FIELD_OBJECT(struct home_expert, face, face_fields),
	FIELD(struct home_expert, rating),
	FIELD(struct home_expert, rating_count),
	FIELD(struct home_expert, price),
	FIELD(struct home_expert, minutes),
	FIELD_END,
};

struct home_view {
	const char *mentors, *interviewers, *concierges; /* "412 mentors" */
	struct home_expert *experts;
	size_t nexperts;
};

static const struct field home_fields[] = {
	FIELD(struct home_view, mentors),
	FIELD(struct home_view, interviewers),
	FIELD(struct home_view, concierges),
	FIELD_LIST(struct home_view, experts, nexperts, home_expert_fields),
	FIELD_END,
};
struct page home_page = { .path = "account/home", .fields = home_fields };

enum status
home_show(struct request *r)
{
	struct home_view view = { .mentors = NULL };

	return request_render(r, &home_page, &view);
}
