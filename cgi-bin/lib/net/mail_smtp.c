#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/log.h"
#include "lib/net/mail_text.h"
#include "lib/net/net.h"
#include "lib/net/net_handle.h"

enum { TIMEOUT_MS = 60000, REPLY_SIZE = 300 };

/* One conversation: what is left to send, what the server said last. */
struct talk {
	const char *rest;
	size_t left;
	char reply[REPLY_SIZE];
	char error[CURL_ERROR_SIZE];
};

static size_t
give_message(char *to, size_t one, size_t room, void *user)
{
	struct talk *t = user;
	size_t n = t->left < room * one ? t->left : room * one;

	memcpy(to, t->rest, n);
	t->rest += n;
	t->left -= n;
	return n;
}

static size_t
take_reply(char *line, size_t one, size_t len, void *user)
{
	struct talk *t = user;

	(void)one;
	if (len > 3 && memcmp(line, "221", 3) == 0) /* goodbye */
		return len;
	snprintf(t->reply, sizeof(t->reply), "%.*s",
	    (int)(len < REPLY_SIZE ? len : REPLY_SIZE - 1), line);
	t->reply[strcspn(t->reply, "\r\n")] = '\0';
	return len;
}

/*
 * What a 5xx was about.  libcurl tells by its own code that a command for this
 * sender or recipient failed (SEND_ERROR), or the answer to the whole message;
 * anything else (greeting, STARTTLS, login) is no fault of the recipient.
 */
static enum mail_outcome
outcome_of(CURLcode code, long reply, const struct talk *t)
{
	bool about_login =
	    reply == 530 || reply == 534 || reply == 535 || reply == 538;
	bool about_mail = code == CURLE_SEND_ERROR ||
			  (code == CURLE_WEIRD_SERVER_REPLY && t->left == 0);

	if (code == CURLE_OK)
		return MAIL_SENT;
	if (about_mail && !about_login && reply >= 500 && reply < 600)
		return MAIL_REFUSED;
	return MAIL_DEFERRED;
}

static CURLcode
send_to(CURL *c, const char *from, const char *to)
{
	struct curl_slist *list = curl_slist_append(NULL, to);
	CURLcode code;

	if (list == NULL)
		log_fatal("mail: out of memory");
	net_check(curl_easy_setopt(c, CURLOPT_MAIL_FROM, from));
	net_check(curl_easy_setopt(c, CURLOPT_MAIL_RCPT, list));
	code = curl_easy_perform(c);
	net_check(curl_easy_setopt(c, CURLOPT_MAIL_RCPT, NULL));
	curl_slist_free_all(list);
	return code;
}

static CURL *
prepare(const struct smtp *s, struct talk *t)
{
	CURL *c = net_handle(&(struct net_basics){ .protocols = "smtp,smtps",
	    .ca_file = s->ca_file,
	    .timeout_ms = s->timeout_ms == 0 ? TIMEOUT_MS : s->timeout_ms,
	    .error = t->error });

	net_check(curl_easy_setopt(c, CURLOPT_URL, s->url));
	net_check(curl_easy_setopt(c, CURLOPT_USE_SSL,
	    s->require_tls ? CURLUSESSL_ALL : CURLUSESSL_TRY));
	net_check(curl_easy_setopt(c, CURLOPT_UPLOAD, 1L));
	net_check(curl_easy_setopt(c, CURLOPT_READFUNCTION, give_message));
	net_check(curl_easy_setopt(c, CURLOPT_READDATA, t));
	net_check(curl_easy_setopt(c, CURLOPT_HEADERFUNCTION, take_reply));
	net_check(curl_easy_setopt(c, CURLOPT_HEADERDATA, t));
	return c;
}

enum mail_outcome
mail_send_smtp(const struct smtp *s, const struct mail *m,
    const struct buf *message, char *why, size_t why_size)
{
	struct talk t = { .rest = message->data, .left = message->len };
	char from[MAIL_ADDRESS_SIZE], to[MAIL_ADDRESS_SIZE];
	enum mail_outcome outcome;
	CURLcode code;
	long reply = 0;
	CURL *c;

	if (!mail_address(m->from, from) || !mail_address(m->to, to)) {
		snprintf(why, why_size, "no address");
		return MAIL_REFUSED;
	}
	c = prepare(s, &t);
	code = send_to(c, from, to);
	curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &reply);
	outcome = outcome_of(code, reply, &t);
	if (outcome == MAIL_SENT || (code != CURLE_OK && reply >= 400))
		snprintf(why, why_size, "%s", t.reply);
	else
		snprintf(why, why_size, "%s",
		    *t.error != '\0' ? t.error : curl_easy_strerror(code));
	return outcome;
}
