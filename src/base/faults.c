#include "base/faults.h"

#include <stdarg.h>

void faults_init(struct faults *faults, struct arena *arena)
{
    *faults = (struct faults){.arena = arena};
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
    faults->items[faults->count++] = arena_vformat(faults->arena, format, args);
    va_end(args);
}
