#include "cli/print.h"

#include <stdio.h>

#include "base/clock.h"
#include "json/writer.h"

struct print print_begin(struct arena *arena, bool json, const char *list)
{
    struct print print = {.json = json, .list = list != NULL, .arena = arena};
    if (!json)
        return print;
    print.w = json_writer_new(arena);
    if (list) {
        json_begin_object(print.w);
        json_key(print.w, str_of(list));
        json_begin_array(print.w);
    }
    return print;
}

void print_record(struct print *print)
{
    if (print->json) {
        if (print->records > 0)
            json_end(print->w);
        json_begin_object(print->w);
    } else if (print->records > 0) {
        putchar('\n');
    }
    print->records++;
}

void print_text(struct print *print, const char *name, struct str text)
{
    if (str_is_empty(text))
        return;
    if (print->json)
        json_member_string(print->w, str_of(name), text);
    else
        printf("%-22s %.*s\n", name, STR_ARG(text));
}

void print_texts(struct print *print, const char *name, const struct str *texts, size_t count)
{
    if (print->json) {
        json_key(print->w, str_of(name));
        json_begin_array(print->w);
        for (size_t i = 0; i < count; i++)
            json_write_string(print->w, texts[i]);
        json_end(print->w);
        return;
    }
    for (size_t i = 0; i < count; i++)
        print_text(print, i == 0 ? name : "", texts[i]);
}

void print_flag(struct print *print, const char *name, bool value)
{
    if (print->json)
        json_member_bool(print->w, str_of(name), value);
    else
        print_text(print, name, value ? STR("yes") : STR("no"));
}

void print_number(struct print *print, const char *name, int64_t number)
{
    if (print->json)
        json_member_int(print->w, str_of(name), number);
    else
        printf("%-22s %lld\n", name, (long long)number);
}

void print_time(struct print *print, const char *name, int64_t wall_ms)
{
    if (wall_ms == 0)
        return;
    print_text(print, name, clock_iso(print->arena, wall_ms));
}

void print_end(struct print *print)
{
    if (!print->json)
        return;
    if (print->records > 0)
        json_end(print->w);
    if (print->list) {
        json_end(print->w);
        json_end(print->w);
    }
    struct str text = json_finish(print->w);
    printf("%.*s\n", STR_ARG(text));
}
