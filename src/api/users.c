#include "api/users.h"

#include "api/answer.h"
#include "api/query.h"
#include "api/submit.h"
#include "contact/text.h"
#include "service/users.h"
#include "json/writer.h"

void get_user(struct request *request)
{
    struct record_key *key = ARENA_NEW(request->arena, struct record_key);
    struct record_row row;
    *key = user_key(request->params[0]);
    request->record = key;
    enum err err = user_get(request->api->store, request->arena, key->id,
                            identity_location(&request->identity), &row);
    if (err)
        answer_error(request, err);
    else
        answer_document(request, 200, row.document);
}

/* ---- answers ----------------------------------------------------------------------------------
 */

/* Looking for users, which reads each of them: on a thread of the searchers. */
struct user_finding {
    struct search_job job; /* first */
    struct store *store;
    struct arena *arena;
    struct user_search search; /* what is asked; or, … */
    struct user_filter filter; /* … by email */
    enum err result;
    struct users_found found; /* … with ERR_NONE */
};

static struct user_finding *finding_new(struct request *request)
{
    struct user_finding *finding = ARENA_NEW(request->arena, struct user_finding);
    *finding = (struct user_finding){.store = request->api->store, .arena = request->arena};
    request->users = finding;
    return finding;
}

static struct json_writer *begin_users(struct request *request)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_key(w, STR("users"));
    json_begin_array(w);
    return w;
}

/* Begun by begin_users; `counted`: with how many there are on all pages. */
static void end_users(struct request *request, struct json_writer *w,
                      const struct users_found *found, bool counted)
{
    json_end(w);
    if (counted)
        json_member_int(w, STR("count"), (int64_t)found->total);
    answer_end(request, &(struct http_response){.status = 200}, w);
}

static void answer_found(struct request *request, bool counted)
{
    const struct users_found *found = &request->users->found;
    if (request->users->result) {
        answer_error(request, request->users->result);
        return;
    }
    struct json_writer *w = begin_users(request);
    for (size_t i = 0; i < found->count; i++)
        json_write_raw(w, found->rows[i].document);
    end_users(request, w, found, counted);
}

static void answer_list(struct request *request)
{
    answer_found(request, false);
}

static void answer_search(struct request *request)
{
    answer_found(request, true);
}

/* ---- searching --------------------------------------------------------------------------------
 */

static void run_search(struct search_job *job)
{
    struct user_finding *finding = (struct user_finding *)job;
    finding->result =
        user_search(finding->store, finding->arena, &finding->search, &finding->found);
}

static void search(struct request *request, void (*answer)(struct request *request))
{
    struct user_finding *finding = request->users;
    finding->job.run = run_search;
    request_search(request, &finding->job, &finding->result, answer);
}

/* Deprecated, and published without pages: all of the location. */
void list_users(struct request *request)
{
    struct str location_id;
    if (!query_location(request, &location_id))
        return;
    finding_new(request)->search = (struct user_search){
        .query.own_location_id = location_id,
        .page = {0, record_type(RECORD_USER)->most},
    };
    search(request, answer_list);
}

static enum user_sort read_sort(struct request *request, struct faults *faults)
{
    static const struct {
        struct str name;
        enum user_sort sort;
    } sorts[] = {{STR_INIT(""), USER_SORT_NAME},
                 {STR_INIT("name"), USER_SORT_NAME},
                 {STR_INIT("email"), USER_SORT_EMAIL},
                 {STR_INIT("dateAdded"), USER_SORT_DATE_ADDED}};
    struct str asked = query_text(request, STR("sort"));
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++) {
        if (str_eq(asked, sorts[i].name))
            return sorts[i].sort;
    }
    faults_add(faults, "sort must be one of the following values: name, email, dateAdded");
    return USER_SORT_NAME;
}

static bool read_descending(struct request *request, struct faults *faults)
{
    struct str asked = query_text(request, STR("sortDirection"));
    bool descending = str_eq(asked, STR("desc"));
    if (!descending && !str_is_empty(asked) && !str_eq(asked, STR("asc")))
        faults_add(faults, "sortDirection must be one of the following values: asc, desc");
    return descending;
}

static struct text_list read_ids(struct request *request, struct faults *faults)
{
    struct str asked = query_text(request, STR("ids"));
    struct str *ids = ARENA_ARRAY(request->arena, struct str, RECORDS_PAGE_MAX);
    struct str id;
    size_t count = 0;
    bool blank = false;
    while (str_cut(&asked, ',', &id)) {
        if (count == RECORDS_PAGE_MAX) {
            faults_add(faults, "ids must contain no more than %d elements", RECORDS_PAGE_MAX);
            return (struct text_list){0};
        }
        ids[count] = str_trim(id);
        blank |= str_is_empty(ids[count++]);
    }
    if (blank)
        faults_add(faults, "each value in ids should not be empty");
    return text_list_of_ids(request->arena, ids, count);
}

static void read_search(struct request *request, struct user_search *search, struct faults *faults)
{
    static const struct query_range limits = {1, RECORDS_PAGE_MAX, USERS_PAGE};
    static const struct query_range skips = {0, RECORDS_MAX, 0};
    struct str text = str_trim(query_text(request, STR("query")));
    *search = (struct user_search){
        .query = {.company_id = query_text(request, STR("companyId")),
                  .location_id = query_text(request, STR("locationId")),
                  .own_location_id = identity_location(&request->identity),
                  .type = query_text(request, STR("type")),
                  .role = query_text(request, STR("role")),
                  .text = text_lower(request->arena, text_nfc(request->arena, text)),
                  .ids = read_ids(request, faults)},
        .sort = read_sort(request, faults),
        .descending = read_descending(request, faults),
    };
    search->page.skip = query_number(request, STR("skip"), &skips, faults);
    search->page.most = query_number(request, STR("limit"), &limits, faults);
    if (str_code_points(text) > RECORD_WORD_MAX)
        faults_add(faults, "query must be shorter than or equal to %d characters", RECORD_WORD_MAX);
}

/* A location may name itself and no other. */
static bool is_elsewhere(const struct user_query *query)
{
    return !str_is_empty(query->own_location_id) && !str_is_empty(query->location_id) &&
           !str_eq(query->location_id, query->own_location_id);
}

void search_users(struct request *request)
{
    struct user_search *asked = &finding_new(request)->search;
    struct faults faults;
    faults_init(&faults, request->arena);
    read_search(request, asked, &faults);
    if (is_elsewhere(&asked->query))
        answer_error(request, ERR_LOCATION_FORBIDDEN);
    else if (str_is_empty(asked->query.company_id))
        answer_error_message(request, ERR_BODY_INVALID, STR("companyId can't be undefined"));
    else if (faults.count > 0)
        answer_faults(request, &faults);
    else
        search(request, answer_search);
}

/* ---- by email ---------------------------------------------------------------------------------
 */

/* Those members of a user that were asked for; it is parsed again, for a page at the most. */
static enum err write_projection(struct request *request, const struct user_filter *filter,
                                 struct str document, struct json_writer *w)
{
    static struct str few[] = {STR_INIT("id"), STR_INIT("email")};
    static const struct text_list usual = {few, 2};
    const struct text_list *wanted = filter->projection.count ? &filter->projection : &usual;
    const struct json *user;
    struct json_malformed malformed;
    if (json_parse(request->arena, document, &user, &malformed) || json_type(user) != JSON_OBJECT)
        return ERR_STORE_FAILED;
    json_begin_object(w);
    struct json_walk walk = json_walk(user);
    while (json_next(&walk)) {
        struct str name = text_lower(request->arena, walk.key); /* as the list has them */
        if (!text_list_has(wanted, name))
            continue;
        json_key(w, walk.key);
        json_write_value(w, walk.value);
    }
    json_end(w);
    return ERR_NONE;
}

static void answer_filtered(struct request *request)
{
    const struct user_filter *filter = &request->users->filter;
    const struct users_found *found = &request->users->found;
    struct json_writer *w = begin_users(request);
    enum err err = request->users->result;
    for (size_t i = 0; !err && i < found->count; i++) {
        if (filter->whole)
            json_write_raw(w, found->rows[i].document);
        else
            err = write_projection(request, filter, found->rows[i].document, w);
    }
    if (err)
        answer_error(request, err);
    else
        end_users(request, w, found, true);
}

static void run_filter(struct search_job *job)
{
    struct user_finding *finding = (struct user_finding *)job;
    finding->result =
        user_filter_run(finding->store, finding->arena, &finding->filter, &finding->found);
}

void filter_users_by_email(struct request *request)
{
    struct user_finding *finding = finding_new(request);
    finding->job.run = run_filter;
    if (user_filter_read(&finding->filter, request->arena, request->body))
        answer_faults(request, &finding->filter.faults);
    else
        request_search(request, &finding->job, &finding->result, answer_filtered);
}
