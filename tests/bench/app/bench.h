#ifndef BENCH_APP_BENCH_H
#define BENCH_APP_BENCH_H

#include "lib/app/app.h"

/*
 * What work W asks of Belay and Belay has no page for: the kit's page of people,
 * the kit's start page and a note that notifies, written like any other feature
 * and run by the same loop, with session, CSRF token and row-level security.
 */
enum status people_show(struct request *);
void people_read(struct request *);
extern const struct form people_form;
extern struct page people_page;

enum status home_show(struct request *);
void home_read(struct request *);
extern struct page home_page;

enum status note_post(struct request *);
extern const struct form note_form;

#endif
