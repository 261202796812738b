#include "contact/patch.h"

/* Null has no value: it clears a field as the empty text does. */
static void take_text(struct str *field, const struct json_opt_text *given)
{
    if (given->presence != JSON_ABSENT)
        *field = given->value;
}

#define TAKE_NONE(member)
#define TAKE_MUST(member)
#define TAKE_CREATE(member) take_text(&contact->member, &body->member);
#define TAKE_UPDATE(member) take_text(&contact->member, &body->member);
#define TAKE_BOTH(member)   take_text(&contact->member, &body->member);

static void take_texts(struct contact *contact, const struct contact_body *body)
{
#define TEXT(member, json_name, most, bodies) TAKE_##bodies(member)
#include "contact/fields.def"
}

static void take_tags(struct contact *contact, const struct json_opt_texts *given)
{
    if (given->presence == JSON_ABSENT)
        return;
    contact->tags = (struct text_list){given->items, given->count};
}

static void take_additional(struct arena *arena, struct additional_list *list,
                            const struct json_opt_list *given,
                            const struct additional_list *checked, struct str own)
{
    if (given->presence != JSON_ABSENT)
        *list = additional_without(arena, checked, own);
}

void contact_patch_apply(struct arena *arena, struct contact *contact,
                         const struct contact_patch *patch)
{
    const struct contact_body *body = &patch->body;
    const struct str email_before = contact->email_lower_case;
    const struct str phone_before = contact->phone;
    take_texts(contact, body);
    take_tags(contact, &body->tags);
    if (body->dnd.presence != JSON_ABSENT)
        contact->dnd = body->dnd.value;
    dnd_settings_merge(&contact->dnd_settings, &body->dnd_settings);
    inbound_dnd_merge(&contact->inbound_dnd, &body->inbound_dnd);
    custom_values_merge(arena, &contact->custom_values, &contact->custom_value_count,
                        &patch->custom);
    contact_derive(arena, contact);
    additional_swap(arena, &contact->additional_emails, email_before, contact->email_lower_case);
    additional_swap(arena, &contact->additional_phones, phone_before, contact->phone);
    take_additional(arena, &contact->additional_emails, &body->additional_emails,
                    &patch->additional_emails, contact->email_lower_case);
    take_additional(arena, &contact->additional_phones, &body->additional_phones,
                    &patch->additional_phones, contact->phone);
}

bool contact_patch_is_anonymous(const struct contact_patch *patch)
{
    const struct contact_body *body = &patch->body;
    /* names that were split from a lone one were not given */
    bool named = body->name.presence == JSON_ABSENT &&
                 (!str_is_empty(body->first_name.value) || !str_is_empty(body->last_name.value));
    return !named && str_is_empty(body->email.value) && str_is_empty(body->phone.value);
}
