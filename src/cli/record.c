/*
 * Campaigns and workflows: what the published API lists and cannot make. Which of the two is the
 * noun of the command.
 */
#include <stdio.h>

#include "cli/command.h"
#include "service/records.h"

static enum record_kind kind_of(const struct invocation *invocation)
{
    struct str noun = str_of(invocation->command->noun);
    return str_eq(noun, record_type(RECORD_WORKFLOW)->name) ? RECORD_WORKFLOW : RECORD_CAMPAIGN;
}

static void print_fields(struct print *print, struct str id, const struct record_fields *fields)
{
    print_record(print);
    print_text(print, "id", id);
    print_text(print, "name", fields->name.value);
    print_text(print, "status", fields->status.value);
    print_text(print, "createdAt", fields->created_at.value);
    print_text(print, "locationId", fields->location_id.value);
}

static struct record_change change_of(struct invocation *invocation, enum record_change_kind what,
                                      struct str location_id, struct str id)
{
    return (struct record_change){
        .op.apply = record_change_apply,
        .what = what,
        .arena = invocation->arena,
        .key = {location_id, kind_of(invocation), id},
        .actor = {STR("SYSTEM"), STR("COMMAND_LINE"), location_id},
    };
}

static int failed(struct invocation *invocation, const struct record_change *change, enum err err)
{
    struct str title = record_type(change->key.kind)->title;
    if (err == ERR_LOCATION_FORBIDDEN)
        return invocation_unknown(invocation, "location", change->key.location_id);
    if (err == ERR_RECORD_UNKNOWN)
        return invocation_unknown(invocation, invocation->command->noun, change->key.id);
    if (err == ERR_RECORDS_FULL)
        return invocation_failed(invocation, err, "the location has as many as it may");
    struct str what = arena_format(invocation->arena, "%.*s: nothing was changed", STR_ARG(title));
    return invocation_failed(invocation, err, arena_copy_z(invocation->arena, what));
}

/* The flag that every one of them has. */
static struct conf_flag location_flag(struct str *location_id)
{
    return (struct conf_flag){.name = "location",
                              .placeholder = "ID",
                              .help = "the location it belongs to",
                              .value = location_id};
}

/* Reads the flags; false with *code when there is nothing left to do. */
static bool read_flags(struct invocation *invocation, const struct conf_flag *flags,
                       const struct str *location_id, int *code)
{
    if (!invocation_read(invocation, flags, code))
        return false;
    if (str_is_empty(*location_id)) {
        *code = invocation_usage(invocation, "--location: give the id of a location");
        return false;
    }
    return true;
}

/* ---- create -----------------------------------------------------------------------------------
 */

/* An empty text is none: the body must then be told that it is missing. */
static const struct json *body_of(struct arena *arena, struct str name, struct str status)
{
    const struct json_text_member members[] = {{STR("status"), status}, {STR("name"), name}};
    return json_object_of_texts(arena, members, str_is_empty(name) ? 1 : 2);
}

static int create(struct invocation *invocation, struct record_change *change)
{
    enum err err = store_run(invocation->store, &change->op);
    struct record_fields fields;
    if (!err)
        err = record_decode(change->key.kind, change->row.document, invocation->arena, &fields);
    if (err)
        return failed(invocation, change, err);
    struct print print = print_begin(invocation->arena, invocation->json, NULL);
    print_fields(&print, change->row.key.id, &fields);
    print_end(&print);
    return EXIT_OK;
}

int record_create_command(struct invocation *invocation)
{
    int code;
    struct str location_id = {0};
    struct str name = {0};
    struct str status = STR("published");
    const struct conf_flag flags[] = {
        location_flag(&location_id),
        {.name = "name", .placeholder = "NAME", .help = "its name", .value = &name},
        {.name = "status",
         .placeholder = "STATUS",
         .help = "draft or published (published)",
         .value = &status},
        {0},
    };
    if (!read_flags(invocation, flags, &location_id, &code))
        return code;
    if (!str_is_utf8(name) || str_is_empty(status) || !str_is_utf8(status))
        return invocation_usage(invocation, "--name and --status: give texts in UTF-8");
    struct record_change change = change_of(invocation, RECORD_CREATE, location_id, STR(""));
    if (record_change_read(&change, body_of(invocation->arena, name, status)))
        return invocation_usage(invocation, "--%.*s", STR_ARG(change.faults.items[0]));
    if (!invocation_open(invocation, false, &code))
        return code;
    return create(invocation, &change);
}

/* ---- list -------------------------------------------------------------------------------------
 */

struct listing {
    struct print *print;
    enum err err; /* of a document that cannot be read */
};

static void print_row(void *context, const struct record_row *row)
{
    struct listing *listing = context;
    struct arena *arena = listing->print->arena;
    struct record_fields fields;
    enum err err = record_decode(row->key.kind, arena_copy(arena, row->document), arena, &fields);
    if (err)
        listing->err = err;
    else
        print_fields(listing->print, arena_copy(arena, row->key.id), &fields);
}

static enum err list(struct invocation *invocation, struct store_view *view,
                     const struct record_key *key)
{
    struct location location;
    enum err err = store_location_get(view, invocation->arena, key->location_id, &location);
    if (err)
        return err;
    struct str titles = record_type(key->kind)->titles;
    struct print print = print_begin(invocation->arena, invocation->json, titles.ptr);
    struct listing listing = {&print, ERR_NONE};
    const struct record_page all = {0, record_type(key->kind)->most};
    err = store_record_walk(view, key, all, print_row, &listing);
    if (!err)
        err = listing.err;
    if (!err)
        print_end(&print);
    return err;
}

int record_list_command(struct invocation *invocation)
{
    int code;
    struct str location_id = {0};
    struct store_view *view;
    const struct conf_flag flags[] = {location_flag(&location_id), {0}};
    if (!read_flags(invocation, flags, &location_id, &code) ||
        !invocation_view(invocation, &view, &code))
        return code;
    const struct record_key key = {location_id, kind_of(invocation), STR("")};
    enum err err = list(invocation, view, &key);
    store_view_release(view);
    if (err == ERR_NOT_FOUND)
        return invocation_unknown(invocation, "location", location_id);
    return err ? invocation_failed(invocation, err, "they cannot be listed") : EXIT_OK;
}

/* ---- delete -----------------------------------------------------------------------------------
 */

int record_delete_command(struct invocation *invocation)
{
    int code;
    struct str location_id = {0};
    const struct conf_flag flags[] = {location_flag(&location_id), {0}};
    if (!read_flags(invocation, flags, &location_id, &code) ||
        !invocation_open(invocation, false, &code))
        return code;
    struct record_change change =
        change_of(invocation, RECORD_DELETE, location_id, invocation->operands[0]);
    enum err err = store_run(invocation->store, &change.op);
    return err ? failed(invocation, &change, err) : EXIT_OK;
}
