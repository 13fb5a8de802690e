#include <json-c/json.h>

#include "../support/mail_lab.h"
#include "lib/net/mail_text.h"

static const char *
compose(const struct mail *m)
{
	struct buf b;

	buf_init(&b, lab.arena, 4096);
	assert_true(mail_compose(m, &b));
	assert_int_equal(strlen(b.data), b.len);
	return b.data;
}

static void
simple_message_is_this(void **state)
{
	(void)state;
	assert_string_equal(compose(&simple),
	    "Date: Tue, 24 Nov 2026 18:00:00 +0000\r\n"
	    "From: \"Belay\" <noreply@belay.example>\r\n"
	    "To: ines@example.org\r\n"
	    "Subject: Your session is booked\r\n"
	    "Message-ID: <session.41.1@belay.example>\r\n"
	    "Auto-Submitted: auto-generated\r\n"
	    "MIME-Version: 1.0\r\n"
	    "Content-Type: text/plain; charset=utf-8\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n"
	    "\r\n"
	    "Hello Ines,\r\n\r\nsee you on Tuesday.\r\n");
}

/* --- forms ----------------------------------------------------------------- */

static void
mailboxes_have_one_address(void **state)
{
	static const char *const fine[][2] = {
		{ "a@b.example", "a@b.example" },
		{ "A B <a@b.example>", "a@b.example" },
		{ "<a@b.example>", "a@b.example" },
		{ "Evil <x@y.example>, <a@b.example>", "a@b.example" },
		{ "a+tag.x_y@b-c.example", "a+tag.x_y@b-c.example" },
	};
	static const char *const bad[] = { "", "a", "@b", "a@", "a@b@c",
		"a b@c", "a@b c", "a@b,c@d", "<a@b> x", "A <a@b",
		"A <a@b\r\nBcc: x@y>", "a@b\r\nBcc: x@y", "a@b\n", "\"a\"@b",
		"a@b>", "-f@b", "ä@b.example", "a@bä.example", "<>", "a@[::1]",
		"a;b@c", "a(b)@c" };
	char out[MAIL_ADDRESS_SIZE], longest[300];

	(void)state;
	for (size_t i = 0; i < sizeof(fine) / sizeof(fine[0]); i++) {
		assert_true(mail_address(fine[i][0], out));
		assert_string_equal(out, fine[i][1]);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (mail_address(bad[i], out))
			fail_msg("%s is an address", bad[i]);
	memset(longest, 'a', sizeof(longest));
	memcpy(longest + 255 - 10, "@b.example", 11);
	assert_false(mail_address(longest, out));
	assert_true(mail_address(longest + 1, out));
}

static void
what_has_no_form_is_refused(void **state)
{
	static const char *const ids[] = { NULL, "", "a@b", "<a>", "<a@b",
		"<a@b>\r\nBcc: x@y", "<a b@c>", "<a/b@c>", "<../a@b>", "<.a@b>",
		"<@b>", "<a@>", "<ä@b>" };
	struct mail m;
	struct buf b;

	(void)state;
	buf_init(&b, lab.arena, 0);
	for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
		m = simple;
		m.message_id = ids[i];
		assert_false(mail_compose(&m, &b));
	}
	m = simple;
	m.to = "x@y, z@w";
	assert_false(mail_compose(&m, &b));
	m = simple;
	m.from = NULL;
	assert_false(mail_compose(&m, &b));
	m = simple;
	m.reply_to = "a@b\r\nBcc: x@y";
	assert_false(mail_compose(&m, &b));
	assert_int_equal(b.len, 0);
}

/* --- no value becomes another header ---------------------------------------- */

static const char *const injections[] = {
	"x\r\nBcc: evil@example.org",
	"x\nBcc: evil@example.org",
	"x\rBcc: evil@example.org",
	"x\r\n\r\n<script>",
	"\r\nBcc: evil@example.org",
	"x\r\n Bcc: evil@example.org",
	"x\v\fBcc: evil@example.org\x7f",
	"ä\r\nBcc: evil@example.org",
	"=?UTF-8?Q?x=0D=0ABcc:_evil@example.org?=",
	"x\" <evil@example.org>, \"y",
	"x\\",
	"x\\\"",
};

/* The names of the headers of a message, in order. */
static const char *
header_names(const char *message)
{
	const char *end = strstr(message, "\r\n\r\n"), *line = message;
	struct buf names;

	buf_init(&names, lab.arena, 256);
	while (line < end) {
		if (*line != ' ') {
			buf_put(&names, line, strcspn(line, ":"));
			buf_putc(&names, ' ');
		}
		line = strstr(line, "\r\n") + 2;
	}
	return names.data;
}

static void
headers_cannot_be_injected(void **state)
{
	static const char expected[] =
	    "Date From To Reply-To Subject Message-ID Auto-Submitted "
	    "MIME-Version Content-Type Content-Transfer-Encoding ";
	struct mail m = simple;

	(void)state;
	for (size_t i = 0; i < sizeof(injections) / sizeof(*injections); i++) {
		m.subject = injections[i];
		m.from = arena_printf(
		    lab.arena, "%s <noreply@belay.example>", injections[i]);
		m.to = arena_printf(
		    lab.arena, "%s <ines@example.org>", injections[i]);
		m.reply_to = m.from;
		m.unsubscribe_url = injections[i];
		assert_string_equal(header_names(compose(&m)), expected);
	}
	m = simple;
	m.parts = &(struct mail_part){ "text/x\r\nBcc: e@x", "a\"\r\nBcc: e@x",
		"x", 1 };
	m.nparts = 1;
	assert_null(strstr(compose(&m), "\nBcc"));
}

/* --- through a server and an independent parser ------------------------------ */

static void
release(void *o)
{
	json_object_put(o);
}

/* Send it and return what the server's parser made of it; json_object_put() is
 * deferred. */
static struct json_object *
deliver(const struct mail *m)
{
	struct smtp s = server("lab:lab-pass@", &lab.peer);
	struct json_object *o;
	const char *why;

	if (send_by(&s, m, &why) != MAIL_SENT)
		fail_msg("%s", why);
	o = json_object_from_file(
	    arena_printf(lab.arena, "%s/%04d.json", lab.dir, ++lab.stored));
	assert_non_null(o);
	arena_defer(lab.arena, release, o);
	return o;
}

static const char *
text_of(struct json_object *o, const char *path)
{
	struct json_object *found = NULL;

	if (json_pointer_get(o, path, &found) != 0)
		fail_msg("no %s", path);
	return json_object_get_string(found);
}

static void
assert_clean(struct json_object *o)
{
	assert_string_equal(text_of(o, "/bareLineEnd"), "false");
	assert_string_equal(text_of(o, "/eightBit"), "false");
	assert_string_equal(text_of(o, "/tls"), "true");
	assert_true(strtol(text_of(o, "/longestLine"), NULL, 10) <= 998);
}

static void
invitation_arrives_whole(void **state)
{
	static const char ics[] = "BEGIN:VCALENDAR\r\nX:ä\r\nEND:VCALENDAR\r\n";
	struct buf calendar = { .data = (char *)(uintptr_t)ics,
		.len = sizeof(ics) - 1 };
	struct mail m = simple;
	struct mail_part parts[2];
	struct json_object *o;

	(void)state;
	mail_invite(lab.arena, parts, "REQUEST", &calendar);
	m.from = "Belay für Ines <noreply@belay.example>";
	m.to = "Zoë \"Z\" Ångström, Dr. <ines@example.org>";
	m.reply_to = "Support (Belay) <support@belay.example>";
	m.subject = "Sitzung bestätigt: Dienstag 24. November, 18:00 bis "
		    "18:45 — 日本語の件名もここにあります";
	m.html = "<p>Grüße,<br>\n<a href=\"https://belay.example/?a=1&amp;b="
		 "2\">Ihr Team</a></p>";
	m.text = "Grüße,\n.\n..\nFrom here\ntrailing space \n\ttab\t\n= x =3D";
	m.unsubscribe_url = "https://belay.example/unsubscribe/x.y-z_1";
	m.parts = parts;
	m.nparts = 2;
	o = deliver(&m);
	assert_clean(o);
	assert_string_equal(text_of(o, "/user"), "lab");
	assert_string_equal(
	    text_of(o, "/envelope/from"), "noreply@belay.example");
	assert_string_equal(text_of(o, "/envelope/to/0"), "ines@example.org");
	assert_string_equal(text_of(o, "/from/0/name"), "Belay für Ines");
	assert_string_equal(
	    text_of(o, "/to/0/name"), "Zoë \"Z\" Ångström, Dr.");
	assert_string_equal(text_of(o, "/to/0/address"), "ines@example.org");
	assert_string_equal(text_of(o, "/replyTo/0/name"), "Support (Belay)");
	assert_string_equal(text_of(o, "/subject"), m.subject);
	assert_string_equal(text_of(o, "/messageId"), m.message_id);
	assert_string_equal(text_of(o, "/date"), "2026-11-24T18:00:00.000Z");
	assert_string_equal(text_of(o, "/unsubscribe"), m.unsubscribe_url);
	assert_string_equal(text_of(o, "/text"), m.text);
	assert_string_equal(text_of(o, "/html"), m.html);
	assert_string_equal(text_of(o, "/attachments/0/type"), "text/calendar");
	assert_string_equal(text_of(o, "/attachments/0/method"), "REQUEST");
	assert_string_equal(text_of(o, "/attachments/0/content"), ics);
	assert_string_equal(
	    text_of(o, "/attachments/1/type"), "application/ics");
	assert_string_equal(
	    text_of(o, "/attachments/1/filename"), "invite.ics");
	assert_string_equal(
	    text_of(o, "/attachments/1/disposition"), "attachment");
	assert_string_equal(text_of(o, "/attachments/1/content"), ics);
}

static const char long_words[] =
    "plain ASCII that is a good deal longer than one line of a header may well "
    "be, so it is folded somewhere along the way";
static const char long_word[] =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

static const char *const subjects[] = {
	"",
	"a",
	long_words,
	long_word,
	"=?UTF-8?Q?not_encoded?=",
	"a =? b ?= c",
	"\"quoted\" <angle> (comment), comma; semi: colon @ \\ back",
	"two  spaces   inside",
	"ä",
	"ääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääääää",
	"日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語",
	"🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂🙂",
	"a🙂b ä c 日 d é e — f “g” h … and so on, in words of several lengths",
	"مرحبا بالعالم, שלום עולם, Здравствуй, мир",
	"é (decomposed) and \xe2\x80\xae RLO",
};

static void
subjects_and_names_survive(void **state)
{
	struct mail m = simple;
	struct json_object *o, *subject;

	(void)state;
	for (size_t i = 0; i < sizeof(subjects) / sizeof(subjects[0]); i++) {
		m.subject = subjects[i];
		m.to = arena_printf(
		    lab.arena, "%s <ines@example.org>", subjects[i]);
		o = deliver(&m);
		assert_clean(o);
		if (*subjects[i] == '\0') {
			assert_false(
			    json_object_object_get_ex(o, "subject", &subject) &&
			    *json_object_get_string(subject) != '\0');
			continue;
		}
		assert_string_equal(text_of(o, "/subject"), subjects[i]);
		assert_string_equal(text_of(o, "/to/0/name"), subjects[i]);
		assert_string_equal(
		    text_of(o, "/to/0/address"), "ines@example.org");
	}
}

static void
every_byte_of_an_attachment_survives(void **state)
{
	char data[256 * 5];
	struct mail_part part = { "application/octet-stream",
		"Bericht für \"März\" — 2026; final.pdf", data, sizeof(data) };
	struct mail m = simple;
	struct json_object *o;

	(void)state;
	for (size_t i = 0; i < sizeof(data); i++)
		data[i] = (char)(i * 7 + i / 256);
	m.parts = &part;
	m.nparts = 1;
	o = deliver(&m);
	assert_clean(o);
	assert_string_equal(text_of(o, "/attachments/0/filename"),
	    "Bericht für \"März\" — 2026; final.pdf");
	assert_string_equal(
	    text_of(o, "/text"), "Hello Ines,\n\nsee you on Tuesday.");
	/* sha256 of those bytes, by another program */
	assert_string_equal(text_of(o, "/attachments/0/sha256"),
	    "5e13aad91c051acea78149ee35483471768af7862864eb7506f950281d9927c0");
}

static void
long_bodies_are_folded(void **state)
{
	struct mail m = simple;
	struct json_object *o;
	struct buf b;

	(void)state;
	buf_init(&b, lab.arena, 8192);
	for (int i = 0; i < 3000; i++)
		buf_puts(&b, i % 7 == 0 ? "é" : i % 11 == 0 ? "=" : "x ");
	buf_puts(&b, "end");
	m.text = b.data;
	m.html = b.data;
	o = deliver(&m);
	assert_clean(o);
	assert_true(strtol(text_of(o, "/longestLine"), NULL, 10) <= 78);
	assert_string_equal(text_of(o, "/text"), b.data);
	assert_string_equal(text_of(o, "/html"), b.data);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(simple_message_is_this),
		cmocka_unit_test(mailboxes_have_one_address),
		cmocka_unit_test(what_has_no_form_is_refused),
		cmocka_unit_test(headers_cannot_be_injected),
		cmocka_unit_test(invitation_arrives_whole),
		cmocka_unit_test(subjects_and_names_survive),
		cmocka_unit_test(every_byte_of_an_attachment_survives),
		cmocka_unit_test(long_bodies_are_folded),
	};

	return cmocka_run_group_tests_name(
	    "mail", tests, setup_all, teardown_all);
}
