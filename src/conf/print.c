/*
 * The table of settings as text for three readers: a terminal, a page of documentation, man(1).
 * The texts of conf.def are ours and plain, so only man's own signs need care.
 */
#include "conf/setting.h"
#include "conf/sources.h"

/* ---- the terminal ------------------------------------------------------------------------------
 */

static void print_flag(FILE *out, struct str name, struct str placeholder, struct str help)
{
    fprintf(out, "  --%.*s%s%.*s\n        %.*s", STR_ARG(name), placeholder.len > 0 ? " " : "",
            STR_ARG(placeholder), STR_ARG(help));
}

static void print_setting(FILE *out, const struct setting *setting)
{
    print_flag(out, setting->name, setting->placeholder, setting->help);
    if (setting->kind == SETTING_NUMBER)
        fprintf(out, "; %lld to %lld %.*s", (long long)setting->least, (long long)setting->most,
                STR_ARG(setting->unit));
    if (setting->kind != SETTING_SWITCH && setting->fallback.len > 0)
        fprintf(out, " (%.*s)", STR_ARG(setting->fallback));
    fputc('\n', out);
}

static void print_settings(FILE *out, enum settings_scope scope)
{
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        if (setting_in_scope(&setting_rows[i], scope))
            print_setting(out, &setting_rows[i]);
    }
    print_flag(out, STR("help"), STR(""), STR("print this"));
    fputc('\n', out);
}

void conf_print_help(FILE *out)
{
    print_settings(out, SETTINGS_ALL);
    fputs(
        "\n"
        "Each can be set by an environment variable too (--http-threads: CONTACTD_HTTP_THREADS)\n"
        "or by a line of the file (http-threads = 2). A flag wins over the environment, that over\n"
        "the file.\n",
        out);
}

void conf_print_flags(FILE *out, const struct conf_flag *flags, bool with_store)
{
    for (const struct conf_flag *flag = flags; flag && flag->name; flag++) {
        print_flag(out, str_of(flag->name), str_of(flag->placeholder), str_of(flag->help));
        fputc('\n', out);
    }
    print_settings(out, with_store ? SETTINGS_STORE : SETTINGS_NONE);
}

/* ---- Markdown ----------------------------------------------------------------------------------
 */

static void print_allowed_markdown(FILE *out, const struct setting *setting)
{
    struct str rest = setting->choices;
    struct str choice;
    switch (setting->kind) {
    case SETTING_TEXT:
        fprintf(out, "%.*s", STR_ARG(setting->placeholder));
        break;
    case SETTING_NUMBER:
        fprintf(out, "%lld to %lld %.*s", (long long)setting->least, (long long)setting->most,
                STR_ARG(setting->unit));
        break;
    case SETTING_CHOICE:
        for (const char *between = ""; str_cut(&rest, '|', &choice); between = ", ")
            fprintf(out, "%s`%.*s`", between, STR_ARG(choice));
        break;
    case SETTING_SWITCH:
        fputs("`true`, `false`", out);
        break;
    }
}

static void print_row_markdown(FILE *out, const struct setting *setting, struct arena *arena)
{
    fprintf(out, "| `--%.*s` | `%.*s` | ", STR_ARG(setting->name),
            STR_ARG(setting_variable(setting, arena)));
    print_allowed_markdown(out, setting);
    if (setting->fallback.len > 0)
        fprintf(out, " | `%.*s`", STR_ARG(setting->fallback));
    else
        fputs(" | ", out);
    fprintf(out, " | %.*s |\n", STR_ARG(setting->help));
}

void conf_print_markdown(FILE *out)
{
    struct arena arena;
    arena_init(&arena);
    fputs(
        "# Configuration\n"
        "\n"
        "Every setting of `contactd serve`, from `src/conf/conf.def`. This page is what\n"
        "`contactd help --markdown` prints; do not edit it.\n"
        "\n"
        "A flag wins over the environment, that over the file, that over the default. A flag that\n"
        "is repeated counts the last time; `--demo` alone means `--demo=true`. What is not in the\n"
        "table is refused by name, wherever it stands; so is a value that is not allowed, even\n"
        "where another place wins.\n"
        "\n"
        "| flag | environment | allowed | default | |\n"
        "|---|---|---|---|---|\n",
        out);
    for (size_t i = 0; i < SETTING_COUNT; i++)
        print_row_markdown(out, &setting_rows[i], &arena);
    fputs("\n"
          "The file that `--config` names has one setting a line, by the flag's name without the\n"
          "dashes. `#` and `;` begin a comment, `;` also behind a value and a space. There are no\n"
          "sections, no quotes and no lines over 198 bytes.\n"
          "\n"
          "```ini\n"
          "listen = 0.0.0.0:8443\n"
          "store = sqlite:/var/lib/contactd/contactd.db\n"
          "tls-cert = /etc/contactd/chain.pem\n"
          "tls-key = /etc/contactd/key.pem\n"
          "```\n"
          "\n"
          "The other subcommands take `--store` and `--config` from here, and their own flags\n"
          "(`contactd SUBCOMMAND --help`).\n",
          out);
    arena_release(&arena);
}

/* ---- man ---------------------------------------------------------------------------------------
 */

/* A plain "-" is a hyphen to roff, which nobody can paste into a shell. */
static void print_roff(FILE *out, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '-' || text.ptr[i] == '\\')
            fputc('\\', out);
        fputc(text.ptr[i], out);
    }
}

static void print_setting_man(FILE *out, const struct setting *setting, struct arena *arena)
{
    fputs(".TP\n\\fB\\-\\-", out);
    print_roff(out, setting->name);
    fprintf(out, "\\fR \\fI%.*s\\fR\n", STR_ARG(setting->placeholder));
    print_roff(out, setting->help);
    if (setting->kind == SETTING_NUMBER)
        fprintf(out, "; %lld to %lld %.*s", (long long)setting->least, (long long)setting->most,
                STR_ARG(setting->unit));
    if (setting->fallback.len > 0) {
        fputs(". Default: ", out);
        print_roff(out, setting->fallback);
    }
    fprintf(out, ".\nEnvironment: %.*s.\n", STR_ARG(setting_variable(setting, arena)));
}

void conf_print_man(FILE *out)
{
    struct arena arena;
    arena_init(&arena);
    fputs(".TH CONTACTD\\-SERVE 1\n"
          ".SH NAME\n"
          "contactd\\-serve \\- serve contacts over HTTP\n"
          ".SH SYNOPSIS\n"
          "\\fBcontactd serve\\fR [\\fIOPTION\\fR]...\n"
          ".SH DESCRIPTION\n"
          "Answers the HighLevel Contacts API from a database of its own until SIGTERM or SIGINT.\n"
          "A flag wins over the environment, that over the file, that over the default.\n"
          ".SH OPTIONS\n",
          out);
    for (size_t i = 0; i < SETTING_COUNT; i++)
        print_setting_man(out, &setting_rows[i], &arena);
    fputs(".SH FILES\n"
          "The file that \\-\\-config names has one \\fIname = value\\fR a line, by the option's "
          "name\n"
          "without the dashes; # and ; begin a comment.\n",
          out);
    arena_release(&arena);
}
