#include "api/contact_answer.h"

#include "api/answer.h"
#include "contact/contact.h"
#include "json/writer.h"

/* Ids and keys named in one X-Contactd-Warning, and the bytes of each that are shown. */
enum { WARNING_NAMES_MAX = 10, WARNING_NAME_LEN_MAX = 64 };

/*
 * The rules of the location are asked for only where they matter: nearly never
 * (location_cache_has_removed_fields), or where keys are asked for, then the newest.
 */
enum err contact_answer_serving(struct request *request, bool with_keys,
                                struct contact_serving *serving,
                                const struct location_rules **rules)
{
    struct location_cache *locations = request->api->locations;
    *serving = (struct contact_serving){.v3 = request->version == API_V3};
    *rules = NULL;
    if (!with_keys && !location_cache_has_removed_fields(locations))
        return ERR_NONE;
    enum err err =
        location_cache_get(locations, identity_location(&request->identity),
                           with_keys ? LOCATION_CACHE_NEWEST : LOCATION_CACHE_FRESH, rules);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_LOCATION_FORBIDDEN : err;
    serving->removed_fields = (*rules)->removed_fields;
    serving->keys = with_keys ? &(*rules)->custom_fields : NULL;
    return ERR_NONE;
}

static enum err serve(struct request *request, struct str stored, bool with_keys,
                      struct str *document)
{
    struct contact_serving serving;
    const struct location_rules *rules;
    enum err err = contact_answer_serving(request, with_keys, &serving, &rules);
    if (err)
        return err;
    err = contact_document_serve(request->arena, stored, &serving, document);
    location_rules_release(rules);
    return err;
}

static struct str etag(struct request *request, int64_t version)
{
    char room[STR_INT64_MAX];
    struct str digits = str_from_int64(version, room);
    char *quoted = arena_alloc(request->arena, digits.len + 2);
    quoted[0] = '"';
    memcpy(quoted + 1, digits.ptr, digits.len);
    quoted[digits.len + 1] = '"';
    return (struct str){quoted, digits.len + 2};
}

static char *put(char *at, struct str text)
{
    memcpy(at, text.ptr, text.len);
    return at + text.len;
}

/* {"contact":DOCUMENT,"traceId":"…"}: both parts are known to be JSON, so there is nothing to
 * write. */
static struct str wrap(struct request *request, struct str document)
{
    const struct str before = STR("{\"contact\":");
    const struct str between = STR(",\"traceId\":\"");
    const struct str after = STR("\"}");
    const struct str trace_id = request_trace_id(request);
    size_t len = before.len + document.len + between.len + trace_id.len + after.len;
    char *text = arena_alloc(request->arena, len);
    char *end = put(put(put(text, before), document), between);
    put(put(end, trace_id), after);
    return (struct str){text, len};
}

void contact_answer_get(struct request *request, const struct contact_document *document,
                        bool with_keys)
{
    struct http_response response = {.status = 200};
    struct str text = STR("null");
    if (document) {
        enum err err = serve(request, document->text, with_keys, &text);
        if (err) {
            answer_error(request, err);
            return;
        }
        http_response_header(&response, STR("ETag"), etag(request, document->version));
    }
    answer_json(request, &response, wrap(request, text));
}

/* ---- changes ----------------------------------------------------------------------------------
 */

/* A header's value may hold visible ASCII only; what a client sent as a key may hold anything. */
static struct str printable(struct arena *arena, struct str name)
{
    struct str copy = arena_copy(arena, str_slice(name, 0, WARNING_NAME_LEN_MAX));
    char *bytes = (char *)(uintptr_t)copy.ptr;
    for (size_t i = 0; i < copy.len; i++) {
        if (bytes[i] <= ' ' || bytes[i] > '~' || bytes[i] == ',')
            bytes[i] = '?';
    }
    return copy;
}

/* Which custom fields of the body the location does not define: they were dropped. */
static void warn_of_unknown(struct request *request, const struct custom_changes *custom,
                            struct http_response *response)
{
    if (custom->unknown_count == 0)
        return;
    struct str text = STR("unknown custom fields were ignored: ");
    for (size_t i = 0; i < custom->unknown_count && i < WARNING_NAMES_MAX; i++) {
        struct str name = printable(request->arena, custom->unknown[i]);
        text =
            arena_format(request->arena, "%.*s%s%.*s", STR_ARG(text), i ? ", " : "", STR_ARG(name));
    }
    if (custom->unknown_count > WARNING_NAMES_MAX)
        text = arena_format(request->arena, "%.*s and %zu more", STR_ARG(text),
                            custom->unknown_count - WARNING_NAMES_MAX);
    http_response_header(response, STR("X-Contactd-Warning"), text);
}

/*
 * What the live service adds to the contact of a create, and to no other: values that hold for
 * every contact that has just been made. Written behind the document's last member. v3 publishes
 * none of them: there a new contact is answered as GET has it.
 */
static struct str with_newborn_members(struct request *request, const struct contact_row *row,
                                       struct str document)
{
    struct contact contact;
    if (contact_decode(request->arena, row->document, &contact) != ERR_NONE)
        return document;
    struct str birth = STR("");
    struct str born = contact.date_of_birth; /* "1990-09-25T…" */
    int64_t month;
    int64_t day;
    if (str_to_int64(str_slice(born, 5, 7), &month) && str_to_int64(str_slice(born, 8, 10), &day))
        birth = arena_format(request->arena, ",\"birthMonth\":%d,\"birthDay\":%d", (int)month,
                             (int)day);
    return arena_format(
        request->arena,
        "%.*s,\"deleted\":false,\"bounceEmail\":false,\"unsubscribeEmail\":false%.*s,"
        "\"lastSessionActivityAt\":\"%.*s\",\"offers\":[],\"products\":[]}",
        (int)(document.len - 1), document.ptr, STR_ARG(birth), STR_ARG(contact.date_added));
}

static void write_contact(struct request *request, const struct contact_change *change,
                          struct str document, struct json_writer *w)
{
    if (change->kind == CONTACT_UPSERT)
        json_member_bool(w, STR("new"), change->created);
    if (!change->created)
        answer_write_succeeded(request, w);
    json_key(w, STR("contact"));
    if (change->created && request->version != API_V3)
        document = with_newborn_members(request, &change->row, document);
    json_write_raw(w, document);
}

static void answer_contact(struct request *request, const struct contact_change *change,
                           struct str document)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    write_contact(request, change, document, w);
    struct http_response response = {.status = change->kind == CONTACT_CREATE ? 201 : 200};
    http_response_header(&response, STR("ETag"), etag(request, change->row.version));
    warn_of_unknown(request, &change->patch.custom, &response);
    answer_end(request, &response, w);
}

/* {"tags":[…],"tagsAdded":[…]}, and so on. */
static void answer_list(struct request *request, const struct contact_list_edit *edit)
{
    static const struct str names[][3] = {
        [CONTACT_TAGS] = {STR_INIT("tags"), STR_INIT("tagsRemoved"), STR_INIT("tagsAdded")},
        [CONTACT_FOLLOWERS] = {STR_INIT("followers"), STR_INIT("followersRemoved"),
                               STR_INIT("followersAdded")},
    };
    const struct str *name = names[edit->list];
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_member_strings(w, name[0], edit->now.items, edit->now.count);
    json_member_strings(w, name[1 + edit->adds], edit->changed.items, edit->changed.count);
    answer_end(request, &(struct http_response){.status = edit->adds ? 201 : 200}, w);
}

void contact_answer_change(struct request *request, const struct contact_change *change)
{
    if (change->kind == CONTACT_DELETE) {
        answer_succeeded(request, 200);
        return;
    }
    if (change->kind == CONTACT_LIST) {
        answer_list(request, &change->edit);
        return;
    }
    struct str document;
    enum err err = serve(request, change->row.document, false, &document);
    if (err)
        answer_error(request, err);
    else
        answer_contact(request, change, document);
}
