/*
 * Any bytes as a request body, read by a table that has every kind. Whatever comes out must be what
 * the table promises.
 */
#include "json/table.h"

#include <assert.h>

#include "../unit/json/body_table.h"

static void check_text(const struct json_opt_text *text, size_t max)
{
    assert(text->presence <= JSON_GIVEN);
    assert(str_is_utf8(text->value));
    assert(text->presence == JSON_GIVEN || str_is_empty(text->value));
    assert(max == 0 || str_code_points(text->value) <= max);
}

static void check_settings(const struct json_opt_nested *nested)
{
    assert((nested->presence == JSON_GIVEN) == (nested->value != NULL));
    const struct settings *settings = nested->value;
    const struct channel *call = settings ? settings->call.value : NULL;
    if (!call)
        return;
    assert(settings->call.presence == JSON_GIVEN);
    check_text(&call->message, 0);
    assert(str_eq(call->status.value, statuses[0]) || str_eq(call->status.value, statuses[1]));
}

/* What was written is read again as the same. */
static void check_any(const struct json_opt_any *any, struct arena *arena)
{
    if (any->presence != JSON_GIVEN)
        return;
    struct str text = json_text(arena, any->value);
    const struct json *again;
    struct json_malformed malformed;
    enum err err = json_parse(arena, text, &again, &malformed);
    assert(err == ERR_NONE);
    assert(str_eq(json_text(arena, again), text));
}

static void check_texts(const struct json_opt_texts *texts, size_t max)
{
    assert(texts->presence <= JSON_GIVEN);
    assert(texts->presence == JSON_GIVEN || texts->count == 0);
    for (size_t i = 0; i < texts->count; i++) {
        const struct json_opt_text text = {JSON_GIVEN, texts->items[i]};
        check_text(&text, max);
    }
}

static void check_body(const struct body *body, struct arena *arena)
{
    check_text(&body->name, BODY_TEXT_MAX);
    check_text(&body->location, 0);
    assert(body->dnd.presence <= JSON_GIVEN);
    check_texts(&body->tags, BODY_TEXT_MAX);
    assert(body->tags.count <= BODY_ITEMS_MAX);
    check_texts(&body->colours, 0);
    check_settings(&body->settings);
    check_any(&body->anything, arena);
    const struct entry *entries = body->entries.items;
    assert(body->entries.count <= BODY_ITEMS_MAX);
    for (size_t i = 0; i < body->entries.count; i++) {
        check_text(&entries[i].id, BODY_TEXT_MAX);
        check_any(&entries[i].value, arena);
        check_settings(&entries[i].settings);
    }
}

static void check_faults(const struct faults *faults)
{
    assert(faults->count <= FAULTS_MAX + 1);
    for (size_t i = 0; i < faults->count; i++)
        assert(!str_is_empty(faults->items[i]) && str_is_utf8(faults->items[i]));
}

static void read_body(struct arena *arena, struct str text)
{
    const struct json *root;
    struct json_malformed malformed;
    enum err err = json_parse(arena, text, &root, &malformed);
    if (err == ERR_JSON_MALFORMED)
        assert(malformed.position <= text.len && !str_is_empty(malformed.why));
    if (err || json_type(root) != JSON_OBJECT)
        return;
    struct faults faults;
    faults_init(&faults, arena);
    struct body body;
    json_table_decode(&body_table, root, arena, &body, &faults);
    check_faults(&faults);
    if (faults.count == 0)
        check_body(&body, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena);
    read_body(&arena, (struct str){.ptr = (const char *)data, .len = size});
    arena_release(&arena);
    return 0;
}
