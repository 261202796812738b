/*
 * The happy path: an operation takes the oldest removed fields, looks at the next contacts of their
 * location, writes those anew that have a value of them, and notes the last one; when there are no
 * more contacts, the fields are forgotten. It submits itself again while there is something to do.
 *
 * Failure modes: the store refuses or fails: the next upkeep starts where the last transaction
 * ended. A contact that cannot be read (only a damaged file has one) is passed over, so that it is
 * not in the way of the others.
 */
#include "service/removed_fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/memory.h"
#include "contact/contact.h"
#include "store/custom_fields.h"

struct sweep {
    struct store_op op; /* first */
    struct store *store;
    int64_t before_ms;
    int64_t until_ns;
    bool more;
    struct arena arena;
};

static bool mentions_any(struct str document, const struct text_list *ids)
{
    for (size_t i = 0; i < ids->count; i++) {
        if (memmem(document.ptr, document.len, ids->items[i].ptr, ids->items[i].len))
            return true;
    }
    return false;
}

/*
 * The contact keeps its version and its dates: nobody changed it, and what is served of it was
 * without the values before.
 */
static enum err forget(struct sweep *sweep, struct store_tx *tx, const struct text_list *ids,
                       struct contact_row *row)
{
    struct contact contact;
    if (!mentions_any(row->document, ids))
        return ERR_NONE;
    if (contact_decode(&sweep->arena, row->document, &contact)) {
        log_event(LOG_ERROR, "store_damaged", log_str("contact", row->id));
        return ERR_NONE;
    }
    if (custom_values_forget(contact.custom_values, &contact.custom_value_count, ids) == 0)
        return ERR_NONE;
    enum err err = contact_encode(&sweep->arena, &contact, &row->document);
    return err ? err : store_tx_contact_update(tx, row);
}

static enum err look_at(struct sweep *sweep, struct store_tx *tx,
                        const struct removed_fields *fields)
{
    const struct contact_page_bounds bounds = {REMOVED_FIELD_CONTACTS_MAX, REMOVED_FIELD_BYTES_MAX};
    struct contact_row *rows;
    size_t count;
    enum err err = store_contact_page(store_tx_view(tx), &sweep->arena, fields->location_id,
                                      fields->swept, &bounds, &rows, &count);
    if (err)
        return err;
    if (count == 0)
        return store_tx_removed_fields_finish(tx, fields);
    for (size_t i = 0; i < count && !err; i++)
        err = forget(sweep, tx, &fields->ids, &rows[i]);
    return err ? err : store_tx_removed_fields_advance(tx, fields, rows[count - 1].id);
}

static enum err apply(struct store_op *op, struct store_tx *tx)
{
    struct sweep *sweep = (struct sweep *)op;
    struct removed_fields fields;
    arena_release(&sweep->arena); /* of a run that is replayed */
    sweep->more = false;
    enum err err =
        store_removed_fields_next(store_tx_view(tx), &sweep->arena, sweep->before_ms, &fields);
    if (err)
        return err == ERR_NOT_FOUND ? ERR_NONE : err;
    err = look_at(sweep, tx, &fields);
    sweep->more = !err;
    return err;
}

static void submit(struct sweep *sweep);

static void done(struct store_op *op)
{
    struct sweep *sweep = (struct sweep *)op;
    arena_release(&sweep->arena);
    if (op->result == ERR_NONE && sweep->more && clock_mono_ns() < sweep->until_ns)
        submit(sweep);
    else
        free(sweep);
}

static void submit(struct sweep *sweep)
{
    sweep->op.apply = apply;
    sweep->op.done = done;
    if (store_submit(sweep->store, &sweep->op) != ERR_NONE)
        free(sweep);
}

void removed_fields_sweep(struct store *store, int64_t now_ms)
{
    struct sweep *sweep = memory_alloc(sizeof *sweep);
    *sweep = (struct sweep){
        .store = store,
        .before_ms = now_ms - REMOVED_FIELD_REST_MS,
        .until_ns = clock_mono_ns() + REMOVED_FIELD_SWEEP_NS,
    };
    arena_init(&sweep->arena);
    submit(sweep);
}
