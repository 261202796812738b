#include "api/records.h"

#include "api/access.h"
#include "api/answer.h"
#include "api/query.h"
#include "api/submit.h"
#include "service/records.h"
#include "json/writer.h"

/* How the answers of a kind are spelt. */
static const struct {
    struct str got;     /* the member of a GET */
    struct str changed; /* … of a create or an update; empty: the same */
    struct str listed;  /* … of a list */
    int created;        /* the status */
    bool success;       /* {"success":true} where others have no word, or "succeded" */
    bool bare;          /* a create or an update answers with the document itself */
    bool in_path;       /* the path begins with the location */
    bool in_pages;      /* a list has limit and skip */
} forms[] = {
    [RECORD_BUSINESS] = {.got = STR_INIT("business"),
                         .changed = STR_INIT("buiseness"), /* spelt so by the API */
                         .listed = STR_INIT("businesses"),
                         .created = 201,
                         .success = true,
                         .in_pages = true},
    [RECORD_TAG] = {.got = STR_INIT("tag"),
                    .listed = STR_INIT("tags"),
                    .created = 200,
                    .in_path = true},
    [RECORD_CUSTOM_VALUE] = {.got = STR_INIT("customValue"),
                             .listed = STR_INIT("customValues"),
                             .created = 201,
                             .in_path = true},
    [RECORD_CAMPAIGN] = {.listed = STR_INIT("campaigns")},
    [RECORD_WORKFLOW] = {.listed = STR_INIT("workflows")},
    [RECORD_USER] = {.created = 201, .bare = true},
};

/* What the path names; NULL when it has answered why not. */
static const struct record_key *take_key(struct request *request, enum record_kind kind)
{
    bool in_path = forms[kind].in_path;
    struct record_key *key = ARENA_NEW(request->arena, struct record_key);
    *key = (struct record_key){
        .location_id = kind == RECORD_USER ? STR("") : identity_location(&request->identity),
        .kind = kind,
        .id = request->params[in_path ? 1 : 0],
    };
    request->record = key;
    enum err err = in_path ? access_check_location(request, request->params[0]) : ERR_NONE;
    if (err)
        answer_error(request, err);
    return err ? NULL : key;
}

/* ---- answers ----------------------------------------------------------------------------------
 */

/* A business that was changed comes with a word of success, one that is read does not. */
static void answer_record(struct request *request, int status, struct str name,
                          const struct record_row *row)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    if (forms[row->key.kind].success && request->record_change)
        json_member_bool(w, STR("success"), true);
    json_key(w, name);
    json_write_raw(w, row->document);
    answer_end(request, &(struct http_response){.status = status}, w);
}

static void answer_deleted(struct request *request, enum record_kind kind)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    if (forms[kind].success)
        json_member_bool(w, STR("success"), true);
    else
        answer_write_succeeded(request, w);
    if (kind == RECORD_USER)
        json_member_string(w, STR("message"),
                           arena_format(request->arena, "Deleted user with id: %.*s",
                                        STR_ARG(request->record->id)));
    answer_end(request, &(struct http_response){.status = 200}, w);
}

static void answer_changed(struct request *request, const struct record_change *change)
{
    enum record_kind kind = change->key.kind;
    int status = change->what == RECORD_CREATE ? forms[kind].created : 200;
    struct str name = forms[kind].changed.len ? forms[kind].changed : forms[kind].got;
    if (forms[kind].bare)
        answer_document(request, status, change->row.document);
    else
        answer_record(request, status, name, &change->row);
}

static void answer_change(struct request *request)
{
    const struct record_change *change = request->record_change;
    enum record_kind kind = change->key.kind;
    if (change->op.result == ERR_BODY_INVALID) {
        answer_faults(request, &change->faults);
    } else if (change->op.result) {
        answer_error(request, change->op.result);
    } else if (change->what == RECORD_DELETE) {
        if (change->unfinished)
            sweep_start(&request->api->sweeps[SWEEP_BUSINESSES]);
        answer_deleted(request, kind);
    } else {
        answer_changed(request, change);
    }
}

/* ---- changes ----------------------------------------------------------------------------------
 */

static void change_record(struct request *request, enum record_kind kind,
                          enum record_change_kind what)
{
    const struct record_key *key = take_key(request, kind);
    if (!key)
        return;
    struct record_change *change = ARENA_NEW(request->arena, struct record_change);
    *change = (struct record_change){
        .what = what,
        .arena = request->arena,
        .key = *key,
        .asked_by = identity_location(&request->identity),
        .actor = request_actor(request),
    };
    request->record_change = change;
    if (what != RECORD_DELETE)
        change->op.result = record_change_read(change, request->body);
    if (change->op.result)
        answer_change(request);
    else
        request_submit(request, &change->op, record_change_apply, answer_change);
}

/* ---- reading ----------------------------------------------------------------------------------
 */

static void get_record(struct request *request, enum record_kind kind)
{
    const struct record_key *key = take_key(request, kind);
    struct record_row row;
    if (!key)
        return;
    enum err err = record_get(request->api->store, request->arena, key, &row);
    if (err)
        answer_error(request, err);
    else
        answer_record(request, 200, forms[kind].got, &row);
}

struct listing {
    struct json_writer *w;
    struct arena *arena;
    struct str status; /* only those that have it; empty: all */
};

static bool has_status(const struct record_row *row, struct str status)
{
    struct record_fields fields;
    struct arena arena;
    arena_init(&arena);
    enum err err = record_decode(row->key.kind, row->document, &arena, &fields);
    bool has = !err && str_eq(fields.status.value, status);
    arena_release(&arena);
    return has;
}

static void list_one(void *context, const struct record_row *row)
{
    struct listing *listing = context;
    if (str_is_empty(listing->status) || has_status(row, listing->status))
        json_write_raw(listing->w, arena_copy(listing->arena, row->document));
}

static void answer_list(struct request *request, const struct record_key *key,
                        struct record_page page, struct str status)
{
    struct listing listing = {json_writer_new(request->arena), request->arena, status};
    json_begin_object(listing.w);
    json_key(listing.w, forms[key->kind].listed);
    json_begin_array(listing.w);
    enum err err = record_walk(request->api->store, key, page, list_one, &listing);
    json_end(listing.w);
    if (err)
        answer_error(request, err);
    else
        answer_end(request, &(struct http_response){.status = 200}, listing.w);
}

static struct record_page read_page(struct request *request, enum record_kind kind,
                                    struct faults *faults)
{
    static const struct query_range limit = {1, RECORDS_PAGE_MAX, RECORDS_PAGE_MAX};
    static const struct query_range skip = {0, BUSINESSES_MAX, 0};
    if (!forms[kind].in_pages)
        return (struct record_page){0, record_type(kind)->most};
    return (struct record_page){
        .most = query_number(request, STR("limit"), &limit, faults),
        .skip = query_number(request, STR("skip"), &skip, faults),
    };
}

/* The location is in the path, or else in the query. */
static void list_records(struct request *request, enum record_kind kind, struct str status)
{
    const struct record_key *key = take_key(request, kind);
    struct faults faults;
    struct str location_id;
    if (!key)
        return;
    if (!forms[kind].in_path && !query_location(request, &location_id))
        return;
    faults_init(&faults, request->arena);
    struct record_page page = read_page(request, kind, &faults);
    if (faults.count > 0)
        answer_faults(request, &faults);
    else
        answer_list(request, key, page, status);
}

/* ---- operations -------------------------------------------------------------------------------
 */

/* create_business, get_business, … */
#define CHANGES(one, kind)                           \
    void create_##one(struct request *request)       \
    {                                                \
        change_record(request, kind, RECORD_CREATE); \
    }                                                \
    void update_##one(struct request *request)       \
    {                                                \
        change_record(request, kind, RECORD_UPDATE); \
    }                                                \
    void delete_##one(struct request *request)       \
    {                                                \
        change_record(request, kind, RECORD_DELETE); \
    }
#define READS(one, many, kind)                \
    void list_##many(struct request *request) \
    {                                         \
        list_records(request, kind, STR("")); \
    }                                         \
    void get_##one(struct request *request)   \
    {                                         \
        get_record(request, kind);            \
    }

READS(business, businesses, RECORD_BUSINESS)
CHANGES(business, RECORD_BUSINESS)
READS(location_tag, location_tags, RECORD_TAG)
CHANGES(location_tag, RECORD_TAG)
READS(custom_value, custom_values, RECORD_CUSTOM_VALUE)
CHANGES(custom_value, RECORD_CUSTOM_VALUE)
CHANGES(user, RECORD_USER) /* the rest is in users.c */

void list_campaigns(struct request *request)
{
    list_records(request, RECORD_CAMPAIGN, query_text(request, STR("status")));
}

void list_workflows(struct request *request)
{
    list_records(request, RECORD_WORKFLOW, STR(""));
}
