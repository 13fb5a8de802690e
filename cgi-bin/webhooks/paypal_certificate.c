#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "lib/auth/secret.h"
#include "lib/base/log.h"
#include "lib/net/net.h"
#include "webhooks/webhooks.h"

/*
 * PayPal's certificates, kept as files by the address they came from: only such
 * as were believed, so that nobody fills the disk, and looked at anew each time.
 * Whoever makes up addresses makes us ask PayPal in vain; that is limited, so
 * that no process spends more than half its time on it.
 */
enum {
	CERTIFICATE_MAX = 64 * 1024,
	TIMEOUT_MS = 3000,
	MOST_A_MINUTE = 10,
	MINUTE = 60
};

/* --- what was fetched before --------------------------------------------------------- */

static const char *
file_of(struct arena *a, const char *url)
{
	const char *folder =
	    arena_printf(a, "%s/certificates", setting_text("BELAY_VAR"));

	if (mkdir(folder, 0750) != 0 && errno != EEXIST)
		log_warn("%s: %s", folder, strerror(errno));
	return arena_printf(a, "%s/%s.pem", folder, token_hash(a, url));
}

static const char *
read_file(struct arena *a, const char *path)
{
	FILE *f = fopen(path, "re");
	char *text;
	size_t len;

	if (f == NULL)
		return NULL;
	text = arena_alloc(a, CERTIFICATE_MAX + 1, 1);
	len = fread(text, 1, CERTIFICATE_MAX, f);
	fclose(f);
	return len != 0 ? text : NULL;
}

/* Whole or not at all; that it can't be kept is no reason to refuse. */
static void
write_file(struct arena *a, const char *path, const struct buf *text)
{
	const char *made = arena_printf(a, "%s.%d", path, (int)getpid());
	FILE *f = fopen(made, "we");
	bool fine =
	    f != NULL && fwrite(text->data, 1, text->len, f) == text->len;

	if (f != NULL && fclose(f) != 0)
		fine = false;
	if (!fine || rename(made, path) != 0) {
		log_warn("%s: %s", path, strerror(errno));
		unlink(made);
	}
}

/* --- what PayPal has ------------------------------------------------------------------- */

static bool
may_ask(void)
{
	static struct {
		int64_t since;
		int asked;
	} state;
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	if (t.tv_sec - state.since >= MINUTE) {
		state.since = t.tv_sec;
		state.asked = 0;
	}
	return state.asked++ < MOST_A_MINUTE;
}

/* False: not now; a status of 4xx is an answer. */
static bool
fetch(struct arena *a, const char *url, struct net_answer *answer)
{
	const struct net_call call = { .method = "GET",
		.url = url,
		.timeout_ms = TIMEOUT_MS,
		.answer_max = CERTIFICATE_MAX,
		.is_foreign = true };

	if (!may_ask()) {
		log_warn("paypal: too many certificates are asked for");
		return false;
	}
	if (net_fetch(a, &call, answer) && answer->status < 500)
		return true;
	log_warn("paypal: no certificate: %s",
	    answer->status == 0 ? answer->error : "the server has trouble");
	return false;
}

const char *
paypal_certificate(struct arena *a, const char *url,
    const struct paypal_trust *trust, const char **why)
{
	const char *path = file_of(a, url), *kept = read_file(a, path);
	struct net_answer answer;

	*why = NULL;
	if (kept != NULL && signature_paypal_chain(a, kept, trust) == NULL)
		return kept;
	if (!fetch(a, url, &answer))
		return NULL;
	*why = "there is no such certificate";
	if (answer.status != 200)
		return NULL;
	*why = signature_paypal_chain(a, answer.body.data, trust);
	if (*why != NULL)
		return NULL;
	write_file(a, path, &answer.body);
	return answer.body.data;
}
