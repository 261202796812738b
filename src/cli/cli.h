/*
 * The command line: a subcommand by its name.
 */
#pragma once

/* What scripts can rely on. */
enum exit_code {
    EXIT_OK = 0,
    EXIT_FAILED =
        1, /* it was understood and could not be done; one line on standard error says why */
    EXIT_USAGE = 2,   /* the command line or a setting is not valid */
    EXIT_UNKNOWN = 3, /* what it names does not exist */
};

/* Runs `contactd argv[1] …`; returns the process's exit code. */
int cli_main(int argc, char **argv, char **environment);
