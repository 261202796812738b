#include "contact/plain_text.h"

#include <stdbool.h>

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "<" begins a tag before a letter, "/" or "!"; before anything else it is a character. */
static bool begins_tag(struct str rest)
{
    return rest.len > 1 && (is_letter(rest.ptr[1]) || rest.ptr[1] == '/' || rest.ptr[1] == '!');
}

static bool breaks_line(struct str tag)
{
    static const struct str breaking[] = {STR_INIT("br"), STR_INIT("/p"), STR_INIT("/li"),
                                          STR_INIT("/div")};
    size_t end = tag.len && tag.ptr[0] == '/' ? 1 : 0;
    while (end < tag.len && is_letter(tag.ptr[end]))
        end++;
    struct str name = str_slice(tag, 0, end);
    for (size_t i = 0; i < sizeof breaking / sizeof *breaking; i++) {
        if (str_eq_nocase(name, breaking[i]))
            return true;
    }
    return false;
}

/* Takes an entity, or the "&" that is none, off the rest. */
static struct str take_entity(struct str *rest)
{
    static const struct {
        struct str entity;
        struct str character;
    } known[] = {
        {STR_INIT("&amp;"), STR_INIT("&")},  {STR_INIT("&lt;"), STR_INIT("<")},
        {STR_INIT("&gt;"), STR_INIT(">")},   {STR_INIT("&quot;"), STR_INIT("\"")},
        {STR_INIT("&#39;"), STR_INIT("'")},  {STR_INIT("&apos;"), STR_INIT("'")},
        {STR_INIT("&nbsp;"), STR_INIT(" ")},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (!str_starts_with(*rest, known[i].entity))
            continue;
        *rest = str_slice(*rest, known[i].entity.len, rest->len);
        return known[i].character;
    }
    *rest = str_slice(*rest, 1, rest->len);
    return STR("&");
}

/* Takes a tag off the rest, to its ">" or to the end. */
static struct str take_tag(struct str *rest)
{
    size_t end = str_find(*rest, '>');
    struct str tag = str_slice(*rest, 1, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    return breaks_line(tag) ? STR("\n") : STR("");
}

/* What the next piece of the rest reads as. */
static struct str take_piece(struct str *rest)
{
    if (rest->ptr[0] == '&')
        return take_entity(rest);
    if (rest->ptr[0] == '<' && begins_tag(*rest))
        return take_tag(rest);
    size_t end = 1;
    while (end < rest->len && rest->ptr[end] != '&' && rest->ptr[end] != '<')
        end++;
    struct str piece = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end, rest->len);
    return piece;
}

struct str plain_text_of(struct arena *arena, struct str html)
{
    char *text = arena_alloc(arena, html.len); /* no piece reads longer than it is */
    size_t len = 0;
    while (!str_is_empty(html)) {
        struct str piece = take_piece(&html);
        if (piece.len)
            memcpy(text + len, piece.ptr, piece.len);
        len += piece.len;
    }
    return str_trim((struct str){text, len});
}
