#include <string.h>

#include "admin/list.h"
#include "gen/admin/list_sql.h"
#include "lib/base/words.h"

enum { ITEMS_PAGE = 100 };

static const char *const states[] = { "offered", "added", "retired", NULL };

static const char *
state_words(const char *state)
{
	static const struct word list[] = { { "offered", WORDS("Offered") },
		{ "added", WORDS("Added by members") },
		{ "retired", WORDS("Retired") }, { NULL, NULL } };

	return word_of(list, state);
}

struct list_input {
	const char *list, *state, *q, *name, *icon;
	int64_t after;
};

static const struct form_field list_input_fields[] = {
	FORM_FIELD(struct list_input, list, REQUIRED, 1, 40),
	FORM_ONE_OF(struct list_input, state, OPTIONAL, states),
	FORM_FIELD(struct list_input, q, OPTIONAL, 1, 60),
	FORM_FIELD(struct list_input, after, OPTIONAL, 1, INT32_MAX),
};
const struct form list_form = FORM(struct list_input, list_input_fields);

static const struct form_field add_fields[] = {
	FORM_FIELD(struct list_input, list, REQUIRED, 1, 40),
	FORM_FIELD(struct list_input, name, REQUIRED, 1, 100),
	FORM_ONE_OF(struct list_input, icon, OPTIONAL, list_icons),
};
const struct form list_add_form = FORM(struct list_input, add_fields);

const char *const list_icons[] = { "compass", "heart-handshake", "gem", "baby",
	"heart-pulse", "briefcase", "truck", "book-open", "wallet", "feather",
	"sprout", NULL };

struct choice *
list_icon_choices(struct request *r, const char *chosen, size_t *n)
{
	return choices_make(r->arena, list_icons, NULL,
	    chosen != NULL && *chosen != '\0' ? chosen : list_icons[0], n);
}

struct tab {
	const char *href, *label;
	int64_t count;
	bool current;
};

static const struct field tab_fields[] = {
	FIELD(struct tab, href),
	FIELD(struct tab, label),
	FIELD(struct tab, count),
	FIELD(struct tab, current),
	FIELD_END,
};

struct change {
	const char *words, *when, *who;
};

static const struct field change_fields[] = {
	FIELD(struct change, words),
	FIELD(struct change, when),
	FIELD(struct change, who),
	FIELD_END,
};

struct list_view {
	struct desk desk;
	const char *list, *title, *about, *state, *q, *next;
	struct list_items_row *items;
	struct tab *tabs;
	struct change *history;
	struct choice *icons;
	size_t nitems, ntabs, nhistory, nicons;
	struct pager *pager;
	bool has_icon, can_move;
};

#define HTML(m) FIELD_ONLY(struct list_view, m, ONLY_HTML)

static const struct field list_view_fields[] = {
	DESK_FIELD(struct list_view),
	FIELD(struct list_view, list),
	FIELD(struct list_view, title),
	FIELD_LIST(struct list_view, items, nitems, list_items_fields),
	FIELD_ONLY(struct list_view, next, ONLY_JSON),
	HTML(about),
	HTML(state),
	HTML(q),
	FIELD_LIST_ONLY(struct list_view, tabs, ntabs, tab_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct list_view, history, nhistory, change_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct list_view, icons, nicons, choice_fields, ONLY_HTML),
	FIELD_POINTER_ONLY(struct list_view, pager, pager_fields, ONLY_HTML),
	HTML(has_icon),
	HTML(can_move),
	FIELD_END,
};
struct page list_page = { .path = "admin/list",
	.fields = list_view_fields,
	.form = &list_add_form };

/* What is in each state; where members add nothing, that has no tab. */
static void
fill_tabs(struct request *r, struct list_view *v, const char *state)
{
	size_t n;
	struct list_counts_row *rows = list_counts(r->db, &n), *row = rows;

	while (row < rows + n && strcmp(row->name, v->list) != 0)
		row++;
	if (row == rows + n)
		return;
	const int64_t counts[] = { row->offered, row->added, row->retired };

	v->tabs = arena_alloc(r->arena, 3, sizeof(*v->tabs));
	for (size_t i = 0; states[i] != NULL; i++) {
		if (i == 1 && !row->is_open)
			continue;
		v->tabs[v->ntabs++] = (struct tab){
			.href = arena_printf(r->arena,
			    "/admin/lists/%s?state=%s", v->list, states[i]),
			.label = state_words(states[i]),
			.count = counts[i],
			.current = strcmp(states[i], state) == 0,
		};
	}
}

/* What was done to the list last, in words. */
static const char *
change_words(const char *action)
{
	static const struct word list[] = { { "list.add", WORDS("added") },
		{ "list.rename", WORDS("renamed") },
		{ "list.move", WORDS("moved") },
		{ "list.retire", WORDS("retired") },
		{ "list.offer", WORDS("offered") },
		{ "list.merge", WORDS("merged") }, { NULL, NULL } };

	return word_of(list, action);
}

static void
fill_history(struct request *r, struct list_view *v)
{
	struct list_history_row *rows = list_history(
	    r->db, arena_printf(r->arena, "list:%s", v->list), &v->nhistory);

	v->history = arena_alloc(r->arena, v->nhistory, sizeof(*v->history));
	for (size_t i = 0; i < v->nhistory; i++)
		v->history[i] = (struct change){
			.words = rows[i].into == NULL
				     ? arena_printf(r->arena, "%s: %s",
					   change_words(rows[i].action),
					   rows[i].name)
				     : arena_printf(r->arena, "%s: %s → %s",
					   change_words(rows[i].action),
					   rows[i].name, rows[i].into),
			.when = moment(r, rows[i].at),
			.who = rows[i].who,
		};
}

static void
fill_items(struct request *r, struct list_view *v, const char *state)
{
	const char *q = typed(r, "q");
	const int64_t after = typed_id(r, "after");
	struct list_end end = {
		.base = arena_printf(r->arena, "/admin/lists/%s", v->list),
	};
	size_t n;

	v->items = list_items(r->db, v->list, state, *q != '\0' ? q : NULL,
	    (struct maybe_int){ after, after > 0 }, ITEMS_PAGE + 1, &n);
	end.n = v->nitems = n > ITEMS_PAGE ? ITEMS_PAGE : n;
	if (n > ITEMS_PAGE)
		end.last = arena_printf(
		    r->arena, "%lld", (long long)v->items[ITEMS_PAGE - 1].n);
	v->pager = list_pager(r, &end, &v->next);
	v->can_move = strcmp(state, "offered") == 0 && *q == '\0';
}

enum status
list_show(struct request *r)
{
	const char *state =
	    *typed(r, "state") != '\0' ? typed(r, "state") : states[0];
	struct list_find_row row;
	struct list_view v = { .nitems = 0 };

	if (!list_find(r->db, typed(r, "list"), &row))
		return NOT_FOUND;
	v.list = row.name;
	v.title = tr(row.title);
	v.about = tr(row.about);
	v.has_icon = row.has_icon;
	v.state = state;
	v.q = typed(r, "q");
	fill_items(r, &v, state);
	if (!r->json) {
		fill_tabs(r, &v, state);
		fill_history(r, &v);
		v.icons = list_icon_choices(r, typed(r, "icon"), &v.nicons);
	}
	desk_fill(r, &v.desk);
	return request_render(r, &list_page, &v);
}

struct made {
	int64_t id;
};

static const struct field made_fields[] = {
	FIELD_ID(struct made, id),
	FIELD_END,
};

enum status
list_add_post(struct request *r)
{
	const struct list_input *in = r->form;
	struct list_add_row row;

	if (!list_add(r->db, in->list, in->name,
		in->icon != NULL ? in->icon : list_icons[0], &row))
		return CONFLICT;
	request_audit(
	    r, &(struct deed){ "list.add",
		   arena_printf(r->arena, "list:%s", in->list), row.id,
		   json_of(r->arena, TEXTS("name", in->name)) });
	request_flash(r, tr("It is on the list."));
	return request_done(r,
	    &(struct outcome){ CREATED, made_fields, &(struct made){ row.id } },
	    "/admin/lists/%s", in->list);
}
