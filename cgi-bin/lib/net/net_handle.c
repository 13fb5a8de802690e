#include <stdbool.h>
#include <stdint.h>

#include "lib/base/log.h"
#include "lib/net/net.h"
#include "lib/net/net_handle.h"

enum { CONNECT_MS = 10000 };

/* Keeps its connections between calls. */
static struct {
	CURL *easy;
} state;

const struct setting net_settings[] = {
	{ "NET_CA_FILE", SETTING_TEXT, NULL, false,
	    "Certificates to trust in outgoing calls instead of the system's." },
	{ "NET_ALLOW_PRIVATE", SETTING_BOOL, "0", false,
	    "Calls to addresses given by people may reach private networks and "
	    "plain http; tests only, ignored in production." },
	{ NULL, SETTING_TEXT, NULL, false, NULL },
};

void
net_check(CURLcode code)
{
	if (code != CURLE_OK)
		log_fatal("net: %s", curl_easy_strerror(code));
}

CURL *
net_handle(const struct net_basics *b)
{
	const char *ca_file = b->ca_file;
	long connect_ms = (long)b->timeout_ms;

	if (state.easy == NULL &&
	    (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK ||
		(state.easy = curl_easy_init()) == NULL))
		log_fatal("net: libcurl does not start");
	curl_easy_reset(state.easy);
	if (ca_file == NULL)
		ca_file = setting_text("NET_CA_FILE");
	if (ca_file != NULL) {
		net_check(
		    curl_easy_setopt(state.easy, CURLOPT_CAINFO, ca_file));
		net_check(curl_easy_setopt(state.easy, CURLOPT_CAPATH, NULL));
	}
	net_check(curl_easy_setopt(state.easy, CURLOPT_SSL_VERIFYPEER, 1L));
	net_check(curl_easy_setopt(state.easy, CURLOPT_SSL_VERIFYHOST, 2L));
	net_check(curl_easy_setopt(
	    state.easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2));
	net_check(
	    curl_easy_setopt(state.easy, CURLOPT_PROTOCOLS_STR, b->protocols));
	net_check(curl_easy_setopt(state.easy, CURLOPT_FOLLOWLOCATION, 0L));
	net_check(curl_easy_setopt(state.easy, CURLOPT_PROXY, ""));
	net_check(curl_easy_setopt(state.easy, CURLOPT_NOSIGNAL, 1L));
	net_check(curl_easy_setopt(state.easy, CURLOPT_ERRORBUFFER, b->error));
	net_check(curl_easy_setopt(
	    state.easy, CURLOPT_TIMEOUT_MS, (long)b->timeout_ms));
	if (connect_ms > CONNECT_MS)
		connect_ms = CONNECT_MS;
	net_check(curl_easy_setopt(
	    state.easy, CURLOPT_CONNECTTIMEOUT_MS, connect_ms));
	return state.easy;
}

void
net_close(void)
{
	if (state.easy == NULL)
		return;
	curl_easy_cleanup(state.easy);
	curl_global_cleanup();
	state.easy = NULL;
}
