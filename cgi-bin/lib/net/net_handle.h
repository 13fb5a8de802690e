#ifndef LIB_NET_NET_HANDLE_H
#define LIB_NET_NET_HANDLE_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

/* For lib/net only: the process's handle, reset to what every call has (TLS
 * checked by ca_file, NET_CA_FILE or the system; no redirects, signals or
 * proxies; time limits; errors into error). */
struct net_basics {
	const char *protocols; /* "http,https" */
	const char *ca_file;
	int64_t timeout_ms;
	char *error; /* CURL_ERROR_SIZE bytes, until the call ends */
};
CURL *net_handle(const struct net_basics *);

/* curl_easy_setopt() fails only by a mistake of ours or for want of memory:
 * either ends the process. */
void net_check(CURLcode);

/* Is this somewhere on the public internet?  IPv4 inside IPv6 counts as what it
 * leads to; unknown families are not. */
struct sockaddr;
bool net_address_is_public(const struct sockaddr *);

#endif
