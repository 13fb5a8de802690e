#include <string.h>

#include "account/account.h"
#include "account/oidc_provider.h"
#include "lib/base/setting.h"

static const struct field provider_fields[] = {
	FIELD(struct provider, href),
	FIELD(struct provider, name),
	FIELD_END,
};

const struct field providers_fields[] = {
	FIELD_LIST(
	    struct providers_view, providers, nproviders, provider_fields),
	FIELD_ONLY(struct providers_view, demo, ONLY_HTML),
	FIELD_END,
};

void
providers_fill(struct request *r, struct providers_view *v, const char *next)
{
	struct oidc_provider *all;
	size_t n = oidc_providers(r->arena, &all);
	struct buf query;

	*v = (struct providers_view){ .demo = setting_on("BELAY_DEMO"),
		.providers = arena_alloc(r->arena, n, sizeof(*v->providers)),
		.nproviders = n };
	buf_init(&query, r->arena, 64);
	buf_puts(&query, "");
	buf_put_query(&query, "next", next);
	for (size_t i = 0; i < n; i++)
		v->providers[i] = (struct provider){
			arena_printf(r->arena, "/login/oidc/%s%s", all[i].name,
			    query.data),
			all[i].label,
		};
}
