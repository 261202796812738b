/*
 * Names of time zones: ICU's list, sorted once, less what only ICU has.
 */
#include <assert.h>
#include <pthread.h>
#include <stdlib.h>
#include <unicode/ucal.h>
#include <unicode/uenum.h>

#include "contact/text.h"

static pthread_once_t zones_once = PTHREAD_ONCE_INIT;
static struct arena zones_arena; /* lives as long as the process */
static struct str *zones;        /* sorted; never changed once read, so any thread may search it */
static size_t zones_count;

/*
 * What ICU knows besides IANA's names: its own abbreviations from before IANA's names were common,
 * half of them misleading (IST is Calcutta, BST is Dhaka); its SystemV zones; the name of no zone;
 * and two that IANA has withdrawn.
 */
static bool is_foreign(struct str name)
{
    static const struct str foreign[] = {
        STR_INIT("ACT"),           STR_INIT("AET"),         STR_INIT("AGT"),
        STR_INIT("ART"),           STR_INIT("AST"),         STR_INIT("BET"),
        STR_INIT("BST"),           STR_INIT("CAT"),         STR_INIT("CNT"),
        STR_INIT("CST"),           STR_INIT("CTT"),         STR_INIT("EAT"),
        STR_INIT("ECT"),           STR_INIT("IET"),         STR_INIT("IST"),
        STR_INIT("JST"),           STR_INIT("MIT"),         STR_INIT("NET"),
        STR_INIT("NST"),           STR_INIT("PLT"),         STR_INIT("PNT"),
        STR_INIT("PRT"),           STR_INIT("PST"),         STR_INIT("SST"),
        STR_INIT("VST"),           STR_INIT("Etc/Unknown"), STR_INIT("Canada/East-Saskatchewan"),
        STR_INIT("US/Pacific-New")};
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++)
        if (str_eq(name, foreign[i]))
            return true;
    return str_starts_with(name, STR("SystemV/"));
}

/* Zones that IANA made after the data of the oldest ICU we run on (72, Debian 12). */
static const struct str newer[] = {
    STR_INIT("America/Ciudad_Juarez"),
    STR_INIT("America/Coyhaique"),
};

enum { NEWER_COUNT = sizeof newer / sizeof *newer };

/* By byte, as people who look for one in a list expect it. */
static int zone_order(const void *a, const void *b)
{
    const struct str *left = a;
    const struct str *right = b;
    size_t common = left->len < right->len ? left->len : right->len;
    int order = common > 0 ? memcmp(left->ptr, right->ptr, common) : 0;
    if (order != 0 || left->len == right->len)
        return order;
    return left->len < right->len ? -1 : 1;
}

static void remove_repeats(void)
{
    size_t kept = 0;
    for (size_t i = 0; i < zones_count; i++) {
        if (kept == 0 || !str_eq(zones[i], zones[kept - 1]))
            zones[kept++] = zones[i];
    }
    zones_count = kept;
}

static void zones_read(void)
{
    UErrorCode status = U_ZERO_ERROR;
    UEnumeration *names = ucal_openTimeZoneIDEnumeration(UCAL_ZONE_TYPE_ANY, NULL, NULL, &status);
    assert(U_SUCCESS(status));
    arena_init(&zones_arena);
    zones =
        ARENA_ARRAY(&zones_arena, struct str, (size_t)uenum_count(names, &status) + NEWER_COUNT);
    int32_t len;
    for (const char *ptr; (ptr = uenum_next(names, &len, &status));) {
        struct str name = {.ptr = ptr, .len = (size_t)len};
        if (!is_foreign(name))
            zones[zones_count++] = arena_copy(&zones_arena, name);
    }
    assert(U_SUCCESS(status));
    uenum_close(names);
    for (size_t i = 0; i < NEWER_COUNT; i++)
        zones[zones_count++] = newer[i];
    qsort(zones, zones_count, sizeof(zones[0]), zone_order);
    remove_repeats();
}

bool text_is_time_zone(struct str text)
{
    pthread_once(&zones_once, zones_read);
    return bsearch(&text, zones, zones_count, sizeof(zones[0]), zone_order) != NULL;
}

const struct str *text_time_zones(size_t *count)
{
    pthread_once(&zones_once, zones_read);
    *count = zones_count;
    return zones;
}
