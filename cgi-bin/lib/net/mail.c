#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "lib/net/mail_text.h"
#include "lib/net/net.h"

/* Neither can occur in a body: "=_" is no quoted-printable and no base64. */
#define MIXED       "=_mixed"
#define ALTERNATIVE "=_alternative"

/* Above this an address is not worth a header line that servers refuse. */
enum { LONGEST_URL = 900 };

static void
put_date(struct buf *b, struct instant at)
{
	static const char *const days[] = { "Sun", "Mon", "Tue", "Wed", "Thu",
		"Fri", "Sat" };
	static const char *const months[] = { "Jan", "Feb", "Mar", "Apr", "May",
		"Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };
	time_t t = (time_t)(at.us / 1000000);
	struct tm tm;

	if (gmtime_r(&t, &tm) == NULL)
		return;
	buf_printf(b, "Date: %s, %02d %s %04d %02d:%02d:%02d +0000\r\n",
	    days[tm.tm_wday], tm.tm_mday, months[tm.tm_mon], tm.tm_year + 1900,
	    tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static bool
is_url(const char *url)
{
	size_t len = strlen(url);

	if (strncmp(url, "https://", 8) != 0 || len > LONGEST_URL)
		return false;
	for (size_t i = 0; i < len; i++)
		if (url[i] <= ' ' || url[i] > '~' || url[i] == '<' ||
		    url[i] == '>')
			return false;
	return true;
}

static void
put_unsubscribe(struct buf *b, const char *url)
{
	if (url == NULL || !is_url(url))
		return;
	buf_printf(b, "List-Unsubscribe: <%s>\r\n", url);
	buf_puts(b, "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n");
}

static void
put_headers(struct buf *b, const struct mail *m)
{
	put_date(b, m->date);
	mail_put_mailbox(b, "From", m->from);
	mail_put_mailbox(b, "To", m->to);
	if (m->reply_to != NULL)
		mail_put_mailbox(b, "Reply-To", m->reply_to);
	mail_put_header(b, "Subject", m->subject != NULL ? m->subject : "");
	mail_put_raw_header(b, "Message-ID", m->message_id);
	put_unsubscribe(b, m->unsubscribe_url);
	buf_puts(b, "Auto-Submitted: auto-generated\r\n");
	buf_puts(b, "MIME-Version: 1.0\r\n");
}

static void
put_type(struct buf *b, const char *type)
{
	buf_puts(b, "Content-Type: ");
	for (; *type != '\0'; type++)
		if (*type >= ' ' && *type <= '~')
			buf_putc(b, *type);
}

/* The part's own headers, the empty line and its body. */
static void
put_text(struct buf *b, const char *type, const char *text)
{
	put_type(b, type);
	buf_puts(b, "\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n");
	mail_put_quoted_printable(b, text, strlen(text));
}

static void
put_part(struct buf *b, const struct mail_part *p)
{
	put_type(b, p->type);
	if (p->filename != NULL) {
		mail_put_parameter(b, "name", p->filename);
		buf_puts(b, "\r\nContent-Disposition: attachment");
		mail_put_parameter(b, "filename", p->filename);
	}
	buf_puts(b, "\r\nContent-Transfer-Encoding: base64\r\n\r\n");
	mail_put_base64(b, p->data, p->len);
}

/* What all the ways to show the message are put through: with a boundary when
 * there are several. */
struct alternatives {
	struct buf *b;
	bool are_many;
};

static struct buf *
next_alternative(const struct alternatives *a)
{
	if (a->are_many)
		buf_puts(a->b, "--" ALTERNATIVE "\r\n");
	return a->b;
}

static void
put_alternatives(struct buf *b, const struct mail *m, size_t n)
{
	const struct alternatives a = { b, n > 1 };

	if (n > 1)
		buf_puts(b,
		    "Content-Type: multipart/alternative; boundary=\"" ALTERNATIVE
		    "\"\r\n\r\n");
	if (m->text != NULL || n == 0)
		put_text(next_alternative(&a), "text/plain; charset=utf-8",
		    m->text != NULL ? m->text : "");
	if (m->html != NULL)
		put_text(
		    next_alternative(&a), "text/html; charset=utf-8", m->html);
	for (size_t i = 0; i < m->nparts; i++)
		if (m->parts[i].filename == NULL)
			put_part(next_alternative(&a), &m->parts[i]);
	if (n > 1)
		buf_puts(b, "--" ALTERNATIVE "--\r\n");
}

static bool
has_form(const struct mail *m)
{
	char address[MAIL_ADDRESS_SIZE];

	return m->from != NULL && mail_address(m->from, address) &&
	       m->to != NULL && mail_address(m->to, address) &&
	       (m->reply_to == NULL || mail_address(m->reply_to, address)) &&
	       mail_is_id(m->message_id);
}

bool
mail_compose(const struct mail *m, struct buf *b)
{
	size_t alternatives = (size_t)(m->text != NULL) + (m->html != NULL);
	size_t attachments = 0;

	if (!has_form(m))
		return false;
	for (size_t i = 0; i < m->nparts; i++)
		attachments += m->parts[i].filename != NULL;
	alternatives += m->nparts - attachments;
	put_headers(b, m);
	if (attachments == 0) {
		put_alternatives(b, m, alternatives);
		return true;
	}
	buf_puts(b, "Content-Type: multipart/mixed; boundary=\"" MIXED
		    "\"\r\n\r\n--" MIXED "\r\n");
	put_alternatives(b, m, alternatives);
	for (size_t i = 0; i < m->nparts; i++) {
		if (m->parts[i].filename == NULL)
			continue;
		buf_puts(b, "--" MIXED "\r\n");
		put_part(b, &m->parts[i]);
	}
	buf_puts(b, "--" MIXED "--\r\n");
	return true;
}

void
mail_invite(struct arena *a, struct mail_part parts[2], const char *method,
    const struct buf *ics)
{
	parts[0] = (struct mail_part){
		.type = arena_printf(
		    a, "text/calendar; charset=utf-8; method=%s", method),
		.data = ics->data,
		.len = ics->len,
	};
	parts[1] = (struct mail_part){
		.type = "application/ics",
		.filename = "invite.ics",
		.data = ics->data,
		.len = ics->len,
	};
}
