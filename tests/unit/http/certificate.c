#include "certificate.h"

#include <assert.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

enum { VALID_S = 24 * 60 * 60 };

static X509 *sign(EVP_PKEY *key)
{
    X509 *certificate = X509_new();
    X509_NAME *name = X509_get_subject_name(certificate);
    X509_set_version(certificate, X509_VERSION_3);
    X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
    X509_gmtime_adj(X509_getm_notAfter(certificate), VALID_S);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, (const unsigned char *)"localhost", -1, -1,
                               0);
    X509_set_issuer_name(certificate, name);
    X509_set_pubkey(certificate, key);
    int signature_len = X509_sign(certificate, key, EVP_sha256());
    assert(signature_len > 0);
    return certificate;
}

static struct str text_of(BIO *bio, struct arena *arena)
{
    char *bytes;
    long len = BIO_get_mem_data(bio, &bytes);
    assert(len > 0);
    struct str text = arena_copy(arena, (struct str){bytes, (size_t)len});
    BIO_free(bio);
    return text;
}

struct certificate certificate_new(struct arena *arena)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = sign(key);
    BIO *certificate_pem = BIO_new(BIO_s_mem());
    BIO *key_pem = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(certificate_pem, certificate);
    PEM_write_bio_PrivateKey(key_pem, key, NULL, NULL, 0, NULL, NULL);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return (struct certificate){text_of(certificate_pem, arena), text_of(key_pem, arena)};
}
