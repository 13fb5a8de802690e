#include <string.h>

#include "gen/journeys/studio_publish_sql.h"
#include "journeys/studio_publish.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

/* /creator/journeys/:id/publish: where a journey stands, what must be done before
 * it goes public, and every move that its creator may make. */
struct publish_input {
	int64_t id;
	const char *words;
	bool offers;
	struct maybe_int seen;
};

static const struct form_field submit_inputs[] = {
	FORM_ID(struct publish_input, id, REQUIRED),
	FORM_FIELD(struct publish_input, words, OPTIONAL, 0, 1000),
	FORM_FIELD(struct publish_input, offers, OPTIONAL, 0, 0),
	FORM_FIELD(struct publish_input, seen, OPTIONAL, 1, INT32_MAX),
};
const struct form studio_submit_form =
    FORM(struct publish_input, submit_inputs);
static const struct form_field unpublish_inputs[] = {
	FORM_ID(struct publish_input, id, REQUIRED),
	FORM_FIELD(struct publish_input, words, OPTIONAL, 0, 1000),
};
const struct form studio_unpublish_form =
    FORM(struct publish_input, unpublish_inputs);

struct history_item {
	const char *words, *detail, *when;
	struct instant at;
};

static const struct field history_item_fields[] = {
	FIELD(struct history_item, words),
	FIELD(struct history_item, detail),
	FIELD_ONLY(struct history_item, when, ONLY_HTML),
	FIELD_NAMED(struct history_item, at, "at", ONLY_JSON),
	FIELD_END,
};

struct publish_view {
	struct studio studio;
	struct check_item *checks;
	size_t nchecks;
	struct history_item *history;
	size_t nhistory;
	const char *state, *answer, *diff_href, *submit_words, *after_words;
	int64_t revision;
	bool may_submit, is_stopped, may_withdraw, may_unpublish, may_archive,
	    may_delete, has_draft, has_members, is_first;
};

static const struct field publish_view_fields[] = {
	STUDIO_FIELD(struct publish_view),
	FIELD_LIST(struct publish_view, checks, nchecks, check_item_fields),
	FIELD_LIST(struct publish_view, history, nhistory, history_item_fields),
	FIELD(struct publish_view, state),
	FIELD(struct publish_view, answer),
	FIELD(struct publish_view, revision),
	FIELD(struct publish_view, may_submit),
	FIELD(struct publish_view, is_stopped),
	FIELD(struct publish_view, may_withdraw),
	FIELD(struct publish_view, may_unpublish),
	FIELD(struct publish_view, may_archive),
	FIELD(struct publish_view, may_delete),
	FIELD(struct publish_view, has_draft),
	FIELD_ONLY(struct publish_view, has_members, ONLY_HTML),
	FIELD_ONLY(struct publish_view, is_first, ONLY_HTML),
	FIELD_ONLY(struct publish_view, diff_href, ONLY_HTML),
	FIELD_ONLY(struct publish_view, submit_words, ONLY_HTML),
	FIELD_ONLY(struct publish_view, after_words, ONLY_HTML),
	FIELD_END,
};
struct page studio_publish_page = { .path = "journeys/studio_publish",
	.fields = publish_view_fields,
	.form = &studio_submit_form };

void
studio_publish_read(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_send(r, id);
	studio_publish_find_send(r->db, id);
	studio_history_list_send(r->db, id);
}

static bool
is_status(const struct publish_view *v, const char *status)
{
	return strcmp(v->studio.status, status) == 0;
}

static const struct word states[] = {
	{ "draft", WORDS("This is a draft: only you see it.") },
	{ "in_review",
	    WORDS("An admin looks at it. You hear as soon as it is decided.") },
	{ "changes_requested",
	    WORDS("An admin asks for changes. Make them and send it again.") },
	{ "published", WORDS("Members find it on the marketplace.") },
	{ "unpublished",
	    WORDS("It is not sold any more. Members who are on it keep it to "
		  "the end of what they have paid.") },
	{ "suspended",
	    WORDS("An admin suspended it. Members who are on it keep it.") },
	{ "archived", WORDS("It is kept as it was and can't be changed.") },
	{ NULL, NULL },
};

static void
fill_moves(struct publish_view *v, const struct studio_publish_find_row *p)
{
	bool is_open = is_status(v, "draft") ||
		       is_status(v, "changes_requested") ||
		       is_status(v, "unpublished");

	v->has_draft = strcmp(p->version_status, "draft") == 0;
	v->has_members = p->has_members;
	v->is_first = p->published_id == 0;
	v->may_withdraw = is_status(v, "in_review") || p->is_asked;
	v->may_unpublish = is_status(v, "published");
	v->may_archive = is_open && !p->has_members;
	v->may_delete = !p->was_taken && (is_open || is_status(v, "archived"));
	v->may_submit =
	    !p->is_asked && (is_open || (is_status(v, "published") &&
					    v->has_draft && !p->is_same));
}

static void
fill_words(struct request *r, struct publish_view *v,
    const struct studio_publish_find_row *p)
{
	bool comes_back = is_status(v, "unpublished") && !v->has_draft;

	v->answer = p->answer != NULL ? p->answer : v->studio.row.status_words;
	v->state = word_of(states, v->studio.status);
	if (p->is_asked)
		v->state = arena_printf(r->arena,
		    tr("Version %d waits for approval. What is public stays "
		       "until then."),
		    (int)p->number);
	v->submit_words = comes_back          ? tr("Publish again")
			  : p->needs_approval ? tr("Send it for approval")
					      : tr("Publish now");
	v->after_words =
	    comes_back ? tr("Nothing has changed since it was public.")
	    : p->needs_approval
		? tr("An admin looks at it first. Small changes of a public "
		     "journey, up to five fields or a tenth of them, need no "
		     "approval.")
		: tr("It is public at once.");
	if (v->has_draft && p->published_id != 0)
		v->diff_href =
		    arena_printf(r->arena, "%s/diff", v->studio.base);
}

static const char *
side_words(const char *side)
{
	return strcmp(side, "creator") == 0 ? tr("by you")
	       : strcmp(side, "admin") == 0 ? tr("by an admin")
					    : tr("by itself");
}

static void
fill_history(struct request *r, struct publish_view *v)
{
	struct studio_history_list_row *rows =
	    studio_history_list_get(r->db, &v->nhistory);

	v->history = arena_alloc(r->arena, v->nhistory, sizeof(*v->history));
	for (size_t i = 0; i < v->nhistory; i++)
		v->history[i] = (struct history_item){
			.words = arena_printf(r->arena, "%s, %s",
			    journey_status_words(rows[i].to_status),
			    side_words(rows[i].side)),
			.detail = rows[i].words,
			.when = when_ago(r->arena, rows[i].at, r->now),
			.at = rows[i].at,
		};
}

static enum status
render(struct request *r, bool is_typed)
{
	struct publish_view v = { 0 };
	struct studio_publish_find_row p;
	struct checks checks;

	if (!studio_open(r, &v.studio) || !studio_publish_find_get(r->db, &p))
		return NOT_FOUND;
	fill_history(r, &v);
	fill_moves(&v, &p);
	fill_words(r, &v, &p);
	v.revision = p.revision;
	studio_checks(r, &v.studio, p.version_id, &checks);
	v.checks = checks.items;
	v.nchecks = checks.n;
	v.is_stopped = checks.stop;
	if (!is_typed)
		request_fill(r, &studio_submit_form,
		    &(struct publish_input){ .offers = true });
	return request_render(r, &studio_publish_page, &v);
}

enum status
studio_publish_show(struct request *r)
{
	return render(r, false);
}

enum status
studio_publish_refused(struct request *r)
{
	studio_publish_read(r);
	return render(r, true);
}

/* --- moves ------------------------------------------------------------------------- */

static enum status
moved(struct request *r, int64_t id, const char *action, const char *words)
{
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(r, &(struct deed){ action, "journey", id, NULL });
	request_flash(r, words);
	return request_done(r, &(struct outcome){ .status = NO_CONTENT },
	    "/creator/journeys/%lld/publish", (long long)id);
}

enum status
studio_submit_post(struct request *r)
{
	const struct publish_input *in = r->form;
	struct studio_submit_row row;
	struct studio_publish_find_row p;
	struct studio studio;
	struct checks checks;

	if (!studio_look(r, in->id, &studio) ||
	    !studio_publish_find(r->db, in->id, &p))
		return NOT_FOUND;
	studio_checks(r, &studio, p.version_id, &checks);
	if (checks.stop && !p.is_asked)
		return request_refuse(r, CONFLICT,
		    tr("Some things must be done before: see the list."));
	if (!studio_submit(r->db, in->id,
		in->seen.set ? in->seen
			     : (struct maybe_int){ p.revision, true },
		in->words, in->offers || r->json, &row))
		return CONFLICT;
	return moved(r, in->id, "journey.submit",
	    strcmp(row.came, "published") == 0
		? tr("It is public now.")
		: tr("It waits for approval. You hear when it is decided."));
}

enum status
studio_withdraw_post(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_withdraw(r->db, id);
	return moved(r, id, "journey.withdraw",
	    tr("It is taken back: you can change it again."));
}

enum status
studio_unpublish_post(struct request *r)
{
	const struct publish_input *in = r->form;

	studio_unpublish(r->db, in->id, in->words);
	return moved(r, in->id, "journey.unpublish",
	    tr("It is not sold any more. Who is on it keeps it."));
}

enum status
studio_archive_post(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_archive(r->db, id);
	return moved(r, id, "journey.archive", tr("It is archived."));
}

enum status
studio_duplicate_post(struct request *r)
{
	int64_t id = typed_id(r, "id");
	struct studio_duplicate_row row;

	if (!studio_duplicate(r->db, id, &row))
		return CONFLICT;
	request_flash(r, tr("This is the copy. Give it a name of its own."));
	return request_done(r, &(struct outcome){ .status = CREATED },
	    "/creator/journeys/%lld/about", (long long)row.id);
}

enum status
studio_delete_show(struct request *r)
{
	struct remove_view v = { 0 };

	if (!studio_look(r, typed_id(r, "id"), &v.studio))
		return NOT_FOUND;
	v.heading = arena_printf(r->arena, tr("Delete “%s”?"), v.studio.title);
	v.words = tr("All its sections, versions and prices go. That can't be "
		     "undone.");
	v.back = arena_printf(r->arena, "%s/publish", v.studio.base);
	v.action = arena_printf(r->arena, "%s/delete", v.studio.base);
	v.button = tr("Delete the journey");
	return studio_ask_remove(r, &v);
}

enum status
studio_delete_post(struct request *r)
{
	int64_t id = typed_id(r, "id");

	studio_delete(r->db, id);
	if (db_error(r->db) != NULL)
		return CONFLICT;
	request_audit(
	    r, &(struct deed){ "journey.delete", "journey", id, NULL });
	request_flash(r, tr("The journey is deleted."));
	return request_done(
	    r, &(struct outcome){ .status = NO_CONTENT }, "/creator/journeys");
}
