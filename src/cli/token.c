#include <stdio.h>

#include "api/route.h"
#include "base/clock.h"
#include "cli/command.h"
#include "service/token.h"

/* A day's seconds times a hundred years: past it an expiry is a typing mistake. */
#define EXPIRES_IN_MAX_S (INT64_C(86400) * 365 * 100)

static void print_token(struct print *print, struct arena *arena, const struct token_row *row,
                        struct str text)
{
    struct str scopes[SCOPE_COUNT];
    size_t count = 0;
    scope_set set = scope_set_parse(row->scopes);
    for (int i = 0; i < SCOPE_COUNT; i++) {
        if (scope_set_has(set, (enum scope)i))
            scopes[count++] = arena_copy(arena, scope_text((enum scope)i));
    }
    print_record(print);
    print_text(print, "id", row->id);
    print_text(print, "token", text);
    if (str_is_empty(row->location_id))
        print_flag(print, "agency", true);
    print_text(print, "locationId", row->location_id);
    print_text(print, "name", row->name);
    print_texts(print, "scopes", scopes, count);
    print_time(print, "dateAdded", row->created_ms);
    print_time(print, "dateExpires", row->expires_ms);
    print_time(print, "dateRevoked", row->revoked_ms);
    print_time(print, "lastUsed", row->last_used_ms);
}

static bool parse_scopes(struct invocation *invocation, const struct str *texts, size_t count,
                         scope_set *scopes, int *code)
{
    for (size_t i = 0; i < count; i++) {
        enum scope scope;
        if (!scope_parse(texts[i], &scope)) {
            struct str all = scope_set_text(invocation->arena, scope_set_all());
            *code = invocation_usage(invocation, "--scope: '%.*s' is not allowed; there are %.*s",
                                     STR_ARG(texts[i]), STR_ARG(all));
            return false;
        }
        *scopes |= scope_bit(scope);
    }
    if (*scopes == 0)
        *code = invocation_usage(invocation, "--scope: give at least one, such as contacts.write");
    return *scopes != 0;
}

/* A token with a scope that nothing asks of its sort would be refused wherever it is used. */
static bool check_agency_scopes(struct invocation *invocation, scope_set scopes, int *code)
{
    scope_set useful = route_scopes(ROUTE_TOKEN_AGENCY);
    if ((scopes & ~useful) == 0)
        return true;
    struct str idle = scope_set_text(invocation->arena, scopes & ~useful);
    struct str all = scope_set_text(invocation->arena, useful);
    *code = invocation_usage(invocation,
                             "--scope: a token of the agency has no use for '%.*s'; there are %.*s",
                             STR_ARG(idle), STR_ARG(all));
    return false;
}

static bool parse_expiry(struct invocation *invocation, struct str seconds, int64_t *expires_ms,
                         int *code)
{
    if (str_is_empty(seconds))
        return true;
    int64_t number;
    if (!str_to_int64(seconds, &number) || number < 1 || number > EXPIRES_IN_MAX_S) {
        *code = invocation_usage(invocation,
                                 "--expires-in: '%.*s' is not allowed; give 1 to %lld seconds",
                                 STR_ARG(seconds), (long long)EXPIRES_IN_MAX_S);
        return false;
    }
    *expires_ms = clock_wall_ms() + number * 1000;
    return true;
}

static bool check_names(struct invocation *invocation, const struct token_wish *wish,
                        bool is_agency, int *code)
{
    if (str_is_empty(wish->location_id) == !is_agency) {
        *code = invocation_usage(invocation, "--location: give the id of a location, or --agency");
        return false;
    }
    if (wish->name.len > TOKEN_NAME_MAX || !str_is_utf8(wish->name)) {
        *code = invocation_usage(invocation, "--name: at most %d bytes", TOKEN_NAME_MAX);
        return false;
    }
    return true;
}

static int create(struct invocation *invocation, const struct token_wish *wish)
{
    struct str text;
    struct token_row row;
    enum err err = token_create(invocation->store, invocation->arena, wish, &text, &row);
    if (err == ERR_NOT_FOUND)
        return invocation_unknown(invocation, "location", wish->location_id);
    if (err)
        return invocation_failed(invocation, err, "the token was not made");
    struct print print = print_begin(invocation->arena, invocation->json, NULL);
    print_token(&print, invocation->arena, &row, text);
    print_end(&print);
    return EXIT_OK;
}

int token_create_command(struct invocation *invocation)
{
    struct token_wish wish = {0};
    struct str scopes[SCOPE_COUNT];
    size_t scope_count = 0;
    struct str expires_in = {0};
    bool is_agency = false;
    const struct conf_flag flags[] = {
        {.name = "location",
         .placeholder = "ID",
         .help = "the location it gives access to",
         .value = &wish.location_id},
        {.name = "agency",
         .help = "access to what is the agency's: its locations and its users",
         .given = &is_agency},
        {.name = "scope",
         .placeholder = "SCOPE",
         .help = "what it may do; may be given more than once",
         .values = scopes,
         .values_max = SCOPE_COUNT,
         .count = &scope_count},
        {.name = "name", .placeholder = "NAME", .help = "what it is for", .value = &wish.name},
        {.name = "expires-in",
         .placeholder = "SECONDS",
         .help = "when it stops working (never)",
         .value = &expires_in},
        {0},
    };
    int code;
    if (!invocation_read(invocation, flags, &code) ||
        !parse_scopes(invocation, scopes, scope_count, &wish.scopes, &code) ||
        !parse_expiry(invocation, expires_in, &wish.expires_ms, &code) ||
        !check_names(invocation, &wish, is_agency, &code) ||
        (is_agency && !check_agency_scopes(invocation, wish.scopes, &code)) ||
        !invocation_open(invocation, false, &code))
        return code;
    return create(invocation, &wish);
}

int token_list_command(struct invocation *invocation)
{
    struct str location_id = {0};
    const struct conf_flag flags[] = {
        {.name = "location",
         .placeholder = "ID",
         .help = "only those of this location",
         .value = &location_id},
        {0},
    };
    int code;
    struct store_view *view;
    if (!invocation_read(invocation, flags, &code) || !invocation_view(invocation, &view, &code))
        return code;
    struct token_row *rows = NULL;
    size_t count = 0;
    enum err err = ERR_NONE;
    struct location location;
    if (!str_is_empty(location_id))
        err = store_location_get(view, invocation->arena, location_id, &location);
    if (!err)
        err = store_token_list(view, invocation->arena, location_id, &rows, &count);
    store_view_release(view);
    if (err == ERR_NOT_FOUND)
        return invocation_unknown(invocation, "location", location_id);
    if (err)
        return invocation_failed(invocation, err, "the tokens cannot be read");
    struct print print = print_begin(invocation->arena, invocation->json, "tokens");
    for (size_t i = 0; i < count; i++)
        print_token(&print, invocation->arena, &rows[i], STR(""));
    print_end(&print);
    return EXIT_OK;
}

int token_revoke_command(struct invocation *invocation)
{
    int code;
    const struct conf_flag none[] = {{0}};
    if (!invocation_read(invocation, none, &code) || !invocation_open(invocation, false, &code))
        return code;
    enum err err = token_revoke(invocation->store, invocation->operands[0]);
    if (err == ERR_NOT_FOUND)
        return invocation_unknown(invocation, "token", invocation->operands[0]);
    if (err)
        return invocation_failed(invocation, err, "the token was not revoked");
    struct print print = print_begin(invocation->arena, invocation->json, NULL);
    print_record(&print);
    print_text(&print, "id", invocation->operands[0]);
    print_flag(&print, "revoked", true);
    print_end(&print);
    return EXIT_OK;
}
