#include "http/head.h"

#include "http/http.h"
#include "http/uri.h"

/* The head of a usual request; both grow twofold. */
enum { TEXT_FIRST = 1024, FIELDS_FIRST = 16 };

void head_init(struct head *head, struct arena *arena)
{
    *head = (struct head){.arena = arena, .method = STR(""), .target = STR("")};
}

/* ---- while it comes in ------------------------------------------------------------------------
 */

static void make_room(struct head *head, size_t len)
{
    size_t room = head->text_room ? head->text_room : TEXT_FIRST;
    while (room < head->text_len + len)
        room *= 2;
    if (room == head->text_room)
        return;
    head->text = arena_grow(head->arena, head->text, head->text_room, room);
    head->text_room = room;
}

static void add(struct head *head, struct head_span *span, struct str piece)
{
    if (str_is_empty(piece))
        return;
    make_room(head, piece.len);
    if (span->len == 0)
        span->from = (uint16_t)head->text_len;
    memcpy(head->text + head->text_len, piece.ptr, piece.len);
    head->text_len += piece.len;
    span->len = (uint16_t)(span->len + piece.len);
}

void head_add_target(struct head *head, struct str piece)
{
    if (head->target_span.len + piece.len > HTTP_URL_MAX)
        head->url_too_long = true;
    else
        add(head, &head->target_span, piece);
}

/* The field that is coming in, NULL when there are too many. */
static struct head_field *coming(struct head *head)
{
    if (head->field_count == HTTP_FIELDS_MAX) {
        head->too_many_fields = true;
        return NULL;
    }
    if (head->field_count == head->field_room) {
        size_t room = head->field_room ? head->field_room * 2 : FIELDS_FIRST;
        head->fields =
            arena_grow(head->arena, head->fields, head->field_room * sizeof *head->fields,
                       room * sizeof *head->fields);
        head->field_room = room;
    }
    struct head_field *field = &head->fields[head->field_count];
    if (!head->in_field)
        *field = (struct head_field){{0}, {0}};
    head->in_field = true;
    return field;
}

void head_add_name(struct head *head, struct str piece)
{
    struct head_field *field = coming(head);
    if (field)
        add(head, &field->name, piece);
}

void head_add_value(struct head *head, struct str piece)
{
    struct head_field *field = coming(head);
    if (field)
        add(head, &field->value, piece);
}

void head_end_field(struct head *head)
{
    if (head->in_field)
        head->field_count++;
    head->in_field = false;
}

/* ---- what it says -----------------------------------------------------------------------------
 */

static struct str text_of(const struct head *head, struct head_span span)
{
    return (struct str){span.len ? head->text + span.from : "", span.len};
}

bool head_find(const struct head *head, struct str name, struct str *value)
{
    for (size_t i = 0; i < head->field_count; i++) {
        if (head->fields[i].name.len != name.len ||
            !str_eq_nocase(text_of(head, head->fields[i].name), name))
            continue;
        *value = str_trim(text_of(head, head->fields[i].value));
        return true;
    }
    return false;
}

struct str head_path(const struct head *head)
{
    return str_slice(head->target, 0, str_find(head->target, '?'));
}

struct str head_query(const struct head *head)
{
    return str_slice(head->target, str_find(head->target, '?') + 1, head->target.len);
}

/* Where the host in "host/path" or "host?query" ends. */
static size_t authority_end(struct str rest)
{
    size_t path = str_find(rest, '/');
    size_t query = str_find(rest, '?');
    return path < query ? path : query;
}

/*
 * A client that believes us to be its proxy sends "http://host/path" (RFC 9112, 3.2.2: to be
 * taken); what counts is the path, which is "/" where there is none.
 */
static struct str origin_form(struct arena *arena, struct str target)
{
    static const struct str schemes[] = {STR_INIT("http://"), STR_INIT("https://")};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        if (!str_eq_nocase(str_slice(target, 0, schemes[i].len), schemes[i]))
            continue;
        struct str rest = str_slice(target, schemes[i].len, target.len);
        struct str origin = str_slice(rest, authority_end(rest), rest.len);
        return str_starts_with(origin, STR("/")) ? origin
                                                 : arena_format(arena, "/%.*s", STR_ARG(origin));
    }
    return target;
}

static size_t count(const struct head *head, struct str name)
{
    size_t found = 0;
    for (size_t i = 0; i < head->field_count; i++)
        found += str_eq_nocase(text_of(head, head->fields[i].name), name);
    return found;
}

/*
 * The parser refuses lengths and codings that contradict each other, and takes any coding that has
 * "chunked" for its last; we undo no other, and a proxy before us may not know it.
 */
static bool is_framed(const struct head *head)
{
    struct str coding;
    return !head_find(head, STR("Transfer-Encoding"), &coding) ||
           (str_eq_nocase(coding, STR("chunked")) && count(head, STR("Transfer-Encoding")) == 1);
}

void head_end(struct head *head)
{
    struct str expected = STR("");
    head->target = origin_form(head->arena, text_of(head, head->target_span));
    head->framed = is_framed(head);
    head->expects_continue =
        head_find(head, STR("Expect"), &expected) && str_eq_nocase(expected, STR("100-continue"));
    size_t hosts = count(head, STR("Host"));
    head->has_host = hosts == 1 || (!hosts && head->http_1_0);
}

/* ---- what is answered -------------------------------------------------------------------------
 */

/*
 * The parser lets nothing into a target but what is printable in ASCII: the rest is encoded. A
 * fragment is the client's own (RFC 9112, 3.2).
 */
static enum err check_target(struct head *head)
{
    struct str decoded;
    if (str_find(head->target, '#') < head->target.len)
        return ERR_REQUEST_MALFORMED;
    enum err err = uri_decode(head->arena, head_path(head), false, &decoded);
    return err ? err : uri_decode(head->arena, head_query(head), true, &decoded);
}

enum err head_check(struct head *head)
{
    if (head->url_too_long)
        return ERR_URL_TOO_LONG;
    if (head->too_many_fields)
        return ERR_HEAD_TOO_LARGE;
    if (!head->framed || !head->has_host)
        return ERR_REQUEST_MALFORMED;
    enum err err = check_target(head);
    if (!err && head->content_length > HTTP_BODY_MAX)
        err = ERR_BODY_TOO_LARGE;
    return err;
}
