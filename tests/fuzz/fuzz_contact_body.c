/*
 * A body of any bytes on its way through the domain: decoded, checked, applied, written, read
 * again.
 *
 * The first byte chooses the kind of body and the spelling. What must hold: a body without faults
 * can be applied, its document is read back, and applying it once more changes nothing.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "contact/patch.h"

static enum contact_body_kind kind_of(uint8_t bits)
{
    if (bits & 4)
        return CONTACT_BODY_ADDITIONAL;
    return bits & 1 ? CONTACT_BODY_CREATE : CONTACT_BODY_UPDATE;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct custom_option options[] = {
    {.key = STR_INIT("one"), .label = STR_INIT("One")},
    {.key = STR_INIT("two"), .label = STR_INIT("two")},
};

/* One field of every type. */
#define TYPE(type_name, has_options)            \
    {                                           \
        .id = STR_INIT("id_" #type_name),       \
        .key = STR_INIT("contact." #type_name), \
        .name = STR_INIT(#type_name),           \
        .type = CUSTOM_FIELD_##type_name,       \
        .options = options,                     \
        .option_count = (has_options) ? 2 : 0,  \
    },
static struct custom_field fields[] = {CUSTOM_FIELD_TYPES(TYPE)};

static int by_id(const void *a, const void *b)
{
    struct str left = ((const struct custom_field *)a)->id;
    struct str right = ((const struct custom_field *)b)->id;
    size_t len = left.len < right.len ? left.len : right.len;
    int order = memcmp(left.ptr, right.ptr, len);
    return order ? order : (left.len > right.len) - (left.len < right.len);
}

static struct str document_of(struct arena *arena, const struct contact *contact)
{
    struct str document = STR("");
    enum err err = contact_encode(arena, contact, &document);
    assert(err == ERR_NONE);
    return document;
}

static void apply(struct arena *arena, const struct contact_patch *patch)
{
    struct contact contact = {.id = STR("id")};
    contact_patch_apply(arena, &contact, patch);
    struct str document = document_of(arena, &contact);
    struct contact read;
    enum err err = contact_decode(arena, document, &read);
    assert(err == ERR_NONE);
    contact_patch_apply(arena, &read, patch);
    assert(str_eq(document_of(arena, &read), document));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    qsort(fields, sizeof fields / sizeof *fields, sizeof *fields, by_id);
    const struct location location = {.country = STR("US"),
                                      .duplicates = {.first = MATCH_EMAIL, .second = MATCH_PHONE}};
    const struct custom_fields defined = {fields, sizeof fields / sizeof *fields};
    const struct contact_rules rules = {.location = &location, .custom_fields = &defined};
    struct arena arena;
    arena_init(&arena);
    const struct json *object;
    struct json_malformed malformed;
    struct str text = {(const char *)data + 1, size - 1};
    if (json_parse(&arena, text, &object, &malformed) == ERR_NONE &&
        json_type(object) == JSON_OBJECT) {
        struct faults faults;
        struct contact_body body;
        struct contact_patch patch;
        faults_init(&faults, &arena);
        contact_body_decode(object, kind_of(data[0]),
                            data[0] & 2 ? DND_SPELLING_V3 : DND_SPELLING_V2, &arena, &body,
                            &faults);
        (void)contact_body_needs_country(&body);
        contact_patch_check(&body, &rules, &arena, &patch, &faults);
        if (faults.count == 0)
            apply(&arena, &patch);
    }
    arena_release(&arena);
    return 0;
}
