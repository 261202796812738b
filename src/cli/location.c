#include <stdio.h>

#include "cli/command.h"
#include "contact/country.h"
#include "contact/text.h"
#include "service/location.h"

static void print_location(struct print *print, const struct location *location)
{
    print_record(print);
    print_text(print, "id", location->id);
    print_text(print, "name", location->name);
    print_text(print, "country", location->country);
    print_text(print, "timezone", location->timezone);
    print_flag(print, "allowDuplicateContact", location->duplicates.allow_duplicates);
    print_text(print, "match", duplicate_rule_name(&location->duplicates));
    print_time(print, "dateAdded", location->date_added_ms);
}

/* False after saying what is wrong, with *code. */
static bool check(struct invocation *invocation, struct location *location, struct str match,
                  int *code)
{
    struct duplicate_rule *rule = &location->duplicates;
    *code = EXIT_OK;
    if (str_is_empty(location->name) || location->name.len > LOCATION_NAME_MAX ||
        !str_is_utf8(location->name))
        *code =
            invocation_usage(invocation, "--name: give a name of 1 to %d bytes", LOCATION_NAME_MAX);
    else if (!country_find(location->country, &location->country))
        *code = invocation_usage(
            invocation, "--country: '%.*s' is not allowed; give an ISO 3166-1 alpha-2 code",
            STR_ARG(location->country));
    else if (location->timezone.len > 0 && !text_is_time_zone(location->timezone))
        *code = invocation_usage(invocation,
                                 "--timezone: '%.*s' is not allowed; give an IANA time zone",
                                 STR_ARG(location->timezone));
    else if (!duplicate_rule_parse(match, rule))
        *code = invocation_usage(invocation,
                                 "--match: '%.*s' is not allowed; give email, phone, email,phone "
                                 "or phone,email",
                                 STR_ARG(match));
    return *code == EXIT_OK;
}

int location_create_command(struct invocation *invocation)
{
    struct location location = {.country = STR(LOCATION_COUNTRY)};
    struct str match = STR(LOCATION_MATCH);
    const struct conf_flag flags[] = {
        {.name = "name", .placeholder = "NAME", .help = "its name", .value = &location.name},
        {.name = "country",
         .placeholder = "CODE",
         .help = "country in which phone numbers without a country code are read (US)",
         .value = &location.country},
        {.name = "timezone",
         .placeholder = "ZONE",
         .help = "IANA time zone",
         .value = &location.timezone},
        {.name = "allow-duplicates",
         .help = "let several contacts have the same email or phone",
         .given = &location.duplicates.allow_duplicates},
        {.name = "match",
         .placeholder = "FIELDS",
         .help = "what makes a duplicate: email, phone, email,phone or phone,email (email,phone)",
         .value = &match},
        {0},
    };
    int code;
    if (!invocation_read(invocation, flags, &code) || !check(invocation, &location, match, &code) ||
        !invocation_open(invocation, true, &code))
        return code;
    enum err err = location_create(invocation->store, invocation->arena, &location);
    if (err)
        return invocation_failed(invocation, err, "the location was not made");
    struct print print = print_begin(invocation->arena, invocation->json, NULL);
    print_location(&print, &location);
    print_end(&print);
    return EXIT_OK;
}

int location_list_command(struct invocation *invocation)
{
    int code;
    const struct conf_flag none[] = {{0}};
    struct store_view *view;
    if (!invocation_read(invocation, none, &code) || !invocation_view(invocation, &view, &code))
        return code;
    struct location *locations = NULL;
    size_t count = 0;
    enum err err = store_location_list(view, invocation->arena, &locations, &count);
    store_view_release(view);
    if (err)
        return invocation_failed(invocation, err, "the locations cannot be read");
    struct print print = print_begin(invocation->arena, invocation->json, "locations");
    for (size_t i = 0; i < count; i++)
        print_location(&print, &locations[i]);
    print_end(&print);
    return EXIT_OK;
}

int location_show_command(struct invocation *invocation)
{
    int code;
    const struct conf_flag none[] = {{0}};
    struct store_view *view;
    if (!invocation_read(invocation, none, &code) || !invocation_view(invocation, &view, &code))
        return code;
    struct location location = {0};
    int64_t contacts = 0;
    enum err err = store_location_get(view, invocation->arena, invocation->operands[0], &location);
    if (!err)
        err = store_contact_count(view, location.id, &contacts);
    store_view_release(view);
    if (err == ERR_NOT_FOUND)
        return invocation_unknown(invocation, "location", invocation->operands[0]);
    if (err)
        return invocation_failed(invocation, err, "the location cannot be shown");
    struct print print = print_begin(invocation->arena, invocation->json, NULL);
    print_location(&print, &location);
    print_number(&print, "contacts", contacts);
    print_end(&print);
    return EXIT_OK;
}
