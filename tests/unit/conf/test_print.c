/* A setting that is missing from a help text might as well not exist. */
#include "conf/setting.h"
#include "reading.h"

/* What `print` writes, in the reading's arena. */
static char *printed(struct reading *r, void (*print)(FILE *out))
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    print(out);
    fclose(out);
    char *copy = arena_copy_z(&r->arena, (struct str){.ptr = text, .len = size});
    free(text);
    return copy;
}

/* Every setting's name and variable, formatted by the two patterns, is in the text. */
static void assert_holds_every_setting(struct reading *r, const char *text, const char *before,
                                       const char *after)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        struct str flag =
            arena_format(&r->arena, "%s%.*s%s", before, STR_ARG(setting_rows[i].name), after);
        if (!strstr(text, arena_copy_z(&r->arena, flag)))
            fail_msg("'%.*s' is missing", STR_ARG(flag));
    }
}

static void help_holds_every_flag_its_range_and_its_default(void **state)
{
    struct reading *r = *state;
    char *text = printed(r, conf_print_help);
    assert_holds_every_setting(r, text, "  --", "");
    assert_non_null(strstr(text, "  --search-threads N\n        threads that search contacts; "
                                 "1 to 64 threads (2)\n"));
    assert_non_null(strstr(text, "  --demo\n"));
    assert_non_null(strstr(text, "  --help\n"));
}

static void markdown_holds_every_flag_and_variable(void **state)
{
    struct reading *r = *state;
    char *text = printed(r, conf_print_markdown);
    assert_holds_every_setting(r, text, "\n| `--", "` | `CONTACTD_");
    assert_non_null(strstr(text, "| `--log-format` | `CONTACTD_LOG_FORMAT` | `logfmt`, `json` | "
                                 "`logfmt` | how a log line looks |\n"));
    assert_non_null(strstr(text, "| `--tls-key` | `CONTACTD_TLS_KEY` | FILE |  | "));
}

static void a_row_of_markdown_has_as_many_cells_as_its_head(void **state)
{
    char *text = printed(*state, conf_print_markdown);
    struct str rest = str_of(text);
    struct str line;
    while (str_cut(&rest, '\n', &line)) {
        size_t bars = 0;
        for (size_t i = 0; i < line.len; i++)
            bars += line.ptr[i] == '|';
        if (bars > 0)
            assert_int_equal(bars, 6);
    }
}

static void the_man_page_holds_every_flag_with_dashes_that_can_be_pasted(void **state)
{
    char *text = printed(*state, conf_print_man);
    assert_non_null(strstr(text, "\\fB\\-\\-http\\-threads\\fR \\fIN\\fR\n"));
    assert_non_null(strstr(text, "\nEnvironment: CONTACTD_MAX_CONNECTIONS_PER_ADDRESS.\n"));
    assert_non_null(strstr(text, "\\fB\\-\\-config\\fR \\fIFILE\\fR\n"));
}

static const struct conf_flag own_flags[] = {
    {.name = "name", .placeholder = "NAME", .help = "what it is called"},
    {.name = "json", .help = "print JSON"},
    {.name = NULL},
};

static void print_with_store(FILE *out)
{
    conf_print_flags(out, own_flags, true);
}

static void print_without_store(FILE *out)
{
    conf_print_flags(out, own_flags, false);
}

static void another_subcommand_lists_its_own_flags_and_the_store(void **state)
{
    struct reading *r = *state;
    assert_string_equal(printed(r, print_without_store), "  --name NAME\n"
                                                         "        what it is called\n"
                                                         "  --json\n"
                                                         "        print JSON\n"
                                                         "  --help\n"
                                                         "        print this\n");
    char *text = printed(r, print_with_store);
    assert_non_null(strstr(text, "  --store URL\n"));
    assert_non_null(strstr(text, "  --config FILE\n"));
    assert_null(strstr(text, "--listen"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        reading_test(help_holds_every_flag_its_range_and_its_default),
        reading_test(markdown_holds_every_flag_and_variable),
        reading_test(a_row_of_markdown_has_as_many_cells_as_its_head),
        reading_test(the_man_page_holds_every_flag_with_dashes_that_can_be_pasted),
        reading_test(another_subcommand_lists_its_own_flags_and_the_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
