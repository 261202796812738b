#include "api/contact_search.h"

#include "api/access.h"
#include "api/answer.h"
#include "api/contact_found.h"
#include "api/query.h"
#include "api/submit.h"
#include "service/contact_search.h"

/* ---- the way to the searchers and back --------------------------------------------------------
 */

typedef struct str write_found(struct request *request);

/* What the searcher's thread does; the answer is sent by the request's own. */
struct page {
    struct contact_search search; /* first */
    struct request *request;
    write_found *write;
    struct str body;
};

static struct contact_search *start(struct request *request, struct str location_id)
{
    struct page *page = ARENA_NEW(request->arena, struct page);
    *page = (struct page){
        .search =
            {
                .contacts = &request->api->contacts,
                .arena = request->arena,
                .location_id = location_id,
            },
        .request = request,
    };
    struct contact_search *search = &page->search;
    search_init(&search->search, request->arena);
    faults_init(&search->faults, request->arena);
    request->search = search;
    return search;
}

static void run_page(struct search_job *job)
{
    struct page *page = (struct page *)job;
    contact_search_run(job);
    if (!page->search.result)
        page->body = page->write(page->request);
}

static void answer_failure(struct request *request, enum err err)
{
    const struct contact_search *search = request->search;
    if (err == ERR_BODY_INVALID)
        answer_faults(request, &search->faults);
    else if (err == ERR_SEARCH_FIELD_UNKNOWN)
        answer_error_message(
            request, err,
            arena_format(request->arena, "Invalid field %.*s", STR_ARG(search->unknown)));
    else
        answer_error(request, err);
}

static void answer_page(struct request *request)
{
    const struct page *page = (const struct page *)request->search;
    if (page->search.result)
        answer_failure(request, page->search.result);
    else
        answer_json(request, &(struct http_response){.status = 200}, page->body);
}

static void submit(struct request *request, write_found *write)
{
    struct page *page = (struct page *)request->search;
    page->write = write;
    page->search.job.run = run_page;
    request_search(request, &page->search.job, &page->search.result, answer_page);
}

/* ---- search -----------------------------------------------------------------------------------
 */

void search_contacts(struct request *request)
{
    const struct json *location = json_member(request->body, STR("locationId"));
    if (!location || json_type(location) != JSON_STRING || str_is_empty(json_string(location))) {
        answer_error_message(request, ERR_BODY_INVALID, STR("locationId can't be undefined"));
        return;
    }
    enum err err = access_check_location(request, json_string(location));
    struct contact_search *search = start(request, json_string(location));
    if (!err)
        err = contact_search_read(search, request->body);
    if (err)
        answer_failure(request, err);
    else
        submit(request, contact_found_write_search);
}

/* ---- lists ------------------------------------------------------------------------------------
 */

static void submit_or_refuse(struct request *request, write_found *write)
{
    if (request->search->faults.count > 0)
        answer_faults(request, &request->search->faults);
    else
        submit(request, write);
}

static void read_words(struct request *request)
{
    struct contact_search *search = request->search;
    struct str words = query_text(request, STR("query"));
    if (str_code_points(words) > SEARCH_TEXT_MAX)
        faults_add(&search->faults, "query must be shorter than or equal to %d characters",
                   SEARCH_TEXT_MAX);
    else
        search_set_words(&search->search, request->arena, words);
}

/* By the id, where that contact is there still; otherwise by the date. */
static void read_start(struct request *request)
{
    static const struct query_range any = {.least = INT64_MIN, .most = INT64_MAX};
    struct contact_search *search = request->search;
    struct str id = query_text(request, STR("startAfterId"));
    search->search.after_ms = query_number(request, STR("startAfter"), &any, &search->faults);
    search->search.after_id = id;
    search->search.has_after =
        !str_is_empty(id) || !str_is_empty(query_text(request, STR("startAfter")));
}

void list_contacts(struct request *request)
{
    static const struct query_range limits = {
        .least = 1, .most = CONTACT_LIST_MAX, .otherwise = CONTACT_LIST_USUAL};
    struct str location_id;
    if (request->version == API_V3) {
        answer_error(request, ERR_ROUTE_UNKNOWN);
        return;
    }
    if (!query_location(request, &location_id))
        return;
    struct contact_search *search = start(request, location_id);
    search->search.limit = query_number(request, STR("limit"), &limits, &search->faults);
    read_start(request);
    read_words(request);
    submit_or_refuse(request, contact_found_write_list);
}

void list_contacts_of_business(struct request *request)
{
    static const struct query_range limits = {
        .least = 1, .most = BUSINESS_LIST_MAX, .otherwise = BUSINESS_LIST_USUAL};
    static const struct query_range skips = {.least = 0, .most = SEARCH_WINDOW_MAX, .otherwise = 0};
    struct str location_id;
    if (!query_location(request, &location_id))
        return;
    struct contact_search *search = start(request, location_id);
    search->search.limit = query_number(request, STR("limit"), &limits, &search->faults);
    search->search.skip = query_number(request, STR("skip"), &skips, &search->faults);
    search_add_eq(&search->search, request->arena, SEARCH_business_id, request->params[0]);
    read_words(request);
    submit_or_refuse(request, contact_found_write_business);
}

/* ---- look-up ----------------------------------------------------------------------------------
 */

static enum err add_phone(struct request *request, struct str phone)
{
    struct contact_search *search = request->search;
    enum err err = contact_search_phone(search, phone, &phone);
    if (!err)
        search_add_eq(&search->search, request->arena, SEARCH_phone, phone);
    return err;
}

void look_up_contacts(struct request *request)
{
    static const struct query_range limits = {
        .least = 1, .most = LOOK_UP_MAX, .otherwise = LOOK_UP_MAX};
    struct str location_id;
    struct str email = query_email(request, STR("email"));
    struct str phone = query_phone(request, STR("phone"));
    if (request->version != API_V3) {
        request->params[0] = STR("lookup");
        answer_error(request, ERR_CONTACT_UNKNOWN); /* what GET /contacts/{contactId} says */
        return;
    }
    if (!query_location(request, &location_id))
        return;
    if (str_is_empty(email) && str_is_empty(phone)) {
        answer_error(request, ERR_CONTACT_UNNAMED);
        return;
    }
    struct contact_search *search = start(request, location_id);
    search->search.limit = query_number(request, STR("limit"), &limits, &search->faults);
    contact_found_read_cursor(request);
    if (!str_is_empty(email))
        search_add_eq(&search->search, request->arena, SEARCH_email, email);
    enum err err = str_is_empty(phone) ? ERR_NONE : add_phone(request, phone);
    if (err)
        answer_failure(request, err);
    else
        submit_or_refuse(request, contact_found_write_look_up);
}
