#ifndef ACCOUNT_TOTP_H
#define ACCOUNT_TOTP_H

#include "lib/base/arena.h"
#include "lib/base/kind.h"

/*
 * Time-based one-time passwords, RFC 6238: SHA-1, 30 seconds, six digits, as
 * every authenticator app has them.  Secrets are base32 text.
 */

/* 160 random bits as base32. */
const char *totp_secret(struct arena *);
/* The otpauth: address that apps read. */
const char *totp_uri(struct arena *, const char *secret, const char *issuer,
    const char *account);
/* The code's time step, one step either side of now, or -1 when it is wrong. */
int64_t totp_check(const char *secret, const char *code, struct instant now);
/* The address as a QR code: an SVG document. */
const char *totp_qr_svg(struct arena *, const char *uri);

#endif
