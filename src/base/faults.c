#include "base/faults.h"

#include <stdarg.h>

void faults_init(struct faults *faults, struct arena *arena)
{
    *faults = (struct faults){.arena = arena};
}

/* A long fault, cut between two characters. */
static struct str cut(struct arena *arena, struct str fault)
{
    if (fault.len <= FAULT_LEN_MAX)
        return fault;
    size_t end = FAULT_LEN_MAX;
    while (end > 0 && ((unsigned char)fault.ptr[end] & 0xC0) == 0x80)
        end--;
    return arena_format(arena, "%.*s…", STR_ARG(str_slice(fault, 0, end)));
}

void faults_add(struct faults *faults, const char *format, ...)
{
    if (faults->count > FAULTS_MAX)
        return;
    if (!faults->items)
        faults->items = ARENA_ARRAY(faults->arena, struct str, FAULTS_MAX + 1);
    if (faults->count == FAULTS_MAX) {
        faults->items[faults->count++] = STR("there are more faults than these");
        return;
    }
    va_list args;
    va_start(args, format);
    faults->items[faults->count++] = cut(faults->arena, arena_vformat(faults->arena, format, args));
    va_end(args);
}

bool faults_read_number(struct faults *faults, struct str name, struct str text, int64_t least,
                        int64_t most, int64_t *number)
{
    int64_t read;
    bool fits = false;
    if (!str_to_int64(str_trim(text), &read))
        faults_add(faults, "%.*s must be a number conforming to the specified constraints",
                   STR_ARG(name));
    else if (read > most)
        faults_add(faults, "%.*s must not be greater than %lld", STR_ARG(name), (long long)most);
    else if (read < least)
        faults_add(faults, "%.*s must not be less than %lld", STR_ARG(name), (long long)least);
    else
        fits = true;
    if (fits)
        *number = read;
    return fits;
}
