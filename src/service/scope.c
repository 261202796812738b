#include "service/scope.h"

static const struct {
    struct str text;
    struct str summary;
} scopes[] = {
#define SCOPE(name, text, summary) [SCOPE_##name] = {STR_INIT(text), STR_INIT(summary)},
#include "service/scope.def"
#undef SCOPE
};

bool scope_parse(struct str text, enum scope *scope)
{
    for (int i = 0; i < SCOPE_COUNT; i++) {
        if (str_eq(text, scopes[i].text)) {
            *scope = (enum scope)i;
            return true;
        }
    }
    return false;
}

struct str scope_text(enum scope scope)
{
    return scopes[scope].text;
}

struct str scope_summary(enum scope scope)
{
    return scopes[scope].summary;
}

bool scope_reads(enum scope scope)
{
    return str_ends_with(scopes[scope].text, STR(".readonly"));
}

scope_set scope_set_parse(struct str texts)
{
    scope_set set = 0;
    struct str text;
    while (str_cut(&texts, ' ', &text)) {
        enum scope scope;
        if (scope_parse(text, &scope))
            set |= scope_bit(scope);
    }
    return set;
}

struct str scope_set_text(struct arena *arena, scope_set set)
{
    struct str text = STR("");
    for (int i = 0; i < SCOPE_COUNT; i++) {
        if (scope_set_has(set, (enum scope)i))
            text = arena_format(arena, "%.*s%s%.*s", STR_ARG(text), text.len ? " " : "",
                                STR_ARG(scopes[i].text));
    }
    return text;
}
