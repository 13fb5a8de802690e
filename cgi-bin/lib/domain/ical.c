#include <libical/ical.h>
#include <stdlib.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/domain/ical.h"

/* What is being written; libical's objects come and go with the calendar. */
struct writer {
	struct arena *arena;
	enum ical_method method;
};

const char *
ical_method_name(enum ical_method method)
{
	static const char *const names[] = { "PUBLISH", "REQUEST", "CANCEL" };

	return names[method];
}

/* One kind of line end, no other control characters; "" for NULL. */
static const char *
clean(const struct writer *w, const char *text, bool one_line)
{
	char *copy, *to;

	if (text == NULL)
		return "";
	for (to = copy = arena_strdup(w->arena, text); *text != '\0'; text++) {
		if (*text == '\r' && text[1] == '\n')
			continue;
		if (!one_line && (*text == '\n' || *text == '\r'))
			*to++ = '\n';
		else if ((unsigned char)*text < ' ' || *text == 0x7f)
			*to++ = ' ';
		else
			*to++ = *text;
	}
	*to = '\0';
	return copy;
}

/* A parameter's value has no escape for its quote. */
static const char *
clean_name(const struct writer *w, const char *name)
{
	char *copy = arena_strdup(w->arena, clean(w, name, true)), *c;

	for (c = copy; (c = strchr(c, '"')) != NULL;)
		*c = '\'';
	return copy;
}

static const char *
mailto(const struct writer *w, const char *email)
{
	struct buf b;

	buf_init(&b, w->arena, 64);
	buf_puts(&b, "mailto:");
	for (; *email != '\0'; email++) {
		if (*email == '@' || *email == '+')
			buf_putc(&b, *email);
		else
			buf_put_url(&b, email, 1);
	}
	return b.data;
}

static bool
is_web_address(const char *url)
{
	if (url == NULL || (strncmp(url, "https://", 8) != 0 &&
			       strncmp(url, "http://", 7) != 0))
		return false;
	for (; *url != '\0'; url++)
		if (*url <= ' ' || *url > '~')
			return false;
	return true;
}

/* --- properties ------------------------------------------------------------- */

static void
add(icalcomponent *c, icalproperty *p)
{
	if (p == NULL)
		log_fatal("ical: out of memory");
	icalcomponent_add_property(c, p);
}

/* A property that libical knows no function for, as its line. */
static void
add_line(icalcomponent *c, const char *line)
{
	add(c, icalproperty_new_from_string(line));
}

static struct icaltimetype
utc(struct instant at)
{
	return icaltime_from_timet_with_zone(
	    (time_t)(at.us / 1000000), 0, icaltimezone_get_utc_timezone());
}

static void
add_organizer(
    const struct writer *w, icalcomponent *c, const struct ical_person *who)
{
	icalproperty *p;

	if (who->email == NULL)
		return;
	p = icalproperty_new_organizer(mailto(w, who->email));
	if (who->name != NULL)
		icalproperty_add_parameter(
		    p, icalparameter_new_cn(clean_name(w, who->name)));
	add(c, p);
}

static void
add_attendee(
    const struct writer *w, icalcomponent *c, const struct ical_person *who)
{
	icalproperty *p = icalproperty_new_attendee(mailto(w, who->email));

	icalproperty_add_parameter(
	    p, icalparameter_new_cutype(ICAL_CUTYPE_INDIVIDUAL));
	icalproperty_add_parameter(
	    p, icalparameter_new_role(ICAL_ROLE_REQPARTICIPANT));
	icalproperty_add_parameter(
	    p, icalparameter_new_partstat(who->accepted
					      ? ICAL_PARTSTAT_ACCEPTED
					      : ICAL_PARTSTAT_NEEDSACTION));
	icalproperty_add_parameter(
	    p, icalparameter_new_rsvp(
		   who->accepted ? ICAL_RSVP_FALSE : ICAL_RSVP_TRUE));
	if (who->name != NULL)
		icalproperty_add_parameter(
		    p, icalparameter_new_cn(clean_name(w, who->name)));
	add(c, p);
}

static void
add_alarm(const struct writer *w, icalcomponent *c, const struct ical_event *e)
{
	icalcomponent *alarm = icalcomponent_new_valarm();

	add(alarm, icalproperty_new_action(ICAL_ACTION_DISPLAY));
	add(alarm, icalproperty_new_description(clean(w, e->summary, true)));
	add_line(alarm, arena_printf(w->arena, "TRIGGER:-PT%lldM",
			    (long long)e->alarm_minutes));
	icalcomponent_add_component(c, alarm);
}

static enum icalproperty_status
status_of(const struct writer *w, const struct ical_event *e)
{
	if (e->cancelled || w->method == CALENDAR_CANCEL)
		return ICAL_STATUS_CANCELLED;
	return e->tentative ? ICAL_STATUS_TENTATIVE : ICAL_STATUS_CONFIRMED;
}

static void
add_texts(const struct writer *w, icalcomponent *c, const struct ical_event *e)
{
	add(c, icalproperty_new_summary(clean(w, e->summary, true)));
	if (e->description != NULL)
		add(c, icalproperty_new_description(
			   clean(w, e->description, false)));
	if (e->location != NULL)
		add(c, icalproperty_new_location(clean(w, e->location, true)));
	if (is_web_address(e->url))
		add(c, icalproperty_new_url(e->url));
}

static icalcomponent *
make_event(const struct writer *w, const struct ical_event *e)
{
	icalcomponent *c = icalcomponent_new_vevent();
	enum icalproperty_status status = status_of(w, e);

	add(c, icalproperty_new_uid(clean(w, e->uid, true)));
	add(c, icalproperty_new_sequence((int)e->sequence));
	add(c, icalproperty_new_dtstamp(utc(e->stamp)));
	add(c, icalproperty_new_dtstart(utc(e->start)));
	add(c, icalproperty_new_dtend(utc(e->end)));
	add_texts(w, c, e);
	add_organizer(w, c, &e->organizer);
	for (size_t i = 0; i < e->nattendees && w->method != CALENDAR_PUBLISH;
	     i++)
		add_attendee(w, c, &e->attendees[i]);
	add(c, icalproperty_new_status(status));
	add(c, icalproperty_new_transp(status == ICAL_STATUS_CANCELLED
					   ? ICAL_TRANSP_TRANSPARENT
					   : ICAL_TRANSP_OPAQUE));
	if (e->alarm_minutes > 0 && status != ICAL_STATUS_CANCELLED)
		add_alarm(w, c, e);
	return c;
}

/* --- the calendar ------------------------------------------------------------ */

/* Names and hours of refreshing that clients of feeds look for. */
static void
add_feed_properties(const struct writer *w, icalcomponent *c, const char *name)
{
	icalproperty *p;

	add_line(c, "REFRESH-INTERVAL;VALUE=DURATION:PT1H");
	add_line(c, "X-PUBLISHED-TTL:PT1H");
	if (name == NULL)
		return;
	p = icalproperty_new_x(clean(w, name, true));
	icalproperty_set_x_name(p, "X-WR-CALNAME");
	add(c, p);
}

static icalcomponent *
make_calendar(const struct writer *w, const struct ical_calendar *calendar)
{
	static const enum icalproperty_method methods[] = { ICAL_METHOD_PUBLISH,
		ICAL_METHOD_REQUEST, ICAL_METHOD_CANCEL };
	icalcomponent *c = icalcomponent_new_vcalendar();

	add(c, icalproperty_new_version("2.0"));
	add(c, icalproperty_new_prodid("-//Belay//Belay//EN"));
	add(c, icalproperty_new_calscale("GREGORIAN"));
	add(c, icalproperty_new_method(methods[calendar->method]));
	if (calendar->method == CALENDAR_PUBLISH)
		add_feed_properties(w, c, calendar->name);
	for (size_t i = 0; i < calendar->nevents; i++)
		icalcomponent_add_component(
		    c, make_event(w, &calendar->events[i]));
	return c;
}

void
ical_write(const struct ical_calendar *calendar, struct buf *b)
{
	struct writer w = { b->arena, calendar->method };
	icalcomponent *c;
	char *text;

	icaltimezone_set_builtin_tzdata(0);
	c = make_calendar(&w, calendar);
	if ((text = icalcomponent_as_ical_string_r(c)) == NULL)
		log_fatal("ical: out of memory");
	buf_puts(b, text);
	icalmemory_free_buffer(text);
	icalcomponent_free(c);
}
