#include "api/answer.h"

#include "api/idempotency.h"
#include "api/rate_limit.h"
#include "base/log.h"
#include "json/writer.h"

/* Seconds; a queue of thousands of writes is empty after one. */
#define RETRY_AFTER_S "1"

void answer_send(struct request *request, struct http_response *response)
{
    rate_limit_tell(request, response);
    http_answer(request->http, response);
}

void answer_json(struct request *request, struct http_response *response, struct str body)
{
    response->body = body;
    if (!idempotency_take(request, response))
        answer_send(request, response);
}

struct str answer_reason(int status)
{
    switch (status) {
    case 200:
        return STR("OK");
    case 201:
        return STR("Created");
    case 304:
        return STR("Not Modified");
    case 400:
        return STR("Bad Request");
    case 401:
        return STR("Unauthorized");
    case 403:
        return STR("Forbidden");
    case 404:
        return STR("Not Found");
    case 405:
        return STR("Method Not Allowed");
    case 409:
        return STR("Conflict");
    case 412:
        return STR("Precondition Failed");
    case 413:
        return STR("Payload Too Large");
    case 414:
        return STR("URI Too Long");
    case 415:
        return STR("Unsupported Media Type");
    case 422:
        return STR("Unprocessable Entity");
    case 429:
        return STR("Too Many Requests");
    case 431:
        return STR("Request Header Fields Too Large");
    case 503:
        return STR("Service Unavailable");
    default:
        return STR("Internal Server Error");
    }
}

static struct json_writer *begin_error(struct request *request, enum err err)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_member_int(w, STR("statusCode"), err_status(err));
    return w;
}

static void end_error(struct request *request, struct json_writer *w, enum err err,
                      struct http_response *response)
{
    response->status = err_status(err);
    json_member_string(w, STR("error"), answer_reason(response->status));
    json_member_string(w, STR("traceId"), request_trace_id(request));
    json_end(w);
    if (response->status == 401)
        http_response_header(response, STR("WWW-Authenticate"), STR("Bearer"));
    if (response->status == 503)
        http_response_header(response, STR("Retry-After"), STR(RETRY_AFTER_S));
    if (response->status == 500)
        log_event(LOG_ERROR, "request_failed", log_str("error", err_name(err)),
                  log_str("traceId", request_trace_id(request)));
    answer_json(request, response, json_finish(w));
}

static void answer_with(struct request *request, enum err err, struct str message,
                        struct http_response *response)
{
    struct json_writer *w = begin_error(request, err);
    json_member_string(w, STR("message"), message);
    end_error(request, w, err, response);
}

void answer_error_message(struct request *request, enum err err, struct str message)
{
    answer_with(request, err, message, &(struct http_response){0});
}

/* Of the sentences about records. */
static struct str record_part(struct request *request, struct str name)
{
    const struct record_type *type = record_type(request->record->kind);
    if (str_eq(name, STR("record")))
        return type->title;
    if (str_eq(name, STR("records")))
        return type->titles;
    if (str_eq(name, STR("record_id")))
        return request->record->id;
    if (str_eq(name, STR("named_by")))
        return type->named_by;
    if (str_eq(name, STR("most")))
        return arena_format(request->arena, "%lld", (long long)type->most);
    if (str_eq(name, STR("mebibytes")))
        return arena_format(request->arena, "%lld", (long long)type->bytes_most >> 20);
    return STR("");
}

struct str answer_fill(struct arena *arena, struct str sentence,
                       struct str (*part)(const void *context, struct str name),
                       const void *context)
{
    struct str text = STR("");
    while (!str_is_empty(sentence)) {
        size_t open = str_find(sentence, '{');
        struct str before = str_slice(sentence, 0, open);
        sentence = str_slice(sentence, open + 1, sentence.len);
        size_t close = str_find(sentence, '}');
        struct str name = str_slice(sentence, 0, close);
        sentence = str_slice(sentence, close + 1, sentence.len);
        struct str value = str_is_empty(name) ? name : part(context, name);
        text = arena_format(arena, "%.*s%.*s%.*s", STR_ARG(text), STR_ARG(before), STR_ARG(value));
    }
    return text;
}

/* Of whom a sentence tells. */
struct subject {
    struct request *request;
    struct str id;
};

static struct str part(const void *context, struct str name)
{
    const struct subject *subject = context;
    if (str_eq(name, STR("id")))
        return subject->id;
    if (str_eq(name, STR("item")))
        return subject->request->params[1];
    if (str_eq(name, STR("method")))
        return http_method(subject->request->http);
    if (str_eq(name, STR("path")))
        return http_path(subject->request->http);
    if (str_eq(name, STR("why")))
        return STR("the request line or a header is not well-formed");
    return subject->request->record ? record_part(subject->request, name) : STR("");
}

struct str answer_sentence(struct request *request, enum err err, struct str id)
{
    const struct subject subject = {request, id};
    return answer_fill(request->arena, err_sentence(err), part, &subject);
}

void answer_error(struct request *request, enum err err)
{
    answer_error_message(request, err, answer_sentence(request, err, request->params[0]));
}

void answer_method_unknown(struct request *request, struct str allow)
{
    struct http_response response = {0};
    http_response_header(&response, STR("Allow"), allow);
    answer_with(request, ERR_METHOD_UNKNOWN, answer_sentence(request, ERR_METHOD_UNKNOWN, STR("")),
                &response);
}

void answer_json_malformed(struct request *request, const struct json_malformed *malformed)
{
    struct str message = arena_format(request->arena, "Malformed JSON: %.*s at byte %zu",
                                      STR_ARG(malformed->why), malformed->position);
    answer_error_message(request, ERR_JSON_MALFORMED, message);
}

void answer_document(struct request *request, int status, struct str document)
{
    struct str members = str_slice(document, 0, document.len - 1);
    struct str trace_id = request_trace_id(request);
    answer_json(request, &(struct http_response){.status = status},
                arena_format(request->arena, "%.*s,\"traceId\":\"%.*s\"}", STR_ARG(members),
                             STR_ARG(trace_id)));
}

void answer_end(struct request *request, struct http_response *response, struct json_writer *w)
{
    json_member_string(w, STR("traceId"), request_trace_id(request));
    json_end(w);
    answer_json(request, response, json_finish(w));
}

void answer_write_succeeded(struct request *request, struct json_writer *w)
{
    json_member_bool(w, STR("succeded"), true); /* spelt so by the API */
    if (request->version == API_V3)
        json_member_bool(w, STR("succeeded"), true);
}

void answer_succeeded(struct request *request, int status)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    answer_write_succeeded(request, w);
    answer_end(request, &(struct http_response){.status = status}, w);
}

void answer_faults(struct request *request, const struct faults *faults)
{
    struct json_writer *w = begin_error(request, ERR_BODY_INVALID);
    json_member_strings(w, STR("message"), faults->items, faults->count);
    end_error(request, w, ERR_BODY_INVALID, &(struct http_response){0});
}

void answer_duplicate(struct request *request, const struct duplicate *duplicate)
{
    struct json_writer *w = begin_error(request, ERR_CONTACT_DUPLICATE);
    json_member_string(w, STR("message"), err_sentence(ERR_CONTACT_DUPLICATE));
    json_key(w, STR("meta"));
    json_begin_object(w);
    json_member_string(w, STR("contactId"), duplicate->contact_id);
    json_member_string(w, STR("contactName"), duplicate->contact_name);
    json_member_string(w, STR("matchingField"),
                       duplicate->field == MATCH_EMAIL ? STR("email") : STR("phone"));
    json_end(w);
    end_error(request, w, ERR_CONTACT_DUPLICATE, &(struct http_response){0});
}
