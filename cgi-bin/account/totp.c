#include <liboath/oath.h>
#include <qrencode.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "account/totp.h"
#include "lib/base/buf.h"
#include "lib/base/log.h"

enum { SECRET_BYTES = 20, STEP_SECONDS = 30, DIGITS = 6, QUIET_ZONE = 4 };

const char *
totp_secret(struct arena *a)
{
	char bytes[SECRET_BYTES], *text = NULL, *copy;
	size_t len;

	randombytes_buf(bytes, sizeof(bytes));
	if (oath_base32_encode(bytes, sizeof(bytes), &text, &len) != OATH_OK)
		log_fatal("totp: out of memory");
	copy = arena_strndup(a, text, len);
	free(text);
	return copy;
}

const char *
totp_uri(struct arena *a, const char *secret, const char *issuer,
    const char *account)
{
	struct buf b;

	buf_init(&b, a, 256);
	buf_puts(&b, "otpauth://totp/");
	buf_put_url(&b, issuer, strlen(issuer));
	buf_puts(&b, ":");
	buf_put_url(&b, account, strlen(account));
	buf_printf(&b, "?secret=%s&issuer=", secret);
	buf_put_url(&b, issuer, strlen(issuer));
	return b.data;
}

int64_t
totp_check(const char *secret, const char *code, struct instant now)
{
	char *key = NULL;
	int64_t step = now.us / 1000000 / STEP_SECONDS;
	int otp_pos = 0, found;
	size_t len;

	if (strlen(code) != DIGITS || strspn(code, "0123456789") != DIGITS ||
	    oath_base32_decode(secret, strlen(secret), &key, &len) != OATH_OK)
		return -1;
	found = oath_totp_validate2(key, len, (time_t)(now.us / 1000000),
	    STEP_SECONDS, 0, 1, &otp_pos, code);
	sodium_memzero(key, len);
	free(key);
	return found < 0 ? -1 : step + otp_pos;
}

const char *
totp_qr_svg(struct arena *a, const char *uri)
{
	QRcode *qr = QRcode_encodeString(uri, 0, QR_ECLEVEL_M, QR_MODE_8, 1);
	struct buf b;
	int x, y, size;

	if (qr == NULL)
		log_fatal("qr: out of memory");
	size = qr->width + 2 * QUIET_ZONE;
	buf_init(&b, a, 16 * 1024);
	buf_printf(&b,
	    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" "
	    "shape-rendering=\"crispEdges\"><rect width=\"%d\" height=\"%d\" "
	    "fill=\"#fff\"/><path fill=\"#000\" d=\"",
	    size, size, size, size);
	for (y = 0; y < qr->width; y++)
		for (x = 0; x < qr->width; x++)
			if ((qr->data[y * qr->width + x] & 1) != 0)
				buf_printf(&b, "M%d %dh1v1h-1z", x + QUIET_ZONE,
				    y + QUIET_ZONE);
	buf_puts(&b, "\"/></svg>");
	QRcode_free(qr);
	return b.data;
}
