#include <string.h>

#include "billing/subscription.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

static const char *const reasons[] = { "too_expensive", "not_used", "missing",
	"quality", "other_product", "other", NULL };
static const char *const reason_labels[] = {
	WORDS("It costs too much"),
	WORDS("We do not use it enough"),
	WORDS("Something is missing"),
	WORDS("It did not work well enough"),
	WORDS("We use something else"),
	WORDS("Something else"),
	NULL,
};

struct cancel_input {
	int64_t id, subscription_id;
	const char *reason, *words;
};

static const struct form_field cancel_fields[] = {
	FORM_ID(struct cancel_input, id, OPTIONAL),
	FORM_ID(struct cancel_input, subscription_id, OPTIONAL),
	FORM_ONE_OF(struct cancel_input, reason, REQUIRED, reasons),
	FORM_FIELD(struct cancel_input, words, OPTIONAL, 1, 1000),
};
const struct form subscription_cancel_form =
    FORM(struct cancel_input, cancel_fields);

/* By the path, by its name in JSON, or the one that there is. */
struct pick_input {
	int64_t id, subscription_id;
};

static const struct form_field pick_fields[] = {
	FORM_ID(struct pick_input, id, OPTIONAL),
	FORM_ID(struct pick_input, subscription_id, OPTIONAL),
};
const struct form subscription_pick_form = FORM(struct pick_input, pick_fields);

struct cancel_view {
	struct subscription_item subscription;
	const char *end_words;
	struct choice *reasons;
	size_t nreasons;
};

static const struct field cancel_view_fields[] = {
	FIELD_OBJECT(
	    struct cancel_view, subscription, subscription_item_fields),
	FIELD_ONLY(struct cancel_view, end_words, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct cancel_view, reasons, nreasons, choice_fields, ONLY_HTML),
	FIELD_END,
};
struct page subscription_cancel_page = { .path = "billing/subscription_cancel",
	.fields = cancel_view_fields,
	.form = &subscription_cancel_form };

/* --- the question -------------------------------------------------------------------- */

static const char *
end_words(struct request *r, const struct subscription_item *s)
{
	if (strcmp(s->status, "trialing") == 0)
		return tr("It ends at once, and nothing is charged.");
	return arena_printf(r->arena,
	    tr("Everything works until %s. Until then you can take it back; "
	       "nothing more is charged."),
	    when_date(r->arena,
		when_local(s->period_end, r->session->timezone).date));
}

static enum status
render(struct request *r, int64_t id)
{
	struct cancel_view v = { .nreasons = 0 };
	size_t n;
	struct subscription_list_row *row = subscription_list(r->db, id, &n);
	const char *labels[sizeof(reason_labels) / sizeof(reason_labels[0])];

	if (n == 0)
		return NOT_FOUND;
	v.subscription = subscription_item(r, row);
	if (!v.subscription.may_cancel && !r->json)
		return request_redirect(
		    r, "/subscriptions/%lld", (long long)id);
	v.end_words = end_words(r, &v.subscription);
	for (size_t i = 0; reasons[i] != NULL; i++)
		labels[i] = tr(reason_labels[i]);
	v.reasons = choices_make(
	    r->arena, reasons, labels, typed(r, "reason"), &v.nreasons);
	return request_render(r, &subscription_cancel_page, &v);
}

enum status
subscription_cancel_show(struct request *r)
{
	const struct subscription_input *in = r->form;

	return render(r, in->id);
}

enum status
subscription_cancel_refused(struct request *r)
{
	return render(r, typed_id(r, "id"));
}

/* --- the answers ------------------------------------------------------------------------ */

/* Which one is meant; 0: there is none. */
static int64_t
meant(struct request *r, int64_t by_path, int64_t by_name)
{
	struct subscription_list_row *rows;
	size_t n;

	if (by_path != 0 || by_name != 0)
		return by_path != 0 ? by_path : by_name;
	rows = subscription_list(r->db, 0, &n);
	return n > 0 ? rows[0].id : 0;
}

static enum status
answer(struct request *r, int64_t id)
{
	struct subscription_item item;
	struct subscription_list_row *row;
	size_t n;

	if (db_error(r->db) != NULL)
		return CONFLICT;
	row = subscription_list(r->db, id, &n);
	if (n == 0)
		return NOT_FOUND;
	item = subscription_item(r, row);
	return request_done(r,
	    &(struct outcome){ OK, subscription_item_fields, &item },
	    "/subscriptions/%lld", (long long)id);
}

enum status
subscription_cancel_post(struct request *r)
{
	const struct cancel_input *in = r->form;
	int64_t id = meant(r, in->id, in->subscription_id);

	if (id == 0)
		return NOT_FOUND;
	subscription_cancel(r->db, id, in->reason, in->words);
	request_flash(r, tr("Done. It is not renewed."));
	return answer(r, id);
}

enum status
subscription_reactivate_post(struct request *r)
{
	const struct pick_input *in = r->form;
	int64_t id = meant(r, in->id, in->subscription_id);

	if (id == 0)
		return NOT_FOUND;
	subscription_reactivate(r->db, id);
	request_flash(r, tr("It goes on as before."));
	return answer(r, id);
}

enum status
subscription_keep_post(struct request *r)
{
	const struct pick_input *in = r->form;

	subscription_keep(r->db, in->id);
	request_flash(r, tr("It stays as it is."));
	return answer(r, in->id);
}
