#include "contact/text.h"

#include "fixture.h"

static void assert_email(const char *text)
{
    if (!text_is_email(str_of(text)))
        fail_msg("'%s' is refused", text);
}

static void assert_no_email(const char *text)
{
    if (text_is_email(str_of(text)))
        fail_msg("'%s' is taken", text);
}

/* "aaa…@bbb.bbb….com" with so many bytes before and behind the "@". */
static struct str address(void **state, size_t local_len, size_t domain_len)
{
    struct fixture *fixture = *state;
    char *text = arena_alloc(&fixture->arena, local_len + 1 + domain_len);
    char *domain = text + local_len + 1;
    memset(text, 'a', local_len);
    text[local_len] = '@';
    memset(domain, 'b', domain_len);
    for (size_t dot = 50; dot + 5 < domain_len; dot += 50)
        domain[dot] = '.';
    memcpy(domain + domain_len - 4, ".com", 4);
    return (struct str){text, local_len + 1 + domain_len};
}

static void ordinary_addresses_are_taken(void **state)
{
    (void)state;
    assert_email("rosan@deos.com");
    assert_email("Jane.O'Neil+news@Mail.Example.CO");
    assert_email("a@b.cc");
    assert_email("1@2.example");
    assert_email("x@xn--bcher-kva.example");
    assert_email("x@example.xn--p1ai");
    assert_email("x@r3---sn-abc.example.com");
}

static void every_mark_of_an_atom_is_taken(void **state)
{
    (void)state;
    assert_email("!#$%&'*+-/=?^_`{|}~@example.com");
}

static void other_marks_are_refused(void **state)
{
    (void)state;
    for (const char *mark = " \"(),:;<>@[\\]\t\n\x7F"; *mark; mark++) {
        const char text[] = {'a', *mark, 'b', '@', 'c', '.', 'd', 'e', '\0'};
        assert_no_email(text);
    }
    assert_false(text_is_email(STR("a\0b@example.com")));
}

static void an_address_without_one_of_its_parts_is_refused(void **state)
{
    (void)state;
    assert_no_email("");
    assert_no_email("@");
    assert_no_email("rosan");
    assert_no_email("rosan@");
    assert_no_email("@deos.com");
    assert_no_email("rosan.deos.com");
    assert_false(text_is_email(str_of(NULL)));
}

static void a_second_at_is_refused(void **state)
{
    (void)state;
    assert_no_email("a@b@example.com");
    assert_no_email("a@@example.com");
    assert_no_email("a@example.com@");
}

static void dots_part_atoms_and_do_nothing_else(void **state)
{
    (void)state;
    assert_email("a.b.c@example.com");
    assert_no_email(".a@example.com");
    assert_no_email("a.@example.com");
    assert_no_email("a..b@example.com");
    assert_no_email("a@.example.com");
    assert_no_email("a@example.com.");
    assert_no_email("a@example..com");
}

static void quoted_forms_and_display_names_are_refused(void **state)
{
    (void)state;
    assert_no_email("\"a b\"@example.com");
    assert_no_email("\"a\"@example.com");
    assert_no_email("Rosan <rosan@deos.com>");
    assert_no_email("<rosan@deos.com>");
    assert_no_email(" rosan@deos.com");
    assert_no_email("rosan@deos.com ");
}

static void a_domain_needs_a_top_level_of_letters(void **state)
{
    (void)state;
    assert_no_email("a@localhost");
    assert_no_email("a@example.c");
    assert_no_email("a@example.c0m");
    assert_no_email("a@example.123");
    assert_email("a@example.xx");
}

static void addresses_by_number_are_refused(void **state)
{
    (void)state;
    assert_no_email("a@127.0.0.1");
    assert_no_email("a@[127.0.0.1]");
    assert_no_email("a@[IPv6:::1]");
}

static void a_label_is_letters_digits_and_inner_hyphens(void **state)
{
    (void)state;
    assert_email("a@my-1st-shop.example.com");
    assert_no_email("a@-shop.com");
    assert_no_email("a@shop-.com");
    assert_no_email("a@my_shop.com");
    assert_no_email("a@my shop.com");
    assert_no_email("a@shop.com-");
    assert_no_email("a@shop!.com");
}

static void the_local_part_may_be_of_any_script(void **state)
{
    (void)state;
    assert_email("josé@example.com");
    assert_email("用户@example.com");
    assert_email("\u00A1@example.com");
    assert_no_email("\u00A0@example.com");
    assert_no_email("\xC2\x85@example.com");
    assert_no_email("\uE000@example.com");
    assert_no_email("\uFDD0@example.com");
    assert_no_email("\uFFF0@example.com");
    assert_no_email("🙂@example.com");
    assert_no_email("a\xFF@example.com");
}

static void the_domain_may_be_of_any_script(void **state)
{
    (void)state;
    assert_email("a@bücher.example");
    assert_email("a@例え.jp");
    assert_email("иван@почта.рф");
    assert_email("a@straße.de");
    assert_no_email("a@büc_her.example");
    assert_no_email("a@bücher-.example");
    assert_no_email("a@\u0301b.example");
    assert_no_email("a@b\xFF.example");
    assert_no_email("a@example.й");
}

static void ascii_in_disguise_is_refused(void **state)
{
    (void)state;
    assert_no_email("a@ｅｘａｍｐｌｅ.com");
    assert_no_email("a@\u212Aelvin.com");
    assert_no_email("a@exam\u00ADple.com");
    assert_no_email("a@example。com");
    assert_no_email("a@bücher。example.com");
}

static void a_local_part_has_at_most_64_bytes(void **state)
{
    assert_true(text_is_email(address(state, 64, 40)));
    assert_false(text_is_email(address(state, 65, 40)));
}

static void an_address_has_at_most_254_bytes(void **state)
{
    assert_true(text_is_email(address(state, 64, 189)));
    assert_false(text_is_email(address(state, 64, 190)));
    assert_true(text_is_email(address(state, 1, 252)));
    assert_false(text_is_email(address(state, 1, 253)));
}

static void a_label_has_at_most_63_bytes(void **state)
{
    struct fixture *fixture = *state;
    for (size_t len = 63; len <= 64; len++) {
        struct str label = repeated(fixture, "b", len);
        struct str text = arena_format(&fixture->arena, "a@%.*s.com", STR_ARG(label));
        assert_int_equal(text_is_email(text), len == 63);
    }
}

/* "ü" and n times "b" is "xn--" with n times "b", "-", and three or more bytes that tell where. */
static void an_international_label_has_at_most_63_bytes_as_ascii(void **state)
{
    struct fixture *fixture = *state;
    size_t longest = 0;
    for (size_t len = 1; len <= 63; len++) {
        struct str label = repeated(fixture, "b", len);
        struct str text = arena_format(&fixture->arena, "a@ü%.*s.com", STR_ARG(label));
        if (text_is_email(text) && longest == len - 1)
            longest = len;
    }
    assert_in_range(longest, 50, 55);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(ordinary_addresses_are_taken),
        TEST(every_mark_of_an_atom_is_taken),
        TEST(other_marks_are_refused),
        TEST(an_address_without_one_of_its_parts_is_refused),
        TEST(a_second_at_is_refused),
        TEST(dots_part_atoms_and_do_nothing_else),
        TEST(quoted_forms_and_display_names_are_refused),
        TEST(a_domain_needs_a_top_level_of_letters),
        TEST(addresses_by_number_are_refused),
        TEST(a_label_is_letters_digits_and_inner_hyphens),
        TEST(the_local_part_may_be_of_any_script),
        TEST(the_domain_may_be_of_any_script),
        TEST(ascii_in_disguise_is_refused),
        TEST(a_local_part_has_at_most_64_bytes),
        TEST(an_address_has_at_most_254_bytes),
        TEST(a_label_has_at_most_63_bytes),
        TEST(an_international_label_has_at_most_63_bytes_as_ascii),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
