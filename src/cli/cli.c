#include "cli/cli.h"

#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"

static const struct command commands[] = {
#define COMMAND(noun, verb, operands, summary, run) {noun, verb, operands, summary, run},
#include "cli/commands.def"
#undef COMMAND
};

enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

/* ---- help -------------------------------------------------------------------------------------
 */

static void print_command_line(FILE *out, const struct command *command)
{
    char name[64];
    snprintf(name, sizeof name, "%s%s%s %s", command->noun, *command->verb ? " " : "",
             command->verb, command->operands);
    fprintf(out, "  contactd %-22s %s\n", name, command->summary);
}

void commands_print(FILE *out, const char *noun)
{
    fprintf(out, "Usage:\n");
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (!noun || strcmp(commands[i].noun, noun) == 0)
            print_command_line(out, &commands[i]);
    }
    fprintf(out, "\nEach has --help.\n");
}

static void print_command_help(const struct command *command, const struct conf_flag *flags)
{
    printf("%s\n\nUsage: contactd %s%s%s%s%s [flags]\n\n", command->summary, command->noun,
           *command->verb ? " " : "", command->verb, *command->operands ? " " : "",
           command->operands);
    conf_print_flags(stdout, flags, true);
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

/* ---- one invocation ---------------------------------------------------------------------------
 */

/* The most flags one command has of its own. */
enum { COMMAND_FLAGS_MAX = 12 };

static void with_json_flag(const struct conf_flag *own, bool *json,
                           struct conf_flag all[COMMAND_FLAGS_MAX + 2])
{
    size_t count = 0;
    while (own[count].name) {
        all[count] = own[count];
        count++;
    }
    all[count] =
        (struct conf_flag){.name = "json", .help = "print JSON instead of lines", .given = json};
    all[count + 1] = (struct conf_flag){0};
}

bool invocation_read(struct invocation *invocation, const struct conf_flag *flags, int *code)
{
    struct conf_flag all[COMMAND_FLAGS_MAX + 2];
    with_json_flag(flags, &invocation->json, all);
    bool help = false;
    struct err_text why = {""};
    enum err err =
        conf_read_flags(invocation->argc, invocation->argv, invocation->environment,
                        invocation->arena, all, &invocation->store_url, invocation->operands,
                        COMMAND_OPERANDS_MAX, &invocation->operand_count, &help, &why);
    if (help) {
        print_command_help(invocation->command, all);
        *code = EXIT_OK;
        return false;
    }
    if (err) {
        *code = invocation_usage(invocation, "%s", why.text);
        return false;
    }
    size_t wanted = *invocation->command->operands ? 1 : 0;
    if (invocation->operand_count != wanted) {
        *code = wanted
                    ? invocation_usage(invocation, "%s is missing", invocation->command->operands)
                    : invocation_usage(invocation, "'%.*s' is not understood here",
                                       STR_ARG(invocation->operands[0]));
        return false;
    }
    return true;
}

/* A command waits this long for the server's transaction; one of those takes milliseconds. */
enum { COMMAND_BUSY_TIMEOUT_MS = 5000 };

bool invocation_open(struct invocation *invocation, bool create, int *code)
{
    struct store_config config = {
        .url = invocation->store_url,
        .create = create,
        .readers_max = 1,
        .queue_max = 1,
        .committers = 1,
        .busy_timeout_ms = COMMAND_BUSY_TIMEOUT_MS,
    };
    struct err_text why = {""};
    enum err err = store_open(&config, &invocation->store, &why);
    if (!err)
        return true;
    fprintf(stderr, "contactd: %s\n", why.text);
    *code = err == ERR_SETTING_INVALID ? EXIT_USAGE : EXIT_FAILED;
    return false;
}

bool invocation_view(struct invocation *invocation, struct store_view **view, int *code)
{
    if (!invocation_open(invocation, false, code))
        return false;
    enum err err = store_view_acquire(invocation->store, view);
    if (err)
        *code = invocation_failed(invocation, err, "the store cannot be read");
    return !err;
}

int invocation_usage(const struct invocation *invocation, const char *format, ...)
{
    const struct command *command = invocation->command;
    va_list arguments;
    va_start(arguments, format);
    fprintf(stderr, "contactd %s%s%s: ", command->noun, *command->verb ? " " : "", command->verb);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, "; see --help\n");
    va_end(arguments);
    return EXIT_USAGE;
}

/* What goes for every command: what to do when the store could not do it. */
static const char *advice(enum err err)
{
    switch (err) {
    case ERR_STORE_UNAVAILABLE:
    case ERR_OVERLOADED:
        return ": the store is busy or its disk is full; try again";
    case ERR_STORE_FAILED:
        return ": the store failed; the log line above says how";
    default:
        return "";
    }
}

int invocation_failed(const struct invocation *invocation, enum err err, const char *what)
{
    const struct command *command = invocation->command;
    fprintf(stderr, "contactd %s%s%s: %s%s\n", command->noun, *command->verb ? " " : "",
            command->verb, what, advice(err));
    return EXIT_FAILED;
}

int invocation_unknown(const struct invocation *invocation, const char *noun, struct str id)
{
    const struct command *command = invocation->command;
    fprintf(stderr, "contactd %s %s: there is no %s '%.*s'; see contactd %s list\n", command->noun,
            command->verb, noun, STR_ARG(id), noun);
    return EXIT_UNKNOWN;
}

/* ---- dispatch ---------------------------------------------------------------------------------
 */

static int run(const struct command *command, int argc, char **argv, char **environment)
{
    static char help[] = "--help";
    if (argc > 0 && is_help(argv[0]))
        argv[0] = help;
    struct arena arena;
    arena_init(&arena);
    struct invocation invocation = {
        .command = command,
        .argc = argc,
        .argv = argv,
        .environment = environment,
        .arena = &arena,
    };
    int code = command->run(&invocation);
    store_close(invocation.store);
    arena_release(&arena);
    /* A full disk or a closed pipe under standard output must not look like success. */
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    fprintf(stderr, "contactd: standard output cannot be written to\n");
    return code == EXIT_OK ? EXIT_FAILED : code;
}

static int dispatch_verb(const char *noun, int argc, char **argv, char **environment)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].noun, noun) != 0)
            continue;
        if (!*commands[i].verb)
            return run(&commands[i], argc - 2, argv + 2, environment);
        if (argc > 2 && strcmp(commands[i].verb, argv[2]) == 0)
            return run(&commands[i], argc - 3, argv + 3, environment);
    }
    bool help = argc > 2 && is_help(argv[2]);
    commands_print(help ? stdout : stderr, noun);
    return help ? EXIT_OK : EXIT_USAGE;
}

static bool is_noun(const char *word)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        if (strcmp(commands[i].noun, word) == 0)
            return true;
    }
    return false;
}

/*
 * A client that went away, and a file that has reached the limit of its size, are errors of a write
 * and no reason to die in the middle of it.
 */
static void ignore_signals(void)
{
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
}

/* A closed 0, 1 or 2 would be the number of the next socket, and the log would go to a client. */
static void occupy_standard_descriptors(void)
{
    int fd;
    do {
        fd = open("/dev/null", O_RDWR);
    } while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        close(fd);
}

int cli_main(int argc, char **argv, char **environment)
{
    occupy_standard_descriptors();
    ignore_signals();
    if (argc > 1 && is_noun(argv[1]))
        return dispatch_verb(argv[1], argc, argv, environment);
    bool help = argc > 1 && is_help(argv[1]);
    if (argc > 1 && !help)
        fprintf(stderr, "contactd: '%s' is not a command\n\n", argv[1]);
    commands_print(help ? stdout : stderr, NULL);
    return help ? EXIT_OK : EXIT_USAGE;
}
