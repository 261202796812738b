#include "api/openapi/openapi.h"

#include "api/openapi/error_writer.h"
#include "api/openapi/operation_writer.h"
#include "api/openapi/schema_writer.h"

static void write_info(struct json_writer *w)
{
    json_key(w, STR("info"));
    json_begin_object(w);
    json_member_string(w, STR("title"), STR("contactd"));
    json_member_string(w, STR("version"), STR(CONTACTD_VERSION));
    json_member_string(w, STR("summary"),
                       STR("A contacts server with the HighLevel v2 Contacts API"));
    json_member_string(w, STR("description"),
                       STR("What this server serves, made from the tables it works by."));
    json_key(w, STR("license"));
    json_begin_object(w);
    json_member_string(w, STR("name"), STR("Apache-2.0"));
    json_member_string(w, STR("identifier"), STR("Apache-2.0"));
    json_end(w);
    json_end(w);
}

/* The server that the description came from. */
static void write_servers(struct json_writer *w)
{
    json_key(w, STR("servers"));
    json_begin_array(w);
    json_begin_object(w);
    json_member_string(w, STR("url"), STR("/"));
    json_end(w);
    json_end(w);
}

static void write_tags(struct json_writer *w)
{
    json_key(w, STR("tags"));
    json_begin_array(w);
    for (enum tag tag = 0; tag < TAG_COUNT; tag++) {
        json_begin_object(w);
        json_member_string(w, STR("name"), tag_name(tag));
        json_member_string(w, STR("description"), tag_description(tag));
        json_end(w);
    }
    json_end(w);
}

/* ---- paths ------------------------------------------------------------------------------------
 */

/* One of HTTP's, which are in ASCII. */
static struct str in_lower_case(struct arena *arena, struct str method)
{
    char *bytes = arena_copy_z(arena, method);
    for (size_t i = 0; i < method.len; i++)
        bytes[i] = (char)(bytes[i] | 0x20);
    return (struct str){bytes, method.len};
}

static bool is_first_of_path(size_t route)
{
    for (size_t i = 0; i < route; i++) {
        if (str_eq(routes[i].path, routes[route].path))
            return false;
    }
    return true;
}

static void write_path(struct json_writer *w, struct arena *arena, size_t first)
{
    json_key(w, routes[first].path);
    json_begin_object(w);
    for (size_t i = first; i < route_count; i++) {
        if (!str_eq(routes[i].path, routes[first].path))
            continue;
        json_key(w, in_lower_case(arena, routes[i].method));
        operation_write(w, arena, i);
    }
    json_end(w);
}

static void write_paths(struct json_writer *w, struct arena *arena)
{
    json_key(w, STR("paths"));
    json_begin_object(w);
    for (size_t i = 0; i < route_count; i++) {
        if (is_first_of_path(i))
            write_path(w, arena, i);
    }
    json_end(w);
}

/* ---- components -------------------------------------------------------------------------------
 */

static void write_components(struct json_writer *w, struct arena *arena)
{
    json_key(w, STR("components"));
    json_begin_object(w);
    operation_write_security_schemes(w);
    json_key(w, STR("schemas"));
    json_begin_object(w);
    for (enum schema schema = SCHEMA_NONE + 1; schema < SCHEMA_COUNT; schema++) {
        json_key(w, schema_rows[schema].name);
        schema_write(w, schema);
    }
    json_end(w);
    operation_write_components(w);
    error_write_components(w, arena);
    json_end(w);
}

struct str openapi_write(struct arena *arena)
{
    struct json_writer *w = json_writer_new(arena);
    json_begin_object(w);
    json_member_string(w, STR("openapi"), STR("3.1.1"));
    write_info(w);
    write_servers(w);
    write_tags(w);
    write_paths(w, arena);
    write_components(w, arena);
    json_end(w);
    return json_finish(w);
}
