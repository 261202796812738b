/*
 * What is asked with an Idempotency-Key: done once, answered as often as it is asked.
 */
#include "store_fixture.h"

#include "service/once.h"

/* What one request asks; `status` 0: it was done, and there is no answer to keep. */
struct asking {
    struct once once;
    int status;
};

static enum err apply_keep(struct store_op *op, struct store_tx *tx)
{
    const struct asking *asking = op->owner;
    if (asking->status == 0)
        return once_keep_key(&asking->once, tx);
    return once_keep(&asking->once, tx, asking->status, STR("ETag: \"1\"\n"), STR("{}"));
}

static struct once once_of(struct store_fixture *fixture, struct str path)
{
    return (struct once){
        .arena = &fixture->arena, .location_id = STR("loc"), .key = STR("k"), .path = path};
}

static void keep(struct store_fixture *fixture, int status)
{
    struct asking asking = {once_of(fixture, STR("/a")), status};
    struct store_op op = {.apply = apply_keep, .owner = &asking};
    assert_int_equal(store_run(fixture->store, &op), ERR_NONE);
}

static void a_first_answer_is_given_again(void **state)
{
    struct store_fixture *fixture = *state;
    struct once once = once_of(fixture, STR("/a"));
    assert_int_equal(once_look(&once, fixture_view(fixture)), ERR_NONE);
    assert_false(once.answered);
    keep(fixture, 201);
    assert_int_equal(once_look(&once, fixture_view(fixture)), ERR_NONE);
    assert_true(once.answered);
    assert_int_equal(once.first.status, 201);
    assert_text(once.first.body, "{}");
}

static void what_was_done_without_an_answer_is_not_done_again(void **state)
{
    struct store_fixture *fixture = *state;
    struct once once = once_of(fixture, STR("/a"));
    keep(fixture, 0);
    assert_int_equal(once_look(&once, fixture_view(fixture)), ERR_IDEMPOTENCY_UNKEPT);
    assert_false(once.answered);
}

static void a_key_is_not_taken_for_another_path(void **state)
{
    struct store_fixture *fixture = *state;
    struct once once = once_of(fixture, STR("/b"));
    keep(fixture, 201);
    assert_int_equal(once_look(&once, fixture_view(fixture)), ERR_IDEMPOTENCY_REUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_first_answer_is_given_again),
        TEST(what_was_done_without_an_answer_is_not_done_again),
        TEST(a_key_is_not_taken_for_another_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
