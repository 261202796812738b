/*
 * Which tasks of a location are looked for. Pure.
 */
#pragma once

#include <stdint.h>

#include "base/arena.h"
#include "base/faults.h"
#include "base/str.h"
#include "contact/text_list.h"
#include "json/json.h"

/* As published: how many are answered with where it is not said. Ours: the bounds. */
enum { TASK_LIMIT = 25, TASK_LIMIT_MAX = 100, TASK_SKIP_MAX = 1000000, TASK_IDS_MAX = 500 };

enum task_state { TASK_ANY, TASK_OPEN, TASK_COMPLETED };

/* What is empty excludes none. */
struct task_query {
    struct text_list contact_ids; /* of one of these contacts */
    struct text_list assignees;   /* assigned to one of these */
    enum task_state state;
    struct str text;        /* part of the title; as item_fold has it */
    struct str business_id; /* of contacts of this business */
    int64_t skip;
    int64_t limit;
};

/* What is wrong is added to *faults. `object` is a JSON object. */
void task_query_read(const struct json *object, struct arena *arena, struct task_query *query,
                     struct faults *faults);
