#include "contact/location_body.h"

#include "contact/country.h"
#include "contact/text.h"

/* ---- tables -----------------------------------------------------------------------------------
 */

#define ROW(json_kind, type, member, json_name, ...)                \
    {                                                               \
        .name = STR_INIT(json_name), .kind = JSON_KIND_##json_kind, \
        .offset = offsetof(struct type, member), __VA_ARGS__        \
    }

#define TABLE(rows, type)                                     \
    {                                                         \
        rows, sizeof rows / sizeof *rows, sizeof(struct type) \
    }

struct social {
    struct json_opt_text facebook_url, google_plus, linked_in, foursquare, twitter, yelp, instagram;
    struct json_opt_text youtube, pinterest, blog_rss, google_places_id;
};

static const struct json_field social_rows[] = {
    ROW(TEXT, social, facebook_url, "facebookUrl", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, google_plus, "googlePlus", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, linked_in, "linkedIn", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, foursquare, "foursquare", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, twitter, "twitter", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, yelp, "yelp", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, instagram, "instagram", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, youtube, "youtube", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, pinterest, "pinterest", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, blog_rss, "blogRss", .max = LOCATION_URL_MAX),
    ROW(TEXT, social, google_places_id, "googlePlacesId", .max = LOCATION_TEXT_MAX),
};
static const struct json_table social_table = TABLE(social_rows, social);

static const struct json_field settings_rows[] = {
    ROW(FLAG, location_settings, allow_duplicate_contact, "allowDuplicateContact"),
    ROW(FLAG, location_settings, allow_duplicate_opportunity, "allowDuplicateOpportunity"),
    ROW(FLAG, location_settings, allow_facebook_name_merge, "allowFacebookNameMerge"),
    ROW(FLAG, location_settings, disable_contact_timezone, "disableContactTimezone"),
};
static const struct json_table settings_table = TABLE(settings_rows, location_settings);

struct prospect {
    struct json_opt_text first_name, last_name, email;
};

static const struct json_field prospect_rows[] = {
    ROW(TEXT, prospect, first_name, "firstName", .max = LOCATION_TEXT_MAX, .required = true),
    ROW(TEXT, prospect, last_name, "lastName", .max = LOCATION_TEXT_MAX, .required = true),
    ROW(TEXT, prospect, email, "email", .max = LOCATION_TEXT_MAX, .required = true),
};
static const struct json_table prospect_table = TABLE(prospect_rows, prospect);

/* What is not kept has one place for all of it. */
struct forgotten {
    struct json_opt_text a, b;
    struct json_opt_flag flag;
};

static const struct json_field twilio_rows[] = {
    ROW(TEXT, forgotten, a, "sid", .max = LOCATION_TEXT_MAX, .required = true),
    ROW(TEXT, forgotten, b, "authToken", .max = LOCATION_TEXT_MAX, .required = true),
};
static const struct json_table twilio_table = TABLE(twilio_rows, forgotten);

static const struct json_field mailgun_rows[] = {
    ROW(TEXT, forgotten, a, "apiKey", .max = LOCATION_TEXT_MAX, .required = true),
    ROW(TEXT, forgotten, b, "domain", .max = LOCATION_TEXT_MAX, .required = true),
};
static const struct json_table mailgun_table = TABLE(mailgun_rows, forgotten);

static const struct json_field snapshot_rows[] = {
    ROW(TEXT, forgotten, a, "id", .max = LOCATION_TEXT_MAX, .required = true),
    ROW(FLAG, forgotten, flag, "override"),
};
static const struct json_table snapshot_table = TABLE(snapshot_rows, forgotten);

/* Where a field may stand. */
enum {
    IN_CREATE = 1,
    IN_UPDATE = 2,
    IN_BODIES = IN_CREATE | IN_UPDATE,
    IN_DOCUMENT = 4, /* the others that are kept have a column */
    IN_SHORT = 8,
    IN_WHOLE = 16,
    IN_ANSWERS = IN_SHORT | IN_WHOLE,
    IN_BUSINESS = 32, /* which GET says once more, by itself */
    IN_KEPT = IN_DOCUMENT | IN_ANSWERS,
    EVERYWHERE = IN_BODIES | IN_KEPT,
    IN_COLUMN = IN_BODIES | IN_ANSWERS,
};

static const struct {
    unsigned places;
    struct json_field field;
} rows[] = {
    {IN_ANSWERS, ROW(TEXT, location_fields, email, "email")},
    {IN_DOCUMENT | IN_WHOLE, ROW(TEXT, location_fields, first_name, "firstName")},
    {IN_DOCUMENT | IN_WHOLE, ROW(TEXT, location_fields, last_name, "lastName")},
    {IN_COLUMN, ROW(TEXT, location_fields, company_id, "companyId", .max = LOCATION_TEXT_MAX)},
    {IN_COLUMN | IN_BUSINESS, ROW(TEXT, location_fields, name, "name", .max = LOCATION_TEXT_MAX)},
    {EVERYWHERE, ROW(TEXT, location_fields, phone, "phone", .max = LOCATION_TEXT_MAX)},
    {EVERYWHERE | IN_BUSINESS,
     ROW(TEXT, location_fields, address, "address", .max = LOCATION_ADDRESS_MAX)},
    {EVERYWHERE | IN_BUSINESS, ROW(TEXT, location_fields, city, "city", .max = LOCATION_TEXT_MAX)},
    {EVERYWHERE | IN_BUSINESS,
     ROW(TEXT, location_fields, state, "state", .max = LOCATION_TEXT_MAX)},
    {IN_COLUMN | IN_BUSINESS, ROW(TEXT, location_fields, country, "country")},
    {EVERYWHERE | IN_BUSINESS,
     ROW(TEXT, location_fields, postal_code, "postalCode", .max = LOCATION_TEXT_MAX)},
    {EVERYWHERE | IN_BUSINESS,
     ROW(TEXT, location_fields, website, "website", .max = LOCATION_URL_MAX)},
    {IN_COLUMN | IN_BUSINESS, ROW(TEXT, location_fields, timezone, "timezone")},
    {IN_BODIES, ROW(NESTED, location_fields, prospect, "prospectInfo", .table = &prospect_table)},
    {EVERYWHERE, ROW(NESTED, location_fields, settings, "settings", .table = &settings_table)},
    {EVERYWHERE, ROW(NESTED, location_fields, social, "social", .table = &social_table)},
    {IN_BODIES, ROW(NESTED, location_fields, twilio, "twilio", .table = &twilio_table)},
    {IN_BODIES, ROW(NESTED, location_fields, mailgun, "mailgun", .table = &mailgun_table)},
    {IN_CREATE, ROW(TEXT, location_fields, snapshot_id, "snapshotId", .max = LOCATION_TEXT_MAX)},
    {IN_UPDATE, ROW(NESTED, location_fields, snapshot, "snapshot", .table = &snapshot_table)},
};

enum { ROW_COUNT = sizeof rows / sizeof *rows };

/* The table of the fields that stand in one of these places; `fields` has room for all. */
static struct json_table table_of(unsigned places, struct json_field *fields)
{
    struct json_table table = {.fields = fields, .size = sizeof(struct location_fields)};
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rows[i].places & places)
            fields[table.count++] = rows[i].field;
    }
    return table;
}

/* ---- reading ----------------------------------------------------------------------------------
 */

/* A location has a name and a company, from its first day on. */
static bool is_required(enum location_body body, const struct json_field *field)
{
    size_t offset = field->offset;
    return offset == offsetof(struct location_fields, company_id) ||
           (offset == offsetof(struct location_fields, name) && body == LOCATION_BODY_CREATE);
}

static bool has_text(const struct json_opt_text *text)
{
    return text->presence == JSON_GIVEN && !str_is_empty(text->value);
}

static void check_not_empty(const char *name, const struct json_opt_text *text,
                            struct faults *faults)
{
    if (text->presence == JSON_CLEARED)
        faults_add(faults, "%s must be a string", name);
    else if (text->presence == JSON_GIVEN && str_is_empty(str_trim(text->value)))
        faults_add(faults, "%s should not be empty", name);
}

/* Phone numbers are read in it, so there is always one: null has nothing to clear. */
static void check_country(struct json_opt_text *country, struct faults *faults)
{
    if (country->presence == JSON_CLEARED)
        country->presence = JSON_ABSENT;
    if (country->presence == JSON_GIVEN && !country_find(country->value, &country->value))
        faults_add(faults, "country must be a valid ISO31661 Alpha2 code");
}

/* Into the members that are kept. */
static void check_prospect(struct location_fields *patch, struct arena *arena,
                           struct faults *faults)
{
    static const struct json_opt_text none = {.presence = JSON_CLEARED};
    const struct prospect nobody = {none, none, none};
    const struct prospect *prospect = &nobody;
    if (patch->prospect.presence == JSON_GIVEN)
        prospect = patch->prospect.value;
    else if (patch->prospect.presence != JSON_CLEARED)
        return;
    patch->first_name = prospect->first_name;
    patch->last_name = prospect->last_name;
    patch->email = prospect->email;
    if (patch->email.presence != JSON_GIVEN)
        return;
    if (!text_is_email(patch->email.value))
        faults_add(faults, "prospectInfo.email must be an email");
    patch->email.value = text_lower(arena, text_nfc(arena, patch->email.value));
}

void location_body_read(enum location_body body, const struct json *object, struct arena *arena,
                        struct location_fields *patch, struct faults *faults)
{
    struct json_field fields[ROW_COUNT];
    struct json_table table =
        table_of(body == LOCATION_BODY_CREATE ? IN_CREATE : IN_UPDATE, fields);
    for (size_t i = 0; i < table.count; i++)
        fields[i].required = is_required(body, &fields[i]);
    json_table_decode(&table, object, arena, patch, faults);
    check_not_empty("name", &patch->name, faults);
    check_not_empty("companyId", &patch->company_id, faults);
    check_country(&patch->country, faults);
    if (has_text(&patch->timezone) && !text_is_time_zone(patch->timezone.value))
        faults_add(faults, "timezone must be a valid IANA time zone");
    check_prospect(patch, arena, faults);
}

/* ---- keeping ----------------------------------------------------------------------------------
 */

static struct json_opt_text text_of_column(struct str column)
{
    return (struct json_opt_text){str_is_empty(column) ? JSON_ABSENT : JSON_GIVEN, column};
}

/* Every location has all settings. */
static void complete_settings(const struct location *location, struct arena *arena,
                              struct location_fields *fields)
{
    struct location_settings *settings = fields->settings.value;
    if (fields->settings.presence != JSON_GIVEN) {
        settings = ARENA_NEW(arena, struct location_settings);
        *settings = (struct location_settings){0};
    }
    struct json_opt_flag *flags[] = {&settings->allow_duplicate_opportunity,
                                     &settings->allow_facebook_name_merge,
                                     &settings->disable_contact_timezone};
    for (size_t i = 0; i < sizeof flags / sizeof *flags; i++) {
        if (flags[i]->presence != JSON_GIVEN)
            *flags[i] = (struct json_opt_flag){JSON_GIVEN, false};
    }
    settings->allow_duplicate_contact =
        (struct json_opt_flag){JSON_GIVEN, location->duplicates.allow_duplicates};
    fields->settings = (struct json_opt_nested){JSON_GIVEN, settings};
}

/* The document and the columns as one. */
static enum err decode(const struct location *location, struct arena *arena,
                       struct location_fields *fields)
{
    struct json_field kept[ROW_COUNT];
    const struct json_table table = table_of(IN_DOCUMENT, kept);
    struct str document = str_is_empty(location->document) ? STR("{}") : location->document;
    const struct json *root;
    struct json_malformed malformed;
    struct faults ignored;
    faults_init(&ignored, arena);
    enum err err = json_parse(arena, document, &root, &malformed);
    if (err || json_type(root) != JSON_OBJECT)
        return ERR_STORE_FAILED;
    json_table_decode(&table, root, arena, fields, &ignored);
    fields->name = text_of_column(location->name);
    fields->company_id = text_of_column(location->company_id);
    fields->country = text_of_column(location->country);
    fields->timezone = text_of_column(location->timezone);
    fields->email = text_of_column(location->email);
    complete_settings(location, arena, fields);
    return ERR_NONE;
}

static struct str column_of_text(const struct json_opt_text *text)
{
    return text->presence == JSON_GIVEN ? text->value : STR("");
}

/* The other way round; the setting that is a column is not in the document as well. */
static void encode(const struct location_fields *fields, struct arena *arena,
                   struct location *location)
{
    struct json_field kept[ROW_COUNT];
    const struct json_table table = table_of(IN_DOCUMENT, kept);
    struct location_settings *settings = fields->settings.value;
    location->duplicates.allow_duplicates = settings->allow_duplicate_contact.value;
    settings->allow_duplicate_contact.presence = JSON_ABSENT;
    location->name = column_of_text(&fields->name);
    location->company_id = column_of_text(&fields->company_id);
    location->country = column_of_text(&fields->country);
    location->timezone = column_of_text(&fields->timezone);
    location->email = column_of_text(&fields->email);
    struct json_writer *w = json_writer_new(arena);
    json_begin_object(w);
    json_table_write(&table, fields, w);
    json_end(w);
    location->document = json_finish(w);
}

/* null for all settings at once is each of them as it was on the first day. */
static void merge(const struct location_fields *patch, struct location_fields *kept)
{
    struct json_field fields[ROW_COUNT];
    const struct json_table table = table_of(IN_KEPT, fields);
    struct location_fields known = *patch;
    if (known.settings.presence == JSON_CLEARED) {
        *(struct location_settings *)kept->settings.value =
            (struct location_settings){.allow_duplicate_contact = {JSON_GIVEN, false}};
        known.settings.presence = JSON_ABSENT;
    }
    json_table_merge(&table, &known, kept);
}

enum err location_body_apply(const struct location_fields *patch, struct arena *arena,
                             struct location *location)
{
    struct location_fields fields;
    enum err err = decode(location, arena, &fields);
    if (err)
        return err;
    merge(patch, &fields);
    encode(&fields, arena, location);
    return ERR_NONE;
}

/* ---- answering --------------------------------------------------------------------------------
 */

enum err location_write(const struct location *location, enum location_shape shape,
                        struct arena *arena, struct json_writer *w)
{
    struct location_fields fields;
    struct json_field shown[ROW_COUNT];
    enum err err = decode(location, arena, &fields);
    if (err)
        return err;
    json_member_string(w, STR("id"), location->id);
    struct json_table table = table_of(shape == LOCATION_WHOLE ? IN_WHOLE : IN_SHORT, shown);
    json_table_write(&table, &fields, w);
    if (shape == LOCATION_SHORT)
        return ERR_NONE;
    table = table_of(IN_BUSINESS, shown);
    json_key(w, STR("business"));
    json_begin_object(w);
    json_table_write(&table, &fields, w);
    json_end(w);
    return ERR_NONE;
}
