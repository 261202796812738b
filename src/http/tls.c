#include "http/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/memory.h"

/* ---- PEM --------------------------------------------------------------------------------------
 */

static BIO *bio_of(struct str text)
{
    BIO *bio = BIO_new_mem_buf(text.ptr, (int)text.len);
    if (!bio)
        memory_exhausted(text.len);
    return bio;
}

/* An encrypted key would be asked for at the terminal, which a service has not. */
static int no_passphrase(char *room, int size, int writing, void *context)
{
    (void)room, (void)size, (void)writing, (void)context;
    return -1;
}

static bool use_key(SSL_CTX *tls, struct str key)
{
    BIO *bio = bio_of(key);
    EVP_PKEY *read = PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL);
    bool used = read && SSL_CTX_use_PrivateKey(tls, read) == 1;
    EVP_PKEY_free(read);
    BIO_free(bio);
    return used;
}

/* The certificates behind the server's own, up to the one that clients know. */
static bool use_chain(SSL_CTX *tls, BIO *bio)
{
    X509 *next;
    while ((next = PEM_read_bio_X509(bio, NULL, no_passphrase, NULL))) {
        if (SSL_CTX_add0_chain_cert(tls, next) != 1) {
            X509_free(next);
            return false;
        }
    }
    bool at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (at_end)
        ERR_clear_error();
    return at_end;
}

static bool use_certificate(SSL_CTX *tls, struct str certificate)
{
    BIO *bio = bio_of(certificate);
    X509 *own = PEM_read_bio_X509_AUX(bio, NULL, no_passphrase, NULL);
    bool used = own && SSL_CTX_use_certificate(tls, own) == 1 && use_chain(tls, bio);
    X509_free(own);
    BIO_free(bio);
    return used;
}

/* ---- what is spoken ---------------------------------------------------------------------------
 */

/* A client may offer HTTP/2 as well; one that offers only others is answered all the same. */
static int choose_protocol(SSL *connection, const unsigned char **chosen, unsigned char *chosen_len,
                           const unsigned char *offered, unsigned offered_len, void *context)
{
    (void)connection, (void)context;
    static const unsigned char ours[] = "\x08http/1.1";
    unsigned char *match;
    int found =
        SSL_select_next_proto(&match, chosen_len, ours, sizeof ours - 1, offered, offered_len);
    *chosen = match;
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
}

/*
 * A record that changes the keys is no data, and OpenSSL reads on behind it until data comes: a
 * client that sends nothing else would keep the thread. No client needs as many on one connection.
 */
enum { KEY_UPDATES_MAX = 32 };

static void limit_key_updates(int sent, int version, int content_type, const void *bytes,
                              size_t len, SSL *connection, void *context)
{
    (void)version, (void)context;
    const unsigned char *message = bytes;
    if (sent || content_type != SSL3_RT_HANDSHAKE || len == 0 || message[0] != SSL3_MT_KEY_UPDATE)
        return;
    uintptr_t count = (uintptr_t)SSL_get_app_data(connection) + 1;
    SSL_set_app_data(connection, (void *)count);
    if (count > KEY_UPDATES_MAX)
        shutdown(SSL_get_fd(connection), SHUT_RD); /* so that the read sees the end */
}

/* TLS 1.0 and 1.1 are deprecated (RFC 8996). An idle connection gives its buffers back. */
static SSL_CTX *context_new(void)
{
    SSL_CTX *tls = SSL_CTX_new(TLS_server_method());
    if (!tls || SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) != 1)
        memory_exhausted(0);
    SSL_CTX_set_options(tls, SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                              SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_msg_callback(tls, limit_key_updates);
    SSL_CTX_set_alpn_select_cb(tls, choose_protocol, NULL);
    return tls;
}

/* ---- made of both -----------------------------------------------------------------------------
 */

static enum err explain(struct err_text *explanation)
{
    const char *why = ERR_reason_error_string(ERR_peek_error());
    enum err err =
        err_explain(explanation, ERR_SETTING_INVALID,
                    "cannot use the TLS certificate and its key (%s): give the certificate chain "
                    "and the private key that belongs to it, both as PEM",
                    why ? why : "no reason given");
    ERR_clear_error();
    return err;
}

enum err tls_new(struct str certificate, struct str key, SSL_CTX **tls,
                 struct err_text *explanation)
{
    SSL_CTX *made = context_new();
    ERR_clear_error();
    if (!use_certificate(made, certificate) || !use_key(made, key) ||
        SSL_CTX_check_private_key(made) != 1) {
        SSL_CTX_free(made);
        return explain(explanation);
    }
    *tls = made;
    return ERR_NONE;
}
