#include <stdlib.h>
#include <string.h>

#include "booking/booking.h"
#include "booking/expert.h"
#include "booking/expert_card.h"
#include "booking/language.h"
#include "booking/vocabulary.h"
#include "gen/booking/match_sql.h"
#include "lib/base/words.h"
#include "lib/domain/language.h"
#include "lib/domain/when.h"

/*
 * Match me: a session type, skills, a level, a language and times in; the three
 * interviewers who fit best out, with the reasons and free times.  Asking by GET
 * or POST is the same; nothing is written.
 */
enum { BEST = 3, DAYS = 15, MOST_WINDOWS = 20 };

/* --- the wish --------------------------------------------------------------------- */

struct window_wish {
	struct instant start, end;
};

static const struct form_field window_inputs[] = {
	FORM_FIELD(struct window_wish, start, REQUIRED, 0, 0),
	FORM_FIELD(struct window_wish, end, REQUIRED, 0, 0),
};
static const struct form window_form = FORM(struct window_wish, window_inputs);

struct match_input {
	const char *type, *language;
	const char **skills; /* each may name several, between commas */
	size_t nskills;
	struct maybe_int level;
	struct date from, to; /* both inclusive */
	const char **times;   /* morning, afternoon, evening */
	size_t ntimes;
	struct window_wish *windows;
	size_t nwindows;
};

static const struct form_field match_inputs[] = {
	FORM_ONE_OF(struct match_input, type, OPTIONAL, session_kinds),
	FORM_TEXTS(struct match_input, skills, nskills, 10),
	FORM_FIELD(struct match_input, level, OPTIONAL, 1, 5),
	FORM_FIELD(struct match_input, language, OPTIONAL, 1, 40),
	FORM_FIELD(struct match_input, from, OPTIONAL, 0, 0),
	FORM_FIELD(struct match_input, to, OPTIONAL, 0, 0),
	FORM_TEXTS(struct match_input, times, ntimes, 3),
	FORM_LIST(
	    struct match_input, windows, nwindows, MOST_WINDOWS, &window_form),
};
const struct form match_form = FORM(struct match_input, match_inputs);

static const struct {
	const char *word, *english;
	int32_t from, to; /* hours */
} parts[] = {
	{ "morning", WORDS("Mornings, 6 to 12"), 6, 12 },
	{ "afternoon", WORDS("Afternoons, 12 to 17"), 12, 17 },
	{ "evening", WORDS("Evenings, 17 to 23"), 17, 23 },
};
enum { NPARTS = sizeof(parts) / sizeof(parts[0]) };

static bool
has_time(const struct match_input *in, const char *word)
{
	for (size_t i = 0; i < in->ntimes; i++)
		if (strcmp(in->times[i], word) == 0)
			return true;
	return false;
}

static enum status
check_times(struct request *r)
{
	const struct match_input *in = r->form;

	for (size_t i = 0; i < in->ntimes; i++) {
		size_t j = 0;

		while (j < NPARTS && strcmp(parts[j].word, in->times[i]) != 0)
			j++;
		if (j == NPARTS)
			return request_invalid(
			    r, "times", tr("Choose one of these."));
	}
	for (size_t i = 0; i < in->nwindows; i++)
		if (in->windows[i].end.us <= in->windows[i].start.us)
			return request_invalid(r,
			    arena_printf(r->arena, "windows.%zu.end", i),
			    tr("The end has to come after the start."));
	return OK;
}

/* The days that are meant: two weeks from today unless said. */
static enum status
read_days(struct request *r, struct date *from, struct date *to)
{
	const struct match_input *in = r->form;
	struct date today = when_local(r->now, r->session->timezone).date;
	struct date last = date_add_days(today, DAYS - 1);

	*from = in->from.year != 0 ? in->from : today;
	*to = in->to.year != 0                     ? in->to
	      : date_days_between(*from, last) < 0 ? *from
						   : last;
	if (date_days_between(*from, *to) < 0)
		return request_invalid(
		    r, "to", tr("The end has to come after the start."));
	if (date_days_between(today, *from) < 0)
		*from = today;
	if (date_days_between(*to, last) < 0)
		*to = last;
	return OK;
}

static void
put_window(struct buf *b, struct instant start, struct instant end)
{
	char from[32], to[32];

	if (end.us <= start.us)
		return;
	instant_print_rfc3339(start, from);
	instant_print_rfc3339(end, to);
	buf_printf(b, "%s[%s,%s)", b->len > 1 ? "," : "", from, to);
}

static void
put_hours(
    struct request *r, struct buf *b, struct date day, int32_t from, int32_t to)
{
	struct local_time start = { .date = day, .hour = from };
	struct local_time end = {
		.date = to == 24 ? date_add_days(day, 1) : day, .hour = to % 24
	};
	const char *zone = r->session->timezone;

	put_window(b, when_instant(&start, zone), when_instant(&end, zone));
}

/* The times that suit as a multirange; NULL: any. */
static enum status
read_windows(struct request *r, const char **windows)
{
	const struct match_input *in = r->form;
	struct date from, to;
	enum status status;
	struct buf b;

	*windows = NULL;
	if ((status = read_days(r, &from, &to)) != OK ||
	    (status = check_times(r)) != OK)
		return status;
	if (in->from.year == 0 && in->to.year == 0 && in->ntimes == 0 &&
	    in->nwindows == 0)
		return OK;
	buf_init(&b, r->arena, 1024);
	buf_putc(&b, '{');
	for (size_t i = 0; i < in->nwindows; i++)
		put_window(&b, in->windows[i].start, in->windows[i].end);
	for (; in->nwindows == 0 && date_days_between(from, to) >= 0;
	     from = date_add_days(from, 1)) {
		if (in->ntimes == 0)
			put_hours(r, &b, from, 0, 24);
		for (size_t i = 0; i < NPARTS; i++)
			if (has_time(in, parts[i].word))
				put_hours(
				    r, &b, from, parts[i].from, parts[i].to);
	}
	buf_putc(&b, '}');
	*windows = b.data;
	return OK;
}

/* Slugs on lines of their own, or NULL. */
static const char *
skills_wanted(struct request *r)
{
	const struct match_input *in = r->form;
	struct buf b;
	char **names;
	size_t n;

	buf_init(&b, r->arena, 256);
	for (size_t i = 0; i < in->nskills; i++) {
		names = text_parts(r->arena, in->skills[i], &n);
		for (size_t j = 0; j < n; j++) {
			if (b.len != 0)
				buf_putc(&b, '\n');
			buf_puts(&b, slug_meant(r->arena, names[j]));
		}
	}
	return b.len != 0 ? b.data : NULL;
}

static const char *
language_wanted(const struct match_input *in)
{
	const char *code = language_meant(in->language);

	return code != NULL ? code : in->language;
}

/* --- the answer ------------------------------------------------------------------- */

struct match_item {
	struct expert_card expert;
	struct offer session_type;
	const char **reasons;
	size_t nreasons;
	struct slot *slots;
	size_t nslots;
};

static const struct field match_item_fields[] = {
	FIELD_OBJECT(struct match_item, expert, expert_card_fields),
	FIELD_OBJECT_ONLY(
	    struct match_item, session_type, offer_fields, ONLY_JSON),
	FIELD_TEXTS(struct match_item, reasons, nreasons),
	FIELD_LIST_ONLY(
	    struct match_item, slots, nslots, slot_fields, ONLY_JSON),
	FIELD_END,
};

struct match_view {
	struct match_item *items;
	size_t nitems;
	/* on the page only */
	bool asked;
	struct choice *types, *levels, *languages, *times;
	size_t ntypes, nlevels, nlanguages, ntimes;
	const char *const *skill_names;
	size_t nskill_names;
	const char *zone_words;
};

static const struct field match_fields[] = {
	FIELD_LIST(struct match_view, items, nitems, match_item_fields),
	FIELD_ONLY(struct match_view, asked, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct match_view, types, ntypes, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct match_view, levels, nlevels, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct match_view, languages, nlanguages, choice_fields, ONLY_HTML),
	FIELD_LIST_ONLY(
	    struct match_view, times, ntimes, choice_fields, ONLY_HTML),
	{ .name = "skill_names",
	    .kind = KIND_TEXTS,
	    .offset = offsetof(struct match_view, skill_names),
	    .item_size = sizeof(const char *),
	    .count_offset = offsetof(struct match_view, nskill_names),
	    .only = ONLY_HTML },
	FIELD_ONLY(struct match_view, zone_words, ONLY_HTML),
	FIELD_END,
};
struct page match_page = { .path = "booking/expert_match",
	.fields = match_fields,
	.form = &match_form };

static const struct {
	const char *word, *english,
	    *with; /* with: a sentence for what follows */
} reason_words[] = {
	{ "skills:", NULL, WORDS("Knows {what}") },
	{ "language:", NULL, WORDS("Speaks {what}") },
	{ "rating:", NULL, WORDS("Rated {what}") },
	{ "reliable", WORDS("Keeps nearly every session"), NULL },
	{ "soon", WORDS("Has time within two days"), NULL },
	{ "fits_your_times", WORDS("Is free at your times"), NULL },
};

static const char *
reason_text(struct request *r, const char *reason)
{
	const char *what;
	size_t i, len;

	for (i = 0; i < sizeof(reason_words) / sizeof(reason_words[0]); i++) {
		len = strlen(reason_words[i].word);
		if (strncmp(reason, reason_words[i].word, len) != 0)
			continue;
		if (reason_words[i].with == NULL)
			return tr(reason_words[i].english);
		what = reason + len;
		if (*reason == 'l')
			what = language_name(what);
		else if (*reason == 'r')
			what =
			    arena_printf(r->arena, "%.1f", strtod(what, NULL));
		return words_with(
		    r->arena, tr(reason_words[i].with), "what", what);
	}
	return reason;
}

static void
fill_slots(
    struct request *r, struct match_item *to, const struct match_find_row *row)
{
	struct expert_card *c = &to->expert;

	to->nslots = c->nslots = row->nstarts;
	to->slots = arena_alloc(r->arena, to->nslots, sizeof(*to->slots));
	c->slots = arena_alloc(r->arena, to->nslots, sizeof(*c->slots));
	for (size_t i = 0; i < row->nstarts; i++) {
		to->slots[i] = (struct slot){
			row->starts[i],
			{ row->starts[i].us + row->minutes * 60000000 },
		};
		c->slots[i] = card_slot_at(r, row->starts[i], row->type_id);
	}
}

static void
fill_item(
    struct request *r, struct match_item *to, const struct match_find_row *row)
{
	struct expert_card *c = &to->expert;

	expert_card_fill(r, c, row->card, "/interviewers");
	for (size_t i = 0; i < c->nsession_types; i++)
		if (c->session_types[i].id == row->type_id)
			to->session_type = c->session_types[i];
	if (!r->json && to->session_type.id != 0) {
		c->price = price_words(r, to->session_type.price);
		c->minutes = row->minutes;
	}
	fill_slots(r, to, row);
	to->nreasons = row->nreasons;
	to->reasons =
	    arena_alloc(r->arena, row->nreasons, sizeof(*to->reasons));
	for (size_t i = 0; i < row->nreasons; i++)
		to->reasons[i] = reason_text(r, row->reasons[i]);
}

/* --- the page around it ------------------------------------------------------------- */

static struct choice *
level_choices(struct request *r, size_t *n)
{
	static const char *const levels[] = { "", "1", "2", "3", "4", "5",
		NULL };
	static const char *const labels[] = { WORDS("Any"),
		WORDS("Just starting"), WORDS("Some practice"), WORDS("Solid"),
		WORDS("Senior"), WORDS("Expert") };
	struct choice *all =
	    choices_make(r->arena, levels, labels, typed(r, "level"), n);

	for (size_t i = 0; i < *n; i++)
		all[i].label = tr(all[i].label);
	return all;
}

static struct choice *
time_choices(struct request *r, size_t *n)
{
	struct choice *all = arena_alloc(r->arena, NPARTS, sizeof(*all));

	*n = NPARTS;
	for (size_t i = 0; i < NPARTS; i++)
		all[i] = (struct choice){ .value = parts[i].word,
			.label = tr(parts[i].english) };
	pick_ticked(r, "times", all, NPARTS);
	return all;
}

/* What an interviewer holds. */
static struct choice *
type_choices(struct request *r, size_t *n)
{
	static const char *const types[] = { "technical_coding",
		"system_design", "behavioural", "resume", NULL };
	struct choice *all =
	    choices_make(r->arena, types, NULL, typed(r, "type"), n);

	for (size_t i = 0; i < *n; i++)
		all[i].label = session_kind_words(all[i].value);
	return all;
}

static void
fill_page(struct request *r, struct match_view *v)
{
	const char *language = language_meant(typed(r, "language"));
	const struct vocabulary_find_row *words;

	vocabulary_read(r);
	words = vocabulary_get(r);
	v->skill_names = words->skills;
	v->nskill_names = words->nskills;
	v->types = type_choices(r, &v->ntypes);
	v->levels = level_choices(r, &v->nlevels);
	v->languages = language_choices(r, tr("Any"), language, &v->nlanguages);
	v->times = time_choices(r, &v->ntimes);
	v->zone_words = zone_words(r, r->session->timezone, r->now);
}

enum status
match_refused(struct request *r)
{
	struct match_view view = { .nitems = 0 };

	fill_page(r, &view);
	return request_render(r, &match_page, &view);
}

enum status
match_show(struct request *r)
{
	const struct match_input *in = r->form;
	struct match_view view = { .asked = in->type != NULL };
	struct match_find_row *rows;
	const char *windows;
	enum status status = read_windows(r, &windows);

	if (status != OK)
		return status;
	if (r->json && !view.asked)
		return request_invalid(r, "type", tr("This is needed."));
	if (view.asked) {
		rows = match_find(r->db, in->type, skills_wanted(r), in->level,
		    language_wanted(in), windows, BEST, &view.nitems);
		view.items =
		    arena_alloc(r->arena, view.nitems, sizeof(*view.items));
		for (size_t i = 0; i < view.nitems; i++)
			fill_item(r, &view.items[i], &rows[i]);
	}
	if (!r->json)
		fill_page(r, &view);
	return request_render(r, &match_page, &view);
}
