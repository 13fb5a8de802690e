#include "admin/admin.h"
#include "gen/admin/mail_sql.h"
#include "lib/base/setting.h"
#include "lib/domain/when.h"

/* /admin/mail: every mail of the platform and what became of it. */

struct mail_list_input {
	const char *state, *q;
	int64_t person, after;
};

static const struct form_field mail_list_form_fields[] = {
	FORM_FIELD(struct mail_list_input, q, OPTIONAL, 1, 254),
	FORM_ONE_OF(struct mail_list_input, state, OPTIONAL, mail_states),
	FORM_ID(struct mail_list_input, person, OPTIONAL),
	FORM_ID(struct mail_list_input, after, OPTIONAL),
};
const struct form mail_list_form =
    FORM(struct mail_list_input, mail_list_form_fields);

struct mail_item {
	int64_t id, user_id, attempts;
	const char *to_address, *template, *state, *state_words, *when,
	    *last_error;
	struct instant created_at, sent_at;
};

static const struct field mail_item_fields[] = {
	FIELD_ID(struct mail_item, id),
	FIELD_ID(struct mail_item, user_id),
	FIELD(struct mail_item, to_address),
	FIELD(struct mail_item, template),
	FIELD(struct mail_item, state),
	FIELD(struct mail_item, attempts),
	FIELD(struct mail_item, last_error),
	FIELD(struct mail_item, created_at),
	FIELD(struct mail_item, sent_at),
	FIELD_ONLY(struct mail_item, state_words, ONLY_HTML),
	FIELD_ONLY(struct mail_item, when, ONLY_HTML),
	FIELD_END,
};

struct rate_item {
	const char *name, *label, *percent;
	int64_t count;
};

static const struct field rate_item_fields[] = {
	FIELD(struct rate_item, name),
	FIELD(struct rate_item, count),
	FIELD(struct rate_item, percent),
	FIELD_ONLY(struct rate_item, label, ONLY_HTML),
	FIELD_END,
};

enum { NRATES = 7 };

struct mail_list_view {
	struct desk desk;
	struct mail_item *items;
	struct rate_item *rates;
	size_t nitems, nrates, nshown;
	const char *next;
	struct choice *states;
	size_t nstates;
	struct pager *pager;
	bool to_spool, may_manage;
};

static const struct field mail_list_view_fields[] = {
	DESK_FIELD(struct mail_list_view),
	FIELD_LIST(struct mail_list_view, items, nitems, mail_item_fields),
	/* complaints are rare: in JSON only */
	FIELD_LIST_ONLY(
	    struct mail_list_view, rates, nshown, rate_item_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct mail_list_view, rates, nrates, rate_item_fields, ONLY_JSON),
	FIELD_ONLY(struct mail_list_view, next, ONLY_JSON),
	FIELD_LIST_ONLY(
	    struct mail_list_view, states, nstates, choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(
	    struct mail_list_view, pager, pager_fields, ONLY_HTML),
	FIELD_ONLY(struct mail_list_view, to_spool, ONLY_HTML),
	FIELD_ONLY(struct mail_list_view, may_manage, ONLY_HTML),
	FIELD_END,
};
struct page mail_list_page = { .path = "admin/mail_list",
	.fields = mail_list_view_fields,
	.form = &mail_list_form };

void
mail_list_read(struct request *r)
{
	const struct mail_list_input *in = r->form;

	mail_list_send(
	    r->db, in->state, in->q, in->person, in->after, LIST_PAGE + 1);
	mail_rates_send(r->db);
}

/* Of all that were made, or of those sent. */
static const char *
percent(struct arena *a, int64_t part, int64_t whole)
{
	return whole > 0 ? arena_printf(
			       a, "%.1f", 100.0 * (double)part / (double)whole)
			 : NULL;
}

static void
fill_rates(struct request *r, struct mail_list_view *v)
{
	struct mail_rates_row m;
	struct rate_item *to;

	if (!mail_rates_get(r->db, &m))
		return;
	v->rates = to = arena_alloc(r->arena, NRATES, sizeof(*v->rates));
	*to++ = (struct rate_item){ "sent", tr("Sent"),
		percent(r->arena, m.sent, m.made), m.sent };
	*to++ = (struct rate_item){ "waiting", tr("On their way"),
		percent(r->arena, m.waiting, m.made), m.waiting };
	*to++ = (struct rate_item){ "failed", tr("Failed"),
		percent(r->arena, m.failed, m.made), m.failed };
	*to++ = (struct rate_item){ "suppressed", tr("Held back"),
		percent(r->arena, m.suppressed, m.made), m.suppressed };
	*to++ = (struct rate_item){ "opened", tr("Opened"),
		percent(r->arena, m.opened, m.sent), m.opened };
	*to++ = (struct rate_item){ "clicked", tr("Clicked"),
		percent(r->arena, m.clicked, m.sent), m.clicked };
	*to++ = (struct rate_item){ "complained", tr("Complaints"),
		percent(r->arena, m.complained, m.sent), m.complained };
	v->nrates = NRATES;
	v->nshown = NRATES - 1;
}

enum status
mail_list_show(struct request *r)
{
	struct list_end end = { .base = "/admin/mail" };
	struct mail_list_view v = { .nitems = 0 };
	struct mail_list_row *rows;
	size_t n;

	rows = mail_list_get(r->db, &n);
	end.n = v.nitems = n > LIST_PAGE ? LIST_PAGE : n;
	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++)
		v.items[i] = (struct mail_item){
			.id = rows[i].id,
			.user_id = rows[i].user_id,
			.to_address = rows[i].to_address,
			.template = rows[i].template,
			.state = rows[i].state,
			.state_words = mail_words(rows[i].state),
			.attempts = rows[i].attempts,
			.last_error = rows[i].last_error,
			.created_at = rows[i].created_at,
			.sent_at = rows[i].sent_at,
			.when = when_ago(r->arena, rows[i].created_at, r->now),
		};
	if (n > LIST_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)rows[LIST_PAGE - 1].id);
	v.pager = list_pager(r, &end, &v.next);
	fill_rates(r, &v);
	v.to_spool = setting_text("SMTP_URL") == NULL;
	v.may_manage = session_may(r->session, "mail.manage");
	desk_fill(r, &v.desk);
	v.states =
	    filter_choices(r, "state", mail_states, mail_words, &v.nstates);
	return request_render(r, &mail_list_page, &v);
}
