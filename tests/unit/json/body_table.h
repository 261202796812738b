/*
 * A table that has every kind, lists in objects and objects in lists, for tests.
 */
#pragma once

#include "json/table.h"

/* A code point more, an item more, and it is a fault. */
enum { BODY_TEXT_MAX = 5, BODY_ITEMS_MAX = 3 };

struct channel {
    struct json_opt_text status;
    struct json_opt_text message;
};

struct settings {
    struct json_opt_nested call; /* of struct channel */
    struct json_opt_flag loud;
};

struct entry {
    struct json_opt_text id;
    struct json_opt_any value;
    struct json_opt_nested settings; /* of struct settings */
};

struct body {
    struct json_opt_text name;
    struct json_opt_text location;
    struct json_opt_flag dnd;
    struct json_opt_texts tags;
    struct json_opt_texts colours;
    struct json_opt_nested settings; /* of struct settings */
    struct json_opt_list entries;    /* of struct entry */
    struct json_opt_any anything;
    struct json_opt_number position; /* 1 to 100 */
};

static const struct str statuses[] = {STR_INIT("active"), STR_INIT("inactive"), STR_INIT("")};

static const struct json_field channel_fields[] = {
    {.name = STR_INIT("status"),
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct channel, status),
     .required = true,
     .one_of = statuses},
    {.name = STR_INIT("message"),
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct channel, message)},
};
static const struct json_table channel_table = {channel_fields, 2, sizeof(struct channel)};

static const struct json_field settings_fields[] = {
    {.name = STR_INIT("Call"),
     .kind = JSON_KIND_NESTED,
     .offset = offsetof(struct settings, call),
     .table = &channel_table},
    {.name = STR_INIT("loud"), .kind = JSON_KIND_FLAG, .offset = offsetof(struct settings, loud)},
};
static const struct json_table settings_table = {settings_fields, 2, sizeof(struct settings)};

static const struct json_field entry_fields[] = {
    {.name = STR_INIT("id"),
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct entry, id),
     .max = BODY_TEXT_MAX},
    {.name = STR_INIT("value"), .kind = JSON_KIND_ANY, .offset = offsetof(struct entry, value)},
    {.name = STR_INIT("settings"),
     .kind = JSON_KIND_NESTED,
     .offset = offsetof(struct entry, settings),
     .table = &settings_table},
};
static const struct json_table entry_table = {entry_fields, 3, sizeof(struct entry)};

static const struct json_field body_fields[] = {
    {.name = STR_INIT("name"),
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct body, name),
     .max = BODY_TEXT_MAX},
    {.name = STR_INIT("location"),
     .kind = JSON_KIND_TEXT,
     .offset = offsetof(struct body, location)},
    {.name = STR_INIT("dnd"), .kind = JSON_KIND_FLAG, .offset = offsetof(struct body, dnd)},
    {.name = STR_INIT("tags"),
     .kind = JSON_KIND_TEXTS,
     .offset = offsetof(struct body, tags),
     .max = BODY_TEXT_MAX,
     .max_items = BODY_ITEMS_MAX},
    {.name = STR_INIT("colours"),
     .kind = JSON_KIND_TEXTS,
     .offset = offsetof(struct body, colours),
     .one_of = statuses},
    {.name = STR_INIT("settings"),
     .kind = JSON_KIND_NESTED,
     .offset = offsetof(struct body, settings),
     .table = &settings_table},
    {.name = STR_INIT("entries"),
     .kind = JSON_KIND_LIST,
     .offset = offsetof(struct body, entries),
     .max_items = BODY_ITEMS_MAX,
     .table = &entry_table},
    {.name = STR_INIT("anything"),
     .kind = JSON_KIND_ANY,
     .offset = offsetof(struct body, anything)},
    {.name = STR_INIT("position"),
     .kind = JSON_KIND_NUMBER,
     .offset = offsetof(struct body, position),
     .least = 1,
     .most = 100},
};
static const struct json_table body_table = {body_fields, 9, sizeof(struct body)};
