#include <string.h>

#include "gen/safety/block_sql.h"
#include "lib/base/words.h"
#include "lib/domain/avatar.h"
#include "lib/domain/when.h"
#include "safety/safety.h"

/* Blocks and mutes: whom somebody has nothing to do with, and whom they do not
 * want to hear.  A person is named by what the page knows of them. */

struct whom_input {
	const char *handle, *next;
	int64_t expert_id, session_id;
};

static const struct form_field whom_fields[] = {
	FORM_FIELD(struct whom_input, handle, OPTIONAL, 1, 30),
	FORM_FIELD(struct whom_input, next, OPTIONAL, 0, 2000),
	FORM_ID(struct whom_input, expert_id, OPTIONAL),
	FORM_ID(struct whom_input, session_id, OPTIONAL),
};
const struct form whom_form = FORM(struct whom_input, whom_fields);

struct ref_input {
	int64_t ref;
};

static const struct form_field ref_fields[] = {
	FORM_ID(struct ref_input, ref, REQUIRED),
};
const struct form ref_form = FORM(struct ref_input, ref_fields);

static enum status
back_to(struct request *r, const char *next, const char *list)
{
	return request_done(r, &(struct outcome){ .status = NO_CONTENT }, "%s",
	    next != NULL && http_is_local_path(next) ? next : list);
}

static void
say(struct request *r, const char *words, const char *name)
{
	request_flash(r, words_with(r->arena, words, "name", name));
}

static void
note(struct request *r, const char *action, int64_t person)
{
	request_audit(r, &(struct deed){ action, "user", person, NULL });
}

/* --- blocks ------------------------------------------------------------------- */

enum status
block_post(struct request *r)
{
	const struct whom_input *in = r->form;
	struct block_add_row row;

	if (!block_add(r->db, in->handle, in->expert_id, in->session_id, &row))
		return NOT_FOUND;
	if (row.is_new)
		note(r, "block.add", row.person_id);
	say(r, tr("{name} is blocked."), row.shown_name);
	return back_to(r, NULL, "/safety/blocks");
}

enum status
unblock_post(struct request *r)
{
	const struct whom_input *in = r->form;
	struct block_remove_row row;

	if (!block_remove(r->db, in->handle, &row) || row.person_id == 0)
		return NOT_FOUND;
	note(r, "block.remove", row.person_id);
	say(r, tr("{name} is not blocked any more."), row.shown_name);
	return back_to(r, in->next, "/safety/blocks");
}

enum status
block_drop_post(struct request *r)
{
	const struct ref_input *in = r->form;
	struct block_drop_row row;

	if (!block_drop(r->db, in->ref, &row))
		return NOT_FOUND;
	note(r, "block.remove", row.person_id);
	request_flash(r, tr("The block is taken back."));
	return back_to(r, NULL, "/safety/blocks");
}

/* --- mutes -------------------------------------------------------------------- */

enum status
mute_post(struct request *r)
{
	const struct whom_input *in = r->form;
	struct mute_add_row row;

	if (!mute_add(r->db, in->handle, in->expert_id, in->session_id, &row))
		return NOT_FOUND;
	if (row.is_new)
		note(r, "mute.add", row.person_id);
	say(r, tr("{name} is muted."), row.shown_name);
	return back_to(r, in->next, "/safety/mutes");
}

enum status
mute_drop_post(struct request *r)
{
	const struct ref_input *in = r->form;
	struct mute_drop_row row;

	if (!mute_drop(r->db, in->ref, &row))
		return NOT_FOUND;
	note(r, "mute.remove", row.person_id);
	request_flash(r, tr("They are not muted any more."));
	return back_to(r, NULL, "/safety/mutes");
}

/* --- both lists ----------------------------------------------------------------- */

struct person_item {
	int64_t ref;
	const char *handle, *display_name, *since;
	struct instant created_at;
	bool is_alias;
	struct face face;
};

static const struct field person_item_fields[] = {
	FIELD_ID(struct person_item, ref),
	FIELD(struct person_item, handle),
	FIELD(struct person_item, display_name),
	FIELD(struct person_item, is_alias),
	FIELD_ONLY(struct person_item, since, ONLY_HTML),
	FIELD_ONLY(struct person_item, created_at, ONLY_JSON),
	FIELD_OBJECT(struct person_item, face, face_fields),
	FIELD_END,
};

struct person_list_view {
	bool is_mutes;
	struct person_item *items;
	size_t nitems;
};

static const struct field person_list_fields[] = {
	FIELD_ONLY(struct person_list_view, is_mutes, ONLY_HTML),
	FIELD_LIST(struct person_list_view, items, nitems, person_item_fields),
	FIELD_END,
};
struct page block_list_page = { .path = "safety/block_list",
	.fields = person_list_fields };

static void
fill_person(struct request *r, struct person_item *p, const char *picture)
{
	p->since =
	    when_day(r->arena, p->created_at, r->session->timezone, r->now);
	p->face = p->is_alias ? face_of_alias(r->arena, p->display_name, NULL)
			      : face_of(r->arena, p->display_name, picture);
}

enum status
block_list_show(struct request *r)
{
	struct person_list_view v = { .is_mutes = false };
	struct block_list_row *rows = block_list(r->db, &v.nitems);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++) {
		v.items[i] = (struct person_item){ .ref = rows[i].ref,
			.handle = rows[i].handle,
			.display_name = rows[i].display_name,
			.is_alias = rows[i].is_alias,
			.created_at = rows[i].created_at };
		fill_person(r, &v.items[i], rows[i].picture);
	}
	return request_render(r, &block_list_page, &v);
}

enum status
mute_list_show(struct request *r)
{
	struct person_list_view v = { .is_mutes = true };
	struct mute_list_row *rows = mute_list(r->db, &v.nitems);

	v.items = arena_alloc(r->arena, v.nitems, sizeof(*v.items));
	for (size_t i = 0; i < v.nitems; i++) {
		v.items[i] = (struct person_item){ .ref = rows[i].ref,
			.handle = rows[i].handle,
			.display_name = rows[i].display_name,
			.is_alias = rows[i].is_alias,
			.created_at = rows[i].created_at };
		fill_person(r, &v.items[i], rows[i].picture);
	}
	return request_render(r, &block_list_page, &v);
}
