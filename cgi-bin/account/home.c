#include "account/account.h"

struct home_view {
	bool nothing;
};

static const struct field home_fields[] = {
	FIELD_ONLY(struct home_view, nothing, ONLY_HTML),
	FIELD_END,
};
struct page home_page = { .path = "account/home", .fields = home_fields };

enum status
home_show(struct request *r)
{
	struct home_view view = { .nothing = true };

	return request_render(r, &home_page, &view);
}
