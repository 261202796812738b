#include "base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>

struct err_row {
    int status;
    struct str name;
    struct str sentence;
};

static const struct err_row err_rows[ERR_COUNT] = {
    [ERR_NONE] = {200, STR_INIT("NONE"), STR_INIT("OK")},
#define ERR(name, status, sentence) [ERR_##name] = {status, STR_INIT(#name), STR_INIT(sentence)},
#include "base/err.def"
#undef ERR
};

static const struct err_row *err_row(enum err err)
{
    assert((unsigned)err < ERR_COUNT);
    return &err_rows[err];
}

int err_status(enum err err)
{
    return err_row(err)->status;
}

struct str err_sentence(enum err err)
{
    return err_row(err)->sentence;
}

struct str err_name(enum err err)
{
    return err_row(err)->name;
}

enum err err_explain(struct err_text *explanation, enum err err, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(explanation->text, sizeof explanation->text, format, args);
    va_end(args);
    return err;
}
