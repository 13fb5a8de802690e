#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <utime.h>

#include "../support/mail_lab.h"

/* --- faults ------------------------------------------------------------------ */

static const struct {
	const char *from, *to;
	enum mail_outcome outcome;
	const char *why;
} faults[] = {
	{ "a@x.example", "reject@x.example", MAIL_REFUSED,
	    "550 5.1.1 No such user" },
	{ "a@x.example", "busy@x.example", MAIL_DEFERRED,
	    "451 4.7.1 Greylisted, try again later" },
	{ "full@x.example", "a@x.example", MAIL_DEFERRED,
	    "452 4.3.1 Insufficient system storage" },
	{ "a@x.example", "spam@x.example", MAIL_REFUSED,
	    "554 5.7.1 Looks like spam" },
	{ "a@x.example", "drop@x.example", MAIL_DEFERRED, NULL },
	{ "a@x.example", "fine@x.example", MAIL_SENT, NULL },
};

static void
answers_decide_what_happens_next(void **state)
{
	struct smtp s = server("lab:lab-pass@", &lab.peer);
	struct mail m = simple;
	const char *why;

	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		m.from = faults[i].from;
		m.to = faults[i].to;
		assert_int_equal(send_by(&s, &m, &why), faults[i].outcome);
		if (faults[i].why != NULL)
			assert_string_equal(why, faults[i].why);
	}
}

static void
slow_server_is_left(void **state)
{
	struct smtp s = server("lab:lab-pass@", &lab.peer);
	struct mail m = simple;
	const char *why;

	(void)state;
	s.timeout_ms = 300;
	m.to = "slow@x.example";
	assert_int_equal(send_by(&s, &m, &why), MAIL_DEFERRED);
	assert_non_null(strstr(why, "timed out"));
}

static void
our_own_faults_refuse_nobody(void **state)
{
	struct smtp wrong = server("lab:wrong@", &lab.peer);
	struct smtp nobody = server("", &lab.peer);
	struct smtp gone = server("lab:lab-pass@", &lab.peer);
	const char *why;

	(void)state;
	assert_int_equal(send_by(&wrong, &simple, &why), MAIL_DEFERRED);
	assert_non_null(strstr(why, "535 5.7.8"));
	assert_int_equal(send_by(&nobody, &simple, &why), MAIL_DEFERRED);
	assert_string_equal(why, "530 Error: authentication Required");
	gone.url = "smtp://localhost:1";
	assert_int_equal(send_by(&gone, &simple, &why), MAIL_DEFERRED);
	gone.url = "smtp://no-such-host.invalid:25";
	assert_int_equal(send_by(&gone, &simple, &why), MAIL_DEFERRED);
	gone.url = "http://localhost:1";
	assert_int_equal(send_by(&gone, &simple, &why), MAIL_DEFERRED);
	gone.url = "file:///etc/passwd";
	assert_int_equal(send_by(&gone, &simple, &why), MAIL_DEFERRED);
}

static void
certificates_are_checked(void **state)
{
	struct smtp s = server("lab:lab-pass@", &lab.peer);
	const char *why;

	(void)state;
	s.ca_file = NULL; /* the system's: does not know it */
	assert_int_equal(send_by(&s, &simple, &why), MAIL_DEFERRED);
	assert_non_null(strstr(why, "certificate"));
	s = server("lab:lab-pass@", &lab.peer);
	s.url = arena_printf(lab.arena, "smtp://lab:lab-pass@127.0.0.1:%d",
	    lab.peer.ports[0]); /* not its name */
	assert_int_equal(send_by(&s, &simple, &why), MAIL_DEFERRED);
	assert_non_null(strstr(why, "127.0.0.1"));
}

static void
without_starttls_nothing_is_said(void **state)
{
	struct smtp s = server("lab:lab-pass@", &lab.plain);
	const char *why;

	(void)state;
	assert_int_equal(send_by(&s, &simple, &why), MAIL_DEFERRED);
	assert_non_null(strstr(why, "STARTTLS"));
	s.require_tls = false;
	assert_int_equal(send_by(&s, &simple, &why), MAIL_SENT);
}

/* --- the spool --------------------------------------------------------------- */

static size_t
files_in(const char *dir)
{
	DIR *d = opendir(dir);
	size_t n = 0;

	assert_non_null(d);
	while (readdir(d) != NULL)
		n++;
	closedir(d);
	return n - 2;
}

static void
spool_keeps_one_file_an_id(void **state)
{
	const char *dir = arena_printf(lab.arena, "%s/spool", lab.dir);
	struct mail m = simple;
	char why[128], path[256], line[64];
	struct buf b;
	FILE *f;

	(void)state;
	buf_init(&b, lab.arena, 4096);
	assert_true(mail_compose(&m, &b));
	assert_int_equal(
	    mail_spool(dir, &m, &b, why, sizeof(why)), MAIL_DEFERRED);
	assert_int_equal(mkdir(dir, 0750), 0);
	assert_int_equal(mail_spool(dir, &m, &b, why, sizeof(why)), MAIL_SENT);
	assert_int_equal(mail_spool(dir, &m, &b, why, sizeof(why)), MAIL_SENT);
	assert_int_equal(files_in(dir), 1);
	snprintf(path, sizeof(path), "%s/session.41.1@belay.example.eml", dir);
	f = fopen(path, "re");
	assert_non_null(f);
	assert_non_null(fgets(line, sizeof(line), f));
	fclose(f);
	assert_string_equal(line, "Date: Tue, 24 Nov 2026 18:00:00 +0000\r\n");
	m.message_id = "<session.41.2@belay.example>";
	assert_int_equal(mail_spool(dir, &m, &b, why, sizeof(why)), MAIL_SENT);
	assert_int_equal(files_in(dir), 2);
	m.message_id = "<../../etc/x@belay.example>";
	assert_int_equal(
	    mail_spool(dir, &m, &b, why, sizeof(why)), MAIL_REFUSED);
}

/* --- once -------------------------------------------------------------------- */

/* Of this message. */
static enum mail_outcome
send_once(const char *notes, const char *to, char why[256])
{
	struct smtp s = server("lab:lab-pass@", &lab.peer);
	struct mail m = simple;
	struct buf b;

	s.notes = notes;
	m.to = to;
	buf_init(&b, lab.arena, 4096);
	assert_true(mail_compose(&m, &b));
	return mail_send_once(&s, &m, &b, why, 256);
}

static size_t
messages_taken(void)
{
	DIR *d = opendir(lab.dir);
	struct dirent *e;
	size_t n = 0;

	assert_non_null(d);
	while ((e = readdir(d)) != NULL)
		n += strstr(e->d_name, ".eml") != NULL;
	closedir(d);
	return n;
}

static void
what_a_server_took_is_not_sent_again(void **state)
{
	const char *notes = arena_printf(lab.arena, "%s/notes", lab.dir);
	size_t before = messages_taken();
	char why[256];

	(void)state;
	assert_int_equal(send_once(notes, "a@x.example", why), MAIL_DEFERRED);
	assert_int_equal(mkdir(notes, 0700), 0);
	assert_int_equal(
	    send_once(notes, "busy@x.example", why), MAIL_DEFERRED);
	assert_int_equal(
	    send_once(notes, "reject@x.example", why), MAIL_REFUSED);
	assert_int_equal(files_in(notes), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
		    send_once(notes, "a@x.example", why), MAIL_SENT);
		assert_non_null(strstr(why, "queued as"));
		assert_int_equal(messages_taken(), before + 1);
		assert_int_equal(files_in(notes), 1);
	}
	mail_forget_note(notes, simple.message_id);
	assert_int_equal(files_in(notes), 0);
	assert_int_equal(send_once(notes, "a@x.example", why), MAIL_SENT);
	assert_int_equal(messages_taken(), before + 2);
}

static void
what_another_process_sends_waits(void **state)
{
	const char *notes = arena_printf(lab.arena, "%s/locked", lab.dir);
	const char *path =
	    arena_printf(lab.arena, "%s/session.41.1@belay.example", notes);
	char why[256];
	int fd;

	(void)state;
	assert_int_equal(mkdir(notes, 0700), 0);
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(send_once(notes, "a@x.example", why), MAIL_DEFERRED);
	assert_string_equal(why, "another process is sending it");
	close(fd); /* killed before the server answered */
	assert_int_equal(send_once(notes, "a@x.example", why), MAIL_SENT);
	mail_tidy_notes(notes);
	assert_int_equal(files_in(notes), 1);
	assert_int_equal(utime(path, &(struct utimbuf){ 1, 1 }), 0);
	mail_tidy_notes(notes);
	assert_int_equal(files_in(notes), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_decide_what_happens_next),
		cmocka_unit_test(slow_server_is_left),
		cmocka_unit_test(our_own_faults_refuse_nobody),
		cmocka_unit_test(certificates_are_checked),
		cmocka_unit_test(without_starttls_nothing_is_said),
		cmocka_unit_test(spool_keeps_one_file_an_id),
		cmocka_unit_test(what_a_server_took_is_not_sent_again),
		cmocka_unit_test(what_another_process_sends_waits),
	};

	return cmocka_run_group_tests_name(
	    "mail_send", tests, setup_all, teardown_all);
}
