#include "api/contact_found.h"

#include "api/contact_answer.h"
#include "api/query.h"
#include "contact/contact.h"
#include "contact/date.h"
#include "contact/text.h"
#include "service/contact_search.h"

/* What a contact's document may have, in its order. */
static const struct str members[] = {
#define TEXT(member, json_name, max, bodies) STR_INIT(json_name),
#define OTHER(kind, member, json_name)       STR_INIT(json_name),
#include "contact/fields.def"
};

enum { MEMBER_COUNT = sizeof members / sizeof *members };

/* ---- shared -----------------------------------------------------------------------------------
 */

/* The document as the request is to see it; NULL when it is none: only a damaged file gives that.
 */
static const struct json *document_of(struct request *request, const struct contact_found *found,
                                      const struct contact_serving *serving)
{
    const struct json *root;
    struct json_malformed malformed;
    struct str text;
    enum err err = contact_document_serve(request->arena, found->document, serving, &text);
    if (!err)
        err = json_parse(request->arena, text, &root, &malformed);
    return !err && json_type(root) == JSON_OBJECT ? root : NULL;
}

static struct str text_member(const struct json *document, struct str name)
{
    const struct json *value = json_member(document, name);
    return value && json_type(value) == JSON_STRING ? json_string(value) : STR("");
}

typedef void write_contact(struct request *request, struct json_writer *w,
                           const struct contact_found *found, const struct json *document);

static void write_contacts(struct request *request, struct json_writer *w, write_contact *write,
                           const struct contact_serving *serving)
{
    const struct contact_search *search = request->search;
    json_key(w, STR("contacts"));
    json_begin_array(w);
    for (size_t i = 0; i < search->count; i++) {
        const struct json *document = document_of(request, &search->found[i], serving);
        if (document)
            write(request, w, &search->found[i], document);
    }
    json_end(w);
}

/* Begins the body: {"contacts":[…]. NULL, with the search's result, when there can be none. */
static struct json_writer *begin(struct request *request, write_contact *write)
{
    struct contact_serving serving;
    const struct location_rules *rules;
    request->search->result = contact_answer_serving(request, false, &serving, &rules);
    if (request->search->result)
        return NULL;
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    write_contacts(request, w, write, &serving);
    location_rules_release(rules);
    return w;
}

static struct str end(struct request *request, struct json_writer *w)
{
    json_member_string(w, STR("traceId"), request_trace_id(request));
    json_end(w);
    return json_finish(w);
}

/* ---- search -----------------------------------------------------------------------------------
 */

static void write_birthday(struct json_writer *w, const struct json *value)
{
    int64_t wall_ms;
    json_key(w, STR("dateOfBirth"));
    if (value && json_type(value) == JSON_STRING &&
        date_parse_instant(json_string(value), &wall_ms))
        json_write_int(w, wall_ms);
    else
        json_write_null(w);
}

static void write_member(struct json_writer *w, struct str name, const struct json *value)
{
    if (str_eq(name, STR("dateOfBirth"))) {
        write_birthday(w, value);
        return;
    }
    json_key(w, str_eq(name, STR("address1")) ? STR("address") : name);
    if (value)
        json_write_value(w, value);
    else
        json_write_null(w);
}

static void write_search_after(struct json_writer *w, const struct contact_found *found)
{
    json_key(w, STR("searchAfter"));
    json_begin_array(w);
    json_write_int(w, found->date_added_ms);
    json_write_string(w, found->id);
    json_end(w);
}

static void write_searched(struct request *request, struct json_writer *w,
                           const struct contact_found *found, const struct json *document)
{
    (void)request;
    json_begin_object(w);
    for (size_t i = 0; i < MEMBER_COUNT; i++)
        write_member(w, members[i], json_member(document, members[i]));
    write_search_after(w, found);
    json_end(w);
}

struct str contact_found_write_search(struct request *request)
{
    struct json_writer *w = begin(request, write_searched);
    if (!w)
        return STR("");
    json_member_int(w, STR("total"), request->search->total);
    return end(request, w);
}

/* ---- list -------------------------------------------------------------------------------------
 */

static void write_lower(struct request *request, struct json_writer *w, struct str name,
                        struct str text)
{
    if (!str_is_empty(text))
        json_member_string(w, name, text_lower(request->arena, text));
}

/* A name in lower case, and as it was given. */
static void write_name(struct request *request, struct json_writer *w, struct str name,
                       struct str raw_name, const struct json *document)
{
    struct str text = text_member(document, name);
    write_lower(request, w, name, text);
    if (!str_is_empty(text))
        json_member_string(w, raw_name, text);
}

static void write_listed(struct request *request, struct json_writer *w,
                         const struct contact_found *found, const struct json *document)
{
    (void)found;
    json_begin_object(w);
    struct json_walk walk = json_walk(document);
    while (json_next(&walk)) {
        if (str_eq(walk.key, STR("firstName")) || str_eq(walk.key, STR("lastName")))
            continue;
        json_key(w, walk.key);
        json_write_value(w, walk.value);
    }
    write_name(request, w, STR("firstName"), STR("firstNameRaw"), document);
    write_name(request, w, STR("lastName"), STR("lastNameRaw"), document);
    write_lower(request, w, STR("contactName"), text_member(document, STR("name")));
    json_end(w);
}

/* Absolute, as published; empty for a request that does not say which host it was sent to. */
static struct str next_page_url(struct request *request, const struct search_hit *last)
{
    const struct contact_search *search = request->search;
    struct str host = http_header(request->http, "Host");
    struct str words = query_text(request, STR("query"));
    if (str_is_empty(host))
        return STR("");
    struct str url = arena_format(
        request->arena,
        "%s://%.*s/contacts/?locationId=%.*s&limit=%lld&startAfter=%lld&startAfterId=%.*s",
        http_is_encrypted(request->http) ? "https" : "http", STR_ARG(host),
        STR_ARG(search->location_id), (long long)search->search.limit,
        (long long)last->date_added_ms, STR_ARG(last->id));
    if (str_is_empty(words))
        return url;
    return arena_format(request->arena, "%.*s&query=%.*s", STR_ARG(url),
                        STR_ARG(query_encoded(request, words)));
}

/* Which page this is cannot be told of one that comes after a contact; the live service counts
 * from it, too. */
static void write_meta(struct request *request, struct json_writer *w)
{
    const struct contact_search *search = request->search;
    json_key(w, STR("meta"));
    json_begin_object(w);
    json_member_int(w, STR("total"), search->total);
    if (search->more) {
        const struct search_hit *last = &search->last;
        struct str url = next_page_url(request, last);
        if (!str_is_empty(url))
            json_member_string(w, STR("nextPageUrl"), url);
        json_member_string(w, STR("startAfterId"), last->id);
        json_member_int(w, STR("startAfter"), last->date_added_ms);
    }
    json_member_int(w, STR("currentPage"), 1);
    if (search->more)
        json_member_int(w, STR("nextPage"), 2);
    json_key(w, STR("prevPage"));
    json_write_null(w);
    json_end(w);
}

struct str contact_found_write_list(struct request *request)
{
    struct json_writer *w = begin(request, write_listed);
    if (!w)
        return STR("");
    json_member_int(w, STR("count"), request->search->total);
    write_meta(request, w);
    return end(request, w);
}

/* ---- as they are ------------------------------------------------------------------------------
 */

static void write_plain(struct request *request, struct json_writer *w,
                        const struct contact_found *found, const struct json *document)
{
    (void)request;
    (void)found;
    json_write_value(w, document);
}

struct str contact_found_write_business(struct request *request)
{
    struct json_writer *w = begin(request, write_plain);
    if (!w)
        return STR("");
    json_member_int(w, STR("count"), request->search->total);
    return end(request, w);
}

struct str contact_found_write_look_up(struct request *request)
{
    const struct contact_search *search = request->search;
    struct json_writer *w = begin(request, write_plain);
    if (!w)
        return STR("");
    if (search->more) {
        const struct search_hit *last = &search->last;
        json_member_string(w, STR("nextCursor"),
                           arena_format(request->arena, "%lld-%.*s", (long long)last->date_added_ms,
                                        STR_ARG(last->id)));
    }
    return end(request, w);
}

void contact_found_read_cursor(struct request *request)
{
    struct contact_search *search = request->search;
    struct str cursor = query_text(request, STR("cursor"));
    struct str ms;
    if (str_is_empty(cursor))
        return;
    search->search.has_after = str_cut(&cursor, '-', &ms) &&
                               str_to_int64(ms, &search->search.after_ms) && !str_is_empty(cursor);
    search->search.after_id = cursor;
    if (!search->search.has_after)
        faults_add(&search->faults, "cursor must be the nextCursor of an answer");
}
