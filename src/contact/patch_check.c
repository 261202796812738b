/*
 * What a body means.
 *
 * The happy path: each given field is normalised in the patch's copy of the body, and nothing is
 * said. Failure modes: a value that means nothing is a fault and stays as it was; the check goes
 * on, so that all faults of a body are found at once.
 */
#include "contact/patch.h"

#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "contact/country.h"
#include "contact/date.h"
#include "contact/phone.h"
#include "contact/text.h"

enum {
#define TEXT(member, json_name, most, bodies) MOST_##member = (most),
#include "contact/fields.def"
};

/* What the checks of one body share. */
struct patch_check {
    const struct contact_rules *rules;
    struct arena *arena;
    struct contact_body *body;
    bool *phone_unsettled;
    bool believes; /* a number that looks like E.164 */
    struct faults *faults;
};

static bool is_filled(const struct json_opt_text *text)
{
    return text->presence == JSON_GIVEN && !str_is_empty(text->value);
}

/* A text of blanks is not empty, so it clears nothing: it is an address that is none. */
static void check_email(const struct patch_check *check)
{
    struct json_opt_text *email = &check->body->email;
    if (!is_filled(email))
        return;
    email->value = text_nfc(check->arena, str_trim(email->value));
    if (!text_is_email(email->value))
        faults_add(check->faults, "email must be an email");
}

/* The one text that cannot be cleared by "". */
static void check_country(const struct patch_check *check)
{
    struct json_opt_text *country = &check->body->country;
    if (country->presence != JSON_GIVEN || country_find(country->value, &country->value))
        return;
    faults_add(check->faults, "country must be a valid ISO31661 Alpha2 code");
    country->presence = JSON_REFUSED;
}

/*
 * The country whose numbers need no country code: the one the contact will have, or the location's.
 * One that was refused says nothing of the numbers; they are read as if it were absent.
 */
static struct str region(const struct patch_check *check)
{
    const struct json_opt_text *country = &check->body->country;
    if (is_filled(country))
        return country->value;
    if (country->presence != JSON_CLEARED && !str_is_empty(check->rules->contact_country))
        return check->rules->contact_country;
    return check->rules->location->country;
}

/* "+" and digits, no more than E.164 has: what contacts keep looks like that. */
static bool looks_settled(struct str phone)
{
    if (phone.len < 2 || phone.len > PHONE_E164_MAX || phone.ptr[0] != '+')
        return false;
    for (size_t i = 1; i < phone.len; i++) {
        if (!str_is_digit(phone.ptr[i]))
            return false;
    }
    return true;
}

static void normalize_phone(struct arena *arena, struct str country, struct str *phone,
                            struct faults *faults)
{
    if (!text_e164(arena, *phone, country, phone))
        faults_add(faults, "phone must be a valid phone number");
}

static void check_phone(const struct patch_check *check)
{
    struct json_opt_text *phone = &check->body->phone;
    if (!is_filled(phone))
        return;
    phone->value = str_trim(phone->value);
    *check->phone_unsettled = check->believes && looks_settled(phone->value);
    if (!*check->phone_unsettled)
        normalize_phone(check->arena, region(check), &phone->value, check->faults);
}

/* What is kept, read again, gives itself (phone.h): so the contact's own number is one. */
void contact_patch_settle_phone(struct arena *arena, struct contact_patch *patch,
                                struct str contact_phone, struct faults *faults)
{
    struct str *phone = &patch->body.phone.value;
    if (patch->phone_unsettled && !str_eq(*phone, contact_phone))
        normalize_phone(arena, STR(""), phone, faults);
}

static void check_timezone(const struct patch_check *check)
{
    const struct json_opt_text *timezone = &check->body->timezone;
    if (is_filled(timezone) && !text_is_time_zone(timezone->value))
        faults_add(check->faults, "timezone must be a valid IANA time zone");
}

static void check_date_of_birth(const struct patch_check *check)
{
    struct json_opt_text *given = &check->body->date_of_birth;
    if (!is_filled(given))
        return;
    struct date date;
    if (!date_parse(given->value, &date)) {
        faults_add(check->faults, "dateOfBirth must be a valid date");
        return;
    }
    char *iso = arena_alloc(check->arena, DATE_ISO_LEN);
    date_format_iso(date, iso);
    given->value = (struct str){iso, DATE_ISO_LEN};
}

static void check_additional(const struct patch_check *check, struct contact_patch *patch)
{
    const struct contact_body *body = check->body;
    if (body->additional_emails.presence == JSON_ABSENT &&
        body->additional_phones.presence == JSON_ABSENT)
        return;
    patch->additional_emails = additional_check(MATCH_EMAIL, &body->additional_emails, STR(""),
                                                check->arena, check->faults);
    patch->additional_phones = additional_check(MATCH_PHONE, &body->additional_phones,
                                                region(check), check->arena, check->faults);
}

/* Into an array of its own, because the body may be checked again. */
static void normalize_tags(const struct patch_check *check)
{
    struct json_opt_texts *tags = &check->body->tags;
    if (tags->presence != JSON_GIVEN)
        return;
    struct text_list kept = text_list_of_tags(check->arena, tags->items, tags->count);
    tags->items = kept.items;
    tags->count = kept.count;
}

/* Where the white space (or, with `space` false, the word) that begins at `from` ends. */
static size_t run_end(struct str text, size_t from, bool space)
{
    size_t next = from;
    while (next < text.len) {
        size_t at = next;
        UChar32 c;
        U8_NEXT(text.ptr, next, text.len, c);
        if (u_isUWhiteSpace(c) != space)
            return at;
    }
    return text.len;
}

/* Where the text ends that is followed by nothing but white space. */
static size_t trimmed_end(struct str text, size_t from)
{
    size_t end = from;
    while (from < text.len) {
        end = run_end(text, from, false);
        from = run_end(text, end, true);
    }
    return end;
}

static void set_name(const struct patch_check *check, const char *name, size_t most,
                     struct str part, struct json_opt_text *field)
{
    *field = (struct json_opt_text){.presence = JSON_GIVEN, .value = part};
    if (str_code_points(part) > most)
        faults_add(check->faults, "%s must be shorter than or equal to %zu characters", name, most);
}

static void trim_name(struct json_opt_text *name)
{
    size_t start = run_end(name->value, 0, true);
    name->value = str_slice(name->value, start, trimmed_end(name->value, start));
}

/*
 * A lone name gives both names: its first word, and the rest. Beside a first or last name it does
 * not count; beside ones that are null or "" it does, as forms send every field they have.
 */
static void check_names(const struct patch_check *check)
{
    struct contact_body *body = check->body;
    trim_name(&body->first_name);
    trim_name(&body->last_name);
    bool alone =
        body->first_name.presence == JSON_ABSENT && body->last_name.presence == JSON_ABSENT;
    bool beside_nothing = !is_filled(&body->first_name) && !is_filled(&body->last_name);
    if (!alone && !(beside_nothing && is_filled(&body->name)))
        body->name.presence = JSON_ABSENT;
    if (body->name.presence == JSON_ABSENT)
        return;
    struct str name = body->name.value;
    size_t first = run_end(name, 0, true);
    size_t first_end = run_end(name, first, false);
    size_t last = run_end(name, first_end, true);
    set_name(check, "firstName", MOST_first_name, str_slice(name, first, first_end),
             &body->first_name);
    set_name(check, "lastName", MOST_last_name, str_slice(name, last, trimmed_end(name, last)),
             &body->last_name);
}

static void check_all(const struct contact_body *body, const struct patch_check *check,
                      struct contact_patch *patch)
{
    patch->body = *body;
    check_names(check);
    check_email(check);
    check_timezone(check);
    check_country(check); /* before what is read with it */
    check_phone(check);
    check_additional(check, patch);
    normalize_tags(check);
    check_date_of_birth(check);
    custom_changes_check(check->rules->custom_fields, &body->custom_fields, region(check),
                         check->arena, &patch->custom, check->faults);
}

/* Where there is a fault, all of them are told, the phone's among them. */
void contact_patch_check(const struct contact_body *body, const struct contact_rules *rules,
                         struct arena *arena, struct contact_patch *patch, struct faults *faults)
{
    size_t faults_before = faults->count;
    struct patch_check check = {
        .rules = rules,
        .arena = arena,
        .body = &patch->body,
        .phone_unsettled = &patch->phone_unsettled,
        .believes = rules->may_be_unchanged,
        .faults = faults,
    };
    patch->phone_unsettled = false;
    check_all(body, &check, patch);
    if (!patch->phone_unsettled || faults->count == 0)
        return;
    faults->count = faults_before;
    check.believes = false;
    check_all(body, &check, patch);
}

static bool has_digit(struct str text)
{
    for (size_t next = 0; next < text.len;) {
        UChar32 c;
        U8_NEXT(text.ptr, next, text.len, c);
        if (u_isdigit(c))
            return true;
    }
    return false;
}

/* Every phone number has a digit; texts that are none fail later, so guessing high is harmless. */
static bool may_be_national_number(struct str text)
{
    text = str_trim(text);
    return text.len <= PHONE_TEXT_MAX && has_digit(text) && !phone_is_international(text);
}

static bool has_national_number(const struct json_opt_list *phones)
{
    const struct additional_body *entries = phones->items;
    for (size_t i = 0; i < phones->count; i++) {
        if (may_be_national_number(entries[i].value.value))
            return true;
    }
    return false;
}

static bool gives_national_number(const struct json_opt_any *given)
{
    return given->presence == JSON_GIVEN && json_type(given->value) == JSON_STRING &&
           may_be_national_number(json_string(given->value));
}

bool contact_body_needs_country(const struct contact_body *body)
{
    if (body->country.presence != JSON_ABSENT)
        return false;
    if (may_be_national_number(body->phone.value) || has_national_number(&body->additional_phones))
        return true;
    const struct custom_value_body *entries = body->custom_fields.items;
    for (size_t i = 0; i < body->custom_fields.count; i++)
        if (gives_national_number(&entries[i].field_value) ||
            gives_national_number(&entries[i].fieldValue))
            return true;
    return false;
}
