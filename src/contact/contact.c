#include "contact/contact.h"

#include "contact/text.h"

static struct str full_name(struct arena *arena, struct str first, struct str last)
{
    if (str_is_empty(first))
        return last;
    if (str_is_empty(last))
        return first;
    size_t len = first.len + 1 + last.len;
    char *name = arena_alloc(arena, len);
    memcpy(name, first.ptr, first.len);
    name[first.len] = ' ';
    memcpy(name + first.len + 1, last.ptr, last.len);
    return (struct str){name, len};
}

void contact_derive(struct arena *arena, struct contact *contact)
{
    contact->name = full_name(arena, contact->first_name, contact->last_name);
    contact->full_name_lower_case = text_lower(arena, contact->name);
    contact->first_name_lower_case = text_lower(arena, contact->first_name);
    contact->last_name_lower_case = text_lower(arena, contact->last_name);
    contact->email = text_lower(arena, contact->email);
    contact->email_lower_case = contact->email;
}
