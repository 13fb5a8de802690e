#include <string.h>

#include "journeys/progress.h"
#include "lib/base/words.h"
#include "lib/domain/when.h"

/* The journeys one takes, each as it stands, and beside each other. */

struct progress_item {
	const char *slug, *title, *icon, *categories, *status, *status_words;
	const char *href, *last_words, *began_words;
	int64_t progress, answered, active_days;
	struct maybe_real score;
	const char *score_words;
};
static const struct field progress_item_fields[] = {
	FIELD(struct progress_item, slug),
	FIELD(struct progress_item, title),
	FIELD_ONLY(struct progress_item, icon, ONLY_HTML),
	FIELD(struct progress_item, categories),
	FIELD(struct progress_item, status),
	FIELD_ONLY(struct progress_item, status_words, ONLY_HTML),
	FIELD_ONLY(struct progress_item, href, ONLY_HTML),
	FIELD_ONLY(struct progress_item, last_words, ONLY_HTML),
	FIELD_ONLY(struct progress_item, began_words, ONLY_HTML),
	FIELD(struct progress_item, progress),
	FIELD(struct progress_item, score),
	FIELD_ONLY(struct progress_item, score_words, ONLY_HTML),
	FIELD(struct progress_item, answered),
	FIELD(struct progress_item, active_days),
	FIELD_END,
};

struct progress_list_view {
	struct progress_item *items;
	size_t nitems;
	bool many;
};
static const struct field mine_fields[] = {
	FIELD_LIST(
	    struct progress_list_view, items, nitems, progress_item_fields),
	FIELD_ONLY(struct progress_list_view, many, ONLY_HTML),
	FIELD_END,
};
struct page progress_list_page = { .path = "journeys/progress_list",
	.fields = mine_fields };

static const struct word status_names[] = { { "active", WORDS("Under way") },
	{ "completed", WORDS("Complete") }, { "paused", WORDS("Paused") },
	{ "ended", WORDS("Ended") }, { NULL, NULL } };

void
progress_list_read(struct request *r)
{
	progress_list_send(r->db);
}

/* Progress and score come of its answers, and of nothing that is stored. */
static void
fill_item(struct request *r, const struct progress_list_row *row,
    struct progress_item *item)
{
	struct taking t;

	*item = (struct progress_item){
		.slug = row->slug,
		.title = row->title,
		.icon = row->icon,
		.categories = row->categories,
		.status = row->status,
		.status_words = word_of(status_names, row->status),
		.href = arena_printf(r->arena, "/journeys/%s", row->slug),
		.last_words = when_ago(r->arena, row->last_at, r->now),
		.began_words = when_day(
		    r->arena, row->started_at, r->session->timezone, r->now),
		.answered = row->answered,
		.active_days = row->active_days,
	};
	if (!taking_get(r, &t))
		return;
	item->progress = t.state->progress;
	item->score = t.state->score;
	if (t.state->score.set)
		item->score_words =
		    arena_printf(r->arena, "%.0f", t.state->score.value);
}

enum status
progress_list_show(struct request *r)
{
	struct progress_list_view view = { 0 };
	struct progress_list_row *rows = progress_list_get(r->db, &view.nitems);

	view.items = arena_alloc(r->arena, view.nitems, sizeof(*view.items));
	for (size_t i = 0; i < view.nitems; i++)
		taking_send(r, rows[i].slug);
	for (size_t i = 0; i < view.nitems; i++)
		fill_item(r, &rows[i], &view.items[i]);
	view.many = view.nitems > 1;
	return request_render(r, &progress_list_page, &view);
}
