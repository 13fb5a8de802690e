#ifndef JOURNEYS_STUDIO_H
#define JOURNEYS_STUDIO_H

#include "gen/journeys/studio_sql.h"
#include "lib/app/app.h"
#include "lib/journey/definition.h"

/*
 * The creator's side: /creator and everything below it.  A page of one journey
 * begins with studio_send() and studio_open(), which tells a creator's own from
 * what is not there.
 */
struct studio_link {
	const char *href, *label, *icon;
	bool current;
};

/* Every view of the studio embeds one as `studio`, named by STUDIO_FIELD. */
struct studio {
	int64_t id;       /* 0: no journey, the creator's own pages */
	const char *base; /* "/creator/journeys/7" */
	const char *title, *status, *status_words, *version_words;
	const char *here;
	const char *locked; /* why nothing may be changed now; or NULL */
	struct studio_link *links, *home;
	size_t nlinks, nhome;
	struct studio_find_row row;
};
extern const struct field studio_fields[];
#define STUDIO_FIELD(T) FIELD_OBJECT_ONLY(T, studio, studio_fields, ONLY_HTML)

void studio_send(struct request *, int64_t id);
/* Fetch what studio_send() asked for; false: there is no such journey of this
 * creator. */
bool studio_open(struct request *, struct studio *);
/* The same in one go, for pages shown again. */
bool studio_look(struct request *, int64_t id, struct studio *);
/* Pages that are about no journey. */
void studio_home_fill(struct request *, struct studio *);

const char *journey_status_words(const char *status);
/* 409 with the words of why it is locked. */
enum status studio_locked(struct request *, const struct studio *);

struct journey_id_input {
	int64_t id;
};
extern const struct form journey_id_form;

/* The end of a change: 303 to the page, or JSON with the new revision. */
enum status
studio_changed(struct request *, int64_t revision, const char *location);

/* --- studio_home.c: /creator, /creator/journeys ------------------------------ */
void studio_list_read(struct request *);
enum status studio_home_show(struct request *);
enum status studio_list_show(struct request *);
enum status studio_new_show(struct request *);
enum status studio_new_post(struct request *);
extern const struct form studio_list_form, studio_new_form;
extern struct page studio_home_page, studio_list_page, studio_new_page;

/* --- studio_about.c: what it is called ----------------------------------------- */
void studio_about_read(struct request *);
enum status studio_about_show(struct request *);
enum status studio_about_refused(struct request *);
enum status studio_about_post(struct request *);
extern const struct form studio_about_form;
extern struct page studio_about_page;

/* --- studio_look.c: its theme and pictures ---------------------------------------- */
void studio_look_read(struct request *);
enum status studio_look_show(struct request *);
enum status studio_look_refused(struct request *);
enum status studio_look_post(struct request *);
enum status studio_cover_post(struct request *);
enum status studio_cover_remove_post(struct request *);
enum status studio_logo_post(struct request *);
enum status studio_logo_remove_post(struct request *);
extern const struct form studio_look_form, studio_cover_form, studio_logo_form;
extern struct page studio_look_page;

#endif
