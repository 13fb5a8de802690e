#ifndef LIB_AUTH_CERTIFICATE_H
#define LIB_AUTH_CERTIFICATE_H

#include <openssl/x509.h>

#include "lib/base/arena.h"

/* X.509 certificates for lib/auth, by OpenSSL; they live as long as the arena. */

/* Those of a PEM text, or of a file, up to a broken one; NULL: none. */
STACK_OF(X509) * certificates_read(struct arena *, const char *pem);
STACK_OF(X509) * certificates_load(struct arena *, const char *file);

/* NULL: the first of `chain` leads to one of `roots` (self-signed; the others of
 * them may stand between), at this time; NULL roots are the system's.  Else why
 * not. */
const char *certificate_trusted(
    STACK_OF(X509) * chain, STACK_OF(X509) * roots, int64_t seconds);

#endif
