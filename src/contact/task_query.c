#include "contact/task_query.h"

#include "contact/item.h"
#include "json/table.h"

struct body {
    struct json_opt_texts contact_ids;
    struct json_opt_flag completed;
    struct json_opt_texts assignees;
    struct json_opt_text text;
    struct json_opt_number limit;
    struct json_opt_number skip;
    struct json_opt_text business_id;
};

#define ROW(json_kind, member, json_name, ...)                      \
    {                                                               \
        .name = STR_INIT(json_name), .kind = JSON_KIND_##json_kind, \
        .offset = offsetof(struct body, member), __VA_ARGS__        \
    }

static const struct json_field fields[] = {
    ROW(TEXTS, contact_ids, "contactId", .max = ITEM_WORD_MAX, .max_items = TASK_IDS_MAX),
    ROW(FLAG, completed, "completed"),
    ROW(TEXTS, assignees, "assignedTo", .max = ITEM_WORD_MAX, .max_items = TASK_IDS_MAX),
    ROW(TEXT, text, "query", .max = ITEM_TITLE_MAX),
    ROW(NUMBER, limit, "limit", .least = 1, .most = TASK_LIMIT_MAX),
    ROW(NUMBER, skip, "skip", .least = 0, .most = TASK_SKIP_MAX),
    ROW(TEXT, business_id, "businessId", .max = ITEM_WORD_MAX),
};
static const struct json_table table = {fields, sizeof fields / sizeof *fields,
                                        sizeof(struct body)};

static enum task_state state_of(const struct json_opt_flag *completed)
{
    if (completed->presence != JSON_GIVEN)
        return TASK_ANY;
    return completed->value ? TASK_COMPLETED : TASK_OPEN;
}

void task_query_read(const struct json *object, struct arena *arena, struct task_query *query,
                     struct faults *faults)
{
    struct body body;
    json_table_decode(&table, object, arena, &body, faults);
    *query = (struct task_query){
        .contact_ids = {body.contact_ids.items, body.contact_ids.count},
        .assignees = {body.assignees.items, body.assignees.count},
        .state = state_of(&body.completed),
        .text = item_fold(arena, str_trim(body.text.value)),
        .business_id = body.business_id.value,
        .skip = body.skip.value,
        .limit = body.limit.presence == JSON_GIVEN ? body.limit.value : TASK_LIMIT,
    };
}
