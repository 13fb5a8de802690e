#ifndef BOOKING_DESK_H
#define BOOKING_DESK_H

#include "lib/app/app.h"

/* The expert's desk: /instructor/dashboard, /instructor/sessions and
 * /concierge/dashboard, for those who are experts of any kind. */

void instructor_dashboard_read(struct request *);
enum status instructor_dashboard_show(struct request *);
void concierge_dashboard_read(struct request *);
enum status concierge_dashboard_show(struct request *);
void instructor_sessions_read(struct request *);
enum status instructor_sessions_show(struct request *);
extern const struct form instructor_sessions_form;
extern struct page instructor_dashboard_page, concierge_dashboard_page,
    instructor_sessions_page;

/* Has the asking member a role of an expert?  Else the words of the refusal are
 * set, and FORBIDDEN is the answer. */
bool desk_is_open(struct request *);

#endif
