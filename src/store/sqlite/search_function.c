#include "store/sqlite/search_function.h"

#include <stdlib.h>

#include "base/str.h"
#include "contact/search_entry.h"

/* Longer ones are cut: a number in a document is its shortest form (contact/search_entry.h). */
enum { NUMBER_LEN_MAX = 64 };

static struct str text_of(sqlite3_value *value)
{
    const char *text = (const char *)sqlite3_value_text(value);
    return (struct str){text, text ? (size_t)sqlite3_value_bytes(value) : 0};
}

static bool is_in(struct str text, struct str part)
{
    return part.len == 0 || memmem(text.ptr, text.len, part.ptr, part.len) != NULL;
}

/* What follows the key, up to the next mark. */
static bool find_value(struct str custom, struct str key, struct str *value)
{
    if (custom.len == 0)
        return false;
    const char *end = custom.ptr + custom.len;
    const char *found = memmem(custom.ptr, custom.len, key.ptr, key.len);
    if (!found)
        return false;
    const char *begin = found + key.len;
    const char *mark = memchr(begin, SEARCH_CUSTOM_MARK[0], (size_t)(end - begin));
    *value = (struct str){begin, (size_t)((mark ? mark : end) - begin)};
    return true;
}

static void has(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    sqlite3_result_int(context, is_in(text_of(values[0]), text_of(values[1])));
}

static void custom_has(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    struct str value;
    if (find_value(text_of(values[0]), text_of(values[1]), &value))
        sqlite3_result_int(context, is_in(value, text_of(values[2])));
}

static void custom_value(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    struct str value;
    if (find_value(text_of(values[0]), text_of(values[1]), &value))
        sqlite3_result_text(context, value.ptr, (int)value.len, SQLITE_TRANSIENT);
}

static void custom_number(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    struct str value;
    char text[NUMBER_LEN_MAX + 1];
    if (!find_value(text_of(values[0]), text_of(values[1]), &value))
        return;
    value = str_slice(value, 0, NUMBER_LEN_MAX);
    memcpy(text, value.ptr, value.len);
    text[value.len] = '\0';
    sqlite3_result_double(context, strtod(text, NULL));
}

int search_function_register(sqlite3 *connection)
{
    static const struct {
        const char *name;
        int arguments;
        void (*function)(sqlite3_context *, int, sqlite3_value **);
    } functions[] = {
        {"has", 2, has},
        {"custom_has", 3, custom_has},
        {"custom_value", 2, custom_value},
        {"custom_number", 2, custom_number},
    };
    int code = SQLITE_OK;
    for (size_t i = 0; code == SQLITE_OK && i < sizeof functions / sizeof *functions; i++)
        code = sqlite3_create_function_v2(connection, functions[i].name, functions[i].arguments,
                                          SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
                                          NULL, functions[i].function, NULL, NULL, NULL);
    return code;
}
