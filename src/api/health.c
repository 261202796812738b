#include "api/health.h"

#include "api/answer.h"
#include "json/writer.h"

static void answer_status(struct request *request, int status, struct str word)
{
    struct json_writer *w = json_writer_new(request->arena);
    json_begin_object(w);
    json_member_string(w, STR("status"), word);
    json_end(w);
    struct http_response response = {.status = status};
    http_response_header(&response, STR("Cache-Control"), STR("no-store"));
    answer_json(request, &response, json_finish(w));
}

void health_live(struct request *request)
{
    answer_status(request, 200, STR("live"));
}

void health_ready(struct request *request)
{
    if (request->api->stopping)
        answer_status(request, 503, STR("stopping"));
    else if (store_health(request->api->store) != ERR_NONE)
        answer_status(request, 503, STR("store unavailable"));
    else
        answer_status(request, 200, STR("ready"));
}
