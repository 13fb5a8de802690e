#include <string.h>

#include "billing/affiliate.h"
#include "gen/billing/affiliate_sql.h"
#include "lib/domain/when.h"

/* /affiliate/program: what a seller gives to whom for sending buyers. */

enum { PAGE = 50 };

struct program_list_input {
	int64_t after;
};

static const struct form_field program_list_fields[] = {
	FORM_ID(struct program_list_input, after, OPTIONAL),
};
const struct form program_list_form =
    FORM(struct program_list_input, program_list_fields);

struct program_input {
	int64_t percent;
	const char *terms;
	bool open;
};

static const struct form_field program_form_fields[] = {
	FORM_FIELD(
	    struct program_input, percent, REQUIRED, 1, AFFILIATE_PERCENT_MOST),
	FORM_FIELD(struct program_input, terms, OPTIONAL, 1, 1000),
	FORM_FIELD(struct program_input, open, OPTIONAL, 0, 1),
};
const struct form program_form =
    FORM(struct program_input, program_form_fields);

static const char *const decisions[] = { "active", "paused", "declined",
	"ended", NULL };

struct program_decide_input {
	int64_t id;
	const char *status;
	struct maybe_int share; /* percent */
};

static const struct form_field program_decide_fields[] = {
	FORM_ID(struct program_decide_input, id, REQUIRED),
	FORM_ONE_OF(struct program_decide_input, status, REQUIRED, decisions),
	FORM_FIELD(struct program_decide_input, share, OPTIONAL, 1,
	    AFFILIATE_PERCENT_MOST),
};
const struct form program_decide_form =
    FORM(struct program_decide_input, program_decide_fields);

struct seller_partner {
	int64_t id, percent, clicks, conversions;
	const char *name, *path, *status, *status_words, *tone, *words, *day;
	struct instant asked_at;
	bool is_requested, is_active, is_paused, is_over;
};

static const struct field seller_partner_fields[] = {
	FIELD_ID(struct seller_partner, id),
	FIELD(struct seller_partner, name),
	FIELD(struct seller_partner, path),
	FIELD(struct seller_partner, status),
	FIELD(struct seller_partner, percent),
	FIELD(struct seller_partner, words),
	FIELD(struct seller_partner, asked_at),
	FIELD(struct seller_partner, clicks),
	FIELD(struct seller_partner, conversions),
	FIELD_ONLY(struct seller_partner, status_words, ONLY_HTML),
	FIELD_ONLY(struct seller_partner, tone, ONLY_HTML),
	FIELD_ONLY(struct seller_partner, day, ONLY_HTML),
	FIELD_ONLY(struct seller_partner, is_requested, ONLY_HTML),
	FIELD_ONLY(struct seller_partner, is_active, ONLY_HTML),
	FIELD_ONLY(struct seller_partner, is_paused, ONLY_HTML),
	FIELD_ONLY(struct seller_partner, is_over, ONLY_HTML),
	FIELD_END,
};

struct program_view {
	bool is_expert, is_open;
	int64_t percent;
	const char *terms, *next;
	struct seller_partner *partners;
	size_t npartners;
	struct pager *pager;
};

static const struct field program_fields[] = {
	FIELD(struct program_view, is_expert),
	FIELD(struct program_view, is_open),
	FIELD(struct program_view, percent),
	FIELD_ONLY(struct program_view, terms, ONLY_JSON),
	FIELD_LIST(
	    struct program_view, partners, npartners, seller_partner_fields),
	FIELD_ONLY(struct program_view, next, ONLY_JSON),
	FIELD_POINTER_ONLY(struct program_view, pager, pager_fields, ONLY_HTML),
	FIELD_END,
};
struct page program_page = { .path = "billing/affiliate_program",
	.fields = program_fields,
	.form = &program_form };

static bool
is(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

static void
fill_partner(struct request *r, struct seller_partner *p,
    const struct program_partners_row *row)
{
	*p = (struct seller_partner){
		.id = row->id,
		.name = row->name,
		.path = row->path,
		.status = row->status,
		.status_words = affiliate_status_words(row->status),
		.tone = affiliate_tone(row->status),
		.percent = row->bp / 100,
		.words = row->words,
		.asked_at = row->asked_at,
		.day = when_date(r->arena,
		    when_local(row->asked_at, r->session->timezone).date),
		.clicks = row->clicks.value,
		.conversions = row->conversions,
		.is_requested = is(row->status, "requested"),
		.is_active = is(row->status, "active"),
		.is_paused = is(row->status, "paused"),
		.is_over =
		    is(row->status, "declined") || is(row->status, "ended"),
	};
}

static void
fill_partners(struct request *r, struct program_view *v)
{
	struct program_partners_row *rows;
	size_t n;

	rows = program_partners_get(r->db, &n);
	v->npartners = n > PAGE ? PAGE : n;
	v->partners = arena_alloc(r->arena, v->npartners, sizeof(*v->partners));
	for (size_t i = 0; i < v->npartners; i++)
		fill_partner(r, &v->partners[i], &rows[i]);
	if (n <= PAGE)
		return;
	v->next = arena_printf(r->arena, "/api/affiliate/program?after=%lld",
	    (long long)rows[PAGE - 1].id);
	v->pager = arena_alloc(r->arena, 1, sizeof(*v->pager));
	*v->pager = (struct pager){
		.range = arena_printf(
		    r->arena, tr("%d affiliates"), (int)v->npartners),
		.first = "/affiliate/program",
		.next = v->next + strlen("/api"),
	};
}

void
program_read(struct request *r)
{
	const struct program_list_input *in = r->form;

	affiliate_me_send(r->db);
	program_find_send(r->db);
	program_partners_send(r->db,
	    r->route->form == &program_list_form && in != NULL ? in->after : 0,
	    PAGE + 1);
}

static enum status
render(struct request *r)
{
	struct affiliate_me_row me = { .is_expert = false };
	struct program_find_row row;
	struct program_view v = { .percent = 10 };
	struct program_input in;

	affiliate_me_get(r->db, &me);
	v.is_expert = me.is_expert;
	if (program_find_get(r->db, &row)) {
		v.is_open = row.is_open;
		v.percent = row.bp / 100;
		v.terms = row.terms;
	}
	fill_partners(r, &v);
	in = (struct program_input){ v.percent, v.terms, v.is_open };
	request_fill(r, &program_form, &in);
	return request_render(r, &program_page, &v);
}

/* After a refusal, too: nothing is queued then. */
enum status
program_show(struct request *r)
{
	if (r->status != OK)
		program_read(r);
	return render(r);
}

enum status
program_post(struct request *r)
{
	const struct program_input *in = r->form;

	program_save(r->db, in->open, in->percent, in->terms);
	request_flash(r, tr("Your programme is saved."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/affiliate/program");
}

enum status
program_decide_post(struct request *r)
{
	const struct program_decide_input *in = r->form;

	program_decide(r->db, in->id, in->status, in->share);
	request_flash(r, tr("It is decided, and they are told."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/affiliate/program");
}
