#include "service/contact_search.h"

#include "contact/text.h"

static enum err rules_of(struct contact_search *search, const struct location_rules **rules)
{
    enum err err = location_cache_get(search->contacts->locations, search->location_id,
                                      LOCATION_CACHE_FRESH, rules);
    return err == ERR_NOT_FOUND ? ERR_LOCATION_FORBIDDEN : err;
}

enum err contact_search_read(struct contact_search *search, const struct json *object)
{
    const struct location_rules *rules;
    faults_init(&search->faults, search->arena);
    enum err err = rules_of(search, &rules);
    if (err)
        return err;
    const struct search_rules search_rules = {&rules->custom_fields, rules->location.country};
    err = search_read(object, &search_rules, search->arena, &search->search, &search->faults,
                      &search->unknown);
    location_rules_release(rules);
    return err;
}

enum err contact_search_phone(struct contact_search *search, struct str text, struct str *phone)
{
    const struct location_rules *rules;
    enum err err = rules_of(search, &rules);
    if (err)
        return err;
    *phone = text;
    (void)text_e164(search->arena, text, rules->location.country, phone);
    location_rules_release(rules);
    return ERR_NONE;
}

/* Sets *len to the document's; 0 for one that was deleted since it was found. */
static enum err read_document(struct contact_search *search, struct store_view *view,
                              const struct search_hit *hit, size_t *len)
{
    struct contact_document document;
    *len = 0;
    enum err err =
        store_contact_document(view, search->arena, search->location_id, hit->id, &document);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    search->found[search->count++] =
        (struct contact_found){hit->id, hit->date_added_ms, document.text};
    *len = document.text.len;
    return ERR_NONE;
}

static enum err read_documents(struct contact_search *search, struct store_view *view,
                               const struct search_found *found)
{
    size_t bytes = 0;
    search->found = ARENA_ARRAY(search->arena, struct contact_found, found->count);
    search->more = found->count > 0 && (int64_t)found->count >= search->search.limit;
    for (size_t i = 0; i < found->count; i++) {
        size_t len;
        enum err err = read_document(search, view, &found->hits[i], &len);
        if (err)
            return err;
        search->last = found->hits[i];
        bytes += len;
        if (bytes > CONTACT_PAGE_BYTES_MAX) {
            search->more = true;
            break;
        }
    }
    return ERR_NONE;
}

void contact_search_run(struct search_job *job)
{
    struct contact_search *search = (struct contact_search *)job;
    struct store *store = search->contacts->store;
    struct search_found found;
    struct store_view *view;
    search->count = 0;
    search->result =
        store_search(store, search->arena, search->location_id, &search->search, &found);
    if (!search->result)
        search->result = store_view_acquire(store, &view);
    if (search->result)
        return;
    search->total = found.total;
    search->result = read_documents(search, view, &found);
    store_view_release(view);
}
