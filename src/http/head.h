/*
 * The head of a request: collected piece by piece as it comes in, then checked, then asked.
 *
 * Its texts lie in the arena it is given, which is the request's.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

/* A piece of the text of a head, which is at most HTTP_HEAD_MAX long. */
struct head_span {
    uint16_t from;
    uint16_t len;
};

struct head_field {
    struct head_span name;
    struct head_span value;
};

struct head {
    struct arena *arena;
    char *text; /* the target, then name and value of each field */
    size_t text_len;
    size_t text_room;
    struct head_field *fields;
    size_t field_count;
    size_t field_room;
    struct head_span target_span;
    bool in_field; /* the next field has begun */
    bool url_too_long;
    bool too_many_fields;
    size_t size; /* bytes as received, up to where the body begins */

    /* From head_end on. */
    struct str method;
    struct str target;       /* path and query, as they came */
    uint64_t content_length; /* bytes; 0 when it does not say */
    bool http_1_0;
    bool keep_alive;       /* the client wants to go on with the connection */
    bool framed;           /* anybody sees the body end where we do */
    bool expects_continue; /* the client waits for our word before it sends the body */
    bool has_host;         /* exactly one Host, or none where HTTP/1.0 allows it */
};

void head_init(struct head *head, struct arena *arena);

/* ---- while it comes in ------------------------------------------------------------------------
 */

void head_add_target(struct head *head, struct str piece);
void head_add_name(struct head *head, struct str piece);
void head_add_value(struct head *head, struct str piece);
void head_end_field(struct head *head);

/* It is whole: sets what the fields say. What the parser knows, the caller has set before. */
void head_end(struct head *head);

/* ---- when it is whole -------------------------------------------------------------------------
 */

/*
 * ERR_NONE, or why not: ERR_URL_TOO_LONG, ERR_HEAD_TOO_LARGE, ERR_REQUEST_MALFORMED, ERR_NOT_UTF8,
 * ERR_BODY_TOO_LARGE.
 */
MUST_CHECK enum err head_check(struct head *head);

struct str head_path(const struct head *head);
struct str head_query(const struct head *head);

/* The first field of that name (any case), trimmed; false when there is none. */
bool head_find(const struct head *head, struct str name, struct str *value);
