#include "contact/location.h"

#include <assert.h>

/* Every order there is, and its name. */
static const struct {
    struct str name;
    enum match_field first;
    enum match_field second;
} orders[] = {
    {STR_INIT("email"), MATCH_EMAIL, MATCH_NONE},
    {STR_INIT("phone"), MATCH_PHONE, MATCH_NONE},
    {STR_INIT("email,phone"), MATCH_EMAIL, MATCH_PHONE},
    {STR_INIT("phone,email"), MATCH_PHONE, MATCH_EMAIL},
};

enum { ORDER_COUNT = sizeof(orders) / sizeof(orders[0]) };

bool duplicate_rule_parse(struct str text, struct duplicate_rule *rule)
{
    for (size_t i = 0; i < ORDER_COUNT; i++) {
        if (!str_eq(text, orders[i].name))
            continue;
        rule->first = orders[i].first;
        rule->second = orders[i].second;
        return true;
    }
    return false;
}

struct str duplicate_rule_name(const struct duplicate_rule *rule)
{
    size_t i = 0;
    while (i < ORDER_COUNT && (orders[i].first != rule->first || orders[i].second != rule->second))
        i++;
    assert(i < ORDER_COUNT);
    return orders[i].name;
}

bool duplicate_rule_forbids(const struct duplicate_rule *rule, enum match_field field)
{
    assert(field != MATCH_NONE);
    return !rule->allow_duplicates && (rule->first == field || rule->second == field);
}
