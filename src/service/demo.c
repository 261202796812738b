#include "service/demo.h"

#include "contact/contact.h"
#include "service/contacts.h"
#include "service/custom_fields.h"
#include "service/location.h"
#include "service/records.h"
#include "service/token.h"

/* ---- the location and its fields --------------------------------------------------------------
 */

static const struct {
    struct str name;
    enum custom_field_type type;
    struct str options[3];
} demo_fields[] = {
    {STR_INIT("Nickname"), CUSTOM_FIELD_TEXT, {{0}}},
    {STR_INIT("About"), CUSTOM_FIELD_LARGE_TEXT, {{0}}},
    {STR_INIT("Visits"), CUSTOM_FIELD_NUMERICAL, {{0}}},
    {STR_INIT("Rating"), CUSTOM_FIELD_FLOAT, {{0}}},
    {STR_INIT("Second phone"), CUSTOM_FIELD_PHONE, {{0}}},
    {STR_INIT("Second email"), CUSTOM_FIELD_EMAIL, {{0}}},
    {STR_INIT("Budget"), CUSTOM_FIELD_MONETORY, {{0}}},
    {STR_INIT("Interests"),
     CUSTOM_FIELD_CHECKBOX,
     {STR_INIT("Bread"), STR_INIT("Coffee"), STR_INIT("Tea")}},
    {STR_INIT("Size"),
     CUSTOM_FIELD_SINGLE_OPTIONS,
     {STR_INIT("Small"), STR_INIT("Medium"), STR_INIT("Large")}},
    {STR_INIT("Weekdays"),
     CUSTOM_FIELD_MULTIPLE_OPTIONS,
     {STR_INIT("Monday"), STR_INIT("Tuesday"), STR_INIT("Friday")}},
    {STR_INIT("Member since"), CUSTOM_FIELD_DATE, {{0}}},
    {STR_INIT("Best time"), CUSTOM_FIELD_TIME, {{0}}},
    {STR_INIT("Newsletter"), CUSTOM_FIELD_RADIO, {STR_INIT("Yes"), STR_INIT("No"), {0}}},
    {STR_INIT("Addresses"), CUSTOM_FIELD_TEXTBOX_LIST, {STR_INIT("home"), STR_INIT("work"), {0}}},
    {STR_INIT("Contract"), CUSTOM_FIELD_FILE_UPLOAD, {{0}}},
    {STR_INIT("Signature"), CUSTOM_FIELD_SIGNATURE, {{0}}},
};

enum { DEMO_FIELDS = sizeof demo_fields / sizeof *demo_fields };

_Static_assert(DEMO_FIELDS == (int)CUSTOM_FIELD_TYPE_COUNT, "one demo field of every data type");

/* The demo's options are their own keys. */
static void take_options(struct arena *arena, const struct str options[3],
                         struct custom_field *field)
{
    field->options = ARENA_ARRAY(arena, struct custom_option, 3);
    for (size_t i = 0; i < 3 && !str_is_empty(options[i]); i++)
        field->options[field->option_count++] =
            (struct custom_option){.key = options[i], .label = options[i]};
}

static enum err create_fields(struct store *store, struct arena *arena, struct str location_id)
{
    const struct str object_key = STR(CUSTOM_FIELD_CONTACT);
    for (size_t i = 0; i < DEMO_FIELDS; i++) {
        struct custom_field field = {
            .object_key = object_key,
            .key = custom_field_key_of_name(arena, object_key, demo_fields[i].name),
            .name = demo_fields[i].name,
            .type = demo_fields[i].type,
            .position = (int64_t)i,
            .shows_in_forms = true,
        };
        take_options(arena, demo_fields[i].options, &field);
        enum err err = custom_field_create(store, arena, location_id, &field);
        if (err)
            return err;
    }
    return ERR_NONE;
}

/* ---- the contacts -----------------------------------------------------------------------------
 */

/* %s: first name, last name, the same lower-cased for addresses, and two digits of a phone. */
static const char demo_body[] =
    "{\"locationId\":\"%.*s\",\"firstName\":\"%s\",\"lastName\":\"%s\",\"email\":\"%s@example."
    "com\","
    "\"phone\":\"+1 202 555 01%s\",\"gender\":\"female\",\"address1\":\"3535 1st St N\","
    "\"city\":\"Dolomite\",\"state\":\"AL\",\"postalCode\":\"35061\",\"country\":\"US\","
    "\"website\":\"https://www.example.com\",\"timezone\":\"America/Chicago\",\"dnd\":false,"
    "\"dndSettings\":{\"Call\":{\"status\":\"inactive\"},\"Email\":{\"status\":\"inactive\"},"
    "\"SMS\":{\"status\":\"active\",\"message\":\"asked by phone\",\"code\":\"101\"},"
    "\"WhatsApp\":{\"status\":\"inactive\"},\"GMB\":{\"status\":\"inactive\"},"
    "\"FB\":{\"status\":\"inactive\"}},"
    "\"inboundDndSettings\":{\"all\":{\"status\":\"inactive\",\"message\":\"\"}},"
    "\"tags\":[\"demo\",\"bakery\"],\"source\":\"demo\",\"dateOfBirth\":\"1990-09-25\","
    "\"companyName\":\"Dolomite Bakery\",\"assignedTo\":\"y0BeYjuRIlDwsDcOHOJo\","
    "\"customFields\":["
    "{\"key\":\"nickname\",\"field_value\":\"%s\"},"
    "{\"key\":\"about\",\"field_value\":\"Bakes bread.\\nLikes tea.\"},"
    "{\"key\":\"visits\",\"field_value\":42},"
    "{\"key\":\"rating\",\"field_value\":4.5},"
    "{\"key\":\"second_phone\",\"field_value\":\"+1 202 555 0199\"},"
    "{\"key\":\"second_email\",\"field_value\":\"orders@example.com\"},"
    "{\"key\":\"budget\",\"field_value\":1250.75},"
    "{\"key\":\"interests\",\"field_value\":[\"Bread\",\"Tea\"]},"
    "{\"key\":\"size\",\"field_value\":\"Medium\"},"
    "{\"key\":\"weekdays\",\"field_value\":[\"Monday\",\"Friday\"]},"
    "{\"key\":\"member_since\",\"field_value\":\"2021-07-02\"},"
    "{\"key\":\"best_time\",\"field_value\":\"09:30\"},"
    "{\"key\":\"newsletter\",\"field_value\":\"Yes\"},"
    "{\"key\":\"addresses\",\"field_value\":{\"home\":\"3535 1st St N\",\"work\":\"1 Mill Rd\"}},"
    "{\"key\":\"contract\",\"field_value\":{\"f31175d4-2b06-4fc6-b7bc-74cd814c68cb\":"
    "{\"meta\":{\"originalname\":\"contract.pdf\",\"mimetype\":\"application/pdf\",\"size\":1024},"
    "\"url\":\"https://www.example.com/contract.pdf\",\"documentId\":\"w2M9qTZ0ZJz8rGt02jdJ\"}}},"
    "{\"key\":\"signature\",\"field_value\":{\"url\":\"https://www.example.com/signature.png\"}}"
    "]}";

static const struct {
    const char *first_name;
    const char *last_name;
    const char *login;
    const char *phone;
} demo_people[] = {
    {"Rubika", "Deo", "rubika.deo", "10"},
    {"Rosan", "Acker", "rosan.acker", "11"},
    {"Ines", "Marrow", "ines.marrow", "12"},
};

enum { DEMO_PEOPLE = sizeof demo_people / sizeof *demo_people };

/* Members that no operation on contacts sets: other parts of the product fill them. */
static const struct str demo_attribution =
    STR_INIT("{\"url\":\"https://www.example.com/"
             "offer\",\"campaign\":\"spring\",\"utmSource\":\"newsletter\","
             "\"medium\":\"survey\",\"mediumId\":\"FglfHAn30PRwsZVyQlKp\"}");

struct fill_rest {
    struct store_op op;
    struct arena *arena;
    struct contact_row *row;
    struct str business_id;
};

static enum err apply_fill_rest(struct store_op *op, struct store_tx *tx)
{
    struct fill_rest *fill = (struct fill_rest *)op;
    struct contact contact;
    struct json_malformed malformed;
    enum err err = contact_decode(fill->arena, fill->row->document, &contact);
    if (!err)
        err = json_parse(fill->arena, demo_attribution, &contact.opaque.attribution_source,
                         &malformed);
    if (err)
        return err;
    contact.opaque.last_attribution_source = contact.opaque.attribution_source;
    contact.keyword = STR("bread");
    contact.ssn = STR("000-00-0000");
    contact.last_activity = contact.date_added;
    contact.business_id = fill->business_id;
    contact.visitor_id = STR("ve9EPM428h8vShlRW1KT");
    err = contact_encode(fill->arena, &contact, &fill->row->document);
    if (err)
        return err;
    struct contact_row row = *fill->row;
    row.version = 2;
    return store_tx_contact_set_business(tx, &row, fill->business_id);
}

static struct actor demo_actor(const struct demo *demo)
{
    return (struct actor){STR("SYSTEM"), STR("DEMO"), demo->location_id};
}

static enum err create_business(struct store *store, struct arena *arena, const struct demo *demo,
                                struct str *business_id)
{
    const struct json_text_member members[] = {
        {STR("locationId"), demo->location_id},
        {STR("name"), STR("Dolomite Bakery")},
        {STR("website"), STR("https://www.example.com")},
        {STR("city"), STR("Dolomite")},
        {STR("state"), STR("AL")},
        {STR("country"), STR("US")},
    };
    struct record_change change = {
        .op.apply = record_change_apply,
        .what = RECORD_CREATE,
        .arena = arena,
        .key = {.location_id = demo->location_id, .kind = RECORD_BUSINESS},
        .actor = demo_actor(demo),
    };
    enum err err = record_change_read(
        &change, json_object_of_texts(arena, members, sizeof members / sizeof *members));
    if (!err)
        err = store_run(store, &change.op);
    *business_id = change.row.key.id;
    return err;
}

static enum err create_person(struct contacts *contacts, struct arena *arena, struct demo *demo,
                              struct str business_id, size_t i)
{
    struct str body =
        arena_format(arena, demo_body, STR_ARG(demo->location_id), demo_people[i].first_name,
                     demo_people[i].last_name, demo_people[i].login, demo_people[i].phone,
                     demo_people[i].first_name);
    struct contact_change change = {
        .kind = CONTACT_CREATE,
        .arena = arena,
        .location_id = demo->location_id,
        .actor = demo_actor(demo),
    };
    const struct json *object;
    struct json_malformed malformed;
    enum err err = json_parse(arena, body, &object, &malformed);
    if (!err)
        err = contact_change_read(contacts, &change, object, DND_SPELLING_V2);
    if (!err)
        err = contact_change_run(contacts, &change);
    contact_change_release(&change);
    if (err)
        return err;
    struct fill_rest fill = {.op.apply = apply_fill_rest,
                             .arena = arena,
                             .row = &change.row,
                             .business_id = business_id};
    if (i == 0)
        demo->contact_id = change.row.id;
    return store_run(contacts->store, &fill.op);
}

static enum err create_people(struct store *store, struct arena *arena, struct demo *demo)
{
    struct contacts contacts = {.store = store, .locations = location_cache_new(store)};
    struct str business_id;
    enum err err = create_business(store, arena, demo, &business_id);
    for (size_t i = 0; !err && i < DEMO_PEOPLE; i++)
        err = create_person(&contacts, arena, demo, business_id, i);
    location_cache_free(contacts.locations);
    return err;
}

/* ---- all of it --------------------------------------------------------------------------------
 */

static enum err check_empty(struct store *store, struct arena *arena)
{
    struct store_view *view;
    enum err err = store_view_acquire(store, &view);
    if (err)
        return err;
    struct location *locations;
    size_t count;
    err = store_location_list(view, arena, &locations, &count);
    store_view_release(view);
    if (err)
        return err;
    return count > 0 ? ERR_EXISTS : ERR_NONE;
}

static enum err create_token(struct store *store, struct arena *arena, struct demo *demo)
{
    struct token_wish wish = {
        .location_id = demo->location_id,
        .name = STR("demo"),
        .scopes = scope_bit(SCOPE_CONTACTS_READONLY) | scope_bit(SCOPE_CONTACTS_WRITE),
    };
    struct token_row row;
    return token_create(store, arena, &wish, &demo->token, &row);
}

enum err demo_create(struct store *store, struct arena *arena, struct demo *demo)
{
    enum err err = check_empty(store, arena);
    if (err)
        return err;
    struct location location = {
        .name = STR("Demo"),
        .country = STR("US"),
        .timezone = STR("America/Chicago"),
        .duplicates = {.first = MATCH_EMAIL, .second = MATCH_PHONE},
    };
    err = location_create(store, arena, &location);
    demo->location_id = location.id;
    if (!err)
        err = create_fields(store, arena, location.id);
    if (!err)
        err = create_people(store, arena, demo);
    if (!err)
        err = create_token(store, arena, demo);
    return err;
}
