#include "lib/base/words.h"
#include "safety/case.h"

/* In the order of the menu; a heading begins a section. */
static const struct desk_place places[] = {
	{ "", "/safety/admin/reports", WORDS("Queue"), "inbox",
	    "safety.resolve" },
	{ NULL, "/safety/admin/appeals", WORDS("Appeals"), "scale",
	    "safety.resolve" },
	{ NULL, "/safety/admin/incidents", WORDS("Incidents"), "siren",
	    "safety.resolve" },
	{ NULL, "/safety/admin/stats", WORDS("Statistics"), "chart-line",
	    "safety.resolve" },
	{ NULL, NULL, NULL, NULL, NULL },
};

void
safety_desk(struct request *r, struct desk *d)
{
	desk_place(r, d, places);
	if (strcmp(r->http->path, "/safety/admin") == 0 && d->nsections != 0)
		d->sections[0].links[0].current = true;
}
