#include "http/inbox.h"

void inbox_put(struct inbox *inbox, struct inbox_item *item)
{
    item->next = atomic_load(&inbox->newest);
    while (!atomic_compare_exchange_weak(&inbox->newest, &item->next, item))
        continue;
}

bool inbox_is_empty(struct inbox *inbox)
{
    return !atomic_load(&inbox->newest);
}

struct inbox_item *inbox_take(struct inbox *inbox)
{
    struct inbox_item *newest = atomic_exchange(&inbox->newest, NULL);
    struct inbox_item *oldest = NULL;
    while (newest) {
        struct inbox_item *next = newest->next;
        newest->next = oldest;
        oldest = newest;
        newest = next;
    }
    return oldest;
}
