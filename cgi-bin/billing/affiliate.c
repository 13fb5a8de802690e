#include <string.h>

#include "billing/affiliate.h"
#include "billing/words.h"
#include "gen/billing/affiliate_sql.h"
#include "lib/base/setting.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

/* /affiliate: whom one sends buyers to, by which links, and what came of it. */

enum { PAGE = 20 };

struct affiliate_input {
	int64_t after;
};

static const struct form_field affiliate_input_fields[] = {
	FORM_ID(struct affiliate_input, after, OPTIONAL),
};
const struct form affiliate_form =
    FORM(struct affiliate_input, affiliate_input_fields);

struct link_item {
	int64_t id, clicks, signups, conversions;
	const char *code, *kind, *kind_words, *url, *mail_href, *linkedin_href,
	    *whatsapp_href;
};

static const struct field link_item_fields[] = {
	FIELD_ID(struct link_item, id),
	FIELD(struct link_item, code),
	FIELD(struct link_item, kind),
	FIELD(struct link_item, url),
	FIELD(struct link_item, clicks),
	FIELD(struct link_item, signups),
	FIELD(struct link_item, conversions),
	FIELD_ONLY(struct link_item, kind_words, ONLY_HTML),
	FIELD_ONLY(struct link_item, mail_href, ONLY_HTML),
	FIELD_ONLY(struct link_item, linkedin_href, ONLY_HTML),
	FIELD_ONLY(struct link_item, whatsapp_href, ONLY_HTML),
	FIELD_END,
};

struct partner_item {
	int64_t id, percent;
	const char *seller, *seller_path, *status, *status_words, *tone;
	struct link_item *links;
	size_t nlinks;
	struct choice *kinds; /* that have no link yet */
	size_t nkinds;
	bool may_leave, may_add;
};

static const struct field partner_item_fields[] = {
	FIELD_ID(struct partner_item, id),
	FIELD(struct partner_item, seller),
	FIELD(struct partner_item, seller_path),
	FIELD(struct partner_item, status),
	FIELD(struct partner_item, percent),
	FIELD_LIST(struct partner_item, links, nlinks, link_item_fields),
	FIELD_ONLY(struct partner_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct partner_item, tone, ONLY_HTML),
	FIELD_ONLY(struct partner_item, may_leave, ONLY_HTML),
	FIELD_ONLY(struct partner_item, may_add, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct partner_item, kinds, nkinds, choice_fields, ONLY_HTML),
	FIELD_END,
};

struct total_item {
	const char *currency;
	int64_t conversions, reversed;
	struct money revenue, pending, matured, paid;
};

static const struct field total_item_fields[] = {
	FIELD(struct total_item, currency),
	FIELD(struct total_item, conversions),
	FIELD(struct total_item, reversed),
	FIELD(struct total_item, revenue),
	FIELD(struct total_item, pending),
	FIELD(struct total_item, matured),
	FIELD(struct total_item, paid),
	FIELD_END,
};

struct conversion_item {
	int64_t affiliate_id;
	const char *seller, *kind, *kind_words, *status, *status_words, *tone,
	    *day, *due;
	struct instant at, available_at;
	struct money sale, commission, left;
};

static const struct field conversion_item_fields[] = {
	FIELD(struct conversion_item, at),
	FIELD_ID(struct conversion_item, affiliate_id),
	FIELD(struct conversion_item, seller),
	FIELD(struct conversion_item, kind),
	FIELD(struct conversion_item, status),
	FIELD(struct conversion_item, sale),
	FIELD(struct conversion_item, commission),
	FIELD(struct conversion_item, left),
	FIELD(struct conversion_item, available_at),
	FIELD_ONLY(struct conversion_item, kind_words, ONLY_HTML),
	FIELD_ONLY(struct conversion_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct conversion_item, tone, ONLY_HTML),
	FIELD_ONLY(struct conversion_item, day, ONLY_HTML),
	FIELD_ONLY(struct conversion_item, due, ONLY_HTML),
	FIELD_END,
};

struct offer_item {
	int64_t ref, percent;
	const char *seller, *path, *terms;
};

static const struct field offer_item_fields[] = {
	FIELD_ID(struct offer_item, ref),
	FIELD(struct offer_item, seller),
	FIELD(struct offer_item, path),
	FIELD(struct offer_item, percent),
	FIELD(struct offer_item, terms),
	FIELD_END,
};

struct affiliate_view {
	struct partner_item *partners;
	struct total_item *totals;
	struct conversion_item *conversions;
	struct offer_item *offers;
	size_t npartners, ntotals, nconversions, noffers;
	int64_t clicks, signups, sales;
	bool is_expert, has_program, has_partners, has_offers;
	const char *next;
	struct pager *pager;
};

#define LIST(list, n, fields) FIELD_LIST(struct affiliate_view, list, n, fields)
#define HTML(m)               FIELD_ONLY(struct affiliate_view, m, ONLY_HTML)

static const struct field affiliate_fields[] = {
	LIST(partners, npartners, partner_item_fields),
	LIST(totals, ntotals, total_item_fields),
	LIST(conversions, nconversions, conversion_item_fields),
	LIST(offers, noffers, offer_item_fields),
	FIELD(struct affiliate_view, clicks),
	FIELD(struct affiliate_view, signups),
	FIELD(struct affiliate_view, sales),
	FIELD(struct affiliate_view, is_expert),
	HTML(has_program),
	HTML(has_partners),
	HTML(has_offers),
	FIELD_ONLY(struct affiliate_view, next, ONLY_JSON),
	FIELD_POINTER_ONLY(
	    struct affiliate_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page affiliate_page = { .path = "billing/affiliate",
	.fields = affiliate_fields };

static void
send_all(struct request *r, int64_t after)
{
	affiliate_me_send(r->db);
	affiliate_list_send(r->db);
	affiliate_links_send(r->db);
	affiliate_totals_send(r->db);
	affiliate_conversions_send(r->db, after, PAGE + 1);
	affiliate_offers_send(r->db);
}

void
affiliate_read(struct request *r)
{
	const struct affiliate_input *in = r->form;

	send_all(r, in->after);
}

/* --- links ------------------------------------------------------------------------ */

/* "https://…?url=LINK" */
static const char *
share_href(struct arena *a, const char *before, const char *url)
{
	struct buf b;

	buf_init(&b, a, 256);
	buf_puts(&b, before);
	buf_put_url(&b, url, strlen(url));
	return b.data;
}

static void
fill_link(struct request *r, struct link_item *l,
    const struct affiliate_links_row *row)
{
	const char *url = arena_printf(
	    r->arena, "%s/r/%s", setting_text("BELAY_PUBLIC_URL"), row->code);

	*l = (struct link_item){
		.id = row->id,
		.code = row->code,
		.kind = row->kind,
		.kind_words = affiliate_kind_words(row->kind),
		.url = url,
		.clicks = row->clicks,
		.signups = row->signups,
		.conversions = row->conversions,
		.mail_href = share_href(r->arena, "mailto:?body=", url),
		.linkedin_href = share_href(r->arena,
		    "https://www.linkedin.com/sharing/share-offsite/?url=",
		    url),
		.whatsapp_href =
		    share_href(r->arena, "https://wa.me/?text=", url),
	};
}

static bool
has_link(const struct partner_item *p, const char *kind)
{
	for (size_t i = 0; i < p->nlinks; i++)
		if (p->links[i].kind != NULL &&
		    strcmp(p->links[i].kind, kind) == 0)
			return true;
	return false;
}

static void
fill_kinds(struct request *r, struct partner_item *p)
{
	size_t n = 0;

	while (affiliate_link_kinds[n] != NULL)
		n++;
	p->kinds = arena_alloc(r->arena, n, sizeof(*p->kinds));
	for (size_t i = 0; i < n; i++)
		if (!has_link(p, affiliate_link_kinds[i]))
			p->kinds[p->nkinds++] = (struct choice){
				.value = affiliate_link_kinds[i],
				.label = affiliate_kind_words(
				    affiliate_link_kinds[i]),
			};
	p->may_add = strcmp(p->status, "active") == 0 && p->nkinds > 0;
}

static void
fill_links(struct request *r, struct affiliate_view *v, struct partner_item *p,
    const struct affiliate_links_row *rows, size_t n)
{
	p->links = arena_alloc(r->arena, n, sizeof(*p->links));
	for (size_t i = 0; i < n; i++) {
		if (rows[i].affiliate_id != p->id)
			continue;
		fill_link(r, &p->links[p->nlinks++], &rows[i]);
		v->clicks += rows[i].clicks;
		v->signups += rows[i].signups;
	}
}

static void
fill_partners(struct request *r, struct affiliate_view *v)
{
	struct affiliate_list_row *rows =
	    affiliate_list_get(r->db, &v->npartners);
	struct affiliate_links_row *links;
	size_t nlinks;

	links = affiliate_links_get(r->db, &nlinks);
	v->has_partners = v->npartners > 0;
	v->partners = arena_alloc(r->arena, v->npartners, sizeof(*v->partners));
	for (size_t i = 0; i < v->npartners; i++) {
		struct partner_item *p = &v->partners[i];

		*p = (struct partner_item){
			.id = rows[i].id,
			.percent = rows[i].bp / 100,
			.seller = rows[i].seller,
			.seller_path = rows[i].seller_path,
			.status = rows[i].status,
			.status_words = affiliate_status_words(rows[i].status),
			.tone = affiliate_tone(rows[i].status),
			.may_leave = strcmp(rows[i].status, "ended") != 0 &&
				     strcmp(rows[i].status, "declined") != 0,
		};
		fill_links(r, v, p, links, nlinks);
		fill_kinds(r, p);
	}
}

/* --- what came of them -------------------------------------------------------------- */

static void
fill_totals(struct request *r, struct affiliate_view *v)
{
	struct affiliate_totals_row *rows =
	    affiliate_totals_get(r->db, &v->ntotals);

	v->totals = arena_alloc(r->arena, v->ntotals, sizeof(*v->totals));
	for (size_t i = 0; i < v->ntotals; i++) {
		const char *unit = rows[i].currency;

		v->sales += rows[i].conversions;
		v->totals[i] = (struct total_item){
			.currency = unit,
			.conversions = rows[i].conversions,
			.reversed = rows[i].reversed,
			.revenue = { rows[i].revenue, unit },
			.pending = { rows[i].pending, unit },
			.matured = { rows[i].matured, unit },
			.paid = { rows[i].paid, unit },
		};
	}
}

static const char *
seller_of(const struct affiliate_view *v, int64_t affiliate_id)
{
	for (size_t i = 0; i < v->npartners; i++)
		if (v->partners[i].id == affiliate_id)
			return v->partners[i].seller;
	return NULL;
}

static void
fill_conversion(struct request *r, const struct affiliate_view *v,
    struct conversion_item *c, const struct affiliate_conversions_row *row)
{
	*c = (struct conversion_item){
		.affiliate_id = row->affiliate_id,
		.seller = seller_of(v, row->affiliate_id),
		.kind = row->kind,
		.kind_words = order_kind_words(row->kind),
		.status = row->status,
		.status_words = affiliate_status_words(row->status),
		.tone = affiliate_tone(row->status),
		.at = row->at,
		.available_at = row->available_at,
		.day = when_date(
		    r->arena, when_local(row->at, r->session->timezone).date),
		.sale = { row->base_amount, row->currency },
		.commission = { row->amount, row->currency },
		.left = { row->left_amount, row->currency },
	};
	if (strcmp(row->status, "pending") == 0)
		c->due = when_date(r->arena,
		    when_local(row->available_at, r->session->timezone).date);
}

static void
fill_conversions(struct request *r, struct affiliate_view *v)
{
	const struct affiliate_input *in = r->form;
	struct affiliate_conversions_row *rows;
	size_t n;

	rows = affiliate_conversions_get(r->db, &n);
	v->nconversions = n > PAGE ? PAGE : n;
	v->conversions =
	    arena_alloc(r->arena, v->nconversions, sizeof(*v->conversions));
	for (size_t i = 0; i < v->nconversions; i++)
		fill_conversion(r, v, &v->conversions[i], &rows[i]);
	if (n <= PAGE &&
	    (in == NULL || r->route->form != &affiliate_form || in->after == 0))
		return;
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	v->pager->range =
	    arena_printf(r->arena, tr("%d conversions"), (int)v->nconversions);
	v->pager->first = "/affiliate";
	if (n <= PAGE)
		return;
	v->next = arena_printf(r->arena, "/api/affiliate?after=%lld",
	    (long long)rows[PAGE - 1].order_id);
	v->pager->next = v->next + strlen("/api");
}

static void
fill_offers(struct request *r, struct affiliate_view *v)
{
	struct affiliate_offers_row *rows =
	    affiliate_offers_get(r->db, &v->noffers);

	v->noffers = v->is_expert ? v->noffers : 0;
	v->has_offers = v->noffers > 0;
	v->offers = arena_alloc(r->arena, v->noffers, sizeof(*v->offers));
	for (size_t i = 0; i < v->noffers; i++)
		v->offers[i] = (struct offer_item){
			.ref = rows[i].ref,
			.percent = rows[i].bp / 100,
			.seller = rows[i].seller,
			.path = rows[i].path,
			.terms = rows[i].terms,
		};
}

enum status
affiliate_show(struct request *r)
{
	struct affiliate_view v = { .npartners = 0 };
	struct affiliate_me_row me = { .is_expert = false };

	affiliate_me_get(r->db, &me);
	v.is_expert = me.is_expert;
	v.has_program = me.has_program;
	fill_partners(r, &v);
	fill_totals(r, &v);
	fill_conversions(r, &v);
	fill_offers(r, &v);
	return request_render(r, &affiliate_page, &v);
}

enum status
affiliate_refused(struct request *r)
{
	send_all(r, 0);
	return affiliate_show(r);
}

/* --- words ----------------------------------------------------------------------------- */

const char *const affiliate_link_kinds[] = { "session", "pack", "package",
	NULL };

const char *
affiliate_kind_words(const char *kind)
{
	static const struct word list[] = { { "session", WORDS("Sessions") },
		{ "pack", WORDS("Session packs") },
		{ "package", WORDS("Coaching packages") }, { NULL, NULL } };

	return kind != NULL ? word_of(list, kind) : tr("Everything they sell");
}

const char *
affiliate_status_words(const char *status)
{
	static const struct word list[] = { { "requested",
						WORDS("Waits for an answer") },
		{ "active", WORDS("Active") }, { "paused", WORDS("Paused") },
		{ "declined", WORDS("Declined") }, { "ended", WORDS("Ended") },
		{ "pending", WORDS("Not due yet") },
		{ "matured", WORDS("Due") },
		{ "in_payout", WORDS("Being paid out") },
		{ "paid", WORDS("Paid out") },
		{ "reversed", WORDS("Given back") }, { NULL, NULL } };

	return word_of(list, status);
}

const char *
affiliate_tone(const char *status)
{
	static const struct {
		const char *name, *tone;
	} list[] = { { "requested", "warn" }, { "active", "good" },
		{ "paused", "warn" }, { "pending", "info" },
		{ "matured", "good" }, { "in_payout", "info" },
		{ "paid", "good" }, { "reversed", "bad" } };

	for (size_t i = 0; i < sizeof(list) / sizeof(list[0]); i++)
		if (strcmp(list[i].name, status) == 0)
			return list[i].tone;
	return NULL;
}
