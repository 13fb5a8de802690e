#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "lib/base/log.h"
#include "lib/base/words.h"
#include "lib/domain/document.h"

enum {
	PAGE_WIDTH = 595,
	PAGE_HEIGHT = 842,
	MARGIN = 56,
	WIDTH = PAGE_WIDTH - 2 * MARGIN,
	BOTTOM = PAGE_HEIGHT - 72,
	FOOT = PAGE_HEIGHT - 48,
	GAP = 12, /* between two columns */
	MOST_PAGES = 500,
	MOST_COLUMNS = 12
};

static const double ink = 0.11, faint = 0.42, rule = 0.82;

/* A page is drawn when all are known, for its number says how many. */
struct document {
	struct arena *arena;
	struct document_about about;
	cairo_surface_t *pages[MOST_PAGES];
	size_t npages;
	cairo_t *page;
	double y;
};

struct style {
	double size; /* of the letters */
	bool is_bold, is_faint, to_right;
};

static const struct style title_style = { .size = 22, .is_bold = true };
static const struct style heading_style = { .size = 12, .is_bold = true };
static const struct style text_style = { .size = 10 };
static const struct style label_style = { .size = 9, .is_faint = true };
static const struct style small_style = { .size = 8, .is_faint = true };

static void
release(void *data)
{
	struct document *d = data;

	if (d->page != NULL)
		cairo_destroy(d->page);
	for (size_t i = 0; i < d->npages; i++)
		cairo_surface_destroy(d->pages[i]);
}

static void
page_begin(struct document *d)
{
	cairo_rectangle_t whole = { 0, 0, PAGE_WIDTH, PAGE_HEIGHT };

	if (d->npages == MOST_PAGES)
		log_fatal("document: more than %d pages", MOST_PAGES);
	if (d->page != NULL)
		cairo_destroy(d->page);
	d->pages[d->npages] =
	    cairo_recording_surface_create(CAIRO_CONTENT_COLOR_ALPHA, &whole);
	d->page = cairo_create(d->pages[d->npages]);
	d->npages++;
	d->y = MARGIN;
}

struct document *
document_new(struct arena *a, const struct document_about *about)
{
	struct document *d = arena_alloc(a, 1, sizeof(*d));

	d->arena = a;
	d->about = (struct document_about){
		.title = arena_strdup(a, about->title),
		.footer = arena_strdup(a, about->footer),
	};
	arena_defer(a, release, d);
	page_begin(d);
	return d;
}

/* --- text ---------------------------------------------------------------------------- */

static PangoLayout *
layout_of(cairo_t *page, const char *text, double width, const struct style *s)
{
	PangoLayout *layout = pango_cairo_create_layout(page);
	PangoFontDescription *font = pango_font_description_new();

	pango_font_description_set_family(font, "Noto Sans, sans-serif");
	pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
	if (s->is_bold)
		pango_font_description_set_weight(font, PANGO_WEIGHT_SEMIBOLD);
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
	pango_layout_set_spacing(layout, (int)(s->size * 0.2 * PANGO_SCALE));
	if (s->to_right)
		pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
	pango_layout_set_text(layout, text != NULL ? text : "", -1);
	return layout;
}

static double
height_of(cairo_t *page, const char *text, double width, const struct style *s)
{
	PangoLayout *layout = layout_of(page, text, width, s);
	int height;

	pango_layout_get_size(layout, NULL, &height);
	g_object_unref(layout);
	return (double)height / PANGO_SCALE;
}

static void
set_ink(cairo_t *page, double grey)
{
	cairo_set_source_rgb(page, grey, grey, grey);
}

struct place {
	double x, y, width;
};

static double
put_at(cairo_t *page, struct place at, const char *text, const struct style *s)
{
	PangoLayout *layout = layout_of(page, text, at.width, s);
	int height;

	set_ink(page, s->is_faint ? faint : ink);
	cairo_move_to(page, at.x, at.y);
	pango_cairo_show_layout(page, layout);
	pango_layout_get_size(layout, NULL, &height);
	g_object_unref(layout);
	return (double)height / PANGO_SCALE;
}

/* A paragraph may go over pages, line by line. */
static void
put_lines(struct document *d, const char *text, const struct style *s)
{
	PangoLayout *layout = layout_of(d->page, text, WIDTH, s);
	PangoLayoutIter *line = pango_layout_get_iter(layout);
	PangoRectangle box;
	double height, baseline;

	do {
		pango_layout_iter_get_line_extents(line, NULL, &box);
		height = (double)box.height / PANGO_SCALE;
		baseline =
		    (double)(pango_layout_iter_get_baseline(line) - box.y) /
		    PANGO_SCALE;
		if (d->y + height > BOTTOM)
			page_begin(d);
		set_ink(d->page, s->is_faint ? faint : ink);
		cairo_move_to(d->page, MARGIN + (double)box.x / PANGO_SCALE,
		    d->y + baseline);
		pango_cairo_show_layout_line(
		    d->page, pango_layout_iter_get_line_readonly(line));
		d->y += height;
	} while (pango_layout_iter_next_line(line));
	pango_layout_iter_free(line);
	g_object_unref(layout);
}

static void
put(struct document *d, const char *text, const struct style *s, double after)
{
	if (text == NULL)
		return;
	put_lines(d, text, s);
	d->y += after;
}

void
document_title(struct document *d, const char *text)
{
	put(d, text, &title_style, 14);
}

void
document_heading(struct document *d, const char *text)
{
	/* not alone at the foot of a page */
	if (d->y + 60 > BOTTOM)
		page_begin(d);
	else if (d->y > MARGIN)
		d->y += 10;
	put(d, text, &heading_style, 4);
}

void
document_text(struct document *d, const char *text)
{
	put(d, text, &text_style, 8);
}

static double
side_height(struct document *d, const struct document_side *s, double width)
{
	return height_of(d->page, s->heading, width, &label_style) + 2 +
	       height_of(d->page, s->text, width, &text_style);
}

static void
put_side(struct document *d, const struct document_side *s, struct place at)
{
	at.y += put_at(d->page, at, s->heading, &label_style) + 2;
	put_at(d->page, at, s->text, &text_style);
}

void
document_sides(struct document *d, const struct document_side *left,
    const struct document_side *right)
{
	double width = (WIDTH - GAP) / 2.0;
	double height = side_height(d, left, width);
	double other = side_height(d, right, width);

	if (other > height)
		height = other;
	if (d->y + height > BOTTOM)
		page_begin(d);
	put_side(d, left, (struct place){ MARGIN, d->y, width });
	put_side(d, right, (struct place){ MARGIN + width + GAP, d->y, width });
	d->y += height + 14;
}

void
document_fact(struct document *d, const char *label, const char *words)
{
	const double label_width = 130;
	double width = WIDTH - label_width - GAP;
	double height, other;

	if (words == NULL)
		return;
	height = height_of(d->page, words, width, &text_style);
	other = height_of(d->page, label, label_width, &label_style);
	if (other > height)
		height = other;
	if (d->y + height > BOTTOM)
		page_begin(d);
	put_at(d->page, (struct place){ MARGIN, d->y + 1, label_width }, label,
	    &label_style);
	put_at(d->page,
	    (struct place){ MARGIN + label_width + GAP, d->y, width }, words,
	    &text_style);
	d->y += height + 3;
}

/* --- tables -------------------------------------------------------------------------- */

static void
put_rule(struct document *d, double width)
{
	set_ink(d->page, rule);
	cairo_set_line_width(d->page, width);
	cairo_move_to(d->page, MARGIN, d->y);
	cairo_line_to(d->page, MARGIN + WIDTH, d->y);
	cairo_stroke(d->page);
}

struct table {
	const struct document_column *columns;
	size_t n;
};

static struct place
cell_at(const struct table *t, size_t i, double y)
{
	struct place at = { MARGIN, y, 0 };

	for (size_t j = 0; j < i; j++)
		at.x += t->columns[j].share * WIDTH;
	at.width = t->columns[i].share * WIDTH;
	if (i + 1 < t->n)
		at.width -= GAP;
	return at;
}

static double
row_height(struct document *d, const struct table *t, const char *const *cells,
    const struct style *s)
{
	double most = 0;

	for (size_t i = 0; i < t->n; i++) {
		double height =
		    height_of(d->page, cells[i], cell_at(t, i, 0).width, s);

		if (height > most)
			most = height;
	}
	return most;
}

static void
put_row(struct document *d, const struct table *t, const char *const *cells,
    const struct style *s)
{
	double height = row_height(d, t, cells, s);

	for (size_t i = 0; i < t->n; i++) {
		struct style own = *s;

		own.to_right = t->columns[i].is_number;
		put_at(d->page, cell_at(t, i, d->y + 4), cells[i], &own);
	}
	d->y += height + 8;
	put_rule(d, 0.5);
}

static void
put_labels(struct document *d, const struct table *t)
{
	const char *labels[MOST_COLUMNS];

	for (size_t i = 0; i < t->n; i++)
		labels[i] = t->columns[i].label;
	put_row(d, t, labels, &label_style);
}

void
document_table(struct document *d, const struct document_column *columns,
    size_t ncolumns, const char *const *cells, size_t nrows)
{
	struct table t = { columns, ncolumns };

	if (ncolumns > MOST_COLUMNS)
		log_fatal("document: more than %d columns", MOST_COLUMNS);
	if (d->y + 60 > BOTTOM)
		page_begin(d);
	else if (d->y > MARGIN)
		d->y += 6;
	put_labels(d, &t);
	for (size_t i = 0; i < nrows; i++, cells += ncolumns) {
		if (d->y + row_height(d, &t, cells, &text_style) + 8 > BOTTOM) {
			page_begin(d);
			put_labels(d, &t);
		}
		put_row(d, &t, cells, &text_style);
	}
	d->y += 4;
}

void
document_sum(
    struct document *d, const char *label, const char *figure, bool is_total)
{
	struct style left = { .size = is_total ? 11 : 10,
		.is_bold = is_total,
		.is_faint = !is_total };
	struct style right = { .size = is_total ? 11 : 10,
		.is_bold = is_total,
		.to_right = true };
	double half = WIDTH / 2.0, height, other;

	height = height_of(d->page, label, half - 130, &left);
	other = height_of(d->page, figure, 120, &right);
	if (other > height)
		height = other;
	if (d->y + height > BOTTOM)
		page_begin(d);
	put_at(d->page, (struct place){ MARGIN + half, d->y, half - 130 },
	    label, &left);
	put_at(d->page, (struct place){ MARGIN + WIDTH - 120, d->y, 120 },
	    figure, &right);
	d->y += height + 5;
}

/* --- the file --------------------------------------------------------------------------- */

static cairo_status_t
take_bytes(void *closure, const unsigned char *data, unsigned length)
{
	buf_put(closure, (const char *)data, length);
	return CAIRO_STATUS_SUCCESS;
}

static const char *
page_words(struct document *d, size_t page)
{
	const struct words_place places[] = {
		{ "page", arena_printf(d->arena, "%zu", page + 1) },
		{ "pages", arena_printf(d->arena, "%zu", d->npages) },
		{ NULL, NULL },
	};
	struct buf b;

	buf_init(&b, d->arena, 32);
	words_fill(&b, words("Page {page} of {pages}"), places);
	return b.data;
}

static void
put_foot(struct document *d, cairo_t *to, size_t page)
{
	const double left = WIDTH * 0.75;
	struct style right = small_style;

	right.to_right = true;
	put_at(to, (struct place){ MARGIN, FOOT, left }, d->about.footer,
	    &small_style);
	put_at(to, (struct place){ MARGIN + left, FOOT, WIDTH - left },
	    page_words(d, page), &right);
}

bool
document_end(struct document *d, struct buf *out)
{
	cairo_surface_t *file = cairo_pdf_surface_create_for_stream(
	    take_bytes, out, PAGE_WIDTH, PAGE_HEIGHT);
	cairo_t *to = cairo_create(file);
	cairo_status_t status;

	cairo_pdf_surface_set_metadata(
	    file, CAIRO_PDF_METADATA_TITLE, d->about.title);
	for (size_t i = 0; i < d->npages; i++) {
		cairo_set_source_surface(to, d->pages[i], 0, 0);
		cairo_paint(to);
		put_foot(d, to, i);
		cairo_show_page(to);
	}
	cairo_destroy(to);
	cairo_surface_finish(file);
	status = cairo_surface_status(file);
	cairo_surface_destroy(file);
	if (status != CAIRO_STATUS_SUCCESS)
		log_error("document: %s", cairo_status_to_string(status));
	return status == CAIRO_STATUS_SUCCESS;
}
