/*
 * Email addresses, as validator.js takes them with the options of class-validator's IsEmail:
 *
 *      jane.o'neil+news@mail.example.com
 *      ├──────────────┘ ├──────────────┘
 *      atoms            labels
 *
 *  - One "@" parts the two; 254 bytes in all, at most 64 of them before it.
 *  - An atom is one or more of A-Z a-z 0-9 !#$%&'*+-/=?^_`{|}~ or a character of the Basic
 *    Multilingual Plane from U+00A1 on that is neither private nor special. Atoms are parted by
 *    single dots. There is no "quoted form" and no Display Name <…>.
 *  - A label is 1 to 63 letters, digits and hyphens, no hyphen first or last, no underscore. There
 *    are two or more, parted by single dots; the last has two or more letters, so that an address
 *    by number is none.
 *  - An international label is one that IDNA (UTS #46) makes an "xn--" label of. Where it makes
 *    plain ASCII, that was ASCII in disguise (full-width letters, say), and is refused: the same
 *    mailbox would count as two.
 */
#include <assert.h>
#include <pthread.h>
#include <unicode/uidna.h>
#include <unicode/utf8.h>

#include "contact/text.h"

/* RFC 5321, 4.5.3.1, and RFC 1035, 2.3.4. In bytes. */
enum { LOCAL_LEN_MAX = 64, LABEL_LEN_MAX = 63 };

/* No top-level domain is a single letter. */
enum { TOP_LABEL_LETTERS_MIN = 2 };

static pthread_once_t idna_once = PTHREAD_ONCE_INIT;
static const UIDNA *idna; /* never changed once made, so any thread may use it */

static void idna_open(void)
{
    const uint32_t options = UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ |
                             UIDNA_NONTRANSITIONAL_TO_ASCII;
    UErrorCode status = U_ZERO_ERROR;
    idna = uidna_openUTS46(options, &status);
    assert(U_SUCCESS(status));
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_atom_ascii(char c)
{
    static const struct str marks = STR_INIT("!#$%&'*+-/=?^_`{|}~");
    return is_letter(c) || str_is_digit(c) || str_find(marks, c) < marks.len;
}

static bool is_atom_international(UChar32 c)
{
    return (c >= 0xA1 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDCF) ||
           (c >= 0xFDF0 && c <= 0xFFEF);
}

static bool is_atom(struct str atom)
{
    for (size_t next = 0; next < atom.len;) {
        UChar32 c;
        U8_NEXT(atom.ptr, next, atom.len, c);
        if (!(c >= 0 && c < 0x80 ? is_atom_ascii((char)c) : is_atom_international(c)))
            return false;
    }
    return !str_is_empty(atom);
}

static bool is_label_ascii(struct str label)
{
    for (size_t i = 0; i < label.len; i++)
        if (!is_letter(label.ptr[i]) && !str_is_digit(label.ptr[i]) && label.ptr[i] != '-')
            return false;
    return label.len >= 1 && label.len <= LABEL_LEN_MAX && label.ptr[0] != '-' &&
           label.ptr[label.len - 1] != '-';
}

static bool is_label_international(struct str label)
{
    char ascii[LABEL_LEN_MAX];
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UErrorCode status = U_ZERO_ERROR;
    pthread_once(&idna_once, idna_open);
    int32_t len = uidna_labelToASCII_UTF8(idna, label.ptr, (int32_t)label.len, ascii, sizeof(ascii),
                                          &info, &status);
    return U_SUCCESS(status) && info.errors == 0 &&
           str_starts_with((struct str){.ptr = ascii, .len = (size_t)len}, STR("xn--"));
}

static bool is_label(struct str label)
{
    return str_is_ascii(label) ? is_label_ascii(label) : is_label_international(label);
}

static bool is_top_label(struct str label)
{
    if (str_code_points(label) < TOP_LABEL_LETTERS_MIN)
        return false;
    if (!str_is_ascii(label) || str_eq_nocase(str_slice(label, 0, 4), STR("xn--")))
        return true;
    for (size_t i = 0; i < label.len; i++)
        if (!is_letter(label.ptr[i]))
            return false;
    return true;
}

/*
 * Every part between two dots, the empty ones before the first and behind the last among them, is
 * what `is_part` says. `*last` is the last part, and the count of all is returned; 0 when one is
 * not.
 */
static size_t dotted_parts(struct str text, bool (*is_part)(struct str), struct str *last)
{
    size_t count = 0;
    for (size_t from = 0; from <= text.len; count++) {
        struct str rest = str_slice(text, from, text.len);
        *last = str_slice(rest, 0, str_find(rest, '.'));
        if (!is_part(*last))
            return 0;
        from += last->len + 1;
    }
    return count;
}

static bool is_local_part(struct str local)
{
    struct str last;
    return local.len <= LOCAL_LEN_MAX && dotted_parts(local, is_atom, &last) >= 1;
}

static bool is_domain(struct str domain)
{
    struct str last;
    return dotted_parts(domain, is_label, &last) >= 2 && is_top_label(last);
}

bool text_is_email(struct str text)
{
    if (text.len > TEXT_EMAIL_MAX)
        return false;
    size_t at = str_find(text, '@');
    return is_local_part(str_slice(text, 0, at)) && is_domain(str_slice(text, at + 1, text.len));
}
