/*
 * What all TLS connections of a server share: the certificate, its key, and what is spoken.
 */
#pragma once

#include <openssl/types.h>

#include "base/err.h"
#include "base/str.h"

/*
 * From PEM texts: a certificate with the chain behind it, and the private key, not encrypted.
 * ERR_SETTING_INVALID when they cannot be used together. The caller frees with SSL_CTX_free.
 */
MUST_CHECK enum err tls_new(struct str certificate, struct str key, SSL_CTX **tls,
                            struct err_text *explanation);
