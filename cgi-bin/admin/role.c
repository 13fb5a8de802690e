#include <string.h>

#include "admin/admin.h"
#include "admin/person.h"
#include "gen/admin/person_act_sql.h"
#include "gen/admin/role_sql.h"

/* /admin/people/:id/roles: grant one, revoke one; each with its reason. */

struct role_input {
	int64_t id;
	const char *role, *reason;
};

static const struct form_field role_input_fields[] = {
	FORM_ID(struct role_input, id, REQUIRED),
	FORM_ONE_OF(struct role_input, role, REQUIRED, role_names),
	FORM_FIELD(struct role_input, reason, REQUIRED, 1, 1000),
};
const struct form role_form = FORM(struct role_input, role_input_fields);

struct role_view {
	struct desk desk;
	int64_t id;
	const char *name;
	struct role_item *held;
	size_t nheld;
	struct choice *others;
	size_t nothers;
	bool is_you;
};

static const struct field role_view_fields[] = {
	DESK_FIELD(struct role_view),
	FIELD_ID(struct role_view, id),
	FIELD(struct role_view, name),
	FIELD_LIST(struct role_view, held, nheld, role_item_fields),
	FIELD_LIST_ONLY(
	    struct role_view, others, nothers, choice_fields, ONLY_HTML),
	FIELD_ONLY(struct role_view, is_you, ONLY_HTML),
	FIELD_END,
};
struct page role_page = { .path = "admin/role_list",
	.fields = role_view_fields,
	.form = &role_form };

static void
fill_others(struct request *r, struct role_view *v)
{
	size_t n;
	struct role_list_row *rows = role_list(r->db, v->id, &n);

	v->others = arena_alloc(r->arena, n, sizeof(*v->others));
	for (size_t i = 0; i < n; i++)
		if (!rows[i].held)
			v->others[v->nothers++] =
			    (struct choice){ .value = rows[i].name,
				    .label = role_words(rows[i].name),
				    .note = rows[i].about };
	choices_pick(v->others, v->nothers, typed(r, "role"));
}

enum status
role_list_show(struct request *r)
{
	struct role_view v = { .id = typed_id(r, "id") };
	struct person_brief_row person;

	if (!person_brief(r->db, v.id, &person))
		return NOT_FOUND;
	v.name = person.display_name;
	v.is_you = v.id == r->session->user_id;
	person_roles_send(r->db, v.id);
	v.held = person_roles_fill(r, &v.nheld);
	fill_others(r, &v);
	desk_fill(r, &v.desk);
	request_fill(r, &role_form, NULL);
	return request_render(r, &role_page, &v);
}

/* Taking one away is a question of its own. */
struct role_show_input {
	int64_t id;
	const char *role;
};

static const struct form_field role_show_fields[] = {
	FORM_ID(struct role_show_input, id, REQUIRED),
	FORM_ONE_OF(struct role_show_input, role, REQUIRED, role_names),
};
const struct form role_show_form =
    FORM(struct role_show_input, role_show_fields);

struct revoke_view {
	struct desk desk;
	int64_t id;
	const char *name, *role, *role_name;
	bool is_expert;
};

static const struct field revoke_view_fields[] = {
	DESK_FIELD(struct revoke_view),
	FIELD_ID(struct revoke_view, id),
	FIELD(struct revoke_view, name),
	FIELD(struct revoke_view, role),
	FIELD_ONLY(struct revoke_view, role_name, ONLY_HTML),
	FIELD_ONLY(struct revoke_view, is_expert, ONLY_HTML),
	FIELD_END,
};
struct page role_revoke_page = { .path = "admin/role_revoke",
	.fields = revoke_view_fields,
	.form = &role_form };

enum status
role_revoke_show(struct request *r)
{
	struct revoke_view v = { .id = typed_id(r, "id"),
		.role = typed(r, "role") };
	struct person_brief_row person;

	if (!person_brief(r->db, v.id, &person))
		return NOT_FOUND;
	v.name = person.display_name;
	v.role_name = role_words(v.role);
	v.is_expert = is_expert_role(v.role);
	desk_fill(r, &v.desk);
	request_fill(r, &role_form, &(struct role_input){ .role = v.role });
	return request_render(r, &role_revoke_page, &v);
}

static enum status
role_done(struct request *r, const char *action, const char *words)
{
	const struct role_input *in = r->form;

	request_audit(r, &(struct deed){ action, "user", in->id,
			     json_of(r->arena, TEXTS("role", in->role, "reason",
						   in->reason)) });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/admin/people/%lld", (long long)in->id);
}

enum status
role_grant_post(struct request *r)
{
	const struct role_input *in = r->form;

	role_grant(r->db, in->id, in->role, in->reason);
	return role_done(r, "role.grant",
	    arena_printf(
		r->arena, tr("Role granted: %s"), role_words(in->role)));
}

enum status
role_revoke_post(struct request *r)
{
	const struct role_input *in = r->form;

	role_revoke(r->db, in->id, in->role, in->reason);
	return role_done(r, "role.revoke",
	    arena_printf(
		r->arena, tr("Role revoked: %s"), role_words(in->role)));
}
