#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "lib/domain/google.h"
#include "lib/domain/google_in.h"
#include "lib/domain/when.h"

enum { LONGEST_ID = 1024 };

/* --- out ------------------------------------------------------------------------- */

static void
put_member(struct buf *b, const char *name, const char *value)
{
	if (value == NULL)
		return;
	buf_printf(b, ",\"%s\":\"", name);
	buf_put_json(b, value, strlen(value));
	buf_putc(b, '"');
}

static void
put_time(struct buf *b, const char *name, struct instant at)
{
	char text[32];

	instant_print_rfc3339(at, text);
	buf_printf(b, ",\"%s\":{\"dateTime\":\"%s\",\"timeZone\":\"UTC\"}",
	    name, text);
}

/* The whole of what is ours in it; status, since an event that was deleted by
 * hand comes back when its session moves. */
const char *
google_event_json(struct arena *a, const struct google_event *e)
{
	struct buf b;

	buf_init(&b, a, 1024);
	buf_puts(&b, "{\"status\":\"confirmed\"");
	put_member(&b, "id", e->id);
	buf_printf(&b, ",\"sequence\":%lld",
	    (long long)(e->sequence > e->least_sequence ? e->sequence
							: e->least_sequence));
	put_time(&b, "start", e->start);
	put_time(&b, "end", e->end);
	put_member(&b, "summary", e->summary);
	put_member(
	    &b, "description", e->description != NULL ? e->description : "");
	put_member(&b, "location", e->location);
	if (e->url != NULL) {
		buf_puts(&b, ",\"source\":{\"title\":\"Belay\"");
		put_member(&b, "url", e->url);
		buf_putc(&b, '}');
	}
	buf_printf(&b,
	    ",\"extendedProperties\":{\"private\":{\"belay\":\"%lld\"}}}",
	    (long long)e->session_id);
	return b.data;
}

/* --- in --------------------------------------------------------------------------- */

static const char *
zone_or(const char *zone, const char *otherwise)
{
	return zone != NULL && when_zone_is_known(zone) ? zone : otherwise;
}

/* "2026-11-24T18:00:00" without an offset, by the zone's wall clocks. */
static struct instant
floating(const char *text, const char *zone)
{
	struct local_time t = { .date = date_from_text("") };
	int year, month, day, hour, minute, second, n = 0;
	struct instant none = { 0 };
	char date[16];

	if (sscanf(text, "%4d-%2d-%2dT%2d:%2d:%2d%n", &year, &month, &day,
		&hour, &minute, &second, &n) != 6 ||
	    hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 ||
	    second > 59)
		return none;
	if (text[n] == '.')
		n += 1 + (int)strspn(text + n + 1, "0123456789");
	snprintf(date, sizeof(date), "%.10s", text);
	t.date = date_from_text(date);
	if (text[n] != '\0' || t.date.year == 0)
		return none;
	t.hour = hour;
	t.minute = minute;
	t.second = second;
	return when_instant(&t, zone);
}

static struct instant
read_time(struct json_object *event, const char *name, const char *zone)
{
	struct json_object *o = google_member(event, name, json_type_object);
	const char *text = google_text(o, "dateTime"),
		   *day = google_text(o, "date");
	struct local_time midnight = { .hour = 0 };
	struct instant at = { 0 };

	if (text != NULL) {
		at = instant_from_rfc3339(text);
		return at.us != 0
			   ? at
			   : floating(text,
				 zone_or(google_text(o, "timeZone"), zone));
	}
	if (day == NULL)
		return at;
	midnight.date = date_from_text(day);
	return midnight.date.year != 0 ? when_instant(&midnight, zone) : at;
}

static bool
is(const char *text, const char *word)
{
	return text != NULL && strcmp(text, word) == 0;
}

/* Did the calendar's owner decline it? */
static bool
is_declined(struct json_object *event)
{
	struct json_object *list, *one, *self;

	list = google_member(event, "attendees", json_type_array);
	for (size_t i = 0; list != NULL && i < json_object_array_length(list);
	     i++) {
		one = json_object_array_get_idx(list, i);
		self = google_member(one, "self", json_type_boolean);
		if (self != NULL && json_object_get_boolean(self) &&
		    is(google_text(one, "responseStatus"), "declined"))
			return true;
	}
	return false;
}

static bool
is_free(struct json_object *event)
{
	return is(google_text(event, "status"), "cancelled") ||
	       is(google_text(event, "transparency"), "transparent") ||
	       is(google_text(event, "eventType"), "workingLocation") ||
	       is_declined(event);
}

/* False: can't be understood. */
static bool
read_item(struct arena *a, struct json_object *event, const char *zone,
    struct google_item *out)
{
	const char *id = google_text(event, "id");
	struct json_object *marks;

	if (id == NULL || *id == '\0' || strlen(id) > LONGEST_ID)
		return false;
	*out = (struct google_item){ .id = arena_strdup(a, id) };
	if (is_free(event))
		return true;
	out->start = read_time(event, "start", zone);
	out->end = read_time(event, "end", zone);
	if (out->start.us <= 0 || out->end.us < out->start.us)
		return false;
	if (out->end.us == out->start.us)
		*out = (struct google_item){ .id = out->id };
	marks = google_member(
	    google_member(event, "extendedProperties", json_type_object),
	    "private", json_type_object);
	out->session = arena_strdup(a, google_text(marks, "belay"));
	return true;
}

bool
google_page_read(struct arena *a, const char *json, size_t len,
    const char *zone, struct google_page *out)
{
	struct json_object *o = google_parse(a, json, len);
	struct json_object *list = google_member(o, "items", json_type_array);
	size_t most = list != NULL ? json_object_array_length(list) : 0;

	*out =
	    (struct google_page){ .next_page = google_text(o, "nextPageToken"),
		    .next_sync = google_text(o, "nextSyncToken") };
	if (o == NULL ||
	    (list == NULL && out->next_page == NULL && out->next_sync == NULL))
		return false;
	out->zone = zone_or(google_text(o, "timeZone"), zone_or(zone, "UTC"));
	out->items = arena_alloc(a, most + 1, sizeof(*out->items));
	for (size_t i = 0; i < most; i++)
		if (read_item(a, json_object_array_get_idx(list, i), out->zone,
			&out->items[out->n]))
			out->n++;
		else
			out->skipped++;
	return true;
}

static void
put_item(struct buf *b, const struct google_item *item)
{
	char text[32];

	buf_puts(b, b->len == 0 ? "{\"id\":\"" : ",{\"id\":\"");
	buf_put_json(b, item->id, strlen(item->id));
	buf_putc(b, '"');
	if (item->start.us != 0) {
		instant_print_rfc3339(item->start, text);
		put_member(b, "start", text);
		instant_print_rfc3339(item->end, text);
		put_member(b, "end", text);
		put_member(b, "belay", item->session);
	}
	buf_putc(b, '}');
}

void
google_items_json(const struct google_page *page, struct buf *b)
{
	for (size_t i = 0; i < page->n; i++)
		put_item(b, &page->items[i]);
}
