#ifndef JOURNEYS_STUDIO_LOOK_H
#define JOURNEYS_STUDIO_LOOK_H

#include "lib/app/app.h"

/* The contrast of two colours "#rrggbb" by WCAG 2, 1 to 21; 0: malformed. */
double colour_contrast(const char *one, const char *other);
/* Why the colours of a stored theme (JSON) may not go public; NULL: they may. */
const char *theme_problem(struct request *, const char *theme);

#endif
