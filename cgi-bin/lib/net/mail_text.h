#ifndef LIB_NET_MAIL_TEXT_H
#define LIB_NET_MAIL_TEXT_H

#include <stdbool.h>

#include "lib/base/buf.h"

/* For lib/net only: what a message is written with.  Lines end with CRLF. */

enum { MAIL_ADDRESS_SIZE = 256 };

/* `name: text`, as encoded words (RFC 2047) where it is not short plain ASCII.
 * Control characters are spaces. */
void mail_put_header(struct buf *, const char *name, const char *text);
/* The same for text that is ASCII by its form (Date, Message-ID); what is not
 * is left out. */
void mail_put_raw_header(struct buf *, const char *name, const char *text);
/* `name: "Ines Duarte" <ines@example.org>` of a mailbox as in struct mail. */
void mail_put_mailbox(struct buf *, const char *name, const char *mailbox);
/* The bare address of a mailbox; false: it has none. */
bool mail_address(const char *mailbox, char out[MAIL_ADDRESS_SIZE]);
/* <left@right> of letters, digits and .-_+=, so that it can name a file too. */
bool mail_is_id(const char *id);
/* `; name="file"` for a Content- header, by RFC 2231 when not ASCII. */
void mail_put_parameter(struct buf *, const char *name, const char *text);

void mail_put_base64(struct buf *, const char *, size_t len);
/* Any line ends of the text become CRLF. */
void mail_put_quoted_printable(struct buf *, const char *, size_t len);

#endif
