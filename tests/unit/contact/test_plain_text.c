#include "contact/plain_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/memory.h"

/* Of a copy without anything behind it, so that a read past its end is found. */
static void assert_reads(const char *html, const char *wanted)
{
    struct arena arena;
    arena_init(&arena);
    size_t len = strlen(html);
    char *copy = memory_alloc(len ? len : 1);
    memcpy(copy, html, len);
    struct str text = plain_text_of(&arena, (struct str){copy, len});
    assert_int_equal(text.len, strlen(wanted));
    assert_memory_equal(text.len ? text.ptr : "", wanted, text.len);
    free(copy);
    arena_release(&arena);
}

static void a_text_that_is_no_html_is_itself(void **state)
{
    (void)state;
    assert_reads("", "");
    assert_reads("plain\ntext", "plain\ntext");
    assert_reads("5 < 6, 7 > 6 & so on", "5 < 6, 7 > 6 & so on");
    assert_reads("<", "<");
    assert_reads("a<", "a<");
    assert_reads("&", "&");
}

static void tags_are_gone(void **state)
{
    (void)state;
    assert_reads("<b>bold</b>", "bold");
    assert_reads("<a href=\"x\">link</a>", "link");
    assert_reads("a<!-- said -->b", "ab");
    assert_reads("cut <off", "cut");
    assert_reads("cut </", "cut");
}

static void blocks_end_lines(void **state)
{
    (void)state;
    assert_reads("<p>One</p><p>Two</p>", "One\nTwo");
    assert_reads("One<br>Two<br/>Three<BR />Four", "One\nTwo\nThree\nFour");
    assert_reads("<div>a</div><ul><li>b</li><li>c</li></ul>", "a\nb\nc");
    assert_reads("<pre>a</pre>b<brave>c", "abc");
}

static void entities_are_characters_once(void **state)
{
    (void)state;
    assert_reads("&lt;b&gt;", "<b>");
    assert_reads("&amp;lt;", "&lt;");
    assert_reads("&quot;a&quot; &#39;b&apos;", "\"a\" 'b'");
    assert_reads("a&nbsp;b", "a b");
    assert_reads("&unknown; &lt", "&unknown; &lt");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_that_is_no_html_is_itself),
        cmocka_unit_test(tags_are_gone),
        cmocka_unit_test(blocks_end_lines),
        cmocka_unit_test(entities_are_characters_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
