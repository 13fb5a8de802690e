#include <ctype.h>
#include <string.h>

#include "lib/domain/when.h"
#include "worker/rules.h"

enum { MINUTES_A_DAY = 24 * 60 };

struct instant
quiet_end(
    struct instant now, const char *zone, struct minute from, struct minute to)
{
	struct local_time at = when_local(now, zone);
	int32_t minute = at.hour * 60 + at.minute;
	bool wraps = from.of_day > to.of_day;
	struct instant end;

	if (!from.set || !to.set || from.of_day == to.of_day ||
	    (wraps ? minute < from.of_day && minute >= to.of_day
		   : minute < from.of_day || minute >= to.of_day))
		return (struct instant){ 0 };
	if (minute >= to.of_day)
		at.date = date_add_days(at.date, 1);
	at.hour = to.of_day / 60;
	at.minute = to.of_day % 60;
	at.second = 0;
	end = when_instant(&at, zone);
	/* in an hour that is skipped or repeated, the end may have passed */
	return end.us > now.us ? end : (struct instant){ 0 };
}

enum notice_mail
notice_mail_of(const struct notice_case *c)
{
	bool wanted = c->has_chosen ? c->chosen : c->email_initial;

	if (c->required)
		return c->quiet && !c->urgent ? NOTICE_MAIL_LATER
					      : NOTICE_MAIL_NOW;
	if (!c->in_good_standing || !c->verified || !wanted || c->read ||
	    c->invited)
		return NOTICE_NO_MAIL;
	if (c->urgent)
		return NOTICE_MAIL_NOW;
	if (c->collected)
		return NOTICE_IN_DIGEST;
	return c->quiet ? NOTICE_MAIL_LATER : NOTICE_MAIL_NOW;
}

/* Mails that an account's state does not hold back: its owner needs them. */
static bool
is_about_access(const char *template)
{
	static const char *const names[] = { "verify", "reset",
		"already_member", "change_email", "undo_email", "erased",
		NULL };

	for (size_t i = 0; names[i] != NULL; i++)
		if (strcmp(names[i], template) == 0)
			return true;
	return false;
}

static const char *
account_refusal(const struct mail_case *c)
{
	if (strcmp(c->status, "erased") == 0)
		return "the account is erased";
	if (strcmp(c->status, "suspended") == 0 ||
	    strcmp(c->status, "banned") == 0)
		return "the account is suspended";
	return c->verified ? NULL : "the address is not verified";
}

const char *
mail_refusal(const struct mail_case *c)
{
	if (c->suppressed)
		return "the address is suppressed";
	if (c->has_person && !is_about_access(c->template) &&
	    !(c->is_notice && c->required &&
		strcmp(c->status, "erased") != 0) &&
	    account_refusal(c) != NULL)
		return account_refusal(c);
	if (!c->is_notice || c->required)
		return NULL;
	if (!c->wanted)
		return "unsubscribed";
	return c->read ? "read already" : NULL;
}

const char *
mail_topic(const char *template, const char *notice_type)
{
	if (strcmp(template, "notice") == 0)
		return notice_type;
	return strcmp(template, "digest") == 0 ? "digest" : NULL;
}

static bool
starts_with(const char *s, const char *prefix)
{
	return strncmp(s, prefix, strlen(prefix)) == 0;
}

bool
is_dead_address(const char *reply)
{
	const char *status;

	if (!starts_with(reply, "550") && !starts_with(reply, "551") &&
	    !starts_with(reply, "553") && !starts_with(reply, "521") &&
	    !starts_with(reply, "554"))
		return false;
	status = reply + 3 + strspn(reply + 3, " -");
	/* RFC 3463: 5.1.x is about the address, 5.2.1 a mailbox switched off */
	if (isdigit((unsigned char)status[0]) && status[1] == '.')
		return (starts_with(status, "5.1.") &&
			   !starts_with(status, "5.1.7") &&
			   !starts_with(status, "5.1.8")) ||
		       starts_with(status, "5.2.1");
	return starts_with(reply, "550") || starts_with(reply, "551");
}
