#ifndef SUPPORT_MAIL_LAB_H
#define SUPPORT_MAIL_LAB_H

#include "lib/net/net.h"
#include "peer.h"

/* What the tests of mail share. */

/* One server for all tests of the file; the folder also holds its messages and
 * the spool. */
static struct {
	struct arena *arena;
	struct peer peer, plain;
	char dir[PEER_PATH], ca[PEER_PATH + 16];
	int stored;
} lab;

static int
setup_all(void **state)
{
	static const struct setting *const tables[] = { base_settings,
		net_settings, NULL };
	const char *folder;

	(void)state;
	assert_true(settings_load(tables));
	lab.arena = arena_new((size_t)32 << 20);
	peer_folder(lab.dir);
	folder = arena_printf(lab.arena, "%s/plain", lab.dir);
	peer_start(&lab.peer, (const char *[]){ "smtp.mjs", lab.dir, NULL });
	peer_start(
	    &lab.plain, (const char *[]){ "smtp.mjs", folder, "plain", NULL });
	snprintf(lab.ca, sizeof(lab.ca), "%s/localhost.pem", lab.dir);
	return 0;
}

static int
teardown_all(void **state)
{
	(void)state;
	net_close();
	peer_stop(&lab.peer);
	peer_stop(&lab.plain);
	peer_remove(lab.dir);
	arena_free(lab.arena);
	return 0;
}

static const struct mail simple = {
	.from = "Belay <noreply@belay.example>",
	.to = "ines@example.org",
	.subject = "Your session is booked",
	.message_id = "<session.41.1@belay.example>",
	.text = "Hello Ines,\n\nsee you on Tuesday.\n",
	.date = { 1795543200000000 },
};

static enum mail_outcome
send_by(const struct smtp *s, const struct mail *m, const char **why)
{
	char words[256] = "";
	enum mail_outcome outcome;
	struct buf b;

	buf_init(&b, lab.arena, 4096);
	assert_true(mail_compose(m, &b));
	outcome = mail_send_smtp(s, m, &b, words, sizeof(words));
	*why = arena_strdup(lab.arena, words);
	return outcome;
}

static struct smtp
server(const char *login, const struct peer *p)
{
	return (struct smtp){ .url = arena_printf(lab.arena,
				  "smtp://%slocalhost:%d", login, p->ports[0]),
		.require_tls = true,
		.ca_file = lab.ca,
		.timeout_ms = 10000 };
}

#endif
