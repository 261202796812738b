#include "api/rate_limit.h"

#include "base/clock.h"

enum err rate_limit_take(struct request *request)
{
    struct rate_limits *limits = request->api->rate_limits;
    const struct rate_time now = {clock_mono_ns() / 1000000, clock_wall_ms()};
    if (!limits || rate_limits_take(limits, &request->identity, now, &request->rate))
        return ERR_NONE;
    return ERR_RATE_LIMITED;
}

static void tell(const struct request *request, struct http_response *response, struct str name,
                 int64_t value)
{
    http_response_header(response, name, arena_format(request->arena, "%lld", (long long)value));
}

void rate_limit_tell(const struct request *request, struct http_response *response)
{
    const struct rate_standing *rate = &request->rate;
    if (rate->most == 0)
        return;
    tell(request, response, STR("X-RateLimit-Limit-Daily"), rate->daily_most);
    tell(request, response, STR("X-RateLimit-Daily-Remaining"), rate->daily_left);
    tell(request, response, STR("X-RateLimit-Daily-Reset"), rate->daily_reset_ms);
    tell(request, response, STR("X-RateLimit-Max"), rate->most);
    tell(request, response, STR("X-RateLimit-Remaining"), rate->left);
    tell(request, response, STR("X-RateLimit-Interval-Milliseconds"), RATE_INTERVAL_MS);
    if (rate->wait_ms > 0) /* whole seconds, rounded up: not a moment too early */
        tell(request, response, STR("Retry-After"), (rate->wait_ms + 999) / 1000);
}
