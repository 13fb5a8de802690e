#include "account/account.h"

static const struct field provider_fields[] = {
	FIELD(struct provider, href),
	FIELD(struct provider, name),
	FIELD_END,
};

const struct field providers_fields[] = {
	FIELD_LIST(
	    struct providers_view, providers, nproviders, provider_fields),
	FIELD_END,
};

void
providers_fill(struct request *r, struct providers_view *v)
{
	(void)r;
	*v = (struct providers_view){ .nproviders = 0 };
}
