#include "contact/text.h"

#include "contact/phone.h"

#include <assert.h>
#include <pthread.h>
#include <unicode/ucasemap.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf8.h>

/* ICU counts in int32_t, and lower case may be half as long again; a body is 1 MiB at most. */
enum { TEXT_LEN_MAX = INT32_MAX / 2 };

static pthread_once_t root_case_once = PTHREAD_ONCE_INIT;
static const UCaseMap *root_case; /* never changed once made, so any thread may use it */

static void root_case_open(void)
{
    UErrorCode status = U_ZERO_ERROR;
    root_case = ucasemap_open("", 0, &status);
    assert(U_SUCCESS(status));
}

static struct str lower_ascii(struct arena *arena, struct str text)
{
    char *lower = arena_alloc(arena, text.len);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        lower[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
    }
    return (struct str){.ptr = lower, .len = text.len};
}

/*
 * The happy path is a result no longer than the text. Failure mode: it is longer ("Ⱥ" has two
 * bytes, "ⱥ" three); ICU then says how long, and the second try has the room.
 */
static struct str lower_unicode(struct arena *arena, struct str text)
{
    assert(text.len <= TEXT_LEN_MAX);
    pthread_once(&root_case_once, root_case_open);
    int32_t len = (int32_t)text.len;
    UErrorCode status;
    char *lower;
    int32_t capacity;
    do {
        capacity = len;
        lower = arena_alloc(arena, (size_t)capacity);
        status = U_ZERO_ERROR;
        len =
            ucasemap_utf8ToLower(root_case, lower, capacity, text.ptr, (int32_t)text.len, &status);
    } while (len > capacity);
    assert(U_SUCCESS(status));
    return (struct str){.ptr = lower, .len = (size_t)len};
}

struct str text_lower(struct arena *arena, struct str text)
{
    return str_is_ascii(text) ? lower_ascii(arena, text) : lower_unicode(arena, text);
}

/* By way of UTF-16, the only form that ICU's C interface normalises; it has room for any result. */
struct str text_nfc(struct arena *arena, struct str text)
{
    enum { GROWTH_MAX = 3 }; /* NFC never needs more than thrice the units: UAX #15 */
    if (str_is_ascii(text))
        return text;
    assert(text.len <= TEXT_LEN_MAX / GROWTH_MAX);
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = 0;
    int32_t capacity = (int32_t)text.len * GROWTH_MAX;
    UChar *given = ARENA_ARRAY(arena, UChar, text.len);
    UChar *composed = ARENA_ARRAY(arena, UChar, (size_t)capacity);
    u_strFromUTF8(given, (int32_t)text.len, &len, text.ptr, (int32_t)text.len, &status);
    len = unorm2_normalize(unorm2_getNFCInstance(&status), given, len, composed, capacity, &status);
    char *out = arena_alloc(arena, (size_t)capacity);
    u_strToUTF8(out, capacity, &len, composed, len, &status);
    assert(U_SUCCESS(status));
    return (struct str){.ptr = out, .len = (size_t)len};
}

static struct str trim(struct str text)
{
    size_t start = text.len;
    size_t end = 0;
    for (size_t at = 0, next = 0; next < text.len; at = next) {
        UChar32 c;
        U8_NEXT(text.ptr, next, text.len, c);
        if (u_isUWhiteSpace(c))
            continue;
        if (start > at)
            start = at;
        end = next;
    }
    return str_slice(text, start, end);
}

struct str text_tag(struct arena *arena, struct str text)
{
    return text_lower(arena, text_nfc(arena, trim(text)));
}

bool text_e164(struct arena *arena, struct str text, struct str country, struct str *e164)
{
    char number[PHONE_E164_MAX];
    size_t len;
    if (!phone_normalize(text, country, number, &len))
        return false;
    *e164 = arena_copy(arena, (struct str){number, len});
    return true;
}
