#include <errno.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>

#include "admin/health.h"
#include "lib/app/app.h"
#include "lib/base/setting.h"

#define ZONE_DATA "/usr/share/zoneinfo/tzdata.zi"

static void
look_at_disk(struct host_health *h)
{
	struct statvfs s;

	h->disk_free_bytes = h->disk_size_bytes = -1;
	if (statvfs(setting_text("BELAY_VAR"), &s) != 0)
		return;
	h->disk_free_bytes = (int64_t)s.f_bavail * (int64_t)s.f_frsize;
	h->disk_size_bytes = (int64_t)s.f_blocks * (int64_t)s.f_frsize;
}

static struct instant
end_of(const X509 *certificate)
{
	struct tm tm;
	time_t at;

	memset(&tm, 0, sizeof(tm));
	if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &tm) != 1)
		return (struct instant){ 0 };
	at = timegm(&tm);
	return (struct instant){ (int64_t)at * 1000000 };
}

static void
look_at_certificate(struct arena *a, struct host_health *h)
{
	X509 *certificate;
	FILE *f;

	h->certificate = setting_text("BELAY_CERTIFICATE");
	if (h->certificate == NULL)
		h->certificate = arena_printf(
		    a, "%s/tls/cert.pem", setting_text("BELAY_VAR"));
	if ((f = fopen(h->certificate, "re")) == NULL) {
		h->certificate_why = arena_strdup(a, strerror(errno));
		return;
	}
	certificate = PEM_read_X509(f, NULL, NULL, NULL);
	fclose(f);
	if (certificate == NULL) {
		h->certificate_why = tr("there is no certificate in it");
		return;
	}
	h->certificate_until = end_of(certificate);
	X509_free(certificate);
}

/* "# version 2025b" is its first line. */
static void
look_at_zones(struct arena *a, struct host_health *h)
{
	char version[32] = "";
	struct stat s;
	FILE *f = fopen(ZONE_DATA, "re");

	if (f == NULL)
		return;
	if (fscanf(f, "# version %31s", version) == 1)
		h->tzdata = arena_strdup(a, version);
	if (fstat(fileno(f), &s) == 0)
		h->tzdata_at.us = (int64_t)s.st_mtim.tv_sec * 1000000;
	fclose(f);
}

void
host_health(struct arena *a, struct host_health *h)
{
	memset(h, 0, sizeof(*h));
	look_at_disk(h);
	look_at_certificate(a, h);
	look_at_zones(a, h);
}
