#include "people.h"

#include <inttypes.h>

#include "base/clock.h"
#include "contact/contact.h"
#include "program.h"

/* 2024-01-01; a contact every forty seconds. */
#define FIRST_ADDED_MS INT64_C(1704067200000)
enum { APART_MS = 40 * 1000 };

enum {
    FIRST_NAMES = 3000,
    LAST_NAMES = 20000,
    COMPANIES = 30000,
    CITIES = 2000,
    RARE_TAGS = 500,
    TEXTS = 1000
};

/* A row of random numbers of one contact. */
struct dice {
    uint64_t state;
};

static uint64_t roll(struct dice *dice, uint64_t sides)
{
    return bench_scatter(++dice->state) % sides;
}

/* Few of many: half of the rolls fall on the first fiftieth. */
static uint64_t roll_skewed(struct dice *dice, uint64_t sides)
{
    return roll(dice, 2) == 0 ? roll(dice, sides / 50 + 1) : roll(dice, sides);
}

/* Of two to four syllables, the same for the same number. */
static struct str word(struct arena *arena, uint64_t number, char first)
{
    static const char consonants[] = "bcdfghjklmnprstvwz";
    static const char vowels[] = "aeiou";
    uint64_t bits = bench_scatter(number * 7 + (uint64_t)first);
    size_t syllables = 2 + bits % 3;
    char *out = arena_alloc(arena, syllables * 2);
    bits /= 3;
    for (size_t i = 0; i < syllables; i++, bits /= 90) {
        out[2 * i] = consonants[bits % 18];
        out[2 * i + 1] = vowels[bits / 18 % 5];
    }
    return (struct str){out, syllables * 2};
}

static struct str domain(struct arena *arena, struct dice *dice, struct str company)
{
    static const struct str providers[] = {
        STR_INIT("gmail.com"),   STR_INIT("gmail.com"),   STR_INIT("gmail.com"),
        STR_INIT("gmail.com"),   STR_INIT("yahoo.com"),   STR_INIT("yahoo.com"),
        STR_INIT("hotmail.com"), STR_INIT("outlook.com"), STR_INIT("icloud.com"),
        STR_INIT("aol.com"),
    };
    if (!str_is_empty(company) && roll(dice, 2) == 0)
        return arena_format(arena, "%.*s.com",
                            STR_ARG(str_slice(company, 0, str_find(company, ' '))));
    return providers[roll(dice, sizeof providers / sizeof *providers)];
}

static struct str company_of(struct arena *arena, struct dice *dice)
{
    static const char *const trades[] = {"Inc",      "LLC",    "Group",  "Services",
                                         "Plumbing", "Dental", "Realty", "Solutions"};
    if (roll(dice, 2) == 0)
        return STR("");
    struct str name = word(arena, roll_skewed(dice, COMPANIES), 'c');
    return arena_format(arena, "%.*s %s", STR_ARG(name), trades[roll(dice, 8)]);
}

static struct text_list tags_of(struct arena *arena, struct dice *dice)
{
    static const struct str common[] = {STR_INIT("lead"), STR_INIT("customer"), STR_INIT("vip")};
    struct str *tags = ARENA_ARRAY(arena, struct str, 2);
    tags[0] = common[roll_skewed(dice, 3)];
    tags[1] = arena_format(arena, "t%" PRIu64, roll(dice, RARE_TAGS));
    return (struct text_list){tags, 2};
}

static const struct json *json_of(struct arena *arena, struct str text)
{
    const struct json *value;
    struct json_malformed malformed;
    program_check(json_parse(arena, text, &value, &malformed), "making a value");
    return value;
}

static struct custom_value *values_of(struct arena *arena, const struct bench_people *people,
                                      struct dice *dice)
{
    struct custom_value *values = ARENA_ARRAY(arena, struct custom_value, 2);
    struct str number = arena_format(arena, "%" PRIu64, roll(dice, 100000));
    struct str text = arena_format(arena, "\"Value %" PRIu64 "\"", roll(dice, TEXTS));
    values[0] = (struct custom_value){people->number_field, json_of(arena, number)};
    values[1] = (struct custom_value){people->text_field, json_of(arena, text)};
    return values;
}

static struct contact contact_of(struct arena *arena, const struct bench_people *people,
                                 struct dice *dice, const struct contact_row *row)
{
    static const struct str states[] = {STR_INIT("CA"), STR_INIT("TX"), STR_INIT("NY"),
                                        STR_INIT("FL"), STR_INIT("WA")};
    struct str now = clock_iso(arena, row->date_added_ms);
    return (struct contact){
        .id = row->id,
        .location_id = row->location_id,
        .first_name = word(arena, roll_skewed(dice, FIRST_NAMES), 'f'),
        .last_name = word(arena, roll_skewed(dice, LAST_NAMES), 'l'),
        .phone = row->phone,
        .type = STR("lead"),
        .source = STR("bench"),
        .company_name = company_of(arena, dice),
        .address1 = arena_format(arena, "%" PRIu64 " Main St", roll(dice, 9999) + 1),
        .city = word(arena, roll_skewed(dice, CITIES), 't'),
        .state = states[roll(dice, 5)],
        .country = STR("US"),
        .postal_code = arena_format(arena, "%05" PRIu64, roll(dice, 99999)),
        .tags = tags_of(arena, dice),
        .custom_values = values_of(arena, people, dice),
        .custom_value_count = 2,
        .date_added = now,
        .date_updated = now,
    };
}

void bench_person(struct arena *arena, const struct bench_people *people, uint64_t index,
                  struct contact_row *row)
{
    struct dice dice = {.state = index * 64};
    char *id = arena_alloc(arena, RAND_ID_LEN);
    bench_contact_id(index, id);
    *row = (struct contact_row){
        .location_id = people->location_id,
        .id = {id, RAND_ID_LEN},
        .version = 1,
        .phone = arena_format(arena, "+1%010" PRIu64,
                              UINT64_C(2010000000) + index * 48271 % UINT64_C(7000000000)),
        .email_unique = true,
        .phone_unique = true,
        .date_added_ms = FIRST_ADDED_MS + (int64_t)index * APART_MS,
    };
    struct contact contact = contact_of(arena, people, &dice, row);
    row->email = arena_format(arena, "%.*s.%.*s%" PRIu64 "@%.*s", STR_ARG(contact.first_name),
                              STR_ARG(contact.last_name), index,
                              STR_ARG(domain(arena, &dice, contact.company_name)));
    contact.email = row->email;
    contact_derive(arena, &contact);
    row->email = contact.email;
    program_check(contact_encode(arena, &contact, &row->document), "making a contact");
}
