/*
 * Tags and followers: put in and taken out one by one, where an update replaces the whole list.
 */
#include "service/contact_apply.h"

/* ---- the body ---------------------------------------------------------------------------------
 */

/* What {"tags":[…]} and {"followers":[…]} decode into. */
struct list_body {
    struct json_opt_texts texts;
};

static const struct {
    struct json_field field;
    size_t most; /* in a contact */
    enum err full;
} lists[] = {
    [CONTACT_TAGS] =
        {
            .field = {.name = STR_INIT("tags"),
                      .kind = JSON_KIND_TEXTS,
                      .offset = offsetof(struct list_body, texts),
                      .max = CONTACT_TAG_LEN_MAX,
                      .max_items = CONTACT_TAGS_MAX,
                      .required = true},
            .most = CONTACT_TAGS_MAX,
            .full = ERR_TAGS_FULL,
        },
    [CONTACT_FOLLOWERS] =
        {
            .field = {.name = STR_INIT("followers"),
                      .kind = JSON_KIND_TEXTS,
                      .offset = offsetof(struct list_body, texts),
                      .max = CONTACT_FOLLOWER_LEN_MAX,
                      .max_items = CONTACT_FOLLOWERS_MAX,
                      .required = true},
            .most = CONTACT_FOLLOWERS_MAX,
            .full = ERR_FOLLOWERS_FULL,
        },
};

struct json_table contact_list_table(enum contact_list list)
{
    return (struct json_table){
        .fields = &lists[list].field, .count = 1, .size = sizeof(struct list_body)};
}

enum err contact_list_read(struct contact_change *change, const struct json *object)
{
    struct contact_list_edit *edit = &change->edit;
    const struct json_table table = contact_list_table(edit->list);
    struct list_body body;
    faults_init(&change->faults, change->arena);
    json_table_decode(&table, object, change->arena, &body, &change->faults);
    if (change->faults.count > 0)
        return ERR_BODY_INVALID;
    edit->given = edit->list == CONTACT_TAGS
                      ? text_list_of_tags(change->arena, body.texts.items, body.texts.count)
                      : text_list_of_ids(change->arena, body.texts.items, body.texts.count);
    return ERR_NONE;
}

/* ---- the transaction --------------------------------------------------------------------------
 */

/* What changes nothing is not written: the contact keeps its version and its dateUpdated. */
enum err contact_change_list(struct contact_change *change, struct store_tx *tx)
{
    struct contact_list_edit *edit = &change->edit;
    struct contact contact;
    enum err err = contact_change_load(change, store_tx_view(tx));
    if (!err)
        err = contact_decode(change->arena, change->row.document, &contact);
    if (err)
        return err;
    struct text_list *list = edit->list == CONTACT_TAGS ? &contact.tags : &contact.followers;
    edit->before = *list;
    if (edit->adds)
        text_list_add(change->arena, list, &edit->given, &edit->changed);
    else
        text_list_remove(change->arena, list, edit->takes_all ? &edit->before : &edit->given,
                         &edit->changed);
    edit->now = *list;
    if (edit->adds && edit->changed.count > 0 && list->count > lists[edit->list].most)
        return lists[edit->list].full;
    return edit->changed.count > 0 ? contact_change_save(change, tx, &contact) : ERR_NONE;
}
