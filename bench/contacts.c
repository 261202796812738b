#include "contacts.h"

#include <inttypes.h>

#include "base/clock.h"
#include "contact/contact.h"
#include "program.h"

/* 2026-01-01; the bench's contacts are a second apart. */
#define FIRST_ADDED_MS INT64_C(1767225600000)

/* SplitMix64: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014). */
uint64_t bench_scatter(uint64_t seed)
{
    uint64_t z = seed * UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

/* Ten characters of a number, ten of another: 62^10 fits into 64 bits. */
void bench_contact_id(uint64_t index, char id[RAND_ID_LEN])
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    for (size_t half = 0; half < 2; half++) {
        uint64_t rest = bench_scatter(2 * index + half + 1);
        for (size_t i = 0; i < RAND_ID_LEN / 2; i++, rest /= 62)
            id[half * RAND_ID_LEN / 2 + i] = letters[rest % 62];
    }
}

static const struct json *made_by_a_token(struct arena *arena, struct str now)
{
    const struct json_text_member members[] = {
        {STR("source"), STR("INTEGRATION")},
        {STR("channel"), STR("PRIVATE_INTEGRATION")},
        {STR("sourceId"), STR("b3nchTokenIdOf20Char")},
        {STR("timestamp"), now},
    };
    return json_object_of_texts(arena, members, sizeof members / sizeof *members);
}

static struct contact contact_of(struct arena *arena, const struct contact_row *row, uint64_t index)
{
    struct str now = clock_iso(arena, row->date_added_ms);
    struct str *tags = ARENA_ARRAY(arena, struct str, 2);
    tags[0] = STR("bench");
    tags[1] = arena_format(arena, "t%" PRIu64, index % 100);
    return (struct contact){
        .id = row->id,
        .location_id = row->location_id,
        .first_name = arena_format(arena, "First %" PRIu64, index),
        .last_name = arena_format(arena, "Last %" PRIu64, index),
        .email = row->email,
        .phone = row->phone,
        .type = STR("lead"),
        .source = STR("bench"),
        .address1 = STR("3535 1st St N"),
        .city = STR("Dolomite"),
        .state = STR("AL"),
        .country = STR("US"),
        .postal_code = STR("35061"),
        .tags = {tags, 2},
        .date_added = now,
        .date_updated = now,
        .opaque = {.created_by = made_by_a_token(arena, now),
                   .last_updated_by = made_by_a_token(arena, now)},
    };
}

void bench_contact(struct arena *arena, struct str location_id, uint64_t index,
                   struct contact_row *row)
{
    char *id = arena_alloc(arena, RAND_ID_LEN);
    bench_contact_id(index, id);
    *row = (struct contact_row){
        .location_id = location_id,
        .id = {id, RAND_ID_LEN},
        .version = 1,
        .email = arena_format(arena, "contact-%" PRIu64 "@example.com", index),
        .phone = arena_format(arena, "+1212%07" PRIu64, UINT64_C(5550000) + index),
        .email_unique = true,
        .phone_unique = true,
        .date_added_ms = FIRST_ADDED_MS + (int64_t)index * 1000,
    };
    struct contact contact = contact_of(arena, row, index);
    contact_derive(arena, &contact);
    program_check(contact_encode(arena, &contact, &row->document), "making a contact");
}
