/*
 * The contract of notes and tasks.
 */
#include "store_fixture.h"

enum item_change { INSERT, UPDATE, DELETE };

struct item_op {
    struct store_op op; /* first */
    enum item_change change;
    struct item_row row;
};

static enum err apply(struct store_op *op, struct store_tx *tx)
{
    struct item_op *item = (struct item_op *)op;
    switch (item->change) {
    case INSERT:
        return store_tx_item_insert(tx, &item->row);
    case UPDATE:
        return store_tx_item_update(tx, &item->row);
    case DELETE:
        break;
    }
    return store_tx_item_delete(tx, &item->row.key);
}

static enum err run(struct store_fixture *fixture, enum item_change change, struct item_row row)
{
    struct item_op op = {.op = {.apply = apply}, .change = change, .row = row};
    return store_run(fixture->store, &op.op);
}

static struct item_key key(const char *contact_id, enum item_kind kind, const char *id)
{
    return (struct item_key){STR("loc"), str_of(contact_id), kind, str_of(id)};
}

static struct item_row row(struct item_key key, int64_t date_added_ms, const char *document)
{
    return (struct item_row){
        .key = key, .date_added_ms = date_added_ms, .document = str_of(document)};
}

static void assert_document(struct store_fixture *fixture, struct item_key key, const char *wanted)
{
    struct item_row read;
    assert_int_equal(store_item_get(fixture_view(fixture), &fixture->arena, &key, &read), ERR_NONE);
    assert_text(read.document, wanted);
}

static void assert_none(struct store_fixture *fixture, struct item_key key)
{
    struct item_row read;
    assert_int_equal(store_item_get(fixture_view(fixture), &fixture->arena, &key, &read),
                     ERR_NOT_FOUND);
}

static void an_item_is_read_as_it_was_put(void **state)
{
    struct store_fixture *fixture = *state;
    struct item_key note = key("c", ITEM_NOTE, "a");
    struct item_row read;
    assert_int_equal(run(fixture, INSERT, row(note, 7, "{}")), ERR_NONE);
    assert_int_equal(store_item_get(fixture_view(fixture), &fixture->arena, &note, &read),
                     ERR_NONE);
    assert_text(read.key.id, "a");
    assert_text(read.key.contact_id, "c");
    assert_int_equal(read.key.kind, ITEM_NOTE);
    assert_int_equal(read.date_added_ms, 7);
    assert_text(read.document, "{}");
}

static void an_id_is_of_its_contact_and_kind(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "a"), 1, "{}")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "a"), 1, "{}")), ERR_EXISTS);
    assert_none(fixture, key("d", ITEM_NOTE, "a"));
    assert_none(fixture, key("c", ITEM_TASK, "a"));
    assert_none(fixture, key("c", ITEM_NOTE, "b"));
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_TASK, "a"), 1, "[]")), ERR_NONE);
    assert_document(fixture, key("c", ITEM_NOTE, "a"), "{}");
}

static void an_update_changes_the_document_alone(void **state)
{
    struct store_fixture *fixture = *state;
    struct item_key task = key("c", ITEM_TASK, "a");
    struct item_row read;
    assert_int_equal(run(fixture, UPDATE, row(task, 1, "{}")), ERR_NOT_FOUND);
    assert_int_equal(run(fixture, INSERT, row(task, 1, "{}")), ERR_NONE);
    assert_int_equal(run(fixture, UPDATE, row(task, 99, "[1]")), ERR_NONE);
    assert_int_equal(store_item_get(fixture_view(fixture), &fixture->arena, &task, &read),
                     ERR_NONE);
    assert_text(read.document, "[1]");
    assert_int_equal(read.date_added_ms, 1);
}

static void a_delete_takes_one(void **state)
{
    struct store_fixture *fixture = *state;
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "a"), 1, "{}")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "b"), 1, "[]")), ERR_NONE);
    assert_int_equal(run(fixture, DELETE, row(key("c", ITEM_NOTE, "a"), 0, "")), ERR_NONE);
    assert_int_equal(run(fixture, DELETE, row(key("c", ITEM_NOTE, "a"), 0, "")), ERR_NOT_FOUND);
    assert_document(fixture, key("c", ITEM_NOTE, "b"), "[]");
}

static void a_list_has_the_newest_first_and_is_counted(void **state)
{
    struct store_fixture *fixture = *state;
    struct item_key notes = key("c", ITEM_NOTE, "");
    struct item_row *rows = NULL;
    size_t count = 99;
    struct item_total total;
    assert_int_equal(store_item_list(fixture_view(fixture), &fixture->arena, &notes, &rows, &count),
                     ERR_NONE);
    assert_int_equal(count, 0);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "old"), 1, "1")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "b"), 2, "3")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "a"), 2, "2")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_TASK, "x"), 3, "4")), ERR_NONE);
    assert_int_equal(store_item_list(fixture_view(fixture), &fixture->arena, &notes, &rows, &count),
                     ERR_NONE);
    assert_int_equal(count, 3);
    assert_text(rows[0].key.id, "a");
    assert_text(rows[1].key.id, "b");
    assert_text(rows[2].key.id, "old");
    assert_int_equal(store_item_total(fixture_view(fixture), &notes, &total), ERR_NONE);
    assert_int_equal(total.items, 3);
    assert_int_equal(total.bytes, 3);
}

static void assert_total(struct store_fixture *fixture, int64_t items, int64_t bytes)
{
    struct item_key notes = key("c", ITEM_NOTE, "");
    struct item_total total;
    assert_int_equal(store_item_total(fixture_view(fixture), &notes, &total), ERR_NONE);
    assert_int_equal(total.items, items);
    assert_int_equal(total.bytes, bytes);
}

static void the_total_follows_every_change(void **state)
{
    struct store_fixture *fixture = *state;
    assert_total(fixture, 0, 0);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "a"), 1, "\xC3\xA4")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "b"), 1, "1234")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_TASK, "b"), 1, "12345")), ERR_NONE);
    assert_total(fixture, 2, 6);
    assert_int_equal(run(fixture, UPDATE, row(key("c", ITEM_NOTE, "b"), 1, "1")), ERR_NONE);
    assert_total(fixture, 2, 3);
    assert_int_equal(run(fixture, DELETE, row(key("c", ITEM_NOTE, "a"), 0, "")), ERR_NONE);
    assert_total(fixture, 1, 1);
    assert_int_equal(run(fixture, DELETE, row(key("c", ITEM_NOTE, "b"), 0, "")), ERR_NONE);
    assert_total(fixture, 0, 0);
}

static void a_list_of_many_is_whole(void **state)
{
    struct store_fixture *fixture = *state;
    struct item_key notes = key("c", ITEM_NOTE, "");
    struct item_row *rows;
    size_t count;
    for (size_t made = 0; made < 70; made++) {
        struct str id = arena_format(&fixture->arena, "%03zu", made);
        struct item_row one = {.key = {STR("loc"), STR("c"), ITEM_NOTE, id}, .document = id};
        assert_int_equal(run(fixture, INSERT, one), ERR_NONE);
    }
    assert_int_equal(store_item_list(fixture_view(fixture), &fixture->arena, &notes, &rows, &count),
                     ERR_NONE);
    assert_int_equal(count, 70);
    for (size_t i = 0; i < count; i++)
        assert_true(str_eq(rows[i].document, arena_format(&fixture->arena, "%03zu", i)));
}

static void a_contact_takes_its_items_with_it(void **state)
{
    struct store_fixture *fixture = *state;
    struct contact_row contact = contact_of("c", "", "");
    assert_int_equal(run_contact_insert(fixture->store, &contact), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_NOTE, "a"), 1, "{}")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("c", ITEM_TASK, "a"), 1, "{}")), ERR_NONE);
    assert_int_equal(run(fixture, INSERT, row(key("d", ITEM_NOTE, "a"), 1, "{}")), ERR_NONE);
    assert_int_equal(run_contact_delete(fixture->store, STR("loc"), STR("c")), ERR_NONE);
    assert_none(fixture, key("c", ITEM_NOTE, "a"));
    assert_none(fixture, key("c", ITEM_TASK, "a"));
    assert_total(fixture, 0, 0);
    assert_document(fixture, key("d", ITEM_NOTE, "a"), "{}");
}

/* ---- tasks of all contacts --------------------------------------------------------------------
 */

static void insert_task(struct store_fixture *fixture, const char *contact_id, const char *id,
                        int64_t date_added_ms, struct item_index index)
{
    struct item_row task = row(key(contact_id, ITEM_TASK, id), date_added_ms, id);
    task.index = index;
    assert_int_equal(run(fixture, INSERT, task), ERR_NONE);
}

static enum err apply_business(struct store_op *op, struct store_tx *tx)
{
    return store_tx_contact_set_business(tx, op->owner, STR("bakery"));
}

/* Newest first: e d c b a. */
static void insert_tasks(struct store_fixture *fixture)
{
    struct str ann = STR("ann"), bob = STR("bob");
    struct contact_row one = contact_of("one", "", ""), two = contact_of("two", "", "");
    assert_int_equal(run_contact_insert(fixture->store, &one), ERR_NONE);
    assert_int_equal(run_contact_insert(fixture->store, &two), ERR_NONE);
    struct store_op in_business = {.apply = apply_business, .owner = &one};
    assert_int_equal(store_run(fixture->store, &in_business), ERR_NONE);
    insert_task(fixture, "one", "b", 1, (struct item_index){STR("call"), ann, false});
    insert_task(fixture, "two", "a", 0, (struct item_index){STR("call back"), bob, false});
    insert_task(fixture, "two", "c", 2, (struct item_index){STR("write"), ann, true});
    insert_task(fixture, "two", "e", 3, (struct item_index){STR("recall \xC3\xA4%_"), bob, true});
    insert_task(fixture, "one", "d", 3, (struct item_index){.title = STR("rest")});
    assert_int_equal(run(fixture, INSERT, row(key("one", ITEM_NOTE, "n"), 9, "n")), ERR_NONE);
    struct item_row elsewhere = row(key("one", ITEM_TASK, "x"), 9, "x");
    elsewhere.key.location_id = STR("other");
    assert_int_equal(run(fixture, INSERT, elsewhere), ERR_NONE);
}

/* The documents that are found, which are the ids, one behind the other. */
static void assert_found(struct store_fixture *fixture, struct task_query query, const char *wanted)
{
    struct item_row *rows;
    size_t count;
    struct str ids = STR("");
    if (query.limit == 0)
        query.limit = 9;
    assert_int_equal(store_task_search(fixture_view(fixture), &fixture->arena, STR("loc"), &query,
                                       &rows, &count),
                     ERR_NONE);
    for (size_t i = 0; i < count; i++) {
        assert_true(str_eq(rows[i].document, rows[i].key.id));
        ids = arena_format(&fixture->arena, "%.*s%.*s", STR_ARG(ids), STR_ARG(rows[i].document));
    }
    assert_text(ids, wanted);
}

static void tasks_of_all_contacts_are_found_newest_first(void **state)
{
    struct store_fixture *fixture = *state;
    insert_tasks(fixture);
    assert_found(fixture, (struct task_query){.limit = 9}, "decba");
    assert_found(fixture, (struct task_query){.limit = 2}, "de");
    assert_found(fixture, (struct task_query){.limit = 2, .skip = 2}, "cb");
    assert_found(fixture, (struct task_query){.skip = 5}, "");
}

static void tasks_are_found_by_everything_at_once(void **state)
{
    struct store_fixture *fixture = *state;
    struct str names[] = {STR("ann"), STR("bob"), STR("o'hara\"")};
    struct str contacts[] = {STR("one"), STR("two"), STR("none")};
    const struct text_list ann = {names, 1}, both = {names, 3}, one = {contacts, 1},
                           all = {contacts, 3}, none = {contacts + 2, 1};
    insert_tasks(fixture);
    assert_found(fixture, (struct task_query){.state = TASK_OPEN}, "dba");
    assert_found(fixture, (struct task_query){.state = TASK_COMPLETED}, "ec");
    assert_found(fixture, (struct task_query){.assignees = ann}, "cb");
    assert_found(fixture, (struct task_query){.assignees = both}, "ecba");
    assert_found(fixture, (struct task_query){.assignees = both, .skip = 1, .limit = 2}, "cb");
    assert_found(fixture, (struct task_query){.contact_ids = one}, "db");
    assert_found(fixture, (struct task_query){.contact_ids = all}, "decba");
    assert_found(fixture, (struct task_query){.contact_ids = none}, "");
    assert_found(fixture, (struct task_query){.contact_ids = one, .assignees = ann}, "b");
    assert_found(fixture, (struct task_query){.text = STR("call")}, "eba");
    assert_found(fixture, (struct task_query){.text = STR("\xC3\xA4%_")}, "e");
    assert_found(fixture, (struct task_query){.text = STR("c%l")}, "");
    assert_found(fixture, (struct task_query){.business_id = STR("bakery")}, "db");
    assert_found(fixture,
                 (struct task_query){.assignees = both, .state = TASK_OPEN, .text = STR("all b")},
                 "a");
    assert_found(fixture, (struct task_query){.business_id = STR("bakery"), .assignees = ann}, "b");
    assert_found(fixture, (struct task_query){.business_id = STR("bakery"), .contact_ids = all},
                 "db");
    assert_found(fixture, (struct task_query){.business_id = STR("baker"), .contact_ids = all}, "");
}

static enum err apply_many(struct store_op *op, struct store_tx *tx)
{
    enum { CONTACTS = 1001 };
    struct store_fixture *fixture = op->owner;
    enum err err = ERR_NONE;
    for (int i = 0; !err && i < CONTACTS; i++) {
        struct contact_row contact = contact_of("", "", "");
        contact.id = arena_format(&fixture->arena, "m%d", i);
        err = store_tx_contact_insert(tx, &contact);
        if (!err)
            err = store_tx_contact_set_business(tx, &contact, STR("bakery"));
    }
    return err;
}

/* Another way in is taken than for a small one. */
static void tasks_of_a_large_business_are_found_as_well(void **state)
{
    struct store_fixture *fixture = *state;
    struct str ann = STR("ann");
    struct store_op many = {.apply = apply_many, .owner = fixture};
    const struct task_query query = {.business_id = STR("bakery")};
    insert_tasks(fixture);
    assert_int_equal(store_run(fixture->store, &many), ERR_NONE);
    assert_found(fixture, query, "db");
    insert_task(fixture, "m1000", "f", 2, (struct item_index){STR("call"), ann, true});
    assert_found(fixture, query, "dfb");
    struct task_query narrower = query;
    narrower.assignees = (struct text_list){&ann, 1};
    assert_found(fixture, narrower, "fb");
    narrower.state = TASK_OPEN;
    assert_found(fixture, narrower, "b");
    assert_found(fixture, (struct task_query){.business_id = STR("baker")}, "");
}

static void a_changed_task_is_found_by_what_it_is_now(void **state)
{
    struct store_fixture *fixture = *state;
    insert_tasks(fixture);
    struct item_row changed = row(key("one", ITEM_TASK, "b"), 77, "b");
    changed.index = (struct item_index){STR("done"), STR("cyd"), true};
    assert_int_equal(run(fixture, UPDATE, changed), ERR_NONE);
    struct str name = STR("cyd");
    assert_found(fixture, (struct task_query){.assignees = {&name, 1}}, "b");
    assert_found(fixture, (struct task_query){.state = TASK_COMPLETED}, "ecb");
    assert_found(fixture, (struct task_query){.text = STR("call")}, "ea");
    assert_int_equal(run(fixture, DELETE, changed), ERR_NONE);
    assert_found(fixture, (struct task_query){.limit = 9}, "deca");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(an_item_is_read_as_it_was_put),
        TEST(an_id_is_of_its_contact_and_kind),
        TEST(an_update_changes_the_document_alone),
        TEST(a_delete_takes_one),
        TEST(a_list_has_the_newest_first_and_is_counted),
        TEST(the_total_follows_every_change),
        TEST(a_list_of_many_is_whole),
        TEST(a_contact_takes_its_items_with_it),
        TEST(tasks_of_all_contacts_are_found_newest_first),
        TEST(tasks_are_found_by_everything_at_once),
        TEST(tasks_of_a_large_business_are_found_as_well),
        TEST(a_changed_task_is_found_by_what_it_is_now),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
